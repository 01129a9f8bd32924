/** Services with limited capacity that runs call: who gets a place, who waits, who is turned away. */

import { CALL_STEP, COMPLETION, PATIENCE_END } from "./base/numbers.ts";
import { assert, type f64 } from "./base/prelude.ts";
import { type Core, deadlineAt } from "./objects/core.ts";
import { type Environment, IN_LINE, IN_SERVICE, NO_CALL, type Service } from "./objects/requests.ts";
import { rejecting } from "./outside.ts";

/**
 * The environment makes its next call. A rate limit that lets callers wait books the next free token; a full pool makes
 * them stand in line.
 * @returns false when the service turns it away.
 */
export function enter(core: Core, environment: Environment, service: Service, now: f64): boolean {
  assert(environment.callState === NO_CALL, "an environment made a second call at once");
  service.callCount++;
  environment.callBegunAt = now;
  if (service.hasPlaces) {
    if (service.inUse < service.size) {
      serve(core, environment, service, 0, now);
      return true;
    }
    if (!service.waits) return reject(core, service, now);
    standInLine(core, environment, service, now);
    return true;
  }
  const delay = service.tokens.delay(now);
  if (delay > (service.waits ? service.maxWait : 0)) return reject(core, service, now);
  service.tokens.use();
  if (delay > 0) service.waitedCount++;
  serve(core, environment, service, delay, now);
  return true;
}

/** A place is taken: the call ends after its wait for a token and its service time, or with the function's timeout. */
function serve(core: Core, environment: Environment, service: Service, delay: f64, now: f64): void {
  assert(!service.hasPlaces || service.inUse < service.size, "a downstream place was taken where none is free");
  service.inUse += 1;
  service.use.set(service.inUse, now);
  const ends = now + delay + environment.calls.times[environment.call]!;
  const deadline = environment.deadline;
  environment.callState = IN_SERVICE;
  environment.callEndsAt = ends;
  core.agenda.add(environment, ends < deadline ? ends : deadline, COMPLETION, CALL_STEP);
}

/** First come, first served, for as long as its patience or the function's time lasts. */
function standInLine(core: Core, environment: Environment, service: Service, now: f64): void {
  service.waitedCount++;
  core.tickets += 1;
  environment.callState = IN_LINE;
  environment.ticket = core.tickets;
  const last = service.lastInLine;
  environment.before = last;
  environment.after = null;
  if (last === null) service.firstInLine = environment;
  else last.after = environment;
  service.lastInLine = environment;
  const patience = now + service.maxWait;
  const ends = patience < environment.deadline ? patience : environment.deadline;
  const deadline = deadlineAt(core, ends, COMPLETION, PATIENCE_END);
  deadline.environment = environment;
  deadline.ticket = core.tickets;
}

/** Its patience is over, or its function's time: it stands in no line any more. */
export function leaveLine(environment: Environment, service: Service): void {
  assert(environment.callState === IN_LINE, "an environment left a line in which it did not stand");
  const before = environment.before;
  const after = environment.after;
  if (before === null) service.firstInLine = after;
  else before.after = after;
  if (after === null) service.lastInLine = before;
  else after.before = before;
  environment.before = null;
  environment.after = null;
  environment.callState = NO_CALL;
}

/** A call has ended: its place goes to whom waits for it. */
export function leaveService(core: Core, environment: Environment, service: Service, now: f64): void {
  assert(service.inUse > 0 && environment.callState === IN_SERVICE, "a downstream place was given back twice");
  environment.callState = NO_CALL;
  service.inUse -= 1;
  serveLine(core, service, now);
  service.use.set(service.inUse, now);
}

/** Free places of a pool go to those who wait, also when the pool has just grown. */
export function serveLine(core: Core, service: Service, now: f64): void {
  while (service.hasPlaces && service.inUse < service.size) {
    const next = service.firstInLine;
    if (next === null) return;
    assert(next.calls.made[next.call]!.service === service, "a place went to somebody who waits for another service");
    leaveLine(next, service);
    serve(core, next, service, 0, now);
  }
}

/** A call that fails because of the limit. @returns false */
export function reject(core: Core, service: Service, now: f64): boolean {
  service.rejectedCount++;
  const goesOn = now - service.rejectedAt <= core.quiet;
  if (goesOn) service.rejectedMore += 1;
  else rejecting(core, service, now);
  service.rejectedAt = now;
  return false;
}
