/** The time series as CSV (RFC 4180): one row per bucket, subject and metric. */
import type { Result } from "../../sim/index.ts";
import { exact } from "../words/numbers.ts";
import { SERIES_COLUMNS, seriesRows } from "./series-table.ts";

/** Subjects are functions and Regions; a bucket without a value has an empty field. */
export function seriesCsv(result: Result): string {
  const rows = seriesRows(result).map(({ atMs, kind, subject, metric, value }) => {
    return [exact(atMs), kind, subject, metric, value === null ? "" : exact(value)];
  });
  return [SERIES_COLUMNS, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
