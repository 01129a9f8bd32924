/** The one door to Lambda: an attempt comes in, and runs or is refused. */
import { admit } from "./admission.ts";
import {
  ATTEMPTS,
  COLD,
  EXECUTIONS_FULL,
  INIT_END,
  INIT_LIMIT,
  LIFECYCLE,
  NEVER,
  NOT_INVOKABLE,
  PROVISIONED,
  RESERVED_ZERO,
  TOLD_START,
  TOLD_THROTTLE,
} from "./base/numbers.ts";
import { assert, type f64, type i32 } from "./base/prelude.ts";
import { addCold } from "./cold-requests.ts";
import { takeOnDemand, takeProvisioned } from "./idle.ts";
import { type Core, createEnvironment, takeCalls } from "./objects/core.ts";
import { type Environment, FUNCTION_ERROR, NO_CALL, NO_TENANT, type Request, SUCCESS } from "./objects/requests.ts";
import { admitted, countTraffic, environmentCreated, throttled } from "./observe.ts";
import { lastingBegun, lastingFull, servingInvoke, stateRefused, tell, tenantServed } from "./outside.ts";
import { beginRun } from "./running.ts";
import { firstRunTime, platformTime, startTime } from "./start-times.ts";
import { takeUnit } from "./units.ts";

/**
 * Tries a request once, now.
 * @returns its admission, or the refusal: from RESERVED_ZERO on. A refusal has been recorded and has changed nothing
 *   else; what to do about it is the caller's business (ADM-1), who hears of the outcome of a run later.
 */
export function invoke(core: Core, request: Request, now: f64): i32 {
  const version = request.version;
  const fn = version.fn;
  assert(request.environment === null && request.attempts >= 0, "a request that runs or is over was tried again");
  request.attempts++;
  countTraffic(request, ATTEMPTS);
  if (version.served) return servingInvoke(core, request, now);
  const admission = fn.lasting && lastingFull(core, request) ? EXECUTIONS_FULL : admit(core, request, now);
  if (admission >= RESERVED_ZERO) {
    refuse(core, request, admission, now);
    return admission;
  }
  begin(core, request, environmentFor(core, request, admission, now), admission, now);
  if (fn.lasting) lastingBegun(core, request, now);
  return admission;
}

function refuse(core: Core, request: Request, admission: i32, now: f64): void {
  if (admission >= NOT_INVOKABLE) {
    stateRefused(core, request, admission - NOT_INVOKABLE, now);
    return;
  }
  throttled(core, request.version, admission, now);
  if (core.told) tell(core, TOLD_THROTTLE, request, null, admission, now);
}

function environmentFor(core: Core, request: Request, admission: i32, now: f64): Environment {
  const version = request.version;
  if (admission === PROVISIONED) return takeProvisioned(version);
  if (admission !== COLD) return takeOnDemand(core, version, request.tenant);
  environmentCreated(version.fn, now);
  const environment = createEnvironment(core, version, false, now);
  environment.tenant = request.tenant;
  return environment;
}

/** A request that has been admitted takes its unit and the environment that was found for it. */
function begin(core: Core, request: Request, environment: Environment, admission: i32, now: f64): void {
  const version = request.version;
  takeUnit(version, admission === PROVISIONED);
  version.running++;
  version.lastStart = now;
  assign(core, request, environment, now);
  admitted(core, version, admission, now);
  if (core.tenanted && request.tenant !== NO_TENANT) tenantServed(core, version.fn, request.tenant);
  if (core.told) tell(core, TOLD_START, request, environment, admission, now);
  if (admission === COLD) startUp(core, environment, now);
  else beginRun(core, environment, now);
}

/** The environment runs this request next, as it was drawn. */
export function assign(core: Core, request: Request, environment: Environment, now: f64): void {
  assert(environment.request === null, "CONC-1: an environment was given a second request");
  environment.request = request;
  environment.admittedAt = now;
  environment.init = 0;
  environment.ownRun = request.run;
  environment.outcome = request.fails ? FUNCTION_ERROR : SUCCESS;
  if (core.width > 0) {
    takeCalls(request.calls, environment.calls);
    environment.calls.chain = request.chain;
    environment.callState = NO_CALL;
  }
  environment.afterRun = request.afterRun;
  request.environment = environment;
}

/**
 * CONC-4: the unit is taken while Init or Restore runs. LIFE-3: an Init longer than 10 s is aborted there, which is not
 * billed (LIFE-18), and made again inside the first run, where the function timeout bounds it. LIFE-5: a Restore has no
 * such limit, but SNAP-5's.
 */
function startUp(core: Core, environment: Environment, now: f64): void {
  const version = environment.version;
  const start = startTime(core, environment);
  const aborted = !version.restores && start > INIT_LIMIT;
  const init = aborted ? INIT_LIMIT : start;
  environment.init = init;
  environment.mustInit = aborted;
  environment.extraRun = (aborted ? start : 0) + firstRunTime(core, version);
  if (aborted) environment.billedStart = 0;
  const ready = now + platformTime(core, version) + init;
  environment.expectedEnd = environment.calls.count > 0 ? NEVER : ready + environment.extraRun + environment.ownRun;
  addCold(version, environment);
  core.agenda.add(environment, ready, LIFECYCLE, INIT_END);
}
