/** LIFE-1, LIFE-19: Init of hello-world functions by runtime, the defaults of a scenario against what was measured. */
import { load } from "../../../scenarios/index.ts";
import { type FunctionResult, type Histogram, simulate } from "../../../sim/index.ts";
import { type Case, compare } from "../case.ts";
import { COLD_STARTS, type MeasuredInit } from "../data.ts";
import { atShare, spreadAt } from "../statistics.ts";

const SOURCE = "maxday/lambda-perf, all memory sizes and architectures, ZIP";
const RULES = ["LIFE-1", "LIFE-24"];
/** What research found for medians of cold starts. */
const MEDIAN_TOLERANCE = 0.11;
/** Relative error of a percentile read from a histogram. */
const HISTOGRAM = 0.01;

export const coldStartCases = (): Case[] =>
  COLD_STARTS.flatMap((measured) => rowsOf(measured, simulated(measured.runtime)));

function rowsOf({ runtime, pooled, nextDay }: MeasuredInit, result: FunctionResult): Case[] {
  const { initMsP50, initMsP99, histograms } = result;
  const common = { rules: RULES, unit: "ms", scale: "relative" } as const;
  const days = `${SOURCE}, 29 days to 2026-08-21, which are the defaults' own data`;
  const after = `${SOURCE}, ${nextDay.length} starts of 2026-08-22, which the defaults have not seen`;
  return [
    compare({
      ...common,
      id: `init-${runtime}-p50`,
      title: `Init of ${runtime}: p50, days of the default`,
      source: days,
      measured: pooled.p50,
      simulated: initMsP50!,
      tolerance: MEDIAN_TOLERANCE,
    }),
    compare({
      ...common,
      id: `init-${runtime}-p99`,
      title: `Init of ${runtime}: p99, days of the default`,
      source: days,
      measured: pooled.p99,
      simulated: initMsP99!,
      // The measurement's own 95 % interval of its p99.
      tolerance: Math.max(pooled.p99High - pooled.p99, pooled.p99 - pooled.p99Low) / pooled.p99 + HISTOGRAM,
    }),
    compare({
      ...common,
      id: `init-${runtime}-next-day-p50`,
      title: `Init of ${runtime}: p50, the day after`,
      source: after,
      measured: atShare(nextDay, 0.5),
      simulated: initMsP50!,
      tolerance: MEDIAN_TOLERANCE,
    }),
    compare({
      ...common,
      id: `init-${runtime}-next-day-p90`,
      title: `Init of ${runtime}: p90, the day after`,
      source: after,
      measured: atShare(nextDay, 0.9),
      simulated: ofHistogram(histograms.initMs, 0.9),
      tolerance: spreadAt(nextDay, 0.9) + HISTOGRAM,
      miss: "slow starts come in clusters: the month behind the default held more of them than the day after it",
    }),
  ];
}

/** Five times 400 cold starts at once: half an hour apart, no environment outlives the pause (LIFE-13). */
function simulated(runtime: string): FunctionResult {
  const text = [
    "version: 1",
    "name: cold-starts",
    "simulate: { for: 125m, bucket: 1m }",
    "region: { name: us-east-1, concurrency: 1000 }",
    `functions: { f: { runtime: "${runtime}", timeout: 30s, run: { constant: 10s } } }`,
    "traffic: [{ name: t, invoke: f, spikes: { at: [1m, 31m, 61m, 91m, 121m], count: 400, within: 1s } }]",
  ].join("\n");
  const loaded = load(text, "cold-starts.burst.yaml");
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => problem.text).join("; "));
  return simulate(loaded.scenario.config()).functions.f!;
}

function ofHistogram(histogram: Histogram, share: number): number {
  const total = histogram.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [bound, count] of histogram) {
    seen += count;
    if (seen >= total * share) return bound;
  }
  return Number.NaN;
}
