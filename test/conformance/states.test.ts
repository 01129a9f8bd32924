/** States of functions: who may be invoked, what a refusal is, and what a deployment leaves of the old code. */
import { describe, expect, test } from "vitest";
import { type LifecycleConfig, seconds, type UpdateConfig } from "../../sim/index.ts";
import { constant } from "../helpers/config.ts";
import { lifecycle, update } from "../helpers/lifecycle.ts";
import { play } from "../helpers/play.ts";
import { burst, functionIn, range, readyUnits, sum } from "../sim/kit.ts";

const VPC = { reclaimedAfter: seconds(20), coldStartExtra: constant(0) };

test("LIFE-25: a function that is Pending for 10 s refuses before that, and serves from then on", () => {
  const { timeline, result } = play({
    functions: { f: { run: 10, lifecycle: lifecycle({ initial: "pending" }) } },
    traffic: [{ name: "caller", invoke: "f", at: [0, 9999, 10_000] }],
  });
  expect(timeline).toEqual([
    "0ms f#1 refuse function-pending",
    "9999ms f#2 refuse function-pending",
    "10000ms f#3 cold on 1",
    "10010ms f#3 end success",
  ]);
  expect(functionIn(result, "f").refusals).toEqual([
    {
      error: "ResourceConflictException",
      status: 409,
      cause: "function-pending",
      rule: "LIFE-25",
      count: 2,
      firstMs: 0,
    },
  ]);
  expect(result.series.functions.f).toMatchObject({ requests: expect.arrayContaining([1]) });
  expect(sum(result.series.functions.f!.refused!)).toBe(2);
  expect(result.traffic.caller).toMatchObject({
    requestsCount: 3,
    succeededCount: 1,
    refusedCount: 2,
    pendingCount: 0,
  });
});

test("LIFE-25: an Inactive function refuses the first request, is Pending for 10 s, then serves", () => {
  const { timeline } = play({
    functions: { f: { run: 10, lifecycle: lifecycle({ initial: "inactive" }) } },
    traffic: [{ invoke: "f", at: [5000, 14_999, 15_000] }],
  });
  expect(timeline).toEqual([
    "5000ms f#1 refuse function-inactive",
    "14999ms f#2 refuse function-pending",
    "15000ms f#3 cold on 1",
    "15010ms f#3 end success",
  ]);
});

test("LIFE-25: a Failed function serves nobody until it gets new code", () => {
  const failed = (updates: UpdateConfig[]) =>
    play({
      functions: { f: { run: 10, lifecycle: lifecycle({ initial: "failed", updates }) } },
      traffic: [{ invoke: "f", at: [0, 50_000] }],
    }).timeline;
  expect(failed([])).toEqual(["0ms f#1 refuse function-failed", "50000ms f#2 refuse function-failed"]);
  expect(failed([update(10, 5)])).toEqual([
    "0ms f#1 refuse function-failed",
    "50000ms f#2 cold on 1",
    "50010ms f#2 end success",
  ]);
});

test("LIFE-25, ADM-4: old code serves while an update is InProgress; then idle environments end, busy later", () => {
  const { timeline } = play({
    functions: { f: { run: 1000, init: 100, lifecycle: lifecycle({ updates: [update(5, 2)] }) } },
    traffic: [{ invoke: "f", at: [0, 100, 6500, 7000] }],
  });
  expect(timeline).toEqual([
    "0ms f#1 cold on 1",
    "100ms f#2 cold on 2",
    "1100ms f#1 end success",
    "1200ms f#2 end success",
    "6500ms f#3 warm on 2",
    "7000ms f expire on 1",
    "7000ms f#4 cold on 3",
    "7500ms f#3 end success",
    "7500ms f expire on 2",
    "8100ms f#4 end success",
  ]);
});

