/** One side of a comparison: runs just made, or what is left of runs in a file. */
import type { Result } from "../../sim/index.ts";
import { METRICS_OF_ALL, type SubjectKind } from "../../sim/vocabulary/index.ts";
import type { Measured } from "../judge/threshold-names.ts";
import { GROUPS, observe } from "../metrics/measure.ts";
import type { ComparedSide } from "./comparison.ts";
import {
  type BySeed,
  comparedKind,
  comparedStatistics,
  firstField,
  metricKey,
  type SeedValues,
  seedValues,
  tailOf,
} from "./metrics.ts";

export interface CompareSide {
  readonly facts: ComparedSide;
  readonly seeds: readonly number[];
  readonly values: SeedValues;
  /** One for each seed; empty where a file keeps only the values above. */
  readonly runs: readonly Result[];
  /** Whether a threshold was met, by its text, where a file tells it; runs are judged anew. */
  readonly judged: Readonly<Record<string, boolean>>;
  /** What its writer did not count yet, as "kind tail": nothing is said of it. */
  readonly unknown?: ReadonlySet<string>;
  /** All seeds together, for charts and causes; null where a file does not hold it. */
  readonly result: Result | null;
}

/** A side whose runs are all there. `result` is what `combine` makes of them. */
export function sideOf(runs: readonly Result[], result: Result): CompareSide {
  return {
    facts: factsOf(result),
    seeds: runs.flatMap(({ seeds }) => seeds),
    values: seedValues(runs),
    runs,
    judged: {},
    result,
  };
}

export function factsOf({ engine, digest, scenario, cost }: Result): ComparedSide {
  return { engine, digest, scenarioDigest: scenario.digest, prices: cost.book };
}

/** What whoever wrote this result did not count yet, as "kind tail": its subjects have no such field. */
export function unknownTo(result: Result): ReadonlySet<string> {
  const lacking = METRICS_OF_ALL.filter(({ kind, reading }) => {
    const fields = fieldsOf(result, kind);
    return fields !== null && !Object.hasOwn(fields, "field" in reading ? reading.field : firstField(reading));
  });
  return new Set(
    lacking.flatMap((metric) =>
      comparedStatistics(metric).map((statistic) => metricKey(metric.kind, tailOf(metric, statistic))),
    ),
  );
}

/** Of the first subject of a kind; null without any. */
function fieldsOf(result: Result, kind: SubjectKind): object | null {
  if (kind === "cost" || kind === "destination") return null;
  const group: Readonly<Record<string, object>> = result[GROUPS[kind]] ?? {};
  return Object.values(group)[0] ?? null;
}

/** One metric of a side: its kind, and whose it is. */
export interface SideMetric {
  readonly kind: SubjectKind;
  readonly subject: string;
  readonly tail: string;
}

export function metricsOfSide({ values }: CompareSide): SideMetric[] {
  return Object.entries(values).flatMap(([kind, subjects]) =>
    Object.entries(subjects).flatMap(([subject, metrics]) =>
      Object.keys(metrics).map((tail) => ({ kind: kind as SubjectKind, subject, tail })),
    ),
  );
}

/** Its writer did not count that yet. */
export const isUnknownTo = ({ unknown }: CompareSide, { kind, tail }: SideMetric): boolean =>
  unknown?.has(metricKey(kind, tail)) ?? false;

/** Null where the side cannot tell. What a list counts by cause is 0 where the list does not have the cause. */
export function valuesOn(side: CompareSide, one: SideMetric): BySeed | null {
  const own = side.values[one.kind]?.[one.subject];
  const values = own?.[one.tail];
  if (own === undefined || values !== undefined) return values ?? null;
  const isNone = comparedKind(one.kind, one.tail)?.isListed === true && !isUnknownTo(side, one);
  return isNone ? side.seeds.map(() => 0) : null;
}

/** What a threshold measures on this side, by seed; null where the side cannot tell. */
export function measuredOn(side: CompareSide, measured: Measured, phase: string | null): BySeed | null {
  if (side.runs.length > 0) return side.runs.map((run) => observe(run, measured, phase).value);
  const { metric, subject, statistic } = measured;
  return phase === null ? valuesOn(side, { kind: metric.kind, subject, tail: tailOf(metric, statistic) }) : null;
}
