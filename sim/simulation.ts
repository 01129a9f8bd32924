/** The loop: pops the earliest event, dispatches on its kind, and stops at the horizon. */
import { notePhases, scheduleChanges } from "./changes.ts";
import type { SimConfig } from "./config.ts";
import { Downstreams } from "./downstream/downstreams.ts";
import { EventKind, Rank } from "./events.ts";
import { InvariantError } from "./kernel/assert.ts";
import { EventQueue, keyOf, RANKS, Sequence, timeOf } from "./kernel/event-queue.ts";
import { type Instant, MICROS_PER_MILLISECOND, START } from "./kernel/time.ts";
import { Timers } from "./kernel/timers.ts";
import { Account } from "./lambda/account.ts";
import { Aliases } from "./lambda/aliases.ts";
import { Allocations } from "./lambda/allocations.ts";
import { AsyncQueue } from "./lambda/async-queue.ts";
import { beginAutoscaling } from "./lambda/autoscaling.ts";
import { Calls } from "./lambda/calls.ts";
import { ColdRequests } from "./lambda/cold-requests.ts";
import { beginLifecycles } from "./lambda/deployments.ts";
import { Durable } from "./lambda/durable.ts";
import { Environments } from "./lambda/environments.ts";
import { Extensions } from "./lambda/extensions.ts";
import { Functions } from "./lambda/functions.ts";
import { IdlePools } from "./lambda/idle-pools.ts";
import { Limits } from "./lambda/limits.ts";
import { type ManagedInstances, managedInstances } from "./lambda/managed-instances.ts";
import { beginManaged } from "./lambda/managed-scaling.ts";
import { beginProvisioned } from "./lambda/provisioned.ts";
import { ProvisionedUnits } from "./lambda/provisioned-units.ts";
import { Requests } from "./lambda/requests.ts";
import { onCallStep, onExtensionsEnd, onInitEnd, onRunEnd } from "./lambda/running.ts";
import { StartTimes } from "./lambda/start-times.ts";
import { type FunctionStates, statesOf } from "./lambda/states.ts";
import { LimitHistory } from "./measure/limit-history.ts";
import { Recorder } from "./measure/recorder.ts";
import { report } from "./measure/report.ts";
import { Tracer } from "./measure/tracer.ts";
import type { Result } from "./result.ts";
import { Clients } from "./sources/clients.ts";
import { Traffic } from "./sources/traffic.ts";
import type { Trace } from "./trace.ts";
import type { World } from "./world.ts";

export interface StartOptions {
  /** Hears of everything that happens, in order. Slows the run down. */
  readonly onEvent?: Trace;
}

/** What is going on at a moment of a run. Keys are names. */
export interface Snapshot {
  readonly atMs: number;
  readonly functions: Record<string, { readonly busy: number; readonly idle: number; readonly queued: number }>;
}

/** A run in slices. */
export interface Run {
  /** Runs to this moment. False once the horizon has been reached. */
  advanceTo(ms: number): boolean;
  snapshot(): Snapshot;
  /** Runs to the horizon and reports. Always the same Result, whatever the slices. */
  finish(): Result;
  readonly horizonMs: number;
  readonly eventsProcessed: number;
}

class Simulation implements World, Run {
  readonly functions: Functions;
  readonly aliases: Aliases;
  readonly units: ProvisionedUnits;
  readonly allocations: Allocations;
  readonly account: Account;
  readonly limits: Limits;
  readonly environments = new Environments();
  readonly idle: IdlePools;
  readonly requests = new Requests();
  readonly calls: Calls;
  readonly extensions: Extensions;
  readonly coldRequests: ColdRequests;
  readonly startTimes: StartTimes;
  readonly states: FunctionStates | null;
  readonly asyncQueue: AsyncQueue;
  readonly durable: Durable;
  readonly clients: Clients;
  readonly traffic: Traffic;
  readonly downstreams: Downstreams;
  readonly recorder: Recorder;
  readonly managed: ManagedInstances | null;
  readonly tracer: Tracer | null;
  readonly #config: SimConfig;
  readonly #limitHistory: LimitHistory;
  readonly #queue: EventQueue;
  readonly #timers: Timers;
  #now = START;
  #events = 0;
  #result: Result | null = null;

