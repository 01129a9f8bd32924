/** Judges thresholds on the runs of one scenario: the mean over seeds, its interval, passed or not. */
import type { Result } from "../sim/index.ts";
import { type Observation, observe } from "./measure.ts";
import { observeShare } from "./measure-limit.ts";
import { unitOf } from "./metrics.ts";
import { interval95, mean } from "./student.ts";
import type { Bound } from "./threshold-value.ts";
import type { Operator, Threshold } from "./thresholds.ts";
import type { Verdict } from "./verdict.ts";

export interface EvaluateOptions {
  /** The whole interval must meet the threshold, not only the mean. */
  readonly strict?: boolean;
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
  return thresholds.map((threshold) => judge(threshold, all, options.strict ?? false));
}

/** Whether every threshold that is an error is met. Warnings never fail a run. */
export function passed(verdicts: readonly Verdict[]): boolean {
  return verdicts.every((verdict) => verdict.passed || verdict.level === "warn");
}

function judge(threshold: Threshold, runs: readonly Result[], strict: boolean): Verdict {
  const { source, bound } = threshold;
  const seen = runs.map((run) => observeFor(threshold, run));
  const values = seen.flatMap(({ value }) => (value === null ? [] : [value]));
  const interval = interval95(values);
  const unit = bound.kind === "fixed" && bound.ofLimit ? "share" : unitOf(threshold.metric, threshold.statistic);
  const place = { file: source.file, line: source.line, column: source.column };
  return {
    that: source.that,
    level: source.level,
    passed: isMet(threshold, values, strict ? interval : null),
    value: values.length === 0 ? null : rounded(mean(values), unit),
    interval: interval === null ? null : [rounded(interval[0], unit), rounded(interval[1], unit)],
    samples: rounded(mean(seen.map(({ samples }) => samples)), "count"),
    state: bound.kind === "base" ? "compare-only" : values.length === 0 ? "empty" : "judged",
    unit,
    why: source.why,
    ...place,
  };
}

function observeFor(threshold: Threshold, run: Result): Observation {
  const { bound, operator, phase } = threshold;
  if (bound.kind === "base" || !bound.ofLimit) return observe(run, threshold, phase);
  return observeShare(run, threshold, phase, operator.startsWith(">") ? "highest" : "lowest");
}

/** A threshold against the base is not judged here; one without samples is met only if its file says so. */
function isMet({ source, bound, operator }: Threshold, values: readonly number[], interval: number[] | null): boolean {
  if (bound.kind === "base") return true;
  if (values.length === 0) return source.ifEmpty === "pass";
  return (interval ?? [mean(values)]).every((value) => compare(value, operator, bound));
}

function compare(value: number, operator: Operator, bound: Extract<Bound, { readonly kind: "fixed" }>): boolean {
  if (operator === "<") return value < bound.value;
  if (operator === "<=") return value <= bound.value;
  if (operator === ">") return value > bound.value;
  return operator === ">=" ? value >= bound.value : value === bound.value;
}

function rounded(value: number, unit: Verdict["unit"]): number {
  const scale = 10 ** DECIMALS[unit];
  return Math.round(value * scale) / scale;
}
