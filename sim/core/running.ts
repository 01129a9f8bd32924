/** A run from the moment its environment is ready: downstream calls, the handler's own time, and its end. */
import { abandonCall, answer } from "./answers.ts";
import { eventEnded } from "./async-queue.ts";
import { COMPLETION, EXTENSIONS_END, NEVER, RUN_END, TOLD_END, TOLD_READY, TOLD_RELEASE } from "./base/numbers.ts";
import { assert, type f64, type i32 } from "./base/prelude.ts";
import { enterLink } from "./calling.ts";
import { enter, leaveLine, leaveService, reject } from "./capacity.ts";
import { endCold } from "./cold-requests.ts";
import { endUse } from "./idle.ts";
import { keepOrEnd } from "./keeping.ts";
import { type Core, freeDeadline } from "./objects/core.ts";
import type { Call } from "./objects/functions.ts";
import {
  CALL_FAILED,
  CALLING,
  type Deadline,
  type Environment,
  FUNCTION_ERROR,
  IN_LINE,
  NO_CALL,
  NO_EXTENSIONS,
  PUTTING,
  RESTORE_TIMEOUT,
  type Request,
  SUCCESS,
  TIMED_OUT,
} from "./objects/requests.ts";
import type { Source } from "./objects/source.ts";
import { runBegan, runEnded } from "./observe.ts";
import {
  extensionsEnded,
  lastingEnded,
  restoreFailed,
  servingOwnTime,
  servingRunEnd,
  spareReady,
  tell,
} from "./outside.ts";
import { accept, arrivalOf, sendOn, wayTo, withRun } from "./records.ts";
import { giveUnit } from "./units.ts";

/** LIFE-1: Init or Restore has ended; the environment runs the request it was started for, if that is still here. */
export function onInitEnd(core: Core, environment: Environment, now: f64): void {
  const version = environment.version;
  const fn = version.fn;
  fn.starting.fall(now);
  fn.init.add(environment.init);
  if (endCold(version, environment)) {
    spareReady(core, fn, environment.mustInit ? 0 : environment.init, now);
    free(core, environment, SUCCESS, now);
  } else if (environment.outcome === RESTORE_TIMEOUT) {
    failRestore(core, environment, now);
  } else {
    beginRun(core, environment, now);
  }
}

/** SNAP-5: the caller gets a SnapStartTimeoutException, and no handler runs. MOD: it counts as an error. */
function failRestore(core: Core, environment: Environment, now: f64): void {
  restoreFailed(core, environment.version.fn, now);
  environment.runStartedAt = now;
  environment.deadline = now;
  environment.call = 0;
  if (core.told) tell(core, TOLD_READY, environment.request, environment, 0, now);
  core.agenda.add(environment, now, COMPLETION, RUN_END);
}

/**
 * LIFE-7: the handler begins, and its timeout with it. Inside both come an Init that is made again, unseen (LIFE-3,
 * LIFE-9), and what makes a first run longer (PC-14).
 */
export function beginRun(core: Core, environment: Environment, now: f64): void {
  const fn = environment.version.fn;
  beginHandler(environment, now, now + fn.timeout);
  if (environment.extraRun > 0) {
    environment.ownRun += environment.extraRun;
    environment.extraRun = 0;
    environment.mustInit = false;
  }
  const request = environment.request;
  if (request !== null) runBegan(fn, now - request.arrivedAt);
  if (core.told) tell(core, TOLD_READY, request, environment, 0, now);
  runHandler(core, environment, now);
}

/** The handler is about to run, until `deadline` at most. @inline */
export function beginHandler(environment: Environment, now: f64, deadline: f64): void {
  environment.runStartedAt = now;
  environment.deadline = deadline;
  environment.call = 0;
}

/** From the first line of the handler on: its calls, then its own time. @inline */
export function runHandler(core: Core, environment: Environment, now: f64): void {
  if (environment.calls.count > 0) {
    environment.expectedEnd = NEVER;
    proceed(core, environment, now);
  } else {
    runOwnTime(core, environment, now);
  }
}

/**
 * The rest of the run is the handler's own time, up to its timeout. A worker's may depend on others: its runtime says
 * when it ends, or NEVER as long as that is not known, and calls `endWork` then.
 */
function runOwnTime(core: Core, environment: Environment, now: f64): void {
  const end = environment.worker ? servingOwnTime(core, environment, now) : now + environment.ownRun;
  const deadline = environment.deadline;
  if (end > deadline) environment.outcome = TIMED_OUT;
  const last = end < deadline ? end : deadline;
  environment.expectedEnd = last;
  if (last !== NEVER) core.agenda.add(environment, last, COMPLETION, RUN_END);
}

/** The own time of a worker's run is over. */
export function endWork(core: Core, environment: Environment, now: f64): void {
  core.agenda.add(environment, now, COMPLETION, RUN_END);
}

/** Makes the next call, or goes on to the handler's own time when there is none left. A failed call fails the run. */
function proceed(core: Core, environment: Environment, now: f64): void {
  const calls = environment.calls;
  if (environment.call >= calls.count) runOwnTime(core, environment, now);
  else if (!makeCall(core, environment, calls.made[environment.call]!, now)) {
    endNow(core, environment, FUNCTION_ERROR, now);
  }
}

