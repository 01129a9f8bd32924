/** What would be right: the value of a changed setting, nearest to the head's, that meets what the head has broken. */

import type { ScenarioChange } from "../../reports/compare/comparison.ts";
import { type Comparison, evaluate, passed, type Suggestion, type Threshold } from "../../reports/index.ts";
import { ScenarioError } from "../../scenarios/index.ts";
import { type SimConfig, searching } from "../../sim/index.ts";
import type { Planned } from "./opening.ts";
import { type Circumstances, runOne } from "./running.ts";

const WHOLE = /^\d+$/;

/** A setting with two whole numbers, of which the base's is known to be good and the head's to be bad. */
interface Asked {
  readonly path: string;
  readonly good: number;
  readonly bad: number;
  readonly thresholds: readonly Threshold[];
}

/** Null when there is nothing to look for: nothing broken, or no single whole number has changed. */
export async function suggest(comparison: Comparison, head: Planned, how: Circumstances): Promise<Suggestion | null> {
  const asked = askedBy(comparison, head);
  if (asked === null) return null;
  const { path, good, bad, thresholds } = asked;
  const seeds = head.configs.map(({ seed }) => seed);
  const search = searching({ good, bad, seeds, configAt: (value, seed) => configWith(head, { path, value, seed }) });
  let step = search.next();
  while (step.done !== true) {
    const { runs } = await runOne({ ...head, configs: step.value }, { ...how, judge: false });
    step = search.next(passed(evaluate(thresholds, runs, { strict: how.strict })));
  }
  return { path, value: step.value, from: bad, to: good };
}

function askedBy({ changes, thresholds, variant }: Comparison, head: Planned): Asked | null {
  const numbers = changes.filter(isWholeNumber);
  const [change] = numbers;
  const broken = thresholds.map(
    ({ passed: met, level, basePassed }) => !met && level === "error" && basePassed === true,
  );
  if (change === undefined || numbers.length > 1 || !broken.includes(true) || variant !== "base") return null;
  // What the base meets must be met; what neither side meets cannot be asked for.
  const wanted = head.thresholds.filter((_, index) => thresholds[index]?.basePassed === true);
  return { path: change.path, good: Number(change.base), bad: Number(change.head), thresholds: wanted };
}

const isWholeNumber = ({ base, head }: ScenarioChange): boolean => WHOLE.test(base ?? "") && WHOLE.test(head ?? "");

interface Setting {
  readonly path: string;
  readonly value: number;
  readonly seed: number;
}

/** Null for a value that the scenario cannot have. */
function configWith({ scenario, variant }: Planned, { path, value, seed }: Setting): SimConfig | null {
  try {
    return scenario.config({ seed, variant, set: { [path]: String(value) } });
  } catch (error) {
    if (error instanceof ScenarioError) return null;
    throw error;
  }
}
