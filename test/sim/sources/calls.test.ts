/** Runs that call other functions and wait: a call holds the caller's environment until it is answered. */
import { describe, expect, test } from "vitest";
import { combine, measure } from "../../../sim/index.ts";
import { configOf, functionOf, type Literal, liveAlias } from "../../helpers/config.ts";
import { lifecycle } from "../../helpers/lifecycle.ts";
import { play } from "../../helpers/play.ts";
import { CALLS_DB, callOf, change, functionIn, pushSource, putInto, range, sendOf, service, sum } from "../kit.ts";

const RETRYING = { retry: "standard-2026", attempts: 3 } as const;

/** Requests for `a`, which calls `b`. */
const calling = (functions: Literal["functions"], at: readonly number[] = [0], more: Partial<Literal> = {}) =>
  play({ functions, traffic: [{ name: "in", invoke: "a", at }], ...more });

describe("ADM-2: the caller's environment is busy until the function has answered", () => {
  const { timeline, result } = calling({
    a: { run: 100, calls: [callOf("b")] },
    b: { run: 200, init: 300 },
  });

  test("the call comes first, with its cold start, then the run's own time", () => {
    expect(timeline).toEqual([
      "0ms a#1 cold on 1",
      "0ms b#1 cold on 1",
      "500ms b#1 end success",
      "600ms a#1 end success",
    ]);
  });
  test("both are billed for it: 600 and 500 ms", () => {
    expect(functionIn(result, "a")).toMatchObject({ billedMsSum: 600, durationMsMax: 600, invocationsCount: 1 });
    expect(functionIn(result, "b")).toMatchObject({ billedMsSum: 500, durationMsMax: 200, latencyMsMax: 500 });
  });
  test("both count in the Region (CONC-5), and the way between them has its own numbers", () => {
    expect(result.regions["us-east-1"]).toMatchObject({ concurrencyMax: 2 });
    expect(result.calls).toEqual({
      "a/calls/b": expect.objectContaining({
        requestsCount: 1,
        succeededCount: 1,
        attemptsCount: 1,
        latencyMsMax: 500,
      }),
    });
    expect(result.traffic.in).toMatchObject({ requestsCount: 1, succeededCount: 1, latencyMsMax: 600 });
  });
});

test("calls are made one after the other, downstreams and functions, and the second one is warm (CONC-6)", () => {
  const { timeline } = calling(
    { a: { run: 10, calls: [callOf("b"), ...CALLS_DB, callOf("b")] }, b: { run: 200 } },
    [0],
    { downstreams: [service({ latency: 50 })] },
  );
  expect(timeline).toEqual([
    "0ms a#1 cold on 1",
    "0ms b#1 cold on 1",
    "200ms b#1 end success",
    "250ms b#2 warm on 1",
    "450ms b#2 end success",
    "460ms a#1 end success",
  ]);
});

test("a share of the runs makes the call", () => {
  const { result } = calling({ a: { run: 1, calls: [callOf("b", {}, 0.25)] }, b: { run: 1 } }, range(4000));
  const { requestsCount } = result.calls!["a/calls/b"]!;
  // Four standard errors of 1,000.
  expect(Math.abs(requestsCount - 1000)).toBeLessThan(4 * Math.sqrt(4000 * 0.25 * 0.75));
  expect(functionIn(result, "b").invocationsCount).toBe(requestsCount);
});

describe("SDK-5, ERR-1: a refusal is met by the SDK of the run", () => {
  const held = (client: Parameters<typeof callOf>[1], holds: number) =>
    play({
      functions: { a: { run: 100, calls: [callOf("b", client)] }, b: { run: holds, reserved: 1 } },
      traffic: [
        { name: "holder", invoke: "b", at: [0] },
        { name: "in", invoke: "a", at: [1] },
      ],
    });

  test("without retries the run ends in a function error at once, and its own time never passes", () => {
    const { timeline, result } = held({}, 10_000);
    expect(timeline.slice(1, 4)).toEqual(["1ms a#1 cold on 1", "1ms b#2 throttle reserved-full", "1ms a#1 end error"]);
    expect(result.calls!["a/calls/b"]).toMatchObject({ requestsCount: 1, throttledCount: 1, attemptsCount: 1 });
    expect(result.traffic.in).toMatchObject({ failedCount: 1 });
    expect(functionIn(result, "b").throttles).toMatchObject([{ cause: "reserved-full", count: 1 }]);
  });
  test("with three attempts it waits for up to 1 s and 2 s, busy, and then fails", () => {
    const { result } = held(RETRYING, 10_000);
    expect(result.calls!["a/calls/b"]).toMatchObject({ throttledCount: 1, attemptsCount: 3, retriesCount: 2 });
    const { durationMsMax, errorsCount, busyMax } = functionIn(result, "a");
    expect([errorsCount, busyMax, durationMsMax! > 0, durationMsMax! <= 3000]).toEqual([1, 1, true, true]);
  });
  test("a retry that finds room is a success", () => {
    const { result } = held({ retry: "standard-2026", attempts: 20 }, 1500);
    expect(result.calls!["a/calls/b"]).toMatchObject({ succeededCount: 1, throttledCount: 0 });
    expect(result.traffic.in).toMatchObject({ succeededCount: 1 });
  });
  test("the assumption is told, and only where functions call functions", () => {
    const told = { policy: "failedCalls", value: "function error", rule: "ERR-1" };
    expect(held({}, 1).result.assumptions).toContainEqual(told);
    expect(play({ functions: { a: {} } }).result.assumptions).not.toContainEqual(told);
  });
});

