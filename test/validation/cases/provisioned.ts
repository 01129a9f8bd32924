/** RPS-3, PC-9, MET-9 to MET-12, AAS-4: spill-over, metrics and scaling of provisioned units, as seen on AWS. */
import { type Duration, simulate } from "../../../sim/index.ts";
import { configOf } from "../../helpers/config.ts";
import { type Case, compare } from "../case.ts";
import { OBSERVED } from "../data.ts";

export const provisionedCases = (): Case[] => [...spillover(), ...publishedMetrics(), ...targetTracking()];

/** Seconds before the minute that is counted, so that the rate's first bucket is spent. */
const WARM_UP = 10;

function spillover(): Case[] {
  const seen = OBSERVED.spillover;
  const perSecond = seen.invocations / 60;
  const run = (seen.concurrentExecutions / perSecond) * 1000;
  const { api } = simulate(
    configOf({
      seconds: 60 + WARM_UP,
      ignoreSeconds: WARM_UP,
      functions: { api: { run, provisioned: seen.provisioned } },
      traffic: [{ invoke: "api:live", rate: perSecond }],
    }),
  ).functions;
  const common = {
    source:
      "repost.aws question QUcokiH6lITPSP5SxILk1VKg, answered by AWS; one minute at an even rate, " +
      "run time from its concurrency of 189 (CONC-5)",
    rules: ["RPS-3", "PC-9", "MET-12"],
    unit: "share",
    tolerance: 0.02,
  } as const;
  return [
    compare({
      ...common,
      id: "spillover-share",
      title: `Spill-over of ${seen.provisioned} units at 7,128 requests/s`,
      measured: seen.spilloverInvocations / seen.invocations,
      simulated: api!.spilloverCount / (api!.spilloverCount + api!.provisionedInvocationsCount),
    }),
    compare({
      ...common,
      id: "spillover-utilisation",
      title: "The same minute: utilisation of the units",
      rules: ["MET-10"],
      measured: seen.utilisation,
      simulated: api!.provisionedUtilizationMean!,
      // What 144 units at once differ from the printed percentage.
      tolerance: Math.abs(seen.provisionedConcurrentExecutions / seen.provisioned - seen.utilisation),
      miss: "the two metrics are highs of different moments, and the source gives neither moment nor run time",
    }),
  ];
}

/** EX-24: a call of two minutes each minute, on ten units. */
function publishedMetrics(): Case[] {
  const { f } = simulate(
    configOf({
      seconds: 600,
      functions: { f: { run: 120_000, provisioned: 10 } },
      traffic: [{ invoke: "f:live", at: Array.from({ length: 10 }, (_, minute) => minute * 60_000 + 1000) }],
    }),
  ).metrics.functions;
  const common = {
    source: "Lambda developer guide, monitoring-concurrency (EX-24)",
    rules: ["EX-24", "MET-26"],
    unit: "count",
  } as const;
  const [first, ...later] = f!["AWS/Lambda"].ProvisionedConcurrentExecutions;
  const [firstRuns, ...laterRuns] = f!["AWS/Lambda"].ProvisionedConcurrencyInvocations;
  return [
    compare({
      ...common,
      id: "metrics-first-minute",
      title: "EX-24, minute 1: units busy (1) and runs on them (1)",
      measured: 2,
      simulated: Number(first === 1) + Number(firstRuns === 1),
    }),
    compare({
      ...common,
      id: "metrics-later-minutes",
      title: "EX-24, minutes 2 to 10: units busy (2) and runs (1)",
      measured: 18,
      simulated: later.filter((units) => units === 2).length + laterRuns.filter((runs) => runs === 1).length,
    }),
  ];
}

/** EX-48: one call of four minutes under target tracking of 50 %, at most two units. */
function targetTracking(): Case[] {
  const tracked = (min: number) =>
    simulate(
      configOf({
        seconds: 900,
        functions: { f: { run: 240_000, provisioned: { count: min, autoscale: { ...POLICY, min } } } },
        traffic: [{ invoke: "f:live", at: [CALL_AT_MS] }],
      }),
    ).limits.functions.f!;
  const settled = (min: number): number => Math.max(...tracked(min).map(({ provisioned }) => provisioned));
  const common = {
    source: "cosmo-grant/aws-by-example, docs/lambda_scale_from_zero.html; called in second 13 of a minute",
    rules: ["AAS-4", "AAS-10", "EX-48"],
    unit: "count",
  } as const;
  return [
    compare({
      ...common,
      id: "tracking-from-1",
      title: "Target tracking at 50 %, from 1 unit: units in the end",
      measured: 2,
      simulated: settled(1),
    }),
    compare({
      ...common,
      id: "tracking-from-0",
      title: "Target tracking at 50 %, from 0 units: units in the end",
      measured: 0,
      simulated: settled(0),
    }),
  ];
}

const CALL_AT_MS = 13_000;
const NONE = 0 as Duration;
const POLICY = {
  max: 2,
  target: 0.5,
  highPoints: 3,
  lowPoints: 15,
  statistic: "average",
  scaleInCooldown: NONE,
  scaleOutCooldown: NONE,
} as const;
