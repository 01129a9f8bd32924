/** `evaluate` for users of the library: thresholds as a scenario holds them, judged on results. */
import {
  type EvaluateOptions,
  evaluate as judge,
  parseThresholds,
  type ThresholdProblem,
  type ThresholdScope,
  type ThresholdSource,
  type Verdict,
} from "../reports/index.ts";
import type { Result } from "../sim/index.ts";

/** What is wrong with thresholds, before or after a run; the names are those of a result. */
export function thresholdProblems(thresholds: readonly ThresholdSource[], result: Result): readonly ThresholdProblem[] {
  return parseThresholds(thresholds, scopeOf(result)).problems;
}

/**
 * One verdict for each threshold, in their order, on one result or on one for each seed.
 * @throws RangeError when a threshold cannot be understood; `thresholdProblems` tells without throwing.
 */
export function evaluate(
  thresholds: readonly ThresholdSource[],
  runs: Result | readonly Result[],
  options: EvaluateOptions = {},
): Verdict[] {
  const all: readonly Result[] = "schema" in runs ? [runs] : runs;
  const [first] = all;
  if (first === undefined) throw new RangeError("evaluate needs at least one result");
  const parsed = parseThresholds(thresholds, scopeOf(first));
  if (parsed.problems.length > 0) throw new RangeError(parsed.problems.map(({ text }) => text).join("\n"));
  return judge(parsed.thresholds, all, options);
}

function scopeOf(result: Result): ThresholdScope {
  return {
    functions: Object.keys(result.functions),
    traffic: Object.keys(result.traffic),
    sources: Object.keys(result.sources),
    downstreams: Object.keys(result.downstreams),
    regions: Object.keys(result.regions),
    phases: Object.keys(result.windows),
  };
}
