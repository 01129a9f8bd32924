/** A baseline: the numbers of a run that are compared and nothing else, small enough to be kept under review. */

import type { Result } from "../../sim/index.ts";
import type { ComparedSide } from "../compare/comparison.ts";
import { comparedKeys, type SeedValues, seedValues } from "../compare/metrics.ts";
import { type CompareSide, factsOf, unknownTo } from "../compare/side.ts";
import type { Verdict } from "../judge/verdict.ts";

const BASELINE_SCHEMA = "burstlab.baseline/2";
/** The same, with fewer metrics. */
const OLDER_BASELINE = "burstlab.baseline/1";

export interface BaselineDocument {
  readonly schema: typeof BASELINE_SCHEMA;
  /** Every metric that its writer compares, as "function throttles.rate": another version may know more. */
  readonly metrics: readonly string[];
  readonly scenarios: readonly BaselineEntry[];
}

interface BaselineEntry extends ComparedSide {
  readonly name: string;
  readonly file: string;
  readonly variant: string;
  readonly seeds: readonly number[];
  /** Whether each threshold was met, by its text. */
  readonly thresholds: Readonly<Record<string, boolean>>;
  readonly values: SeedValues;
}

export const isOlderBaseline = (schema: unknown): boolean => schema === OLDER_BASELINE;
export const isBaseline = (schema: unknown): boolean => schema === BASELINE_SCHEMA || isOlderBaseline(schema);

/** One scenario and variant: all its runs, and what `combine` makes of them. */
export interface Repeated {
  readonly runs: readonly Result[];
  readonly result: Result;
}

export function baseline(all: readonly (Repeated & Judged)[]): BaselineDocument {
  return {
    schema: BASELINE_SCHEMA,
    metrics: comparedKeys(),
    scenarios: all.map(({ runs, result, verdicts }) => ({
      name: result.scenario.name,
      file: result.scenario.file,
      variant: result.variant,
      seeds: result.seeds,
      ...factsOf(result),
      thresholds: judgementOf(verdicts),
      values: seedValues(runs),
    })),
  };
}

interface Judged {
  readonly verdicts: readonly Verdict[];
}

const judgementOf = (verdicts: readonly Verdict[]): Record<string, boolean> =>
  Object.fromEntries(verdicts.filter(({ state }) => state === "judged").map(({ that, passed }) => [that, passed]));

/** A result as a file holds it: with one seed it is the run itself; with several, values by seed if they are there. */
export function sideOfDocument(
  { result, verdicts }: Judged & { readonly result: Result },
  values: SeedValues | undefined,
): CompareSide {
  const { seeds } = result;
  const unknown = unknownTo(result);
  const side = { facts: factsOf(result), judged: judgementOf(verdicts), result, unknown };
  if (seeds.length === 1) return { ...side, seeds, values: seedValues([result]), runs: [result] };
  if (values !== undefined) return { ...side, seeds, values, runs: [] };
  return { ...side, seeds: [], values: seedValues([result]), runs: [] };
}
