/** Durable functions: an execution goes from invocation to invocation and holds nothing while it waits (DUR). */
import type { SimConfig } from "../config.ts";
import { EventKind, Rank } from "../events.ts";
import { FACTS } from "../facts.ts";
import { assert } from "../kernel/assert.ts";
import { after, between, type Duration, earlier, type Instant, NEVER, seconds } from "../kernel/time.ts";
import { Count } from "../measure/counts.ts";
import { DurableRecorder, ExecutionCount } from "../measure/durable-recorder.ts";
import type { Ending } from "../measure/recorder.ts";
import type { World } from "../world.ts";
import { NOBODY, Outcome } from "./environments.ts";
import { Executions, NONE } from "./executions.ts";
import type { Functions } from "./functions.ts";
import { Caller, NO_TRAFFIC } from "./requests.ts";
import { Draws, type StepLuck, Steps } from "./steps.ts";

/** DUR-4. */
const MOST_RUNNING = FACTS.durableExecutions.value;
const LONGEST_SYNCHRONOUS = seconds(FACTS.durableSyncSeconds.value);
const TIMED_OUT: Ending = { count: Count.AsyncExhausted, condition: "ExecutionTimedOut", rule: "DUR-1" };

export class Durable {
  /** Null when no function is durable. */
  readonly recorder: DurableRecorder | null;
  readonly #functions: Functions;
  readonly #steps: Steps;
  readonly #executions = new Executions();
  /** What was drawn for a request when it arrived, and what its execution has taken over. */
  readonly #ofRequest: Draws;
  readonly #ofExecution: Draws;
  /** By Region. */
  readonly #running: Int32Array;

  constructor(config: SimConfig, functions: Functions) {
    this.#functions = functions;
    this.#steps = new Steps(functions);
    this.#ofRequest = new Draws(this.#steps.most);
    this.#ofExecution = new Draws(this.#steps.most);
    this.#running = new Int32Array(functions.regions.length);
    this.recorder = this.#steps.most > 0 ? new DurableRecorder(config) : null;
    if (this.recorder !== null) this.#examine(config);
  }

