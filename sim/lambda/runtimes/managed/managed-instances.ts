/** Versions on Managed Instances: many requests at once in each environment, and no cold starts (LMI-1, LMI-6). */

import type { ManagedMetrics } from "../../../cloudwatch-result.ts";
import type { SimConfig } from "../../../config.ts";
import { TOLD_END, TOLD_READY, TOLD_START, TOLD_THROTTLE } from "../../../core/base/numbers.ts";
import type { Environment, Request } from "../../../core/objects/requests.ts";
import { assert } from "../../../kernel/assert.ts";
import { Stream } from "../../../kernel/random.ts";
import { type Duration, earlier, type Instant, NEVER } from "../../../kernel/time.ts";
import { Rank } from "../../../vocabulary/ranks.ts";
import { Admission } from "../../../vocabulary/throttles.ts";
import type { Functions } from "../../front/functions.ts";
import { Outcome } from "../../front/outcomes.ts";
import type { RuntimeOwners, Serving } from "../runtime.ts";
import { type CapacityProvider, providersOf } from "./capacity-provider.ts";
import { Fleet } from "./managed-fleet.ts";
import { ManagedRecorder } from "./managed-recorder.ts";
import type { SharedCpu } from "./shared-cpu.ts";

type Owners = Omit<RuntimeOwners, "traffic">;