describe("LIFE-20: the interfaces of a VPC function are reclaimed after 20 s without use (14 days on AWS)", () => {
  const attached = (at: readonly number[], client = {}) =>
    play({
      functions: { f: { run: 10, lifecycle: lifecycle({ vpc: VPC }) } },
      traffic: [{ name: "caller", invoke: "f", at, client }],
    });

  test("the next request fails with a 502, the function is Pending for 10 s, then Active", () => {
    const { timeline, result } = attached([0, 20_000, 29_999, 30_000]);
    expect(timeline.filter((line) => !line.includes(" end "))).toEqual([
      "0ms f#1 cold on 1",
      "20000ms f#2 refuse vpc-reclaimed",
      "20000ms f expire on 1",
      "29999ms f#3 refuse function-pending",
      "30000ms f#4 cold on 2",
    ]);
    expect(functionIn(result, "f").refusals).toMatchObject([
      { error: "ResourceConflictException", status: 409, rule: "LIFE-25", count: 1 },
      { error: "ResourceNotReadyException", status: 502, rule: "LIFE-20", count: 1 },
    ]);
  });

  test("a millisecond earlier nothing is wrong, nor with provisioned units", () => {
    expect(functionIn(attached([0, 19_999]).result, "f")).toMatchObject({ invocationsCount: 2, refusedCount: 0 });
    const { result } = play({
      functions: { f: { provisioned: 1, lifecycle: lifecycle({ vpc: VPC }) } },
      traffic: [{ invoke: "f:live", at: [50_000] }],
    });
    expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 1, refusedCount: 0 });
  });

  test("SDK-8: the 502 is tried again, and the 409 that this meets is not", () => {
    const { result } = attached([20_000], { retry: "standard-2026", attempts: 5 });
    expect(result.traffic.caller).toMatchObject({ attemptsCount: 2, retriesCount: 1, refusedCount: 1 });
  });

  test("a cold start costs what the knob says before Init, and Init is not longer", () => {
    const { result } = play({
      functions: {
        f: {
          run: 10,
          init: 100,
          lifecycle: lifecycle({ vpc: { ...VPC, coldStartExtra: constant(40) } }),
        },
      },
      traffic: [{ name: "caller", invoke: "f", at: [0] }],
    });
    expect(functionIn(result, "f")).toMatchObject({ initMsMax: 100, billedMsSum: 110 });
    expect(result.traffic.caller).toMatchObject({ latencyMsMax: 150 });
    expect(result.assumptions).toContainEqual({ policy: "f.vpc.coldStartExtra", value: "40ms", rule: "LIFE-20" });
  });
});

