/** Services with limited capacity that functions call: who gets a place, who waits, who is turned away. */
import type { DownstreamConfig } from "../config.ts";
import { assert } from "../kernel/assert.ts";
import { type Sampler, samplerOf } from "../kernel/random.ts";
import { type Duration, type Instant, MICROS_PER_SECOND } from "../kernel/time.ts";
import { byName } from "../lambda/functions.ts";
import { TokenBucket } from "../lambda/rates.ts";

/** What becomes of a call that has just been made. */
export const Entry = { Served: 0, Waiting: 1, Rejected: 2 } as const;
export type Entry = (typeof Entry)[keyof typeof Entry];

/** Whether this environment still waits with this ticket: one whose time ran out has left the line. */
export type StillWaits = (environment: number, ticket: number) => boolean;

/** Tokens of a rate limit; a pool has none. */
function bucketOf({ limit }: DownstreamConfig): TokenBucket {
  if (limit.kind === "pool") return new TokenBucket(0, 0 as Duration);
  return new TokenBucket(limit.perSecond, burstWindow(limit.perSecond, limit.burst));
}

/** A burst of tokens as the stretch of refill that makes as many: rounded up, or it might never hold its last token. */
const burstWindow = (perSecond: number, burst: number): Duration =>
  Math.ceil((burst / perSecond) * MICROS_PER_SECOND) as Duration;

class Downstream {
  settings: DownstreamConfig;
  latency: Sampler;
  inUse = 0;
  readonly bucket: TokenBucket;
  /** Environments in line with their tickets, the next one at `#head`. */
  readonly #line: { environment: number; ticket: number }[] = [];
  #head = 0;

  constructor(settings: DownstreamConfig) {
    this.settings = settings;
    this.latency = samplerOf(settings.latency);
    this.bucket = bucketOf(settings);
  }

  apply(settings: DownstreamConfig, now: Instant): void {
    this.settings = settings;
    this.latency = samplerOf(settings.latency);
    const { limit } = settings;
    if (limit.kind === "rate") this.bucket.resize(now, limit.perSecond, burstWindow(limit.perSecond, limit.burst));
  }

  get isFull(): boolean {
    const { limit } = this.settings;
    return limit.kind === "pool" && this.inUse >= limit.size;
  }

  join(environment: number, ticket: number): void {
    this.#line.push({ environment, ticket });
  }

  /** Takes the next one that still waits out of the line; -1 when there is none. */
  next(waits: StillWaits): number {
    while (this.#head < this.#line.length) {
      const { environment, ticket } = this.#line[this.#head++]!;
      if (waits(environment, ticket)) return environment;
    }
    this.#line.length = 0;
    this.#head = 0;
    return -1;
  }
}

export class Downstreams {
  readonly #all: readonly Downstream[];
  readonly names: readonly string[];
  /** One counter for all lines: a ticket is good in one line only. */
  #tickets = 0;

  constructor(configs: readonly DownstreamConfig[]) {
    const sorted = [...configs].sort(byName);
    this.names = sorted.map((config) => config.name);
    this.#all = sorted.map((config) => new Downstream(config));
  }

  /** @throws InvariantError for an unknown name: the reader of scenarios has checked them. */
  indexOf(name: string): number {
    const index = this.names.indexOf(name);
    assert(index >= 0, "a config names an unknown downstream");
    return index;
  }
  latencyOf(downstream: number): Sampler {
    return this.#all[downstream]!.latency;
  }
  inUse(downstream: number): number {
    return this.#all[downstream]!.inUse;
  }
  /** Places of a pool, calls per second of a rate. */
  limitOf(downstream: number): number {
    const { limit } = this.#all[downstream]!.settings;
    return limit.kind === "pool" ? limit.size : limit.perSecond;
  }
  maxWaitOf(downstream: number): Duration {
    return this.#all[downstream]!.settings.maxWait;
  }

  /**
   * A call arrives. A rate limit with `wait` books the next free token, so `delay` tells how long the call must wait
   * for it; a full pool makes it stand in line.
   */
  enter(downstream: number, now: Instant): Entry {
    const service = this.#all[downstream]!;
    const waits = service.settings.whenFull === "wait";
    if (service.isFull) return waits ? Entry.Waiting : Entry.Rejected;
    if (service.settings.limit.kind === "rate") {
      const delay = service.bucket.delay(now);
      if (delay > (waits ? service.settings.maxWait : 0)) return Entry.Rejected;
      service.bucket.use();
    }
    service.inUse++;
    return Entry.Served;
  }

  /** How long a rate limit would make a call wait now; 0 for a pool. */
  delay(downstream: number, now: Instant): Duration {
    const service = this.#all[downstream]!;
    return service.settings.limit.kind === "rate" ? service.bucket.delay(now) : (0 as Duration);
  }

  /** @returns the ticket of this place in the line: no other line has given the same one. */
  join(downstream: number, environment: number): number {
    this.#tickets++;
    this.#all[downstream]!.join(environment, this.#tickets);
    return this.#tickets;
  }

  leave(downstream: number): void {
    assert(this.#all[downstream]!.inUse > 0, "a downstream place was given back twice");
    this.#all[downstream]!.inUse--;
  }

  /** Gives a free place to the next one in line; -1 when there is no place or nobody waits. */
  serveNext(downstream: number, waits: StillWaits): number {
    const service = this.#all[downstream]!;
    if (service.isFull) return -1;
    const environment = service.next(waits);
    if (environment >= 0) service.inUse++;
    return environment;
  }

  apply(settings: DownstreamConfig, now: Instant): void {
    this.#all[this.indexOf(settings.name)]!.apply(settings, now);
  }
}
