/** Many seeds of one config to one Result: means of numbers, pooled histograms, the first seed's series and events. */

import { assert } from "../kernel/assert.ts";
import { resultDigest } from "../measure/report/report.ts";
import { rounded, roundedShare, roundedUsd } from "../measure/tables/rounding.ts";
import { payerKey, sumsOf } from "../pricing/bill.ts";
import type {
  FunctionResult,
  Histogram,
  Result,
  SourceResult,
  StateRefusalResult,
  ThrottleResult,
  WindowResult,
} from "../result.ts";
import { METRICS } from "../vocabulary/metrics/index.ts";
import type { Reading, SubjectKind } from "../vocabulary/metrics/metric.ts";
import { meanCost } from "./mean-cost.ts";

/**
 * Combines runs that differ in nothing but the seed. Counts are rounded to whole numbers; what depends on time (series,
 * one-minute metrics, events, limits) is the first seed's, so that a chart shows a run that really happened.
 * @throws InvariantError when the runs are not of one config.
 */
export function combine(runs: readonly Result[]): Result {
  const [first] = runs;
  assert(first !== undefined, "there is no run to combine");
  assert(
    runs.every((run) => run.scenario.digest === first.scenario.digest && run.engine === first.engine),
    "runs of different configs cannot be combined",
  );
  if (runs.length === 1) return first;
  const { digest: _digest, ...shared } = first;
  const body: Omit<Result, "digest"> = {
    ...shared,
    seeds: runs.flatMap((run) => run.seeds),
    ...meanWindow(runs),
    destinations: meanRecords(runs),
    windows: Object.fromEntries(
      Object.keys(first.windows).map((name) => [name, meanWindow(runs.map((run) => run.windows[name]!))]),
    ),
  };
  return { ...body, digest: resultDigest(body) };
}

function meanWindow(windows: readonly WindowResult[]): WindowResult {
  const of = <Key extends keyof WindowResult>(key: Key) =>
    mean(windows.map((window) => window[key] as Tree)) as WindowResult[Key];
  const cost = meanCost(windows.map((window) => window.cost));
  const sums = sumsOf(cost.lines);
  const costOf = (subjectKind: SubjectKind, subject: string): number =>
    sums.get(payerKey({ subjectKind, subject })) ?? 0;
  const withSums = ([name, fn]: [string, FunctionResult]) => [
    name,
    { ...addingUp(fn), costUsd: costOf("function", name) },
  ];
  const paid = ([name, source]: [string, SourceResult]) => [
    name,
    source.costUsd === undefined ? source : { ...source, costUsd: costOf("source", name) },
  ];
  return {
    seconds: windows[0]!.seconds,
    functions: Object.fromEntries(Object.entries(of("functions")).map(withSums)),
    traffic: of("traffic"),
    sources: Object.fromEntries(Object.entries(of("sources")).map(paid)),
    ...(windows[0]!.calls === undefined ? {} : { calls: of("calls")! }),
    ...(windows[0]!.sends === undefined ? {} : { sends: of("sends")! }),
    downstreams: of("downstreams"),
    regions: of("regions"),
    cost,
  };
}

/** Each count is rounded by itself: what is a sum of others is added up anew, so that no reader finds one missing. */
function addingUp(fn: FunctionResult): FunctionResult {
  const throttlesCount = fn.throttles.reduce((sum, { count }) => sum + count, 0);
  const own = { ...fn, throttlesCount, requestsCount: fn.invocationsCount + throttlesCount };
  if (fn.refusals === undefined) return own;
  return { ...own, refusedCount: fn.refusals.reduce((sum, { count }) => sum + count, 0) };
}

/** A destination that one seed never used got no record there. */
function meanRecords(runs: readonly Result[]): Result["destinations"] {
  const names = [...new Set(runs.flatMap(({ destinations }) => Object.keys(destinations)))];
  const records = ({ destinations }: Result, name: string): number =>
    Object.hasOwn(destinations, name) ? destinations[name]! : 0;
  return Object.fromEntries(
    names.map((name) => [name, rounded(runs.reduce((sum, run) => sum + records(run, name), 0) / runs.length)]),
  );
}

type Rounding = (value: number) => number;

