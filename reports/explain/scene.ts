/** What a Result knows of one function at one moment: the bucket's counts, the settings in force, what surrounds it. */
import type {
  FunctionLimits,
  FunctionSeries,
  NotableEvent,
  RegionLimits,
  Result,
  ThrottleCause,
} from "../../sim/index.ts";
import { isTrouble } from "../words/events.ts";
import type { InForce as Refusing } from "../words/refusals.ts";

/** What happened in the bucket of the series that holds the moment. Everything counted was counted there only. */
export interface BucketNumbers {
  fromMs: number;
  toMs: number;
  /** Attempts that reached admission, and how many of them were refused. */
  requests: number;
  refused: number;
  refusedByCause: Partial<Record<ThrottleCause, number>>;
  /** LIFE-25: attempts that the state of the function refused, in addition; only where there were any. */
  refusedByState?: number;
  cold: number;
  /** PC-9: ran on demand although the function has provisioned units. */
  spilled: number;
  errors: number;
  busyMax: number;
  busyMean: number;
  /** Environments at the end of the bucket. */
  starting: number;
  running: number;
  idle: number;
  provisionedIdle: number;
  /** Of synchronous callers, else of the handler; null without an answer. */
  latencyMsP50: number | null;
  latencyMsP99: number | null;
  asyncDepthMax: number;
  asyncAgeMsMax: number | null;
}

/** The settings at the moment, and what was in use of each at its most within the bucket. */
export interface InForce {
  reserved: number | null;
  provisioned: number;
  /** What the function itself may run on demand: its reservation's rest, or the shared pool. */
  onDemand: number;
  region: string;
  quota: number;
  quotaInUse: number;
  /** CONC-9: the pool that functions without a reservation share. */
  pool: number;
  poolInUse: number;
  /** Mean units on demand of each function that shares the pool, the largest first. */
  poolHeldBy: Holder[];
  /** RPS-1, RPS-2: requests per second that bind this function. */
  requestsPerSecond: number;
  requestsPerSecondServed: number;
  /** Named phases of the traffic, and changes of settings made until then, the latest last. */
  phases: Stretch[];
  changes: Stretch[];
}

export interface Holder {
  function: string;
  units: number;
  /** Null for a function without a reservation. */
  reserved: number | null;
}

export interface Stretch {
  fromMs: number;
  /** Null: to the end of the run. */
  untilMs: number | null;
  what: string;
}

/** One moment of one function, as the explanation looks at it. */
export interface Scene {
  readonly result: Result;
  readonly name: string;
  readonly atMs: number;
  /** Number of the bucket. */
  readonly bucket: number;
  readonly series: FunctionSeries;
  readonly now: BucketNumbers;
  readonly inForce: InForce;
  /** Episodes of this function, and of downstreams that it may call, that cover the bucket. */
  readonly episodes: readonly NotableEvent[];
  /** All its requests are events of the asynchronous queue. */
  readonly queued: boolean;
}

/** Less than half a unit on average is not worth a name. */
const HELD_AT_LEAST = 0.5;
const MINUTE_MS = 60_000;
/** RPS-1, RPS-2. */
const REQUESTS_PER_UNIT = 10;

export function sceneOf(result: Result, name: string, atMs: number): Scene {
  const bucket = bucketAt(result, atMs);
  const series = result.series.functions[name]!;
  const fn = result.functions[name]!;
  const now = numbersAt(result, series, bucket);
  return {
    result,
    name,
    atMs,
    bucket,
    series,
    now,
    inForce: inForceAt(result, name, atMs, now),
    episodes: result.events.filter((event) => concerns(event, name) && covers(event, now)),
    queued:
      fn.latencyMsSamples === 0 &&
      result.metrics.functions[name]!["AWS/Lambda"].AsyncEventsReceived.some((n) => (n ?? 0) > 0),
  };
}

