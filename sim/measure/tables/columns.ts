/** Columns of a table of counts: one for each metric that is counted by itself, under the field it has in a result. */
import { assert } from "../../kernel/assert.ts";
import type { Metric, Reading } from "../../vocabulary/metrics/metric.ts";

/** Fields of what is counted by itself. */
export type CountedField<Rows extends readonly Metric[]> =
  Exclude<
    Extract<Rows[number]["reading"], { readonly family: "count" | "sum" }>,
    { readonly from: readonly string[] }
  > extends infer Found
    ? Found extends { readonly field: infer Field extends string }
      ? Field
      : never
    : never;

export type Columns<Field extends string> = Readonly<Record<Field, number>>;

/** @param more  what is counted besides and stands in no result. */
export function columnsOf<const Rows extends readonly Metric[], const More extends string = never>(
  metrics: Rows,
  more: readonly More[] = [],
): Columns<CountedField<Rows> | More> {
  const fields = metrics.flatMap(({ reading }) => (isCounted(reading) ? [reading.field] : []));
  return Object.fromEntries([...fields, ...more].map((field, column) => [field, column])) as Columns<
    CountedField<Rows> | More
  >;
}

const isCounted = (reading: Reading): reading is Extract<Reading, { readonly family: "count" | "sum" }> =>
  reading.family === "sum" || (reading.family === "count" && reading.from === undefined);

/** So many columns a table has. */
export const widthOf = (columns: Columns<string>): number => Object.keys(columns).length;

/** @throws InvariantError for a field that the table does not count. */
export function columnIn(columns: Columns<string>, field: string): number {
  const column = columns[field];
  assert(column !== undefined, `nothing is counted that is called ${field}`);
  return column;
}