  constructor(config: SimConfig, options: StartOptions) {
    const sequence = new Sequence();
    this.#config = config;
    this.#queue = new EventQueue(sequence);
    this.#timers = new Timers(sequence);
    this.functions = new Functions(config);
    this.aliases = new Aliases(this.functions);
    this.units = new ProvisionedUnits(this.functions);
    this.allocations = new Allocations(this.functions, config.seed);
    this.account = new Account(this.functions, this.units);
    this.limits = new Limits(this.functions, this.account, this.units);
    this.idle = new IdlePools(this.functions, this.environments, config.seed);
    this.downstreams = new Downstreams(config.downstreams);
    this.calls = new Calls(config, this.functions, this.downstreams);
    this.extensions = new Extensions(config, this.functions);
    this.coldRequests = new ColdRequests(this.functions);
    this.startTimes = new StartTimes(this.functions, config.seed);
    this.states = statesOf(config, this.functions);
    this.asyncQueue = new AsyncQueue(this.functions, config.seed);
    this.durable = new Durable(config, this.functions);
    this.traffic = new Traffic(config, this.functions, this.aliases);
    const { entries } = this.traffic;
    const names = entries.map((entry) => entry.name);
    this.clients = new Clients(
      entries.map((entry) => entry.client),
      names,
      config.seed,
    );
    this.recorder = new Recorder(config, this, this.downstreams.names);
    this.managed = managedInstances(config, this);
    this.tracer = options.onEvent
      ? new Tracer(options.onEvent, this.functions, this.requests, this.environments)
      : null;
    this.#limitHistory = new LimitHistory(this.functions, this.account, this.units, this.managed);
    this.#begin();
  }

  get horizonMs(): number {
    return this.#config.horizon / MICROS_PER_MILLISECOND;
  }
  get eventsProcessed(): number {
    return this.#events;
  }

  schedule(at: Instant, rank: number, kind: EventKind, item: number): void {
    this.#queue.push(at, rank, kind, item);
  }

  scheduleNext(at: Instant, rank: number, kind: EventKind, item: number): void {
    this.#queue.pushNext(at, rank, kind, item);
  }

  timer(at: Instant, rank: number, run: (now: Instant) => void): void {
    this.#timers.set(at, rank, run);
  }

