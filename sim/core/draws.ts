/** What belongs to a request is drawn when it arrives, in order of arrival, and kept through all its attempts. */

import { REQUESTS, TOLD_ARRIVE } from "./base/numbers.ts";
import { f64, floor, i32, type Luck } from "./base/prelude.ts";
import { chance, draw, uniform } from "./laws.ts";
import { type Core, openRequest } from "./objects/core.ts";
import type { Call, LambdaFunction } from "./objects/functions.ts";
import { NO_EXTENSIONS, type Request } from "./objects/requests.ts";
import type { Source } from "./objects/source.ts";
import { count } from "./observe.ts";
import { lastingDraw, tell } from "./outside.ts";

/** @inline */
export function drawRun(core: Core, source: Source): f64 {
  return draw(core, source.fn.run, source.runLuck);
}

/** @inline */
export function drawFailure(core: Core, source: Source): boolean {
  const errors = source.fn.errors;
  return errors > 0 && chance(core, source.errorLuck, errors);
}

/** A request is there, with all that belongs to it. @inline */
export function arrive(core: Core, source: Source, run: f64, fails: boolean, now: f64): Request {
  const fn = source.fn;
  count(source, core.segment, REQUESTS);
  const request = openRequest(core, source, source.version, !source.event, now);
  request.run = run;
  request.fails = fails;
  if (source.tenants > 0) request.tenant = drawTenant(core, source);
  if (fn.callCount > 0) drawCalls(core, request, fn, source.callLuck);
  if (fn.lasting) lastingDraw(core, request);
  if (fn.afterRun !== null) drawExtensions(core, request, fn, source.extensionLuck);
  if (core.told) tell(core, TOLD_ARRIVE, request, null, 0, now);
  return request;
}

/** One that a function hands on. @param chain  the runs that have led to it (ASY-20). */
export function arriveAs(core: Core, source: Source, chain: i32, now: f64): Request {
  const run = drawRun(core, source);
  const request = arrive(core, source, run, drawFailure(core, source), now);
  request.chain = chain;
  return request;
}

/** Both numbers are drawn for every call, made or not, so that a changed share shifts nothing else. */
export function drawCalls(core: Core, request: Request, fn: LambdaFunction, luck: Luck): void {
  const calls = request.calls;
  for (let place = 0; place < fn.callCount; place++) {
    const call = fn.calls[place]!;
    const made = chance(core, luck, call.share);
    const time = drawLatency(core, call, luck);
    if (!made) continue;
    calls.made[calls.count] = call;
    calls.times[calls.count] = time;
    calls.count++;
  }
}

/** How long a service serves a call, or how long a source takes to accept a record; a function's run is its own. */
function drawLatency(core: Core, call: Call, luck: Luck): f64 {
  const service = call.service;
  if (service !== null) return draw(core, service.latency, luck);
  const link = call.link!;
  return link.event ? draw(core, link.accept, luck) : 0;
}

/** LIFE-8: how long extensions go on after the handler. */
export function drawExtensions(core: Core, request: Request, fn: LambdaFunction, luck: Luck): void {
  const law = fn.afterRun;
  request.afterRun = law === null ? NO_EXTENSIONS : draw(core, law, luck);
}

/** TEN-1: number k, from 0, has the weight 1 / (k + 1)^skew (Zipf's law). */
function drawTenant(core: Core, source: Source): i32 {
  const share = uniform(core, source.tenantLuck);
  if (!source.skewed) return i32(floor(share * f64(source.tenants)));
  const weights = source.tenantWeights;
  let from = 0;
  let to = source.tenants - 1;
  const wanted = share * weights[to]!;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (weights[middle]! > wanted) to = middle;
    else from = middle + 1;
  }
  return from;
}
