/** Turns a recorded trace (CSV) into a Demand, and a column of a CSV file into measured lengths of time. */
import type { Demand, Duration, Instant } from "../../sim/index.ts";
import { MICROS_PER_MILLISECOND, MICROS_PER_MINUTE, MICROS_PER_SECOND, microseconds } from "../../sim/index.ts";
import { nearest } from "../text/nearest.ts";
import { type CsvError, type CsvRecord, type CsvTable, columnIndex, csvError, parseCsv } from "./csv.ts";

export type TraceUnit = "us" | "ms" | "s" | "m" | "minute";

/** What the columns of a trace mean. */
interface TraceSpec {
  /** Column with moments since the start of the run. */
  readonly time: string;
  /** Column with the number of requests in the interval that begins at `time`; absent: each row is one request. */
  readonly count?: string;
  /** Length of an interval; absent: the smallest step between two times. */
  readonly every?: Duration;
  /** Multiplies the counts; the rounding carries over, so that the total is right to one request. */
  readonly scale?: number;
  /** Column with the length of each request, in `unit`; it takes the place of the function's `run`. */
  readonly duration?: string;
  /** Unit of `time` and `duration`; absent: minute with `count`, else s. */
  readonly unit?: TraceUnit;
  /** Only rows whose columns have these values. */
  readonly where?: Readonly<Record<string, string>>;
  /** `time` is when the request ended: it began `duration` earlier. */
  readonly end?: boolean;
}

type Trace = { readonly ok: true; readonly demand: Demand } | CsvError;
type Column = { readonly ok: true; readonly values: Duration[] } | CsvError;

/** One row of the trace that has passed the checks; µs. */
interface Row {
  readonly record: CsvRecord;
  readonly time: number;
  /** The number in the `count` column, the length in the `duration` column, or null without either. */
  readonly amount: number | null;
}

const MICROS_PER_UNIT: Readonly<Record<TraceUnit, number>> = {
  us: 1,
  ms: MICROS_PER_MILLISECOND,
  s: MICROS_PER_SECOND,
  m: MICROS_PER_MINUTE,
  minute: MICROS_PER_MINUTE,
};
const INTERVALS_MAX = 10_000_000;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A recorded trace as a Demand; requests at or after the horizon are left out. */
export function readTrace(text: string, spec: TraceSpec, horizonMicros: number): Trace {
  const conflict = specConflict(spec);
  if (conflict !== null) return conflict;
  const table = parseCsv(text);
  if (!table.ok) return table;
  const all = readRows(table, spec);
  if ("ok" in all) return all;
  const kept = keepWhere(table, spec.where ?? {}, spec.end === true ? fromEnds(all) : all);
  if ("ok" in kept) return kept;
  const rows = [...kept].sort((left, right) => left.time - right.time || left.record.line - right.record.line);
  const first = rows[0]!;
  if (first.time >= horizonMicros) return allBeyond(first, horizonMicros);
  if (spec.count !== undefined) return countsDemand(rows, spec, horizonMicros);
  return timesDemand(rows, spec, horizonMicros);
}

/** All values of one column as lengths of time, in the order of the file. */
export function readColumn(text: string, column: string, unit: TraceUnit = "ms"): Column {
  const table = parseCsv(text);
  if (!table.ok) return table;
  const index = columnIndex(table, column);
  if (typeof index !== "number") return index;
  if (table.records.length === 0) return noRows();
  const values: Duration[] = [];
  for (const record of table.records) {
    const value = readMicros(table, record, index, MICROS_PER_UNIT[unit]);
    if (typeof value !== "number") return value;
    values.push(value);
  }
  return { ok: true, values };
}

/** Settings that say nothing together; the schema cannot see them, so they are caught here. */
function specConflict(spec: TraceSpec): CsvError | null {
  const counts = spec.count !== undefined;
  if (counts && spec.duration !== undefined) {
    return csvError(1, 1, "'duration' cannot be used with 'count'", "a row is either one request or a number of them");
  }
  if (!counts && (spec.every !== undefined || spec.scale !== undefined)) {
    return csvError(1, 1, "'every' and 'scale' need 'count'", "name the column with the number of requests");
  }
  if (spec.end === true && spec.duration === undefined) {
    return csvError(1, 1, "'end: true' needs 'duration'", "the start of a request is its end less its duration");
  }
  return null;
}

function readRows(table: CsvTable, spec: TraceSpec): Row[] | CsvError {
  const time = columnIndex(table, spec.time);
  if (typeof time !== "number") return time;
  const amountName = spec.count ?? spec.duration;
  const amount = amountName === undefined ? null : columnIndex(table, amountName);
  if (amount !== null && typeof amount !== "number") return amount;
  if (table.records.length === 0) return noRows();

  const micros = MICROS_PER_UNIT[spec.unit ?? (spec.count === undefined ? "s" : "minute")];
  const readAmount = spec.count === undefined ? readMicros : readNumber;
  const rows: Row[] = [];
  for (const record of table.records) {
    const at = readMicros(table, record, time, micros);
    if (typeof at !== "number") return at;
    const value = amount === null ? null : readAmount(table, record, amount, micros);
    if (value !== null && typeof value !== "number") return value;
    rows.push({ record, time: at, amount: value });
  }
  return rows;
}

