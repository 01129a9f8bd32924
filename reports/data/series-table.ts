/** The time series as one table, which CSV and Parquet write alike: one row per bucket, subject and metric. */
import type { Result } from "../../sim/index.ts";

type Value = number | null;

export interface SeriesRow {
  /** Start of the bucket, in whole µs written as ms: a bucket may be shorter than 1 ms. */
  readonly atMs: number;
  /** A function may be called as its Region is. */
  readonly kind: "function" | "source" | "region";
  readonly subject: string;
  readonly metric: string;
  /** Null in a bucket without a value. */
  readonly value: Value;
}

export const SERIES_COLUMNS: readonly (keyof SeriesRow)[] = ["atMs", "kind", "subject", "metric", "value"];

type Column = Omit<SeriesRow, "atMs" | "value"> & { readonly values: readonly Value[] };

const MICROS_PER_MS = 1000;

/** Bucket after bucket; in each, functions before sources before Regions, as they stand in the result. */
export function seriesRows({ series }: Result): SeriesRow[] {
  const columns = [
    ...Object.entries(series.functions).flatMap(([name, one]) => columnsOf("function", name, one)),
    ...Object.entries(series.sources ?? {}).flatMap(([name, one]) => columnsOf("source", name, one)),
    ...Object.entries(series.regions).flatMap(([name, one]) => columnsOf("region", name, one)),
  ];
  return Array.from({ length: series.buckets }, (_, bucket) => {
    const atMs = Math.round(bucket * series.bucketMs * MICROS_PER_MS) / MICROS_PER_MS;
    return columns.map(({ values, ...names }) => ({ atMs, ...names, value: values[bucket] ?? null }));
  }).flat();
}

/** `throttlesByCause` becomes a metric for each cause: "throttles.reserved-full". */
function columnsOf(kind: Column["kind"], subject: string, part: object): Column[] {
  return Object.entries(part).flatMap(
    ([metric, values]: [string, readonly Value[] | Readonly<Record<string, Value[]>>]) =>
      isList(values)
        ? [{ kind, subject, metric, values }]
        : Object.entries(values).map(([cause, byCause]) => ({
            kind,
            subject,
            metric: `throttles.${cause}`,
            values: byCause,
          })),
  );
}

const isList = (values: readonly Value[] | object): values is readonly Value[] => Array.isArray(values);
