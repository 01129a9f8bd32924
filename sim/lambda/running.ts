/**
 * A run from the moment its environment is ready: downstream calls, the handler's own time, the end, and what is left.
 */
import { Entry } from "../downstream/downstreams.ts";
import { EventKind, Rank } from "../events.ts";
import { assert } from "../kernel/assert.ts";
import { after, between, type Duration, earlier, type Instant, NEVER } from "../kernel/time.ts";
import { DownstreamCount } from "../measure/counts.ts";
import { Left } from "../measure/recorder.ts";
import type { World } from "../world.ts";
import { CallState } from "./calls.ts";
import { NOBODY, Outcome } from "./environments.ts";
import { NO_EXTENSIONS } from "./extensions.ts";
import { Caller } from "./requests.ts";
import { StateRefusal } from "./state-refusals.ts";

/** LIFE-1: Init or Restore has ended; the environment runs the request it was started for, if that is still here. */
export function onInitEnd(world: World, now: Instant, environment: number): void {
  const { environments, recorder, functions, coldRequests } = world;
  const version = environments.versionOf(environment);
  const functionIndex = functions.ofVersion(version);
  const init = environments.initOf(environment);
  recorder.initEnded(now, functionIndex, init);
  if (coldRequests.endInit(version, environment)) {
    recorder.environments?.spareReady(now, recorder.segment, functionIndex, init);
    keepOrEnd(world, now, environment, Outcome.Success);
  } else if (environments.outcomeOf(environment) === Outcome.RestoreTimeout) {
    failRestore(world, now, environment);
  } else {
    beginRun(world, now, environment);
  }
}

/** SNAP-5: the caller gets a SnapStartTimeoutException, and no handler runs. MOD: it counts as an error. */
function failRestore(world: World, now: Instant, environment: number): void {
  const { environments, recorder } = world;
  const functionIndex = world.functions.ofVersion(environments.versionOf(environment));
  recorder.states.refused(now, recorder.segment, functionIndex, StateRefusal.RestoreTimeout);
  environments.beginRun(environment, now, now);
  world.tracer?.ready(now, environment);
  world.schedule(now, Rank.Completion, EventKind.RunEnd, environment);
}

/** LIFE-7: the handler begins, and its timeout with it. A hidden Init runs first, inside both (LIFE-3, LIFE-9). */
export function beginRun(world: World, now: Instant, environment: number): void {
  const { environments, requests, functions } = world;
  const functionIndex = functions.ofVersion(environments.versionOf(environment));
  const request = environments.requestOf(environment);
  const hidden = environments.hiddenInitOf(environment);

  environments.beginRun(environment, now, after(now, functions.settings[functionIndex]!.timeout));
  if (hidden > 0) {
    const longer = (environments.ownRunOf(environment) + hidden) as Duration;
    environments.planRun(environment, longer, environments.outcomeOf(environment));
    environments.setHiddenInit(environment, 0 as Duration);
  }
  if (request !== NOBODY) world.recorder.runBegan(functionIndex, between(requests.arrivedAt(request), now));
  world.tracer?.ready(now, environment);
  runHandler(world, now, environment);
}

/** From the first line of the handler on: its calls, then its own time. */
export function runHandler(world: World, now: Instant, environment: number): void {
  if (world.calls.countOf(environment) > 0) {
    world.environments.expectEnd(environment, NEVER);
    proceed(world, now, environment);
  } else {
    runOwnTime(world, now, environment);
  }
}

/** The rest of the run is the handler's own time, up to its timeout. */
function runOwnTime(world: World, now: Instant, environment: number): void {
  const { environments } = world;
  const end = after(now, environments.ownRunOf(environment));
  const deadline = environments.deadlineOf(environment);
  if (end > deadline) environments.setOutcome(environment, Outcome.Timeout);
  const last = earlier(end, deadline);
  environments.expectEnd(environment, last);
  world.schedule(last, Rank.Completion, EventKind.RunEnd, environment);
}

