/** Lambda's internal queue for asynchronous invocation: both retry schedules, the age limit, where events end (§9). */

import {
  ANSWERED,
  ASYNC_DUE,
  FIRST_ERROR_WAIT,
  LOST,
  REFUSED,
  RETRY,
  SECOND,
  SECOND_ERROR_WAIT,
  TOLD_ANSWER,
  TOLD_ARRIVE,
  TOLD_DROP,
  TOLD_ENQUEUE,
} from "./base/numbers.ts";
import { assert, type f64, floor, type i32 } from "./base/prelude.ts";
import { drawCalls, drawExtensions } from "./draws.ts";
import { chance, draw, uniform } from "./laws.ts";
import { type Core, closeRequest, openRequest, takeCalls } from "./objects/core.ts";
import {
  ASYNC_COUNTS,
  DROPPED,
  EXHAUSTED,
  EXPIRED,
  type LambdaFunction,
  LOOPED,
  RECEIVED,
  STOPPED,
  SUCCEEDED,
  type Target,
  type Version,
} from "./objects/functions.ts";
import { BROKEN, type Request, SUCCESS } from "./objects/requests.ts";
import { answered, countTraffic, trouble } from "./observe.ts";
import { eventRefusal, lastingCopy, lastingDeadline, lastingDropped, stateRefused, tell } from "./outside.ts";
import { accept, isStopped, LEAST_WAY, wayTo, withRun } from "./records.ts";

/** ASY-8: so many waiting events lengthen a wait by one slowdown. */
const BACKLOG: f64 = 1000;

/**
 * ASY-1: the event is accepted, whatever the limits say; the function's state may forbid it (LIFE-25).
 * @param least  it is not read before that time is over.
 */
export function enqueue(core: Core, request: Request, least: f64, now: f64): void {
  if (core.stateful) {
    const refusal = eventRefusal(core, request, now);
    if (refusal >= 0) {
      stateRefused(core, request, refusal, now);
      turnAway(core, request, now);
      return;
    }
  }
  const fn = request.version.fn;
  request.enqueuedAt = now;
  countEvent(fn, request.segment, RECEIVED);
  fn.tally.asyncReceived++;
  if (core.told) tell(core, TOLD_ENQUEUE, request, null, 0, now);
  wait(core, request, fn.pollDelay, least, now);
  if (chance(core, fn.duplicateLuck, fn.duplicates)) duplicate(core, request, now);
}

function countEvent(fn: LambdaFunction, segment: i32, kind: i32): void {
  const cell = segment * ASYNC_COUNTS + kind;
  fn.asyncCounts[cell] = fn.asyncCounts[cell]! + 1;
}

/** The caller has got an error in place of 202: there never was an event. */
function turnAway(core: Core, request: Request, now: f64): void {
  countTraffic(request, REFUSED);
  if (core.told) tell(core, TOLD_ANSWER, request, null, REFUSED, now);
  closeRequest(core, request);
}

/** DUR-5: a continuation of an execution: nobody has sent it, so it is not counted as received. */
export function resume(core: Core, request: Request, now: f64): void {
  wait(core, request, request.version.fn.pollDelay, 0, now);
}

/** ASY-9: with a reservation of 0 the event goes on at once; ASY-11: nothing waits past the deadline, be it unread. */
function wait(core: Core, request: Request, time: f64, least: f64, now: f64): void {
  const fn = request.version.fn;
  const deadline = request.enqueuedAt + fn.maxAge;
  let due = fn.reserved === 0 ? now : now + time + slowedBy(fn);
  if (deadline < due) due = deadline;
  if (fn.lasting) {
    const last = lastingDeadline(core, request);
    if (last < due) due = last;
  }
  if (due < now + least) due = now + least;
  // A maximum age that has been lowered meanwhile may be over already.
  if (due < now) due = now;
  fn.depth.rise(now);
  core.agenda.add(request, due, RETRY, ASYNC_DUE);
}

/** ASY-4, ASY-6: waits are up to a share longer. ASY-11, OQ-6: what could be tried too late only is dropped at once. */
export function waitSeconds(core: Core, request: Request, seconds: f64, now: f64): void {
  const fn = request.version.fn;
  const longer = 1 + fn.jitter * uniform(core, fn.jitterLuck);
  const time = floor(seconds * longer * SECOND + 0.5);
  const due = now + time + slowedBy(fn);
  if (due >= request.enqueuedAt + fn.maxAge && fn.reserved !== 0) drop(core, request, EXPIRED, now);
  else wait(core, request, time, 0, now);
}

/**
 * ASY-8, MOD: reads and retries come later by a length that grows with the events that wait already. So an event may
 * reach its maximum age untried.
 */
function slowedBy(fn: LambdaFunction): f64 {
  if (fn.slowdown === 0) return 0;
  return floor((fn.slowdown * fn.depth.value) / BACKLOG + 0.5);
}

/** ASY-10: success, retries used up, too old, or another wait, in this order. */
export function eventEnded(core: Core, request: Request, outcome: i32, now: f64): void {
  const fn = request.version.fn;
  if (outcome === SUCCESS) {
    succeed(core, request, now);
    return;
  }
  request.errors++;
  if (request.errors > fn.retries) drop(core, request, EXHAUSTED, now);
  else if (now - request.enqueuedAt >= fn.maxAge) drop(core, request, EXPIRED, now);
  else waitSeconds(core, request, request.errors === 1 ? FIRST_ERROR_WAIT : SECOND_ERROR_WAIT, now);
}

