/** The laws of provisioned units see what they are for: an honest run in which units move, falsified one by one. */
import { describe, expect, test } from "vitest";
import { type Instant, milliseconds, type ProvisionedConfig, type Result, seconds } from "../../sim/index.ts";
import { configOf } from "../helpers/config.ts";
import { LAWS } from "./check.ts";
import type { Decision } from "./runs/attempts.ts";
import { type Observed, observe } from "./runs/observed.ts";
import { wantedOver } from "./runs/units-over-time.ts";

const at = (moment: number): Instant => seconds(moment) as number as Instant;

/** READY at 11 s; a policy doubles them at 60 s, a schedule takes them back at 150 s. */
const SCALED: ProvisionedConfig = {
  count: 2,
  allocateAtStart: true,
  initErrors: 1e-12,
  autoscale: {
    min: 1,
    max: 4,
    target: 0.5,
    highPoints: 1,
    lowPoints: 15,
    statistic: "maximum",
    scaleInCooldown: milliseconds(0),
    scaleOutCooldown: milliseconds(0),
  },
  schedules: [{ at: [at(150)], min: null, max: 2 }],
};

const honest = observe(
  configOf({
    seconds: 200,
    model: { provisionedPreparation: seconds(10), provisionedPerMinute: 120 },
    functions: {
      f: { run: 2000, reserved: 20, provisioned: SCALED },
      g: { run: 100, provisioned: 3 },
      h: { aliases: [{ name: "live", version: "1", additional: null, provisioned: { ...SCALED, schedules: [] } }] },
    },
    traffic: [
      { invoke: "f:live", at: [0, 20_000, 20_100, 70_000, 80_000, 150_000, 150_000] },
      { invoke: "g:live", at: [0, 100, 200, 150_000] },
      { invoke: "h:live", at: [500] },
    ],
  }),
);

const broken = (run: Observed): string[] =>
  LAWS.filter((law) => law.breaches(run).length > 0).map(({ title }) => title);

/** The same run with another result; what is wanted is read from that. */
function withResult(change: (result: Result) => Partial<Result>): Observed {
  const result = { ...honest.result, ...change(honest.result) };
  return { ...honest, result, wanted: (fn) => wantedOver(honest.config, result, fn) };
}
const withDecisions = (change: (one: Decision) => Partial<Decision>): Observed => ({
  ...honest,
  decisions: honest.decisions.map((one) => ({ ...one, ...change(one) })),
});
type Limits = Result["limits"];
const withLimits = (change: (limits: Limits) => Partial<Limits>): Observed =>
  withResult(({ limits }) => ({ limits: { ...limits, ...change(limits) } }));
const limitsOf = (fn: string, change: (limit: Limits["functions"][string][number]) => object): Observed =>
  withLimits(({ functions }) => ({
    functions: { ...functions, [fn]: functions[fn]!.map((one) => ({ ...one, ...change(one) })) },
  }));
const withNote = (from: string, to: string, atMs?: number): Observed =>
  withResult(({ events }) => ({
    events: events.map((event) =>
      event.detail.includes(from)
        ? { ...event, atMs: atMs ?? event.atMs, detail: event.detail.replace(from, to) }
        : event,
    ),
  }));
const withAllocations = (endedMs: number): Observed =>
  withResult(({ allocations }) => ({ allocations: allocations!.map((one) => ({ ...one, endedMs })) }));
/** As if only so many units were configured, with these policies. */
function withUnits(change: Partial<ProvisionedConfig>, fn = "f"): Observed {
  const functions = honest.config.functions.map((settings) =>
    settings.name !== fn
      ? settings
      : {
          ...settings,
          versions: settings.versions.map((one) =>
            one.provisioned === null ? one : { ...one, provisioned: { ...one.provisioned, ...change } },
          ),
        },
  );
  return { ...honest, config: { ...honest.config, functions } };
}
const withReservation = (reserved: number | null): Observed => ({
  ...honest,
  config: { ...honest.config, functions: honest.config.functions.map((one) => ({ ...one, reserved })) },
});
const withQuota = (concurrency: number): Observed => ({
  ...honest,
  config: { ...honest.config, regions: honest.config.regions.map((one) => ({ ...one, concurrency })) },
});

/** What 20 reserved units would have had room for. */
const REFUSED = "5 provisioned units refused, 4 stay: InvalidParameterValueException, for no reason";

test("the units of the run move", () => {
  expect(honest.result.limits.functions.f!.map(({ fromMs, provisioned }) => [fromMs, provisioned])).toEqual([
    [0, 0],
    [11_000, 2],
    [71_000, 4],
    [150_000, 2],
  ]);
  expect(broken(honest)).toEqual([]);
});

