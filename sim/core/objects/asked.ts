/** What the core asks of its host, and tells it. */

import type { Law, Table } from "../base/law.ts";
import type { f64, i32, Luck } from "../base/prelude.ts";
import type { LambdaFunction, Version } from "./functions.ts";
import type { Environment, Request, Service } from "./requests.ts";
import type { Source } from "./source.ts";

/** What the host does for the core. Nothing here happens at every request of a plain function. */
export interface Outside {
  seedLuck(luck: Luck): void;
  /** Fits one cell of a table. */
  fitCell(table: Table, cell: i32): void;
  /** The exact value of a table where no cubic holds it. */
  tailValue(table: Table, share: f64): f64;
  outsideDraw(law: Law, luck: Luck): f64;
  /** Moves a source on to its next straight stretch. @returns false when there is none. */
  nextPiece(source: Source): boolean;
  /** Fills `times` (and `runs`) with the next moments, NEVER after the last. */
  listArrivals(source: Source): void;
  /** A minute is over. */
  turn(now: f64): void;
  /** The version's idle environments are to be looked at, at `lookAt`. */
  lookLater(version: Version): void;
  /** What the state of a version refuses (`state-refusals.ts`); -1: nothing. */
  stateRefusal(version: Version, now: f64): i32;
  eventRefusal(request: Request, now: f64): i32;
  stateRefused(request: Request, refusal: i32, now: f64): void;
  /** SNAP-5: a Restore has been aborted. */
  restoreFailed(fn: LambdaFunction, now: f64): void;
  /**
   * A refusal, a spill-over or a drop that begins a stretch of them, or is the first in its part of the run.
   * @param detail  the version that refuses; of a drop, how the event ended.
   */
  troubled(fn: LambdaFunction, kind: i32, detail: i32, now: f64): void;
  /** Who holds the pool that refuses requests of this function. */
  lookAtHolders(fn: LambdaFunction, now: f64): void;
  rejecting(service: Service, now: f64): void;
  /** Init or Restore of a version that has a snapshot or a VPC. */
  specialStart(environment: Environment): f64;
  specialInit(version: Version): f64;
  specialPlatform(version: Version): f64;
  /** A unit is free that is wanted no more, or whose version has been replaced. */
  unitLeaves(environment: Environment, now: f64): void;
  unitReset(environment: Environment, at: f64): void;
  /** A runtime of the host serves requests of some versions (`served`). */
  servingInvoke(request: Request, now: f64): i32;
  servingOwnTime(environment: Environment, now: f64): f64;
  servingRunEnd(environment: Environment, now: f64): void;
  /** Executions of some functions may outlast an invocation (`lasting`). */
  lastingDraw(request: Request): void;
  lastingFull(request: Request): boolean;
  lastingBegun(request: Request, now: f64): void;
  lastingEnded(request: Request, outcome: i32, now: f64): void;
  lastingOver(request: Request, now: f64): boolean;
  lastingDeadline(request: Request): f64;
  lastingDropped(request: Request, ending: i32, now: f64): boolean;
  lastingLeft(request: Request, now: f64): boolean;
  lastingCopy(from: Request, to: Request): void;
  /** Times of requests that arrived in an earlier part of the run. */
  servedEarlier(source: Source, segment: i32, latency: f64): void;
  answeredEarlier(source: Source, segment: i32, latency: f64): void;
  /** Runs of invocations that began in an earlier minute. */
  endedEarlier(fn: LambdaFunction, duration: f64, startedAt: f64): void;
  failedEarlier(fn: LambdaFunction, startedAt: f64): void;
  extensionsEnded(fn: LambdaFunction, time: f64, startedAt: f64): void;
  /** An invocation that a node of the host has made is over. @param item  the node's number for what it handed over. */
  nodeHears(node: i32, item: i32, outcome: i32, now: f64): void;
  /** ASY-20: the chain in which this function has run once more. */
  chainAfter(chain: i32, fn: i32): i32;
  /** How often it has run in a chain. */
  runsIn(chain: i32, fn: i32): i32;
  /** A record is handed to a node of the host. @returns whether it is TAKEN, TURNED_AWAY, or dropped. */
  nodeTakes(node: i32, chain: i32, now: f64): i32;
  tenantServed(fn: LambdaFunction, tenant: i32): void;
  requestMoved(fn: LambdaFunction, now: f64): void;
  /** An Init has ended for nobody. @param init  what is billed of it: nothing of one that was aborted (LIFE-3). */
  spareReady(fn: LambdaFunction, init: f64, now: f64): void;
  /** Somebody hears of everything: what happened, to whom, and a number that says more. */
  tell(what: i32, request: Request | null, environment: Environment | null, detail: i32, now: f64): void;
}