/** The horizon itself belongs to the last bucket. */
export const bucketAt = ({ series }: Result, atMs: number): number =>
  Math.min(series.buckets - 1, Math.floor(atMs / series.bucketMs));

/** The entry in force: the last that began at or before the moment. */
export const limitAt = <Limit extends { fromMs: number }>(limits: readonly Limit[], atMs: number): Limit =>
  limits.findLast(({ fromMs }) => fromMs <= atMs) ?? limits[0]!;

/** CloudWatch's value of the minute that holds the moment; 0 without a data point. */
export function minuteOf(column: readonly (number | null)[], { result, atMs }: Pick<Scene, "result" | "atMs">): number {
  const minute = Math.min(column.length - 1, Math.floor(atMs / result.metrics.periodMs));
  return column[minute] ?? 0;
}

/** The most units in use at once in the minute that holds the moment. */
export function peakOfMinute({ result, series, atMs, bucket }: Scene): number {
  const { bucketMs } = result.series;
  const from = Math.floor((Math.floor(atMs / MINUTE_MS) * MINUTE_MS) / bucketMs);
  const to = Math.max(bucket + 1, from + Math.floor(MINUTE_MS / bucketMs));
  return Math.max(...series.busyMax.slice(from, to));
}

const concerns = ({ kind, subject }: NotableEvent, name: string): boolean =>
  kind === "downstream-rejecting" || (subject === name && isTrouble(kind));

/** Buckets are wide, episodes may be short: one that touches the bucket counts. */
const covers = ({ atMs, untilMs }: NotableEvent, { fromMs, toMs }: BucketNumbers): boolean =>
  atMs < toMs && (untilMs ?? Number.POSITIVE_INFINITY) >= fromMs;

function numbersAt({ series: { bucketMs }, horizonMs }: Result, series: FunctionSeries, bucket: number): BucketNumbers {
  const causes = Object.entries(series.throttlesByCause) as [ThrottleCause, number[]][];
  const refused = causes.map(([cause, column]) => [cause, column[bucket]!] as const).filter(([, count]) => count > 0);
  const byState = series.refused?.[bucket] ?? 0;
  return {
    fromMs: bucket * bucketMs,
    toMs: Math.min(horizonMs, (bucket + 1) * bucketMs),
    requests: series.requests[bucket]!,
    refused: series.throttles[bucket]!,
    refusedByCause: Object.fromEntries(refused),
    ...(byState > 0 ? { refusedByState: byState } : {}),
    cold: series.coldStarts[bucket]!,
    spilled: series.spillover[bucket]!,
    errors: series.errors[bucket]!,
    busyMax: series.busyMax[bucket]!,
    busyMean: series.busyMean[bucket]!,
    starting: series.starting[bucket]!,
    running: series.running[bucket]!,
    idle: series.idle[bucket]!,
    provisionedIdle: series.provisionedIdle[bucket]!,
    latencyMsP50: series.latencyMsP50[bucket] ?? null,
    latencyMsP99: series.latencyMsP99[bucket] ?? null,
    asyncDepthMax: series.asyncDepthMax[bucket]!,
    asyncAgeMsMax: series.asyncAgeMsMax[bucket] ?? null,
  };
}

/** PC-2, PC-15: versions, or aliases that are one each, that have units then; none where they are not told apart. */
export function withUnits({ result, name, atMs }: Pick<Scene, "result" | "name" | "atMs">): string[] {
  const { versions = {} } = limitAt(result.limits.functions[name]!, atMs);
  return Object.keys(versions).filter((version) => versions[version]! > 0);
}

/** Several have units then, so that a number for the function is that of no alias. */
export const unitsAreDivided = (scene: Pick<Scene, "result" | "name" | "atMs">): boolean => withUnits(scene).length > 1;

