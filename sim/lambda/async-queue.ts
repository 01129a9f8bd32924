/**
 * Lambda's internal queue for asynchronous invocation: both retry schedules, the age limit, and where events end (§9).
 */
import type { AsyncConfig, RegionModel } from "../config.ts";
import { EventKind, Rank } from "../events.ts";
import { FACTS } from "../facts.ts";
import { Stream } from "../kernel/random.ts";
import { after, between, type Duration, earlier, type Instant, microseconds, NEVER, seconds } from "../kernel/time.ts";
import { Sum } from "../measure/cloudwatch.ts";
import { Count, TrafficCount } from "../measure/counts.ts";
import type { Ending } from "../measure/recorder.ts";
import type { World } from "../world.ts";
import { Outcome } from "./environments.ts";
import type { Functions } from "./functions.ts";
import { invoke } from "./invoke.ts";
import { Caller, NO_TRAFFIC } from "./requests.ts";
import { ACTIVE } from "./state-refusals.ts";
import { isRefused } from "./throttles.ts";

const ERROR_WAITS = [FACTS.asyncFirstRetrySeconds.value, FACTS.asyncSecondRetrySeconds.value];
const LONGEST = FACTS.asyncBackoffMaxSeconds.value;

/** ASY-8: so many waiting events lengthen a wait by one slowdown. */
const BACKLOG = 1_000;

const EXHAUSTED: Ending = { count: Count.AsyncExhausted, condition: "RetriesExhausted", rule: "ASY-3" };
const EXPIRED: Ending = { count: Count.AsyncExpired, condition: "EventAgeExceeded", rule: "ASY-7" };
const STOPPED: Ending = { count: Count.AsyncStopped, condition: "ZeroReservedConcurrency", rule: "ASY-9" };

/** Where a record goes, if anywhere, and the metric of a delivery that fails (ASY-15). */
interface Target {
  readonly name: string | null;
  readonly failure: Sum;
}

/** One stream for each use. */
interface Luck {
  readonly jitter: Stream;
  readonly duplicate: Stream;
  readonly system: Stream;
  readonly delivery: Stream;
  readonly run: Stream;
  readonly error: Stream;
  readonly calls: Stream;
  readonly extensions: Stream;
}

export class AsyncQueue {
  readonly #functions: Functions;
  readonly #luck: Luck[];
  /** Events that wait, by function (ASY-8). */
  readonly #waiting: Float64Array;
  /** Records that went to queues, topics and buckets. */
  readonly #delivered = new Map<string, number>();

