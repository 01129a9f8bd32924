/** What an SDK client does about an answer, a refusal and a timeout (§8.2): it is content, tries again, or gives up. */

import { acquire, limiterOf, onSuccess } from "./base/limiter.ts";
import {
  ABANDONED,
  ANSWERED,
  CALL_DUE,
  CALL_STEP,
  COMPLETION,
  FAILED,
  LIFECYCLE,
  LONGEST_HINT,
  NEVER,
  PATIENCE_END,
  QUOTA_EXHAUSTED,
  REFUSED,
  RETRIES,
  RETRY,
  RETRY_DUE,
  SECOND,
  THROTTLED,
  TOLD_ANSWER,
} from "./base/numbers.ts";
import { assert, type f64, floor, type i32 } from "./base/prelude.ts";
import { uniform } from "./laws.ts";
import { type Core, closeRequest, deadlineAt } from "./objects/core.ts";
import {
  CALL_ANSWERED,
  CALL_FAILED,
  CALLING,
  type Environment,
  NO_CALL,
  type Request,
  SUCCESS,
} from "./objects/requests.ts";
import { BY_THROTTLING, BY_TIMEOUT, CALLS, CLIENTS, type Source } from "./objects/source.ts";
import { answered, countTraffic, served } from "./observe.ts";
import { durableLeft, nodeHears, tell } from "./outside.ts";

/** Whoever invoked and waits hears the outcome: a client, a run that calls, or a node of the host. @inline */
export function answer(core: Core, request: Request, outcome: i32, now: f64): void {
  const node = request.source!.node;
  if (node === CLIENTS) clientServed(core, request, outcome, now);
  else if (node === CALLS) callServed(core, request, outcome, now);
  else nodeServed(core, request, outcome, now);
}

/** The request is over before its node hears of it, so that the node may go on as it likes. */
function nodeServed(core: Core, request: Request, outcome: i32, now: f64): void {
  const node = request.source!.node;
  const item = request.client;
  served(core, request, now);
  endForCaller(core, request, outcome === SUCCESS ? ANSWERED : FAILED, now);
  nodeHears(core, node, item, outcome, now);
}

/** SDK-8: an answer with a function error is an answer, and never retried. */
function clientServed(core: Core, request: Request, outcome: i32, now: f64): void {
  const source = request.source!;
  if (source.adaptive) onSuccess(source.limiters, limiterOf(request.client), now);
  refund(source, request);
  served(core, request, now);
  endForCaller(core, request, outcome === SUCCESS ? ANSWERED : FAILED, now);
}

/** SDK-2, SDK-5: what a success gives back to the client's retry quota. */
function refund(source: Source, request: Request): void {
  const back = backOf(source, request);
  const tokens = source.tokens[request.client]! + back;
  source.tokens[request.client] = tokens < source.quota ? tokens : source.quota;
}

/** @inline */
function backOf(source: Source, request: Request): f64 {
  return request.attempts > 1 ? (source.givesBackCost ? request.retryCost : 0) : 1;
}

/** The same of a call, whose quota is the environment's whose run calls. */
function callServed(core: Core, request: Request, outcome: i32, now: f64): void {
  const caller = request.caller!;
  const back = backOf(request.source!, request);
  caller.spent = caller.spent > back ? caller.spent - back : 0;
  served(core, request, now);
  endCall(core, request, outcome === SUCCESS ? ANSWERED : FAILED, now);
}

/** An attempt has failed: another one follows after a wait, or this was the last. */
export function retryOrGiveUp(core: Core, request: Request, failure: i32, now: f64): void {
  const source = request.source!;
  if (!source.retries || request.attempts >= source.attempts) {
    giveUp(core, request, failure, now);
    return;
  }
  if (source.node === CALLS) {
    callAgain(core, request, failure, now);
    return;
  }
  const client = request.client;
  const cost = source.costs[failure]!;
  if (source.tokens[client]! < cost) {
    countTraffic(request, QUOTA_EXHAUSTED);
    giveUp(core, request, failure, now);
    return;
  }
  source.tokens[client] = source.tokens[client]! - cost;
  request.retryCost = cost;
  countTraffic(request, RETRIES);
  const wait = heeding(request, failure, backoff(core, source, failure, request.attempts - 1));
  // The token is booked now: the limiter's clock must not run ahead of the client's other requests.
  const limited: f64 = source.adaptive ? acquire(source.limiters, limiterOf(client), now) : 0;
  core.agenda.add(request, now + (wait > limited ? wait : limited), RETRY, RETRY_DUE);
}

