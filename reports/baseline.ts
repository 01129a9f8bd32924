/** A baseline: the numbers of a run that are compared and nothing else, small enough to be kept under review. */

import type { Result } from "../sim/index.ts";
import { type SeedValues, seedValues } from "./compare-metrics.ts";
import { type CompareSide, factsOf } from "./compare-side.ts";
import type { ComparedSide } from "./comparison.ts";

const BASELINE_SCHEMA = "burstlab.baseline/1";

export interface BaselineDocument {
  readonly schema: typeof BASELINE_SCHEMA;
  readonly scenarios: readonly BaselineEntry[];
}

interface BaselineEntry extends ComparedSide {
  readonly name: string;
  readonly file: string;
  readonly variant: string;
  readonly seeds: readonly number[];
  readonly values: SeedValues;
}

export const isBaseline = (schema: string): boolean => schema === BASELINE_SCHEMA;

/** One scenario and variant: all its runs, and what `combine` makes of them. */
export interface Repeated {
  readonly runs: readonly Result[];
  readonly result: Result;
}

export function baseline(all: readonly Repeated[]): BaselineDocument {
  return {
    schema: BASELINE_SCHEMA,
    scenarios: all.map(({ runs, result }) => ({
      name: result.scenario.name,
      file: result.scenario.file,
      variant: result.variant,
      seeds: result.seeds,
      ...factsOf(result),
      values: seedValues(runs),
    })),
  };
}

/** A result as a file holds it: with one seed it is the run itself; with several, values by seed if they are there. */
export function sideOfDocument(result: Result, values: SeedValues | undefined): CompareSide {
  const { seeds } = result;
  const facts = factsOf(result);
  if (seeds.length === 1) return { facts, seeds, values: seedValues([result]), runs: [result], result };
  if (values !== undefined) return { facts, seeds, values, runs: [], result };
  return { facts, seeds: [], values: seedValues([result]), runs: [], result };
}
