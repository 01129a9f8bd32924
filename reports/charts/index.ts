/** All charts of a result, as plain Vega-Lite specs: those that have something to show. */
import type { FunctionResult, Result } from "../../sim/index.ts";
import { asyncQueueChart } from "./async-queue.ts";
import { coldStartsChart } from "./cold-starts.ts";
import { concurrencyChart } from "./concurrency.ts";
import { environmentsChart } from "./environments.ts";
import { latencyChart } from "./latency.ts";
import { plainName } from "./names.ts";
import type { VegaLiteSpec } from "./spec.ts";
import { type ChartOptions, troubled } from "./subject.ts";
import { throttlesChart } from "./throttles.ts";

export type { ConcurrencyOptions } from "./concurrency.ts";
export type { VegaLiteSpec } from "./spec.ts";
export type { ChartOptions } from "./subject.ts";
export { asyncQueueChart, coldStartsChart, concurrencyChart, environmentsChart, latencyChart, throttlesChart };

export interface NamedChart {
  /** Kind and function, fit for a file name: "concurrency-checkout". */
  name: string;
  spec: VegaLiteSpec;
}

interface Kind {
  readonly name: string;
  readonly draw: (result: Result, options: ChartOptions) => VegaLiteSpec;
  /** How much this chart has to say about a function; 0 for nothing. */
  readonly weight: (total: FunctionResult) => number;
}

/** In the order of a report. */
const KINDS: readonly Kind[] = [
  { name: "concurrency", draw: concurrencyChart, weight: troubled },
  { name: "throttles", draw: throttlesChart, weight: ({ throttlesCount }) => throttlesCount },
  { name: "latency", draw: latencyChart, weight: (total) => (total.durationMsSamples > 0 ? troubled(total) : 0) },
  { name: "cold-starts", draw: coldStartsChart, weight: (total) => (total.coldStartsCount > 0 ? troubled(total) : 0) },
  { name: "async-queue", draw: asyncQueueChart, weight: ({ asyncDepthMax }) => asyncDepthMax },
  {
    name: "environments",
    draw: environmentsChart,
    weight: (total) => (total.environmentsMax > 0 ? troubled(total) : 0),
  },
];

/** More functions than this are a table, not a chart each. */
const MOST_FUNCTIONS = 3;

/** For every kind of chart: the functions that were throttled, worst first, else the one that matters most. */
export function charts(result: Result): NamedChart[] {
  const names = Object.keys(result.functions);
  const drawn = KINDS.flatMap(({ name: kind, draw, weight }) => {
    const weightOf = (name: string): number => weight(result.functions[name]!);
    const worth = names.filter((name) => weightOf(name) > 0).sort((a, b) => weightOf(b) - weightOf(a));
    const throttled = worth.filter((name) => result.functions[name]!.throttlesCount > 0);
    const chosen = throttled.length > 0 ? throttled.slice(0, MOST_FUNCTIONS) : worth.slice(0, 1);
    return chosen.map((name) => ({ name: `${kind}-${plainName(name)}`, spec: draw(result, { function: name }) }));
  });
  return drawn.map((chart, i) => ({ ...chart, name: unlike(chart.name, drawn.slice(0, i)) }));
}

/** Two names may become one when they are made plain: the second is numbered. */
function unlike(name: string, before: readonly NamedChart[]): string {
  const alike = before.filter((chart) => chart.name === name).length;
  return alike === 0 ? name : `${name}-${alike + 1}`;
}