/** Makes the next call, or goes on to the handler's own time when there is none left. */
function proceed(world: World, now: Instant, environment: number): void {
  const { environments, calls, downstreams, recorder } = world;
  const call = environments.callOf(environment);
  if (call >= calls.countOf(environment)) {
    runOwnTime(world, now, environment);
    return;
  }
  const target = calls.targetOf(environment, call);
  calls.begin(environment, now);
  recorder.downstreams.call(target, DownstreamCount.Calls);
  const delay = downstreams.delay(target, now);
  const entry = downstreams.enter(target, now);
  if (entry === Entry.Rejected) reject(world, now, environment, target);
  else if (entry === Entry.Waiting) standInLine(world, now, environment, target);
  else serve(world, now, environment, { target, delay });
}

/**
 * A place is taken: the call ends after the wait for its token and its service time, or with the function's timeout.
 */
function serve(world: World, now: Instant, environment: number, place: { target: number; delay: Duration }): void {
  const { environments, calls, downstreams, recorder } = world;
  if (place.delay > 0) recorder.downstreams.call(place.target, DownstreamCount.Waited);
  const service = calls.latencyOf(environment, environments.callOf(environment));
  const end = after(after(now, place.delay), service);
  const deadline = environments.deadlineOf(environment);
  calls.setState(environment, CallState.InService);
  calls.setEndsAt(environment, end);
  recorder.downstreams.inUse(now, place.target, downstreams.inUse(place.target));
  step(world, environment, earlier(end, deadline));
}

function standInLine(world: World, now: Instant, environment: number, target: number): void {
  const { environments, calls, downstreams } = world;
  world.recorder.downstreams.call(target, DownstreamCount.Waited);
  calls.setState(environment, CallState.Waiting);
  calls.setTicket(environment, downstreams.join(target, environment));
  const patience = after(now, downstreams.maxWaitOf(target));
  const deadline = environments.deadlineOf(environment);
  step(world, environment, earlier(patience, deadline));
}

function step(world: World, environment: number, at: Instant): void {
  world.environments.expectStep(environment, at);
  world.schedule(at, Rank.Completion, EventKind.CallStep, environment);
}

/** A failed call fails the run at once. */
function reject(world: World, now: Instant, environment: number, target: number): void {
  world.recorder.downstreams.rejected(now, target, world.downstreams.limitOf(target));
  endNow(world, now, environment, Outcome.FunctionError);
}

function endNow(world: World, now: Instant, environment: number, outcome: Outcome): void {
  world.calls.setState(environment, CallState.None);
  world.environments.expectStep(environment, NEVER);
  world.environments.setOutcome(environment, outcome);
  world.schedule(now, Rank.Completion, EventKind.RunEnd, environment);
}

/** A call has been answered, or waiting or the whole run has lasted too long. */
export function onCallStep(world: World, now: Instant, environment: number): void {
  const { environments, calls, downstreams, recorder } = world;
  // A step that something else has overtaken.
  if (environments.stepAt(environment) !== now || calls.stateOf(environment) === CallState.None) return;
  const target = calls.targetOf(environment, environments.callOf(environment));
  const timedOut = now >= environments.deadlineOf(environment);

  if (calls.stateOf(environment) === CallState.Waiting) {
    if (timedOut) endNow(world, now, environment, Outcome.Timeout);
    else reject(world, now, environment, target);
    return;
  }
  const answered = calls.endsAt(environment) <= now;
  calls.setState(environment, CallState.None);
  downstreams.leave(target);
  serveLine(world, now, target);
  recorder.downstreams.inUse(now, target, downstreams.inUse(target));
  if (!answered) {
    endNow(world, now, environment, Outcome.Timeout);
    return;
  }
  recorder.downstreams.time(target, (now - calls.begunAt(environment)) as Duration);
  environments.nextCall(environment);
  proceed(world, now, environment);
}

