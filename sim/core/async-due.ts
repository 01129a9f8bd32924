/** An asynchronous event is due for an attempt, or has reached its maximum age. */
import { drop, waitSeconds } from "./async-queue.ts";
import { FIRST_BACKOFF, LONGEST_BACKOFF, RESERVED_ZERO } from "./base/numbers.ts";
import type { f64, i32 } from "./base/prelude.ts";
import { invoke } from "./invoke.ts";
import { chance } from "./laws.ts";
import type { Core } from "./objects/core.ts";
import { EXPIRED, type LambdaFunction, STOPPED } from "./objects/functions.ts";
import type { Request } from "./objects/requests.ts";
import { lastingOver } from "./outside.ts";

export function onAsyncDue(core: Core, request: Request, now: f64): void {
  const fn = request.version.fn;
  const age = now - request.enqueuedAt;
  fn.depth.fall(now);
  if (fn.lasting && lastingOver(core, request, now)) return;
  if (fn.reserved === 0) {
    drop(core, request, STOPPED, now);
    return;
  }
  // ASY-11: what would be tried at or after the deadline is not, be it for the first time.
  if (age >= fn.maxAge) {
    drop(core, request, EXPIRED, now);
    return;
  }
  measureAttempt(fn, age);
  if (request.attempts > 0) fn.tally.asyncRetries++;
  const broken = chance(core, fn.systemLuck, fn.systemErrors);
  if (!broken && invoke(core, request, now) < RESERVED_ZERO) return;
  if (broken) request.attempts++;
  request.refusals++;
  waitSeconds(core, request, refusalWait(request.refusals), now);
}

/** MET-14: the age at each attempt. */
function measureAttempt(fn: LambdaFunction, age: f64): void {
  const tally = fn.tally;
  fn.age.add(age);
  tally.asyncAttempts++;
  tally.asyncAgeSum += age;
  if (age > tally.asyncAgeMax) tally.asyncAgeMax = age;
}

/** ASY-6: 1, 2, 4, ... seconds after the k-th refusal, 300 at most. */
function refusalWait(refusals: i32): f64 {
  let wait = FIRST_BACKOFF;
  for (let k = 1; k < refusals && wait < LONGEST_BACKOFF; k++) wait *= 2;
  return wait < LONGEST_BACKOFF ? wait : LONGEST_BACKOFF;
}
