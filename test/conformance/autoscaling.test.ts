/** Application Auto Scaling on provisioned concurrency: worked examples and rules of AAS (§5.1, §13.8). */
import { describe, expect, test } from "vitest";
import type { AutoscaleConfig, Duration, Result, ScheduledScaling, VersionConfig } from "../../sim/index.ts";
import type { Literal } from "../helpers/config.ts";
import { play } from "../helpers/play.ts";
import { atSecond, burst, POLICY, readyUnits } from "../sim/kit.ts";

interface Setup {
  readonly count: number;
  readonly policy?: Partial<AutoscaleConfig> | readonly Partial<AutoscaleConfig>[] | null;
  readonly schedules?: readonly ScheduledScaling[];
  readonly seconds?: number;
  readonly traffic?: Literal["traffic"];
}

/** READY units from each moment on, in seconds. */
function capacity({ count, policy = {}, schedules = [], seconds = 1200, traffic = [] }: Setup): number[][] {
  const several = policy === null ? [] : [policy].flat().map((each) => ({ ...POLICY, ...each }));
  const autoscale = several.length < 2 ? (several[0] ?? null) : several;
  const { result } = play({
    seconds,
    concurrency: 2000,
    functions: { f: { provisioned: { count, autoscale, schedules }, run: 1000 } },
    traffic,
  });
  return readyUnits(result, "f");
}

/** Requests of 1 s that keep this many units busy at every arrival, the new one included. */
const busy = (units: number, toSeconds?: number): Literal["traffic"] => [
  { invoke: "f:live", rate: units, ...(toSeconds === undefined ? {} : { toSeconds }) },
];

describe("EX-44, AAS-3: target 0.7 scales out above 0.70 and in below 0.63", () => {
  test("at 0.7 nothing happens", () => expect(capacity({ count: 10, traffic: busy(7) })).toEqual([[0, 10]]));
  test("above it units are added: 8 of 10 busy want 12 (AAS-7, 10 x 0.8 / 0.7 = 11.4)", () => {
    // AAS-11: three minutes of alarm, 90 s of preparation, 0.02 s of allocation. The first second ramps up, so the
    // average lies below 0.8 by a hair in the first minute and is exact in the third.
    expect(capacity({ count: 10, seconds: 400, traffic: busy(8) })).toEqual([
      [0, 10],
      [270.02, 12],
      // The fifth minute still has half a minute at 0.8: its average of 0.73 asks for 12 x 0.73 / 0.7.
      [390.01, 13],
    ]);
  });
  test("at 0.65, between the two, nothing happens", () => {
    expect(capacity({ count: 20, seconds: 3000, traffic: busy(13) })).toEqual([[0, 20]]);
  });
  test("below it a unit goes after 15 minutes (AAS-4): 6 of 10 busy want 9, and 6 of 9 stay", () => {
    expect(capacity({ count: 10, seconds: 3000, traffic: busy(6) })).toEqual([
      [0, 10],
      [900, 9],
    ]);
  });
});

describe("EX-46, AAS-8: a removal that would take the metric over its target is not made", () => {
  test("1 of 2 busy is 0.5, and 1 of 1 would be 1.0", () => {
    expect(capacity({ count: 2, seconds: 3000, traffic: busy(1) })).toEqual([[0, 2]]);
  });
});

describe("AAS-9, AAS-10: without traffic there is no metric", () => {
  test("nothing moves at night", () => {
    expect(capacity({ count: 50, seconds: 7200, traffic: busy(35, 300) })).toEqual([[0, 50]]);
  });
  test("AAS-4: 14 low points and two minutes of silence are not 15 points; 15 in a row are, 16 minutes later", () => {
    const quiet: Literal["traffic"] = [
      { name: "before", invoke: "f:live", rate: 5, toSeconds: 840 },
      { name: "after", invoke: "f:live", rate: 5, fromSeconds: 960 },
    ];
    const steps = capacity({ count: 20, policy: { target: 0.7 }, seconds: 2000, traffic: quiet });
    // 5 busy of 20 are 0.25: 20 x 0.25 / 0.7 = 7.1, so 8 stay.
    expect(steps.slice(0, 2)).toEqual([
      [0, 20],
      [1860, 8],
    ]);
  });
  test("EX-48: from 0 target tracking never starts, from 1 it does", () => {
    const policy = { min: 0, max: 2, target: 0.5 };
    const traffic: Literal["traffic"] = [{ invoke: "f:live", rate: 1 }];
    expect(capacity({ count: 0, policy, traffic })).toEqual([[0, 0]]);
    expect(capacity({ count: 1, policy, traffic }).at(-1)![1]).toBe(2);
  });
});

