/**
 * Limits hold while provisioned units move: what runs stays within reservation and quota, what is claimed is what is
 * configured, whoever asks for units. Each case is one that came out wrong on 2026-11-28, with what AWS documents.
 */
import { describe, expect, test } from "vitest";
import { type AliasConfig, type AutoscaleConfig, type ProvisionedConfig, seconds } from "../../sim/index.ts";
import { functionOf, type Literal } from "../helpers/config.ts";
import { play } from "../helpers/play.ts";
import { atSecond, burst, change, functionIn, readyUnits, region } from "../sim/kit.ts";

type Settings = Literal["functions"][string];

const REGION = "us-east-1";
const units = (count: number): ProvisionedConfig => ({
  count,
  allocateAtStart: false,
  initErrors: 0,
  autoscale: null,
  schedules: [],
});
/** An alias `live` of one version, with so many units. */
const live = (version: string, count: number): AliasConfig => ({
  name: "live",
  version,
  additional: null,
  provisioned: units(count),
});
const POLICY: AutoscaleConfig = {
  min: 1,
  max: 50,
  target: 0.5,
  highPoints: 3,
  lowPoints: 15,
  statistic: "average",
  scaleInCooldown: 0 as never,
  scaleOutCooldown: 0 as never,
};

describe("PC-2, PC-3: AWS refuses a scaling action that does not fit", () => {
  const busy = (settings: Settings, more: Partial<Literal> = {}) =>
    play({
      seconds: 600,
      functions: { f: { run: 1000, provisioned: { count: 10, autoscale: POLICY }, ...settings } },
      traffic: [{ invoke: "f:live", rate: 30 }],
      ...more,
    }).result;
  const refusals = (result: ReturnType<typeof busy>) =>
    result.events.filter(({ detail }) => detail.includes("refused"));

  test("PC-2, RES-1: 10 busy of 10 want 20, of which a reservation of 12 has no room", () => {
    const result = busy({ reserved: 12 });
    expect(readyUnits(result, "f")).toEqual([[0, 10]]);
    expect(functionIn(result, "f").busyMax).toBe(12);
    // At the third minute of the alarm, and at each one after that, up to the end.
    expect(refusals(result)).toMatchObject([
      {
        atMs: 180_000,
        untilMs: 600_000,
        count: 8,
        kind: "provisioned",
        subject: "f",
        rule: "PC-2",
        detail:
          "live: 20 provisioned units refused, 10 stay: InvalidParameterValueException, 12 fit in its reservation",
      },
    ]);
  });
  test("just as many as are reserved fit", () => {
    const result = busy({ reserved: 20 });
    expect(readyUnits(result, "f").at(-1)).toEqual([270.1, 20]);
  });
  test.each([
    [120, [270.1, 20], 0],
    [119, [0, 10], 1],
  ])("PC-3, CONC-8: in a Region of %i", (concurrency, last, refused) => {
    const result = busy({}, { concurrency, seconds: 280 });
    expect(readyUnits(result, "f").at(-1)).toEqual(last);
    expect(refusals(result)).toHaveLength(refused);
  });
  test("AAS-12: a schedule is refused as a whole, and its bounds hold from then on", () => {
    const schedules = [{ at: [atSecond(30)], min: 13, max: null }];
    const result = busy({ reserved: 12, provisioned: { count: 10, schedules } });
    expect(readyUnits(result, "f")).toEqual([[0, 10]]);
    expect(refusals(result)).toMatchObject([{ atMs: 30_000, count: 1, rule: "PC-2" }]);
  });
  test("a change is refused where scaling has taken what it asks for", () => {
    const schedules = [{ at: [atSecond(10)], min: 60, max: null }];
    const others: Literal["functions"] = { g: { provisioned: { count: 1, schedules } } };
    const result = play({
      seconds: 300,
      concurrency: 200,
      functions: { f: { provisioned: 10 }, ...others },
      changes: [change(20, { functions: [functionOf("f", { provisioned: 41 })] })],
    }).result;
    expect(readyUnits(result, "f")).toEqual([[0, 10]]);
    expect(readyUnits(result, "g").at(-1)).toEqual([100.59, 60]);
    expect(refusals(result)).toMatchObject([{ atMs: 20_000, subject: "f", rule: "PC-3" }]);
  });

  test.each([
    ["PC-2", 30, 1000, "10 fit in its reservation beside 20 of its other versions"],
    ["PC-3", null, 130, "10 fit beside 20 of its other versions and what others claim"],
  ])("%s: what another alias has is not what fits", (rule, reserved, concurrency, why) => {
    const none = { qualifier: "$LATEST", provisioned: null, restore: null };
    const beta = { ...none, qualifier: "beta", provisioned: units(20) };
    const own = { ...none, qualifier: "live", provisioned: { ...units(10), autoscale: POLICY } };
    const result = busy({ reserved, versions: [none, beta, own] }, { concurrency });
    const detail = `live: 20 provisioned units refused, 10 stay: InvalidParameterValueException, ${why}`;
    expect(refusals(result)[0]).toMatchObject({ rule, detail });
  });
});