test("SDK-8, ERR-1: an answer with a function error is not tried again, and fails the run that called", () => {
  const { timeline, result } = calling({ a: { calls: [callOf("b", RETRYING)] }, b: { run: 50, errors: 1 } });
  expect(timeline).toEqual(["0ms a#1 cold on 1", "0ms b#1 cold on 1", "50ms b#1 end error", "50ms a#1 end error"]);
  expect(result.calls!["a/calls/b"]).toMatchObject({ failedCount: 1, attemptsCount: 1 });
});

test("SDK-2, SDK-5: an environment's own quota of 500 pays for 100 retries of throttles, not one more", () => {
  // Each run asks for 2 retries at 5 tokens; the 51st has none left. One environment serves them all.
  const runs = (count: number) =>
    play({
      seconds: 1000,
      functions: { a: { run: 0, calls: [callOf("b", RETRYING)] }, b: { reserved: 0 } },
      traffic: [{ invoke: "a", at: range(count).map((n) => n * 10_000) }],
    }).result.calls!["a/calls/b"]!;
  expect(runs(50)).toMatchObject({ retriesCount: 100, quotaExhaustedCount: 0 });
  expect(runs(52)).toMatchObject({ retriesCount: 100, quotaExhaustedCount: 2, throttledCount: 52 });
});

describe("LIFE-7: the caller's timeout bounds the wait", () => {
  const late = (client: Parameters<typeof callOf>[1], b: Literal["functions"][string]) =>
    calling({ a: { run: 100, timeout: 3000, calls: [callOf("b", client)] }, b: { run: 5000, ...b } }, [0], {
      seconds: 100,
    });

  test("the run ends there; the function goes on for nobody", () => {
    const { timeline, result } = late({}, {});
    expect(timeline).toEqual([
      "0ms a#1 cold on 1",
      "0ms b#1 cold on 1",
      "3000ms a#1 end timeout",
      "5000ms b end success",
    ]);
    expect(result.calls!["a/calls/b"]).toMatchObject({ requestsCount: 1, abandonedCount: 1, pendingCount: 0 });
    expect(functionIn(result, "b")).toMatchObject({ invocationsCount: 1, errorsCount: 0 });
  });
  test("an answer just at the timeout counts as an answer, and leaves no time for the rest", () => {
    const { timeline, result } = late({}, { run: 3000 });
    expect(timeline.slice(2)).toEqual(["3000ms b#1 end success", "3000ms a#1 end timeout"]);
    expect(result.calls!["a/calls/b"]).toMatchObject({ succeededCount: 1, abandonedCount: 0 });
  });
  test("while it waits for another attempt: that is not made, and the call is abandoned", () => {
    const { result } = late({ retry: "legacy-python", attempts: 50 }, { reserved: 0 });
    expect(functionIn(result, "a")).toMatchObject({ timeoutsCount: 1, durationMsMax: 3000 });
    const { abandonedCount, throttledCount, attemptsCount } = result.calls!["a/calls/b"]!;
    expect([abandonedCount, throttledCount]).toEqual([1, 0]);
    expect(functionIn(result, "b").throttlesCount).toBe(attemptsCount);
  });
  test("during the function's Init", () => {
    const { timeline } = late({}, { init: 4000 });
    expect(timeline.slice(2)).toEqual(["3000ms a#1 end timeout", "9000ms b end success"]);
  });
});

