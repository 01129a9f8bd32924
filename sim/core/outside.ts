/**
 * Whom the core asks and tells: what is rare stays in ordinary TypeScript (`sim/outside.ts`). These functions are the
 * only way out; for AssemblyScript `compile-core.ts` declares them as imports.
 */

import type { Law, Table } from "./base/law.ts";
import type { f64, i32, Luck } from "./base/prelude.ts";
import type { Core } from "./objects/core.ts";
import type { LambdaFunction, Version } from "./objects/functions.ts";
import type { Environment, Request, Service } from "./objects/requests.ts";
import type { Source } from "./objects/source.ts";

export const seedLuck = (core: Core, luck: Luck): void => core.outside.seedLuck(luck);
export const fitCell = (core: Core, table: Table, cell: i32): void => core.outside.fitCell(table, cell);
export const tailValue = (core: Core, table: Table, share: f64): f64 => core.outside.tailValue(table, share);
export const outsideDraw = (core: Core, law: Law, luck: Luck): f64 => core.outside.outsideDraw(law, luck);
export const nextPiece = (core: Core, source: Source): boolean => core.outside.nextPiece(source);
export const listArrivals = (core: Core, source: Source): void => core.outside.listArrivals(source);
export const turn = (core: Core, now: f64): void => core.outside.turn(now);
export const lookLater = (core: Core, version: Version): void => core.outside.lookLater(version);
export const stateRefusal = (core: Core, version: Version, now: f64): i32 => core.outside.stateRefusal(version, now);
export const eventRefusal = (core: Core, request: Request, now: f64): i32 => core.outside.eventRefusal(request, now);
export const stateRefused = (core: Core, request: Request, refusal: i32, now: f64): void =>
  core.outside.stateRefused(request, refusal, now);
export const restoreFailed = (core: Core, fn: LambdaFunction, now: f64): void => core.outside.restoreFailed(fn, now);
export const troubled = (core: Core, fn: LambdaFunction, kind: i32, detail: i32, now: f64): void =>
  core.outside.troubled(fn, kind, detail, now);
export const lookAtHolders = (core: Core, fn: LambdaFunction, now: f64): void => core.outside.lookAtHolders(fn, now);
export const rejecting = (core: Core, service: Service, now: f64): void => core.outside.rejecting(service, now);
export const specialStart = (core: Core, environment: Environment): f64 => core.outside.specialStart(environment);
export const specialInit = (core: Core, version: Version): f64 => core.outside.specialInit(version);
export const specialPlatform = (core: Core, version: Version): f64 => core.outside.specialPlatform(version);
export const unitLeaves = (core: Core, environment: Environment, now: f64): void =>
  core.outside.unitLeaves(environment, now);
export const unitReset = (core: Core, environment: Environment, at: f64): void =>
  core.outside.unitReset(environment, at);
export const servingInvoke = (core: Core, request: Request, now: f64): i32 => core.outside.servingInvoke(request, now);
export const servingOwnTime = (core: Core, environment: Environment, now: f64): f64 =>
  core.outside.servingOwnTime(environment, now);
export const servingRunEnd = (core: Core, environment: Environment, now: f64): void =>
  core.outside.servingRunEnd(environment, now);
export const lastingDraw = (core: Core, request: Request): void => core.outside.lastingDraw(request);
export const lastingFull = (core: Core, request: Request): boolean => core.outside.lastingFull(request);
export const lastingBegun = (core: Core, request: Request, now: f64): void => core.outside.lastingBegun(request, now);
export const lastingEnded = (core: Core, request: Request, outcome: i32, now: f64): void =>
  core.outside.lastingEnded(request, outcome, now);
export const lastingOver = (core: Core, request: Request, now: f64): boolean => core.outside.lastingOver(request, now);
export const lastingDeadline = (core: Core, request: Request): f64 => core.outside.lastingDeadline(request);
export const lastingDropped = (core: Core, request: Request, ending: i32, now: f64): boolean =>
  core.outside.lastingDropped(request, ending, now);
export const lastingLeft = (core: Core, request: Request, now: f64): boolean => core.outside.lastingLeft(request, now);
export const lastingCopy = (core: Core, from: Request, to: Request): void => core.outside.lastingCopy(from, to);
export const servedEarlier = (core: Core, source: Source, segment: i32, latency: f64): void =>
  core.outside.servedEarlier(source, segment, latency);
export const answeredEarlier = (core: Core, source: Source, segment: i32, latency: f64): void =>
  core.outside.answeredEarlier(source, segment, latency);
export const endedEarlier = (core: Core, fn: LambdaFunction, duration: f64, startedAt: f64): void =>
  core.outside.endedEarlier(fn, duration, startedAt);
export const failedEarlier = (core: Core, fn: LambdaFunction, startedAt: f64): void =>
  core.outside.failedEarlier(fn, startedAt);
export const extensionsEnded = (core: Core, fn: LambdaFunction, time: f64, startedAt: f64): void =>
  core.outside.extensionsEnded(fn, time, startedAt);
export const nodeHears = (core: Core, node: i32, item: i32, outcome: i32, now: f64): void =>
  core.outside.nodeHears(node, item, outcome, now);
export const chainAfter = (core: Core, chain: i32, fn: i32): i32 => core.outside.chainAfter(chain, fn);
export const runsIn = (core: Core, chain: i32, fn: i32): i32 => core.outside.runsIn(chain, fn);
export const nodeTakes = (core: Core, node: i32, chain: i32, now: f64): i32 => core.outside.nodeTakes(node, chain, now);
export const tenantServed = (core: Core, fn: LambdaFunction, tenant: i32): void =>
  core.outside.tenantServed(fn, tenant);
export const requestMoved = (core: Core, fn: LambdaFunction, now: f64): void => core.outside.requestMoved(fn, now);
export const spareReady = (core: Core, fn: LambdaFunction, init: f64, now: f64): void =>
  core.outside.spareReady(fn, init, now);
export const tell = (
  core: Core,
  what: i32,
  request: Request | null,
  environment: Environment | null,
  detail: i32,
  now: f64,
): void => core.outside.tell(what, request, environment, detail, now);
