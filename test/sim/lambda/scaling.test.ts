/** How many environments a function may add, by each of the models. */
import { describe, expect, test } from "vitest";
import {
  BURST_2021,
  FIXED_WINDOW,
  type Scaling,
  SLIDING_WINDOW,
  scalingOf,
  TOKEN_BUCKET,
} from "../../../sim/core/base/rates.ts";
import type { ScalingName } from "../../../sim/index.ts";
import { play } from "../../helpers/play.ts";
import { burst, functionIn, range, region } from "../kit.ts";

/** How many of `count` attempts in this second are allowed. */
const taken = (scaling: Scaling, second: number, count: number): number =>
  range(count).filter(() => scaling.take(second * 1_000_000)).length;

describe("SCALE-5: token bucket", () => {
  test("SCALE-1: 1,000 at once, not 1,001", () => {
    expect(taken(scalingOf(TOKEN_BUCKET, 1000), 0, 1001)).toBe(1000);
  });
  test("SCALE-3: 100 a second, continuously: one every 10 ms", () => {
    const one = scalingOf(TOKEN_BUCKET, 1000);
    expect([0, 0.009999, 0.01, 1, 2.5].map((second) => taken(one, second, 2000))).toEqual([1000, 0, 1, 99, 150]);
  });
  test("SCALE-4: what is unused does not add up beyond 1,000", () => {
    const one = scalingOf(TOKEN_BUCKET, 1000);
    expect([taken(one, 0, 500), taken(one, 5, 2000), taken(one, 100, 2000)]).toEqual([500, 1000, 1000]);
  });
});

describe("SCALE-5: sliding window", () => {
  test("at most 1,000 in any 10 s", () => {
    const one = scalingOf(SLIDING_WINDOW, 1000);
    expect([
      taken(one, 0, 400),
      taken(one, 5, 2000),
      taken(one, 9.999999, 10),
      taken(one, 10, 2000),
      taken(one, 15, 2000),
    ]).toEqual([400, 600, 0, 400, 600]);
  });
});

describe("SCALE-5: fixed window", () => {
  test("1,000 in each 10 s of the run", () => {
    const one = scalingOf(FIXED_WINDOW, 1000);
    expect([taken(one, 9, 2000), taken(one, 9.999999, 10), taken(one, 10, 2000), taken(one, 35, 2000)]).toEqual([
      1000, 0, 1000, 1000,
    ]);
  });
});

describe("SCALE-10: the model before November 2023", () => {
  test("EX-38: a first burst, then 500 with every minute, never more than the burst at once", () => {
    const one = scalingOf(BURST_2021, 3000);
    expect([taken(one, 0, 5000), taken(one, 59, 10), taken(one, 60, 5000), taken(one, 180, 5000)]).toEqual([
      3000, 0, 500, 1000,
    ]);
    expect(taken(one, 3600, 5000)).toBe(3000);
  });

  test("EX-41: 500 more in a minute once the burst is used up; since then 6,000, twelve times as many", () => {
    const [before, since] = [scalingOf(BURST_2021, 3000), scalingOf(TOKEN_BUCKET, 1000)].map((one) => {
      taken(one, 0, 5000);
      return range(60, 1).reduce((sum, second) => sum + taken(one, second, 1000), 0);
    });
    expect([before, since, since! / before!]).toEqual([500, 6000, 12]);
  });

  test("all functions of a Region share it, two Regions do not", () => {
    const { result } = play({
      regions: ["eu-west-1", "us-east-1"].map((name) =>
        region(1000, { scaling: "burst-2021", legacyBurst: 100 }, name),
      ),
      functions: { a: { region: "eu-west-1" }, b: { region: "eu-west-1" }, c: { region: "us-east-1" } },
      traffic: ["a", "b", "c"].map((invoke) => ({ invoke, demand: burst(1, 80) })),
    });
    const created = ["a", "b", "c"].map((name) => functionIn(result, name).environmentsCreatedCount);
    expect(created[0]! + created[1]!).toBe(100);
    expect(created[2]).toBe(80);
  });
});

describe("SCALE-7: a refusal for the rate of new environments", () => {
  const scaled = (scaling: ScalingName, reserved: number | null = null) =>
    play({
      concurrency: 5000,
      model: { scaling },
      functions: { f: { run: 30_000, reserved } },
      traffic: [{ invoke: "f", demand: burst(0, 1200) }],
    }).result;

  test.each<ScalingName>(["token-bucket", "sliding-window", "fixed-window"])(
    "%s: 1,000 of 1,200 at once",
    (scaling) => {
      expect(functionIn(scaled(scaling), "f")).toMatchObject({ environmentsCreatedCount: 1000, throttlesCount: 200 });
    },
  );
  test("burst-2021: all of them", () => {
    expect(functionIn(scaled("burst-2021"), "f")).toMatchObject({ environmentsCreatedCount: 1200, throttlesCount: 0 });
  });
  test("OQ-2: the cause tells it from a full pool; 4,000 units of the Region lie idle", () => {
    expect(functionIn(scaled("token-bucket"), "f").throttles).toEqual([
      {
        reason: "ConcurrentInvocationLimitExceeded",
        cause: "scaling-rate",
        rule: "SCALE-1",
        count: 200,
        firstMs: 0,
        limit: null,
        inUse: null,
        unusedInRegionCount: 4000,
        heldBy: {},
      },
    ]);
  });
  test("OQ-2: the reserved variant of the reason for a reserved function", () => {
    expect(functionIn(scaled("token-bucket", 2000), "f").throttles).toMatchObject([
      { reason: "ReservedFunctionConcurrentInvocationLimitExceeded", cause: "scaling-rate" },
    ]);
  });
});

test("SCALE-5: only new environments count, a warm start takes nothing", () => {
  // 600 at 0 s, the same 600 warm at 1 s, then 500 more: 1,000 - 600 + 200 have come back by 2 s.
  const { result } = play({
    concurrency: 5000,
    functions: { f: { run: 500 } },
    traffic: [0, 1]
      .map((second) => ({ invoke: "f", demand: burst(second, 600) }))
      .concat([{ invoke: "f", demand: burst(2, 1201) }]),
  });
  expect(functionIn(result, "f")).toMatchObject({ environmentsCreatedCount: 1200, throttlesCount: 1 });
});

test("SCALE-8: the allowance binds asynchronous invocation too; the event goes back to the queue", () => {
  const { result } = play({
    seconds: 5,
    concurrency: 5000,
    functions: { f: { run: 30_000 } },
    traffic: [{ invoke: "f", event: true, demand: burst(0, 1050) }],
  });
  // 50 wait; 100 tokens have come by 1 s.
  expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 1050, throttlesCount: 50, asyncDroppedCount: 0 });
});

test("SCALE-9: a restore takes a token as an Init does; PC-4, OQ-20: provisioned units take none", () => {
  const cold = (settings: object) =>
    functionIn(
      play({
        concurrency: 5000,
        functions: { f: { run: 30_000, ...settings } },
        traffic: [{ invoke: "f:live", demand: burst(0, 1100) }],
      }).result,
      "f",
    );
  expect(cold({ restore: 100 }).throttlesCount).toBe(100);
  expect(cold({ provisioned: 110 })).toMatchObject({ throttlesCount: 0, coldStartsCount: 990 });
});