test("SDK-8: the call's own timeout ends an attempt; the second one is warm when the first has ended", () => {
  const { result } = calling({
    a: { calls: [callOf("b", { ...RETRYING, timeout: 1_000_000 as never })] },
    b: { run: 2000 },
  });
  expect(result.calls!["a/calls/b"]).toMatchObject({ abandonedCount: 1, attemptsCount: 3, retriesCount: 2 });
  expect(functionIn(result, "b").invocationsCount).toBe(3);
  expect(functionIn(result, "a").errorsCount).toBe(1);
});

test("CONC-9: a chain of calls needs a unit for each link, and what the pool lacks is refused", () => {
  const functions = { a: { calls: [callOf("b")] }, b: { calls: [callOf("c")] }, c: {} };
  expect(calling(functions, [0], { concurrency: 3 }).result.traffic.in).toMatchObject({ succeededCount: 1 });
  const { timeline } = calling(functions, [0], { concurrency: 2 });
  expect(timeline.slice(2)).toEqual([
    "0ms c#1 throttle unreserved-pool-full",
    "0ms b#1 end error",
    "0ms a#1 end error",
  ]);
});

test("LIM-13, PC-9: a call names an alias, with its units or its weights", () => {
  const warm = calling({ a: { calls: [callOf("b:live")] }, b: { provisioned: 1, init: 500 } });
  expect(warm.timeline.slice(0, 3)).toEqual(["0ms a#1 cold on 1", "0ms b#1 provisioned on 1", "100ms b#1 end success"]);
  const { result } = calling(
    { a: { run: 1, calls: [callOf("b:live")] }, b: { run: 1, aliases: [liveAlias(0.25)] } },
    range(4000),
  );
  expect(Object.keys(result.calls!)).toEqual(["a/calls/b:live"]);
  expect(functionIn(result, "b").versions!["2"]!.invocationsCount / 4000).toBeCloseTo(0.25, 1);
});

test("LMI-1, LMI-6: Managed Instances call and are called", () => {
  const called = calling({ a: { calls: [callOf("b")] }, b: { run: 200, managed: {} } });
  expect(called.timeline.at(-1)).toBe("300ms a#1 end success");
  const caller = calling({ a: { timeout: 1000, managed: {}, calls: [callOf("b")] }, b: { run: 3000 } });
  // Its request fails at the timeout, its code goes on until the answer, and longer.
  expect(caller.result.traffic.in).toMatchObject({ failedCount: 1, latencyMsMax: 1000 });
  expect(caller.result.calls!["a/calls/b"]).toMatchObject({ succeededCount: 1, latencyMsMax: 3000 });
});

test("DUR-3: a call waits for the whole execution of a durable function", () => {
  const { result } = calling({ a: { calls: [callOf("b")] }, b: { durable: { steps: [200, -5000, 300] } } });
  expect(result.calls!["a/calls/b"]).toMatchObject({ succeededCount: 1, latencyMsMax: 5500 });
  expect(functionIn(result, "a")).toMatchObject({ durationMsMax: 5600, busyMax: 1 });
});

test("LIFE-25: a state that allows no invocation fails the call", () => {
  const { result } = calling({
    a: { calls: [callOf("b", RETRYING)] },
    b: { lifecycle: lifecycle({ initial: "failed" }) },
  });
  expect(result.calls!["a/calls/b"]).toMatchObject({ refusedCount: 1, attemptsCount: 1 });
  expect(functionIn(result, "a").errorsCount).toBe(1);
});

test("an asynchronous event whose run fails with its call is tried again, and calls again (ASY-3)", () => {
  const { result } = play({
    seconds: 300,
    functions: { a: { run: 0, calls: [callOf("b")] }, b: { run: 0, errors: 1 } },
    traffic: [{ invoke: "a", event: true, at: [0] }],
  });
  expect(functionIn(result, "a")).toMatchObject({ invocationsCount: 3, asyncExhaustedCount: 1 });
  expect(result.calls!["a/calls/b"]).toMatchObject({ requestsCount: 3, failedCount: 3 });
});

test("a change of the calls holds for requests that arrive from then on", () => {
  const { result } = calling({ a: { calls: [callOf("b")] }, b: {}, c: {} }, [0, 20_000], {
    changes: [change(10, { functions: [functionOf("a", { calls: [callOf("c"), callOf("b", RETRYING)] })] })],
  });
  expect(functionIn(result, "b").invocationsCount).toBe(2);
  expect(result.calls).toMatchObject({ "a/calls/b": { requestsCount: 2 }, "a/calls/c": { requestsCount: 1 } });
});

