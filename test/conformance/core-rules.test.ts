/** Rules of the core that no worked example shows: each in a run whose numbers can be checked in the head. */
import { describe, expect, test } from "vitest";
import type { SourceConfig } from "../../sim/index.ts";
import { constant } from "../helpers/config.ts";
import { play } from "../helpers/play.ts";
import { burst, functionIn, limiter, POLICY, range, readyUnits, sum } from "../sim/kit.ts";

const HOUR = 3_600_000;

test("ADM-1: a synchronous request that finds no room is refused in the moment of its arrival", () => {
  const { timeline } = play({
    functions: { f: { reserved: 1, run: 1000 } },
    traffic: [{ invoke: "f", at: [0, 999, 1000] }],
  });
  expect(timeline).toEqual([
    "0ms f#1 cold on 1",
    "999ms f#2 throttle reserved-full",
    "1000ms f#1 end success",
    "1000ms f#3 warm on 1",
    "2000ms f#3 end success",
  ]);
});

test("CONC-12: five units that start with 9 s of Init are claimed all the time, and never in flight", () => {
  const { result } = play({
    seconds: 200,
    functions: { f: { init: 9000, provisioned: { count: 5, allocateAtStart: true } } },
  });
  expect(readyUnits(result, "f")).toEqual([
    [0, 0],
    [99.05, 5],
  ]);
  expect(result.regions["us-east-1"]).toMatchObject({ claimedMin: 5, concurrencyMax: 0 });
});

test("CONC-13: of 1,000 units, 300 reserved and 50 provisioned outside reservations, 650 are told as free", () => {
  const { result } = play({ functions: { a: { reserved: 300, provisioned: 100 }, b: { provisioned: 50 } } });
  expect(result.limits.regions["us-east-1"]).toMatchObject([{ fromMs: 0, concurrency: 1000, unreserved: 650 }]);
});

test("PC-12: four provisioned units of one function leave six of ten for the others, though they are idle", () => {
  const { result } = play({
    concurrency: 10,
    functions: { warm: { provisioned: 4 }, other: { run: 1000 } },
    traffic: [{ invoke: "other", demand: burst(0, 10) }],
  });
  expect(functionIn(result, "other")).toMatchObject({ busyMax: 6, throttlesCount: 4 });
});

test("AAS-11: 8 of 10 units busy: three minutes of alarm, 90 s of preparation and the allocation, then 12", () => {
  const autoscale = { ...POLICY, max: 12 };
  const { result } = play({
    seconds: 300,
    functions: { f: { run: 1000, provisioned: { count: 10, autoscale } } },
    traffic: [{ invoke: "f:live", rate: 8 }],
  });
  expect(readyUnits(result, "f")).toEqual([
    [0, 10],
    [180 + 90 + 0.02, 12],
  ]);
});

test("SCALE-11: 1,000 environments at once, as the quota table says, not 500 as one sentence of the guide does", () => {
  const { result } = play({
    concurrency: 10_000,
    functions: { f: { run: 30_000 } },
    traffic: [{ invoke: "f", demand: burst(0, 1000) }],
  });
  expect(functionIn(result, "f")).toMatchObject({ environmentsCreatedCount: 1000, throttlesCount: 0 });
});

test("RPS-5: one environment serves 50 requests/s of 10 ms, since the limit of 10 per unit is on the total", () => {
  const { result } = play({ seconds: 10, functions: { f: { run: 10 } }, traffic: [{ invoke: "f", rate: 50 }] });
  expect(functionIn(result, "f")).toMatchObject({
    invocationsCount: 500,
    environmentsCreatedCount: 1,
    throttlesCount: 0,
  });
});

describe("RPS-6: 2,000 requests/s at a quota of 100 meet the rate first below 100 ms, concurrency above", () => {
  test.each([
    [90, "request-rate-account", 90],
    [110, "unreserved-pool-full", 100],
  ])("%i ms: %s, with %i running", (run, cause, busyMax) => {
    const { result } = play({
      seconds: 30,
      ignoreSeconds: 20,
      concurrency: 100,
      functions: { f: { run } },
      traffic: [{ invoke: "f", rate: 2000 }],
    });
    const f = functionIn(result, "f");
    expect(f.throttles.map((throttle) => throttle.cause)).toEqual([cause]);
    expect(f.busyMax).toBe(busyMax);
  });
});

describe("EX-18: a request at once, and one after an hour of silence", () => {
  const kinds = (invoke: string, settings: { reserved?: number; provisioned?: number }) =>
    play({
      seconds: 4000,
      functions: { f: { init: 500, ...settings } },
      traffic: [{ invoke, at: [0, HOUR] }],
    }).timeline.filter((line) => / cold | warm | provisioned /.test(line));

  test("RES-8: one reserved unit starts both cold", () => {
    expect(kinds("f", { reserved: 1 })).toEqual(["0ms f#1 cold on 1", "3600000ms f#2 cold on 2"]);
  });
  test("PC-14: one provisioned unit serves both without Init", () => {
    expect(kinds("f:live", { provisioned: 1 })).toEqual(["0ms f#1 provisioned on 1", "3600000ms f#2 provisioned on 1"]);
  });
});

test("LIFE-1: the run begins when the whole of Init is over", () => {
  const { events } = play({ functions: { f: { init: 700, run: 100 } }, traffic: [{ invoke: "f", at: [0] }] });
  const told = events.filter(({ kind }) => kind === "ready" || kind === "end").map(({ kind, atUs }) => [kind, atUs]);
  expect(told).toEqual([
    ["ready", 700_000],
    ["end", 800_000],
  ]);
});

