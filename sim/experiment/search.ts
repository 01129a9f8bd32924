/** Looks for the value of one setting, a whole number, that just meets a demand: configs in, a value out. */
import type { SimConfig } from "../config.ts";
import type { Result } from "../result.ts";
import { simulate } from "../simulation.ts";

/** What is looked for lies between two values, in either direction. */
export interface Search {
  /** Known to pass; never tried. */
  readonly good: number;
  /** Known to fail; never tried. */
  readonly bad: number;
  /** At least one. */
  readonly seeds: readonly number[];
  /** Null for a value that the setting cannot have, which passes nothing. */
  readonly configAt: (value: number, seed: number) => SimConfig | null;
}

/** Yields configs to run, one for each seed, is told whether their results pass, and returns the value. */
export type Searching = Generator<readonly SimConfig[], number, boolean>;

/**
 * The value nearest to `bad` that passes, found by halving the way from there to `good`: log2 of the distance tries.
 * It tries with the first seed alone, then makes sure with all of them, and looks on from there if they disagree.
 *
 * Assumes that values pass from some value on up to `good`. Where that is not so, what it returns passes all the same,
 * and the value next to it, towards `bad`, does not; but others nearer to `bad` may pass too. When nothing between
 * passes, that is `good`. The same search, told the same, asks the same: it draws no luck and reads no clock.
 */
export function* searching(search: Search): Searching {
  const guess = yield* halving(search, search.bad, search.seeds.slice(0, 1));
  if (guess === search.good || (yield* passing(search, guess, search.seeds))) return guess;
  return yield* halving(search, guess, search.seeds);
}

/** The whole search, here and at once. `passes` judges the results of one value, in the order of the seeds. */
export function search(what: Search, passes: (results: readonly Result[]) => boolean): number {
  const steps = searching(what);
  let step = steps.next();
  while (step.done !== true) step = steps.next(passes(step.value.map((config) => simulate(config))));
  return step.value;
}

function* halving(search: Search, bad: number, seeds: readonly number[]): Searching {
  let fails = bad;
  let works = search.good;
  while (Math.abs(works - fails) > 1) {
    const middle = Math.round((works + fails) / 2);
    if (yield* passing(search, middle, seeds)) works = middle;
    else fails = middle;
  }
  return works;
}

function* passing(
  { configAt }: Search,
  value: number,
  seeds: readonly number[],
): Generator<readonly SimConfig[], boolean, boolean> {
  const configs = seeds.map((seed) => configAt(value, seed));
  const there = configs.filter((config) => config !== null);
  return there.length === configs.length && (yield there);
}