describe("calls of a source wait until it has accepted the record", () => {
  const put = (more: Parameters<typeof pushSource>[2], a: Literal["functions"][string] = {}) =>
    calling({ a: { run: 100, calls: [putInto("topic")], ...a }, b: { run: 50 } }, [0], {
      sources: [
        pushSource("topic", "b", { afterMs: 30, accept: { kind: "constant", value: 20_000 as never }, ...more }),
      ],
    });

  test("20 ms to accept, 30 ms to deliver; the run goes on meanwhile", () => {
    const { timeline, result } = put({});
    expect(timeline).toEqual([
      "0ms a#1 cold on 1",
      "50ms b#1 cold on 1",
      "100ms b#1 end success",
      "120ms a#1 end success",
    ]);
    expect(result.sources.topic).toMatchObject({ requestsCount: 1, succeededCount: 1, latencyMsMax: 80 });
    expect(result.calls).toBeUndefined();
  });
  test("LIFE-7: a run that ends before has put nothing in", () => {
    const { timeline, result } = put({}, { timeout: 10 });
    expect(timeline).toEqual(["0ms a#1 cold on 1", "10ms a#1 end timeout"]);
    expect(result.sources.topic).toMatchObject({ requestsCount: 0 });
  });
  test("a refused or failed event of its function is none of the caller's business (INV-2)", () => {
    const { result } = calling({ a: { calls: [putInto("topic")] }, b: { reserved: 0 } }, [0], {
      sources: [pushSource("topic", "b")],
    });
    expect(result.traffic.in).toMatchObject({ succeededCount: 1 });
    expect(result.sources.topic).toMatchObject({ droppedCount: 1 });
  });
  test.each([
    ["s3", "uniform", 100, 200],
    ["sns", "10ms", 10, 10],
    ["eventbridge", "10ms", 10, 10],
  ] as const)("S3R-2, OQS-13: %s takes %s unless the scenario says how long", (type, value, least, most) => {
    const { result } = calling({ a: { run: 0, calls: [putInto("topic")] }, b: {} }, [0], {
      sources: [pushSource("topic", "b", { type })],
    });
    const { durationMsMax } = functionIn(result, "a");
    expect([durationMsMax! >= least, durationMsMax! <= most]).toEqual([true, true]);
    expect(result.assumptions).toContainEqual({ policy: "topic.accept", value, rule: "OQS-13" });
  });
});

test("sums: what a thousand runs call is what a thousand calls run (MET-1)", () => {
  const { result } = play({
    functions: { a: { run: 5, calls: [callOf("b", RETRYING)] }, b: { run: 20, reserved: 3, errors: 0.1 } },
    traffic: [{ invoke: "a", rate: 200 }],
  });
  const call = result.calls!["a/calls/b"]!;
  const { succeededCount, failedCount, throttledCount, abandonedCount, pendingCount } = call;
  expect(succeededCount + failedCount + throttledCount + abandonedCount + pendingCount).toBe(call.requestsCount);
  expect(functionIn(result, "b").requestsCount).toBe(call.attemptsCount);
  expect(sum(result.metrics.functions.b!["AWS/Lambda"].Throttles)).toBe(functionIn(result, "b").throttlesCount);
});

describe("several seeds, and numbers without a result", () => {
  const literal = (seed: number): Literal => ({
    seed,
    functions: {
      a: { run: 1, calls: [callOf("b", {}, 0.5)], sends: [sendOf("c", { qualifier: "$LATEST" })] },
      b: {},
      c: {},
    },
    traffic: [{ invoke: "a", rate: 10 }],
  });
  const results = [1, 2].map((seed) => play(literal(seed)).result);

  test("means of calls and sends stand in the combined result", () => {
    const [one, two] = results.map(({ calls }) => calls!["a/calls/b"]!.requestsCount);
    const combined = combine(results);
    expect(one).not.toBe(two);
    expect(combined.calls!["a/calls/b"]!.requestsCount).toBe(Math.round((one! + two!) / 2));
    expect(Object.keys(combined.sends!)).toEqual(["a/sends/c"]);
  });
  test("measure finds what the result has", () => {
    const paths = [
      ["calls", "a/calls/b", "requestsCount"],
      ["sends", "a/sends/c", "latencyMsP99"],
    ];
    const { calls, sends } = results[0]!;
    expect(measure(configOf(literal(1)), paths)).toEqual([
      calls!["a/calls/b"]!.requestsCount,
      sends!["a/sends/c"]!.latencyMsP99,
    ]);
  });
});
