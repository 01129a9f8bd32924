/** `evaluate` and `compare` for users of the library: thresholds as a scenario holds them, judged on results. */
import {
  type CompareSide,
  type Comparison,
  compareSides,
  type EvaluateOptions,
  evaluate as judge,
  parseThresholds,
  sideOf,
  type ThresholdProblem,
  type ThresholdScope,
  type ThresholdSource,
  type Verdict,
} from "../../reports/index.ts";
import { combine, type Result } from "../../sim/index.ts";

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

export interface CompareOptions extends EvaluateOptions {
  /** Judged on both sides. */
  readonly thresholds?: readonly ThresholdSource[];
  /** Smallest change that counts: of a share (0.001 is a tenth of a point), and of the rest as a share of the base. */
  readonly tolerance?: { readonly share: number; readonly relative: number };
}

/**
 * What differs between two sides, each with one result or one for each seed; paired when the seeds are the same.
 * @throws RangeError when a side has no result, or a threshold cannot be understood.
 */
export function compare(base: readonly Result[], head: readonly Result[], options: CompareOptions = {}): Comparison {
  const [before, after] = [base, head].map((runs) => sideOf(runs, combine(atLeastOne(runs)))) as [
    CompareSide,
    CompareSide,
  ];
  const { scenario, variant } = after.runs[0]!;
  const parsed = parseThresholds(options.thresholds ?? [], scopeOf(after.runs[0]!));
  if (parsed.problems.length > 0) throw new RangeError(parsed.problems.map(({ text }) => text).join("\n"));
  return compareSides({
    ...{ name: scenario.name, file: scenario.file, variant, base: before, head: after, changes: null },
    ...{ thresholds: parsed.thresholds, tolerances: {}, strict: options.strict ?? false },
    ...(options.tolerance === undefined ? {} : { tolerance: options.tolerance }),
  });
}

function atLeastOne(runs: readonly Result[]): readonly Result[] {
  if (runs.length === 0) throw new RangeError("compare needs at least one result on each side");
  return runs;
}

function scopeOf(result: Result): ThresholdScope {
  return {
    functions: Object.keys(result.functions),
    traffic: Object.keys(result.traffic),
    sources: Object.keys(result.sources),
    calls: Object.keys(result.calls ?? {}),
    sends: Object.keys(result.sends ?? {}),
    downstreams: Object.keys(result.downstreams),
    destinations: Object.keys(result.destinations),
    regions: Object.keys(result.regions),
    phases: Object.keys(result.windows),
  };
}