  /** The reader of scenarios has told all this as problems. */
  #examine({ traffic, functions }: SimConfig): void {
    const durable = new Map(functions.map((settings) => [settings.name, settings.durable]));
    for (const { client, function: name } of traffic) {
      const longest = durable.get(name)?.executionTimeout ?? 0;
      assert(client === null || longest <= LONGEST_SYNCHRONOUS, "DUR-3: a client waits for more than 15 minutes");
    }
    for (const { async, durable: own, calls } of functions) {
      const targets = [async.onSuccess, async.onFailure].filter((target) => target !== null);
      assert(
        own === null || (targets.length === 0 && calls.length === 0),
        "DUR-3: a durable function has destinations",
      );
      assert(!targets.some((target) => durable.get(target)), "DUR-1: a destination is a durable function");
    }
  }

  /** A request of a durable function arrives: all its stretches are drawn now. */
  draw(world: World, request: number, functionIndex: number, luck: StepLuck): void {
    const { errors } = this.#functions.settings[functionIndex]!;
    this.#ofRequest.draw(request, this.#steps.of(functionIndex), errors, luck);
    this.#executions.unlink(request);
    world.requests.setDraws(request, this.#ofRequest.runOf(request, 0), this.#ofRequest.fails(request, 0));
  }

  /** ASY-17: a second delivery has an execution of its own. */
  copy(from: number, to: number): void {
    this.#ofRequest.take(to, this.#ofRequest, from);
    this.#executions.unlink(to);
  }

  /** DUR-4, MOD: the Region runs as many executions as it may, and this request would begin one more. */
  isFull(request: number, functionIndex: number): boolean {
    const running = this.#running[this.#functions.regionOf(functionIndex)]!;
    return running >= MOST_RUNNING && this.#executions.of(request) === NONE;
  }

  /** An invocation has been admitted: it begins an execution, or goes on with one. */
  begun(world: World, now: Instant, request: number): void {
    const { environments, requests } = world;
    const known = this.#executions.of(request);
    const execution = known === NONE ? this.#start(world, now, request) : known;
    const environment = requests.environmentOf(request);
    const deadline = this.#executions.deadlineOf(execution);
    if (environments.outcomeOf(environment) === Outcome.Success && !this.#isLast(execution)) {
      environments.setOutcome(environment, Outcome.Suspended);
    }
    if (environments.expectedEnd(environment) > deadline) {
      world.schedule(deadline, Rank.Timeout, EventKind.ExecutionTimeout, execution);
    }
    // For the caller the end of the run is not the end.
    environments.expectEnd(environment, NEVER);
  }

  #start(world: World, now: Instant, request: number): number {
    const version = world.requests.versionOf(request);
    const functionIndex = this.#functions.ofVersion(version);
    const { executionTimeout } = this.#functions.settings[functionIndex]!.durable!;
    const execution = this.#executions.open(request, version, now, after(now, executionTimeout));
    if (world.requests.callerOf(request) === Caller.Client) this.#executions.markSynchronous(execution);
    this.#executions.setSegment(execution, world.recorder.segment);
    this.#ofExecution.take(execution, this.#ofRequest, request);
    this.#running[this.#functions.regionOf(functionIndex)]!++;
    this.recorder!.started(now, world.recorder.segment, functionIndex);
    return execution;
  }

  #isLast(execution: number): boolean {
    return this.#executions.stretchOf(execution) + 1 === this.#steps.of(this.#functionOf(execution)).length;
  }

  #functionOf(execution: number): number {
    return this.#functions.ofVersion(this.#executions.versionOf(execution));
  }

  /** The invocation of this request has ended, in time: a wait follows, or the end, or another try of its event. */
  onRunEnd(world: World, now: Instant, request: number, outcome: Outcome): void {
    const executions = this.#executions;
    const execution = executions.of(request);
    if (outcome === Outcome.Suspended) {
      this.#suspend(world, now, execution);
      return;
    }
    const direct = executions.isSynchronous(execution) && executions.stretchOf(execution) === 0;
    // DUR-5, ASY-3: continuations are asynchronous, and so is the first run of an event; a client hears of its error.
    if (outcome !== Outcome.Success && !direct) {
      world.asyncQueue.onOutcome(world, now, request, outcome);
      return;
    }
    const how = outcome === Outcome.Success ? ExecutionCount.Succeeded : ExecutionCount.Failed;
    if (outcome === Outcome.Success) this.#stepsDone(world, execution, 0);
    const caller = this.#end(world, now, execution, how);
    if (caller === NOBODY) return;
    if (world.requests.callerOf(caller) === Caller.Client) world.clients.onOutcome(world, now, caller, outcome);
    else world.asyncQueue.onOutcome(world, now, caller, outcome);
  }

  /** DUR-2: nothing is held until the wait is over, or the execution's time. */
  #suspend(world: World, now: Instant, execution: number): void {
    const executions = this.#executions;
    const wait = this.#ofExecution.waitOf(execution, executions.stretchOf(execution));
    this.#stepsDone(world, execution, 1);
    this.#dismiss(world, execution);
    executions.nextStretch(execution);
    this.recorder!.waiting(now, this.#functionOf(execution), 1);
    const due = earlier(after(now, wait), executions.deadlineOf(execution));
    world.schedule(due, Rank.Retry, EventKind.Resume, execution);
  }

  /** LP-21: the steps of this stretch are done, and so many waits begin. */
  #stepsDone(world: World, execution: number, waits: number): void {
    const functionIndex = this.#functionOf(execution);
    const { runs } = this.#steps.of(functionIndex)[this.#executions.stretchOf(execution)]!;
    this.recorder!.operations(world.recorder.segment, functionIndex, runs.length + waits);
  }

  /** DUR-5: a wait is over: an asynchronous invocation of Lambda's own goes on with the execution. */
  onResume(world: World, now: Instant, execution: number): void {
    const functionIndex = this.#functionOf(execution);
    const stretch = this.#executions.stretchOf(execution);
    this.recorder!.waiting(now, functionIndex, -1);
    if (now >= this.#executions.deadlineOf(execution)) {
      this.#timeOut(world, now, execution);
      return;
    }
    const runner = this.#open(world, now, execution);
    const { replayPerStep } = this.#functions.settings[functionIndex]!.durable!;
    const replay = replayPerStep * this.#steps.of(functionIndex)[stretch]!.before;
    const run = (replay + this.#ofExecution.runOf(execution, stretch)) as Duration;
    world.requests.setDraws(runner, run, this.#ofExecution.fails(execution, stretch));
    world.tracer?.standIn(runner, this.#executions.callerOf(execution));
    this.recorder!.resumed(world.recorder.segment, functionIndex);
    world.asyncQueue.resume(world, now, runner);
  }

  /** A request of Lambda's own, which counts for nobody. */
  #open(world: World, now: Instant, execution: number): number {
    const { requests, calls, recorder } = world;
    const runner = requests.open(Caller.AsyncQueue, NO_TRAFFIC, this.#executions.versionOf(execution), now);
    requests.setSegment(runner, recorder.segment);
    requests.markCopy(runner);
    calls.none(runner);
    world.extensions.none(runner);
    this.#executions.setRunner(execution, runner);
    return runner;
  }

  /** Nothing runs it now. */
  #dismiss(world: World, execution: number): void {
    const runner = this.#executions.runnerOf(execution);
    if (runner === NOBODY) return;
    if (runner !== this.#executions.callerOf(execution)) world.requests.close(runner);
    this.#executions.setRunner(execution, NOBODY);
  }

  /** DUR-1: time is up while an invocation runs; the run goes on for nobody. */
  onTimeout(world: World, now: Instant, execution: number): void {
    const { requests } = world;
    // It has ended, or waits for a moment not later than this one.
    if (!this.#executions.isOpen(execution) || this.#executions.deadlineOf(execution) !== now) return;
    const runner = this.#executions.runnerOf(execution);
    if (runner !== NOBODY && requests.environmentOf(runner) !== NOBODY) this.#timeOut(world, now, execution);
  }

  /** DUR-1: whether time is up for the execution of an event that is due; then it has ended here. */
  isOver(world: World, now: Instant, request: number): boolean {
    const execution = this.#executions.of(request);
    if (execution === NONE || now < this.#executions.deadlineOf(execution)) return false;
    this.#timeOut(world, now, execution);
    return true;
  }

  /** The moment after which an event need not wait any more; NEVER before its execution has begun. */
  deadlineOf(request: number): Instant {
    const execution = this.#executions.of(request);
    return execution === NONE ? NEVER : this.#executions.deadlineOf(execution);
  }

  #timeOut(world: World, now: Instant, execution: number): void {
    const { requests, environments } = world;
    const runner = this.#executions.runnerOf(execution);
    const environment = runner === NOBODY ? NOBODY : requests.environmentOf(runner);
    if (environment !== NOBODY) {
      environments.abandon(environment);
      requests.setEnvironment(runner, NOBODY);
    }
    this.#answer(world, now, this.#end(world, now, execution, ExecutionCount.TimedOut), TIMED_OUT);
  }

  /**
   * An event is dropped: its execution fails.
   * @returns  true when the event was Lambda's own, and whoever began the execution has heard of it here.
   */
  onDropped(world: World, now: Instant, request: number, ending: Ending): boolean {
    const execution = this.#executions.of(request);
    if (execution === NONE) return false;
    const caller = this.#end(world, now, execution, ExecutionCount.Failed);
    if (caller === request) return false;
    this.#answer(world, now, caller, ending);
    return true;
  }

  /** Whoever waits hears of an execution without success; its number is free already. */
  #answer(world: World, now: Instant, caller: number, ending: Ending): void {
    if (caller === NOBODY) return;
    const synchronous = world.requests.callerOf(caller) === Caller.Client;
    if (synchronous) world.clients.onOutcome(world, now, caller, Outcome.FunctionError);
    else world.asyncQueue.drop(world, now, caller, ending);
  }

  /** @returns who waits for the end. */
  #end(world: World, now: Instant, execution: number, how: ExecutionCount): number {
    const executions = this.#executions;
    const functionIndex = this.#functionOf(execution);
    const caller = executions.callerOf(execution);
    this.recorder!.ended(
      executions.segmentOf(execution),
      functionIndex,
      how,
      between(executions.startedAt(execution), now),
    );
    this.recorder!.left(now, functionIndex);
    this.#running[this.#functions.regionOf(functionIndex)]!--;
    this.#dismiss(world, execution);
    executions.close(execution);
    return caller;
  }

  /**
   * A client gives up: the execution goes on for nobody (DUR-3).
   * @returns  false when it has been answered already.
   */
  leave(world: World, now: Instant, request: number): boolean {
    const { requests, environments, tracer } = world;
    const execution = this.#executions.of(request);
    if (execution === NONE) return false;
    const environment = requests.environmentOf(request);
    this.#executions.orphan(execution);
    if (environment !== NOBODY) {
      environments.handOver(environment, this.#open(world, now, execution));
      requests.setEnvironment(environments.requestOf(environment), environment);
      requests.setEnvironment(request, NOBODY);
    }
    const runner = this.#executions.runnerOf(execution);
    if (runner !== NOBODY) tracer?.standIn(runner, NOBODY);
    return true;
  }
}