  constructor(functions: Functions, seed: number) {
    this.#functions = functions;
    this.#waiting = new Float64Array(functions.count);
    this.#luck = functions.settings.map(({ name }) => ({
      jitter: new Stream(seed, `${name}/async-jitter`),
      duplicate: new Stream(seed, `${name}/async-duplicate`),
      system: new Stream(seed, `${name}/async-system-error`),
      delivery: new Stream(seed, `${name}/async-delivery`),
      run: new Stream(seed, `${name}/destination/run`),
      error: new Stream(seed, `${name}/destination/error`),
      calls: new Stream(seed, `${name}/destination/calls`),
      extensions: new Stream(seed, `${name}/destination/extensions`),
    }));
  }

  /** Name and number of records of each destination outside Lambda, in name order. */
  deliveries(): [name: string, records: number][] {
    return [...this.#delivered].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** ASY-1: the event is accepted, whatever the limits say; the function's state may forbid it (LIFE-25). */
  enqueue(world: World, now: Instant, request: number): void {
    const refusal = world.states === null ? ACTIVE : world.states.refusalOfEvent(world, now, request);
    if (refusal !== ACTIVE) {
      world.states!.refuse(world, now, request, refusal);
      this.#turnAway(world, now, request);
      return;
    }
    const functionIndex = this.#functionOf(world, request);
    const model = this.#functions.modelOf(functionIndex);
    world.requests.setEnqueuedAt(request, now);
    world.recorder.asyncReceived(now, world.requests.segmentOf(request), functionIndex);
    world.tracer?.enqueued(now, request);
    this.#wait(world, now, request, model.asyncPollDelay);
    if (this.#luck[functionIndex]!.duplicate.chance(model.asyncDuplicates)) this.#duplicate(world, now, request);
  }

  /** An attempt is due, or the event has reached its maximum age. */
  onDue(world: World, now: Instant, request: number): void {
    const { requests, recorder, account } = world;
    const functionIndex = this.#functionOf(world, request);
    const age = between(requests.enqueuedAt(request), now);
    recorder.asyncDepth(now, functionIndex, -1);
    this.#waiting[functionIndex]!--;

    if (this.#functions.isDurable(functionIndex) && world.durable.isOver(world, now, request)) return;
    if (account.reservedOf(functionIndex) === 0) {
      this.drop(world, now, request, STOPPED);
      return;
    }
    // ASY-11: a retry that would start at or after the deadline is not made.
    if (age >= this.#settings(functionIndex).maxAge) {
      this.drop(world, now, request, EXPIRED);
      return;
    }
    recorder.asyncAttempt(now, functionIndex, age);
    if (requests.attemptsOf(request) > 0) recorder.asyncRetried(functionIndex);
    const model = this.#functions.modelOf(functionIndex);
    const broken = this.#luck[functionIndex]!.system.chance(model.asyncSystemErrors);
    if (!broken && !isRefused(invoke(world, now, request))) return;
    if (broken) requests.countAttempt(request);
    requests.countRefusal(request);
    this.#wait(world, now, request, this.#jittered(functionIndex, model, backoff(requests.refusalsOf(request))));
  }

  /** DUR-5: a continuation of an execution: nobody has sent it, so it is not counted as received. */
  resume(world: World, now: Instant, request: number): void {
    this.#wait(world, now, request, this.#functions.modelOf(this.#functionOf(world, request)).asyncPollDelay);
  }

  /** ASY-10: success, retries used up, too old, or another wait, in this order. */
  onOutcome(world: World, now: Instant, request: number, outcome: Outcome): void {
    const { requests } = world;
    const functionIndex = this.#functionOf(world, request);
    if (outcome === Outcome.Success) {
      this.#succeed(world, now, request);
      return;
    }
    requests.countError(request);
    const errors = requests.errorsOf(request);
    const settings = this.#settings(functionIndex);
    if (errors > settings.retries) this.drop(world, now, request, EXHAUSTED);
    else if (between(requests.enqueuedAt(request), now) >= settings.maxAge) this.drop(world, now, request, EXPIRED);
    else {
      const wait = ERROR_WAITS[errors - 1]!;
      this.#wait(world, now, request, this.#jittered(functionIndex, this.#functions.modelOf(functionIndex), wait));
    }
  }

  /** The caller has got an error in place of 202: there never was an event. */
  #turnAway(world: World, now: Instant, request: number): void {
    const { requests, recorder } = world;
    recorder.traffic(requests.segmentOf(request), requests.trafficOf(request), TrafficCount.Refused);
    world.tracer?.answered(now, request, TrafficCount.Refused);
    requests.close(request);
  }

  #functionOf(world: World, request: number): number {
    return this.#functions.ofVersion(world.requests.versionOf(request));
  }

  #settings(functionIndex: number): AsyncConfig {
    return this.#functions.settings[functionIndex]!.async;
  }

  /** ASY-4, ASY-6: waits are up to a share longer. */
  #jittered(functionIndex: number, model: RegionModel, wait: number): Duration {
    return seconds(wait * (1 + model.asyncJitter * this.#luck[functionIndex]!.jitter.uniform()));
  }

  /**
   * ASY-8, MOD: reads and retries come later by a length that grows with the events that wait already. So an event may
   * reach its maximum age untried.
   */
  #slowedBy(functionIndex: number): Duration {
    const { asyncBacklogSlowdown } = this.#functions.modelOf(functionIndex);
    if (asyncBacklogSlowdown === 0) return asyncBacklogSlowdown;
    return microseconds((asyncBacklogSlowdown * this.#waiting[functionIndex]!) / BACKLOG);
  }

  /** ASY-9: with a reservation of 0 the event goes on at once; ASY-11: nothing waits past the deadline. */
  #wait(world: World, now: Instant, request: number, wait: Duration): void {
    const functionIndex = this.#functionOf(world, request);
    const stopped = world.account.reservedOf(functionIndex) === 0;
    const deadline = after(world.requests.enqueuedAt(request), this.#settings(functionIndex).maxAge);
    const due = earlier(stopped ? now : after(after(now, wait), this.#slowedBy(functionIndex)), deadline);
    const last = this.#functions.isDurable(functionIndex) ? world.durable.deadlineOf(request) : NEVER;
    world.recorder.asyncDepth(now, functionIndex, 1);
    this.#waiting[functionIndex]!++;
    world.schedule(earlier(due, last), Rank.Retry, EventKind.AsyncDue, request);
  }

  #succeed(world: World, now: Instant, request: number): void {
    const { requests, recorder } = world;
    const functionIndex = this.#functionOf(world, request);
    const traffic = requests.trafficOf(request);
    const segment = requests.segmentOf(request);
    if (!requests.isCopy(request)) recorder.asyncSucceeded(segment, functionIndex);
    recorder.traffic(segment, traffic, TrafficCount.Succeeded);
    recorder.answered(segment, traffic, between(requests.arrivedAt(request), now));
    this.#send(world, now, request, { name: this.#settings(functionIndex).onSuccess, failure: Sum.DeliveryFailures });
    requests.close(request);
  }

  /** ASY-13, ASY-14: a dropped event goes to the failure destination and to the dead-letter queue, if there are any. */
  drop(world: World, now: Instant, request: number, ending: Ending): void {
    const { requests, recorder } = world;
    const functionIndex = this.#functionOf(world, request);
    if (this.#functions.isDurable(functionIndex) && world.durable.onDropped(world, now, request, ending)) return;
    const segment = requests.segmentOf(request);
    if (!requests.isCopy(request)) recorder.asyncDropped(now, segment, functionIndex, ending);
    recorder.traffic(segment, requests.trafficOf(request), TrafficCount.Dropped);
    world.tracer?.dropped(now, request, ending.condition);
    const { onFailure, deadLetter } = this.#settings(functionIndex);
    this.#send(world, now, request, { name: onFailure, failure: Sum.DeliveryFailures });
    this.#send(world, now, request, { name: deadLetter, failure: Sum.DeadLetterErrors });
    requests.close(request);
  }

  /** A record for a destination: another function gets an event of its own, anything else only counts it. */
  #send(world: World, now: Instant, request: number, target: Target): void {
    if (target.name === null) return;
    const sender = this.#functionOf(world, request);
    const { asyncDeliveryFailures } = this.#functions.modelOf(sender);
    if (this.#luck[sender]!.delivery.chance(asyncDeliveryFailures)) {
      world.recorder.deliveryFailed(now, sender, target.failure);
      return;
    }
    const functionIndex = this.#functions.find(target.name);
    if (functionIndex < 0) {
      this.#deliver(target.name);
      return;
    }
    const links = world.requests.chainOf(request) + 1;
    if (links > FACTS.recursionLimit.value) {
      this.#stopChain(world, now, functionIndex);
      return;
    }
    const version = this.#functions.versionsOf(functionIndex)[0]!;
    const event = this.#open(world, now, version);
    const luck = this.#luck[functionIndex]!;
    const fails = luck.error.chance(this.#functions.settings[functionIndex]!.errors);
    world.requests.setDraws(event, this.#functions.runOf(functionIndex).draw(luck.run), fails);
    world.calls.draw(event, functionIndex, luck.calls);
    world.extensions.draw(event, functionIndex, luck.extensions);
    world.requests.setChain(event, links);
    this.enqueue(world, now, event);
  }

  /** ASY-20: the stopped event goes where a dropped one would, but to no function: that would go on with the chain. */
  #stopChain(world: World, now: Instant, functionIndex: number): void {
    world.recorder.recursionDropped(now, functionIndex);
    const { onFailure, deadLetter } = this.#settings(functionIndex);
    if (onFailure !== null && this.#functions.find(onFailure) < 0) this.#deliver(onFailure);
    if (deadLetter !== null && this.#functions.find(deadLetter) < 0) this.#deliver(deadLetter);
  }

  #deliver(target: string): void {
    this.#delivered.set(target, (this.#delivered.get(target) ?? 0) + 1);
  }

  /** ASY-17: the same event once more. It runs and is billed, but it was received, and ends, only once. */
  #duplicate(world: World, now: Instant, request: number): void {
    const { requests } = world;
    const copy = this.#open(world, now, requests.versionOf(request));
    requests.setDraws(copy, requests.runOf(request), requests.fails(request));
    requests.setChain(copy, requests.chainOf(request));
    requests.setTenant(copy, requests.tenantOf(request));
    requests.markCopy(copy);
    world.calls.copy(request, copy);
    if (this.#functions.isDurable(this.#functionOf(world, copy))) world.durable.copy(request, copy);
    world.extensions.copy(request, copy);
    this.#wait(world, now, copy, this.#functions.modelOf(this.#functionOf(world, copy)).asyncPollDelay);
  }

  #open(world: World, now: Instant, version: number): number {
    const event = world.requests.open(Caller.AsyncQueue, NO_TRAFFIC, version, now);
    world.requests.setSegment(event, world.recorder.segment);
    world.tracer?.opened(now, event, this.#functions.qualifierOf(version));
    return event;
  }
}

/** ASY-6: 1, 2, 4, ... seconds after the k-th refusal, 300 at most. */
function backoff(refusals: number): number {
  let wait = FACTS.asyncBackoffFirstSeconds.value;
  for (let k = 1; k < refusals && wait < LONGEST; k++) wait *= 2;
  return Math.min(wait, LONGEST);
}