describe("PC-2, RES-6: AWS refuses a reservation that does not fit", () => {
  const schedules = [{ at: [atSecond(10)], min: 20, max: null }];
  const reserving = (reserved: number, concurrency = 1000) =>
    play({
      seconds: 200,
      concurrency,
      functions: { f: { reserved: 30, provisioned: { count: 1, schedules } } },
      changes: [change(20, { functions: [functionOf("f", { reserved, provisioned: { count: 1, schedules } })] })],
    }).result;
  const reservedOf = (result: ReturnType<typeof reserving>) => result.limits.functions.f!.at(-1)!.reserved;

  test("PC-2: less than the units that a schedule has brought", () => {
    const result = reserving(19);
    expect(reservedOf(result)).toBe(30);
    expect(result.events.filter(({ rule }) => rule === "PC-2").map(({ atMs, detail }) => [atMs, detail])).toEqual([
      [20_000, "reservation of 19 refused, 30 stays: InvalidParameterValueException, 20 units are provisioned"],
    ]);
  });
  test("as many as there are units is taken", () => expect(reservedOf(reserving(20))).toBe(20));
  test("RES-6: one more than leaves 100 unreserved", () => {
    expect(reservedOf(reserving(40, 140))).toBe(40);
    expect(reservedOf(reserving(41, 140))).toBe(30);
  });
});

describe("CONC-9, PC-20: units of an old version that drain are claimed once", () => {
  const { result } = play({
    seconds: 400,
    model: { provisionedMove: seconds(90) },
    functions: {
      f: { run: 150_000, aliases: [live("1", 500)] },
      g: { run: 1000 },
    },
    traffic: [
      { invoke: "f:live", demand: burst(50, 500) },
      { invoke: "g", rate: 300 },
    ],
    changes: [change(100, { functions: [functionOf("f", { run: 150_000, aliases: [live("2", 500)] })] })],
  });

  test("the pool stays 500, and the neighbour never meets its end", () => {
    expect(result.limits.regions[REGION]).toEqual([{ fromMs: 0, concurrency: 1000, unreserved: 500 }]);
    expect(functionIn(result, "g").throttlesCount).toBe(0);
    expect(result.regions[REGION]!.claimedMax).toBe(800);
  });
  test("PC-5: the new ones are allocated at 195 s, and serve when the old ones have gone", () => {
    expect(result.limits.functions.f!.map(({ fromMs, versions }) => [fromMs, versions])).toEqual([
      [0, { 1: 500, 2: 0 }],
      [200_000, { 1: 0, 2: 500 }],
    ]);
    expect(result.events.filter(({ rule }) => rule === "PC-5").map(({ atMs, detail }) => [atMs, detail])).toEqual([
      [195_000, "2: 500 provisioned units allocated, 0 READY, 500 wait for others to end"],
      [200_000, "2: no provisioned units wait any more, 500 READY now"],
    ]);
  });
});

