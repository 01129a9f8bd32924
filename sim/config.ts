/**
 * SimConfig: what a run is given. Plain JSON; every default is already explicit; all times are whole µs.
 * `scenarios` makes one from YAML, a test writes one by hand through `test/helpers/play.ts`.
 */

import type { FreeTier } from "./cost-result.ts";
import type { DownstreamLimit } from "./downstream/list.ts";
import type {
  DurableConfig,
  FirstRunConfig,
  LifecycleConfig,
  ManagedConfig,
  SnapStartConfig,
  TenancyConfig,
} from "./function-kinds.ts";
import type { Distribution } from "./kernel/distribution.ts";
import type { Duration, Instant } from "./kernel/time.ts";
import type { OwnSettings } from "./sources/list.ts";
import type { SourceTypeName } from "./vocabulary/sources/index.ts";

/** LIFE-13, LIFE-14 (MOD): when AWS ends an idle environment. */
export interface IdleLifetime {
  /** The preset's name, or "custom": shown under assumptions. */
  readonly name: string;
  /** How long one environment stays usable after its last request; drawn anew each time it goes idle. */
  readonly environment: Distribution;
  /** All idle environments of a version end when it has started no request for this long; null: no such rule. */
  readonly version: Duration | null;
  /** Oldest age an environment may reach; it ends then if idle, else when its request ends. */
  readonly maxAge: Duration;
}

export type PickName = "most-recent" | "least-recent" | "random";
export type ScalingName = "token-bucket" | "sliding-window" | "fixed-window" | "burst-2021";

export type AliasUnitsName = "nearest" | "up" | "down";
export type FullLimitName = "wait" | "serve";

/** What AWS leaves unsaid, per Region. Each field is an assumption that the result lists with its rule. */
export interface RegionModel {
  readonly idleLifetime: IdleLifetime;
  /** LIFE-15: which idle environment serves next. */
  readonly pick: PickName;
  /** SCALE-5, SCALE-10: how the allowance of 1,000 new environments per 10 s is counted. */
  readonly scaling: ScalingName;
  /** SCALE-10: first burst of the legacy `burst-2021` model, in environments of the whole Region. */
  readonly legacyBurst: number;
  /** RPS-8: how much of the request rate may be used at once. */
  readonly requestRateWindow: Duration;
  /** RPS-10, OQ-4: functions with reserved concurrency count in the account's request rate too. */
  readonly accountRateIncludesReserved: boolean;
  /** LIFE: time before Init that AWS does not log (placement, code download). OQ-18. */
  readonly platformDelay: Distribution;
  /** ERR-3: `Retry-After` of a 429, which SDKs of 2026 heed (SDK-9); 0: the answer does not carry it (OQ-22). */
  readonly retryAfter: Duration;
  /** ASY-4, ASY-6: retries of asynchronous events wait up to this share longer; 0 for none. */
  readonly asyncJitter: number;
  /** ASY-18: from enqueue to the first attempt. */
  readonly asyncPollDelay: Duration;
  /** ASY-17: share of asynchronous events that are delivered twice. */
  readonly asyncDuplicates: number;
  /** ASY-21: share of asynchronous attempts that meet a platform error (5xx). */
  readonly asyncSystemErrors: number;
  /** ASY-15: share of records that do not reach their dead-letter queue or destination, and are lost. */
  readonly asyncDeliveryFailures: number;
  /** ASY-8, MOD: how much longer an event waits for every 1,000 others that wait in its queue; 0: not at all. */
  readonly asyncBacklogSlowdown: Duration;
  /** LIFE-16, OQ-17: a request in its Init takes an environment that is freed meanwhile; its own becomes a spare. */
  readonly proactiveInit: boolean;
  /** SNAP-14: how much longer the first Restore of a version takes, as a share; it fades with each one. 0: none. */
  readonly snapshotCache: number;
  /** PC-4: before the first unit of a request is allocated. */
  readonly provisionedPreparation: Duration;
  /** PC-4: units per minute and function. */
  readonly provisionedPerMinute: number;
  /** SCALE-1, SCALE-6, SCALE-11: environments per 10 s and function, and a tenth of the requests/s; absent: 1,000. */
  readonly scalingAllowance?: number;
  /** PC-15: how the share of an alias's second version becomes whole units; absent: "nearest". */
  readonly aliasUnits?: AliasUnitsName;
  /** PC-15: before the first unit of a version that an alias moves to as a whole is allocated; absent: 7 minutes. */
  readonly provisionedMove?: Duration;
  /** CONC-2: what claimed capacity does while others still run on it; absent: "wait". */
  readonly fullLimit?: FullLimitName;
}

