/** Settings of functions that are not plain: managed, durable, isolated by tenant, with snapshots, deployed later. */
import type { Distribution } from "./kernel/distribution.ts";
import type { Duration, Instant } from "./kernel/time.ts";
import type { InstanceType } from "./vocabulary/prices/instances.ts";

/** LMI-4: new bounds at each of these moments; both 0 deactivate the version. */
export interface ManagedSchedule {
  readonly at: readonly Instant[];
  readonly min: number;
  readonly max: number;
}

/** LMI-5: EC2 instances that run functions. Functions that name the same one share its instances and its limit. */
export interface CapacityProviderConfig {
  /** One of this name in a Region; null: the function's own, which all its versions share. */
  readonly name: string | null;
  /** vCPUs of all environments together, 1 to 15,000. */
  readonly maxVCpuCount: number;
  /** LMI-3: share of CPU that scaling aims at, above 0. */
  readonly targetCpu: number;
  /** Null: the first of the price book that has the architecture, and the memory for each vCPU. */
  readonly instanceType: InstanceType | null;
}

/** LMI-1 to LMI-10: a version that runs on Managed Instances. What AWS leaves unsaid is a setting of its own here. */
export interface ManagedConfig {
  /** LMI-1: requests that one environment serves at once (`PerExecutionEnvironmentMaxConcurrency`). */
  readonly perEnvironment: number;
  /** LMI-4: environments; both 0 deactivate the version, null is no maximum. */
  readonly min: number;
  readonly max: number | null;
  readonly schedules: readonly ManagedSchedule[];
  /** LMI-4: false when the first environments are ready as the run begins; true when they are launched then. */
  readonly publishAtStart: boolean;
  /** LMI-5: vCPUs of an environment, 1 or more. */
  readonly vCpus: number;
  readonly capacityProvider: CapacityProviderConfig;
  /** MOD: share of a run's own time in which it keeps one vCPU busy, 0..1. */
  readonly cpuShare: number;
  /** LMI-10, MOD: runs wanted of each vCPU, by their shares, above which some are refused for CPU; twice of it, all. */
  readonly cpuThrottlesAbove: number;
  /** LMI-3: share of workers that scaling aims at, above 0. */
  readonly targetConcurrency: number;
  /** LMI-2, MOD: how often scaling looks, and how long environments stay after a decrease. */
  readonly evaluationPeriod: Duration;
  readonly scaleInWindow: Duration;
  /** LMI-4: until environments on a new instance take requests; MOD: on an instance that has room for them. */
  readonly launchTime: Duration;
  readonly environmentTime: Duration;
}

/** DUR-2: a step of a durable function runs, or the execution waits. */
export interface DurableStep {
  readonly kind: "run" | "wait";
  readonly time: Distribution;
}

/** DUR-1: a function whose executions outlast their invocations. */
export interface DurableConfig {
  /** In order; at most 3,000 (DUR-4). */
  readonly steps: readonly DurableStep[];
  /** 1 to 31,622,400 s from the start of the first invocation; at most 900 s where a client waits (DUR-3). */
  readonly executionTimeout: Duration;
  /** DUR-2, MOD: what a continuation spends on each step that is done already. */
  readonly replayPerStep: Duration;
}

/** TEN-1: every environment serves one tenant only. */
export interface TenancyConfig {
  /** TEN-2, MOD: the concurrency of a function without a reservation: the shared pool, or the Region's whole quota. */
  readonly share: "pool" | "quota";
}

/** SNAP-4 to SNAP-8: snapshots of the published versions of a function. */
export interface SnapStartConfig {
  /** SNAP-6: run at the end of Init, before the snapshot, and at the end of each Restore. */
  readonly beforeCheckpoint: Distribution;
  readonly afterRestore: Distribution;
  /**
   * SNAP-7: the part of a Restore, hooks aside, that loads the runtime: it is billed, and it counts in the 10 s of
   * SNAP-5. A share of the Restore, or a time of its own, never above the Restore.
   */
  readonly billedRestore: { readonly share: number } | { readonly law: Distribution };
  /** SNAP-5: what the time of a Restore rests on where it is a default; absent where it was given. */
  readonly restoreBasis?: string;
  /** SNAP-4: taking the snapshot, once Init and its hook have ended. */
  readonly snapshot: Distribution;
  /** SNAP-8: a snapshot without an invocation for this long is deleted; null: never (all but Java). */
  readonly deletedAfter: Duration | null;
  /** SNAP-10: keeping and restoring snapshots is charged; absent: it is not, as for Java. */
  readonly charged?: true;
}

/** PC-14, LIFE-24, MOD: how much longer the first run of an environment takes; it is billed like the run. */
export interface FirstRunConfig {
  /** After an Init, of environments on demand and of provisioned units; null: no longer. */
  readonly time: Distribution | null;
  /** After a Restore. */
  readonly restored: Distribution | null;
  /** Where both come from, for the result's assumptions. */
  readonly basis: string;
}

/** SNAP-4, LIFE-25, ADM-4: new code for a qualifier. */
export interface UpdateConfig {
  readonly at: Instant;
  /** An alias that goes on to a version published now, or "$LATEST". */
  readonly qualifier: string;
  /** How long the version is Pending, or the update InProgress; null: Init, hook and snapshot, 0 without SnapStart. */
  readonly takes: Duration | null;
  /** Old code serves until the new one is ready. False: the alias moves at once, to a version that is Pending. */
  readonly waits: boolean;
}

/** LIFE-20, LIFE-25: what keeps a function from being invoked, and what replaces its code. */
export interface LifecycleConfig {
  /** All versions as the run begins. */
  readonly initial: "active" | "pending" | "inactive" | "failed";
  /** From Pending to Active, at the start and after an Inactive function was invoked. */
  readonly pendingFor: Duration;
  /** LIFE-20: null without a VPC. */
  readonly vpc: {
    /** The interfaces of a function without an invocation for this long are reclaimed: it is Inactive. */
    readonly reclaimedAfter: Duration;
    /** Time before Init that the VPC costs. */
    readonly coldStartExtra: Distribution;
  } | null;
  /** What becomes of a direct `Event` call that the state refuses; events that AWS pushes are always queued. */
  readonly events: "refuse" | "queue";
  /** In order of time. */
  readonly updates: readonly UpdateConfig[];
}
