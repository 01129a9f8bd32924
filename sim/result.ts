/**
 * Result: what a run yields. Plain JSON with a schema version, keys in a fixed order, names in code-unit order, every
 * number rounded once. It holds no time of day, host or path, so the same run gives the same bytes everywhere.
 */
import type { CloudWatch } from "./cloudwatch-result.ts";
import type { CostResult, FunctionCost } from "./cost-result.ts";
import type { NotableKind } from "./vocabulary/notable.ts";
import type { StateCause } from "./vocabulary/state-refusals.ts";
import type { ThrottleCause } from "./vocabulary/throttles.ts";

export const RESULT_SCHEMA = "burstlab.result/1";

/** One kind of refusal of one function. */
export interface ThrottleResult {
  /** AWS's `Reason` in the 429 body (§8.1). */
  reason: string;
  cause: ThrottleCause;
  /** The rule of the specification, for instance "RES-7". */
  rule: string;
  count: number;
  firstMs: number;
  /** The limit that was reached and what was in use when it was first reached; null where no number applies. */
  limit: number | null;
  inUse: number | null;
  /** Units of the Region's quota that nobody was using when it first happened. */
  unusedInRegionCount: number;
  /** Who held the capacity while this was refused: function name to share, adding up to 1; {} for rate limits. */
  heldBy: Record<string, number>;
}

/** One kind of refusal of one function by its state, which comes before every limit and is no throttle (ERR-5). */
export interface StateRefusalResult {
  /** AWS's exception and its HTTP status. */
  error: string;
  status: number;
  cause: StateCause;
  rule: string;
  count: number;
  firstMs: number;
}

/** Counts at or below each bound (upper edge of a histogram bucket, ms), empty buckets left out. */
export type Histogram = [boundMs: number, count: number][];

/**
 * A measured time, flattened: `latencyMsP99` and so on. All but the number of samples are null when nothing was
 * measured. Any other percentile comes from `histograms` (relative error at most 1 %).
 */
export type Distributed<Name extends string> = Record<`${Name}Samples`, number> &
  Record<`${Name}${"Mean" | "Min" | "Max" | "P50" | "P95" | "P99"}`, number | null>;

/** A quantity over time, flattened: `busyMax` and so on. The mean is weighted by time; last is its value at the end. */
export type Gauged<Name extends string> = Record<`${Name}${"Mean" | "Min" | "Max" | "Last"}`, number>;

/** One function over one stretch of time. */
export interface FunctionCounts {
  /** Name of the Region it is in. */
  region: string;
  /** Attempts that reached admission: invocations + throttles. */
  requestsCount: number;
  /** MET-1: handler runs started. */
  invocationsCount: number;
  /** MET-3. */
  throttlesCount: number;
  /** MET-2, timeouts included. */
  errorsCount: number;
  timeoutsCount: number;
  /** Invocations that had to wait for Init or Restore. */
  coldStartsCount: number;
  /** MET-12 and MET-11. */
  spilloverCount: number;
  provisionedInvocationsCount: number;
  environmentsCreatedCount: number;
  environmentsEndedCount: number;
  /** MET-13 to MET-15, of the events that arrived in this stretch; pending: queued or running when the run ended. */
  asyncReceivedCount: number;
  asyncSucceededCount: number;
  asyncDroppedCount: number;
  asyncPendingCount: number;
  asyncRetriesCount: number;
  /** ASY-10: dropped because retries were used up, the event grew too old, or the function is stopped. */
  asyncExhaustedCount: number;
  asyncExpiredCount: number;
  asyncStoppedCount: number;
  /** LIFE-18, SNAP-7: sum of billed durations in ms (each rounded up to 1 ms). */
  billedMsSum: number;
}

/** One version of a function whose aliases name their versions. */
export type VersionResult = Pick<
  FunctionCounts,
  | "requestsCount"
  | "invocationsCount"
  | "throttlesCount"
  | "errorsCount"
  | "coldStartsCount"
  | "provisionedInvocationsCount"
>;

/**
 * Gauges: `busy` requests running at once; `environments` that exist (starting, running or idle, provisioned ones
 * included); `warm` idle and ready; `asyncDepth` events waiting in the asynchronous queue.
 * Times: `latencyMs` as the synchronous caller sees it, retries and waits included, of requests that got an answer;
 * `durationMs` the handler and its extensions without cold Init (MET-4); `initMs` Init or Restore of cold starts;
 * `waitMs` from the first attempt to the start of the handler; `asyncAgeMs` event age at each attempt (MET-14).
 */