/** Free places of a pool go to those who wait, also when the pool has just grown. */
export function serveLine(world: World, now: Instant, target: number): void {
  const { calls, downstreams, environments } = world;
  for (;;) {
    const next = downstreams.serveNext(target, calls.stillWaits);
    if (next < 0) return;
    assert(
      calls.targetOf(next, environments.callOf(next)) === target,
      "a downstream gave a place to a call that waits elsewhere",
    );
    serve(world, now, next, { target, delay: 0 as Duration });
  }
}

/** The handler has ended and its caller hears of it; what is left of the invocation is time of extensions. */
export function onRunEnd(world: World, now: Instant, environment: number): void {
  const { environments, extensions } = world;
  if (world.managed?.isWorker(environment)) {
    world.managed.onRunEnd(world, now, environment);
    return;
  }
  const request = environments.requestOf(environment);
  const outcome = environments.outcomeOf(environment);
  const more = outcome === Outcome.Timeout ? NO_EXTENSIONS : extensions.timeOf(environment);

  world.tracer?.ended(now, environment, outcome);
  environments.abandon(environment);
  if (more >= 0) runExtensions(world, now, environment, more as Duration);
  else release(world, now, environment);
  tellCaller(world, now, request, outcome);
}

/** Whoever waits for this request hears how it ended; nobody may. */
export function tellCaller(world: World, now: Instant, request: number, outcome: Outcome): void {
  const { requests, functions } = world;
  if (request === NOBODY) return;
  requests.setEnvironment(request, NOBODY);
  if (functions.isDurable(functions.ofVersion(requests.versionOf(request))))
    world.durable.onRunEnd(world, now, request, outcome);
  else if (requests.callerOf(request) === Caller.Client) world.clients.onOutcome(world, now, request, outcome);
  else world.asyncQueue.onOutcome(world, now, request, outcome);
}

/**
 * LIFE-8: the environment and its unit are busy until extensions are done; LIFE-7: the timeout bounds them too. MOD: an
 * answer that was given stays good when they time out, while the invocation counts as an error (MET-2).
 */
function runExtensions(world: World, now: Instant, environment: number, time: Duration): void {
  const { environments, extensions } = world;
  const end = after(now, time);
  const deadline = environments.deadlineOf(environment);
  extensions.begin(environment, now);
  if (end > deadline) environments.setOutcome(environment, Outcome.Timeout);
  world.schedule(earlier(end, deadline), Rank.Completion, EventKind.ExtensionsEnd, environment);
}

/** Extensions are done, or the function's time is over. */
export function onExtensionsEnd(world: World, now: Instant, environment: number): void {
  const { environments, functions, extensions, recorder } = world;
  const functionIndex = functions.ofVersion(environments.versionOf(environment));
  const time = between(extensions.begunAt(environment), now);
  const startedAt = environments.admittedAt(environment);
  recorder.environments?.extensionsEnded(recorder.segment, functionIndex, time, startedAt);
  world.tracer?.released(now, environment, environments.outcomeOf(environment));
  release(world, now, environment);
}

/** The invocation is over: its unit is free, its environment is kept, reset or ended. */
function release(world: World, now: Instant, environment: number): void {
  const { environments, account, functions, recorder } = world;
  const version = environments.versionOf(environment);
  const functionIndex = functions.ofVersion(version);
  const outcome = environments.outcomeOf(environment);
  if (environments.isProvisioned(environment)) account.giveProvisioned(functionIndex);
  else account.giveOnDemand(functionIndex);
  recorder.runEnded(now, functionIndex, environments, environment);
  recorder.versions?.ended(recorder.segment, version, outcome);
  keepOrEnd(world, now, environment, outcome);
}

