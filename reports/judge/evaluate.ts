/** Judges thresholds on the runs of one scenario: the mean over seeds, its interval, passed or not. */
import type { Result } from "../../sim/index.ts";
import { type Observation, observe } from "../metrics/measure.ts";
import { observeShare } from "../metrics/measure-limit.ts";
import { unitOf } from "../metrics/metrics.ts";
import { interval95, mean } from "./student.ts";
import type { Operator, Threshold } from "./thresholds.ts";
import type { Verdict } from "./verdict.ts";

export interface EvaluateOptions {
  /** The whole interval must meet the threshold, not only the mean. */
  readonly strict?: boolean;
  /** What the base measures for a threshold, by seed; null where it cannot tell. Without it, none is judged by it. */
  readonly against?: (threshold: Threshold) => readonly (number | null)[] | null;
}

/** Decimals that a verdict keeps: more for shares, where one in a million may decide. */
const DECIMALS: Readonly<Record<Verdict["unit"], number>> = { ms: 3, share: 9, count: 3, perSecond: 3, usd: 9 };

/** One verdict for each threshold, in their order. `runs` differ in their seed only. */
export function evaluate(
  thresholds: readonly Threshold[],
  runs: Result | readonly Result[],
  options: EvaluateOptions = {},
): Verdict[] {
  const all: readonly Result[] = "schema" in runs ? [runs] : runs;
  return thresholds.map((threshold) => judge(threshold, all, options));
}

/** How many thresholds were judged, and of these failed or warned. */
export function tally(verdicts: readonly Verdict[]): { judged: number; failed: number; warned: number } {
  const judged = verdicts.filter(({ state }) => state !== "compare-only");
  const bad = judged.filter((verdict) => !verdict.passed);
  const failed = bad.filter(({ level }) => level === "error").length;
  return { judged: judged.length, failed, warned: bad.length - failed };
}

/** Whether every threshold that is an error is met. Warnings never fail a run. */
export function passed(verdicts: readonly Verdict[]): boolean {
  return verdicts.every((verdict) => verdict.passed || verdict.level === "warn");
}

function judge(threshold: Threshold, runs: readonly Result[], { strict = false, against }: EvaluateOptions): Verdict {
  const { source, bound } = threshold;
  const seen = runs.map((run) => observeFor(threshold, run));
  const values = known(seen.map(({ value }) => value));
  const base = bound.kind === "base" ? (against?.(threshold) ?? null) : null;
  const unit = bound.kind === "fixed" && bound.ofLimit ? "share" : unitOf(threshold.metric, threshold.statistic);
  const interval = intervalOf(values, unit);
  const place = { file: source.file, line: source.line, column: source.column };
  const waits = bound.kind === "base" && base === null;
  return {
    that: source.that,
    level: source.level,
    passed:
      waits ||
      (base === null
        ? isMet(threshold, values, strict ? interval : null)
        : isMetBy(threshold, excess(threshold, seen, base), strict)),
    value: values.length === 0 ? null : rounded(mean(values), unit),
    interval: interval === null ? null : [rounded(interval[0], unit), rounded(interval[1], unit)],
    samples: rounded(mean(seen.map(({ samples }) => samples)), "count"),
    state: waits ? "compare-only" : values.length === 0 ? "empty" : "judged",
    unit,
    why: source.why,
    ...place,
  };
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

/** Value minus limit for each seed that has both; the limit is that of the same seed, else that of their mean. */
function excess({ bound }: Threshold, seen: readonly Observation[], base: readonly (number | null)[]): number[] {
  const all = known(base);
  if (bound.kind === "fixed" || all.length === 0) return [];
  const paired = base.length === seen.length;
  return seen.flatMap(({ value }, seed) => {
    const before = paired ? (base[seed] ?? null) : mean(all);
    if (value === null || before === null) return [];
    return [value - (bound.relative ? before * (1 + bound.change) : before + bound.change)];
  });
}

function observeFor(threshold: Threshold, run: Result): Observation {
  const { bound, operator, phase } = threshold;
  if (bound.kind === "base" || !bound.ofLimit) return observe(run, threshold, phase);
  return observeShare(run, threshold, phase, operator.startsWith(">") ? "highest" : "lowest");
}

type Interval = readonly [low: number, high: number] | null;

/** Of a mean over seeds, no further than its values may go: all are 0 or more, and a share is 1 at most. */
function intervalOf(values: readonly number[], unit: Verdict["unit"]): Interval {
  const interval = interval95(values);
  const most = unit === "share" ? Math.max(1, ...values) : Number.POSITIVE_INFINITY;
  return interval === null ? null : [Math.max(0, interval[0]), Math.min(most, interval[1])];
}

/** The mean of the values, or the whole interval. Without any value it is met only if the file says so. */
function isMet({ source, operator, bound }: Threshold, values: readonly number[], interval: Interval): boolean {
  if (values.length === 0) return source.ifEmpty === "pass";
  const limit = bound.kind === "fixed" ? bound.value : 0;
  return (interval ?? [mean(values)]).every((value) => compare(value, operator, limit));
}

/** The same of what values exceed a limit against the base by. */
const isMetBy = (threshold: Threshold, excesses: readonly number[], strict: boolean): boolean =>
  isMet(threshold, excesses, strict ? interval95(excesses) : null);

function compare(value: number, operator: Operator, limit: number): boolean {
  if (operator === "<") return value < limit;
  if (operator === "<=") return value <= limit;
  if (operator === ">") return value > limit;
  return operator === ">=" ? value >= limit : value === limit;
}

/** As much of a number as a reader can use, so that no tail of a division is told. */
export function rounded(value: number, unit: Verdict["unit"]): number {
  const scale = 10 ** DECIMALS[unit];
  return Math.round(value * scale) / scale;
}