describe("EX-48, MET-9: one request of four minutes, target 0.5, at most 2", () => {
  const policy = { min: 0, max: 2, target: 0.5 };
  const long = (count: number) => {
    const { result } = play({
      seconds: 600,
      functions: { f: { provisioned: { count, autoscale: { ...POLICY, ...policy } }, run: 240_000 } },
      traffic: [{ invoke: "f:live", at: [1000] }],
    });
    return readyUnits(result, "f");
  };
  // Three minutes of a busy unit, 90 s of preparation, 0.01 s of allocation.
  test("from 1 unit a second one is added", () =>
    expect(long(1)).toEqual([
      [0, 1],
      [270.01, 2],
    ]));
  test("MET-9, MET-10, MOD: CloudWatch shows what was acted on: each minute that the unit was busy all through", () => {
    const { metrics } = play({
      seconds: 360,
      functions: { f: { provisioned: 1, run: 240_000 } },
      traffic: [{ invoke: "f:live", at: [13_000] }],
    }).result;
    const f = metrics.functions.f!["AWS/Lambda"]!;
    expect(f.ProvisionedConcurrencyUtilization).toEqual([1, 1, 1, 1, null, null]);
    expect(f.ProvisionedConcurrentExecutions).toEqual([1, 1, 1, 1, null, null]);
    expect(f.Invocations).toEqual([1, null, null, null, null, null]);
  });
  test("from none nothing is", () => expect(long(0)).toEqual([[0, 0]]));
});

describe("MET-10, PC-2: two aliases with units have each a utilisation of their own", () => {
  const units = (qualifier: string, count: number, autoscale: AutoscaleConfig | null): VersionConfig => ({
    qualifier,
    provisioned: { count, allocateAtStart: false, initErrors: 0, autoscale, schedules: [] },
    restore: null,
  });
  const LATEST: VersionConfig = { qualifier: "$LATEST", provisioned: null, restore: null };
  const both = (traffic: NonNullable<Literal["traffic"]>, policies: readonly [beta: boolean, live: boolean]) => {
    const [beta, live] = policies.map((scales) => (scales ? { ...POLICY, min: 1 } : null));
    const versions = [LATEST, units("beta", 40, beta!), units("live", 10, live!)];
    return play({ seconds: 1000, concurrency: 2000, functions: { f: { run: 1000, versions } }, traffic }).result;
  };
  const unitsOf = ({ limits: { functions } }: Result) =>
    functions.f!.flatMap(({ fromMs, versions, provisioned }, index, all) =>
      provisioned === all[index - 1]?.provisioned ? [] : [[fromMs, versions]],
    );

  // 8 of the 10 of live are 0.8, as if beta's 40 were not there.
  test("live grows where its units are busy, beside 40 of beta that are idle", () => {
    expect(unitsOf(both([{ invoke: "f:live", rate: 8, toSeconds: 240 }], [false, true]))).toEqual([
      [0, { beta: 40, live: 10 }],
      [270_020, { beta: 40, live: 12 }],
    ]);
  });
  // 36 of 40 are 0.9, of all 50 only 0.72: 40 x 0.9 / 0.7 asks for 52.
  test("beta does not shrink for what live does not use", () => {
    expect(unitsOf(both([{ invoke: "f:beta", rate: 36, toSeconds: 200 }], [true, true]))).toEqual([
      [0, { beta: 40, live: 10 }],
      [270_120, { beta: 52, live: 10 }],
    ]);
  });
  // A run of 240 s on the only busy unit of live: a tenth, minute by minute, also where nothing is invoked (EX-48).
  test("CloudWatch's Maximum is that of the busier one, and spill-over is told of the alias it left", () => {
    const { metrics, events, functions } = both([{ invoke: "f:live", rate: 20, toSeconds: 60 }], [false, false]);
    expect(metrics.functions.f!["AWS/Lambda"]!.ProvisionedConcurrencyUtilization!.slice(0, 2)).toEqual([1, null]);
    expect(events.find(({ kind }) => kind === "spillover")).toMatchObject({ limit: 10, inUse: 10 });
    expect(functions.f!.versions!.live).toMatchObject({ requestsCount: 1200 });
    expect(functions.f!.versions!.beta).toMatchObject({ requestsCount: 0 });
  });
});

