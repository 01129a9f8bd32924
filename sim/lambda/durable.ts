/** Durable functions: an execution goes from invocation to invocation and holds nothing while it waits (DUR). */
import type { SimConfig } from "../config.ts";
import { EXECUTION_TIMED_OUT } from "../core/functions.ts";
import type { Request } from "../core/requests.ts";
import { Rank } from "../events.ts";
import { FACTS } from "../facts.ts";
import { assert } from "../kernel/assert.ts";
import { Stream } from "../kernel/random.ts";
import { after, between, type Duration, earlier, type Instant, NEVER, seconds } from "../kernel/time.ts";
import { DurableRecorder, ExecutionCount } from "../measure/durable-recorder.ts";
import type { World } from "../world.ts";
import { type Execution, Executions } from "./executions.ts";
import { byName, type Functions } from "./functions.ts";
import { Outcome } from "./outcomes.ts";
import { Draws, type StepLuck, Steps } from "./steps.ts";

/** DUR-4. */
const MOST_RUNNING = FACTS.durableExecutions.value;
const LONGEST_SYNCHRONOUS = seconds(FACTS.durableSyncSeconds.value);

export class Durable {
  /** Null when no function is durable. */
  readonly recorder: DurableRecorder | null;
  readonly #functions: Functions;
  readonly #steps: Steps;
  readonly #executions = new Executions();
  /** What was drawn for a request when it arrived, and what its execution has taken over. */
  readonly #ofRequest: Draws;
  readonly #ofExecution: Draws;
  /** By source. */
  readonly #luck: readonly StepLuck[];
  /** By Region. */
  readonly #running: Int32Array;

