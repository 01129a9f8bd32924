/** Who may run how much: the quota, reservations, provisioned units, and what each refusal says. */
import { describe, expect, test } from "vitest";
import { play } from "../../helpers/play.ts";
import { atSecond, burst, functionIn, region } from "../kit.ts";

/** Requests that hold their units for longer than the run. */
const LONG = 600_000;
const resultOf = (literal: Parameters<typeof play>[0]) => play(literal).result;

describe("CONC-9: the unreserved pool is the quota less reservations and the units of unreserved functions", () => {
  // 100 - 30 reserved - 20 provisioned of an unreserved function = 50.
  const pool = (requests: number) =>
    resultOf({
      concurrency: 100,
      functions: { kept: { reserved: 30 }, warm: { provisioned: 20 }, f: { run: LONG } },
      traffic: [{ invoke: "f", demand: burst(1, requests) }],
    });

  test("50 fit", () => {
    expect(functionIn(pool(50), "f")).toMatchObject({ busyMax: 50, throttlesCount: 0 });
  });
  test("the 51st is refused", () => {
    const { throttles, busyMax } = functionIn(pool(51), "f");
    expect(busyMax).toBe(50);
    expect(throttles).toEqual([
      {
        reason: "ConcurrentInvocationLimitExceeded",
        cause: "unreserved-pool-full",
        rule: "CONC-9",
        count: 1,
        firstMs: 1000,
        limit: 50,
        inUse: 50,
        unusedInRegionCount: 50,
        heldBy: { f: 1 },
      },
    ]);
  });
});

describe("CONC-10: of a function with both, only the reservation is claimed", () => {
  test("100 - 30 reserved, of which 20 provisioned, leaves 70", () => {
    const result = resultOf({
      concurrency: 100,
      functions: { both: { reserved: 30, provisioned: 20 }, f: { run: LONG } },
      traffic: [{ invoke: "f", demand: burst(1, 71) }],
    });
    expect(functionIn(result, "f")).toMatchObject({ busyMax: 70, throttlesCount: 1 });
    expect(result.regions["us-east-1"]).toMatchObject({ claimedMin: 30, claimedMax: 100 });
  });
});

describe("PC-9, RES-3: with 5 reserved and 2 provisioned, 3 may run on demand", () => {
  const both = (live: number, latest: number, others = 0) =>
    resultOf({
      concurrency: 10,
      functions: { f: { run: LONG, reserved: 5, provisioned: 2 }, other: { run: LONG } },
      traffic: [
        { name: "a", invoke: "f:live", demand: burst(1, live) },
        { name: "b", invoke: "f", demand: burst(2, latest) },
        { name: "c", invoke: "other", demand: burst(3, others) },
      ],
    });

  test("5 of the qualifier: 2 on units, 3 spilled over", () => {
    expect(functionIn(both(5, 0), "f")).toMatchObject({
      provisionedInvocationsCount: 2,
      spilloverCount: 3,
      throttlesCount: 0,
      busyMax: 5,
    });
  });
  test("the 6th is refused, though the Region has 5 units free", () => {
    const { throttles, busyMax } = functionIn(both(6, 0), "f");
    expect(busyMax).toBe(5);
    expect(throttles).toMatchObject([{ cause: "reserved-full", rule: "RES-7", count: 1, unusedInRegionCount: 5 }]);
  });
  test("3 of $LATEST run, the 4th is refused while both units stay idle", () => {
    const f = functionIn(both(0, 4), "f");
    expect(f).toMatchObject({ invocationsCount: 3, throttlesCount: 1, provisionedInvocationsCount: 0 });
    expect(f.throttles).toMatchObject([
      { reason: "ReservedFunctionConcurrentInvocationLimitExceeded", heldBy: { f: 1 } },
    ]);
  });
  test("PC-10: what spills over shares the on-demand part with $LATEST", () => {
    expect(functionIn(both(4, 2), "f")).toMatchObject({ invocationsCount: 5, spilloverCount: 2, throttlesCount: 1 });
  });
  test("RES-2: the rest of the Region has 5, whatever f does", () => {
    expect(functionIn(both(5, 0, 6), "other")).toMatchObject({ invocationsCount: 5, throttlesCount: 1 });
    expect(functionIn(both(0, 0, 6), "other")).toMatchObject({ invocationsCount: 5, throttlesCount: 1 });
  });
});

