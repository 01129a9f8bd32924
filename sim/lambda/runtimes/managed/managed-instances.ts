/** Versions on Managed Instances: many requests at once in each environment, and no cold starts (LMI-1, LMI-6). */

import type { ManagedMetrics } from "../../../cloudwatch-result.ts";
import type { SimConfig } from "../../../config.ts";
import { TOLD_END, TOLD_READY, TOLD_START, TOLD_THROTTLE } from "../../../core/base/numbers.ts";
import type { Environment, Request } from "../../../core/objects/requests.ts";
import { earlier, type Instant, NEVER } from "../../../kernel/time.ts";
import { Rank } from "../../../vocabulary/ranks.ts";
import { Admission } from "../../../vocabulary/throttles.ts";
import type { Functions } from "../../front/functions.ts";
import { Outcome } from "../../front/outcomes.ts";
import type { RuntimeOwners, Serving } from "../runtime.ts";
import { Fleet } from "./managed-fleet.ts";
import { ManagedRecorder } from "./managed-recorder.ts";

type Owners = Omit<RuntimeOwners, "traffic">;

/** A busy worker: an environment of the core's, which belongs to another one. */
interface Worker {
  readonly environment: Environment;
  readonly owner: Environment;
  /** LMI-6: its request has failed, and its run goes on. */
  outlived: boolean;
}

/** By version; null for one that runs elsewhere. */
function fleetsOf(functions: Functions): (Fleet | null)[] {
  return functions.settings.flatMap(({ versions }, index) =>
    versions.map(({ managed }, offset) =>
      managed === undefined ? null : new Fleet(functions.versionsOf(index)[offset]!, managed),
    ),
  );
}

export class ManagedInstances implements Serving {
  readonly recorder: ManagedRecorder;
  readonly #owners: Owners;
  readonly #functions: Functions;
  /** By version. */
  readonly #fleets: readonly (Fleet | null)[];
  /** By function. */
  readonly #fleetsOf: readonly (readonly Fleet[])[];
  readonly #workers = new Map<Environment, Worker>();

