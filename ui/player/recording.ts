/** A finished run made ready for playing: running sums, so that any moment is read in the same short time. */

import type { Verdict } from "../../reports/judge/verdict.ts";
import type {
  FunctionLimits,
  FunctionSeries,
  NotableEvent,
  RegionLimits,
  RegionSeries,
  Result,
  ThrottleCause,
  TrafficResult,
} from "../../sim/index.ts";
import { type OwnSource, ownSourcesOf } from "./own-sources.ts";

export interface FunctionTrack {
  readonly name: string;
  readonly region: string;
  readonly series: FunctionSeries;
  readonly limits: readonly FunctionLimits[];
  /** Sum of the buckets before index i; one entry more than there are buckets. */
  readonly requests: readonly number[];
  readonly throttles: readonly number[];
  readonly coldStarts: readonly number[];
  /** Refusals by cause, those of the whole run first. */
  readonly causes: readonly CauseTrack[];
  /** The highest buckets: the charts keep one scale for the whole film. */
  readonly peaks: { readonly busy: number; readonly throttles: number; readonly asyncDepth: number };
  /** Totals of the whole run without its warm-up, by which the table is sorted. */
  readonly total: FunctionTotal;
}

export interface FunctionTotal {
  readonly perSecond: number;
  readonly busyMax: number;
  readonly throttled: number;
  readonly cold: number;
  readonly p99Ms: number;
}

export interface CauseTrack {
  readonly cause: ThrottleCause;
  readonly perBucket: readonly number[];
  readonly sums: readonly number[];
}

export interface RegionTrack {
  readonly name: string;
  readonly series: RegionSeries;
  readonly limits: readonly RegionLimits[];
  /** The busiest first. */
  readonly functions: readonly FunctionTrack[];
  /** Refusals of all its functions in each bucket, and by cause. */
  readonly throttles: readonly number[];
  readonly causes: readonly CauseTrack[];
  readonly peaks: { readonly concurrency: number; readonly throttles: number };
}

export interface Recording {
  readonly result: Result;
  readonly verdicts: readonly Verdict[];
  readonly bucketMs: number;
  readonly buckets: number;
  readonly horizonMs: number;
  /** Bucket from which on the shares count: the warm-up ends before it. */
  readonly firstCounted: number;
  /** In the order of the result: by name. */
  readonly functions: readonly FunctionTrack[];
  readonly regions: readonly RegionTrack[];
  /** Functions that take asynchronous events. */
  readonly queues: readonly FunctionTrack[];
  /** Synchronous callers, who retry by themselves. */
  readonly callers: readonly Caller[];
  readonly ownSources: readonly OwnSource[];
  /** In order of time; phases that begin together are one. */
  readonly events: readonly NotableEvent[];
  /** Moments worth a jump, rising: beginnings and ends of the notable events. */
  readonly stops: readonly number[];
}

export interface Caller {
  readonly name: string;
  readonly function: string;
  readonly counts: TrafficResult;
}

/** What a recording needs to know of the configuration: where each function runs and who calls it how. */
export interface Placement {
  readonly functions: readonly { readonly name: string; readonly region: string }[];
  readonly traffic: readonly {
    readonly name: string;
    readonly function: string | null;
    readonly invocationType: "RequestResponse" | "Event";
  }[];
}

export function record(result: Result, placement: Placement, verdicts: readonly Verdict[]): Recording {
  const functions = placement.functions
    .map(({ name, region }) => functionTrack(result, name, region))
    .filter((track) => track !== null);
  const regions = Object.keys(result.series.regions).map((name) => regionTrack(result, name, functions));
  const { bucketMs, buckets } = result.series;
  return {
    result,
    verdicts,
    bucketMs,
    buckets,
    horizonMs: result.horizonMs,
    firstCounted: Math.min(buckets, Math.ceil(result.ignoreMs / bucketMs)),
    functions,
    regions,
    queues: functions.filter(({ series }) => series.asyncAgeMsMax.some((age) => age !== null)),
    callers: callersOf(result, placement),
    ownSources: ownSourcesOf(result),
    events: eventsOf(result),
    stops: stopsOf(result),
  };
}

function callersOf(result: Result, { traffic }: Placement): Caller[] {
  const waiting = traffic.filter(({ invocationType }) => invocationType === "RequestResponse");
  return waiting.flatMap(({ name, function: fn }) => {
    const counts = result.traffic[name];
    return counts === undefined || fn === null ? [] : [{ name, function: fn, counts }];
  });
}

