/** Durable functions: an execution goes from invocation to invocation and holds nothing while it waits (DUR). */

import type { SimConfig } from "../../../config.ts";
import type { Parts } from "../../../core/host/parts.ts";
import { EXECUTION_TIMED_OUT } from "../../../core/objects/functions.ts";
import type { Request } from "../../../core/objects/requests.ts";
import type { Source } from "../../../core/objects/source.ts";
import { assert } from "../../../kernel/assert.ts";
import { Stream } from "../../../kernel/random.ts";
import { after, between, type Duration, earlier, type Instant, NEVER, seconds } from "../../../kernel/time.ts";
import type { Clock } from "../../../kernel/timers.ts";
import { DurableRecorder, ExecutionCount } from "../../../measure/recorders/durable-recorder.ts";
import type { Recorder } from "../../../measure/recorders/recorder.ts";
import type { Tracer } from "../../../measure/recorders/tracer.ts";
import { FACTS } from "../../../vocabulary/facts.ts";
import { Rank } from "../../../vocabulary/ranks.ts";
import type { Functions } from "../../front/functions.ts";
import { Outcome } from "../../front/outcomes.ts";
import { type Execution, Executions } from "./executions.ts";
import { Draws, type StepLuck, Steps } from "./steps.ts";

/** DUR-4. */
const MOST_RUNNING = FACTS.durableExecutions.value;
/** DUR-3. */
export const LONGEST_SYNCHRONOUS = seconds(FACTS.durableSyncSeconds.value);

interface Owners extends Clock {
  readonly functions: Functions;
  readonly parts: Parts;
  readonly recorder: Recorder;
  readonly tracer: Tracer | null;
  /** Who invokes, by source. */
  readonly traffic: { readonly callers: readonly { readonly name: string }[] };
}

export class Durable {
  /** Null when no function is durable. */
  readonly recorder: DurableRecorder | null;
  readonly #owners: Owners;
  readonly #functions: Functions;
  readonly #steps: Steps;
  readonly #executions = new Executions();
  /** What was drawn for a request when it arrived, and what its execution has taken over. */
  readonly #ofRequest: Draws;
  readonly #ofExecution: Draws;
  readonly #seed: number;
  /** By source, made when one first sends a request. */
  readonly #luck: StepLuck[] = [];
  /** By Region. */
  readonly #running: Int32Array;

  constructor(config: SimConfig, owners: Owners) {
    const { functions } = owners;
    this.#owners = owners;
    this.#functions = functions;
    this.#steps = new Steps(functions);
    this.#ofRequest = new Draws(this.#steps.most);
    this.#ofExecution = new Draws(this.#steps.most);
    this.#running = new Int32Array(functions.regions.length);
    this.recorder = this.#steps.most > 0 ? new DurableRecorder(config) : null;
    this.#seed = config.seed;
    if (this.recorder !== null) this.#examine(config);
  }

  /** The reader of scenarios has told all this as problems. */
  #examine({ traffic, functions }: SimConfig): void {
    const durable = new Map(functions.map((settings) => [settings.name, settings.durable]));
    for (const { client, function: name } of traffic) {
      const longest = (name === null ? null : durable.get(name))?.executionTimeout ?? 0;
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
    this.#ofRequest.draw(request.id, this.#steps.of(index), errors, this.#luckOf(request.source!));
    request.run = this.#ofRequest.runOf(request.id, 0);
    request.fails = this.#ofRequest.fails(request.id, 0);
  }