function succeed(core: Core, request: Request, now: f64): void {
  const fn = request.version.fn;
  if (!request.copy) countEvent(fn, request.segment, SUCCEEDED);
  countTraffic(request, ANSWERED);
  answered(core, request, now);
  if (send(core, request, fn.onSuccess, now)) fn.tally.deliveryFailures++;
  closeRequest(core, request);
}

/** ASY-13, ASY-14: a dropped event goes to the failure destination and to the dead-letter queue, if there are any. */
export function drop(core: Core, request: Request, ending: i32, now: f64): void {
  const fn = request.version.fn;
  if (fn.lasting && lastingDropped(core, request, ending, now)) return;
  if (!request.copy) countDropped(core, request, ending, now);
  countTraffic(request, LOST);
  if (core.told) tell(core, TOLD_DROP, request, null, ending, now);
  if (send(core, request, fn.onFailure, now)) fn.tally.deliveryFailures++;
  if (send(core, request, fn.deadLetter, now)) fn.tally.deadLetterErrors++;
  closeRequest(core, request);
}

/** MET-15. @param ending  a kind of trouble; one beyond them is an execution whose time is up (DUR-1). */
function countDropped(core: Core, request: Request, ending: i32, now: f64): void {
  const fn = request.version.fn;
  assert(ending >= EXHAUSTED, "ASY-10: an event is dropped for no reason that is known");
  const kind = ending > STOPPED ? EXHAUSTED : ending;
  countEvent(fn, request.segment, DROPPED);
  countEvent(fn, request.segment, DROPPED + 1 + kind - EXHAUSTED);
  fn.tally.asyncDropped++;
  trouble(core, fn, kind, ending, now);
}

/**
 * A record for a destination: another function gets an event of its own, a source carries it on, anything else only
 * counts it.
 * @returns true when it is lost on its way (ASY-15).
 */
function send(core: Core, request: Request, target: Target, now: f64): boolean {
  if (!target.exists) return false;
  const sender = request.version.fn;
  if (chance(core, sender.deliveryLuck, sender.deliveryFailures)) return true;
  const chain = withRun(core, sender, request.chain);
  const receiver = target.fn;
  if (receiver === null) return !record(core, target, chain, leastTo(target, request.arrivedAt, now), now);
  if (isStopped(core, receiver, chain)) {
    stopChain(core, receiver, request.chain, now);
    return false;
  }
  const event = openEvent(core, receiver.firstVersion!, now);
  event.fails = chance(core, receiver.errorLuck, receiver.errors);
  event.run = draw(core, receiver.run, receiver.runLuck);
  drawCalls(core, event, receiver, receiver.callLuck);
  drawExtensions(core, event, receiver, receiver.extensionLuck);
  event.chain = chain;
  enqueue(core, event, request.arrivedAt === now && !receiver.stopsLoops ? LEAST_WAY : 0, now);
  return false;
}

function leastTo(target: Target, since: f64, now: f64): f64 {
  const source = target.source;
  return source === null ? 0 : wayTo(source, since, now);
}

function record(core: Core, target: Target, chain: i32, least: f64, now: f64): boolean {
  const source = target.source;
  if (source !== null) return accept(core, source, chain, least, now);
  target.records += 1;
  return true;
}

/** ASY-20: a record has come to a function that is not invoked any more. */
export function stopRecord(core: Core, request: Request, now: f64): void {
  countTraffic(request, LOST);
  if (core.told) tell(core, TOLD_DROP, request, null, LOOPED, now);
  stopChain(core, request.version.fn, request.chain, now);
  closeRequest(core, request);
}

/** The stopped event goes where a dropped one would, but to no function: that would go on with the chain. */
function stopChain(core: Core, fn: LambdaFunction, chain: i32, now: f64): void {
  fn.tally.recursionsDropped++;
  passStopped(core, fn.onFailure, chain, now);
  passStopped(core, fn.deadLetter, chain, now);
}

/** MOD: a source gets it once; what is stopped again behind that source would go round for ever. */
function passStopped(core: Core, target: Target, chain: i32, now: f64): void {
  if (!target.exists || target.fn !== null) return;
  if (chain !== BROKEN || target.source === null) record(core, target, BROKEN, 0, now);
}

/** ASY-17: the same event once more. It runs and is billed, but it was received, and ends, only once. */
function duplicate(core: Core, request: Request, now: f64): void {
  const copy = openEvent(core, request.version, now);
  copy.run = request.run;
  copy.fails = request.fails;
  copy.chain = request.chain;
  copy.tenant = request.tenant;
  copy.copy = true;
  copy.afterRun = request.afterRun;
  takeCalls(request.calls, copy.calls);
  if (request.version.fn.lasting) lastingCopy(core, request, copy);
  wait(core, copy, copy.version.fn.pollDelay, 0, now);
}

/** An event that Lambda sends itself. */
function openEvent(core: Core, version: Version, now: f64): Request {
  const event = openRequest(core, null, version, false, now);
  if (core.told) tell(core, TOLD_ARRIVE, event, null, 0, now);
  return event;
}
