/** Two sides of a scenario to the differences worth a reviewer's time: paired over the seeds, judged by tolerances. */

import { compareMetric, DEFAULT_TOLERANCE, type DefaultTolerance } from "./compare-metric.ts";
import { comparedKind } from "./compare-metrics.ts";
import { type CompareSide, metricsOfSide, type SideMetric } from "./compare-side.ts";
import { judgeBothSides } from "./compare-thresholds.ts";
import {
  COMPARISON_SCHEMA,
  type ComparedMetric,
  type ComparedRefusal,
  type Comparison,
  type ComparisonDocument,
  type ScenarioChange,
} from "./comparison.ts";
import type { Threshold } from "./thresholds.ts";
import { type Tolerances, toleranceFor } from "./tolerances.ts";
import { chiefRefusals } from "./why-refused.ts";

/** What is compared. The head is there, in any case. */
export interface CompareInput {
  readonly name: string;
  readonly file: string;
  readonly variant: string;
  readonly base: CompareSide | null;
  readonly head: CompareSide | null;
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
  const paired = base !== null && head !== null && sameSeeds(base, head);
  const metrics = base === null || head === null ? [] : metricsOf(base, head, { paired, input });
  const thresholds = head === null ? [] : judgeBothSides(input.thresholds, { base, head, strict: input.strict });
  const broken = thresholds.some(isBroken);
  return {
    name,
    file,
    variant,
    verdict: verdictOf(input, metrics, broken),
    seeds: [...(head ?? base)!.seeds],
    paired,
    base: base?.facts ?? null,
    head: head?.facts ?? null,
    changes: [...(input.changes ?? [])],
    changesKnown: input.changes !== null,
    metrics,
    thresholds,
    suggestion: null,
    refusals: head?.result == null ? [] : refusalsOf(head.result),
  };
}

/** A comparison that is known without a run: nothing differs, or nothing is left. */
export function withoutRuns(
  { name, file, variant, changes }: Pick<CompareInput, "name" | "file" | "variant" | "changes">,
  seeds: readonly number[],
  verdict: "same" | "removed",
): Comparison {
  const nothing = { base: null, head: null, metrics: [], thresholds: [], refusals: [], suggestion: null };
  const known = { changes: [...(changes ?? [])], changesKnown: changes !== null };
  return { ...{ name, file, variant, verdict, seeds: [...seeds], paired: true }, ...known, ...nothing };
}

/** Whether a threshold of level `error` fails that the base does not fail. */
const isBroken = ({ passed, level, basePassed }: Comparison["thresholds"][number]): boolean =>
  !passed && level === "error" && basePassed !== false;

const sameSeeds = (base: CompareSide, head: CompareSide): boolean =>
  base.seeds.length === head.seeds.length && base.seeds.every((seed, index) => seed === head.seeds[index]);

interface Pairing {
  readonly paired: boolean;
  readonly input: CompareInput;
}

function metricsOf(base: CompareSide, head: CompareSide, { paired, input }: Pairing): ComparedMetric[] {
  const before = metricsOfSide(base);
  const after = metricsOfSide(head);
  const found = new Map<string, ComparedMetric>();
  for (const one of [...after, ...before.filter((each) => !has(after, each))]) {
    const metric = nameOf(one, [base, head]);
    const kind = comparedKind(one.kind, one.tail);
    if (kind === undefined || found.has(metric)) continue;
    const sides = { base: valuesIn(base, one), head: valuesIn(head, one), paired };
    const own = toleranceFor(input.tolerances, one) ?? input.tolerance ?? DEFAULT_TOLERANCE;
    const compared = compareMetric({ metric, subject: one.subject }, kind, sides, own);
    if (compared !== null) found.set(metric, compared);
  }
  return [...found.values()];
}

const has = (list: readonly SideMetric[], { kind, subject, tail }: SideMetric): boolean =>
  list.some((each) => each.kind === kind && each.subject === subject && each.tail === tail);

const valuesIn = ({ values }: CompareSide, { kind, subject, tail }: SideMetric) =>
  values[kind]?.[subject]?.[tail] ?? [];

/** As a threshold writes it: the only Region is called "region". */
function nameOf({ kind, subject, tail }: SideMetric, sides: readonly CompareSide[]): string {
  const only = kind === "region" && sides.every(({ values }) => Object.keys(values.region ?? {}).length === 1);
  return `${only ? "region" : subject}.${tail}`;
}

function verdictOf({ base, head }: CompareInput, metrics: readonly ComparedMetric[], broken: boolean) {
  if (base === null || head === null) return "new";
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
  const thresholds = scenarios.flatMap((one) => one.thresholds);
  const broken = thresholds.filter(({ passed, basePassed }) => !passed && basePassed !== false);
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
