/** Lambda's asynchronous queue: waits, age, reservations of 0, duplicates, platform errors. */
import { describe, expect, test } from "vitest";
import { type RegionModel, seconds } from "../../../sim/index.ts";
import { functionOf, type Literal } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { burst, change, functionIn, range, sum } from "../kit.ts";

/** One event at 0 for `f`. */
const event = (f: Literal["functions"][string], more: Partial<Literal> = {}) =>
  play({ seconds: 1000, functions: { f }, traffic: [{ invoke: "f", event: true, at: [0] }], ...more });
const starts = (played: ReturnType<typeof play>): number[] =>
  played.events.filter(({ kind }) => kind === "cold" || kind === "warm").map(({ atUs }) => atUs / 1e6);
const drop = (played: ReturnType<typeof play>) => played.timeline.find((line) => line.includes("drop"));

describe("ASY-3: waits after function errors count from the end of the run", () => {
  test("a run of 10 s: at 0, 70 and 200 s", () => {
    expect(starts(event({ run: 10_000, errors: 1 }))).toEqual([0, 70, 200]);
  });
  test("a timeout is a function error: at 0, 63 and 186 s", () => {
    const played = event({ run: 10_000, timeout: 3000 });
    expect(starts(played)).toEqual([0, 63, 186]);
    expect(functionIn(played.result, "f")).toMatchObject({ timeoutsCount: 3, asyncExhaustedCount: 1 });
  });
  test("refusals do not count against the retries (ASY-5)", () => {
    // The unit is held to 20 s: refused at 0, 1, 3, 7 and 15 s, run at 31 s, and both retries after that.
    const played = play({
      seconds: 1000,
      functions: { f: { run: 1000, errors: 1, reserved: 1 } },
      traffic: [
        { name: "holder", invoke: "f", demand: { kind: "times", times: [0 as never], durations: [seconds(20)] } },
        { name: "event", invoke: "f", event: true, at: [0.001] },
      ],
    });
    expect(starts(played).map(Math.round)).toEqual([0, 31, 92, 213]);
    expect(functionIn(played.result, "f")).toMatchObject({
      throttlesCount: 5,
      asyncRetriesCount: 7,
      asyncExhaustedCount: 1,
    });
  });
});

