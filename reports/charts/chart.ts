/** What a chart says of itself. Whoever shows charts reads it here, and names none of them. */
import type { Result } from "../../sim/index.ts";
import type { Chart } from "./spec.ts";
import type { ChartsOptions } from "./subject.ts";

/** The part of a page that shows a chart. */
export type ChartSection = "concurrency" | "throttles" | "latency" | "cold-starts" | "async" | "cost" | "functions";

/** One kind of chart; `list.ts` holds them all. */
export interface ChartKind {
  /** That of its file: "concurrency", which draws "concurrency-checkout". */
  readonly name: string;
  readonly section: ChartSection;
  /** What it has something to say of: names of functions or Regions; null stands for the run as a whole. */
  readonly applies: (result: Result, options: ChartsOptions) => readonly (string | null)[];
  /**
   * Draws one of them; without a name, the one that matters most.
   * @throws RangeError for a name that the result does not have.
   */
  readonly build: (result: Result, options: ChartsOptions, of?: string | null) => Chart;
  /** Small multiples of the function that has most to say in any variant, the first being the base; null for none. */
  readonly variants?: (results: readonly Result[]) => { readonly of: string; readonly chart: Chart } | null;
}