export interface RegionConfig {
  readonly name: string;
  /** CONC-2: the account's concurrency quota here, 1 or more. */
  readonly concurrency: number;
  readonly model: RegionModel;
}

/** ASY-3, ASY-7, ASY-13, ASY-14. */
export interface AsyncConfig {
  /** 60 s to 6 h (ASY-7). */
  readonly maxAge: Duration;
  /** 0 to 2, for function errors only (ASY-3). */
  readonly retries: number;
  /** A function of this config, else a push source of it, else the name of a queue, topic or bucket; null for none. */
  readonly onSuccess: string | null;
  readonly onFailure: string | null;
  readonly deadLetter: string | null;
}

/** AAS-1 to AAS-11: target tracking on the utilisation of the provisioned units. */
export interface AutoscaleConfig {
  readonly min: number;
  readonly max: number;
  /** Utilisation to hold, 0.1 to 0.9 (AAS-2). */
  readonly target: number;
  /** AAS-4: minutes in a row. */
  readonly highPoints: number;
  readonly lowPoints: number;
  /** AAS-5. */
  readonly statistic: "average" | "maximum";
  readonly scaleInCooldown: Duration;
  readonly scaleOutCooldown: Duration;
}

/** AAS-12: new bounds at each of these moments; null leaves a bound as it is. */
export interface ScheduledScaling {
  readonly at: readonly Instant[];
  readonly min: number | null;
  readonly max: number | null;
}

/** PC-1: provisioned concurrency of a version. */
export interface ProvisionedConfig {
  /** Units as the run begins; 0 only with autoscale or schedules (AAS-10). */
  readonly count: number;
  /** PC-4: false when the units are READY as the run begins. */
  readonly allocateAtStart: boolean;
  /** PC-7: chance of each unit that its Init fails, and with it everything asked for together. */
  readonly initErrors: number;
  /** One policy, or several of one target with the same bounds (AAS-13). */
  readonly autoscale: AutoscaleConfig | readonly AutoscaleConfig[] | null;
  readonly schedules: readonly ScheduledScaling[];
}

/** What can be invoked and has environments of its own: `$LATEST`, or a published version behind an alias (ADM-4). */
export interface VersionConfig {
  /** "$LATEST", or the alias that names the version. */
  readonly qualifier: string;
  readonly provisioned: ProvisionedConfig | null;
  /** SNAP-5: cold starts restore a snapshot for this long instead of running Init; null without SnapStart. */
  readonly restore: Distribution | null;
  /** LMI-1: how it runs on Managed Instances; absent where it does not. */
  readonly managed?: ManagedConfig;
}

/** LIM-13: an alias that names its versions. Other aliases are versions by themselves, under the alias's name. */
export interface AliasConfig {
  readonly name: string;
  /** Qualifier of the version that gets all requests but those of `additional`. */
  readonly version: string;
  /** A second published version and its share of the requests, 0..1; null for none. */
  readonly additional: { readonly version: string; readonly weight: number } | null;
  /** PC-15: divided over both versions by weight. Its versions have none of their own. */
  readonly provisioned: ProvisionedConfig | null;
}

/** A downstream, a function that answers, or a push source that accepts a record. */
type Called =
  | { readonly kind?: never }
  /** SDK-1 to SDK-9: each environment has a client of its own, without the limiter of `adaptive`. */
  | { readonly kind: "function"; readonly qualifier: string; readonly client: Omit<ClientConfig, "clients"> }
  | { readonly kind: "source" };

/** A run makes its calls in this order, each after the one before, before its own time passes. */
export type CallConfig = Called & {
  readonly to: string;
  /** Share of runs that make the call, 0..1. */
  readonly share: number;
};

/** What a run that ended well sends when its handler is done: an event to a function, or a record to a push source. */
export type SendConfig = ({ readonly kind: "function"; readonly qualifier: string } | { readonly kind: "source" }) & {
  readonly to: string;
  /** Share of runs that send it, 0..1. */
  readonly share: number;
  readonly delay: Distribution;
  /** So many in the whole run; null: any number. */
  readonly atMost: number | null;
};