  advanceTo(ms: number): boolean {
    const target = Math.min(Math.floor(ms * MICROS_PER_MILLISECOND), this.#config.horizon);
    if (target < this.#now) return true;
    try {
      this.#runTo(target as Instant);
    } catch (error) {
      throw this.#located(error);
    }
    return target < this.#config.horizon;
  }

  snapshot(): Snapshot {
    const functions = this.functions.settings.map(({ name }, index) => {
      const versions = this.functions.versionsOf(index);
      const idle = versions.reduce(
        (sum, version) => sum + this.idle.onDemandCount(version) + this.idle.provisionedCount(version),
        0,
      );
      const queued = this.recorder.queuedNow(index);
      return [name, { busy: this.account.busyOf(index), idle, queued }] as const;
    });
    return { atMs: this.#now / MICROS_PER_MILLISECOND, functions: Object.fromEntries(functions) };
  }

  finish(): Result {
    if (this.#result !== null) return this.#result;
    this.advanceTo(this.horizonMs);
    const end = this.#config.horizon as number as Instant;
    this.#endBucket(end);
    this.#endSegment(end);
    this.managed?.endPeriod(end);
    this.#result = report({
      config: this.#config,
      functions: this.functions,
      traffic: this.traffic,
      asyncQueue: this.asyncQueue,
      downstreams: this.downstreams.names,
      allocations: this.allocations,
      recorder: this.recorder,
      managed: this.managed,
      durable: this.durable.recorder,
      limits: this.#limitHistory,
    });
    return this.#result;
  }

  limitsChanged(now: Instant): void {
    this.account.refresh();
    this.limits.refresh(now);
    this.#limitHistory.note(now);
    this.recorder.limitsChanged(now);
  }

  #begin(): void {
    beginProvisioned(this);
    beginManaged(this, this.#config.horizon as number as Instant);
    this.limitsChanged(START);
    this.recorder.beginRun();
    beginAutoscaling(this);
    scheduleChanges(this, this.#config);
    beginLifecycles(this, this.#config);
    notePhases(this, this.#config);
    this.#scheduleMeasures();
    this.traffic.begin(this, this.#config);
  }

  /** Buckets and segments end by timers; the last of each ends with the run. */
  #scheduleMeasures(): void {
    const { bucket, horizon } = this.#config;
    const endBucket = (now: Instant): void => {
      this.#endBucket(now);
      if (now + bucket < horizon) this.timer((now + bucket) as Instant, Rank.Measure, endBucket);
    };
    if (bucket < horizon) this.timer(bucket as number as Instant, Rank.Measure, endBucket);
    for (const { to } of this.recorder.segments) {
      if (to < horizon) this.timer(to, Rank.Measure, (now) => this.#endSegment(now));
    }
  }

  #endBucket(now: Instant): void {
    this.recorder.endBucket(now);
    this.managed?.recorder.endBucket();
  }

  #endSegment(now: Instant): void {
    this.recorder.endSegment(now);
    this.managed?.recorder.endSegment(now);
    this.durable.recorder?.gauges.endSegment(now);
  }

  /** Everything up to and including this moment. */
  #runTo(target: Instant): void {
    const queue = this.#queue;
    const timers = this.#timers;
    const last = keyOf(target, RANKS - 1);
    for (;;) {
      queue.look();
      const rareFirst =
        timers.nextKey < queue.nextKey ||
        (timers.nextKey === queue.nextKey && timers.nextSequence < queue.nextSequence);
      const key = rareFirst ? timers.nextKey : queue.nextKey;
      if (!(key <= last)) break;
      this.#now = timeOf(key);
      this.#events++;
      if (rareFirst) {
        timers.pop()(this.#now);
      } else {
        queue.pop();
        this.#dispatch(this.#now, queue.poppedKind as EventKind, queue.poppedItem);
      }
    }
    this.#now = target;
  }

  #dispatch(now: Instant, kind: EventKind, item: number): void {
    switch (kind) {
      case EventKind.RunEnd:
        onRunEnd(this, now, item);
        break;
      case EventKind.Arrival:
        this.traffic.onArrival(this, now, item);
        break;
      case EventKind.WarmRunEnd:
        this.traffic.onWarmRunEnd(this, now, item);
        break;
      case EventKind.InitEnd:
        onInitEnd(this, now, item);
        break;
      case EventKind.CallStep:
        onCallStep(this, now, item);
        break;
      case EventKind.RetryDue:
        this.clients.attempt(this, now, item);
        break;
      case EventKind.AsyncDue:
        this.asyncQueue.onDue(this, now, item);
        break;
      case EventKind.Delivery:
        this.traffic.onDelivery(this, now, item);
        break;
      case EventKind.ClientTimeout:
        this.clients.onTimeout(this, now, item);
        break;
      case EventKind.WorkerTimeout:
        this.managed?.onTimeout(this, now, item);
        break;
      case EventKind.Resume:
        this.durable.onResume(this, now, item);
        break;
      case EventKind.ExecutionTimeout:
        this.durable.onTimeout(this, now, item);
        break;
      case EventKind.ExtensionsEnd:
        onExtensionsEnd(this, now, item);
        break;
    }
  }

  /** A broken invariant says when and in which run it broke. */
  #located(error: unknown): unknown {
    if (!(error instanceof InvariantError)) return error;
    const ms = this.#now / MICROS_PER_MILLISECOND;
    return new InvariantError(`${error.message} (seed ${this.#config.seed}, ${ms} ms, event ${this.#events})`);
  }
}

/**
 * A whole run. Pure: the same config gives the same Result, byte for byte. @throws InvariantError for our bugs only.
 */
export const simulate = (config: SimConfig): Result => start(config).finish();

/** A run that the caller advances in slices. */
export const start = (config: SimConfig, options: StartOptions = {}): Run => new Simulation(config, options);
