/** The time series as CSV (RFC 4180): one row per bucket, subject and metric. */
import type { Result } from "../sim/index.ts";
import { exact } from "./numbers.ts";

type Value = number | null;
interface Column {
  readonly subject: string;
  readonly metric: string;
  readonly values: readonly Value[];
}

const HEADER = ["atMs", "subject", "metric", "value"];

/** Subjects are functions and Regions; a bucket without a value has an empty field. */
export function seriesCsv({ series }: Result): string {
  const columns = [
    ...Object.entries(series.functions).flatMap(([name, one]) => columnsOf(name, one)),
    ...Object.entries(series.regions).flatMap(([name, one]) => columnsOf(name, one)),
  ];
  const rows = Array.from({ length: series.buckets }, (_, bucket) =>
    columns.map(({ subject, metric, values }) => {
      const value = values[bucket] ?? null;
      return [exact(bucket * series.bucketMs), subject, metric, value === null ? "" : exact(value)];
    }),
  );
  return [HEADER, ...rows.flat()].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

/** `throttlesByCause` becomes a metric for each cause: "throttles.reserved-full". */
function columnsOf(subject: string, part: object): Column[] {
  return Object.entries(part).flatMap(
    ([metric, values]: [string, readonly Value[] | Readonly<Record<string, Value[]>>]) =>
      isList(values)
        ? [{ subject, metric, values }]
        : Object.entries(values).map(([cause, byCause]) => ({
            subject,
            metric: `throttles.${cause}`,
            values: byCause,
          })),
  );
}

const isList = (values: readonly Value[] | object): values is readonly Value[] => Array.isArray(values);

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
