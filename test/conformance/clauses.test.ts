/** Rules clause by clause: what tests of a whole rule would not miss, with numbers that one can check in the head. */
import { describe, expect, test } from "vitest";
import type { Duration, ProvisionedConfig, ScheduledScaling, VersionConfig } from "../../sim/index.ts";
import { play } from "../helpers/play.ts";
import { configOf, withTraffic } from "../scenarios/reading.ts";
import { atSecond, burst, functionIn, POLICY, readyUnits, region } from "../sim/kit.ts";

/** Requests that hold their units for longer than the run. */
const LONG = 600_000;
const REGION = "us-east-1";

test("CONC-1: of four requests three are in flight at once, each on an environment of its own", () => {
  const { result } = play({ functions: { f: { run: 1000 } }, traffic: [{ invoke: "f", at: [0, 100, 200, 1500] }] });
  expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 4, environmentsCreatedCount: 3, busyMax: 3 });
  expect(result.regions[REGION]!.concurrencyMax).toBe(3);
});

test("CONC-2: functions share the quota: where one runs three of five, another may run two", () => {
  const { result } = play({
    concurrency: 5,
    functions: { a: { run: LONG }, b: { run: LONG } },
    traffic: [
      { invoke: "a", demand: burst(0, 3) },
      { invoke: "b", demand: burst(1, 3) },
    ],
  });
  expect([functionIn(result, "a").busyMax, functionIn(result, "b").busyMax]).toEqual([3, 2]);
  expect(functionIn(result, "b").throttles).toMatchObject([{ cause: "unreserved-pool-full", limit: 5, inUse: 5 }]);
});

test("RES-1: a reservation is a guarantee: others may run 100 of 110, and its 10 are there when wanted", () => {
  const { result } = play({
    concurrency: 110,
    functions: { f: { run: LONG, reserved: 10 }, g: { run: LONG } },
    traffic: [
      { invoke: "g", demand: burst(0, 200) },
      { invoke: "f", demand: burst(1, 10) },
    ],
  });
  expect(functionIn(result, "g")).toMatchObject({ busyMax: 100, throttlesCount: 100 });
  expect(functionIn(result, "f")).toMatchObject({ busyMax: 10, throttlesCount: 0 });
});

test("SCALE-1: a function gains 1,000 environments at once, and no 1,001st", () => {
  const { result } = play({
    concurrency: 10_000,
    functions: { f: { run: LONG } },
    traffic: [{ invoke: "f", demand: burst(0, 1001) }],
  });
  expect(functionIn(result, "f")).toMatchObject({ environmentsCreatedCount: 1000, throttlesCount: 1 });
});

describe("SCALE-6: the growth of the rate binds below 100 ms only", () => {
  // 1,000 environments of 50 ms serve 20,000/s, of which the first second may have 10,000; of 200 ms only 5,000/s.
  test.each([
    [50, ["request-rate-growth"]],
    [200, ["scaling-rate"]],
  ])("20,000 requests/s of %i ms: %s", (run, causes) => {
    const { result } = play({
      seconds: 1,
      concurrency: 10_000,
      functions: { f: { run } },
      traffic: [{ invoke: "f", rate: 20_000 }],
    });
    expect(functionIn(result, "f").throttles.map(({ cause }) => cause)).toEqual(causes);
  });
});

describe("PC-2: the units of all versions together stay within the reservation", () => {
  const version = (qualifier: string, count: number, schedules: readonly ScheduledScaling[] = []): VersionConfig => {
    const provisioned: ProvisionedConfig = {
      count,
      allocateAtStart: false,
      initErrors: 0,
      autoscale: null,
      schedules,
    };
    return { qualifier, provisioned, restore: null };
  };
  // Version 1 has 20 of 30; version 2 has 5, and is to have more at 10 s.
  test.each([
    [10, 30],
    [11, 25],
  ])("%i for the second version: %i in all", (min, units) => {
    const schedules = [{ at: [atSecond(10)], min, max: null }];
    const latest = { qualifier: "$LATEST", provisioned: null, restore: null };
    const versions = [latest, version("1", 20), version("2", 5, schedules)];
    const { result } = play({ seconds: 200, functions: { f: { reserved: 30, versions } } });
    expect(readyUnits(result, "f").at(-1)![1]).toBe(units);
  });
});

describe("AAS-4: the high alarm needs three minutes in a row", () => {
  // 8 of 10 units busy are above 0.7: 10 x 0.8 / 0.7 asks for 12, which are there 90.02 s later.
  const unitsAfter = (toSeconds: number) =>
    readyUnits(
      play({
        seconds: 500,
        functions: { f: { run: 1000, provisioned: { count: 10, autoscale: POLICY } } },
        traffic: [{ invoke: "f:live", rate: 8, toSeconds }],
      }).result,
      "f",
    );
  test("two are not enough", () => expect(unitsAfter(120)).toEqual([[0, 10]]));
  test("after three units are added", () =>
    expect(unitsAfter(180)).toEqual([
      [0, 10],
      [270.02, 12],
    ]));
});

test("AAS-9: ten units of 1 GB that nobody uses for an hour stay, and 36,000 GB-s are billed", () => {
  const { result } = play({
    seconds: 3600,
    functions: { f: { memoryMb: 1024, provisioned: { count: 10, autoscale: POLICY } } },
  });
  expect(readyUnits(result, "f")).toEqual([[0, 10]]);
  expect(result.cost.lines.map(({ kind, quantity }) => [kind, quantity])).toEqual([["provisioned", 36_000]]);
});

test("AAS-14: growth ends the cooldown of shrinking: 10 units become 8, 12, and within the hour 8 again", () => {
  const autoscale = { ...POLICY, highPoints: 1, lowPoints: 3, scaleInCooldown: 3_600_000_000 as Duration };
  const { result } = play({
    seconds: 600,
    functions: { f: { run: 1000, provisioned: { count: 10, autoscale } } },
    traffic: [
      { invoke: "f:live", rate: 5, toSeconds: 240 },
      { invoke: "f:live", rate: 8, fromSeconds: 240, toSeconds: 330 },
      { invoke: "f:live", rate: 5, fromSeconds: 330 },
    ],
  });
  // 5 of 10 want 10 x 0.5 / 0.7; 8 of 8 want 8 / 0.7, which come 90.04 s later; 5 of 12 are low for three minutes.
  expect(readyUnits(result, "f")).toEqual([
    [0, 10],
    [180, 8],
    [390.04, 12],
    [540, 8],
  ]);
});

test("ASY-4, ASY-18: unless a scenario says otherwise waits are a tenth longer at most, reads after 30 ms", () => {
  const { model } = configOf(withTraffic("functions: { checkout: { run: 1s } }")).regions[0]!;
  expect(model).toMatchObject({ asyncJitter: 0.1, asyncPollDelay: 30_000 });
});

test("CONC-8, PC-3: what functions of another Region claim is left here: 500 units fit beside 800 elsewhere", () => {
  const schedules = [{ at: [atSecond(10)], min: 500, max: null }];
  const [here, elsewhere] = ["eu-west-1", "us-east-1"] as const;
  const { result } = play({
    seconds: 200,
    regions: [region(1000, {}, here), region(1000, {}, elsewhere)],
    functions: {
      f: { region: here, provisioned: { count: 1, schedules } },
      g: { region: elsewhere, reserved: 800 },
    },
  });
  // 90 s of preparation, and 499 units at 6,000 a minute.
  expect(readyUnits(result, "f").at(-1)).toEqual([10 + 90 + 4.99, 500]);
});
