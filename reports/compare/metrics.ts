/** What is compared between two sides: which metrics and statistics, and which way each gets worse. */
import type { Result } from "../../sim/index.ts";
import {
  METRICS,
  METRICS_OF_SOME,
  type Metric,
  type Reading,
  type SubjectKind,
  type Worse,
} from "../../sim/vocabulary/index.ts";
import type { Verdict } from "../judge/verdict.ts";
import { GROUPS, listed, observe } from "../metrics/measure.ts";
import { metricsOf, unitOf } from "../metrics/metrics.ts";

/** One value for each seed; null where a seed has no samples. */
export type BySeed = readonly (number | null)[];

/** All compared values of one side, by kind, subject and metric: function, checkout, "throttles.rate". */
export type SeedValues = Readonly<
  Partial<Record<SubjectKind, Readonly<Record<string, Readonly<Record<string, BySeed>>>>>>
>;

/** The statistics of a metric that are compared. */
export function comparedStatistics({ kind, name, reading }: Metric): readonly string[] {
  if (reading.family === "listed") return ["rate"];
  if (reading.family === "count") return typeof reading.of === "object" && reading.of !== null ? ["rate"] : ["count"];
  if (reading.family === "money" || reading.family === "sum") return ["sum"];
  if (reading.family !== "time") return reading.family === "unsupported" ? [] : ["max"];
  const whole = kind === "function" && (name === "latency" || name === "duration");
  return whole ? ["p50", "p95", "p99"] : [...new Set([reading.usually, "p99"])];
}

/** What a compared metric is. */
export interface ComparedKind {
  readonly unit: Verdict["unit"];
  readonly worse: Worse;
  readonly headline: boolean;
  /** Where a side has it and the other one has its subject only, there were 0 of it there. */
  readonly isListed: boolean;
}

/** Every compared metric of these runs, which differ in their seed only. */
export function seedValues(runs: readonly Result[]): SeedValues {
  const [first] = runs;
  if (first === undefined) return {};
  const kinds = Object.entries(GROUPS).map(([kind, group]) => [
    kind,
    valuesOf(runs, kind as SubjectKind, Object.keys(first[group] ?? {})),
  ]);
  const destinations = runs.flatMap((run) => Object.keys(run.destinations));
  return {
    ...Object.fromEntries(kinds),
    ...(destinations.length === 0 ? {} : { destination: valuesOf(runs, "destination", [...new Set(destinations)]) }),
    cost: valuesOf(runs, "cost", ["cost"]),
  };
}

function valuesOf(runs: readonly Result[], kind: SubjectKind, subjects: readonly string[]) {
  const of = (subject: string): [string, BySeed][] =>
    metricsOf(kind)
      .filter((metric) => runs.some((run) => applies(run, subject, metric)))
      .flatMap((metric) =>
        comparedStatistics(metric).flatMap((statistic): [string, BySeed][] => {
          const values = runs.map((run) => observe(run, { metric, subject, statistic }, null).value);
          return values.every((value) => value === null) ? [] : [[tailOf(metric, statistic), values]];
        }),
      );
  return Object.fromEntries(subjects.map((subject) => [subject, Object.fromEntries(of(subject))]));
}

const OF_SOME: ReadonlySet<Metric> = new Set(METRICS_OF_SOME);

/** Only a durable function has executions, for instance, and only a refused one causes of refusals. */
function applies({ functions }: Result, subject: string, metric: Metric): boolean {
  if (!OF_SOME.has(metric)) return true;
  const { reading } = metric;
  const fields = (functions[subject] ?? {}) as Readonly<Record<string, unknown>>;
  if (reading.family === "listed") return listed(fields, reading) !== null;
  return Object.hasOwn(fields, "field" in reading ? reading.field : firstField(reading));
}

/** Of several that begin alike. */
export const firstField = (reading: Reading): string => ("prefix" in reading ? `${reading.prefix}Max` : "");

/** "throttles.rate"; money has no statistic. */
export const tailOf = ({ name, reading }: Metric, statistic: string): string =>
  reading.family === "money" ? name : `${name}.${statistic}`;

const ALL: readonly (ComparedKind & { readonly kind: SubjectKind; readonly tail: string })[] = METRICS.flatMap(
  (metric) =>
    comparedStatistics(metric).map((statistic) => {
      const tail = tailOf(metric, statistic);
      const headline = metric.first.includes(statistic);
      const isListed = metric.reading.family === "listed";
      return { kind: metric.kind, tail, unit: unitOf(metric, statistic), worse: metric.worse, headline, isListed };
    }),
);

/** Everything that is compared, in the order of the catalogue. */
export const comparedMetrics = (): typeof ALL => ALL;

/** "function throttles.rate", as baselines name what they compare. */
export const metricKey = (kind: SubjectKind, tail: string): string => `${kind} ${tail}`;

const KNOWN: ReadonlyMap<string, ComparedKind> = new Map(ALL.map((one) => [metricKey(one.kind, one.tail), one]));

/** The keys of everything that is compared. */
export const comparedKeys = (): string[] => [...KNOWN.keys()];

/** What "throttles.rate" of a function is; undefined for what this version does not know. */
export const comparedKind = (kind: SubjectKind, tail: string): ComparedKind | undefined =>
  KNOWN.get(metricKey(kind, tail));