test.each([
  ["a quota", { concurrency: 105 }, {}],
  ["a reservation", {}, { reserved: 3 }],
] as const)("%s may fall just after units were asked for, or just before", (_what, region, settings) => {
  const provisioned = { ...SCALED, autoscale: null, schedules: [{ at: [at(150)], min: 6, max: null }] };
  const plan = { seconds: 200, concurrency: 150, functions: { f: { run: 100, reserved: null, provisioned } } };
  const { functions, regions, ...config } = configOf({ ...plan, traffic: [{ invoke: "f:live", at: [0] }] });
  const before = functions.map((one) => ({ ...one, reserved: "reserved" in settings ? 40 : null }));
  const change = {
    ...{ at: at(150), why: "less", set: [], downstreams: [] },
    functions: before.map((one) => ({ ...one, ...settings })),
    regions: regions.map((one) => ({ ...one, ...region })),
  };
  const run = observe({ ...config, functions: before, regions, changes: [change] });
  expect(wantedOver(run.config, run.result, "f")).toHaveLength(2);
  expect(broken(run)).toEqual([]);
});

describe("falsified", () => {
  test.each<[what: string, run: Observed, law: RegExp]>([
    ["more than a reservation runs", withDecisions(() => ({ reserved: 4, inUse: 3, unitsInUse: 2 })), /^RES-1, RES-9/],
    ["more than a quota runs", withDecisions(({ quota }) => ({ busyInRegion: quota + 1 })), /^CONC-2, CONC-14/],
    ["more than all units run", withDecisions(({ units }) => ({ unitsInUse: units + 1 })), /^PC-9: never/],
    ["a pool", withLimits(({ regions }) => poolsOf(regions, 1)), /^CONC-9, PC-20/],
    ["a told limit", limitsOf("f", ({ onDemand }) => ({ onDemand: onDemand + 1 })), /^PC-9, PC-20/],
    ["a told reservation", limitsOf("f", () => ({ reserved: 19 })), /^PC-9, PC-20/],
    ["units READY of which nobody told", withNote("2 provisioned units READY", "1 provisioned units READY"), /^PC-5/],
    ["units that are gone", limitsOf("g", () => ({ provisioned: 2 })), /^PC-5/],
    ["units that nobody asked for", withUnits({ count: 2 }, "g"), /^PC-4, PC-15/],
    ["units above a reservation", withReservation(3), /^PC-2/],
    ["units that leave too little", withAll(withQuota(106), withReservation(null)), /^PC-3, CONC-8/],
    ["more READY than are wanted", limitsOf("f", withOneMore), /^PC-20/],
    ["a refusal of what fits", withNote("2 provisioned units wanted, 4 before", REFUSED), /^PC-2, PC-3: AWS/],
    ["units that come too early", withAllocations(10_900), /^PC-4: the units/],
    ["scaling above its bounds", withUnits({ autoscale: { ...policy(), max: 3 } }), /^AAS-1/],
    ["a schedule that was not kept", withUnits({ schedules: [{ at: [at(150)], min: 3, max: 4 }] }), /^AAS-1/],
    ["scaling within a minute", withNote("4 provisioned units wanted", "4 provisioned units wanted", 61_000), /^AAS-1/],
    ["scaling without traffic", { ...honest, attempts: [] }, /^AAS-9/],
    ["a log that tells other versions", withVersion("2"), /^LIM-13, ADM-4/],
    ["a version with another's runs", withVersions("2"), /^LIM-13, PC-15/],
  ])("%s", (_what, run, law) => {
    expect(broken(run)).toContainEqual(expect.stringMatching(law));
  });
});

/** At 71 s four come. */
function withOneMore({ fromMs, provisioned }: Limits["functions"][string][number]) {
  return { provisioned: fromMs === 71_000 ? provisioned + 1 : provisioned };
}

function policy() {
  return SCALED.autoscale as Exclude<ProvisionedConfig["autoscale"], null | readonly unknown[]>;
}
function poolsOf(regions: Limits["regions"], more: number): Partial<Limits> {
  const raised = Object.entries(regions).map(([name, all]) => [
    name,
    all.map((one) => ({ ...one, unreserved: one.unreserved + more })),
  ]);
  return { regions: Object.fromEntries(raised) };
}
function withAll(one: Observed, other: Observed): Observed {
  return { ...honest, config: { ...one.config, functions: other.config.functions } };
}
/** As if the log told versions, and all that happened was of this one. */
function withVersion(qualifier: string): Observed {
  return {
    ...honest,
    events: honest.events.map((event) => ({ ...event, qualifier })),
  };
}
/** As if the runs of version 1 had been of this one. */
function withVersions(version: string): Observed {
  return withResult(({ functions }) => {
    const h = functions.h!;
    return { functions: { ...functions, h: { ...h, versions: { ...h.versions, [version]: h.versions!["1"]! } } } };
  });
}
