/** The numbers of a chart as a table, for readers who cannot see it: the run in stretches of a round length. */
import type { Result } from "../../sim/index.ts";
import { clock, moment } from "../words/numbers.ts";
import { timeStep } from "./scales.ts";

/** The data of a chart in words and numbers with their units; as many cells in each row as there are heads. */
export interface ChartNumbers {
  heads: string[];
  rows: string[][];
}

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** One column of the table: what it tells, and its text for a stretch of the run. */
export interface NumberColumn {
  readonly head: string;
  readonly text: (stretch: Stretch) => string;
}

type Values = readonly (number | null)[];
type Write = (value: number) => string;

const MOST_ROWS = 30;
/** In the place of a number that there is not. */
export const NOTHING = "-";

/** One row for each stretch; the first column is the moment at which it begins. */
export function stretchTable({ series: { bucketMs } }: Result, horizonMs: number, columns: readonly NumberColumn[]) {
  const stepMs = Math.ceil(timeStep(horizonMs, MOST_ROWS) / bucketMs) * bucketMs;
  const stretches = Array.from({ length: Math.ceil(horizonMs / stepMs) }, (_, i): Stretch => {
    return { fromMs: i * stepMs, toMs: Math.min(horizonMs, (i + 1) * stepMs) };
  });
  const at = stepMs % 1_000 === 0 ? clock : moment;
  return {
    heads: ["from", ...columns.map(({ head }) => head)],
    rows: stretches.map((each) => [at(each.fromMs), ...columns.map(({ text }) => text(each))]),
  } satisfies ChartNumbers;
}

/** The highest value of each stretch. */
export function mostOf(result: Result, head: string, values: Values, write: Write): NumberColumn {
  return {
    head,
    text: (stretch) => {
      const known = within(result, values, stretch).filter((value) => value !== null);
      return known.length === 0 ? NOTHING : write(known.reduce((most, value) => Math.max(most, value)));
    },
  };
}

/** The sum over each stretch. */
export function sumOf(result: Result, head: string, values: readonly number[], write: Write): NumberColumn {
  return { head, text: (stretch) => write(total(within(result, values, stretch))) };
}

/** One sum over another in each stretch. */
export function shareOf(
  result: Result,
  head: string,
  [part, whole]: readonly [part: readonly number[], whole: readonly number[]],
  write: Write,
): NumberColumn {
  return {
    head,
    text: (stretch) => {
      const all = total(within(result, whole, stretch));
      return all > 0 ? write(total(within(result, part, stretch)) / all) : NOTHING;
    },
  };
}

/** What holds at the beginning of each stretch. */
export function atStart(head: string, text: (atMs: number) => string): NumberColumn {
  return { head, text: ({ fromMs }) => text(fromMs) };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Buckets that begin within a stretch. */
function within<Value>({ series }: Result, values: readonly Value[], { fromMs, toMs }: Stretch): Value[] {
  return values.slice(Math.ceil(fromMs / series.bucketMs), Math.ceil(toMs / series.bucketMs));
}