/** An environment that is free is kept, reset or ended; it may go on with a request that waits for an Init. */
export function keepOrEnd(world: World, now: Instant, environment: number, outcome: Outcome): void {
  const { environments, idle, recorder, functions } = world;
  const version = environments.versionOf(environment);
  const functionIndex = functions.ofVersion(version);
  const pool = idle.ofVersion(version);
  const reset = outcome === Outcome.Timeout;

  if (environments.isProvisioned(environment)) {
    // PC-13, OQ-21: a unit that was reset comes back after one Init; requests spill over meanwhile.
    const away = reset ? world.startTimes.start(version) : 0;
    if (away > 0) makeReadyAt(world, after(now, away as Duration), environment);
    else makeReady(world, now, environment);
    return;
  }
  if (pool.tooOld(environment, now) || outcome === Outcome.RestoreTimeout) {
    recorder.environmentEnded(now, functionIndex, Left.Busy);
    world.tracer?.expired(now, environment);
    environments.end(environment);
    return;
  }
  if (reset) environments.setHiddenInit(environment, world.startTimes.start(version));
  const waiting = world.coldRequests.firstOf(version);
  if (waiting !== NOBODY && environments.hiddenInitOf(environment) === 0) {
    takeOver(world, now, environment, waiting);
    return;
  }
  recorder.becameIdle(now, functionIndex, false);
  if (pool.putOnDemand(environment, now)) lookLater(world, version);
}

/** On its own, since a function that makes a closure pays for it at every call. */
function makeReadyAt(world: World, at: Instant, environment: number): void {
  world.timer(at, Rank.Lifecycle, (now) => makeReady(world, now, environment));
}

/**
 * LIFE-16, OQ-17, MOD: an environment that is free and needs no Init runs the request that has waited longest for one,
 * warm. The request keeps its unit (ADM-2); the Init goes on without one, for a spare environment.
 */
function takeOver(world: World, now: Instant, environment: number, starting: number): void {
  const { environments, requests, coldRequests, recorder } = world;
  const version = environments.versionOf(environment);
  const request = environments.requestOf(starting);
  coldRequests.leave(version, starting);
  environments.moveInvocation(starting, environment);
  world.calls.move(starting, environment);
  world.extensions.move(starting, environment);
  if (request !== NOBODY) requests.setEnvironment(request, environment);
  recorder.environments?.requestMoved(now, recorder.segment, world.functions.ofVersion(version));
  world.tracer?.moved(now, environment);
  beginRun(world, now, environment);
}

/** PC-13: a provisioned environment waits for requests, unless fewer are wanted by now (PC-6). */
export function makeReady(world: World, now: Instant, environment: number): void {
  const version = world.environments.versionOf(environment);
  const functionIndex = world.functions.ofVersion(version);
  const pool = world.idle.ofVersion(version);
  const replaced = pool.isReplaced(environment);
  if (!replaced && world.units.surplusOf(version) === 0) {
    world.recorder.becameIdle(now, functionIndex, true);
    pool.putProvisioned(environment, now);
    return;
  }
  if (replaced) world.units.endReplaced(version);
  else world.units.end(version);
  world.recorder.environmentEnded(now, functionIndex, Left.Busy);
  world.tracer?.expired(now, environment);
  world.environments.end(environment);
  world.limitsChanged(now);
}

/** LIFE-13, LIFE-14: idle environments of a version end when nobody has used them for too long. */
export function lookLater(world: World, version: number): void {
  const pool = world.idle.ofVersion(version);
  world.timer(pool.lookAt, Rank.Lifecycle, (now) => {
    const again = pool.look(now, (environment) => endWhileIdle(world, now, environment));
    if (again) lookLater(world, version);
  });
}

/** ADM-4: what the version's idle environments hold is of no use any more; busy ones end after their request. */
export function endIdle(world: World, now: Instant, version: number): void {
  world.idle.ofVersion(version).replace((environment) => endWhileIdle(world, now, environment));
}

function endWhileIdle(world: World, now: Instant, environment: number): void {
  const functionIndex = world.functions.ofVersion(world.environments.versionOf(environment));
  world.recorder.environmentEnded(now, functionIndex, Left.Idle);
  world.tracer?.expired(now, environment);
  world.environments.end(environment);
}