describe("ASY-4, ASY-6: jitter makes waits longer by up to a tenth", () => {
  const model = { asyncJitter: 0.1 };

  test("after errors: 60 to 66 s and 120 to 132 s, spread evenly", () => {
    const played = play({
      seconds: 400,
      model,
      functions: { f: { run: 0, errors: 1 } },
      traffic: [{ invoke: "f", event: true, demand: burst(0, 1000) }],
    });
    const retries = starts(played).filter((at) => at > 0);
    const first = retries.filter((at) => at < 100);
    expect([Math.min(...first) >= 60, Math.max(...first) <= 66, first.length]).toEqual([true, true, 1000]);
    expect(sum(first) / 1000).toBeCloseTo(63, 0);
    const second = retries.filter((at) => at > 100);
    expect([Math.min(...second) >= 180, Math.max(...second) <= 198, second.length]).toEqual([true, true, 1000]);
  });

  test("after refusals: 1 to 1.1 s, then 2 to 2.2 s more", () => {
    const { events } = play({
      seconds: 5,
      model,
      functions: { f: { run: 900_000, reserved: 1 } },
      traffic: [
        { name: "holder", invoke: "f", at: [0] },
        { name: "event", invoke: "f", event: true, at: [1] },
      ],
    });
    const [, second, third] = events.filter(({ kind }) => kind === "throttle").map(({ atUs }) => atUs / 1e6 - 0.001);
    expect([second! > 1, second! < 1.1, third! - second! > 2, third! - second! < 2.2]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
});

describe("ASY-7, ASY-10, ASY-11: the age deadline", () => {
  const aged = (maxAgeSeconds: number, retries: number, run = 1000) =>
    event({ run, errors: 1, async: { maxAgeSeconds, retries, onFailure: "failed" } });

  test("a retry before the deadline is made, OQ-6: one at or after it is not, and the event ends at once", () => {
    // The first retry would start at 61 s.
    expect(starts(aged(62, 1))).toEqual([0, 61]);
    expect(starts(aged(61, 1))).toEqual([0]);
    expect(drop(aged(61, 1))).toBe("1000ms f#1 drop EventAgeExceeded");
    expect(drop(aged(60, 1))).toBe("1000ms f#1 drop EventAgeExceeded");
  });
  test("used-up retries come before age", () => {
    expect(drop(aged(60, 0, 70_000))).toBe("70000ms f#1 drop RetriesExhausted");
  });
  test("too old at the end of a run: dropped there", () => {
    expect(drop(aged(60, 1, 70_000))).toBe("70000ms f#1 drop EventAgeExceeded");
    expect(aged(60, 1, 70_000).result.destinations).toEqual({ failed: 1 });
  });
  test("success in time counts, however old", () => {
    const { result } = event({ run: 70_000, async: { maxAgeSeconds: 60 } });
    expect(functionIn(result, "f")).toMatchObject({ asyncSucceededCount: 1, asyncDroppedCount: 0 });
  });
  test("MET-14: the drop is no attempt", () => {
    expect(functionIn(aged(61, 1).result, "f")).toMatchObject({ asyncAgeMsSamples: 1, asyncExpiredCount: 1 });
  });
});

describe("ASY-9: the reservation becomes 0 while an event waits", () => {
  const stopped = event(
    { run: 1000, errors: 1, async: { onFailure: "failed" } },
    { changes: [change(30, { functions: [functionOf("f", { reserved: 0, async: { onFailure: "failed" } })] })] },
  );

  test("when it comes due it is not tried but dropped", () => {
    expect(starts(stopped)).toEqual([0]);
    expect(drop(stopped)).toBe("61000ms f#1 drop ZeroReservedConcurrency");
    expect(functionIn(stopped.result, "f")).toMatchObject({ asyncStoppedCount: 1, throttlesCount: 0 });
    expect(stopped.result.destinations).toEqual({ failed: 1 });
  });

  test("one whose run ends after that goes at once", () => {
    const ending = event(
      { run: 40_000, errors: 1 },
      { changes: [change(30, { functions: [functionOf("f", { reserved: 0 })] })] },
    );
    expect(drop(ending)).toBe("40000ms f#1 drop ZeroReservedConcurrency");
  });
});

describe("ASY-18: time from enqueue to the first attempt", () => {
  test("30 ms, counted in age and depth", () => {
    const { timeline, result } = event({ run: 100 }, { model: { asyncPollDelay: 30_000 as never } });
    expect(timeline[0]).toBe("30ms f#1 cold on 1");
    expect(functionIn(result, "f")).toMatchObject({
      asyncAgeMsMax: 30,
      asyncDepthMax: 1,
      asyncDepthLast: 0,
      waitMsMax: 30,
    });
  });
});

describe("ASY-17: duplicates", () => {
  const doubled = (asyncDuplicates: number) =>
    play({
      seconds: 30,
      model: { asyncDuplicates },
      functions: { f: { run: 100 } },
      traffic: [{ invoke: "f", event: true, demand: burst(0, 2000) }],
      concurrency: 5000,
    }).result;

  test("all: every event runs twice, and is received once (MET-13)", () => {
    const result = doubled(1);
    expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 4000, asyncReceivedCount: 2000 });
    expect(result.traffic["traffic-1"]).toMatchObject({ requestsCount: 2000, succeededCount: 2000 });
  });
  test("none: once", () => expect(functionIn(doubled(0), "f").invocationsCount).toBe(2000));
  test("a tenth, within four standard errors of 200", () => {
    expect(Math.abs(functionIn(doubled(0.1), "f").invocationsCount - 2200)).toBeLessThan(4 * Math.sqrt(180));
  });
});

describe("ASY-21: platform errors", () => {
  const broken = (model: Partial<RegionModel>) =>
    play({
      seconds: 100,
      model,
      functions: { f: { run: 0 } },
      traffic: [{ invoke: "f", event: true, demand: burst(0, 1000) }],
    }).result;

  test("half of all attempts: each is tried again after 1, 2, 4 s; twice as many attempts as events", () => {
    const { asyncAgeMsSamples, invocationsCount, throttlesCount, errorsCount } = functionIn(
      broken({ asyncSystemErrors: 0.5 }),
      "f",
    );
    // The number of attempts to the first success is geometric: mean 2, variance 2.
    expect(Math.abs(asyncAgeMsSamples - 2000)).toBeLessThan(4 * Math.sqrt(2000));
    expect(asyncAgeMsSamples).toBeGreaterThan(invocationsCount);
    expect([throttlesCount, errorsCount]).toEqual([0, 0]);
  });
  test("none: one attempt each", () => expect(functionIn(broken({}), "f").asyncAgeMsSamples).toBe(1000));
});

describe("the count of events", () => {
  const { result } = play({
    seconds: 100,
    functions: { f: { run: 30_000, reserved: 3, errors: 0.5, async: { retries: 1, maxAgeSeconds: 60 } } },
    traffic: [{ invoke: "f", event: true, rate: 1 }],
  });
  const f = functionIn(result, "f");

  test("received is succeeded, dropped and pending: queued or running", () => {
    expect(f.asyncReceivedCount).toBe(100);
    expect(f.asyncSucceededCount + f.asyncDroppedCount + f.asyncPendingCount).toBe(100);
    expect(f.asyncPendingCount).toBe(f.asyncDepthLast + f.busyLast);
    expect(f.asyncDroppedCount).toBe(f.asyncExhaustedCount + f.asyncExpiredCount + f.asyncStoppedCount);
    expect(f.asyncDroppedCount).toBeGreaterThan(0);
  });
  test("the caller's view agrees", () => {
    expect(result.traffic["traffic-1"]).toMatchObject({
      requestsCount: 100,
      succeededCount: f.asyncSucceededCount,
      droppedCount: f.asyncDroppedCount,
      pendingCount: f.asyncPendingCount,
      throttledCount: 0,
      retriesCount: 0,
    });
  });
});

test("S3N-3, EVB-11: a push source delivers later; age counts from its arrival in the queue (ASY-7)", () => {
  const delivery = { kind: "constant" as const, value: seconds(2) };
  const { timeline, result } = play({
    functions: { f: { run: 1000 } },
    sources: [{ name: "uploads", type: "s3", delivery }],
    traffic: [{ name: "u", invoke: "f", event: true, source: "uploads", at: range(2).map((n) => n * 500) }],
  });
  expect(timeline.filter((line) => line.includes("cold"))).toEqual(["2000ms f#1 cold on 1", "2500ms f#2 cold on 2"]);
  expect(functionIn(result, "f")).toMatchObject({ asyncAgeMsMax: 0, asyncReceivedCount: 2 });
  expect(result.traffic.u).toMatchObject({ succeededCount: 2, latencyMsMax: 3000 });
  expect(result.sources.uploads).toMatchObject({ requestsCount: 2, succeededCount: 2, latencyMsMax: 3000 });
});
