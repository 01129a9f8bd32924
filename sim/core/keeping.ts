/** An environment that is free is kept, reset or ended; it may go on with a request that waits for an Init. */

import { TOLD_EXPIRE, TOLD_MOVE } from "./base/numbers.ts";
import type { f64, i32 } from "./base/prelude.ts";
import { leaveCold } from "./cold-requests.ts";
import { isTooOld, lookAtOthers, putOnDemand, putProvisioned } from "./idle.ts";
import { type Core, endEnvironment, takeCalls } from "./objects/core.ts";
import { type Environment, NO_CALL, RESTORE_TIMEOUT, TIMED_OUT } from "./objects/requests.ts";
import { becameIdle, busyEnded } from "./observe.ts";
import { requestMoved, tell, unitLeaves, unitReset } from "./outside.ts";
import { firstRunTime, initTime } from "./start-times.ts";

/** @returns true when it goes on with a request that waited: its run is to begin. */
export function keepOrEnd(core: Core, environment: Environment, outcome: i32, now: f64): boolean {
  const version = environment.version;
  const fn = version.fn;
  const reset = outcome === TIMED_OUT;
  if (environment.provisioned) {
    keepUnit(core, environment, reset, now);
    lookAtOthers(core, version);
    return false;
  }
  if (isTooOld(environment, now) || outcome === RESTORE_TIMEOUT) {
    busyEnded(fn, now);
    if (core.told) tell(core, TOLD_EXPIRE, null, environment, 0, now);
    endEnvironment(core, environment);
    lookAtOthers(core, version);
    return false;
  }
  if (reset) beginAnew(core, environment);
  const waiting = version.firstCold;
  if (waiting !== null && !environment.mustInit) {
    takeOver(core, environment, waiting, now);
    return true;
  }
  becameIdle(fn, false, now);
  putOnDemand(core, environment, now);
  return false;
}

/** LIFE-9: its next run makes Init again, and is a first one for what a process learns by running (PC-14, MOD). */
function beginAnew(core: Core, environment: Environment): void {
  const version = environment.version;
  const init = initTime(core, version);
  environment.mustInit = init > 0;
  environment.extraRun = init + firstRunTime(core, version);
}

/** PC-13, OQ-21: a unit that was reset comes back after one Init; requests spill over meanwhile. */
function keepUnit(core: Core, environment: Environment, reset: boolean, now: f64): void {
  let away: f64 = 0;
  if (reset) {
    away = initTime(core, environment.version);
    environment.extraRun = firstRunTime(core, environment.version);
  }
  if (away > 0) unitReset(core, environment, now + away);
  else makeReady(core, environment, now);
}

/** PC-13: a provisioned environment waits for requests, unless fewer are wanted by now (PC-6) or it is replaced. */
export function makeReady(core: Core, environment: Environment, now: f64): void {
  const version = environment.version;
  if (version.surplus > 0 || environment.number < version.firstNumber) {
    unitLeaves(core, environment, now);
    return;
  }
  becameIdle(version.fn, true, now);
  putProvisioned(environment, now);
}

/**
 * LIFE-16, OQ-17, MOD: an environment that is free and needs no Init runs the request that has waited longest for one,
 * warm. The request keeps its unit (ADM-2); the Init goes on without one, for a spare environment.
 */
function takeOver(core: Core, environment: Environment, starting: Environment, now: f64): void {
  const request = starting.request;
  leaveCold(environment.version, starting);
  environment.request = request;
  environment.admittedAt = starting.admittedAt;
  environment.ownRun = starting.ownRun;
  environment.outcome = starting.outcome;
  environment.init = 0;
  environment.afterRun = starting.afterRun;
  environment.callState = NO_CALL;
  if (core.width > 0) takeCalls(starting.calls, environment.calls);
  starting.request = null;
  if (request !== null) request.environment = environment;
  requestMoved(core, environment.version.fn, now);
  if (core.told) tell(core, TOLD_MOVE, request, environment, 0, now);
}
