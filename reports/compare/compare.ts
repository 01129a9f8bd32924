/** Two sides of a scenario to the differences worth a reviewer's time: paired over the seeds, judged by tolerances. */

import type { SubjectKind } from "../../sim/vocabulary/index.ts";
import type { Threshold } from "../judge/thresholds.ts";
import { type Tolerances, toleranceFor } from "../judge/tolerances.ts";
import { chiefRefusals } from "../words/why-refused.ts";
import {
  COMPARISON_SCHEMA,
  type ComparedMetric,
  type ComparedRefusal,
  type Comparison,
  type ComparisonDocument,
  newlyFails,
  type ScenarioChange,
} from "./comparison.ts";
import { compareMetric, DEFAULT_TOLERANCE, type DefaultTolerance } from "./metric.ts";
import { comparedKind } from "./metrics.ts";
import { type CompareSide, isUnknownTo, metricsOfSide, type SideMetric, valuesOn } from "./side.ts";
import { judgeBothSides } from "./thresholds.ts";

/** What is compared. */
export interface CompareInput {
  readonly name: string;
  readonly file: string;
  readonly variant: string;
  /** Null for a scenario that is new. */
  readonly base: CompareSide | null;
  readonly head: CompareSide;
  /** Null where a side does not tell its settings. */
  readonly changes: readonly ScenarioChange[] | null;
  /** Of the head. */
  readonly thresholds: readonly Threshold[];
  readonly tolerances: Tolerances;
  /** For what has no tolerance of its own. */
  readonly tolerance?: DefaultTolerance;
  readonly strict: boolean;
}

export function compareSides(input: CompareInput): Comparison {
  const { name, file, variant, base, head } = input;
  const paired = base !== null && sameSeeds(base, head);
  const metrics = base === null ? [] : metricsOf(base, input, paired);
  const thresholds = judgeBothSides(input.thresholds, { base, head, strict: input.strict });
  const broken = thresholds.some((one) => one.level === "error" && newlyFails(one));
  return {
    name,
    file,
    variant,
    verdict: verdictOf(input, metrics, broken),
    seeds: [...head.seeds],
    paired,
    base: base?.facts ?? null,
    head: head.facts,
    changes: [...(input.changes ?? [])],
    changesKnown: input.changes !== null,
    metrics,
    thresholds,
    suggestion: null,
    refusals: head.result === null ? [] : refusalsOf(head.result),
  };
}

/** A comparison that is known without a run: nothing differs, or nothing is left. */
export function withoutRuns(
  { name, file, variant, changes }: Pick<CompareInput, "name" | "file" | "variant" | "changes">,
  seeds: readonly number[],
  verdict: "same" | "removed",
): Comparison {
  return {
    name,
    file,
    variant,
    verdict,
    seeds: [...seeds],
    paired: true,
    base: null,
    head: null,
    changes: [...(changes ?? [])],
    changesKnown: changes !== null,
    metrics: [],
    thresholds: [],
    suggestion: null,
    refusals: [],
  };
}

const sameSeeds = (base: CompareSide, head: CompareSide): boolean =>
  base.seeds.length === head.seeds.length && base.seeds.every((seed, index) => seed === head.seeds[index]);

/** In the order of the head; what only the base has comes last. */
function metricsOf(base: CompareSide, { head, tolerances, tolerance }: CompareInput, paired: boolean) {
  const found = new Map<string, ComparedMetric>();
  const names = new Map<string, SubjectKind>();
  for (const one of [...metricsOfSide(head), ...metricsOfSide(base)]) {
    const name = nameOf(one, [base, head]);
    // A source may be called as its function is: the function, which comes first, has the name to itself.
    if (!names.has(name)) names.set(name, one.kind);
    const metric = names.get(name) === one.kind ? name : `${name} (${one.kind})`;
    const kind = comparedKind(one.kind, one.tail);
    if (kind === undefined || found.has(metric) || [base, head].some((side) => isUnknownTo(side, one))) continue;
    const sides = { base: valuesOn(base, one) ?? [], head: valuesOn(head, one) ?? [], paired };
    const own = toleranceFor(tolerances, one) ?? tolerance ?? DEFAULT_TOLERANCE;
    const compared = compareMetric({ metric, kind: one.kind, subject: one.subject }, kind, sides, own);
    if (compared !== null) found.set(metric, compared);
  }
  return [...found.values()];
}

/** As a threshold writes it: the only Region is called "region". */
function nameOf({ kind, subject, tail }: SideMetric, sides: readonly CompareSide[]): string {
  const only = kind === "region" && sides.every(({ values }) => Object.keys(values.region ?? {}).length === 1);
  return `${only ? "region" : subject}.${tail}`;
}

function verdictOf({ base, head }: CompareInput, metrics: readonly ComparedMetric[], broken: boolean) {
  if (base === null) return "new";
  if (base.facts.digest === head.facts.digest) return broken ? "worse" : "same";
  const found = metrics.map(({ verdict }) => verdict);
  if (broken || found.includes("worse")) return "worse";
  const best = (["better", "differs", "within tolerance"] as const).find((verdict) => found.includes(verdict));
  return best ?? "no change";
}

function refusalsOf(result: NonNullable<CompareSide["result"]>): ComparedRefusal[] {
  return chiefRefusals(result).map(({ name, why, throttle: { rule, count, firstMs, unusedInRegionCount } }) => ({
    function: name,
    why,
    rule,
    count,
    firstMs,
    unusedInRegionCount,
  }));
}

/** From worst to best. */
const ORDER: readonly Comparison["verdict"][] = [
  "worse",
  "removed",
  "new",
  "better",
  "differs",
  "within tolerance",
  "no change",
  "same",
];

export function comparisonDocument(
  base: ComparisonDocument["base"],
  head: ComparisonDocument["head"],
  scenarios: readonly Comparison[],
): ComparisonDocument {
  const broken = scenarios.flatMap(({ thresholds }) => thresholds.filter(newlyFails));
  const errors = broken.filter(({ level }) => level === "error").length;
  return {
    schema: COMPARISON_SCHEMA,
    base,
    head,
    verdict: ORDER.find((verdict) => scenarios.some((one) => one.verdict === verdict)) ?? "same",
    worseCount: scenarios.flatMap(({ metrics }) => metrics.filter(({ verdict }) => verdict === "worse")).length,
    brokenCount: { error: errors, warn: broken.length - errors },
    scenarios: [...scenarios],
  };
}
