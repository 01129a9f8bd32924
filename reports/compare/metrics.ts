/** What is compared between two sides: which metrics and statistics, and which way each gets worse. */
import type { Result } from "../../sim/index.ts";
import type { Verdict } from "../judge/verdict.ts";
import { CATALOGUE, type Metric, type SubjectKind } from "../metrics/catalogue.ts";
import { GROUPS, observe } from "../metrics/measure.ts";
import { metricsOf, unitOf } from "../metrics/metrics.ts";

/** One value for each seed; null where a seed has no samples. */
export type BySeed = readonly (number | null)[];

/** All compared values of one side, by kind, subject and metric: function, checkout, "throttles.rate". */
export type SeedValues = Readonly<
  Partial<Record<SubjectKind, Readonly<Record<string, Readonly<Record<string, BySeed>>>>>>
>;

/** Which direction is worse; null: neither. */
type Worse = "up" | "down" | null;

const UP: Readonly<Record<SubjectKind, readonly string[]>> = {
  function: [
    ...["throttles", "refusals", "errors", "timeouts", "coldStarts", "spillover"],
    ...["latency", "duration", "init", "wait", "async.dropped", "async.pending", "async.retries", "async.depth"],
    ...["async.age", "cost", "cost.month", "executions.failed", "executions.timedOut", "executions.duration"],
  ],
  traffic: ["failed", "throttled", "refused", "abandoned", "dropped", "retries", "latency"],
  source: ["failed", "throttled", "refused", "abandoned", "dropped", "retries", "latency"],
  downstream: ["rejected", "waited", "latency"],
  region: ["throttles"],
  cost: ["total", "perMillion", "month"],
};
const DOWN: Readonly<Record<SubjectKind, readonly string[]>> = {
  function: ["async.succeeded", "executions.succeeded"],
  traffic: ["succeeded"],
  source: ["succeeded"],
  downstream: [],
  region: [],
  cost: [],
};
/** What a reader wants first; the rest tells the same story once more. */
const HEADLINES: Readonly<Record<SubjectKind, readonly string[]>> = {
  function: [
    ...["throttles.rate", "refusals.rate", "errors.rate", "timeouts.rate", "coldStarts.rate", "latency.p99"],
    ...["async.dropped.rate", "async.age.max", "executions.failed.rate", "executions.timedOut.rate"],
  ],
  traffic: ["abandoned.rate", "dropped.rate"],
  source: ["dropped.rate"],
  downstream: ["rejected.rate"],
  region: [],
  cost: ["total"],
};

function worseOf({ kind, name }: Metric): Worse {
  if (UP[kind].includes(name)) return "up";
  return DOWN[kind].includes(name) ? "down" : null;
}

/** The statistics of a metric that are compared. */
function comparedStatistics({ kind, name, reading }: Metric): readonly string[] {
  if (reading.family === "count") return typeof reading.of === "object" && reading.of !== null ? ["rate"] : ["count"];
  if (reading.family === "money") return ["sum"];
  if (reading.family !== "time") return reading.family === "unsupported" ? [] : ["max"];
  const whole = kind === "function" && (name === "latency" || name === "duration");
  return whole ? ["p50", "p95", "p99"] : [...new Set([reading.usually, "p99"])];
}

/** What a compared metric is. */
export interface ComparedKind {
  readonly unit: Verdict["unit"];
  readonly worse: Worse;
  readonly headline: boolean;
}

/** Every compared metric of these runs, which differ in their seed only. */
export function seedValues(runs: readonly Result[]): SeedValues {
  const [first] = runs;
  if (first === undefined) return {};
  const kinds = Object.entries(GROUPS).map(([kind, group]) => [
    kind,
    valuesOf(runs, kind as SubjectKind, Object.keys(first[group])),
  ]);
  return { ...Object.fromEntries(kinds), cost: valuesOf(runs, "cost", ["cost"]) };
}

function valuesOf(runs: readonly Result[], kind: SubjectKind, subjects: readonly string[]) {
  const of = (subject: string): [string, BySeed][] =>
    metricsOf(kind)
      .filter((metric) => applies(runs[0]!, subject, metric))
      .flatMap((metric) =>
        comparedStatistics(metric).flatMap((statistic): [string, BySeed][] => {
          const values = runs.map((run) => observe(run, { metric, subject, statistic }, null).value);
          return values.every((value) => value === null) ? [] : [[tailOf(metric, statistic), values]];
        }),
      );
  return Object.fromEntries(subjects.map((subject) => [subject, Object.fromEntries(of(subject))]));
}

/** Only a durable function has executions: elsewhere there are not even 0 of them. */
const applies = (result: Result, subject: string, { kind, name }: Metric): boolean =>
  kind !== "function" ||
  !name.startsWith("executions.") ||
  result.functions[subject]?.executionsStartedCount !== undefined;

/** "throttles.rate"; money has no statistic. */
export const tailOf = ({ name, reading }: Metric, statistic: string): string =>
  reading.family === "money" ? name : `${name}.${statistic}`;

const ALL: readonly (ComparedKind & { readonly kind: SubjectKind; readonly tail: string })[] = CATALOGUE.flatMap(
  (metric) =>
    comparedStatistics(metric).map((statistic) => {
      const tail = tailOf(metric, statistic);
      const headline = HEADLINES[metric.kind].includes(tail);
      return { kind: metric.kind, tail, unit: unitOf(metric, statistic), worse: worseOf(metric), headline };
    }),
);

/** Everything that is compared, in the order of the catalogue. */
export const comparedMetrics = (): typeof ALL => ALL;

const KNOWN: ReadonlyMap<string, ComparedKind> = new Map(ALL.map((one) => [`${one.kind} ${one.tail}`, one]));

/** What "throttles.rate" of a function is; undefined for what this version does not know. */
export const comparedKind = (kind: SubjectKind, tail: string): ComparedKind | undefined => KNOWN.get(`${kind} ${tail}`);
