/** Synchronous callers: what an SDK client does about a refusal, a timeout and an answer (§8.2). */
import type { ClientConfig } from "../config.ts";
import { EventKind, Rank } from "../events.ts";
import { Stream } from "../kernel/random.ts";
import { after, between, type Duration, type Instant, seconds } from "../kernel/time.ts";
import { NOBODY, Outcome } from "../lambda/environments.ts";
import { invoke } from "../lambda/invoke.ts";
import { STATE_REFUSALS } from "../lambda/state-refusals.ts";
import { type Admission, isNotInvokable, isRefused, stateRefusalOf } from "../lambda/throttles.ts";
import { TrafficCount } from "../measure/counts.ts";
import type { World } from "../world.ts";
import { AdaptiveLimiter } from "./adaptive-limiter.ts";
import { Failure, RETRY_POLICIES, type RetryPolicy } from "./retry-modes.ts";

/** The clients behind one entry of `traffic`; they take its requests in turn. */
export class ClientGroup {
  readonly config: ClientConfig;
  readonly policy: RetryPolicy;
  readonly backoff: Stream;
  readonly tokens: Float64Array;
  readonly limiters: readonly AdaptiveLimiter[];
  #next = 0;

  constructor(config: ClientConfig, backoff: Stream) {
    this.config = config;
    this.policy = RETRY_POLICIES[config.retry];
    this.backoff = backoff;
    this.tokens = new Float64Array(config.clients).fill(this.policy.quota);
    this.limiters = this.policy.adaptive ? Array.from({ length: config.clients }, () => new AdaptiveLimiter()) : [];
  }

  nextClient(): number {
    const client = this.#next;
    this.#next = client + 1 === this.config.clients ? 0 : client + 1;
    return client;
  }

  /** SDK-2, SDK-5: a success gives back this much of the client's retry quota. */
  refund(client: number, back: number): void {
    this.tokens[client] = Math.min(this.policy.quota, this.tokens[client]! + back);
  }
}

/** How a request ends after the last attempt, by what that failed of. */
const GIVEN_UP = [TrafficCount.Throttled, TrafficCount.Abandoned, TrafficCount.Refused] as const;
const NOT_WAITING = -1;
/** SDK-9: a Retry-After delays a retry by no more than this. */
const LONGEST_HINT = seconds(5);

export class Clients {
  readonly #groups: (ClientGroup | null)[];

