/** The law of latencies: how many there are follows from how requests ended, and none is shorter than its way. */
import type { Distribution, FunctionConfig, Result, SimConfig, SourceResult, WindowResult } from "../../sim/index.ts";
import { historyOf } from "../laws/settings.ts";
import { type Arranged, TARGET, type Way } from "../sim/sources/contracts.ts";
import { arrangedOf, type Case, configFor } from "./cases.ts";

/** Answers that a VPC refused (LIFE-20), in all of a stretch. */
const byVpc = ({ functions }: WindowResult): number =>
  functions[TARGET]!.refusals?.find(({ cause }) => cause === "vpc-reclaimed")?.count ?? 0;

/**
 * Latencies at least and at most, by how the source invokes. A caller that waits has one for each answer, for giving
 * up (SDK-8), and for a 502 at its last attempt, but none for a 409. An event has one when it has succeeded. Whoever
 * acts by itself has one for each answer of a run.
 */
const SAMPLES: Readonly<Record<Way, (source: SourceResult, window: WindowResult) => readonly [number, number]>> = {
  waits: ({ succeededCount, failedCount, throttledCount, abandonedCount, refusedCount = 0 }, window) => {
    const answered = succeededCount + failedCount + throttledCount + abandonedCount;
    return [answered, answered + Math.min(refusedCount, byVpc(window))];
  },
  events: ({ succeededCount }) => [succeededCount, succeededCount],
  acts: ({ succeededCount, failedCount }) => [succeededCount + failedCount, succeededCount + failedCount],
};

const leastOf = (law: Distribution): number => (law.kind === "constant" ? law.value / 1000 : 0);

/** The shortest run that ends well, in ms: its calls, its own time, or all its steps and waits (DUR-2). */
function leastRun({ run, calls, durable }: FunctionConfig, { downstreams }: SimConfig): number {
  if (durable !== null) return durable.steps.reduce((sum, { time }) => sum + leastOf(time), 0);
  const called = calls.map(({ to }) => leastOf(downstreams.find(({ name }) => name === to)!.latency));
  return called.reduce((sum, time) => sum + time, leastOf(run));
}

function samplesAmiss(source: SourceResult, way: Way, window: WindowResult): string {
  const [fewest, most] = SAMPLES[way](source, window);
  const { latencyMsSamples: samples, histograms } = source;
  const inHistogram = histograms.latencyMs.reduce((sum, [, count]) => sum + count, 0);
  if (inHistogram !== samples) return `${samples} latencies, ${inHistogram} in the histogram`;
  return samples >= fewest && samples <= most ? "" : `${samples} latencies, not ${fewest} to ${most}`;
}

/** @param least  of those that ended well. */
function valuesAmiss(source: SourceResult, least: number, horizonMs: number): string {
  const { latencyMsSamples: samples, latencyMsMin: min, latencyMsMean: mean, latencyMsMax: max } = source;
  const values = [min, source.latencyMsP50, source.latencyMsP95, source.latencyMsP99, max];
  if (samples === 0) return [...values, mean].every((value) => value === null) ? "" : "a latency of nothing";
  const rises = values.every((value, at) => value !== null && (at === 0 || values[at - 1]! <= value));
  if (!rises || mean! < min! || mean! > max!) return `latencies are in no order: ${values.join(", ")}, mean ${mean}`;
  if (max! > horizonMs) return `a latency of ${max} ms, longer than the run`;
  return source.succeededCount < samples || min! >= least ? "" : `a latency of ${min} ms, on a way of ${least} ms`;
}

export function latencyAmiss(one: Case, result: Result): string {
  const config = configFor(one);
  const run = Math.min(...historyOf(config, TARGET).map((settings) => leastRun(settings, config)));
  const amiss = ({ source, way }: Arranged, window: WindowResult): string => {
    const numbers = window.sources[source.name]!;
    const least = leastOf(source.delivery) + run;
    return samplesAmiss(numbers, way, window) || valuesAmiss(numbers, least, result.horizonMs);
  };
  const windows = [result, ...Object.values(result.windows)];
  const found = arrangedOf(one).flatMap((arranged) => windows.map((window) => amiss(arranged, window)));
  return found.find((text) => text !== "") ?? "";
}