export interface FunctionConfig {
  readonly name: string;
  /** Name of a Region of this config. */
  readonly region: string;
  readonly memoryMb: number;
  /** LIFE-7: 1 to 900 s. */
  readonly timeout: Duration;
  /** RES-1: units reserved; 0 stops the function (RES-5); null for none. */
  readonly reserved: number | null;
  /** Null for a function that is done when its run is. It calls and sends nothing, and has no destinations (DUR-3). */
  readonly durable: DurableConfig | null;
  /** Time of the handler without its calls; unused by durable functions. */
  readonly run: Distribution;
  /** LIFE-1: Init of a cold start. */
  readonly init: Distribution;
  /** What `init` rests on where it is a default, for the result's assumptions; absent where it was given. */
  readonly initBasis?: string;
  /** Absent: the first run of an environment takes no longer than the others. Not for Managed Instances. */
  readonly firstRun?: FirstRunConfig;
  /** LIFE-8: time of extensions after the handler, in which the environment stays busy; null without extensions. */
  readonly afterRun: Distribution | null;
  /** Share of runs that end in a function error (LIFE-10: the environment is kept). */
  readonly errors: number;
  readonly async: AsyncConfig;
  readonly calls: readonly CallConfig[];
  /** The same for the whole run; absent: none. */
  readonly sends?: readonly SendConfig[];
  /** ASY-20: AWS's `RecursiveLoop`, for the whole run; absent: Terminate. */
  readonly recursiveLoop?: "Allow";
  /** Null: environments serve anybody. Set when the function is made, and never changed (TEN-1). */
  readonly tenancy: TenancyConfig | null;
  /** `$LATEST` first. */
  readonly versions: readonly VersionConfig[];
  /** Aliases that name their versions; absent when there are none. The names stay the same during a run. */
  readonly aliases?: readonly AliasConfig[];
  /** Null: versions with a `restore` have no hooks, and all of it is billed. */
  readonly snapStart: SnapStartConfig | null;
  /** Null: the function is Active for the whole run, and its code stays. */
  readonly lifecycle: LifecycleConfig | null;
  /** What its price depends on; absent: x86_64. */
  readonly architecture?: "arm64";
  /** LIM-3, PR-R9: size of /tmp where it is charged, above 512 MB; absent: 512. */
  readonly storageMb?: number;
}

/** A service with limited capacity that functions call. */
export interface DownstreamConfig {
  readonly name: string;
  /** By type: calls at once, or a token bucket of calls per second. */
  readonly limit: DownstreamLimit;
  readonly latency: Distribution;
  /** `wait`: first come first served, for at most `maxWait`, then the call fails. `error`: the call fails at once. */
  readonly whenFull: "wait" | "error";
  readonly maxWait: Duration;
}

/** INV-1, INV-2: who carries a request to the function. */
export interface SourceConfig {
  readonly name: string;
  /** What it is (`sim/vocabulary/sources`): callers of its own, an event that AWS pushes, something that polls. */
  readonly type: SourceTypeName;
  /** From the event to the accepted asynchronous invocation (S3N-3, EVB-11); constant 0 where no event is carried. */
  readonly delivery: Distribution;
  /** What records invoke that functions put in; absent where only traffic goes into it. */
  readonly invokes?: { readonly function: string; readonly qualifier: string };
  /** How long a call takes that puts a record in; absent: as its type has it. */
  readonly accept?: Distribution;
  /** What sources of its type have beside that; only of those that act by themselves. */
  readonly own?: OwnSettings;
}

export type RetryMode =
  | "none"
  | "standard-2026"
  | "adaptive"
  | "legacy-python"
  | "standard-python"
  | "standard-js"
  | "legacy-java";

/** SDK-1 to SDK-11: how a synchronous caller meets a refusal. */
export interface ClientConfig {
  readonly retry: RetryMode;
  /** Attempts in all, the first included; 1 or more. */
  readonly attempts: number;
  /** The caller gives up an attempt after this long, while Lambda goes on; null: never. */
  readonly timeout: Duration | null;
  /** Independent SDK clients, each with its own retry quota, that take the requests in turn. */
  readonly clients: number;
}

/** A stretch of time with a rate that runs straight from one value to another, with an optional sine on top. */
export interface RateSegment {
  readonly from: Instant;
  readonly to: Instant;
  /** Requests per second at both ends, 0 or more. */
  readonly rateFrom: number;
  readonly rateTo: number;
  readonly wave: { readonly swing: number; readonly period: Duration } | null;
}