function makeCall(core: Core, environment: Environment, call: Call, now: f64): boolean {
  const service = call.service;
  if (service !== null) return enter(core, environment, service, now);
  return enterLink(core, environment, call.link!, now);
}

function endNow(core: Core, environment: Environment, outcome: i32, now: f64): void {
  environment.outcome = outcome;
  core.agenda.add(environment, now, COMPLETION, RUN_END);
}

/** A call has been answered, or the whole run has lasted too long. */
export function onCallStep(core: Core, environment: Environment, now: f64): void {
  const call = environment.calls.made[environment.call]!;
  const service = call.service;
  if (service === null) {
    onLinkStep(core, environment, call.link!, now);
    return;
  }
  const answered = environment.callEndsAt <= now;
  leaveService(core, environment, service, now);
  if (!answered) {
    endNow(core, environment, TIMED_OUT, now);
    return;
  }
  service.times.add(now - environment.callBegunAt);
  environment.call++;
  proceed(core, environment, now);
}

/** A function has answered or a source has the record, or the whole run has lasted too long. */
function onLinkStep(core: Core, environment: Environment, link: Source, now: f64): void {
  const state = environment.callState;
  environment.callState = NO_CALL;
  if (state === CALL_FAILED) {
    endNow(core, environment, FUNCTION_ERROR, now);
    return;
  }
  if (state === PUTTING) {
    if (environment.callEndsAt > now) {
      endNow(core, environment, TIMED_OUT, now);
      return;
    }
    const chain = withRun(core, environment.version.fn, environment.calls.chain);
    if (!accept(core, link, chain, wayTo(link, arrivalOf(environment.request), now), now)) {
      endNow(core, environment, FUNCTION_ERROR, now);
      return;
    }
  }
  environment.call++;
  proceed(core, environment, now);
}

/** Waiting for a place, or for a function, has lasted too long, if it lasts still. */
export function onPatienceEnd(core: Core, deadline: Deadline, now: f64): void {
  const environment = deadline.environment!;
  const state = environment.callState;
  const waits = (state === IN_LINE || state === CALLING) && environment.ticket === deadline.ticket;
  freeDeadline(core, deadline);
  if (!waits) return;
  if (state === CALLING) {
    abandonCall(core, environment, now);
    endNow(core, environment, TIMED_OUT, now);
    return;
  }
  const service = environment.calls.made[environment.call]!.service!;
  leaveLine(environment, service);
  if (now >= environment.deadline) {
    endNow(core, environment, TIMED_OUT, now);
    return;
  }
  reject(core, service, now);
  endNow(core, environment, FUNCTION_ERROR, now);
}

/** The handler has ended and its caller hears of it; what is left of the invocation is time of extensions. */
export function onRunEnd(core: Core, environment: Environment, now: f64): void {
  if (environment.worker) {
    servingRunEnd(core, environment, now);
    return;
  }
  const request = environment.request;
  const outcome = environment.outcome;
  const extensions = outcome === TIMED_OUT ? NO_EXTENSIONS : environment.afterRun;
  if (core.told) tell(core, TOLD_END, request, environment, outcome, now);
  const fn = environment.version.fn;
  if (fn.sendCount > 0 && outcome === SUCCESS) sendOn(core, fn, environment.calls.chain, request, now);
  environment.request = null;
  if (extensions >= 0) runExtensions(core, environment, extensions, now);
  else release(core, environment, now);
  if (request !== null) tellCaller(core, request, outcome, now);
}

/** Whoever waits for this request hears how its run ended. @inline */
export function tellCaller(core: Core, request: Request, outcome: i32, now: f64): void {
  assert(request.environment !== null, "a request ended that nothing ran");
  request.environment = null;
  if (request.version.fn.lasting) lastingEnded(core, request, outcome, now);
  else if (request.waits) answer(core, request, outcome, now);
  else eventEnded(core, request, outcome, now);
}

/**
 * LIFE-8: the environment and its unit are busy until extensions are done; LIFE-7: the timeout bounds them too. MOD: an
 * answer that was given stays good when they time out, while the invocation counts as an error (MET-2).
 */
function runExtensions(core: Core, environment: Environment, time: f64, now: f64): void {
  const end = now + time;
  const deadline = environment.deadline;
  environment.afterBegunAt = now;
  if (end > deadline) environment.outcome = TIMED_OUT;
  core.agenda.add(environment, end < deadline ? end : deadline, COMPLETION, EXTENSIONS_END);
}

/** Extensions are done, or the function's time is over. */
export function onExtensionsEnd(core: Core, environment: Environment, now: f64): void {
  extensionsEnded(core, environment.version.fn, now - environment.afterBegunAt, environment.admittedAt);
  if (core.told) tell(core, TOLD_RELEASE, null, environment, environment.outcome, now);
  release(core, environment, now);
}

/** The invocation is over: its unit is free, its environment is kept, reset or ended. @inline */
function release(core: Core, environment: Environment, now: f64): void {
  giveUnit(environment.version, environment.provisioned);
  endUse(environment.version, now);
  runEnded(core, environment, now);
  free(core, environment, environment.outcome, now);
}

/** A free environment that may go on with a request that waits for an Init does so at once (LIFE-16). @inline */
function free(core: Core, environment: Environment, outcome: i32, now: f64): void {
  if (keepOrEnd(core, environment, outcome, now)) beginRun(core, environment, now);
}