  #luckOf({ index }: Source): StepLuck {
    const stream = (use: string) => new Stream(this.#seed, `${this.#owners.traffic.callers[index]!.name}/${use}`);
    this.#luck[index] ??= { run: stream("steps"), wait: stream("waits"), error: stream("step-errors") };
    return this.#luck[index];
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
  begun(now: Instant, request: Request): void {
    const execution = this.#executions.of(request) ?? this.#start(now, request);
    const environment = request.environment!;
    const { deadline } = execution;
    if (environment.outcome === Outcome.Success && !this.#isLast(execution)) environment.outcome = Outcome.Suspended;
    if (environment.expectedEnd > deadline) {
      this.#owners.timer(deadline, Rank.Timeout, (then) => this.#onTimeout(then, execution));
    }
    // For the caller the end of the run is not the end.
    environment.expectedEnd = NEVER;
  }

  #start(now: Instant, request: Request): Execution {
    const { index } = request.version.fn;
    const { executionTimeout } = this.#functions.settings[index]!.durable!;
    const { segment } = this.#owners.recorder;
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
  ended(now: Instant, request: Request, outcome: Outcome): void {
    const { door, core } = this.#owners.parts;
    const execution = this.#executions.of(request)!;
    if (outcome === Outcome.Suspended) {
      this.#suspend(now, execution);
      return;
    }
    const direct = execution.synchronous && execution.stretch === 0;
    // DUR-5, ASY-3: continuations are asynchronous, and so is the first run of an event; a client hears of its error.
    if (outcome !== Outcome.Success && !direct) {
      door.eventEnded(core, request, outcome, now);
      return;
    }
    const how =
      outcome === Outcome.Success ? ExecutionCount.executionsSucceededCount : ExecutionCount.executionsFailedCount;
    if (outcome === Outcome.Success) this.#stepsDone(execution, 0);
    const caller = this.#end(now, execution, how);
    if (caller === null) return;
    if (caller.waits) door.answer(core, caller, outcome, now);
    else door.eventEnded(core, caller, outcome, now);
  }

  /** DUR-2: nothing is held until the wait is over, or the execution's time. */
  #suspend(now: Instant, execution: Execution): void {
    const wait = this.#ofExecution.waitOf(execution.id, execution.stretch);
    assert(!this.#isLast(execution), "DUR-2: an execution waits after its last step");
    this.#stepsDone(execution, 1);
    this.#dismiss(execution);
    execution.stretch++;
    this.recorder!.waiting(now, this.#functionOf(execution), 1);
    const due = earlier(after(now, wait), execution.deadline);
    this.#owners.timer(due, Rank.Retry, (then) => this.#onResume(then, execution));
  }

  /** LP-21: the steps of this stretch are done, and so many waits begin. */
  #stepsDone(execution: Execution, waits: number): void {
    const functionIndex = this.#functionOf(execution);
    const { runs } = this.#steps.of(functionIndex)[execution.stretch]!;
    this.recorder!.operations(this.#owners.recorder.segment, functionIndex, runs.length + waits);
  }

  /** DUR-5: a wait is over: an asynchronous invocation of Lambda's own goes on with the execution. */
  #onResume(now: Instant, execution: Execution): void {
    const functionIndex = this.#functionOf(execution);
    const { stretch, id } = execution;
    this.recorder!.waiting(now, functionIndex, -1);
    if (now >= execution.deadline) {
      this.#timeOut(now, execution);
      return;
    }
    const runner = this.#open(now, execution);
    const { replayPerStep } = this.#functions.settings[functionIndex]!.durable!;
    const replay = replayPerStep * this.#steps.of(functionIndex)[stretch]!.before;
    runner.run = replay + this.#ofExecution.runOf(id, stretch);
    runner.fails = this.#ofExecution.fails(id, stretch);
    this.#owners.tracer?.standIn(runner, execution.caller);
    this.recorder!.resumed(this.#owners.recorder.segment, functionIndex);
    this.#owners.parts.door.resume(this.#owners.parts.core, runner, now);
  }

  /** A request of Lambda's own, which counts for nobody. */
  #open(now: Instant, execution: Execution): Request {
    const { parts } = this.#owners;
    const runner = parts.door.openRequest(parts.core, null, parts.versions[execution.version]!, false, now);
    runner.copy = true;
    this.#executions.setRunner(execution, runner);
    return runner;
  }

  /** Nothing runs it now. */
  #dismiss(execution: Execution): void {
    const { runner } = execution;
    if (runner === null) return;
    const { parts } = this.#owners;
    if (runner !== execution.caller) parts.door.closeRequest(parts.core, runner);
    execution.runner = null;
  }

  /** DUR-1: time is up while an invocation runs; the run goes on for nobody. */
  #onTimeout(now: Instant, execution: Execution): void {
    // It has ended, or waits for a moment not later than this one.
    if (execution.open && (execution.runner?.environment ?? null) !== null) this.#timeOut(now, execution);
  }

  /** DUR-1: whether time is up for the execution of an event that is due; then it has ended here. */
  isOver(now: Instant, request: Request): boolean {
    const execution = this.#executions.of(request);
    if (execution === null || now < execution.deadline) return false;
    this.#timeOut(now, execution);
    return true;
  }

  /** The moment after which an event need not wait any more; NEVER before its execution has begun. */
  deadlineOf(request: Request): Instant {
    return this.#executions.of(request)?.deadline ?? NEVER;
  }

  #timeOut(now: Instant, execution: Execution): void {
    const { runner } = execution;
    const environment = runner?.environment ?? null;
    if (environment !== null) {
      environment.request = null;
      runner!.environment = null;
    }
    this.#answer(now, this.#end(now, execution, ExecutionCount.executionsTimedOutCount), EXECUTION_TIMED_OUT);
  }

  /**
   * An event is dropped: its execution fails.
   * @returns  true when the event was Lambda's own, and whoever began the execution has heard of it here.
   */
  dropped(now: Instant, request: Request, ending: number): boolean {
    const execution = this.#executions.of(request);
    if (execution === null) return false;
    const caller = this.#end(now, execution, ExecutionCount.executionsFailedCount);
    if (caller === request) return false;
    this.#answer(now, caller, ending);
    return true;
  }

  /** Whoever waits hears of an execution without success; its slot is free already. */
  #answer(now: Instant, caller: Request | null, ending: number): void {
    if (caller === null) return;
    const { parts } = this.#owners;
    if (caller.waits) parts.door.answer(parts.core, caller, Outcome.FunctionError, now);
    else parts.door.drop(parts.core, caller, ending, now);
  }

  /** @returns who waits for the end. */
  #end(now: Instant, execution: Execution, how: number): Request | null {
    const functionIndex = this.#functionOf(execution);
    const { caller, segment, startedAt } = execution;
    this.recorder!.ended(segment, functionIndex, how, between(startedAt, now) as Duration);
    this.recorder!.left(now, functionIndex);
    assert(execution.open, "DUR-2: an execution ended twice");
    this.#running[this.#functions.regionOf(functionIndex)]!--;
    this.#dismiss(execution);
    this.#executions.close(execution);
    return caller;
  }

  /**
   * A client gives up: the execution goes on for nobody (DUR-3).
   * @returns  false when it has been answered already.
   */
  leave(now: Instant, request: Request): boolean {
    const execution = this.#executions.of(request);
    if (execution === null) return false;
    const { environment } = request;
    this.#executions.orphan(execution);
    if (environment !== null) {
      const runner = this.#open(now, execution);
      environment.request = runner;
      runner.environment = environment;
      request.environment = null;
    }
    if (execution.runner !== null) this.#owners.tracer?.standIn(execution.runner, null);
    return true;
  }
}