/** Counts are whole, shares and money have more decimals than the rest. */
const ROUNDING: ReadonlyMap<string, Rounding> = new Map(METRICS.flatMap(({ reading }) => roundingOf(reading)));

function roundingOf(reading: Reading): [field: string, Rounding][] {
  if (reading.family === "count") return [[reading.field, Math.round]];
  if (reading.family === "time") return [[`${reading.prefix}Samples`, Math.round]];
  if (reading.family === "money") return [[reading.field, roundedUsd]];
  if (reading.family !== "ratio") return [];
  return [`${reading.prefix}Mean`, `${reading.prefix}Max`].map((field) => [field, roundedShare]);
}

type Tree = { readonly [key: string]: unknown };

/** Field by field. Keys come from all runs, since one seed may have met what another has not. */
function mean(trees: readonly Tree[]): Tree {
  const keys = [...new Set(trees.flatMap((tree) => Object.keys(tree)))];
  return Object.fromEntries(
    keys.map((key) => [
      key,
      meanField(
        key,
        trees.map((tree) => (Object.hasOwn(tree, key) ? tree[key] : undefined)),
      ),
    ]),
  );
}

function meanField(key: string, values: readonly unknown[]): unknown {
  const present = values.filter((value) => value !== null && value !== undefined);
  // A function or a destination may have any name, that of a field too: these fields hold lists, those have fields.
  const lists = present.every(Array.isArray);
  if (key === "throttles" && lists) return meanThrottles(values as ThrottleResult[][]);
  if (key === "refusals" && lists) return meanRefusals(values as (StateRefusalResult[] | undefined)[]);
  if (key === "histograms" && present.every(holdsHistograms)) return pooled(values as Record<string, Histogram>[]);
  if (present.length === 0) return null;
  if (typeof present[0] === "string") return present[0];
  if (typeof present[0] === "object") return mean(present as Tree[]);
  // What one seed lacks was 0 there; a time nobody measured, which is null, is left out.
  const divisor = values.some((value) => value === undefined) ? values.length : present.length;
  const average = (present as number[]).reduce((sum, value) => sum + value, 0) / divisor;
  return (ROUNDING.get(key) ?? rounded)(average);
}

const holdsHistograms = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.values(value).every(Array.isArray);

function pooled(all: readonly Record<string, Histogram>[]): Record<string, Histogram> {
  const names = Object.keys(all[0]!);
  return Object.fromEntries(names.map((name) => [name, addUp(all.map((histograms) => histograms[name]!))]));
}

function addUp(histograms: readonly Histogram[]): Histogram {
  const counts = new Map<number, number>();
  for (const [bound, count] of histograms.flat()) counts.set(bound, (counts.get(bound) ?? 0) + count);
  return [...counts].sort(([a], [b]) => a - b);
}

/** By cause: mean count over all seeds, the scene of the first seed that met it. */
function meanThrottles(lists: readonly ThrottleResult[][]): ThrottleResult[] {
  const all = lists.flat();
  const causes = [...new Set(all.map(({ cause }) => cause))];
  return causes.map((cause) => {
    const met = all.filter((entry) => entry.cause === cause);
    // What one seed of many has met once is still shown.
    const count = Math.max(1, Math.round(met.reduce((sum, entry) => sum + entry.count, 0) / lists.length));
    return { ...met[0]!, count, heldBy: meanShares(met.map(({ heldBy }) => heldBy)) };
  });
}

/** By cause, likewise. */
function meanRefusals(lists: readonly (StateRefusalResult[] | undefined)[]): StateRefusalResult[] {
  const all = lists.flatMap((list) => list ?? []);
  return [...new Set(all.map(({ cause }) => cause))].map((cause) => {
    const met = all.filter((entry) => entry.cause === cause);
    const count = Math.max(1, Math.round(met.reduce((sum, entry) => sum + entry.count, 0) / lists.length));
    return { ...met[0]!, count };
  });
}

function meanShares(shares: readonly Record<string, number>[]): Record<string, number> {
  const names = [...new Set(shares.flatMap((entry) => Object.keys(entry)))].sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      roundedShare(
        shares.reduce((sum, entry) => sum + (Object.hasOwn(entry, name) ? entry[name]! : 0), 0) / shares.length,
      ),
    ]),
  );
}
