/** What a chart is about: one function of a result, its totals, its series, and moments in them. */
import type { FunctionLimits, FunctionResult, FunctionSeries, Result } from "../../sim/index.ts";
import { shownName } from "./names.ts";
import type { Row } from "./spec.ts";

/** What charts of a whole run are told. */
export interface ChartsOptions {
  /** Another run to compare with: it is drawn in grey, over the same axes, and titles tell the change. */
  readonly against?: Result;
  /** What the two are called: by default as their variants, or "base" and "this run" when those are the same. */
  readonly names?: Names;
}

export interface ChartOptions extends ChartsOptions {
  /** The function to draw; by default the one that matters most. */
  readonly function?: string;
}

/** What the two runs of a comparison are called. */
export interface Names {
  readonly base: string;
  readonly head: string;
}

export interface Subject {
  readonly name: string;
  /** The name as charts write it. */
  readonly shown: string;
  readonly total: FunctionResult;
  readonly series: FunctionSeries;
  /** In order of time, at least one. */
  readonly limits: readonly FunctionLimits[];
}

/**
 * The function named, or the one for which `weight` is highest (the first of equals).
 * @throws RangeError when the result has no such function.
 */
export function subjectOf(result: Result, options: ChartOptions, weight: (total: FunctionResult) => number): Subject {
  const name = options.function ?? heaviest(result, weight);
  if (name === undefined) throw new RangeError("this result has no function to draw");
  const total = result.functions[name];
  const series = result.series.functions[name];
  if (total === undefined || series === undefined) {
    throw new RangeError(`no function "${name}" in this result; it has ${Object.keys(result.functions).join(", ")}`);
  }
  return { name, shown: shownName(name), total, series, limits: result.limits.functions[name] ?? [] };
}

function heaviest({ functions }: Result, weight: (total: FunctionResult) => number): string | undefined {
  const names = Object.keys(functions);
  return names.reduce<string | undefined>((best, name) => {
    return best === undefined || weight(functions[name]!) > weight(functions[best]!) ? name : best;
  }, undefined);
}

/** Most throttles first, then the busiest: below one throttle there are only shares of busy units. */
export const troubled = ({ throttlesCount, busyMean }: FunctionResult): number =>
  throttlesCount > 0 ? 1 + throttlesCount : busyMean / (1 + busyMean);

/** Up to so many buckets are drawn as steps. */
const STEPS_UP_TO = 200;
export const inSteps = ({ series }: Result): boolean => series.buckets <= STEPS_UP_TO;

/** Start of each bucket, and the end of the run. */
export const momentsOf = ({ series: { bucketMs }, horizonMs }: Result, indexes: readonly number[]): number[] => [
  ...indexes.map((index) => index * bucketMs),
  horizonMs,
];

/** Points of one column; the last is repeated at the horizon, where its bucket ends. */
export function rowsOf(result: Result, indexes: readonly number[], column: readonly (number | null)[]): Row[] {
  const rows = indexes.map((index): Row => ({ atMs: index * result.series.bucketMs, value: column[index] ?? null }));
  const last = rows.at(-1);
  return last === undefined ? [] : [...rows, { atMs: result.horizonMs, value: last.value ?? null }];
}

/** The highest value after the warm-up and where it is; null without any. */
export function peakOf(result: Result, column: readonly (number | null)[]): { value: number; atMs: number } | null {
  const { bucketMs } = result.series;
  let best: { value: number; atMs: number } | null = null;
  for (let i = Math.ceil(result.ignoreMs / bucketMs); i < column.length; i++) {
    const value = column[i] ?? null;
    if (value !== null && (best === null || value > best.value)) best = { value, atMs: i * bucketMs };
  }
  return best;
}

export const highest = (column: readonly (number | null)[]): number =>
  column.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);

/** The entry in force at a moment. */
export function inForce<Limits extends { readonly fromMs: number }>(
  limits: readonly Limits[],
  atMs: number,
): Limits | undefined {
  return limits.findLast(({ fromMs }) => fromMs <= atMs) ?? limits[0];
}
