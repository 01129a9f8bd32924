/** Judges the thresholds of the head on both sides, those against the base included. */

import { evaluate } from "../judge/evaluate.ts";
import type { Threshold } from "../judge/thresholds.ts";
import type { ComparedThreshold } from "./comparison.ts";
import { type CompareSide, measuredOn } from "./side.ts";

interface BothSides {
  readonly base: CompareSide | null;
  readonly head: CompareSide;
  readonly strict: boolean;
}

/** A head without runs (a file of values) judges nothing: its thresholds have been judged when it was made. */
export function judgeBothSides(
  thresholds: readonly Threshold[],
  { base, head, strict }: BothSides,
): ComparedThreshold[] {
  if (head.runs.length === 0) return [];
  const against = (threshold: Threshold) => (base === null ? null : measuredOn(base, threshold, threshold.phase));
  const verdicts = evaluate(thresholds, head.runs, { strict, against });
  return verdicts.map((verdict, index) => ({ ...verdict, basePassed: passedOn(base, thresholds[index]!, strict) }));
}

/** Null where the base has no say: no base, no samples, not on file, or a threshold that is about the base itself. */
function passedOn(base: CompareSide | null, threshold: Threshold, strict: boolean): boolean | null {
  if (base === null || threshold.bound.kind === "base") return null;
  if (base.runs.length === 0) return base.judged[threshold.source.that] ?? null;
  const [verdict] = evaluate([threshold], base.runs, { strict });
  return verdict === undefined || verdict.state !== "judged" ? null : verdict.passed;
}