test("PC-11: with everything reserved provisioned, $LATEST is refused and the qualifier is not", () => {
  const result = resultOf({
    functions: { f: { run: LONG, reserved: 3, provisioned: 3 } },
    traffic: [
      { invoke: "f:live", demand: burst(2, 3) },
      { invoke: "f", demand: burst(1, 1) },
    ],
  });
  expect(functionIn(result, "f")).toMatchObject({
    provisionedInvocationsCount: 3,
    throttlesCount: 1,
    coldStartsCount: 0,
  });
});

describe("PC-9: spillover of an unreserved function goes to the shared pool", () => {
  const spill = (requests: number) =>
    functionIn(
      resultOf({
        concurrency: 10,
        functions: { f: { run: LONG, provisioned: 4 } },
        traffic: [{ invoke: "f:live", demand: burst(1, requests) }],
      }),
      "f",
    );

  test("4 on units: none spills", () => {
    expect(spill(4)).toMatchObject({ spilloverCount: 0, coldStartsCount: 0, throttlesCount: 0 });
  });
  test("5: one spills, cold", () => {
    expect(spill(5)).toMatchObject({ spilloverCount: 1, coldStartsCount: 1, throttlesCount: 0 });
  });
  test("11: 4 on units, 6 in the pool, one refused", () => {
    expect(spill(11)).toMatchObject({ spilloverCount: 6, throttlesCount: 1, busyMax: 10 });
  });
});

describe("RES-5: a reservation of 0 stops the function", () => {
  const { result, timeline } = play({
    functions: { f: { reserved: 0 }, g: {} },
    traffic: [
      { invoke: "f", at: [0] },
      { invoke: "g", at: [1] },
    ],
  });

  test("every request is refused, others are not", () => {
    expect(timeline).toEqual(["0ms f#1 throttle reserved-zero", "1ms g#1 cold on 1", "101ms g#1 end success"]);
    expect(functionIn(result, "f").throttles).toMatchObject([
      { reason: "ReservedFunctionConcurrentInvocationLimitExceeded", rule: "RES-5", limit: 0, inUse: 0, heldBy: {} },
    ]);
  });
});

describe("CONC-4, ADM-2: the unit is taken through Init", () => {
  test("a request during another's Init finds the only unit taken, one after its end does not", () => {
    const { timeline } = play({
      functions: { f: { init: 1000, run: 500, reserved: 1 } },
      traffic: [{ invoke: "f", at: [0, 999, 1499, 1500] }],
    });
    expect(timeline).toEqual([
      "0ms f#1 cold on 1",
      "999ms f#2 throttle reserved-full",
      "1499ms f#3 throttle reserved-full",
      "1500ms f#1 end success",
      "1500ms f#4 warm on 1",
      "2000ms f#4 end success",
    ]);
  });
});

test("ADM-4: versions share the reservation (RES-1) but no environments", () => {
  const { timeline } = play({
    functions: { f: { run: 100, reserved: 1 } },
    traffic: [
      { invoke: "f", at: [0] },
      { invoke: "f:live", at: [50, 100] },
    ],
  });
  expect(timeline).toEqual([
    "0ms f#1 cold on 1",
    "50ms f#2 throttle reserved-full",
    "100ms f#1 end success",
    "100ms f#3 cold on 2",
    "200ms f#3 end success",
  ]);
});

