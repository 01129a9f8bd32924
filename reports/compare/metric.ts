/** Judges one metric on two sides: the change, its interval over the seeds, and whether it matters. */

import { rounded } from "../judge/evaluate.ts";
import { independent95, interval95, mean } from "../judge/student.ts";
import type { Tolerance } from "../judge/tolerances.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { ChangeVerdict, ComparedMetric } from "./comparison.ts";
import type { BySeed, ComparedKind } from "./metrics.ts";

/** What a change must exceed, where no metric has a tolerance of its own. */
export interface DefaultTolerance {
  /** Of a share: 0.001 is a tenth of a percentage point. */
  readonly share: number;
  /** Of anything else, as a share of the base. */
  readonly relative: number;
}

export const DEFAULT_TOLERANCE: DefaultTolerance = { share: 0.001, relative: 0.01 };
/** Never less than one of a count and one ms, as Lambda bills. */
const LEAST: Readonly<Record<Verdict["unit"], number>> = { share: 0, count: 1, ms: 1, perSecond: 0, usd: 0 };

/** The same metric of both sides. */
export interface Sides {
  readonly base: BySeed;
  readonly head: BySeed;
  /** The same seeds stand at the same places: differences are taken seed by seed. */
  readonly paired: boolean;
}

interface Change {
  readonly change: number | null;
  readonly interval: [number, number] | null;
}

/** Null where neither side has a sample. */
export function compareMetric(
  name: Pick<ComparedMetric, "metric" | "kind" | "subject">,
  kind: Omit<ComparedKind, "isListed">,
  sides: Sides,
  own: Tolerance | DefaultTolerance,
): ComparedMetric | null {
  const [base, head] = [meanOf(sides.base), meanOf(sides.head)];
  if (base === null && head === null) return null;
  const { change, interval } = changeOf(sides);
  const tolerance = toleranceOf(own, kind.unit, Math.abs(base ?? 0));
  const round = (value: number): number => rounded(value, kind.unit);
  return {
    ...name,
    unit: kind.unit,
    headline: kind.headline,
    base: base === null ? null : round(base),
    head: head === null ? null : round(head),
    change: change === null ? null : round(change),
    interval: interval === null ? null : [round(interval[0]), round(interval[1])],
    tolerance: round(tolerance),
    verdict: isSame(sides) ? "same" : verdictOf({ change, interval }, tolerance, kind),
  };
}

const known = (values: BySeed): number[] => values.filter((value) => value !== null);

function meanOf(values: BySeed): number | null {
  const some = known(values);
  return some.length === 0 ? null : mean(some);
}

function isSame({ base, head, paired }: Sides): boolean {
  return paired && base.every((value, seed) => value === head[seed]);
}

function changeOf({ base, head, paired }: Sides): Change {
  if (!paired) {
    const [before, after] = [known(base), known(head)];
    if (before.length === 0 || after.length === 0) return { change: null, interval: null };
    return { change: mean(after) - mean(before), interval: independent95(before, after) };
  }
  const differences = head.flatMap((value, seed) => {
    const before = base[seed] ?? null;
    return value === null || before === null ? [] : [value - before];
  });
  if (differences.length === 0) return { change: null, interval: null };
  return { change: mean(differences), interval: interval95(differences) };
}

function toleranceOf(own: Tolerance | DefaultTolerance, unit: Verdict["unit"], base: number): number {
  if ("value" in own) return own.percent && unit !== "share" ? own.value * base : own.value;
  return unit === "share" ? own.share : Math.max(LEAST[unit], own.relative * base);
}

function verdictOf(
  { change, interval }: Change,
  tolerance: number,
  { worse }: Pick<ComparedKind, "worse">,
): ChangeVerdict {
  if (change === null) return "differs";
  if (change === 0 || (interval !== null && interval[0] <= 0 && interval[1] >= 0)) return "no change";
  if (Math.abs(change) <= tolerance) return "within tolerance";
  if (worse === null) return "differs";
  return change > 0 === (worse === "up") ? "worse" : "better";
}
