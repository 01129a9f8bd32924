/** What a comparison found, as plain JSON: the document of `compare --json`, which other reports and programs read. */
import type { SubjectKind } from "../../sim/vocabulary/index.ts";
import type { Verdict } from "../judge/verdict.ts";

export const COMPARISON_SCHEMA = "burstlab.comparison/1";

/**
 * - `same`: the same value in every seed; for a scenario, runs with the same digests.
 * - `no change`: the interval of the difference holds 0.
 * - `within tolerance`: a difference smaller than the tolerance of the metric.
 * - `better`, `worse`: beyond it.
 * - `differs`: beyond it, of a metric for which neither direction is worse, or that one side does not have.
 */
export type ChangeVerdict = "same" | "no change" | "within tolerance" | "better" | "worse" | "differs";

/** One metric on both sides, as means over the seeds, in its own unit. */
export interface ComparedMetric {
  /** As a threshold writes it: "checkout.throttles.rate"; of a second subject of this name with its kind behind it. */
  metric: string;
  kind: SubjectKind;
  /** Whose it is: a function, traffic, source, downstream, destination or Region of the scenario, or "cost". */
  subject: string;
  unit: Verdict["unit"];
  /** Told first: the others tell the same story once more. */
  headline: boolean;
  /** Null where a side has no samples. */
  base: number | null;
  head: number | null;
  /** Head minus base; null when a side has no value. */
  change: number | null;
  /** 95 % interval of the change over the seeds; null with fewer than two. */
  interval: [number, number] | null;
  /** The smallest change that counts. */
  tolerance: number;
  verdict: ChangeVerdict;
}

/** A field of the scenario that differs: "functions.checkout.reserved", 400, 300. */
export interface ScenarioChange {
  path: string;
  /** As the file writes it; null where the field does not stand. */
  base: string | null;
  head: string | null;
  /** Where it stands: on the head's side, or on the base's when it was removed. */
  file: string;
  line: number;
}

/** A threshold of the head, also judged on the base. */
export interface ComparedThreshold extends Verdict {
  /** Null where the base cannot tell: a new scenario, or a function that is new. */
  basePassed: boolean | null;
}

/** Whether it fails on the head, and is not known to fail on the base as well. */
export const newlyFails = ({ passed, basePassed }: ComparedThreshold): boolean => !passed && basePassed !== false;

/** Why requests of one function were refused: its chief cause on the head's side. */
export interface ComparedRefusal {
  function: string;
  /** "reserved 300 all busy". */
  why: string;
  rule: string;
  /** Attempts refused for this cause, mean over the seeds, and when the first was, in the first seed. */
  count: number;
  firstMs: number;
  /** Units of the Region's quota that nobody used then. */
  unusedInRegionCount: number;
}

/** A whole number between head and base, nearest to the head's, with which everything is met that the base meets. */
export interface Suggestion {
  path: string;
  value: number;
  /** The head's and the base's. */
  from: number;
  to: number;
}

export interface ComparedSide {
  engine: string;
  /** Of the result. */
  digest: string;
  /** Of the scenario's configuration. */
  scenarioDigest: string;
  /** Prices of which Region and month. */
  prices: string;
}

/** One scenario and variant on both sides. */
export interface Comparison {
  name: string;
  file: string;
  variant: string;
  /** `new`, `removed`: only one side has it. */
  verdict: ChangeVerdict | "new" | "removed";
  seeds: number[];
  /** Whether differences were taken seed by seed. */
  paired: boolean;
  /** Null for a side that is not there, and for both where nothing differs, so that nothing had to run. */
  base: ComparedSide | null;
  head: ComparedSide | null;
  changes: ScenarioChange[];
  /** Whether both sides tell their settings; a result on file does not, and then `changes` is empty. */
  changesKnown: boolean;
  /** Every metric that either side has, in the order of the catalogue. */
  metrics: ComparedMetric[];
  thresholds: ComparedThreshold[];
  refusals: ComparedRefusal[];
  /** Null where nothing was looked for, or there is no single number to look for. */
  suggestion: Suggestion | null;
}

/** One side of all comparisons: "main", and the commit when it is one. */
export interface ComparisonLabel {
  label: string;
  revision: string | null;
}

export interface ComparisonDocument {
  schema: typeof COMPARISON_SCHEMA;
  base: ComparisonLabel;
  head: ComparisonLabel;
  /** The worst of the scenarios. */
  verdict: Comparison["verdict"];
  /** Metrics that got worse beyond their tolerance, over all scenarios. */
  worseCount: number;
  /** Thresholds that the head fails and the base does not fail, by their level. */
  brokenCount: { error: number; warn: number };
  scenarios: Comparison[];
}