describe("two Regions", () => {
  const result = resultOf({
    regions: [region(5, {}, "eu-west-1"), region(3, {}, "us-east-1")],
    functions: { eu: { run: LONG, region: "eu-west-1" }, us: { run: LONG, region: "us-east-1" } },
    traffic: [
      { invoke: "eu", demand: burst(1, 6) },
      { invoke: "us", demand: burst(1, 6) },
    ],
  });

  test("CONC-2: each has its own quota", () => {
    expect(functionIn(result, "eu")).toMatchObject({ busyMax: 5, throttlesCount: 1 });
    expect(functionIn(result, "us")).toMatchObject({ busyMax: 3, throttlesCount: 3 });
    expect(result.regions["eu-west-1"]).toMatchObject({ concurrencyMax: 5, throttlesCount: 1 });
    expect(result.regions["us-east-1"]).toMatchObject({ concurrencyMax: 3, throttlesCount: 3 });
  });
  test("nobody in one holds what is missing in the other", () => {
    expect(functionIn(result, "eu").throttles[0]).toMatchObject({
      limit: 5,
      unusedInRegionCount: 0,
      heldBy: { eu: 1 },
    });
    expect(functionIn(result, "us").throttles[0]).toMatchObject({
      limit: 3,
      unusedInRegionCount: 0,
      heldBy: { us: 1 },
    });
  });
});

describe("heldBy: who held the pool while it refused", () => {
  test("shares by units held at each refusal", () => {
    const result = resultOf({
      concurrency: 4,
      functions: { big: { run: LONG }, small: { run: LONG }, late: {} },
      traffic: [
        { invoke: "big", demand: burst(0, 3) },
        { invoke: "small", demand: burst(0, 1) },
        { invoke: "late", demand: burst(1, 8) },
      ],
    });
    expect(functionIn(result, "late").throttles).toMatchObject([{ count: 8, heldBy: { big: 0.75, small: 0.25 } }]);
  });

  test("weighed by looks while refusals go on, ten a second at most: one against a, three against b", () => {
    const result = resultOf({
      concurrency: 2,
      functions: { a: { run: 10_000 }, b: { run: LONG }, late: {} },
      traffic: [
        { invoke: "a", demand: burst(0, 2) },
        { invoke: "late", demand: burst(1, 1) },
        { invoke: "b", demand: burst(10, 2) },
        { invoke: "late", demand: burst(11, 3) },
        { invoke: "late", demand: burst(11.099, 1) },
        { invoke: "late", demand: burst(11.1, 1) },
        { invoke: "late", demand: burst(11.2, 5) },
      ],
    });
    expect(functionIn(result, "late").throttles[0]!.heldBy).toEqual({ a: 0.25, b: 0.75 });
  });

  test("each refused function has the holders of its own refusals, each window its own", () => {
    const result = resultOf({
      seconds: 200,
      concurrency: 2,
      functions: { a: { run: 50_000 }, b: { run: 50_000 }, c: {}, d: {} },
      traffic: [
        { invoke: "a", demand: burst(0, 2) },
        { invoke: "c", demand: burst(1, 1) },
        { invoke: "b", demand: burst(100, 2) },
        { invoke: "c", demand: burst(101, 1) },
        { invoke: "d", demand: burst(101, 1) },
      ],
      windows: [{ name: "second", spans: [{ from: atSecond(100), to: atSecond(200) }] }],
    });
    expect(functionIn(result, "c").throttles[0]!.heldBy).toEqual({ a: 0.5, b: 0.5 });
    expect(functionIn(result, "d").throttles[0]!.heldBy).toEqual({ b: 1 });
    expect(result.windows.second!.functions.c!.throttles[0]!.heldBy).toEqual({ b: 1 });
  });

  test("PC-9: what provisioned units take of a reservation is not its limit for the others", () => {
    const result = resultOf({
      functions: { f: { reserved: 3, provisioned: 2, run: LONG } },
      traffic: [{ invoke: "f", demand: burst(0, 2) }],
    });
    expect(functionIn(result, "f").throttles).toMatchObject([{ cause: "reserved-full", limit: 1, inUse: 1 }]);
  });

  test("CONC-11: idle environments and reserved functions hold nothing of it", () => {
    const result = resultOf({
      concurrency: 6,
      functions: { idle: { run: 10 }, kept: { run: LONG, reserved: 4 }, f: { run: LONG } },
      traffic: [
        { invoke: "idle", demand: burst(0, 2) },
        { invoke: "kept", demand: burst(0, 4) },
        { invoke: "f", demand: burst(1, 3) },
      ],
    });
    expect(functionIn(result, "f").throttles).toMatchObject([{ limit: 2, inUse: 2, count: 1, heldBy: { f: 1 } }]);
  });
});
