/**
 * Result: what a run yields. Plain JSON with a schema version, keys in a fixed order, names in code-unit order, every
 * number rounded once. It holds no time of day, host or path, so the same run gives the same bytes everywhere.
 */
import type { CloudWatch } from "./cloudwatch-result.ts";
import type { DownstreamConfig, SourceConfig } from "./config.ts";
import type { CostResult, SubjectCost } from "./cost-result.ts";
import type { RECORD_METRICS, TRAFFIC_METRICS, TRAFFIC_STATE_METRICS } from "./vocabulary/metrics/callers.ts";
import type { DOWNSTREAM_METRICS } from "./vocabulary/metrics/downstream.ts";
import type { DURABLE_METRICS } from "./vocabulary/metrics/durable.ts";
import type {
  CHAIN_METRICS,
  DEAD_LETTER_METRICS,
  DESTINATION_METRICS,
  EXTENSION_METRICS,
  FUNCTION_METRICS,
  MANAGED_METRICS,
  PROACTIVE_METRICS,
  STATE_METRICS,
  TENANT_METRICS,
} from "./vocabulary/metrics/function.ts";
import type { FieldsOf, SubjectKind, TimeName } from "./vocabulary/metrics/metric.ts";
import type { REGION_METRICS } from "./vocabulary/metrics/region.ts";
import type { NotableKind } from "./vocabulary/notable.ts";
import type { SOURCE_TYPES, SourceTypeName } from "./vocabulary/sources/index.ts";
import type { StateCause } from "./vocabulary/state-refusals.ts";
import type { ThrottleCause } from "./vocabulary/throttles.ts";

export const RESULT_SCHEMA = "burstlab.result/2";

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

/** One version of a function whose aliases name their versions. */
export type VersionResult = Pick<
  FieldsOf<typeof FUNCTION_METRICS>,
  | "requestsCount"
  | "invocationsCount"
  | "throttlesCount"
  | "errorsCount"
  | "coldStartsCount"
  | "provisionedInvocationsCount"
>;

/** One function over one stretch of time. Its numbers are those of its metrics (`vocabulary/metrics`). */
export type FunctionResult = {
  /** Name of the Region it is in. */
  region: string;
} & FieldsOf<typeof FUNCTION_METRICS> & {
    throttles: ThrottleResult[];
    /** Only where an alias names its versions (LIM-13): by version, `$LATEST` included. */
    versions?: Record<string, VersionResult>;
    /** Each kind of refusal by the function's state; only where states play a part (LIFE-25). */
    refusals?: StateRefusalResult[];
    histograms: Record<TimeName<typeof FUNCTION_METRICS>, Histogram> &
      Partial<Record<TimeName<typeof DURABLE_METRICS | typeof EXTENSION_METRICS>, Histogram>>;
  } & Partial<
    FieldsOf<typeof DEAD_LETTER_METRICS> &
      FieldsOf<typeof DESTINATION_METRICS> &
      FieldsOf<typeof CHAIN_METRICS> &
      FieldsOf<typeof STATE_METRICS> &
      FieldsOf<typeof MANAGED_METRICS> &
      FieldsOf<typeof EXTENSION_METRICS> &
      FieldsOf<typeof PROACTIVE_METRICS> &
      FieldsOf<typeof TENANT_METRICS> &
      FieldsOf<typeof DURABLE_METRICS>
  > &
  SubjectCost;

/** Who makes requests, an entry of `traffic` or a source, over one stretch of time. Every request ends once. */
export type TrafficResult = FieldsOf<typeof TRAFFIC_METRICS> &
  Partial<FieldsOf<typeof TRAFFIC_STATE_METRICS>> & {
    histograms: Record<TimeName<typeof TRAFFIC_METRICS>, Histogram>;
  };

/** A source is of the type that the scenario says; null where an older file does not know. */
export type SourceResult = TrafficResult & {
  type: SourceConfig["type"] | null;
  /** Of what it invokes, if that is one; only of sources that count by themselves. */
  region?: string;
} & Partial<FieldsOf<SourceMetrics> & FieldsOf<typeof RECORD_METRICS> & SubjectCost>;

/** What sources of some types count by themselves. */
type SourceMetrics = readonly (typeof SOURCE_TYPES)[SourceTypeName]["metrics"][number][];

/** Of a type that says how it is limited; null where an older file does not know. */
export type DownstreamResult = FieldsOf<typeof DOWNSTREAM_METRICS> & {
  type: DownstreamConfig["limit"]["kind"] | null;
  histograms: Record<TimeName<typeof DOWNSTREAM_METRICS>, Histogram>;
};

/** Whose units each gauge counts: MET-6, MET-7, MET-8. */
export type RegionResult = FieldsOf<typeof REGION_METRICS>;

/** The limits in force from a moment on. */
export interface FunctionLimits {
  fromMs: number;
  reserved: number | null;
  provisioned: number;
  /** On-demand units this function may use at most: its reservation less its provisioned units, or the shared pool. */
  onDemand: number;
  /** Only where an alias names its versions, or several have units: READY units of each published one (PC-2, PC-15). */
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
  sources: Record<string, SourceResult>;
  /** Only where functions call functions, or send them events: `checkout/calls/tax`, or `checkout/sends/log:live`. */
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
  /** Only of sources that count by themselves: counts of each bucket, gauges at their highest. */
  sources?: Record<string, Record<string, number[]>>;
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
  /** What it is about, and its name; null and empty for a change, which is about the run. */
  subjectKind: SubjectKind | "phase" | null;
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
  /** Queues, topics and buckets named as destinations and declared nowhere else: records received, 0 if none. */
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