describe("AAS-14: what is on its way counts as there", () => {
  test("one request for units while the alarm goes on, not one each minute", () => {
    // 40 of 10 units: spill-over keeps utilisation at 1, so 10 / 0.7 = 15 are asked for at 180 s, and no more until
    // those have come at 270.05 s; three minutes of alarm have long passed, so the next step follows at 300 s.
    const steps = capacity({ count: 10, seconds: 420, traffic: busy(40) });
    expect(steps.slice(0, 3)).toEqual([
      [0, 10],
      [270.05, 15],
      [390.07, 22],
    ]);
  });
  test("AAS-6: a cooldown delays the next step", () => {
    const policy = { scaleOutCooldown: 300_000_000 as Duration };
    const steps = capacity({ count: 10, policy, seconds: 600, traffic: busy(40) });
    expect(steps.slice(0, 3)).toEqual([
      [0, 10],
      [270.05, 15],
      [570.07, 22],
    ]);
  });
});

test("AAS-7: never above the maximum", () => {
  expect(capacity({ count: 10, policy: { max: 11 }, seconds: 400, traffic: busy(40) })).toEqual([
    [0, 10],
    [270.01, 11],
  ]);
});

describe("EX-49, AAS-12: a scheduled action sets bounds and brings the capacity within them", () => {
  const at = (second: number, min: number | null, max: number | null) => [{ at: [atSecond(second)], min, max }];
  test("min 20 when there are 5", () => {
    expect(capacity({ count: 5, policy: null, schedules: at(100, 20, null), seconds: 300 })).toEqual([
      [0, 5],
      [190.15, 20],
    ]);
  });
  test("max 10 when there are 50", () => {
    expect(capacity({ count: 50, policy: null, schedules: at(100, null, 10), seconds: 300 })).toEqual([
      [0, 50],
      [100, 10],
    ]);
  });
  test("a capacity within the bounds stays", () => {
    expect(capacity({ count: 15, policy: null, schedules: at(100, 10, 20), seconds: 300 })).toEqual([[0, 15]]);
  });
});

describe("AAS-13: two policies on the same units", () => {
  const policy = [{ target: 0.7 }, { target: 0.5 }];
  test("one is enough to grow: 6 of 10 busy are too many for 0.5 and too few for 0.7", () => {
    expect(capacity({ count: 10, policy, seconds: 300, traffic: busy(6) })).toEqual([
      [0, 10],
      [270.02, 12],
    ]);
  });
  test("of 10 x 0.8 / 0.7 and 10 x 0.8 / 0.5 the larger is taken", () => {
    expect(capacity({ count: 10, policy, seconds: 300, traffic: busy(8) })).toEqual([
      [0, 10],
      [270.06, 16],
    ]);
  });
  test("all must agree to shrink: 10 of 20 busy are just right for 0.5", () => {
    expect(capacity({ count: 20, policy, seconds: 3000, traffic: busy(10) })).toEqual([[0, 20]]);
  });
  test("all must agree to shrink: 19 of 40 busy, 0.475, are too few for 0.7, and not below 0.45 for 0.5", () => {
    expect(capacity({ count: 40, policy, seconds: 1200, traffic: busy(19) })).toEqual([[0, 40]]);
  });
  test("and then too the larger is taken: of 20 x 0.4 / 0.7 and 20 x 0.4 / 0.5", () => {
    expect(capacity({ count: 20, policy, seconds: 3000, traffic: busy(8) })).toEqual([
      [0, 20],
      [900, 16],
    ]);
  });
  test("AAS-5: each has a statistic of its own: ten at once are 0.55 on average and 1 at their most", () => {
    const peaks: Literal["traffic"] = [1, 61, 121].map((second) => ({ invoke: "f:live", demand: burst(second, 10) }));
    const average = { target: 0.9 };
    const maximum = { target: 0.9, statistic: "maximum" as const };
    const run = (policy: NonNullable<Setup["policy"]>) => capacity({ count: 10, policy, seconds: 300, traffic: peaks });
    expect(run([average, average])).toEqual([[0, 10]]);
    expect(run([average, maximum])).toEqual([
      [0, 10],
      [270.02, 12],
    ]);
  });
  test("AAS-6, AAS-14: a cooldown holds for its own policy", () => {
    const slow = { target: 0.5, scaleOutCooldown: 3_600_000_000 as Duration };
    const steps = capacity({ count: 10, policy: [{ target: 0.7 }, slow], seconds: 420, traffic: busy(40) });
    // First 10 / 0.5, then only the other one asks: 20 / 0.7.
    expect(steps.slice(0, 3)).toEqual([
      [0, 10],
      [270.1, 20],
      [390.09, 29],
    ]);
  });
});
