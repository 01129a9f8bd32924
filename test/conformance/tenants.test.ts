/** Tenant isolation (§12): whose environments serve whom, how many there may be, and how they end. */
import { describe, expect, test } from "vitest";
import type { TenancyConfig } from "../../sim/index.ts";
import { constant, functionOf } from "../helpers/config.ts";
import { play } from "../helpers/play.ts";
import { burst, change } from "../sim/kit.ts";

const PER_TENANT: TenancyConfig = { share: "pool" };
/** So many that hardly two requests have the same one. */
const MANY = { count: 1_000_000, skew: 0 };

describe("EX-58, TEN-2: 1,000 units of concurrency and requests of ever new tenants, 100 a second", () => {
  const run = (seconds: number) =>
    play({
      seconds: 60,
      functions: { render: { tenancy: PER_TENANT, run: 10 } },
      traffic: [{ invoke: "render", rate: 100, toSeconds: seconds, tenants: MANY }],
    });

  test("2,500 environments, the next one is refused", () => {
    const { result, events } = run(40);
    const first = events.findIndex(({ kind }) => kind === "throttle");
    expect(events.slice(0, first).filter(({ kind }) => kind === "cold")).toHaveLength(2500);
    expect(result.functions.render).toMatchObject({ environmentsMax: 2500, coldStartsCount: 2500 });
    expect(result.functions.render!.throttles).toMatchObject([
      { cause: "tenant-environments", rule: "TEN-2", reason: "ConcurrentInvocationLimitExceeded" },
    ]);
    expect(result.functions.render!.throttles[0]).toMatchObject({ limit: 2500, inUse: 2500 });
  });

  test("below that none is", () => {
    expect(run(25).result.functions.render).toMatchObject({ requestsCount: 2500, throttlesCount: 0 });
  });
});

describe("TEN-2: 2.5 environments for each unit of the function's concurrency", () => {
  const limits = (share: TenancyConfig["share"], reserved: number | null, concurrency = 1000) =>
    play({
      concurrency,
      functions: { render: { tenancy: { share }, reserved }, other: { reserved: 400 } },
      traffic: [{ invoke: "render", at: [0], tenants: MANY }],
    }).result.limits.functions.render![0]!.tenantEnvironments;

  test.each<[TenancyConfig["share"], number | null, number]>([
    ["pool", 100, 250],
    ["quota", 100, 250],
    ["pool", 3, 7],
    ["pool", null, 1500],
    ["quota", null, 2500],
  ])("share %s, %s reserved: %i", (share, reserved, environments) => {
    expect(limits(share, reserved)).toBe(environments);
  });

  test("a run says on which reading it rests, and only with tenants", () => {
    const assumed = (tenancy: TenancyConfig | null) =>
      play({ functions: { render: { tenancy } } }).result.assumptions.filter(({ rule }) => rule === "TEN-2");
    expect(assumed({ share: "quota" })).toEqual([{ policy: "tenantShare", value: "quota", rule: "TEN-2" }]);
    expect(assumed(null)).toEqual([]);
  });

  test("active ones count, idle ones too, and each that ends makes room", () => {
    const { timeline } = play({
      seconds: 2000,
      seed: 3,
      model: { idleLifetime: { name: "custom", environment: constant(5000), version: null, maxAge: 1e10 as never } },
      functions: { render: { tenancy: PER_TENANT, reserved: 1, run: 100 } },
      traffic: [{ invoke: "render", at: [0, 1000, 2000, 6000], tenants: { count: 1000, skew: 0 } }],
    });
    expect(timeline.map((line) => line.replace(/ tenant \d+/, ""))).toEqual([
      "0ms render#1 cold on 1",
      "100ms render#1 end success",
      "1000ms render#2 cold on 2",
      "1100ms render#2 end success",
      "2000ms render#3 throttle tenant-environments",
      "5100ms render expire on 1",
      "6000ms render#4 cold on 3",
      "6100ms render#4 end success",
      "6100ms render expire on 2",
      "11100ms render expire on 3",
    ]);
  });

  test("it is asked after concurrency (step 7): one unit busy and two environments are `reserved-full`", () => {
    const { timeline } = play({
      functions: { render: { tenancy: PER_TENANT, reserved: 1, run: 100 } },
      traffic: [{ invoke: "render", at: [0, 1000, 1050], tenants: MANY }],
    });
    expect(timeline.filter((line) => line.includes("throttle"))).toEqual(["1050ms render#3 throttle reserved-full"]);
  });

  test("it is asked after idle environments (step 8): with all of them made, those there are go on serving", () => {
    const { timeline, result } = play({
      seed: 5,
      functions: { render: { tenancy: PER_TENANT, reserved: 1, run: 100 } },
      traffic: [{ invoke: "render", at: [0, 1000, 2000, 3000, 4000], tenants: { count: 2, skew: 0 } }],
    });
    expect(timeline.filter((line) => line.includes("cold"))).toHaveLength(2);
    expect(result.functions.render).toMatchObject({ requestsCount: 5, throttlesCount: 0 });
  });

  test("it is asked before the scaling rate, and a refusal takes nothing of that", () => {
    const { result } = play({
      functions: { render: { tenancy: PER_TENANT, reserved: 400, run: 1 } },
      traffic: [{ invoke: "render", demand: burst(1, 1500, 1000), tenants: MANY }],
    });
    expect(result.functions.render!.coldStartsCount).toBe(1000);
    expect(result.functions.render!.throttles.map(({ cause }) => cause)).toEqual(["tenant-environments"]);
  });

  test("a reservation that grows brings its environments along", () => {
    const settings = { tenancy: PER_TENANT, reserved: 2, run: 100 };
    const { result } = play({
      functions: { render: settings },
      traffic: [{ invoke: "render", rate: 2, tenants: MANY }],
      changes: [change(30, { functions: [functionOf("render", { ...settings, reserved: 8 })] })],
    });
    expect(result.functions.render!.environmentsMax).toBe(20);
    expect(result.limits.functions.render!.map(({ tenantEnvironments }) => tenantEnvironments)).toEqual([5, 20]);
  });
});