  constructor(config: SimConfig, owners: Owners) {
    const { functions, recorder } = owners;
    this.#owners = owners;
    this.#functions = functions;
    this.#fleets = fleetsOf(functions);
    this.#fleetsOf = functions.settings.map((_, index) =>
      functions.versionsOf(index).flatMap((version) => this.#fleets[version] ?? []),
    );
    const managed = [...functions.settings.keys()].filter((index) => this.#fleetsOf[index]!.length > 0);
    this.recorder = new ManagedRecorder(config, managed, recorder);
  }

  fleetOf(version: number): Fleet | null {
    return this.#fleets[version]!;
  }
  get fleets(): readonly Fleet[] {
    return this.#fleets.filter((fleet) => fleet !== null);
  }
  /** Five minutes are over, or the run (LMI-8). */
  endPeriod(now: Instant): void {
    this.recorder.endPeriod(now, (index) => Math.max(...this.#fleetsOf[index]!.map(({ busiest }) => busiest)));
  }

  metrics(): ManagedMetrics {
    const limit = (index: number) => this.#fleetsOf[index]![0]!.settings.perEnvironment;
    return this.recorder.metrics((index) => this.#functions.settings[index]!.name, limit);
  }
  /** LMI-1: requests that a function's environments take at once. */
  roomOf(functionIndex: number): number {
    return this.#fleetsOf[functionIndex]!.reduce((sum, { serving, room }) => sum + serving * room, 0);
  }

  /**
   * LMI-1, LMI-2: a request runs on a free worker at once or is refused; nothing starts for it. MOD: the account's
   * concurrency, its request rates and the scaling rate are those of the other kinds and are not asked.
   * @returns  its admission or the refusal; a refusal has been recorded and has changed nothing else.
   */
  invoke(now: Instant, request: Request): Admission {
    const fleet = this.#fleets[request.version.index]!;
    const functionIndex = request.version.fn.index;
    if (!fleet.hasRoom()) return this.#refuse(now, request, fleet);
    const owner = fleet.take(now);
    const worker = this.#assign(now, request, owner);
    this.#owners.account.takeServed(functionIndex);
    this.recorder.admitted(now, functionIndex, fleet.busyIn(owner));
    this.#changed(now, functionIndex);
    this.#run(now, worker);
    return Admission.Warm;
  }

  /** LMI-6, LMI-8: full workers or, before them, full CPU; LMI-4: no traffic wakes what is deactivated. */
  #refuse(now: Instant, request: Request, fleet: Fleet): Admission {
    const { version } = request;
    const busy = fleet.cpuBound ? Admission.ManagedCpu : Admission.ManagedConcurrency;
    const admission = fleet.serving === 0 ? Admission.ManagedInactive : busy;
    if (fleet.serving > 0) this.recorder.refused(version.fn.index, fleet.cpuBound ? "cpu" : "concurrency");
    this.#owners.parts.door.throttled(this.#owners.parts.core, version, admission, now);
    this.#owners.tracer?.tell(TOLD_THROTTLE, request, null, admission, now);
    return admission;
  }

  /** Requests that all environments of a version take at once. */
  workersOf(version: number): number {
    const fleet = this.#fleets[version]!;
    return fleet.serving * fleet.room;
  }

  /** An environment of the core's for this run, which belongs to another one. */
  #assign(now: Instant, request: Request, owner: Environment): Worker {
    const { parts, tracer } = this.#owners;
    const { door, core } = parts;
    const environment = door.createEnvironment(core, owner.version, false, now);
    const worker = { environment, owner, outlived: false };
    environment.worker = true;
    this.#workers.set(environment, worker);
    door.assign(core, request, environment, now);
    tracer?.works(environment, owner);
    tracer?.tell(TOLD_START, request, environment, Admission.Warm, now);
    return worker;
  }

  /** LMI-6: the timeout does not end the handler, so the run has no deadline and its request has one. */
  #run(now: Instant, worker: Worker): void {
    const { door, core } = this.#owners.parts;
    const { environment } = worker;
    const request = environment.request!;
    const { fn } = environment.version;
    door.beginHandler(environment, now, NEVER);
    door.runBegan(fn, now - request.arrivedAt);
    this.#owners.tracer?.tell(TOLD_READY, request, environment, 0, now);
    door.runHandler(core, environment, now);
    if (environment.calls.count === 0 && environment.ownRun <= fn.timeout) return;
    const failsAt = (now + fn.timeout) as Instant;
    environment.expectedEnd = earlier(failsAt, environment.expectedEnd as Instant);
    // After completions of the same moment: a run of just its timeout succeeds, as elsewhere (LIFE-7).
    this.#owners.timer(failsAt, Rank.Lifecycle, (then) => this.#onTimeout(then, worker));
  }

  /** LMI-6: only this request fails. Its code runs on, on the worker that it has. */
  #onTimeout(now: Instant, worker: Worker): void {
    const { environment } = worker;
    if (this.#workers.get(environment) !== worker) return;
    const { outcome, request } = environment;
    worker.outlived = true;
    environment.outcome = Outcome.Timeout;
    this.#requestEnded(now, environment);
    environment.outcome = outcome;
    if (request !== null) this.#owners.parts.door.tellCaller(this.#owners.parts.core, request, Outcome.Timeout, now);
  }

  /** LMI-6: the handler has ended, whatever came of it; its worker is free, and nothing is reset. */
  onRunEnd(now: Instant, environment: Environment): void {
    const { door, core } = this.#owners.parts;
    const { owner, outlived } = this.#workers.get(environment)!;
    const { request, outcome, version } = environment;
    if (outcome === Outcome.Success) door.sendOn(core, version.fn, environment.calls.chain, request, now);
    if (!outlived) this.#requestEnded(now, environment);
    this.#workers.delete(environment);
    door.endEnvironment(core, environment);
    if (this.#fleets[version.index]!.give(owner, now)) this.#gone(now, owner);
    this.#changed(now, version.fn.index);
    if (request !== null) door.tellCaller(core, request, outcome, now);
  }

  #requestEnded(now: Instant, environment: Environment): void {
    const { account, parts, recorder, tracer } = this.#owners;
    const { index } = environment.version.fn;
    account.giveServed(index);
    parts.door.finished(parts.core, environment, now);
    recorder.managedEnded(now, index);
    tracer?.tell(TOLD_END, environment.request, environment, environment.outcome, now);
    environment.request = null;
  }

  /** New environments of this version take requests from now on. */
  add(now: Instant, fleet: Fleet, environments: number): void {
    const { door, core, versions } = this.#owners.parts;
    const version = versions[fleet.version]!;
    for (let made = 0; made < environments; made++) {
      fleet.add(door.createEnvironment(core, version, false, now));
      door.environmentCreated(version.fn, now);
    }
    this.#changed(now, version.fn.index);
    this.#owners.limitsChanged(now);
  }

  /** So many environments take no more requests; each ends with the last it has. */
  drain(now: Instant, fleet: Fleet, environments: number): void {
    for (let drained = 0; drained < environments; drained++) {
      const environment = fleet.drain();
      if (fleet.busyIn(environment) === 0) this.#gone(now, environment);
    }
    this.#changed(now, this.#functions.ofVersion(fleet.version));
    this.#owners.limitsChanged(now);
  }

  #gone(now: Instant, environment: Environment): void {
    const { parts, tracer } = this.#owners;
    const { version } = environment;
    this.#fleets[version.index]!.forget(environment);
    parts.door.busyEnded(version.fn, now);
    tracer?.expired(now, environment);
    parts.door.endEnvironment(parts.core, environment);
  }

  #changed(now: Instant, functionIndex: number): void {
    this.recorder.changed(now, functionIndex, this.#fleetsOf[functionIndex]!);
  }
}