function inForceAt(result: Result, name: string, atMs: number, now: BucketNumbers): InForce {
  const { region } = result.functions[name]!;
  const own = limitAt(result.limits.functions[name]!, atMs);
  const shared = limitAt(result.limits.regions[region]!, atMs);
  const used = result.series.regions[region]!;
  const bucket = bucketAt(result, atMs);
  const seconds = (now.toMs - now.fromMs) / 1000;
  return {
    reserved: own.reserved,
    provisioned: own.provisioned,
    onDemand: own.onDemand,
    region,
    quota: shared.concurrency,
    quotaInUse: used.concurrencyMax[bucket]!,
    pool: shared.unreserved,
    poolInUse: used.unreservedMax[bucket]!,
    poolHeldBy: poolHolders(result, region, atMs),
    requestsPerSecond: REQUESTS_PER_UNIT * rateUnits(result, { region, own, shared, atMs }),
    requestsPerSecondServed: (now.requests - now.refused) / seconds,
    phases: stretches(result, "phase").filter(({ fromMs, untilMs }) => fromMs <= atMs && atMs < (untilMs ?? Infinity)),
    changes: stretches(result, "change").filter(({ fromMs }) => fromMs <= atMs),
  };
}

interface Shares {
  readonly region: string;
  readonly own: FunctionLimits;
  readonly shared: RegionLimits;
  readonly atMs: number;
}

/** RPS-2 counts the reservation; RPS-1 the quota, less what is reserved unless the model counts that in (RPS-10). */
function rateUnits(result: Result, { region, own, shared, atMs }: Shares): number {
  if (own.reserved !== null) return own.reserved;
  if (assumed(result, "accountRateIncludesReserved", region) === "true") return shared.concurrency;
  const reservations = Object.entries(result.limits.functions).map(([name, limits]) =>
    result.functions[name]!.region === region ? (limitAt(limits, atMs).reserved ?? 0) : 0,
  );
  return Math.max(0, shared.concurrency - reservations.reduce((sum, units) => sum + units, 0));
}

/** The value of a named assumption, which may differ by Region. */
export const assumed = ({ assumptions }: Result, policy: string, region: string): string =>
  assumptions.find((one) => one.policy === `${policy} (${region})` || one.policy === policy)?.value ?? "";

/** SCALE-1, SCALE-11: new environments per 10 s of a function of this Region. */
export function allowanceOf({ result, inForce }: Scene): number {
  const told = assumed(result, "scalingAllowance", inForce.region);
  return told === "" ? 1000 : Number(told);
}

/** What the words for a refusal need of the moment. */
export function refusing(scene: Scene): Refusing {
  const { reserved, pool, requestsPerSecond } = scene.inForce;
  return { reserved, pool, requestsPerSecond, allowance: allowanceOf(scene) };
}

function poolHolders(result: Result, region: string, atMs: number): Holder[] {
  return unitsHeld(result, region, atMs).filter(({ reserved, units }) => reserved === null && units >= HELD_AT_LEAST);
}

/** Mean units on demand of every function of a Region in the bucket, the largest first. */
export function unitsHeld(result: Result, region: string, atMs: number): Holder[] {
  const bucket = bucketAt(result, atMs);
  return Object.entries(result.series.functions)
    .filter(([name]) => result.functions[name]!.region === region)
    .map(([name, series]) => {
      const { provisioned, reserved } = limitAt(result.limits.functions[name]!, atMs);
      const onUnits = Math.max(0, provisioned - series.provisionedIdle[bucket]!);
      return { function: name, units: Math.max(0, series.busyMean[bucket]! - onUnits), reserved };
    })
    .sort((a, b) => b.units - a.units || (a.function < b.function ? -1 : 1));
}

const stretches = ({ events }: Result, kind: NotableEvent["kind"]): Stretch[] =>
  events
    .filter((event) => event.kind === kind)
    .map(({ atMs, untilMs, subject, detail }) => ({ fromMs: atMs, untilMs, what: detail === "" ? subject : detail }));
