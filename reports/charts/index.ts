/** All charts of a result, as plain Vega-Lite specs: those that have something to show. */
import type { FunctionResult, Result } from "../../sim/index.ts";
import { asyncQueue } from "./kinds/async-queue.ts";
import { coldStarts } from "./kinds/cold-starts.ts";
import { concurrency } from "./kinds/concurrency.ts";
import { cost } from "./kinds/cost.ts";
import { environments } from "./kinds/environments.ts";
import { latency } from "./kinds/latency.ts";
import { region } from "./kinds/region.ts";
import { throttles } from "./kinds/throttles.ts";
import { plainName } from "./names.ts";
import type { Chart, VegaLiteSpec } from "./spec.ts";
import { type ChartOptions, type ChartsOptions, highest, troubled } from "./subject.ts";

export type { VegaLiteSpec } from "./spec.ts";

import type { ChartNumbers } from "./stretches.ts";
import { concurrencyVariants, latencyVariants, throttleVariants, variantsOf } from "./variants.ts";

export type { ChartNumbers } from "./stretches.ts";
export type { ChartOptions, ChartsOptions, Names } from "./subject.ts";

export interface NamedChart {
  /** Kind and function, fit for a file name: "concurrency-checkout". */
  name: string;
  /** The finding as one line of plain text. */
  title: string;
  spec: VegaLiteSpec;
  /** The data as a table, for readers who cannot see the drawing. */
  numbers: ChartNumbers;
}

type Build = (result: Result, options: ChartOptions) => Chart;

const specOf =
  (build: Build) =>
  (result: Result, options: ChartOptions = {}): VegaLiteSpec =>
    build(result, options).spec;

/** Requests of a function running at once, against its limits. */
export const concurrencyChart = specOf(concurrency);
/** Attempts refused per second, by cause. */
export const throttlesChart = specOf(throttles);
/** Percentiles of what callers wait, or of the duration where nobody waits. */
export const latencyChart = specOf(latency);
/** Cold starts, and their share of the invocations. */
export const coldStartsChart = specOf(coldStarts);
/** Events waiting for an asynchronous function, and the oldest that is tried. */
export const asyncQueueChart = specOf(asyncQueue);
/** Execution environments by what they are doing. */
export const environmentsChart = specOf(environments);
/** What runs in a Region by function, and what is claimed, against its quota. */
export const regionChart = (result: Result, name: string, options: ChartsOptions = {}): VegaLiteSpec =>
  region(result, name, options).spec;
/** Cost of the run by function, in parts by what is charged. */
export const costChart = (result: Result, options: ChartsOptions = {}): VegaLiteSpec => cost(result, options).spec;

interface Kind {
  readonly name: string;
  readonly build: Build;
  /** How much this chart has to say about a function; 0 for nothing. */
  readonly weight: (total: FunctionResult) => number;
}

/** In the order of a report. */
const KINDS: readonly Kind[] = [
  { name: "concurrency", build: concurrency, weight: troubled },
  {
    name: "throttles",
    build: throttles,
    weight: ({ throttlesCount, refusedCount = 0 }) => throttlesCount + refusedCount,
  },
  { name: "latency", build: latency, weight: (total) => (total.durationMsSamples > 0 ? troubled(total) : 0) },
  { name: "cold-starts", build: coldStarts, weight: (total) => (total.coldStartsCount > 0 ? troubled(total) : 0) },
  { name: "async-queue", build: asyncQueue, weight: ({ asyncDepthMax }) => asyncDepthMax },
  { name: "environments", build: environments, weight: (total) => (total.environmentsMax > 0 ? troubled(total) : 0) },
];

/** More functions than this are a table, not a chart each. */
const MOST_FUNCTIONS = 3;

/**
 * Of every kind of chart: the functions that were throttled in either run, worst first, else the one that matters most;
 * then each Region with units in use, and the cost where there is one.
 */
export function charts(result: Result, options: ChartsOptions = {}): NamedChart[] {
  const ofFunctions = KINDS.flatMap(({ name: kind, build, weight }) =>
    chosen(result, options, weight).map((name) => ({
      name: `${kind}-${plainName(name)}`,
      ...build(result, { ...options, function: name }),
    })),
  );
  const drawn = [...ofFunctions, ...ofRegions(result, options), ...ofCost(result, options)];
  return drawn.map((chart, i) => ({ ...chart, name: unlike(chart.name, drawn.slice(0, i)) }));
}

function chosen(result: Result, { against }: ChartsOptions, weight: Kind["weight"]): string[] {
  const sides = (name: string): FunctionResult[] =>
    [result.functions[name], against?.functions[name]].filter((each) => each !== undefined);
  const weightOf = (name: string): number => Math.max(...sides(name).map(weight));
  const worth = Object.keys(result.functions)
    .filter((name) => weightOf(name) > 0)
    .sort((a, b) => weightOf(b) - weightOf(a));
  const throttled = worth.filter((name) => sides(name).some(({ throttlesCount }) => throttlesCount > 0));
  return throttled.length > 0 ? throttled.slice(0, MOST_FUNCTIONS) : worth.slice(0, 1);
}

function ofRegions(result: Result, options: ChartsOptions): NamedChart[] {
  const used = Object.entries(result.series.regions).filter(([, { concurrencyMax }]) => highest(concurrencyMax) > 0);
  return used.map(([name]) => ({ name: `region-${plainName(name)}`, ...region(result, name, options) }));
}

function ofCost(result: Result, options: ChartsOptions): NamedChart[] {
  const paid = [result, options.against].some((each) => (each?.cost.totalUsd ?? 0) > 0);
  return paid ? [{ name: "cost", ...cost(result, options) }] : [];
}

/** In the order of a report. */
const VARIANT_KINDS: readonly { name: string; build: (variants: Variants) => Chart; weight: Kind["weight"] }[] = [
  { name: "concurrency", build: concurrencyVariants, weight: troubled },
  {
    name: "throttles",
    build: throttleVariants,
    weight: ({ throttlesCount, refusedCount = 0 }) => throttlesCount + refusedCount,
  },
  { name: "latency", build: latencyVariants, weight: (total) => (total.durationMsSamples > 0 ? troubled(total) : 0) },
];

type Variants = Parameters<typeof concurrencyVariants>[0];

/**
 * Variants of one scenario, the first being the base: a panel for each on the same axes, before the base in grey. Each
 * kind of chart shows the function that has most to say in any of them.
 */
export function variantCharts(results: readonly Result[]): NamedChart[] {
  return VARIANT_KINDS.flatMap(({ name: kind, build, weight }) => {
    const weights = new Map<string, number>();
    for (const [name, total] of results.flatMap(({ functions }) => Object.entries(functions))) {
      weights.set(name, Math.max(weights.get(name) ?? 0, weight(total)));
    }
    const [heaviest] = [...weights].filter(([, most]) => most > 0).sort(([, a], [, b]) => b - a);
    if (heaviest === undefined) return [];
    const [first, ...rest] = variantsOf(results, heaviest[0]);
    if (first === undefined || rest.length === 0) return [];
    return [{ name: `variants-${kind}-${plainName(heaviest[0])}`, ...build([first, ...rest]) }];
  });
}

/** Two names may become one when they are made plain: the second is numbered. */
function unlike(name: string, before: readonly { readonly name: string }[]): string {
  const alike = before.filter((chart) => chart.name === name).length;
  return alike === 0 ? name : `${name}-${alike + 1}`;
}