/** Each would refuse the request by a limit of its own, were the state not asked first. */
describe("LIFE-25, step 1 of §0.1: the state is asked before", () => {
  const PENDING = lifecycle({ initial: "pending" });
  const refusedAs = (literal: Parameters<typeof play>[0]) =>
    new Set(
      play(literal)
        .timeline.filter((line) => / f#\d+ (refuse|throttle)/.test(line))
        .map((line) => line.split(" ")[3]),
    );

  test("step 4: a reservation of 0", () => {
    const functions = { f: { reserved: 0, lifecycle: PENDING } };
    expect(refusedAs({ functions, traffic: [{ invoke: "f", at: [0] }] })).toEqual(new Set(["function-pending"]));
  });

  test("step 5: the request rate, which ten requests of $LATEST have used up", () => {
    const updates = [update(0.1, 10, { qualifier: "live", waits: false })];
    const functions = { f: { run: 1, reserved: 1, lifecycle: lifecycle({ updates }) } };
    const served = range(10).map((index) => 500 + 2 * index);
    const last = (invoke: string) =>
      refusedAs({
        functions,
        traffic: [
          { invoke: "f", at: served },
          { invoke, at: [520] },
        ],
      });
    expect(last("f")).toEqual(new Set(["request-rate-reserved"]));
    expect(last("f:live")).toEqual(new Set(["version-pending"]));
  });

  test("step 6: an idle provisioned unit", () => {
    const functions = { f: { provisioned: 1, lifecycle: PENDING } };
    expect(refusedAs({ functions, traffic: [{ invoke: "f:live", at: [0] }] })).toEqual(new Set(["function-pending"]));
  });

  test("step 7: a full pool", () => {
    const functions = { f: { lifecycle: PENDING }, other: { run: 5000 } };
    const traffic = [
      { invoke: "other", at: [0] },
      { invoke: "f", at: [100] },
    ];
    expect(refusedAs({ concurrency: 1, functions, traffic })).toEqual(new Set(["function-pending"]));
  });

  test("step 8: a warm environment", () => {
    const functions = { f: { run: 10, lifecycle: lifecycle({ vpc: VPC }) } };
    expect(refusedAs({ functions, traffic: [{ invoke: "f", at: [0, 20_000] }] })).toEqual(new Set(["vpc-reclaimed"]));
  });

  test("step 9: the scaling rate", () => {
    const functions = { f: { run: 10, lifecycle: PENDING } };
    const traffic = [{ invoke: "f", demand: burst(0, 1100) }];
    expect(refusedAs({ concurrency: 5000, functions, traffic })).toEqual(new Set(["function-pending"]));
  });
});

describe("LIFE-25: asynchronous events", () => {
  const events = (literal: Partial<LifecycleConfig>, source?: string) =>
    play({
      functions: { f: { run: 10, lifecycle: lifecycle({ initial: "pending", ...literal }) } },
      sources: [{ name: "bucket", type: "s3", delivery: constant(0) }],
      traffic: [{ name: "caller", invoke: "f", event: true, at: [0], ...(source === undefined ? {} : { source }) }],
    });

  test("step 3: a direct call is refused before it is queued", () => {
    const { result } = events({});
    expect(functionIn(result, "f")).toMatchObject({ asyncReceivedCount: 0, refusedCount: 1 });
    expect(result.traffic.caller).toMatchObject({ requestsCount: 1, refusedCount: 1, pendingCount: 0 });
  });

  test("ASY-6: one that AWS pushes, or that the model queues, is tried after 0, 1, 3, 7 and 15 s", () => {
    for (const { timeline, result } of [events({}, "bucket"), events({ events: "queue" })]) {
      expect(timeline).toEqual([
        "0ms f#1 refuse function-pending",
        "1000ms f#1 refuse function-pending",
        "3000ms f#1 refuse function-pending",
        "7000ms f#1 refuse function-pending",
        "15000ms f#1 cold on 1",
        "15010ms f#1 end success",
      ]);
      expect(functionIn(result, "f")).toMatchObject({
        asyncReceivedCount: 1,
        asyncSucceededCount: 1,
        throttlesCount: 0,
      });
    }
  });
});

describe("ADM-4: an alias that moves while its version has provisioned units", () => {
  const { result, timeline } = play({
    seconds: 200,
    model: { provisionedMove: seconds(90), provisionedPerMinute: 6000 },
    functions: {
      f: {
        run: 1000,
        provisioned: 5,
        lifecycle: lifecycle({ updates: [update(10, null, { qualifier: "live" })] }),
      },
    },
    traffic: [{ invoke: "f:live", at: [0, 9500, 10_000, 99_500, 100_000, 150_000] }],
  });

  test("PC-15: as many come after 90.05 s: then idle old ones go at once, busy ones after their request", () => {
    expect(readyUnits(result, "f")).toEqual([[0, 5]]);
    const gone = timeline.filter((line) => line.includes("expire"));
    expect(gone.map((line) => line.split(" ")[0])).toEqual([...Array(3).fill("100050ms"), "100500ms", "101000ms"]);
  });

  test("until then requests run on old units, and after that on new ones", () => {
    expect(timeline.filter((line) => / (cold|provisioned) on /.test(line))).toEqual([
      "0ms f#1 provisioned on 1",
      "9500ms f#2 provisioned on 1",
      "10000ms f#3 provisioned on 2",
      "99500ms f#4 provisioned on 2",
      "100000ms f#5 provisioned on 1",
      "150000ms f#6 provisioned on 6",
    ]);
  });
});
