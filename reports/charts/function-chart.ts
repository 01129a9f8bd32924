/** Charts of one function: what such a chart declares, and the kind that comes of it. */
import type { FunctionResult, Result } from "../../sim/index.ts";
import type { ChartKind, ChartSection } from "./chart.ts";
import { type Multiples, multiples, type Variants, variantsOf } from "./multiples.ts";
import { type Chart, frame, type Panel } from "./spec.ts";
import { type NumberColumn, stretchTable } from "./stretches.ts";
import type { ChartsOptions } from "./subject.ts";
import { type Base, type Side, sidesOf, type View, viewOf } from "./view.ts";

interface FunctionChart {
  readonly name: string;
  readonly section: ChartSection;
  /** How much it has to say about a function; 0 for nothing. */
  readonly weight: (total: FunctionResult) => number;
  /** When no function is named, the one is drawn for which this is highest. */
  readonly chosenBy: (total: FunctionResult) => number;
  /** The finding of a run, in words and numbers. */
  readonly title: (view: View) => string;
  /** The finding where two runs are compared: what it is now, and what it was. */
  readonly change: (view: View, base: Base) => string;
  /** What is drawn, and the drawing. */
  readonly draw: (view: View) => { readonly subtitle: string; readonly panels: readonly Panel[] };
  /** The numbers of one run. */
  readonly columns: (side: Side) => NumberColumn[];
  /** Of variants: where it can be told in one small panel each. */
  readonly variants?: (variants: Variants) => Multiples;
}

/** More functions than this are a table, not a chart each. */
const MOST_FUNCTIONS = 3;

export function functionChart(chart: FunctionChart): ChartKind {
  const { name, section, weight, variants } = chart;
  return {
    name,
    section,
    applies: (result, options) => chosen(result, options, weight),
    build: (result, options, of) => built(chart, viewOf(result, named(options, of), chart.chosenBy)),
    ...(variants === undefined ? {} : { variants: (results) => small(results, weight, variants) }),
  };
}

const named = (options: ChartsOptions, of: string | null | undefined) =>
  typeof of === "string" ? { ...options, function: of } : options;

function built({ title, change, draw, columns }: FunctionChart, view: View): Chart {
  return frame({
    title: view.base === null ? title(view) : change(view, view.base),
    horizonMs: view.horizonMs,
    numbers: stretchTable(view.result, view.horizonMs, sidesOf(view).flatMap(columns)),
    ...draw(view),
  });
}

/** The functions that were throttled in either run, worst first, else the one that matters most. */
function chosen(result: Result, { against }: ChartsOptions, weight: FunctionChart["weight"]): string[] {
  const sides = (name: string): FunctionResult[] =>
    [result.functions[name], against?.functions[name]].filter((each) => each !== undefined);
  const weightOf = (name: string): number => Math.max(...sides(name).map(weight));
  const worth = Object.keys(result.functions)
    .filter((name) => weightOf(name) > 0)
    .sort((a, b) => weightOf(b) - weightOf(a));
  const throttled = worth.filter((name) => sides(name).some(({ throttlesCount }) => throttlesCount > 0));
  return throttled.length > 0 ? throttled.slice(0, MOST_FUNCTIONS) : worth.slice(0, 1);
}

function small(
  results: readonly Result[],
  weight: FunctionChart["weight"],
  told: NonNullable<FunctionChart["variants"]>,
): ReturnType<NonNullable<ChartKind["variants"]>> {
  const weights = new Map<string, number>();
  for (const [name, total] of results.flatMap(({ functions }) => Object.entries(functions))) {
    weights.set(name, Math.max(weights.get(name) ?? 0, weight(total)));
  }
  const [heaviest] = [...weights].filter(([, most]) => most > 0).sort(([, a], [, b]) => b - a);
  if (heaviest === undefined) return null;
  const [first, ...rest] = variantsOf(results, heaviest[0]);
  if (first === undefined || rest.length === 0) return null;
  const variants: Variants = [first, ...rest];
  return { of: heaviest[0], chart: multiples(variants, told(variants)) };
}
