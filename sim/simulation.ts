/** The loop: pops the earliest event, dispatches on its kind, and stops at the horizon. */
import { notePhases, scheduleChanges } from "./changes.ts";
import type { SimConfig } from "./config.ts";
import { type CoreName, openDoor } from "./core/host/doors.ts";
import { Parts } from "./core/host/parts.ts";
import { withMemoryTold } from "./core/host/wasm.ts";
import { assert, InvariantError } from "./kernel/assert.ts";
import { type Instant, MICROS_PER_MILLISECOND, START } from "./kernel/time.ts";
import { lastKeyOf, Timers, timeOf } from "./kernel/timers.ts";
import { beginLifecycles } from "./lambda/environments/deployments.ts";
import { StartTimes } from "./lambda/environments/start-times.ts";
import { Account } from "./lambda/front/account.ts";
import { Aliases } from "./lambda/front/aliases.ts";
import { Claims } from "./lambda/front/claims.ts";
import { Functions } from "./lambda/front/functions.ts";
import { Limits } from "./lambda/front/limits.ts";
import { type FunctionStates, statesOf } from "./lambda/front/states.ts";
import { Allocations } from "./lambda/provisioned/allocations.ts";
import { beginAutoscaling } from "./lambda/provisioned/autoscaling.ts";
import { Provisioning } from "./lambda/provisioned/provisioned.ts";
import { ProvisionedUnits } from "./lambda/provisioned/provisioned-units.ts";
import { UnitHolders } from "./lambda/provisioned/unit-holders.ts";
import { RUNTIMES } from "./lambda/runtimes/list.ts";
import type { OpenRuntime } from "./lambda/runtimes/runtime.ts";
import { Runtimes } from "./lambda/runtimes/runtimes.ts";
import { LimitHistory } from "./measure/recorders/limit-history.ts";
import { Recorder } from "./measure/recorders/recorder.ts";
import { Tracer } from "./measure/recorders/tracer.ts";
import { type Observed, report } from "./measure/report/report.ts";
import { type Answerers, Answers } from "./outside.ts";
import type { Result } from "./result.ts";
import { Chains } from "./sources/chains.ts";
import { Links } from "./sources/links.ts";
import { NODES } from "./sources/list.ts";
import type { NodeType } from "./sources/node.ts";
import { Nodes } from "./sources/nodes.ts";
import { Traffic } from "./sources/traffic.ts";
import type { Trace } from "./trace.ts";
import { Rank } from "./vocabulary/ranks.ts";
import type { Admission } from "./vocabulary/throttles.ts";

export interface StartOptions {
  /** Hears of everything that happens, in order. Slows the run down. */
  readonly onEvent?: Trace;
  /** Forces a compilation of the core; a result does not tell which it was. */
  readonly core?: CoreName;
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

export class Simulation implements Answerers, Run {
  readonly functions: Functions;
  readonly aliases: Aliases;
  readonly parts: Parts;
  readonly units: ProvisionedUnits;
  readonly holders: UnitHolders;
  readonly claims: Claims;
  readonly provisioning: Provisioning;
  readonly allocations: Allocations;
  readonly account: Account;
  readonly startTimes: StartTimes;
  readonly states: FunctionStates | null;
  /** By name, types of sources that act by themselves. */
  readonly nodeTypes: Readonly<Record<string, NodeType>>;
  readonly traffic: Traffic;
  readonly links: Links;
  readonly nodes: Nodes;
  readonly chains = new Chains();
  readonly recorder: Recorder;
  readonly runtimes: Runtimes;
  readonly tracer: Tracer | null;
  readonly #config: SimConfig;
  readonly #limits: Limits;
  readonly #limitHistory: LimitHistory;
  readonly #timers: Timers;
  #now = START;
  /** Key of the last thing that may happen in the present stretch. */
  #last = -1;
  #ended = false;
  #result: Result | null = null;
  #running = false;
  /** What has broken the run off, in the middle of something: nothing can be said of it any more. */
  #broken: { readonly error: unknown } | null = null;

  /** @param runtimes  those there are. */
  constructor(
    config: SimConfig,
    options: StartOptions,
    door = openDoor(options.core),
    nodeTypes: Readonly<Record<string, NodeType>> = NODES,
    runtimes: readonly OpenRuntime[] = RUNTIMES,
  ) {
    this.#config = config;
    this.functions = new Functions(config);
    this.nodeTypes = nodeTypes;
    this.aliases = new Aliases(this.functions);
    this.parts = new Parts(door, config, this.functions, new Answers(this));
    const { core, versions } = this.parts;
    this.#timers = new Timers(core.agenda);
    this.units = new ProvisionedUnits(this.functions, versions);
    this.holders = new UnitHolders(this.functions, this.aliases, this.units, versions);
    this.claims = new Claims(this.functions, this.units);
    this.provisioning = new Provisioning(this);
    this.allocations = new Allocations(this.functions, this.holders, config.seed);
    this.account = new Account(this.functions, this.units, this.parts);
    this.#limits = new Limits(this.functions, this.account, this.parts);
    this.startTimes = new StartTimes(this.functions, this.parts, config.seed);
    this.states = statesOf(config, this);
    this.traffic = new Traffic(config, this);
    this.links = new Links(config, this);
    this.nodes = new Nodes(config, this, nodeTypes);
    const { sources } = this.traffic;
    const limitOf = (version: number, admission: Admission) => this.#limitOf(version, admission);
    this.recorder = new Recorder(config, { ...this.#owners(), sources, limitOf });
    this.runtimes = new Runtimes(config, this, runtimes);
    this.tracer = options.onEvent ? new Tracer(options.onEvent, this.functions, this.traffic.callers) : null;
    core.told = this.tracer !== null;
    core.stateful = this.states !== null;
    this.#limitHistory = new LimitHistory(this.functions, this.account, this.units, this.runtimes);
    this.#begin();
  }

  #owners() {
    const { functions, account, units, parts } = this;
    return { functions, account, units, parts };
  }

  /** The limit that a refusal met; -1 where no single number says it. */
  #limitOf(version: number, admission: Admission): number {
    const own = this.runtimes.limitOf(version, admission);
    return own ?? this.#limits.limitOf(this.functions.ofVersion(version), admission);
  }