/** When requests arrive. */
export type Demand =
  | { readonly kind: "rate"; readonly segments: readonly RateSegment[] }
  /** A sine between `low` and `high` requests per second, highest at `peakAt` µs after the start, every `period`. */
  | {
      readonly kind: "daily";
      readonly low: number;
      readonly high: number;
      readonly peakAt: Duration;
      readonly period: Duration;
    }
  /** `count` requests at each moment, spread over `within`. */
  | { readonly kind: "spikes"; readonly at: readonly Instant[]; readonly count: number; readonly within: Duration }
  /** A recorded number of requests for each interval of `every`, the first starting at `from`. */
  | { readonly kind: "counts"; readonly from: Instant; readonly every: Duration; readonly counts: readonly number[] }
  /** One recorded moment per request, rising; durations, if given, replace the function's `run`. */
  | { readonly kind: "times"; readonly times: readonly Instant[]; readonly durations: readonly Duration[] | null };

/** Tenants whose requests these are: number k, from 1, has the weight 1 / k^skew. Functions share their numbering. */
export interface TenantsConfig {
  readonly count: number;
  /** Exponent of Zipf's law; 0: all alike. */
  readonly skew: number;
}

export interface TrafficConfig {
  readonly name: string;
  /** Name of a function of this config; null where it is records, for a source that acts by itself. */
  readonly function: string | null;
  /** A qualifier of that function; `$LATEST` where there is none. */
  readonly qualifier: string;
  /** Name of the source it goes into; null when it invokes the function directly. */
  readonly source: string | null;
  /** AWS's InvocationType. `Event` goes through the asynchronous queue (ASY-1). */
  readonly invocationType: "RequestResponse" | "Event";
  readonly arrivals: "poisson" | "regular";
  readonly demand: Demand;
  /** Null for `Event`. */
  readonly client: ClientConfig | null;
  /** For a function with tenancy, and for no other (TEN-1). */
  readonly tenants: TenantsConfig | null;
  /** PR-R5: requests that each event is charged as, 2 or more, by its size; absent: 1. */
  readonly requestsPerEvent?: number;
}

/** What differs from a moment on: whole settings of the parts that changed. */
export interface ChangeConfig {
  readonly at: Instant;
  /** The user's words; may be empty. */
  readonly why: string;
  /** The paths that were set, for the event log: `region.concurrency = 1500`. */
  readonly set: readonly string[];
  readonly regions: readonly RegionConfig[];
  readonly functions: readonly FunctionConfig[];
  readonly downstreams: readonly DownstreamConfig[];
}

/** A named stretch of the run whose numbers are wanted apart (`while peak`). */
export interface WindowConfig {
  readonly name: string;
  readonly spans: readonly { readonly from: Instant; readonly to: Instant }[];
}

/** How a run is charged. */
export interface CostConfig {
  /** PR-R4. */
  readonly freeTier: FreeTier;
  /** Share taken off every list price, 0..1. */
  readonly discount: number;
  /** PR-R24: hours of a month, 672 to 744. */
  readonly monthHours: number;
  /** USD in place of list prices, by row of the price book, 0 or more. */
  readonly prices: Readonly<Record<string, number>>;
}

export interface SimConfig {
  /** `startsAtMs`: when the run begins, in ms since 1970 (UTC), if the scenario says so; inside, it begins at 0. */
  readonly scenario: { readonly name: string; readonly file: string; readonly startsAtMs?: number };
  readonly variant: string;
  readonly seed: number;
  /** The run covers [0, horizon]; nothing arrives at or after the horizon. */
  readonly horizon: Duration;
  /** Warm-up, left out of every total (the series show it). */
  readonly ignore: Duration;
  /** Width of one point of the series. */
  readonly bucket: Duration;
  readonly regions: readonly RegionConfig[];
  readonly functions: readonly FunctionConfig[];
  readonly downstreams: readonly DownstreamConfig[];
  readonly sources: readonly SourceConfig[];
  readonly traffic: readonly TrafficConfig[];
  /** In order of time. */
  readonly changes: readonly ChangeConfig[];
  readonly windows: readonly WindowConfig[];
  /** Absent: list prices, no free tier, months of 730 h. */
  readonly cost?: CostConfig;
}