function functionTrack(result: Result, name: string, region: string): FunctionTrack | null {
  const series = result.series.functions[name];
  const total = result.functions[name];
  if (series === undefined || total === undefined) return null;
  return {
    name,
    region,
    series,
    limits: result.limits.functions[name] ?? [],
    requests: runningSum(series.requests),
    throttles: runningSum(series.throttles),
    coldStarts: runningSum(series.coldStarts),
    causes: causesOf([series]),
    peaks: {
      busy: highest(series.busyMax),
      throttles: highest(series.throttles),
      asyncDepth: highest(series.asyncDepthMax),
    },
    total: {
      perSecond: total.requestsCount / Math.max(1, result.seconds),
      busyMax: total.busyMax,
      throttled: share(total.throttlesCount, total.requestsCount) ?? 0,
      cold: share(total.coldStartsCount, total.invocationsCount) ?? 0,
      p99Ms: total.latencyMsP99 ?? total.durationMsP99 ?? 0,
    },
  };
}

function regionTrack(result: Result, name: string, all: readonly FunctionTrack[]): RegionTrack {
  const series = result.series.regions[name]!;
  const functions = all.filter((track) => track.region === name).sort((a, b) => b.total.busyMax - a.total.busyMax);
  const throttles = summed(
    functions.map((track) => track.series.throttles),
    result.series.buckets,
  );
  return {
    name,
    series,
    limits: result.limits.regions[name] ?? [],
    functions,
    throttles,
    causes: causesOf(functions.map((track) => track.series)),
    peaks: { concurrency: highest(series.concurrencyMax), throttles: highest(throttles) },
  };
}

/** Column by column. */
function summed(columns: readonly (readonly number[])[], length: number): number[] {
  const sums = new Array<number>(length).fill(0);
  for (const column of columns) for (const [index, value] of column.entries()) sums[index]! += value;
  return sums;
}

function causesOf(all: readonly FunctionSeries[]): CauseTrack[] {
  const columns = new Map<ThrottleCause, number[][]>();
  for (const { throttlesByCause } of all) {
    for (const [cause, column] of Object.entries(throttlesByCause) as [ThrottleCause, number[]][]) {
      columns.set(cause, [...(columns.get(cause) ?? []), column]);
    }
  }
  return [...columns]
    .map(([cause, of]) => [cause, of.length === 1 ? of[0]! : summed(of, of[0]!.length)] as const)
    .map(([cause, perBucket]) => ({ cause, perBucket, sums: runningSum(perBucket) }))
    .filter(({ sums }) => (sums.at(-1) ?? 0) > 0)
    .sort((a, b) => (b.sums.at(-1) ?? 0) - (a.sums.at(-1) ?? 0));
}

function runningSum(values: readonly number[]): number[] {
  const sums = [0];
  let sum = 0;
  for (const value of values) {
    sum += value;
    sums.push(sum);
  }
  return sums;
}

/** Their names move into the detail, so that the list has one row for each moment at which the traffic changes. */
function eventsOf({ events: all, limits }: Result): NotableEvent[] {
  const events = all.map((event) => withReservation(event, limits.functions[event.subject] ?? []));
  const phases = events.filter(({ kind }) => kind === "phase");
  const together = (atMs: number): string[] => phases.filter((one) => one.atMs === atMs).map(({ subject }) => subject);
  return events
    .filter((event) => event.kind !== "phase" || phases.find(({ atMs }) => atMs === event.atMs) === event)
    .map((event) =>
      event.kind === "phase" ? { ...event, subject: "", detail: together(event.atMs).join(", ") } : event,
    );
}

/** A full reservation goes by its whole size, provisioned units included, as everywhere else. */
function withReservation(event: NotableEvent, limits: readonly FunctionLimits[]): NotableEvent {
  if (event.cause !== "reserved-full") return event;
  const reserved = limits.findLast(({ fromMs }) => fromMs <= event.atMs)?.reserved ?? event.limit;
  return { ...event, limit: reserved };
}

/** Not `Math.max(...)`: two days in seconds are more values than a call takes arguments. */
const highest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);

function stopsOf({ events, horizonMs }: Result): number[] {
  const moments = events.flatMap(({ atMs, untilMs }) => (untilMs === null ? [atMs] : [atMs, untilMs]));
  return [...new Set(moments)].filter((moment) => moment >= 0 && moment <= horizonMs).sort((a, b) => a - b);
}

/** A part of a whole, 0..1; null where there is nothing to take a part of. */
export const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