  constructor(config: SimConfig, functions: Functions) {
    this.#functions = functions;
    this.#steps = new Steps(functions);
    this.#ofRequest = new Draws(this.#steps.most);
    this.#ofExecution = new Draws(this.#steps.most);
    this.#running = new Int32Array(functions.regions.length);
    this.recorder = this.#steps.most > 0 ? new DurableRecorder(config) : null;
    this.#luck = [...config.traffic].sort(byName).map(({ name }) => {
      const stream = (use: string) => new Stream(config.seed, `${name}/${use}`);
      return { run: stream("steps"), wait: stream("waits"), error: stream("step-errors") };
    });
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
  draw(request: Request): void {
    const { index } = request.version.fn;
    const { errors } = this.#functions.settings[index]!;
    this.#ofRequest.draw(request.id, this.#steps.of(index), errors, this.#luck[request.source!.index]!);
    request.run = this.#ofRequest.runOf(request.id, 0);
    request.fails = this.#ofRequest.fails(request.id, 0);
  }

  /** ASY-17: a second delivery has an execution of its own. */
  copy(from: Request, to: Request): void {
    this.#ofRequest.take(to.id, this.#ofRequest, from.id);
  }

  /** DUR-4, MOD: the Region runs as many executions as it may, and this request would begin one more. */
  isFull(request: Request): boolean {
    const running = this.#running[this.#functions.regionOf(request.version.fn.index)]!;
    return running >= MOST_RUNNING && this.#executions.of(request) === null;
  }

  /** An invocation has been admitted: it begins an execution, or goes on with one. */
  begun(world: World, now: Instant, request: Request): void {
    const execution = this.#executions.of(request) ?? this.#start(world, now, request);
    const environment = request.environment!;
    const { deadline } = execution;
    if (environment.outcome === Outcome.Success && !this.#isLast(execution)) environment.outcome = Outcome.Suspended;
    if (environment.expectedEnd > deadline) {
      world.timer(deadline, Rank.Timeout, (then) => this.#onTimeout(world, then, execution));
    }
    // For the caller the end of the run is not the end.
    environment.expectedEnd = NEVER;
  }

  #start(world: World, now: Instant, request: Request): Execution {
    const { index } = request.version.fn;
    const { executionTimeout } = this.#functions.settings[index]!.durable!;
    const { segment } = world.recorder;
    const execution = this.#executions.open(request, now, after(now, executionTimeout), segment);
    this.#ofExecution.take(execution.id, this.#ofRequest, request.id);
    this.#running[this.#functions.regionOf(index)]!++;
    this.recorder!.started(now, segment, index);
    return execution;
  }

  #isLast(execution: Execution): boolean {
    return execution.stretch + 1 === this.#steps.of(this.#functionOf(execution)).length;
  }

  #functionOf(execution: Execution): number {
    return this.#functions.ofVersion(execution.version);
  }

  /** The invocation of this request has ended, in time: a wait follows, or the end, or another try of its event. */
  ended(world: World, now: Instant, request: Request, outcome: Outcome): void {
    const { door, core } = world.parts;
    const execution = this.#executions.of(request)!;
    if (outcome === Outcome.Suspended) {
      this.#suspend(world, now, execution);
      return;
    }
    const direct = execution.synchronous && execution.stretch === 0;
    // DUR-5, ASY-3: continuations are asynchronous, and so is the first run of an event; a client hears of its error.
    if (outcome !== Outcome.Success && !direct) {
      door.eventEnded(core, request, outcome, now);
      return;
    }
    const how = outcome === Outcome.Success ? ExecutionCount.Succeeded : ExecutionCount.Failed;
    if (outcome === Outcome.Success) this.#stepsDone(world, execution, 0);
    const caller = this.#end(world, now, execution, how);
    if (caller === null) return;
    if (caller.waits) door.clientServed(core, caller, outcome, now);
    else door.eventEnded(core, caller, outcome, now);
  }

  /** DUR-2: nothing is held until the wait is over, or the execution's time. */
  #suspend(world: World, now: Instant, execution: Execution): void {
    const wait = this.#ofExecution.waitOf(execution.id, execution.stretch);
    this.#stepsDone(world, execution, 1);
    this.#dismiss(world, execution);
    execution.stretch++;
    this.recorder!.waiting(now, this.#functionOf(execution), 1);
    const due = earlier(after(now, wait), execution.deadline);
    world.timer(due, Rank.Retry, (then) => this.#onResume(world, then, execution));
  }

  /** LP-21: the steps of this stretch are done, and so many waits begin. */
  #stepsDone(world: World, execution: Execution, waits: number): void {
    const functionIndex = this.#functionOf(execution);
    const { runs } = this.#steps.of(functionIndex)[execution.stretch]!;
    this.recorder!.operations(world.recorder.segment, functionIndex, runs.length + waits);
  }

  /** DUR-5: a wait is over: an asynchronous invocation of Lambda's own goes on with the execution. */
  #onResume(world: World, now: Instant, execution: Execution): void {
    const functionIndex = this.#functionOf(execution);
    const { stretch, id } = execution;
    this.recorder!.waiting(now, functionIndex, -1);
    if (now >= execution.deadline) {
      this.#timeOut(world, now, execution);
      return;
    }
    const runner = this.#open(world, now, execution);
    const { replayPerStep } = this.#functions.settings[functionIndex]!.durable!;
    const replay = replayPerStep * this.#steps.of(functionIndex)[stretch]!.before;
    runner.run = replay + this.#ofExecution.runOf(id, stretch);
    runner.fails = this.#ofExecution.fails(id, stretch);
    world.tracer?.standIn(runner, execution.caller);
    this.recorder!.resumed(world.recorder.segment, functionIndex);
    world.parts.door.resume(world.parts.core, runner, now);
  }

  /** A request of Lambda's own, which counts for nobody. */
  #open({ parts }: World, now: Instant, execution: Execution): Request {
    const runner = parts.door.openRequest(parts.core, null, parts.versions[execution.version]!, false, now);
    runner.copy = true;
    this.#executions.setRunner(execution, runner);
    return runner;
  }

  /** Nothing runs it now. */
  #dismiss({ parts }: World, execution: Execution): void {
    const { runner } = execution;
    if (runner === null) return;
    if (runner !== execution.caller) parts.door.closeRequest(parts.core, runner);
    execution.runner = null;
  }

  /** DUR-1: time is up while an invocation runs; the run goes on for nobody. */
  #onTimeout(world: World, now: Instant, execution: Execution): void {
    // It has ended, or waits for a moment not later than this one.
    if (execution.open && (execution.runner?.environment ?? null) !== null) this.#timeOut(world, now, execution);
  }

  /** DUR-1: whether time is up for the execution of an event that is due; then it has ended here. */
  isOver(world: World, now: Instant, request: Request): boolean {
    const execution = this.#executions.of(request);
    if (execution === null || now < execution.deadline) return false;
    this.#timeOut(world, now, execution);
    return true;
  }

  /** The moment after which an event need not wait any more; NEVER before its execution has begun. */
  deadlineOf(request: Request): Instant {
    return this.#executions.of(request)?.deadline ?? NEVER;
  }

  #timeOut(world: World, now: Instant, execution: Execution): void {
    const { runner } = execution;
    const environment = runner?.environment ?? null;
    if (environment !== null) {
      environment.request = null;
      runner!.environment = null;
    }
    this.#answer(world, now, this.#end(world, now, execution, ExecutionCount.TimedOut), EXECUTION_TIMED_OUT);
  }

  /**
   * An event is dropped: its execution fails.
   * @returns  true when the event was Lambda's own, and whoever began the execution has heard of it here.
   */
  dropped(world: World, now: Instant, request: Request, ending: number): boolean {
    const execution = this.#executions.of(request);
    if (execution === null) return false;
    const caller = this.#end(world, now, execution, ExecutionCount.Failed);
    if (caller === request) return false;
    this.#answer(world, now, caller, ending);
    return true;
  }

  /** Whoever waits hears of an execution without success; its slot is free already. */
  #answer({ parts }: World, now: Instant, caller: Request | null, ending: number): void {
    if (caller === null) return;
    if (caller.waits) parts.door.clientServed(parts.core, caller, Outcome.FunctionError, now);
    else parts.door.drop(parts.core, caller, ending, now);
  }

  /** @returns who waits for the end. */
  #end(world: World, now: Instant, execution: Execution, how: ExecutionCount): Request | null {
    const functionIndex = this.#functionOf(execution);
    const { caller, segment, startedAt } = execution;
    this.recorder!.ended(segment, functionIndex, how, between(startedAt, now) as Duration);
    this.recorder!.left(now, functionIndex);
    this.#running[this.#functions.regionOf(functionIndex)]!--;
    this.#dismiss(world, execution);
    this.#executions.close(execution);
    return caller;
  }

  /**
   * A client gives up: the execution goes on for nobody (DUR-3).
   * @returns  false when it has been answered already.
   */
  leave(world: World, now: Instant, request: Request): boolean {
    const execution = this.#executions.of(request);
    if (execution === null) return false;
    const { environment } = request;
    this.#executions.orphan(execution);
    if (environment !== null) {
      const runner = this.#open(world, now, execution);
      environment.request = runner;
      runner.environment = environment;
      request.environment = null;
    }
    if (execution.runner !== null) world.tracer?.standIn(execution.runner, null);
    return true;
  }
}
