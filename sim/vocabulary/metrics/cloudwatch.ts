/** CloudWatch's metrics in AWS's words (§10): what a result calls each, its name and its unit follow from the rows. */
import type { CloudWatchUnit, Metric, Reading } from "./metric.ts";

/** What a point tells of its period. */
type Statistic = "sum" | "highest" | "average" | "maximum";

/** One row of points of a result. */
export interface CloudWatchColumn {
  /** As a result calls it. */
  readonly column: string;
  /** AWS's name; of a second statistic of the same metric, with the statistic behind it. */
  readonly name: string;
  readonly unit: CloudWatchUnit;
  readonly statistic: Statistic;
  readonly metric: Metric;
}

/** What recorders call a metric: its field, what its fields begin with, the cause, or what is sampled. */
export type KeyOf<Read extends Reading> = Read extends { readonly field: infer Key extends string }
  ? Key
  : Read extends { readonly prefix: infer Key extends string }
    ? Key
    : Read extends { readonly cause: infer Key extends string }
      ? Key
      : Read extends { readonly sample: infer Key extends string }
        ? Key
        : never;

type Shown<Row> = Row extends { readonly cloudWatch: "" } ? never : Row;

/** What recorders call those of these metrics that CloudWatch has. */
export type CloudWatchKey<Rows extends readonly Metric[]> =
  Shown<Rows[number]> extends infer Row ? (Row extends Metric ? KeyOf<Row["reading"]> : never) : never;

/** What a result calls CloudWatch's metrics of these rows. */
export type CloudWatchName<Rows extends readonly Metric[]> =
  Shown<Rows[number]> extends infer Row
    ? Row extends Metric
      ? Row["reading"] extends { readonly family: "time" }
        ? `${Row["cloudWatch"]}${"Average" | "Maximum"}`
        : Row["cloudWatch"]
      : never
    : never;

/** A key is what its metric's own owner calls it, for instance "asyncAgeMs". */
export function keyOf(reading: Reading): string {
  if ("field" in reading) return reading.field;
  if ("prefix" in reading) return reading.prefix;
  if ("cause" in reading) return reading.cause;
  return "sample" in reading ? reading.sample : "";
}

/** Those that CloudWatch has, in its order. */
export const cloudWatchMetrics = (metrics: readonly Metric[]): readonly Metric[] =>
  metrics
    .filter(({ cloudWatch }) => cloudWatch !== "")
    // Not a difference: two without a place are equally far behind.
    .toSorted((a, b) => (a.place === b.place ? 0 : a.place < b.place ? -1 : 1));

/** In the order in which a result has them. */
export const cloudWatchColumns = (metrics: readonly Metric[]): readonly CloudWatchColumn[] =>
  cloudWatchMetrics(metrics).flatMap(columnsOf);

function columnsOf(metric: Metric): CloudWatchColumn[] {
  const { reading, cloudWatch: name, unit } = metric;
  const { family } = reading;
  if (family === "time") {
    return [
      // CloudWatch's own statistic of a period with one sample: what is written as the metric itself.
      { column: `${name}Average`, name, unit, statistic: "average", metric },
      { column: `${name}Maximum`, name: `${name}Maximum`, unit, statistic: "maximum", metric },
    ];
  }
  const isSampled = family === "gauge" || family === "ratio" || family === "peak";
  return [{ column: name, name, unit, statistic: isSampled ? "highest" : "sum", metric }];
}
