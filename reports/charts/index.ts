/** All charts of a result, as plain Vega-Lite specs: those that have something to show. */
import type { Result } from "../../sim/index.ts";
import type { ChartKind, ChartSection } from "./chart.ts";
import { asyncQueue } from "./kinds/async-queue.ts";
import { coldStarts } from "./kinds/cold-starts.ts";
import { concurrency } from "./kinds/concurrency.ts";
import { cost } from "./kinds/cost.ts";
import { environments } from "./kinds/environments.ts";
import { latency } from "./kinds/latency.ts";
import { region } from "./kinds/region.ts";
import { throttles } from "./kinds/throttles.ts";
import { CHARTS } from "./list.ts";
import { plainName } from "./names.ts";
import type { VegaLiteSpec } from "./spec.ts";
import type { ChartNumbers } from "./stretches.ts";
import type { ChartOptions, ChartsOptions } from "./subject.ts";

export type { ChartSection } from "./chart.ts";
export type { VegaLiteSpec } from "./spec.ts";
export type { ChartNumbers } from "./stretches.ts";
export type { ChartOptions, ChartsOptions, Names } from "./subject.ts";

export interface NamedChart {
  /** Kind and function, fit for a file name: "concurrency-checkout". */
  name: string;
  /** The part of a report that shows it. */
  section: ChartSection;
  /** The finding as one line of plain text. */
  title: string;
  spec: VegaLiteSpec;
  /** The data as a table, for readers who cannot see the drawing. */
  numbers: ChartNumbers;
}

const ofFunction =
  ({ build }: ChartKind) =>
  (result: Result, { function: name, ...options }: ChartOptions = {}): VegaLiteSpec =>
    build(result, options, name ?? null).spec;

/** Requests of a function running at once, against its limits. */
export const concurrencyChart = ofFunction(concurrency);
/** Attempts refused per second, by cause. */
export const throttlesChart = ofFunction(throttles);
/** Percentiles of what callers wait, or of the duration where nobody waits. */
export const latencyChart = ofFunction(latency);
/** Cold starts, and their share of the invocations. */
export const coldStartsChart = ofFunction(coldStarts);
/** Events waiting for an asynchronous function, and the oldest that is tried. */
export const asyncQueueChart = ofFunction(asyncQueue);
/** Execution environments by what they are doing. */
export const environmentsChart = ofFunction(environments);
/** What runs in a Region by function, and what is claimed, against its quota. */
export const regionChart = (result: Result, name: string, options: ChartsOptions = {}): VegaLiteSpec =>
  region.build(result, options, name).spec;
/** Cost of the run by function, in parts by what is charged. */
export const costChart = (result: Result, options: ChartsOptions = {}): VegaLiteSpec =>
  cost.build(result, options).spec;

/** Of every kind of chart, in the order of the list: what it has something to say of, in either run. */
export function charts(result: Result, options: ChartsOptions = {}): NamedChart[] {
  const drawn = CHARTS.flatMap(({ name, section, applies, build }) =>
    applies(result, options).map((of) => ({
      name: of === null ? name : `${name}-${plainName(of)}`,
      section,
      ...build(result, options, of),
    })),
  );
  return drawn.map((chart, i) => ({ ...chart, name: unlike(chart.name, drawn.slice(0, i)) }));
}

/**
 * Variants of one scenario, the first being the base: a panel for each on the same axes, before the base in grey. Each
 * kind of chart shows the function that has most to say in any of them.
 */
export function variantCharts(results: readonly Result[]): NamedChart[] {
  return CHARTS.flatMap(({ name, section, variants }) => {
    const drawn = variants?.(results) ?? null;
    return drawn === null ? [] : [{ name: `variants-${name}-${plainName(drawn.of)}`, section, ...drawn.chart }];
  });
}

/** Two names may become one when they are made plain: the second is numbered. */
function unlike(name: string, before: readonly { readonly name: string }[]): string {
  const alike = before.filter((chart) => chart.name === name).length;
  return alike === 0 ? name : `${name}-${alike + 1}`;
}