  get horizonMs(): number {
    return this.#config.horizon / MICROS_PER_MILLISECOND;
  }
  get eventsProcessed(): number {
    return this.parts.core.events;
  }

  timer(at: Instant, rank: number, run: (now: Instant) => void): void {
    this.#timers.set(at, rank, run);
    this.#limit();
  }

  routesChanged(): void {
    this.traffic.refreshRoutes();
  }

  advanceTo(ms: number): boolean {
    if (Number.isNaN(Number(ms))) throw new RangeError(`a run cannot advance to ${ms} ms`);
    if (this.#broken !== null) throw this.#broken.error;
    const target = Math.min(Math.floor(ms * MICROS_PER_MILLISECOND), this.#config.horizon);
    if (target < this.#now) return true;
    assert(!this.#running, "a run was advanced by what it tells of itself");
    this.#running = true;
    try {
      this.#runTo(target as Instant);
    } catch (error) {
      this.#broken = { error: this.#located(error) };
      throw this.#broken.error;
    } finally {
      this.#running = false;
    }
    return target < this.#config.horizon;
  }

  snapshot(): Snapshot {
    const functions = this.functions.settings.map(({ name }, index) => {
      const versions = this.parts.versionsOf(index);
      const idle = versions.reduce((sum, { idleCount, provisioned }) => sum + idleCount + provisioned.count, 0);
      const queued = this.parts.fns[index]!.depth.value;
      return [name, { busy: this.account.busyOf(index), idle, queued }] as const;
    });
    return { atMs: this.#now / MICROS_PER_MILLISECOND, functions: Object.fromEntries(functions) };
  }

  finish(): Result {
    if (this.#result !== null) return this.#result;
    this.advanceTo(this.horizonMs);
    this.#endBucket(this.#config.horizon as number as Instant);
    this.#result = report(this.end());
    return this.#result;
  }

  /** Runs to the horizon, once. @returns what was observed; of the last bucket, nothing yet. */
  end(): Observed {
    assert(!this.#ended, "a run was ended twice");
    this.#ended = true;
    this.advanceTo(this.horizonMs);
    const end = this.#config.horizon as number as Instant;
    this.#endSegment(end);
    this.runtimes.endRun(end);
    this.nodes.endRun(end);
    this.recorder.endRun(end);
    return {
      config: this.#config,
      functions: this.functions,
      traffic: this.traffic,
      nodes: this.nodes,
      deliveries: this.links.deliveries(),
      allocations: this.allocations,
      recorder: this.recorder,
      runtimes: this.runtimes,
      limits: this.#limitHistory,
    };
  }

  limitsChanged(now: Instant): void {
    this.account.refresh();
    this.#limits.refresh(now);
    this.#limitHistory.note(now);
    this.recorder.limitsChanged(now);
  }

  #begin(): void {
    this.provisioning.begin();
    this.runtimes.begin();
    this.limitsChanged(START);
    this.recorder.beginRun();
    beginAutoscaling(this);
    scheduleChanges(this, this.#config);
    beginLifecycles(this, this.#config);
    notePhases(this, this.#config);
    this.#scheduleMeasures();
    this.traffic.begin();
    this.nodes.begin();
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
    this.runtimes.endBucket(now);
    this.nodes.endBucket(now);
  }

  #endSegment(now: Instant): void {
    this.recorder.endSegment(now);
    this.runtimes.endSegment(now);
    this.nodes.endSegment(now);
  }

  /** Everything up to and including this moment. */
  #runTo(target: Instant): void {
    const { core, door } = this.parts;
    const timers = this.#timers;
    this.#last = lastKeyOf(target);
    for (;;) {
      this.#limit();
      door.advance(core);
      if (timers.nextKey > this.#last) break;
      const now = timeOf(timers.nextKey);
      assert(now >= core.now, "time ran backwards");
      core.events++;
      core.now = now;
      if (now >= core.minuteEnd) this.recorder.turn(now);
      timers.pop()(now);
    }
    this.#now = target;
  }

  /** The core runs up to the next timer, or to the end of the stretch. */
  #limit(): void {
    const { agenda } = this.parts.core;
    const { nextKey, nextSequence } = this.#timers;
    const timed = nextKey <= this.#last;
    agenda.limitKey = timed ? nextKey : this.#last;
    agenda.limitSequence = timed ? nextSequence : Number.POSITIVE_INFINITY;
  }

  /** A broken invariant says when and in which run it broke. */
  #located(error: unknown): unknown {
    if (!(error instanceof InvariantError)) return withMemoryTold(error);
    const ms = this.parts.core.now / MICROS_PER_MILLISECOND;
    return new InvariantError(
      `${error.message} (seed ${this.#config.seed}, ${ms} ms, event ${this.parts.core.events})`,
    );
  }
}

/**
 * A whole run. Pure: the same config gives the same Result, byte for byte. @throws InvariantError for our bugs only.
 */
export const simulate = (config: SimConfig): Result => start(config).finish();

/** A run that the caller advances in slices. */
export function start(config: SimConfig, options: StartOptions = {}): Run {
  try {
    return new Simulation(config, options);
  } catch (error) {
    throw withMemoryTold(error);
  }
}