export type FunctionResult = FunctionCounts &
  Gauged<"busy"> &
  Gauged<"environments"> &
  Gauged<"warm"> &
  Gauged<"asyncDepth"> &
  Distributed<"latencyMs"> &
  Distributed<"durationMs"> &
  Distributed<"initMs"> &
  Distributed<"waitMs"> &
  Distributed<"asyncAgeMs"> & {
    /** Provisioned units running / provisioned units, 0..1; null without provisioned concurrency. */
    provisionedUtilizationMean: number | null;
    provisionedUtilizationMax: number | null;
    throttles: ThrottleResult[];
    /** Only where an alias names its versions (LIM-13): by version, `$LATEST` included. */
    versions?: Record<string, VersionResult>;
    /** LIFE-8, MET-5: what extensions took after the handler; only where a function has some. */
    extensions?: Distributed<"afterRunMs">;
    /** LIFE-16: of the cold starts, those whose request moved to an environment that was freed before Init was done. */
    proactiveInitsCount?: number;
    /** Different tenants served; only with tenancy (TEN-1), where each of `environments` belongs to one of them. */
    tenantsServedCount?: number;
    /** Attempts that the function's state refused, and each kind of them; only where states play a part (LIFE-25). */
    refusedCount?: number;
    refusals?: StateRefusalResult[];
    histograms: Record<"latencyMs" | "durationMs" | "initMs" | "waitMs" | "asyncAgeMs", Histogram> & {
      executionMs?: Histogram;
    };
  } & Partial<ManagedResult> &
  Partial<DurableResult> &
  FunctionCost;

/** Of a function on Managed Instances, absent for others. LMI-8: workers and CPU of its environments in use, 0..1. */
export interface ManagedResult {
  workerUtilizationMean: number;
  workerUtilizationMax: number;
  cpuUtilizationMean: number;
  cpuUtilizationMax: number;
  /** LMI-7: always 0, since instances are paid for. */
  billedMsSum: number;
}

/**
 * Only of durable functions (DUR-1 to DUR-5). Executions that began in this stretch, and how they ended; pending: not
 * ended when the run stopped. `executionsRunning`: begun and not ended, waiting ones included; `executionsWaiting`:
 * those in a wait, which hold no concurrency (DUR-2). `executionMs`: from the start of the first invocation to the end.
 */
export type DurableResult = {
  executionsStartedCount: number;
  executionsSucceededCount: number;
  executionsFailedCount: number;
  executionsTimedOutCount: number;
  executionsPendingCount: number;
  /** Waits that were over, each of which asked for an invocation (DUR-5). */
  resumptionsCount: number;
} & Gauged<"executionsRunning"> &
  Gauged<"executionsWaiting"> &
  Distributed<"executionMs">;

/** One synchronous or asynchronous caller (an entry of `traffic`) over one stretch of time. Every request ends once. */
export interface TrafficCounts {
  requestsCount: number;
  succeededCount: number;
  /** Answered with a function error or a timeout of the function. */
  failedCount: number;
  /** Given up after the last 429. */
  throttledCount: number;
  /** Given up after a refusal by the function's state; only where states play a part. */
  refusedCount?: number;
  /** Given up by the caller's own timeout. */
  abandonedCount: number;
  /** Asynchronous events that ended without success. */
  droppedCount: number;
  /** Not ended when the run stopped. */
  pendingCount: number;
  attemptsCount: number;
  retriesCount: number;
  /** Retries not made because the SDK's retry quota was empty (SDK-11). */
  quotaExhaustedCount: number;
}

/** `latencyMs`: synchronous, first attempt to final answer, whatever it was; asynchronous, event to success. */
export type TrafficResult = TrafficCounts & Distributed<"latencyMs"> & { histograms: Record<"latencyMs", Histogram> };

/** `inUse`: calls in progress. `latencyMs`: waiting and service of calls that succeeded. */
export type DownstreamResult = {
  callsCount: number;
  rejectedCount: number;
  /** Calls that waited for a place. */
  waitedCount: number;
} & Gauged<"inUse"> &
  Distributed<"latencyMs"> & { histograms: Record<"latencyMs", Histogram> };

/**
 * `concurrency`: all requests running in the Region (MET-6). `unreserved`: running on unreserved on-demand concurrency
 * (MET-7). `claimed`: unreserved in use + all reservations + provisioned units of unreserved functions (MET-8).
 */
export type RegionResult = { throttlesCount: number } & Gauged<"concurrency"> &
  Gauged<"unreserved"> &
  Gauged<"claimed">;