describe("TEN-1: an environment serves the tenant it was made for, and no other", () => {
  const starts = (timeline: readonly string[]): string[] => timeline.filter((line) => line.includes("tenant"));

  test("the idle environment of another tenant is of no use", () => {
    const { timeline, result } = play({
      seed: 5,
      functions: { render: { tenancy: PER_TENANT } },
      traffic: [{ invoke: "render", at: [0, 1000, 2000, 3000, 4000], tenants: { count: 2, skew: 0 } }],
    });
    expect(starts(timeline)).toEqual([
      "0ms render#1 cold on 1 tenant 2",
      "1000ms render#2 cold on 2 tenant 1",
      "2000ms render#3 warm on 1 tenant 2",
      "3000ms render#4 warm on 1 tenant 2",
      "4000ms render#5 warm on 1 tenant 2",
    ]);
    expect(result.functions.render).toMatchObject({ tenantsServedCount: 2, environmentsMax: 2, coldStartsCount: 2 });
  });

  test("one tenant has as many as it needs at once", () => {
    const { timeline } = play({
      functions: { render: { tenancy: PER_TENANT } },
      traffic: [{ invoke: "render", at: [0, 50, 200], tenants: { count: 1, skew: 0 } }],
    });
    expect(starts(timeline)).toEqual([
      "0ms render#1 cold on 1 tenant 1",
      "50ms render#2 cold on 2 tenant 1",
      "200ms render#3 warm on 2 tenant 1",
    ]);
  });

  test("entries of traffic mean the same tenants by the same numbers, events too, and each version has its own", () => {
    const one = { count: 1, skew: 0 };
    const { timeline } = play({
      functions: { render: { tenancy: PER_TENANT } },
      traffic: [
        { name: "a", invoke: "render", at: [0], tenants: one },
        { name: "b", invoke: "render", at: [1000], tenants: one, event: true },
        { name: "c", invoke: "render:live", at: [2000], tenants: one },
      ],
    });
    expect(starts(timeline)).toEqual([
      "0ms render#1 cold on 1 tenant 1",
      "1000ms render#2 warm on 1 tenant 1",
      "2000ms render#3 cold on 2 tenant 1",
    ]);
  });

  test("ASY-17: the second delivery of an event is the same tenant's", () => {
    const { timeline } = play({
      model: { asyncDuplicates: 1 },
      functions: { render: { tenancy: PER_TENANT } },
      traffic: [{ invoke: "render", at: [0], tenants: MANY, event: true }],
    });
    const tenants = starts(timeline).map((line) => line.replace(/.* tenant/, "tenant"));
    expect(tenants).toEqual([expect.stringMatching(/^tenant \d+$/), tenants[0]]);
  });

  test("its draws are its own: run times stay what they are with one tenant or with many", () => {
    const runs = (count: number) =>
      play({
        functions: { render: { tenancy: PER_TENANT, run: { kind: "exponential", mean: 90_000 as never } } },
        traffic: [{ invoke: "render", rate: 5, tenants: { count, skew: 1 } }],
      }).result.functions.render!.durationMsMean;
    expect(runs(1)).toBe(runs(500));
  });
});

describe("LIFE-13: lifetimes are those of the version, whoever the tenants are", () => {
  test("1,300 s for an environment while others are used, 640 s after the last start for all", () => {
    const { timeline } = play({
      seconds: 3000,
      functions: { render: { tenancy: PER_TENANT, run: 0 } },
      traffic: [{ invoke: "render", at: [0, 500_000, 1_000_000, 1_400_000], tenants: MANY }],
    });
    expect(timeline.filter((line) => line.includes("expire"))).toEqual([
      "1300000ms render expire on 1",
      "1800000ms render expire on 2",
      "2040000ms render expire on 3",
      "2040000ms render expire on 4",
    ]);
  });
});

test("a function without tenancy beside one with it has nothing of it", () => {
  const { result } = play({
    functions: { render: { tenancy: PER_TENANT }, plain: {} },
    traffic: [
      { invoke: "render", rate: 1, tenants: { count: 3, skew: 1 } },
      { invoke: "plain", rate: 1 },
    ],
  });
  expect(result.functions.plain).not.toHaveProperty("tenantsServedCount");
  expect(result.limits.functions.plain![0]).not.toHaveProperty("tenantEnvironments");
});
