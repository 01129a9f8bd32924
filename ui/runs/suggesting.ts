/** What would be right: the value of a changed setting, nearest to the head's, that meets what the head has broken. */

import type { ScenarioChange } from "../../reports/comparison.ts";
import { type Comparison, evaluate, passed, type Suggestion, type Threshold } from "../../reports/index.ts";
import { ScenarioError } from "../../scenarios/index.ts";
import type { SimConfig } from "../../sim/index.ts";
import type { Planned } from "./opening.ts";
import { type Circumstances, runOne } from "./running.ts";

const WHOLE = /^\d+$/;

/** A setting between two whole numbers, of which the base's is known to be good and the head's to be bad. */
interface Search {
  readonly path: string;
  readonly good: number;
  readonly bad: number;
  readonly thresholds: readonly Threshold[];
}

/**
 * Halves the way between base and head: thresholds are taken to be met from some value on. Looks with the first seed,
 * then makes sure with all of them. Null when there is nothing to look for: nothing broken, or no single whole number.
 */
export async function suggest(comparison: Comparison, head: Planned, how: Circumstances): Promise<Suggestion | null> {
  const search = searchFor(comparison, head);
  if (search === null) return null;
  const first = { ...head, configs: head.configs.slice(0, 1) };
  const guess = await halve(search, (value) => meets(search, { plan: first, value }, how));
  if (guess === search.good || (await meets(search, { plan: head, value: guess }, how))) return found(search, guess);
  const sure = await halve({ ...search, bad: guess }, (value) => meets(search, { plan: head, value }, how));
  return found(search, sure);
}

const found = ({ path, bad, good }: Search, value: number): Suggestion => ({ path, value, from: bad, to: good });

function searchFor({ changes, thresholds, variant }: Comparison, head: Planned): Search | null {
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

/** The value nearest to `bad` that passes, if all from there to `good` do. */
async function halve({ good, bad }: Pick<Search, "good" | "bad">, passes: (value: number) => Promise<boolean>) {
  let [fails, works] = [bad, good];
  while (Math.abs(works - fails) > 1) {
    const middle = Math.round((works + fails) / 2);
    if (await passes(middle)) works = middle;
    else fails = middle;
  }
  return works;
}

interface Attempt {
  readonly plan: Planned;
  readonly value: number;
}

/** A value that the scenario cannot have at all meets nothing. */
async function meets({ path, thresholds }: Search, { plan, value }: Attempt, how: Circumstances): Promise<boolean> {
  const configs = configsWith(plan, path, value);
  if (configs === null) return false;
  const { runs } = await runOne({ ...plan, configs }, { ...how, judge: false });
  return passed(evaluate(thresholds, runs, { strict: how.strict }));
}

function configsWith({ scenario, configs, variant }: Planned, path: string, value: number): SimConfig[] | null {
  try {
    return configs.map(({ seed }) => scenario.config({ seed, variant, set: { [path]: String(value) } }));
  } catch (error) {
    if (error instanceof ScenarioError) return null;
    throw error;
  }
}
