/** Synchronous callers: their attempts, and how long they wait for an answer. */
import { endBadly, expectAnswer, giveUp, leave, retryOrGiveUp } from "./answers.ts";
import { acquire, limiterOf, onThrottle } from "./base/limiter.ts";
import {
  CLIENT_TIMEOUT,
  NOT_INVOKABLE,
  REFUSED,
  RESERVED_ZERO,
  RETRY,
  RETRY_DUE,
  TIMEOUT,
  VPC_RECLAIMED,
} from "./base/numbers.ts";
import type { f64 } from "./base/prelude.ts";
import { invoke } from "./invoke.ts";
import { chance } from "./laws.ts";
import { type Core, deadlineAt, freeDeadline } from "./objects/core.ts";
import type { Deadline, Request } from "./objects/requests.ts";
import { BY_SERVER, BY_THROTTLING, BY_TIMEOUT } from "./objects/source.ts";

/** A new request is sent for the first time, now or when the adaptive limiter lets it. */
export function submit(core: Core, request: Request, now: f64): void {
  const source = request.source!;
  const client = source.nextClient;
  source.nextClient = client + 1 === source.clients ? 0 : client + 1;
  request.client = client;
  const wait: f64 = source.adaptive ? acquire(source.limiters, limiterOf(client), now) : 0;
  if (wait === 0) attempt(core, request, now);
  else core.agenda.add(request, now + wait, RETRY, RETRY_DUE);
}

/** ADM-1: the answer to a refusal comes at once. */
export function attempt(core: Core, request: Request, now: f64): void {
  const source = request.source!;
  route(core, request);
  const admission = invoke(core, request, now);
  if (admission >= NOT_INVOKABLE) {
    // SDK-8: a 502 may be tried again, a 409 may not.
    if (admission === VPC_RECLAIMED) retryOrGiveUp(core, request, BY_SERVER, now);
    else endBadly(core, request, REFUSED, now);
    return;
  }
  if (admission >= RESERVED_ZERO) {
    if (source.adaptive) onThrottle(source.limiters, limiterOf(request.client), now);
    retryOrGiveUp(core, request, BY_THROTTLING, now);
    return;
  }
  if (source.timeout >= 0) waitFor(core, request, now + source.timeout);
}

/** An attempt of a call is due; the run that asked for it may be over. */
export function onCallDue(core: Core, request: Request, now: f64): void {
  const caller = request.caller;
  if (caller === null) {
    giveUp(core, request, BY_TIMEOUT, now);
    return;
  }
  attempt(core, request, now);
  const environment = request.environment;
  if (request.caller === caller && environment !== null) expectAnswer(core, caller, environment.expectedEnd);
}

/** The caller waits until then at most; what will surely end before needs no deadline. @inline */
function waitFor(core: Core, request: Request, until: f64): void {
  request.timeoutAt = until;
  if (request.environment!.expectedEnd > until) deadlineAt(core, until, TIMEOUT, CLIENT_TIMEOUT).request = request;
}

/** The caller gives up an attempt; Lambda goes on with it for nobody. */
export function onTimeout(core: Core, deadline: Deadline, now: f64): void {
  const request = deadline.request!;
  freeDeadline(core, deadline);
  if (request.timeoutAt !== now || !leave(core, request, now)) return;
  request.timeoutAt = -1;
  retryOrGiveUp(core, request, BY_TIMEOUT, now);
}

/**
 * §0.1, step 2: each invocation draws its version by the weights then in force; the retry of a client draws anew.
 * @inline */
export function route(core: Core, request: Request): void {
  const source = request.source!;
  const route = source.route;
  if (route === null) return;
  const luck = request.attempts === 0 ? source.versionLuck : source.retryLuck;
  request.version = chance(core, luck, route.weight) ? route.second : route.first;
}