test("LIFE-12: a request a minute for three hours keeps one environment warm, until its age ends it once", () => {
  const minutes = range(180).map((minute) => minute * 60_000);
  const { result } = play({ seconds: 10_800, functions: { f: { run: 1 } }, traffic: [{ invoke: "f", at: minutes }] });
  expect(functionIn(result, "f")).toMatchObject({
    invocationsCount: 180,
    coldStartsCount: 2,
    environmentsEndedCount: 1,
  });
});

describe("answers", () => {
  const once = (errors: number, reserved: number) =>
    play({
      functions: { f: { errors, reserved } },
      traffic: [{ invoke: "f", at: [0], client: { retry: "standard-2026", attempts: 3 } }],
    }).result;

  test("ERR-1: a run that failed is an answer: an invocation and an error, and nothing for the SDK to repeat", () => {
    const result = once(1, 1);
    expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 1, errorsCount: 1, throttlesCount: 0 });
    expect(result.traffic["traffic-1"]).toMatchObject({ failedCount: 1, throttledCount: 0, attemptsCount: 1 });
  });

  test("ERR-4: what Lambda refused comes again only as often as its caller asks", () => {
    const never = play({ functions: { f: { reserved: 0 } }, traffic: [{ invoke: "f", at: [0] }] }).result;
    expect(never.traffic["traffic-1"]).toMatchObject({ throttledCount: 1, attemptsCount: 1 });
    expect(once(0, 0).traffic["traffic-1"]).toMatchObject({ throttledCount: 1, attemptsCount: 3 });
  });
});

describe("ERR-2: the reason in a 429", () => {
  const long = { run: 1000, at: [0, 1] };
  const short = { run: 0, at: range(11) };

  test.each([
    ["the account's pool is full", "ConcurrentInvocationLimitExceeded", long, null],
    ["the reservation is full", "ReservedFunctionConcurrentInvocationLimitExceeded", long, 1],
    ["the account's rate is used up", "FunctionInvocationRateLimitExceeded", short, null],
    ["the reservation's rate is used up", "ReservedFunctionInvocationRateLimitExceeded", short, 1],
  ])("%s: %s", (_what, reason, { run, at }, reserved) => {
    const { result } = play({
      concurrency: 1,
      functions: { f: { run, reserved } },
      traffic: [{ invoke: "f", at, client: { retry: "none" } }],
    });
    const refused = functionIn(result, "f").throttles;
    expect(refused.map((each) => [each.reason, each.count])).toEqual([[reason, 1]]);
  });
});

describe("SDK-10: the adaptive mode's own limit", () => {
  test("a first throttle with nothing measured leaves one request every 2 s", () => {
    const { acquire, onThrottle } = limiter();
    expect(acquire(0)).toBe(0);
    onThrottle(0);
    expect([acquire(0), acquire(0)]).toEqual([2e6, 4e6]);
  });

  test("a throttle at ten answers a second leaves seven", () => {
    const { acquire, onSuccess, onThrottle } = limiter();
    range(100).forEach((tenth) => {
      onSuccess(tenth / 10);
    });
    onThrottle(10);
    const waits = range(50).map(() => acquire(10));
    expect(1e6 / (waits[49]! - waits[48]!)).toBeCloseTo(7, 1);
  });
});

describe("asynchronous events and a reservation of 1", () => {
  const { timeline, result } = play({
    functions: { f: { reserved: 1, run: 100 } },
    traffic: [{ invoke: "f", at: [0, 0], event: true }],
  });

  test("ASY-1: both are accepted, though there is room for one", () => {
    expect(functionIn(result, "f")).toMatchObject({ asyncReceivedCount: 2, asyncSucceededCount: 2 });
  });
  test("ASY-2: they run through normal admission: the second is refused, and comes again after 1 s", () => {
    expect(timeline).toEqual([
      "0ms f#1 cold on 1",
      "0ms f#2 throttle reserved-full",
      "100ms f#1 end success",
      "1000ms f#2 warm on 1",
      "1100ms f#2 end success",
    ]);
  });
  test("MET-3: the refused attempt is one of the Throttles", () => {
    expect(sum(result.metrics.functions.f!["AWS/Lambda"].Throttles)).toBe(1);
  });
});

describe("ASY-19: the function's asynchronous settings hold whoever sent the event", () => {
  test.each<SourceConfig["type"]>(["s3", "sns", "eventbridge"])(
    "%s: tried once and once again, then dropped",
    (type) => {
      const { result } = play({
        seconds: 300,
        functions: { f: { errors: 1, async: { retries: 1 } } },
        sources: [{ name: "events", type, delivery: constant(0) }],
        traffic: [{ invoke: "f", at: [0], event: true, source: "events" }],
      });
      expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 2, asyncDroppedCount: 1 });
    },
  );
});

test("MET-27: no metric tells of SnapStart, whose Restore stands in the result apart", () => {
  const { result } = play({
    functions: { f: { restore: 500 } },
    traffic: [{ invoke: "f:live", at: [0] }],
  });
  expect(Object.keys(result.metrics.functions.f!["AWS/Lambda"]).filter((name) => /restore|snap/i.test(name))).toEqual(
    [],
  );
  expect(functionIn(result, "f").initMsMax).toBe(500);
});