/** The same of a call, whose quota is that of the environment whose run calls, and which waits no longer than that. */
function callAgain(core: Core, request: Request, failure: i32, now: f64): void {
  const source = request.source!;
  const caller = request.caller!;
  const cost = source.costs[failure]!;
  if (source.quota - caller.spent < cost) {
    countTraffic(request, QUOTA_EXHAUSTED);
    giveUp(core, request, failure, now);
    return;
  }
  caller.spent += cost;
  request.retryCost = cost;
  countTraffic(request, RETRIES);
  const due = now + heeding(request, failure, backoff(core, source, failure, request.attempts - 1));
  core.agenda.add(request, due, RETRY, CALL_DUE);
  expectAnswer(core, caller, due);
}

/** SDK-1 to SDK-5: full jitter under an exponential ceiling. @param retry  0 for the first. */
function backoff(core: Core, source: Source, failure: i32, retry: i32): f64 {
  let ceiling = source.baseSeconds[failure]!;
  for (let i = 0; i < retry && ceiling < source.longestSeconds; i++) ceiling *= 2;
  const longest = ceiling < source.longestSeconds ? ceiling : source.longestSeconds;
  return floor(uniform(core, source.backoffLuck) * longest * SECOND + 0.5);
}

/** SDK-9: max(delay, min(hint, delay + 5 s)) where a 429 carries a hint (ERR-3). */
function heeding(request: Request, failure: i32, delay: f64): f64 {
  if (failure !== BY_THROTTLING || !request.source!.heedsRetryAfter) return delay;
  const hint = request.version.fn.retryAfter;
  const heeded = hint < delay + LONGEST_HINT ? hint : delay + LONGEST_HINT;
  return delay > heeded ? delay : heeded;
}

/** The last attempt has failed: that is the caller's answer. */
export function giveUp(core: Core, request: Request, failure: i32, now: f64): void {
  answered(core, request, now);
  endBadly(core, request, failure === BY_THROTTLING ? THROTTLED : failure === BY_TIMEOUT ? ABANDONED : REFUSED, now);
}

/** A request has ended badly for whoever made it. */
export function endBadly(core: Core, request: Request, how: i32, now: f64): void {
  if (request.source!.node === CALLS) endCall(core, request, how, now);
  else endForCaller(core, request, how, now);
}

export function endForCaller(core: Core, request: Request, how: i32, now: f64): void {
  countTraffic(request, how);
  if (core.told) tell(core, TOLD_ANSWER, request, null, how, now);
  closeRequest(core, request);
}

/** The run that called hears of it, if its time is not over. */
function endCall(core: Core, request: Request, how: i32, now: f64): void {
  const caller = request.caller;
  request.caller = null;
  endForCaller(core, request, how, now);
  if (caller !== null) hear(core, caller, how, now);
}

/** The run that called goes on in its environment. MOD: whatever is no success is an exception there (ERR-1). */
function hear(core: Core, caller: Environment, how: i32, now: f64): void {
  assert(caller.callState === CALLING, "a run was answered that waits for no answer");
  caller.called = null;
  caller.callState = how === ANSWERED ? CALL_ANSWERED : CALL_FAILED;
  core.agenda.add(caller, now, COMPLETION, CALL_STEP);
}

/** LIFE-7: a run waits until its function's time is over; an answer that will surely come before needs no deadline. */
export function expectAnswer(core: Core, caller: Environment, at: f64): void {
  const last = caller.deadline;
  if (at <= last || last === NEVER) return;
  const deadline = deadlineAt(core, last, LIFECYCLE, PATIENCE_END);
  deadline.environment = caller;
  deadline.ticket = caller.ticket;
}

/** The time of the run is over that waits for this answer; what waits for another attempt ends when that is due. */
export function abandonCall(core: Core, caller: Environment, now: f64): void {
  const request = caller.called!;
  caller.called = null;
  caller.callState = NO_CALL;
  request.caller = null;
  if (leave(core, request, now)) giveUp(core, request, BY_TIMEOUT, now);
}

/** Nobody waits for an attempt any more. False when an answer came first, or it waits for another attempt. */
export function leave(core: Core, request: Request, now: f64): boolean {
  if (request.version.fn.durable) return durableLeft(core, request, now);
  const environment = request.environment;
  if (environment === null) return false;
  environment.request = null;
  request.environment = null;
  return true;
}
