/** Versions on Managed Instances: many requests at once in each environment, and no cold starts (LMI-1, LMI-6). */

import type { ManagedMetrics } from "../cloudwatch-result.ts";
import type { SimConfig } from "../config.ts";
import { EventKind, Rank } from "../events.ts";
import { doubled } from "../kernel/column.ts";
import { after, type Duration, earlier, type Instant, NEVER } from "../kernel/time.ts";
import { ManagedRecorder } from "../measure/managed-recorder.ts";
import { Left, type Recorder } from "../measure/recorder.ts";
import type { World } from "../world.ts";
import { type Environments, NOBODY, Outcome } from "./environments.ts";
import type { Functions } from "./functions.ts";
import { Fleet } from "./managed-fleet.ts";
import { runHandler, tellCaller } from "./running.ts";
import { Admission } from "./throttles.ts";

interface Owners {
  readonly functions: Functions;
  readonly environments: Environments;
  readonly recorder: Recorder;
}

/** What a worker's row is waiting for: nothing, or the end of a run whose request has failed already. */
const NO_TIMEOUT = -1;
const OUTLIVED = -2;

/** Null when no version runs on Managed Instances, so that nothing else pays for them. */
export function managedInstances(config: SimConfig, owners: Owners): ManagedInstances | null {
  const fleets = fleetsOf(owners);
  return fleets.some((fleet) => fleet !== null) ? new ManagedInstances(config, owners, fleets) : null;
}

function fleetsOf({ functions, environments }: Owners): (Fleet | null)[] {
  return functions.settings.flatMap(({ versions }, index) =>
    versions.map(({ managed }, offset) =>
      managed === undefined ? null : new Fleet(functions.versionsOf(index)[offset]!, managed, environments),
    ),
  );
}

export class ManagedInstances {
  readonly recorder: ManagedRecorder;
  readonly #functions: Functions;
  /** By version. */
  readonly #fleets: readonly (Fleet | null)[];
  /** By function. */
  readonly #fleetsOf: readonly (readonly Fleet[])[];
  /** By row of a busy worker: its environment; and when its request times out, if it can. */
  #owner = new Int32Array(256).fill(NOBODY);
  #timeoutAt = new Float64Array(256);

  constructor(config: SimConfig, owners: Owners, fleets: readonly (Fleet | null)[]) {
    const { functions, recorder } = owners;
    this.#functions = functions;
    this.#fleets = fleets;
    this.#fleetsOf = functions.settings.map((_, index) =>
      functions.versionsOf(index).flatMap((version) => fleets[version] ?? []),
    );
    const managed = [...functions.settings.keys()].filter((index) => this.#fleetsOf[index]!.length > 0);
    this.recorder = new ManagedRecorder(config, managed, recorder);
  }