/** Before `where` is applied, so that the parts of one file, split by `where`, keep their distances. */
function fromEnds(rows: readonly Row[]): Row[] {
  const earliest = rows.reduce((least, row) => Math.min(least, row.time - (row.amount ?? 0)), 0);
  return rows.map((row) => ({ ...row, time: row.time - (row.amount ?? 0) - earliest }));
}

function keepWhere(table: CsvTable, where: Readonly<Record<string, string>>, rows: readonly Row[]): Row[] | CsvError {
  let kept = [...rows];
  for (const [name, value] of Object.entries(where)) {
    const index = columnIndex(table, name);
    if (typeof index !== "number") return index;
    const found = kept.map((row) => row.record.cells[index]!);
    kept = kept.filter((row) => row.record.cells[index] === value);
    if (kept.length === 0) {
      const near = nearest(value, found);
      const hint = near === null ? `the first row has '${found[0]}'` : `did you mean '${near}'?`;
      return csvError(1, index + 1, `no row is left where ${name} is '${value}'`, hint);
    }
  }
  return kept;
}

function timesDemand(rows: readonly Row[], spec: TraceSpec, horizonMicros: number): Trace {
  const within = rows.filter((row) => row.time < horizonMicros);
  const times = within.map((row) => row.time as Instant);
  const durations = spec.duration === undefined ? null : within.map((row) => (row.amount ?? 0) as Duration);
  return { ok: true, demand: { kind: "times", times, durations } };
}

function countsDemand(rows: readonly Row[], spec: TraceSpec, horizonMicros: number): Trace {
  const unit = MICROS_PER_UNIT[spec.unit ?? "minute"];
  const every = spec.every ?? (smallestStep(rows) || unit);
  const from = rows[0]!.time;
  const intervals = Math.ceil((Math.min(horizonMicros, rows.at(-1)!.time + every) - from) / every);
  if (intervals > INTERVALS_MAX) {
    const text = `${intervals} intervals of ${every} µs are more than burstlab reads (${INTERVALS_MAX})`;
    return csvError(rows[0]!.record.line, 1, text, "give a longer 'every', or check 'unit'");
  }
  const recorded = new Array<number>(intervals).fill(0);
  for (const row of rows) {
    const position = (row.time - from) / every;
    if (!Number.isInteger(position)) return betweenIntervals(row, every);
    if (position < intervals) recorded[position] = recorded[position]! + (row.amount ?? 0);
  }
  const counts = scaled(recorded, spec.scale ?? 1);
  return { ok: true, demand: { kind: "counts", from: from as Instant, every: every as Duration, counts } };
}

/** The smallest distance between two different times; 0 if there is only one. */
function smallestStep(rows: readonly Row[]): number {
  const steps = rows.slice(1).map((row, index) => row.time - rows[index]!.time);
  return steps.filter((step) => step > 0).reduce((least, step) => (least === 0 ? step : Math.min(least, step)), 0);
}

/** Whole counts whose running total never strays from the scaled one by more than half a request. */
function scaled(recorded: readonly number[], scale: number): number[] {
  let exact = 0;
  let given = 0;
  return recorded.map((count) => {
    exact += count * scale;
    const whole = Math.round(exact) - given;
    given += whole;
    return whole;
  });
}

/** A finite number, 0 or more. */
function readNumber(table: CsvTable, record: CsvRecord, index: number): number | CsvError {
  const cell = record.cells[index]!.trim();
  const name = table.header[index]!;
  const value = NUMBER.test(cell) ? Number(cell) : Number.NaN;
  if (!Number.isFinite(value)) {
    const hint = cell.includes(",") ? "use a point for decimals" : "write digits, with a point for decimals";
    return csvError(record.line, index + 1, `${name} is '${cell}', which is not a number`, hint);
  }
  if (value < 0) {
    return csvError(
      record.line,
      index + 1,
      `${name} is ${cell}, but it cannot be negative`,
      "correct or remove the row",
    );
  }
  return value;
}

/** A number of units as whole µs. */
function readMicros(table: CsvTable, record: CsvRecord, index: number, micros: number): Duration | CsvError {
  const value = readNumber(table, record, index);
  if (typeof value !== "number") return value;
  if (value * micros <= Number.MAX_SAFE_INTEGER) return microseconds(value * micros);
  const text = `${table.header[index]} is ${record.cells[index]}, which is too long for a run`;
  return csvError(record.line, index + 1, text, "check 'unit'");
}

function noRows(): CsvError {
  return csvError(1, 1, "the file has a header but no rows", "add at least one row");
}

function allBeyond(first: Row, horizonMicros: number): CsvError {
  const at = first.time / MICROS_PER_SECOND;
  const text = `no row is left: the earliest is at ${at} s, the run ends at ${horizonMicros / MICROS_PER_SECOND} s`;
  return csvError(first.record.line, 1, text, "times count from the start of the run; check 'unit' and 'simulate.for'");
}

function betweenIntervals(row: Row, every: number): CsvError {
  const text = `this time is no whole number of intervals of ${every / MICROS_PER_SECOND} s after the first`;
  return csvError(row.record.line, 1, text, "give 'every', or correct the time");
}