/** A busy worker: an environment of the core's, which belongs to another one. */
interface Worker {
  readonly environment: Environment;
  readonly owner: Environment;
  /** LMI-6: its request has failed, and its run goes on. */
  outlived: boolean;
  /** It is in its own time. */
  works: boolean;
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
  /** By function; null for one that runs elsewhere. */
  readonly #providers: readonly (CapacityProvider | null)[];
  /** By version: who is refused for CPU. */
  readonly #luck: readonly Stream[];
  readonly #workers = new Map<Environment, Worker>();
  /** The next end of work in an environment, as far as a timer stands for it. */
  readonly #ends = new Map<Environment, Instant>();

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
    this.#providers = providersOf(functions, this.#fleetsOf);
    this.#luck = this.#fleets.map((_, version) => {
      const { name } = functions.settings[functions.ofVersion(version)]!;
      return new Stream(config.seed, `${name}:${functions.qualifierOf(version)}/cpu-throttles`);
    });
  }

  fleetOf(version: number): Fleet | null {
    return this.#fleets[version]!;
  }
  providerOf(functionIndex: number): CapacityProvider {
    return this.#providers[functionIndex]!;
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
    return this.#fleetsOf[functionIndex]!.reduce(
      (sum, { serving, settings }) => sum + serving * settings.perEnvironment,
      0,
    );
  }

  /**
   * LMI-1, LMI-2: a request runs on a free worker at once or is refused; nothing starts for it. MOD: the account's
   * concurrency, its request rates and the scaling rate are those of the other kinds and are not asked.
   * @returns  its admission or the refusal; a refusal has been recorded and has changed nothing else.
   */
  invoke(now: Instant, request: Request): Admission {
    const fleet = this.#fleets[request.version.index]!;
    const functionIndex = request.version.fn.index;
    if (!fleet.hasRoom()) return this.#refuse(now, request, fleet, "concurrency");
    if (this.#hasNoCpu(request.version.index, fleet)) return this.#refuse(now, request, fleet, "cpu");
    const owner = fleet.take(now);
    const worker = this.#assign(now, request, owner);
    this.#owners.account.takeServed(functionIndex);
    this.recorder.admitted(now, functionIndex, fleet.busyIn(owner));
    // A run without calls begins its own time at once, and tells so then.
    if (worker.environment.calls.count > 0) this.#changed(now, functionIndex);
    this.#run(now, worker);
    return Admission.Warm;
  }

  /** LMI-10, MOD: never up to what is set, always at twice of it, and more and more often between the two. */
  #hasNoCpu(version: number, fleet: Fleet): boolean {
    const { cpuThrottlesAbove } = fleet.settings;
    const above = fleet.nextLoad / cpuThrottlesAbove - 1;
    return above > 0 && this.#luck[version]!.chance(above);
  }

  /** LMI-6, LMI-8: no worker is free, or CPU is short; LMI-4: no traffic wakes what is deactivated. */
  #refuse(now: Instant, request: Request, fleet: Fleet, short: "concurrency" | "cpu"): Admission {
    const { version } = request;
    const busy = short === "cpu" ? Admission.ManagedCpu : Admission.ManagedConcurrency;
    const admission = fleet.serving === 0 ? Admission.ManagedInactive : busy;
    if (fleet.serving > 0) this.recorder.refused(version.fn.index, short);
    this.#owners.parts.door.throttled(this.#owners.parts.core, version, admission, now);
    this.#owners.tracer?.tell(TOLD_THROTTLE, request, null, admission, now);
    return admission;
  }

  /** What a refusal met: workers of a version's environments, or the runs from which on CPU is short. */
  limitOf(version: number, admission: Admission): number {
    const { serving, settings } = this.#fleets[version]!;
    const { perEnvironment, cpuThrottlesAbove, cpuShare, vCpus } = settings;
    if (admission !== Admission.ManagedCpu) return serving * perEnvironment;
    return serving * Math.floor((cpuThrottlesAbove * vCpus) / cpuShare + 1e-9);
  }

  /** An environment of the core's for this run, which belongs to another one. */
  #assign(now: Instant, request: Request, owner: Environment): Worker {
    const { parts, tracer } = this.#owners;
    const { door, core } = parts;
    const environment = door.createEnvironment(core, owner.version, false, now);
    const worker = { environment, owner, outlived: false, works: false };
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
    if (environment.expectedEnd <= now + fn.timeout) return;
    const failsAt = (now + fn.timeout) as Instant;
    environment.expectedEnd = earlier(failsAt, environment.expectedEnd as Instant);
    // After completions of the same moment: a run of just its timeout succeeds, as elsewhere (LIFE-7).
    this.#owners.timer(failsAt, Rank.Lifecycle, (then) => this.#onTimeout(then, worker));
  }

  /** LMI-10: a run begins its own time. @returns when that ends, or NEVER while it depends on what else runs there. */
  ownTime(now: Instant, environment: Environment): Instant {
    const worker = this.#workers.get(environment)!;
    const { owner } = worker;
    const fleet = this.#fleets[owner.version.index]!;
    worker.works = true;
    fleet.works(owner, 1, now);
    this.#changed(now, owner.version.fn.index);
    const cpu = fleet.cpuOf(owner);
    if (cpu === null) return (now + environment.ownRun) as Instant;
    cpu.begin(now, environment, environment.ownRun as Duration);
    this.#await(now, owner, cpu);
    return NEVER;
  }

  /** A timer for the next end of work in an environment, unless an earlier one will look after it. */
  #await(now: Instant, owner: Environment, cpu: SharedCpu): void {
    const at = cpu.nextEnd(now);
    if (at === null || (this.#ends.get(owner) ?? NEVER) <= at) return;
    this.#ends.set(owner, at);
    this.#owners.timer(at, Rank.Completion, (then) => {
      if (this.#ends.get(owner) !== then) return;
      this.#ends.delete(owner);
      for (const done of cpu.takeDone(then)) this.#owners.parts.door.endWork(this.#owners.parts.core, done, then);
      this.#await(then, owner, cpu);
    });
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
    const { owner, outlived, works } = this.#workers.get(environment)!;
    const { request, outcome, version } = environment;
    if (outcome === Outcome.Success) door.sendOn(core, version.fn, environment.calls.chain, request, now);
    if (!outlived) this.#requestEnded(now, environment);
    this.#workers.delete(environment);
    door.endEnvironment(core, environment);
    const fleet = this.#fleets[version.index]!;
    if (works) fleet.works(owner, -1, now);
    if (fleet.give(owner, now)) this.#gone(now, owner);
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

  #providerOf({ version }: Fleet): CapacityProvider {
    return this.#providers[this.#functions.ofVersion(version)]!;
  }

  /** LMI-4: so many more environments of this version are on their way, or fewer. They are paid for from now on. */
  ordered(now: Instant, fleet: Fleet, environments: number, fits: boolean): void {
    fleet.coming += environments;
    if (fits) fleet.arriving += environments;
    this.#resized(now, fleet);
  }

  /** New environments of this version take requests from now on. */
  add(now: Instant, fleet: Fleet, environments: number): void {
    const { door, core, versions } = this.#owners.parts;
    const version = versions[fleet.version]!;
    for (let made = 0; made < environments; made++) {
      fleet.add(door.createEnvironment(core, version, false, now));
      door.environmentCreated(version.fn, now);
    }
    this.#resized(now, fleet);
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
    const fleet = this.#fleets[version.index]!;
    fleet.forget(environment);
    this.#resized(now, fleet);
    parts.door.busyEnded(version.fn, now);
    tracer?.expired(now, environment);
    parts.door.endEnvironment(parts.core, environment);
  }

  /** LMI-4, LMI-5: the instances of a capacity provider, divided among its functions. */
  #resized(now: Instant, changed: Fleet): void {
    const provider = this.#providerOf(changed);
    assert(
      provider.vCpus <= provider.settings.maxVCpuCount + 1e-6,
      "LMI-5: a capacity provider has more than its vCPUs",
    );
    for (const index of new Set(provider.fleets.map((fleet) => this.#functions.ofVersion(fleet.version)))) {
      const part = this.#fleetsOf[index]!.reduce((sum, fleet) => sum + provider.partOf(fleet), 0);
      this.recorder.resized(now, index, part);
    }
  }

  #changed(now: Instant, functionIndex: number): void {
    this.recorder.changed(now, functionIndex, this.#fleetsOf[functionIndex]!);
  }
}
