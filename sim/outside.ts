/** What the core asks and tells, and who answers: the owners of what is rare. */

import type { Law, Table } from "./core/base/law.ts";
import type { Luck } from "./core/base/prelude.ts";
import type { Parts } from "./core/host/parts.ts";
import type { Outside } from "./core/objects/asked.ts";
import type { LambdaFunction, Version } from "./core/objects/functions.ts";
import type { Environment, Request, Service } from "./core/objects/requests.ts";
import type { Source } from "./core/objects/source.ts";
import type { Duration, Instant } from "./kernel/time.ts";
import type { Clock } from "./kernel/timers.ts";
import type { StartTimes } from "./lambda/environments/start-times.ts";
import type { Outcome } from "./lambda/front/outcomes.ts";
import type { FunctionStates } from "./lambda/front/states.ts";
import type { Provisioning } from "./lambda/provisioned/provisioned.ts";
import type { Lasting } from "./lambda/runtimes/runtime.ts";
import type { Runtimes } from "./lambda/runtimes/runtimes.ts";
import type { Recorder } from "./measure/recorders/recorder.ts";
import type { Tracer } from "./measure/recorders/tracer.ts";
import type { Chains } from "./sources/chains.ts";
import type { Nodes } from "./sources/nodes.ts";
import type { Traffic } from "./sources/traffic.ts";
import { Rank } from "./vocabulary/ranks.ts";
import { ACTIVE, StateRefusal } from "./vocabulary/state-refusals.ts";

/** Who answers; the core is made before some of them, and asks them once they are there. */
export interface Answerers extends Clock {
  readonly parts: Parts;
  readonly startTimes: StartTimes;
  readonly provisioning: Provisioning;
  /** Null when every function is Active for the whole run. */
  readonly states: FunctionStates | null;
  readonly recorder: Recorder;
  /** Null unless somebody listens. */
  readonly tracer: Tracer | null;
  readonly traffic: Traffic;
  readonly nodes: Nodes;
  readonly chains: Chains;
  readonly runtimes: Runtimes;
}

/** Wide: the core has no other way out. */
export class Answers implements Outside {
  readonly #of: Answerers;

  constructor(of: Answerers) {
    this.#of = of;
  }

  // --- luck, laws, arrivals

  seedLuck(luck: Luck): void {
    this.#of.parts.laws.seed(luck);
  }
  fitCell(table: Table, cell: number): void {
    this.#of.parts.laws.fit(table, cell);
  }
  tailValue(table: Table, share: number): number {
    return this.#of.parts.laws.tailValue(table, share);
  }
  outsideDraw(law: Law, luck: Luck): number {
    const { door, core, laws } = this.#of.parts;
    return laws.draw(law, () => door.uniform(core, luck));
  }
  nextPiece(source: Source): boolean {
    return this.#of.traffic.nextPiece(source);
  }
  listArrivals(source: Source): void {
    this.#of.traffic.listArrivals(source);
  }

  // --- environments

  lookLater(version: Version): void {
    const { door, core } = this.#of.parts;
    this.#of.timer(version.lookAt as Instant, Rank.Lifecycle, (now) => door.look(core, version, now));
  }
  specialStart(environment: Environment): number {
    const { startTimes } = this.#of;
    const { version } = environment;
    return version.restores ? startTimes.restore(environment) : startTimes.start(version.index);
  }
  specialInit(version: Version): number {
    return this.#of.startTimes.start(version.index);
  }
  specialPlatform(version: Version): number {
    return this.#of.startTimes.platform(version.index);
  }
  unitLeaves(environment: Environment, now: number): void {
    this.#of.provisioning.leaves(now as Instant, environment);
  }
  unitReset(environment: Environment, at: number): void {
    const { door, core } = this.#of.parts;
    this.#of.timer(at as Instant, Rank.Lifecycle, (now) => door.makeReady(core, environment, now));
  }

  // --- states

  stateRefusal(version: Version, now: number): number {
    return this.#of.states?.refusalOf(now as Instant, version.index) ?? ACTIVE;
  }
  eventRefusal(request: Request, now: number): number {
    return this.#of.states?.refusalOfEvent(now as Instant, request) ?? ACTIVE;
  }
  stateRefused(request: Request, refusal: number, now: number): void {
    this.#of.states!.refuse(now as Instant, request, refusal as StateRefusal);
  }
  restoreFailed(fn: LambdaFunction, now: number): void {
    const { states, segment } = this.#of.recorder;
    states.refused(now as Instant, segment, fn.index, StateRefusal.RestoreTimeout);
  }

