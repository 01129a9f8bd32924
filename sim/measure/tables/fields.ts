/** The fields of a result that follow from declared metrics, read from whatever has recorded them. */
import { InvariantError } from "../../kernel/assert.ts";
import { MICROS_PER_MILLISECOND } from "../../kernel/time.ts";
import type { Histogram as Entries } from "../../result.ts";
import type { FieldsOf, Metric, Reading, TimeName } from "../../vocabulary/metrics/metric.ts";
import { distributed } from "./distributed.ts";
import { named, type Summary } from "./gauges.ts";
import type { Histogram } from "./histogram.ts";
import { rounded, roundedShare } from "./rounding.ts";

/** What was recorded of one subject, by the names that its metrics have in a result. */
export interface Recorded {
  /** Of what is counted by itself. */
  count(field: string): number;
  gauge(prefix: string): Summary;
  time(prefix: string): Histogram;
  /** Null while there is nothing that it could be a share of. */
  ratio(prefix: string): Pick<Summary, "mean" | "max"> | null;
}

const missing = (name: string): never => {
  throw new InvariantError(`nothing was recorded that is called ${name}`);
};

/** For subjects of which only some families are recorded. */
export const NOT_RECORDED: Recorded = { count: missing, gauge: missing, time: missing, ratio: missing };

type Fields = Record<string, number | null>;

/** In the order of the metrics. */
export function fieldsOf<const Rows extends readonly Metric[]>(metrics: Rows, recorded: Recorded): FieldsOf<Rows> {
  const fields: Fields = {};
  for (const { reading } of metrics) {
    if (reading.family === "count" || reading.family === "sum") {
      // What is added up from others has its place, and its value below.
      fields[reading.field] = isAddedUp(reading) ? 0 : recorded.count(reading.field);
    } else if (reading.family === "gauge") {
      Object.assign(fields, named(reading.prefix, recorded.gauge(reading.prefix), rounded));
    } else if (reading.family === "time") {
      Object.assign(fields, distributed(reading.prefix, recorded.time(reading.prefix)));
    } else if (reading.family === "ratio") {
      const shares = recorded.ratio(reading.prefix);
      fields[`${reading.prefix}Mean`] = shares === null ? null : roundedShare(shares.mean);
      fields[`${reading.prefix}Max`] = shares === null ? null : roundedShare(shares.max);
    }
  }
  for (const { reading } of metrics) if (isAddedUp(reading)) fields[reading.field] = addUp(reading, fields);
  return fields as FieldsOf<Rows>;
}

type AddedUp = Extract<Reading, { readonly family: "count" }> & { readonly from: readonly string[] };

const isAddedUp = (reading: Reading): reading is AddedUp => reading.family === "count" && reading.from !== undefined;

/** What is not there is nothing: only where states play a part are there refusals by them. */
function addUp({ from, less = [] }: AddedUp, fields: Fields): number {
  const sum = (names: readonly string[]): number => names.reduce((total, name) => total + (fields[name] ?? 0), 0);
  return sum(from) - sum(less);
}

/** Of every time among these metrics. */
export function histogramsOf<const Rows extends readonly Metric[]>(
  metrics: Rows,
  { time }: Recorded,
): Record<TimeName<Rows>, Entries> {
  const names = metrics.flatMap(({ reading }) => (reading.family === "time" ? [reading.prefix] : []));
  return Object.fromEntries(names.map((name) => [name, time(name).entries(MICROS_PER_MILLISECOND)])) as Record<
    TimeName<Rows>,
    Entries
  >;
}