  /** @param configs  by index of traffic; null for asynchronous traffic. */
  constructor(configs: readonly (ClientConfig | null)[], names: readonly string[], seed: number) {
    this.#groups = configs.map((config, index) =>
      config === null ? null : new ClientGroup(config, new Stream(seed, `${names[index]}/backoff`)),
    );
  }

  /** The clients behind an entry of synchronous traffic. */
  groupOf(traffic: number): ClientGroup {
    return this.#groups[traffic]!;
  }

  /** A new request is sent for the first time, now or when the adaptive limiter lets it. */
  submit(world: World, now: Instant, request: number): void {
    const group = this.#groupOf(world, request);
    const client = group.nextClient();
    world.requests.setClient(request, client);
    this.#sendAfter(world, now, request, group.limiters[client]?.acquire(now) ?? (0 as Duration));
  }

  /** ADM-1: the answer to a refusal comes at once. */
  attempt(world: World, now: Instant, request: number): void {
    world.traffic.route(world, request);
    const admission = invoke(world, now, request);
    if (isRefused(admission)) {
      this.#refused(world, now, request, admission);
      return;
    }
    const { timeout } = this.#groupOf(world, request).config;
    if (timeout === null) return;
    const { requests, environments } = world;
    const giveUpAt = after(now, timeout);
    requests.setTimeoutAt(request, giveUpAt);
    if (environments.expectedEnd(requests.environmentOf(request)) > giveUpAt) {
      world.schedule(giveUpAt, Rank.Timeout, EventKind.ClientTimeout, request);
    }
  }

  /** SDK-8: a 429 and a 502 may be tried again, a 409 may not. */
  #refused(world: World, now: Instant, request: number, admission: Admission): void {
    if (!isNotInvokable(admission)) {
      this.#limiterOf(world, request)?.onThrottle(now);
      this.#retryOr(world, now, request, Failure.Throttling);
    } else if (STATE_REFUSALS[stateRefusalOf(admission)]!.status >= 500) {
      this.#retryOr(world, now, request, Failure.Server);
    } else {
      this.#finish(world, now, request, TrafficCount.Refused);
    }
  }

  /** The caller gives up an attempt; Lambda goes on with it for nobody. */
  onTimeout(world: World, now: Instant, request: number): void {
    const { requests } = world;
    if (requests.timeoutAt(request) !== now || !this.#leave(world, now, request)) return;
    requests.setTimeoutAt(request, NOT_WAITING);
    this.#retryOr(world, now, request, Failure.Timeout);
  }

  /** False when an answer came first: the request has ended or waits for another attempt. */
  #leave(world: World, now: Instant, request: number): boolean {
    const { requests, environments, functions, durable } = world;
    if (functions.isDurable(functions.ofVersion(requests.versionOf(request))))
      return durable.leave(world, now, request);
    const environment = requests.environmentOf(request);
    if (environment === NOBODY) return false;
    environments.abandon(environment);
    requests.setEnvironment(request, NOBODY);
    return true;
  }

  /** SDK-8: an answer with a function error is an answer, and never retried. */
  onOutcome(world: World, now: Instant, request: number, outcome: Outcome): void {
    const { requests, functions } = world;
    this.#limiterOf(world, request)?.onSuccess(now);
    this.#refund(world, request);
    const latency = between(requests.arrivedAt(request), now);
    const functionIndex = functions.ofVersion(requests.versionOf(request));
    world.recorder.served(requests.segmentOf(request), requests.trafficOf(request), functionIndex, latency);
    this.#finish(world, now, request, outcome === Outcome.Success ? TrafficCount.Succeeded : TrafficCount.Failed);
  }

  #retryOr(world: World, now: Instant, request: number, failure: Failure): void {
    const { requests, recorder } = world;
    const group = this.#groupOf(world, request);
    const attempts = requests.attemptsOf(request);
    const given = GIVEN_UP[failure];
    if (group.config.retry === "none" || attempts >= group.config.attempts) {
      this.#giveUp(world, now, request, given);
      return;
    }
    const client = requests.clientOf(request);
    const cost = group.policy.cost[failure];
    const segment = requests.segmentOf(request);
    if (group.tokens[client]! < cost) {
      recorder.traffic(segment, requests.trafficOf(request), TrafficCount.QuotaExhausted);
      this.#giveUp(world, now, request, given);
      return;
    }
    group.tokens[client]! -= cost;
    requests.setRetryCost(request, cost);
    recorder.traffic(segment, requests.trafficOf(request), TrafficCount.Retries);
    const wait = this.#heeding(world, request, failure, backoff(group, failure, attempts - 1));
    // The token is booked now: the limiter's clock must not run ahead of the client's other requests.
    const limited = group.limiters[client]?.acquire(now) ?? (0 as Duration);
    world.schedule(after(now, Math.max(wait, limited) as Duration), Rank.Retry, EventKind.RetryDue, request);
  }

  /** SDK-9: max(delay, min(hint, delay + 5 s)) where a 429 carries a hint (ERR-3). */
  #heeding(world: World, request: number, failure: Failure, delay: Duration): Duration {
    const { functions, requests } = world;
    const hint = functions.modelOf(functions.ofVersion(requests.versionOf(request))).retryAfter;
    if (failure !== Failure.Throttling || !this.#groupOf(world, request).policy.heedsRetryAfter) return delay;
    return Math.max(delay, Math.min(hint, delay + LONGEST_HINT)) as Duration;
  }

  /** SDK-2, SDK-5: what a success gives back to the client's retry quota. */
  #refund(world: World, request: number): void {
    const group = this.#groupOf(world, request);
    const retried = world.requests.attemptsOf(request) > 1;
    const back = retried ? (group.policy.givesBackCost ? world.requests.retryCostOf(request) : 0) : 1;
    group.refund(world.requests.clientOf(request), back);
  }

  /** The last attempt has failed: that is the caller's answer. */
  #giveUp(world: World, now: Instant, request: number, outcome: TrafficCount): void {
    const { requests, recorder } = world;
    const latency = between(requests.arrivedAt(request), now);
    recorder.answered(requests.segmentOf(request), requests.trafficOf(request), latency);
    this.#finish(world, now, request, outcome);
  }

  #finish(world: World, now: Instant, request: number, outcome: TrafficCount): void {
    const { requests, recorder } = world;
    const segment = requests.segmentOf(request);
    const traffic = requests.trafficOf(request);
    recorder.traffic(segment, traffic, outcome);
    world.tracer?.answered(now, request, outcome);
    requests.close(request);
  }

  #sendAfter(world: World, now: Instant, request: number, wait: Duration): void {
    if (wait === 0) this.attempt(world, now, request);
    else world.schedule(after(now, wait), Rank.Retry, EventKind.RetryDue, request);
  }

  #limiterOf(world: World, request: number): AdaptiveLimiter | undefined {
    return this.#groupOf(world, request).limiters[world.requests.clientOf(request)];
  }

  #groupOf(world: World, request: number): ClientGroup {
    return this.#groups[world.requests.trafficOf(request)]!;
  }
}

/** SDK-1 to SDK-5: full jitter under an exponential ceiling. @param retry  0 for the first. */
function backoff(group: ClientGroup, failure: Failure, retry: number): Duration {
  let ceiling = group.policy.baseSeconds[failure];
  for (let i = 0; i < retry && ceiling < group.policy.longestSeconds; i++) ceiling *= 2;
  const longest = Math.min(ceiling, group.policy.longestSeconds);
  return seconds(group.backoff.uniform() * longest);
}