describe("RES-1, CONC-2: units that become READY while others still run on what they claim wait for those", () => {
  const reserved = (model: Literal["model"]) =>
    functionIn(
      play({
        seconds: 200,
        ...(model === undefined ? {} : { model }),
        functions: { f: { reserved: 10, provisioned: { count: 10, allocateAtStart: true }, run: 150_000 } },
        traffic: [0, 100].map((second) => ({ invoke: "f:live", demand: burst(second, 10) })),
      }).result,
      "f",
    );
  test("RES-1: 10 run on demand when the 10 reserved units become READY: 10 more are refused", () => {
    expect(reserved(undefined)).toMatchObject({ busyMax: 10, provisionedInvocationsCount: 0, throttlesCount: 10 });
    expect(reserved(undefined).throttles).toMatchObject([{ cause: "reserved-full", count: 10 }]);
  });
  test("MOD: unless the model lets them serve at once", () => {
    expect(reserved({ fullLimit: "serve" })).toMatchObject({ busyMax: 20, throttlesCount: 0 });
  });

  test("CONC-2: 1,000 run on demand when 900 units are asked for: none of those serves before 250 s", () => {
    const { result } = play({
      seconds: 300,
      functions: { f: { run: 250_000 }, g: { run: 40_000 } },
      traffic: [
        { invoke: "f", demand: burst(0, 1000) },
        { invoke: "g:live", demand: burst(120, 900) },
        { invoke: "g:live", demand: burst(250, 900) },
      ],
      changes: [change(10, { functions: [functionOf("g", { run: 40_000, provisioned: 900 })] })],
    });
    expect(functionIn(result, "g")).toMatchObject({ provisionedInvocationsCount: 900, throttlesCount: 900 });
    expect(functionIn(result, "g").throttles).toMatchObject([{ cause: "unreserved-pool-full", firstMs: 120_000 }]);
    expect(result.regions[REGION]!.concurrencyMax).toBe(1000);
  });
  test("CONC-14: nor does a reservation above a quota that has fallen", () => {
    const { result } = play({
      functions: { f: { run: 30_000 }, g: { run: 1000, reserved: 50 } },
      traffic: [
        { invoke: "f", demand: burst(0, 500) },
        { invoke: "g", demand: burst(20, 50) },
        { invoke: "g", demand: burst(30, 50) },
      ],
      changes: [change(10, { regions: [region(300)] })],
    });
    expect(functionIn(result, "g")).toMatchObject({ invocationsCount: 50, throttlesCount: 50 });
    expect(functionIn(result, "g").throttles).toMatchObject([
      { cause: "unreserved-pool-full", limit: 300, inUse: 500 },
    ]);
  });
  test("RES-9: nor do units above a reservation that has fallen", () => {
    const { result } = play({
      functions: { f: { run: 30_000, reserved: 20, provisioned: 5 } },
      traffic: [
        { invoke: "f", demand: burst(0, 15) },
        { invoke: "f:live", demand: burst(20, 5) },
        { invoke: "f:live", demand: burst(30, 5) },
      ],
      changes: [change(10, { functions: [functionOf("f", { run: 30_000, reserved: 10, provisioned: 5 })] })],
    });
    expect(functionIn(result, "f")).toMatchObject({ provisionedInvocationsCount: 5, throttlesCount: 5, busyMax: 15 });
  });
});

describe("PC-4: 6,000 units a minute for the function", () => {
  const readyAt = (literal: Partial<Literal>) =>
    readyUnits(play({ seconds: 400, concurrency: 20_000, ...literal } as Literal).result, "f");
  test("a second request 10 s after the first: it begins at 150 s, when the first is allocated", () => {
    const later = functionOf("f", { provisioned: { count: 12_000, allocateAtStart: true } });
    const changes = [change(10, { functions: [later] })];
    expect(readyAt({ functions: { f: { provisioned: { count: 6000, allocateAtStart: true } } }, changes })).toEqual([
      [0, 0],
      [150, 6000],
      [210, 12_000],
    ]);
  });
  test("PC-5: over the two versions of an alias all come at once, after both have been allocated", () => {
    const provisioned: ProvisionedConfig = { ...units(12_000), allocateAtStart: true };
    const alias = { name: "live", version: "1", additional: { version: "2", weight: 0.5 }, provisioned };
    expect(readyAt({ functions: { f: { aliases: [alias] } } })).toEqual([
      [0, 0],
      [210, 12_000],
    ]);
  });
  test("what was called off takes no time of what comes after it", () => {
    const of = (count: number) => functionOf("f", { provisioned: { count, allocateAtStart: true } });
    const changes = [change(20, { functions: [of(1)] }), change(30, { functions: [of(6001)] })];
    expect(
      readyAt({ functions: { f: { provisioned: 1 } }, changes: [change(10, { functions: [of(6001)] }), ...changes] }),
    ).toEqual([
      [0, 1],
      [180, 6001],
    ]);
  });
  test("another function has a rate of its own", () => {
    const asked = { provisioned: { count: 6000, allocateAtStart: true } };
    expect(readyAt({ functions: { a: asked, f: asked } })).toEqual([
      [0, 0],
      [150, 6000],
    ]);
  });
});