  get fleets(): readonly Fleet[] {
    return this.#fleets.filter((fleet) => fleet !== null);
  }
  has(version: number): boolean {
    return this.#fleets[version] !== null;
  }
  /** Five minutes are over, or the run (LMI-8). */
  endPeriod(now: Instant): void {
    this.recorder.endPeriod(now, (index) => Math.max(...this.#fleetsOf[index]!.map(({ busiest }) => busiest)));
  }

  metrics(): ManagedMetrics {
    const limit = (index: number) => this.#fleetsOf[index]![0]!.settings.perEnvironment;
    return this.recorder.metrics((index) => this.#functions.settings[index]!.name, limit);
  }
  /** LMI-1: requests that a function's environments take at once; null for one that is not on Managed Instances. */
  roomOf(functionIndex: number): number | null {
    const fleets = this.#fleetsOf[functionIndex]!;
    return fleets.length === 0 ? null : fleets.reduce((sum, { serving, room }) => sum + serving * room, 0);
  }
  /** This row is a worker at work, not an environment of the other kinds. */
  isWorker(row: number): boolean {
    return row < this.#owner.length && this.#owner[row] !== NOBODY;
  }

  /**
   * LMI-1, LMI-2: a request runs on a free worker at once or is refused; nothing starts for it. MOD: the account's
   * concurrency, its request rates and the scaling rate are those of the other kinds and are not asked.
   * @returns that it runs, warm, or what refused it; a refusal has been recorded and has changed nothing else.
   */
  invoke(world: World, now: Instant, request: number): Admission {
    const fleet = this.#fleets[world.requests.versionOf(request)]!;
    const functionIndex = this.#functions.ofVersion(fleet.version);
    if (!fleet.hasRoom()) return this.#refuse(world, now, request, fleet);
    const environment = fleet.take(now);
    const worker = this.#assign(world, now, request, environment);
    world.account.takeManaged(functionIndex);
    this.recorder.admitted(now, functionIndex, fleet.busyIn(environment));
    this.#changed(now, functionIndex);
    this.#run(world, now, worker);
    return Admission.Warm;
  }

  /** LMI-6, LMI-8: full workers or, before them, full CPU; LMI-4: no traffic wakes what is deactivated. */
  #refuse(world: World, now: Instant, request: number, fleet: Fleet): Admission {
    const functionIndex = this.#functions.ofVersion(fleet.version);
    const admission =
      fleet.serving === 0
        ? Admission.ManagedInactive
        : fleet.cpuBound
          ? Admission.ManagedCpu
          : Admission.ManagedConcurrency;
    if (fleet.serving > 0) this.recorder.refused(functionIndex, fleet.cpuBound ? "cpu" : "concurrency");
    world.recorder.throttled(now, functionIndex, admission, fleet.serving * fleet.room);
    world.tracer?.throttled(now, request, admission);
    return admission;
  }

  /** A row for this run, which belongs to its environment. */
  #assign(world: World, now: Instant, request: number, environment: number): number {
    const { environments, requests, calls, tracer } = world;
    const worker = environments.create(environments.versionOf(environment), false, now);
    while (worker >= this.#owner.length) this.#grow();
    this.#owner[worker] = environment;
    this.#timeoutAt[worker] = NO_TIMEOUT;
    environments.assign(worker, request, now);
    const outcome = requests.fails(request) ? Outcome.FunctionError : Outcome.Success;
    environments.planRun(worker, requests.runOf(request), outcome);
    calls.carry(request, worker);
    requests.setEnvironment(request, worker);
    tracer?.works(worker, environment);
    tracer?.admitted(now, request, worker, Admission.Warm);
    return worker;
  }

  /** LMI-6: the timeout does not end the handler, so the run has no deadline and its request has one. */
  #run(world: World, now: Instant, worker: number): void {
    const { environments, calls, recorder, tracer } = world;
    const functionIndex = this.#functions.ofVersion(environments.versionOf(worker));
    const { timeout } = this.#functions.settings[functionIndex]!;
    environments.beginRun(worker, now, NEVER);
    recorder.runBegan(functionIndex, waited(world, now, worker));
    tracer?.ready(now, worker);
    runHandler(world, now, worker);
    if (calls.countOf(worker) === 0 && environments.ownRunOf(worker) <= timeout) return;
    const failsAt = after(now, timeout);
    this.#timeoutAt[worker] = failsAt;
    environments.expectEnd(worker, earlier(failsAt, environments.expectedEnd(worker)));
    // After completions of the same moment: a run of just its timeout succeeds, as elsewhere (LIFE-7).
    world.schedule(failsAt, Rank.Lifecycle, EventKind.WorkerTimeout, worker);
  }

  /** LMI-6: only this request fails. Its code runs on, on the worker that it has. */
  onTimeout(world: World, now: Instant, worker: number): void {
    if (!this.isWorker(worker) || this.#timeoutAt[worker] !== now) return;
    const own = world.environments.outcomeOf(worker);
    const request = world.environments.requestOf(worker);
    this.#timeoutAt[worker] = OUTLIVED;
    world.environments.setOutcome(worker, Outcome.Timeout);
    this.#requestEnded(world, now, worker);
    world.environments.setOutcome(worker, own);
    tellCaller(world, now, request, Outcome.Timeout);
  }

  /** LMI-6: the handler has ended, whatever came of it; its worker is free, and nothing is reset. */
  onRunEnd(world: World, now: Instant, worker: number): void {
    const { environments } = world;
    const fleet = this.#fleets[environments.versionOf(worker)]!;
    const environment = this.#owner[worker]!;
    const request = environments.requestOf(worker);
    const outcome = environments.outcomeOf(worker);
    if (this.#timeoutAt[worker] !== OUTLIVED) this.#requestEnded(world, now, worker);
    this.#owner[worker] = NOBODY;
    world.tracer?.worked(worker);
    environments.end(worker);
    if (fleet.give(environment, now)) this.#gone(world, now, environment);
    this.#changed(now, this.#functions.ofVersion(fleet.version));
    tellCaller(world, now, request, outcome);
  }

  #requestEnded(world: World, now: Instant, worker: number): void {
    const { environments, account, recorder, tracer } = world;
    const functionIndex = this.#functions.ofVersion(environments.versionOf(worker));
    account.giveManaged(functionIndex);
    recorder.managedEnded(now, functionIndex, environments, worker);
    tracer?.ended(now, worker, environments.outcomeOf(worker));
    environments.abandon(worker);
  }

  /** New environments of this version take requests from now on. */
  add(world: World, now: Instant, fleet: Fleet, environments: number): void {
    const functionIndex = this.#functions.ofVersion(fleet.version);
    for (let made = 0; made < environments; made++) {
      fleet.add(world.environments.create(fleet.version, false, now));
      world.recorder.environmentCreated(now, functionIndex);
    }
    this.#changed(now, functionIndex);
    world.limitsChanged(now);
  }

  /** So many environments take no more requests; each ends with the last it has. */
  drain(world: World, now: Instant, fleet: Fleet, environments: number): void {
    for (let drained = 0; drained < environments; drained++) {
      const environment = fleet.drain();
      if (fleet.busyIn(environment) === 0) this.#gone(world, now, environment);
    }
    this.#changed(now, this.#functions.ofVersion(fleet.version));
    world.limitsChanged(now);
  }

  #gone(world: World, now: Instant, environment: number): void {
    const functionIndex = this.#functions.ofVersion(world.environments.versionOf(environment));
    world.recorder.environmentEnded(now, functionIndex, Left.Busy);
    world.tracer?.expired(now, environment);
    world.environments.end(environment);
  }

  #changed(now: Instant, functionIndex: number): void {
    this.recorder.changed(now, functionIndex, this.#fleetsOf[functionIndex]!);
  }

  #grow(): void {
    const before = this.#owner.length;
    this.#owner = doubled(this.#owner, Int32Array).fill(NOBODY, before);
    this.#timeoutAt = doubled(this.#timeoutAt, Float64Array);
  }
}

const waited = (world: World, now: Instant, worker: number): Duration =>
  (now - world.requests.arrivedAt(world.environments.requestOf(worker))) as Duration;
