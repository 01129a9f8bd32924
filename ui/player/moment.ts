/** Reads a moment of a recording: what was so then, in the minute before, and from the warm-up until then. */
import { type CauseTrack, type FunctionTrack, type Recording, type RegionTrack, share } from "./recording.ts";

/** Rates and shares in the table cover this much of the run, up to the moment shown. */
const WINDOW_MS = 60_000;

export interface FunctionMoment {
  readonly name: string;
  /** Requests that reached admission, over the last minute. */
  readonly perSecond: number;
  /** At their most within the bucket. */
  readonly busy: number;
  /** Idle and ready at the end of the bucket, provisioned ones included. */
  readonly warm: number;
  readonly reserved: number | null;
  readonly provisioned: number;
  /** Provisioned units in use at the end of the bucket. */
  readonly provisionedBusy: number;
  /** Over the last minute; null without requests. */
  readonly coldShare: number | null;
  readonly throttledShare: number | null;
  /** Mean of the last minute's buckets, each weighted by its requests; null without an answer. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly asyncDepth: number;
  readonly asyncAgeMs: number | null;
}

export interface RegionMoment {
  readonly name: string;
  readonly quota: number;
  /** At their most within the bucket. */
  readonly inUse: number;
  readonly claimed: number;
  readonly unreservedLeft: number;
  /** From the end of the warm-up until now; null without requests. */
  readonly throttledShare: number | null;
  readonly coldShare: number | null;
}

/** The bucket that holds a moment; the horizon itself belongs to the last one. */
export function bucketAt({ bucketMs, buckets }: Recording, ms: number): number {
  return Math.max(0, Math.min(buckets - 1, Math.floor(ms / bucketMs)));
}

/** The setting in force: the last one that began at or before the moment. */
export function limitAt<Limit extends { readonly fromMs: number }>(
  limits: readonly Limit[],
  ms: number,
): Limit | undefined {
  return limits.findLast(({ fromMs }) => fromMs <= ms) ?? limits[0];
}

/** The dotted line of the concurrency chart: the most that the function itself may have running. */
export function ceilingAt(track: FunctionTrack, ms: number): number | null {
  const limit = limitAt(track.limits, ms);
  return limit === undefined ? null : limit.onDemand + limit.provisioned;
}

export function functionAt(recording: Recording, track: FunctionTrack, ms: number): FunctionMoment {
  const at = bucketAt(recording, ms);
  const window = lastMinute(recording, at);
  const requests = between(track.requests, window);
  const throttles = between(track.throttles, window);
  const { series } = track;
  const limit = limitAt(track.limits, ms);
  const provisionedIdle = series.provisionedIdle[at] ?? 0;
  return {
    name: track.name,
    perSecond: (requests * 1000) / ((window.to - window.from) * recording.bucketMs),
    busy: series.busyMax[at] ?? 0,
    warm: (series.idle[at] ?? 0) + provisionedIdle,
    reserved: limit?.reserved ?? null,
    provisioned: limit?.provisioned ?? 0,
    provisionedBusy: Math.max(0, (limit?.provisioned ?? 0) - provisionedIdle),
    coldShare: share(between(track.coldStarts, window), requests - throttles),
    throttledShare: share(throttles, requests),
    p50Ms: weightedMean(series.latencyMsP50, series.requests, window),
    p99Ms: weightedMean(series.latencyMsP99, series.requests, window),
    asyncDepth: series.asyncDepthMax[at] ?? 0,
    asyncAgeMs: series.asyncAgeMsMax[at] ?? null,
  };
}

export function regionAt(recording: Recording, track: RegionTrack, ms: number): RegionMoment {
  const at = bucketAt(recording, ms);
  const limit = limitAt(track.limits, ms);
  const counted = { from: Math.min(recording.firstCounted, at + 1), to: at + 1 };
  const sum = (column: (fn: FunctionTrack) => readonly number[]): number =>
    track.functions.reduce((total, fn) => total + between(column(fn), counted), 0);
  const requests = sum((fn) => fn.requests);
  const throttles = sum((fn) => fn.throttles);
  return {
    name: track.name,
    quota: limit?.concurrency ?? 0,
    inUse: track.series.concurrencyMax[at] ?? 0,
    claimed: track.series.claimedMax[at] ?? 0,
    unreservedLeft: Math.max(0, (limit?.unreserved ?? 0) - (track.series.unreservedMax[at] ?? 0)),
    throttledShare: share(throttles, requests),
    coldShare: share(
      sum((fn) => fn.coldStarts),
      requests - throttles,
    ),
  };
}

/** All functions of a Region together, as the table shows it. */
export interface RegionMinute {
  readonly perSecond: number;
  readonly busy: number;
  readonly warm: number;
  readonly coldShare: number | null;
  readonly throttledShare: number | null;
}

export function regionMinute(recording: Recording, track: RegionTrack, ms: number): RegionMinute {
  const at = bucketAt(recording, ms);
  const window = lastMinute(recording, at);
  const sum = (of: (fn: FunctionTrack) => number): number => track.functions.reduce((total, fn) => total + of(fn), 0);
  const requests = sum((fn) => between(fn.requests, window));
  const throttles = sum((fn) => between(fn.throttles, window));
  return {
    perSecond: (requests * 1000) / ((window.to - window.from) * recording.bucketMs),
    busy: track.series.concurrencyMax[at] ?? 0,
    warm: sum(({ series }) => (series.idle[at] ?? 0) + (series.provisionedIdle[at] ?? 0)),
    coldShare: share(
      sum((fn) => between(fn.coldStarts, window)),
      requests - throttles,
    ),
    throttledShare: share(throttles, requests),
  };
}

/** Refusals of one cause from the start of the run until now, the warm-up included. */
export const refusedUntil = (recording: Recording, { sums }: CauseTrack, ms: number): number =>
  sums[bucketAt(recording, ms) + 1] ?? 0;

const lastMinute = ({ bucketMs }: Recording, at: number): Buckets => ({
  from: Math.max(0, at + 1 - Math.max(1, Math.round(WINDOW_MS / bucketMs))),
  to: at + 1,
});

interface Buckets {
  readonly from: number;
  readonly to: number;
}

const between = (sums: readonly number[], { from, to }: Buckets): number => (sums[to] ?? 0) - (sums[from] ?? 0);

function weightedMean(
  values: readonly (number | null)[],
  weights: readonly number[],
  { from, to }: Buckets,
): number | null {
  let sum = 0;
  let weight = 0;
  for (let i = from; i < to; i += 1) {
    const value = values[i] ?? null;
    if (value === null) continue;
    // A bucket with an answer but without a new request counts as one request.
    const own = Math.max(1, weights[i] ?? 0);
    sum += value * own;
    weight += own;
  }
  return share(sum, weight);
}