/** The limits in force from a moment on. */
export interface FunctionLimits {
  fromMs: number;
  reserved: number | null;
  provisioned: number;
  /** On-demand units this function may use at most: its reservation less its provisioned units, or the shared pool. */
  onDemand: number;
  /** Only where an alias names its versions: READY units of each published one (PC-15). */
  versions?: Record<string, number>;
  /** LMI-1: it runs on Managed Instances, and `onDemand` are the requests that its environments take at once. */
  managed?: true;
  /** TEN-2: environments that it may have for its tenants at most; only with tenancy. */
  tenantEnvironments?: number;
}
export interface RegionLimits {
  fromMs: number;
  concurrency: number;
  /** CONC-9: the shared on-demand pool. */
  unreserved: number;
}

/** All numbers of one stretch of the run. Keys are names. */
export interface WindowResult {
  /** Seconds that this window covers. */
  seconds: number;
  functions: Record<string, FunctionResult>;
  traffic: Record<string, TrafficResult>;
  sources: Record<string, TrafficResult>;
  /** Only where functions call functions, or send them events: `checkout > tax`, or `checkout > tax:live`. */
  calls?: Record<string, TrafficResult>;
  sends?: Record<string, TrafficResult>;
  downstreams: Record<string, DownstreamResult>;
  regions: Record<string, RegionResult>;
  cost: CostResult;
}

/** One row per bucket; every array has `buckets` entries. Counts are per bucket, Max is the highest moment in it. */
export interface FunctionSeries {
  requests: number[];
  throttles: number[];
  throttlesByCause: Partial<Record<ThrottleCause, number[]>>;
  /** Attempts that the function's state refused; they are not among `requests`. */
  refused?: number[];
  coldStarts: number[];
  errors: number[];
  spillover: number[];
  busyMax: number[];
  busyMean: number[];
  /** Environments by state at the end of the bucket. */
  starting: number[];
  running: number[];
  idle: number[];
  provisionedIdle: number[];
  /** Latency of synchronous callers, else of the handler; null in a bucket without an answer. */
  latencyMsP50: (number | null)[];
  latencyMsP95: (number | null)[];
  latencyMsP99: (number | null)[];
  /** Events in the asynchronous queue at their most, and the highest age of one that was tried. */
  asyncDepthMax: number[];
  asyncAgeMsMax: (number | null)[];
}
export interface RegionSeries {
  concurrencyMax: number[];
  unreservedMax: number[];
  claimedMax: number[];
}
export interface Series {
  bucketMs: number;
  buckets: number;
  functions: Record<string, FunctionSeries>;
  regions: Record<string, RegionSeries>;
}

/** PC-7: a request for provisioned units, from when it was made. */
export interface AllocationResult {
  function: string;
  qualifier: string;
  /** Units asked for together: all of them come, or none. */
  unitsCount: number;
  askedMs: number;
  /** When they were READY, or had FAILED; null when neither was so before the end of the run. */
  endedMs: number | null;
  status: "IN_PROGRESS" | "READY" | "FAILED";
  /** AWS's name for why it failed. */
  statusReason: string | null;
}

/** Something a reader would want to jump to. Texts are made by `reports`. */
export interface NotableEvent {
  atMs: number;
  /** End of an episode; null for a moment, or when it lasted to the end of the run. */
  untilMs: number | null;
  kind: NotableKind;
  /** Function, downstream or phase concerned; empty for a change. */
  subject: string;
  /** For throttling. */
  cause: ThrottleCause | null;
  rule: string;
  /** Requests concerned. */
  count: number;
  limit: number | null;
  inUse: number | null;
  unusedInRegionCount: number | null;
  /** For a change: the paths set and the user's words; else what no other field says. */
  detail: string;
}

/** A decision that AWS leaves open and that this result rests on. */
export interface Assumption {
  policy: string;
  value: string;
  rule: string;
}

export interface Result extends WindowResult {
  schema: typeof RESULT_SCHEMA;
  engine: string;
  /** `startsAtMs`: moment 0 of the run in ms since 1970 (UTC); absent where the scenario does not say. */
  scenario: { name: string; file: string; digest: string; startsAtMs?: number };
  variant: string;
  seeds: number[];
  horizonMs: number;
  ignoreMs: number;
  limits: { functions: Record<string, FunctionLimits[]>; regions: Record<string, RegionLimits[]> };
  /** PC-7, in order of time; only where the Init of a unit can fail, or has failed. */
  allocations?: AllocationResult[];
  /** Queues, topics and buckets named as destinations and declared nowhere else: records received. */
  destinations: Record<string, number>;
  /** Named phases. */
  windows: Record<string, WindowResult>;
  series: Series;
  metrics: CloudWatch;
  events: NotableEvent[];
  assumptions: Assumption[];
  /** SHA-256 over all of the above but `scenario.file`. Equal digests: the same run. */
  digest: string;
}