  // --- runtimes

  servingInvoke(request: Request, now: number): number {
    return this.#of.runtimes.serving(request.version.fn.index).invoke(now as Instant, request);
  }
  servingOwnTime(environment: Environment, now: number): number {
    return this.#of.runtimes.serving(environment.version.fn.index).ownTime(now as Instant, environment);
  }
  servingRunEnd(environment: Environment, now: number): void {
    this.#of.runtimes.serving(environment.version.fn.index).onRunEnd(now as Instant, environment);
  }
  lastingDraw(request: Request): void {
    this.#lasting(request).draw(request);
  }
  lastingFull(request: Request): boolean {
    return this.#lasting(request).isFull(request);
  }
  lastingBegun(request: Request, now: number): void {
    this.#lasting(request).begun(now as Instant, request);
  }
  lastingEnded(request: Request, outcome: number, now: number): void {
    this.#lasting(request).ended(now as Instant, request, outcome as Outcome);
  }
  lastingOver(request: Request, now: number): boolean {
    return this.#lasting(request).isOver(now as Instant, request);
  }
  lastingDeadline(request: Request): number {
    return this.#lasting(request).deadlineOf(request);
  }
  lastingDropped(request: Request, ending: number, now: number): boolean {
    return this.#lasting(request).dropped(now as Instant, request, ending);
  }
  lastingLeft(request: Request, now: number): boolean {
    return this.#lasting(request).leave(now as Instant, request);
  }
  lastingCopy(from: Request, to: Request): void {
    this.#lasting(from).copy(from, to);
  }

  nodeHears(node: number, item: number, outcome: number, now: number): void {
    this.#of.nodes.hear(now as Instant, node, item, outcome as Outcome);
  }

  chainAfter(chain: number, fn: number): number {
    return this.#of.chains.after(chain, fn);
  }
  runsIn(chain: number, fn: number): number {
    return this.#of.chains.runsIn(chain, fn);
  }
  nodeTakes(node: number, chain: number, now: number): number {
    return this.#of.nodes.take(now as Instant, node, chain);
  }

  // --- what is recorded

  turn(now: number): void {
    this.#of.recorder.turn(now as Instant);
  }
  troubled(fn: LambdaFunction, kind: number, detail: number, now: number): void {
    const { troubles, segment } = this.#of.recorder;
    troubles.troubled(fn, kind, detail, now as Instant, segment);
  }
  lookAtHolders(fn: LambdaFunction): void {
    const { troubles, segment } = this.#of.recorder;
    troubles.lookAtHolders(fn, segment);
  }
  rejecting(service: Service, now: number): void {
    this.#of.recorder.troubles.rejecting(service, now as Instant);
  }
  servedEarlier(source: Source, segment: number, latency: number): void {
    this.#of.recorder.servedEarlier(source, segment, latency);
  }
  answeredEarlier(source: Source, segment: number, latency: number): void {
    this.#of.recorder.answeredEarlier(source, segment, latency);
  }
  endedEarlier(fn: LambdaFunction, duration: number, startedAt: number): void {
    this.#of.recorder.endedEarlier(fn.index, duration, startedAt as Instant);
  }
  failedEarlier(fn: LambdaFunction, startedAt: number): void {
    this.#of.recorder.failedEarlier(fn.index, startedAt as Instant);
  }
  extensionsEnded(fn: LambdaFunction, time: number, startedAt: number): void {
    const { environments, segment } = this.#of.recorder;
    environments?.extensionsEnded(segment, fn.index, time as Duration, startedAt as Instant);
  }
  tenantServed(fn: LambdaFunction, tenant: number): void {
    const { tenants, segment } = this.#of.recorder;
    tenants?.served(segment, fn.index, tenant);
  }
  requestMoved(fn: LambdaFunction, now: number): void {
    const { environments, segment } = this.#of.recorder;
    environments?.requestMoved(now as Instant, segment, fn.index);
  }
  spareReady(fn: LambdaFunction, init: number, now: number): void {
    this.#of.recorder.spareReady(now as Instant, fn.index, init as Duration);
  }
  tell(what: number, request: Request | null, environment: Environment | null, detail: number, now: number): void {
    this.#of.tracer?.tell(what, request, environment, detail, now as Instant);
  }

  #lasting(request: Request): Lasting {
    return this.#of.runtimes.lasting(request.version.fn.index);
  }
}
