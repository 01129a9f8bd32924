/** Everything a handler may ask or tell: the owners of state, and the two ways to make something happen later. */
import type { Downstreams } from "./downstream/downstreams.ts";
import type { EventKind } from "./events.ts";
import type { Instant } from "./kernel/time.ts";
import type { Account } from "./lambda/account.ts";
import type { Aliases } from "./lambda/aliases.ts";
import type { Allocations } from "./lambda/allocations.ts";
import type { AsyncQueue } from "./lambda/async-queue.ts";
import type { Calls } from "./lambda/calls.ts";
import type { ColdRequests } from "./lambda/cold-requests.ts";
import type { Durable } from "./lambda/durable.ts";
import type { Environments } from "./lambda/environments.ts";
import type { Extensions } from "./lambda/extensions.ts";
import type { Functions } from "./lambda/functions.ts";
import type { IdlePools } from "./lambda/idle-pools.ts";
import type { Limits } from "./lambda/limits.ts";
import type { ManagedInstances } from "./lambda/managed-instances.ts";
import type { ProvisionedUnits } from "./lambda/provisioned-units.ts";
import type { Requests } from "./lambda/requests.ts";
import type { StartTimes } from "./lambda/start-times.ts";
import type { FunctionStates } from "./lambda/states.ts";
import type { Recorder } from "./measure/recorder.ts";
import type { Tracer } from "./measure/tracer.ts";
import type { Clients } from "./sources/clients.ts";
import type { Traffic } from "./sources/traffic.ts";

export interface World {
  readonly functions: Functions;
  readonly aliases: Aliases;
  readonly account: Account;
  readonly units: ProvisionedUnits;
  readonly allocations: Allocations;
  readonly limits: Limits;
  readonly environments: Environments;
  readonly idle: IdlePools;
  readonly requests: Requests;
  readonly calls: Calls;
  readonly extensions: Extensions;
  readonly coldRequests: ColdRequests;
  readonly startTimes: StartTimes;
  /** Null when every function is Active for the whole run. */
  readonly states: FunctionStates | null;
  readonly asyncQueue: AsyncQueue;
  readonly durable: Durable;
  readonly clients: Clients;
  readonly traffic: Traffic;
  readonly downstreams: Downstreams;
  /** Null unless a version runs on Managed Instances. */
  readonly managed: ManagedInstances | null;
  readonly recorder: Recorder;
  /** Null unless somebody listens. */
  readonly tracer: Tracer | null;
  /** Per-invocation events: a kind, and the number of what it is about. */
  schedule(at: Instant, rank: number, kind: EventKind, item: number): void;
  /** The same for an event that the last one of its kind and item has brought about. */
  scheduleNext(at: Instant, rank: number, kind: EventKind, item: number): void;
  /** Settings or provisioned units have changed: every limit is read anew, and noted. */
  limitsChanged(now: Instant): void;
  /** Rare events. */
  timer(at: Instant, rank: number, run: (now: Instant) => void): void;
}
