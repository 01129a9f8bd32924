/** Limits on speed: requests per second (RPS), how fast that may grow (SCALE-6), new environments (SCALE-1 to 5). */
import { NEVER, SECOND } from "./numbers.ts";
import { assert, ceil, type Doubles, doubles, f64, floor, type i32, ZERO } from "./prelude.ts";

const MINUTE: f64 = 6e7;
/** SCALE-1, SCALE-5. */
const PERIOD_SECONDS: f64 = 10;
const PERIOD: f64 = 1e7;

/** RPS-8: a token bucket that starts full. Levels are tokens x 10^6, so refills in µs stay whole numbers. */
export class Bucket {
  level: f64 = ZERO;
  at: f64 = ZERO;
  perSecond: f64 = ZERO;
  capacity: f64 = ZERO;

  /** @inline */
  has(now: f64): boolean {
    this.refill(now);
    return this.level >= SECOND;
  }

  /**
   * Takes one token; the caller has asked `has` or `delay` at this moment. Taken ahead of time, it is owed.
   * @inline */
  use(): void {
    this.level -= SECOND;
  }

  /** How long until one more token can be had; NEVER at rate 0. */
  delay(now: f64): f64 {
    if (this.has(now)) return 0;
    if (this.perSecond === 0) return NEVER;
    return ceil((SECOND - this.level) / this.perSecond);
  }

  /** @inline */
  refill(now: f64): void {
    const missing = this.capacity - this.level;
    const gain = (now - this.at) * this.perSecond;
    this.level += gain < missing ? gain : missing;
    this.at = now;
  }
}

/** @param window  capacity as a stretch of refill: 1 s holds as many tokens as one second adds. */
export function fullBucket(perSecond: f64, window: f64): Bucket {
  const bucket = new Bucket();
  resize(bucket, 0, perSecond, window);
  return bucket;
}

/** A new rate from now on: what the capacity gains can be used at once (RES-10), a level above it is cut. */
export function resize(bucket: Bucket, now: f64, perSecond: f64, window: f64): void {
  assert(perSecond >= 0 && window >= 0, "RPS-8: a rate is negative, or no number");
  assert(now >= bucket.at, "RPS-8: a rate changes before it was last used");
  const missing = bucket.capacity - bucket.level;
  const refill = (now - bucket.at) * bucket.perSecond;
  const level = bucket.level + (refill < missing ? refill : missing);
  const capacity = perSecond * window;
  const gain = capacity > bucket.capacity ? capacity - bucket.capacity : 0;
  bucket.at = now;
  bucket.perSecond = perSecond;
  bucket.capacity = capacity;
  bucket.level = level + gain < capacity ? level + gain : capacity;
}

/**
 * SCALE-6: the served rate of a function may rise by 10,000 requests/s per 10 s above the highest of the last lifetime.
 */
export class Growth {
  memorySeconds: f64 = ZERO;
  allowance: f64 = ZERO;
  second: f64 = -1;
  /** First moment after the present second, served in it, and the most that may be. */
  ends: f64 = ZERO;
  served: i32 = 0;
  ceiling: f64 = ZERO;
  tokens: f64 = ZERO;
  /** Highest one-second rates still remembered, falling, with their seconds: a ring. */
  first: i32 = 0;
  count: i32 = 0;
  room: i32 = 8;
  rates: Doubles = doubles(8);
  seconds: Doubles = doubles(8);

  has(now: f64): boolean {
    if (now >= this.ends) this.turn(floor(now / SECOND));
    return f64(this.served) < this.ceiling;
  }

  turn(second: f64): void {
    const served = f64(this.served);
    const rise = served - this.highest();
    assert(rise <= this.tokens, "SCALE-6: a function served more than its rate may grow");
    if (rise > 0) this.tokens -= rise;
    const tokens = this.tokens + (second - this.second) * (this.allowance / PERIOD_SECONDS);
    this.tokens = tokens < this.allowance ? tokens : this.allowance;
    while (this.count > 0 && this.rates[this.placeOf(this.count - 1)]! <= served) this.count--;
    if (this.count === this.room) this.grow();
    const place = this.placeOf(this.count);
    this.rates[place] = served;
    this.seconds[place] = this.second;
    this.count++;
    while (this.count > 0 && this.seconds[this.first]! < second - this.memorySeconds) {
      this.first = this.placeOf(1);
      this.count--;
    }
    this.second = second;
    this.ends = (second + 1) * SECOND;
    this.served = 0;
    this.ceiling = floor(this.highest() + this.tokens);
  }

  highest(): f64 {
    return this.count > 0 ? this.rates[this.first]! : 0;
  }

  placeOf(number: i32): i32 {
    return (this.first + number) & (this.room - 1);
  }

  grow(): void {
    const rates = doubles(2 * this.room);
    const seconds = doubles(2 * this.room);
    for (let number = 0; number < this.count; number++) {
      rates[number] = this.rates[this.placeOf(number)]!;
      seconds[number] = this.seconds[this.placeOf(number)]!;
    }
    this.rates = rates;
    this.seconds = seconds;
    this.first = 0;
    this.room = 2 * this.room;
  }
}

/** @param memorySeconds  how long a peak is remembered. @param allowance  requests/s that may be added in 10 s. */
export function growthOf(memorySeconds: f64, allowance: f64): Growth {
  const growth = new Growth();
  growth.memorySeconds = memorySeconds;
  growth.allowance = allowance;
  growth.tokens = allowance;
  growth.ceiling = allowance;
  return growth;
}

export const TOKEN_BUCKET: i32 = 0;
export const SLIDING_WINDOW: i32 = 1;
export const FIXED_WINDOW: i32 = 2;
export const BURST_2021: i32 = 3;
/** SCALE-10. */
const LEGACY_GROWTH: f64 = 500;

/** SCALE-1: how many environments a function may still add; of BURST_2021 all functions of a Region together. */
export class Scaling {
  kind: i32 = 0;
  allowance: i32 = 0;
  /** SCALE-5, SCALE-3, SCALE-4: 1,000 at most (the allowance), refilled continuously by 100 a second. */
  bucket: Bucket;
  /** SCALE-5: moments of the latest ones, a ring: at most so many in any 10 s. */
  latest: Doubles;
  oldest: i32 = 0;
  /** SCALE-5: so many in each 10 s from the start of the run. SCALE-10: what is left, and the present minute. */
  window: f64 = -1;
  left: f64 = ZERO;

  constructor(bucket: Bucket, latest: Doubles) {
    this.bucket = bucket;
    this.latest = latest;
  }

  /** Takes one; a refusal changes nothing. */
  take(now: f64): boolean {
    switch (this.kind) {
      case TOKEN_BUCKET:
        if (!this.bucket.has(now)) return false;
        this.bucket.use();
        return true;
      case SLIDING_WINDOW:
        if (this.latest[this.oldest]! > now - PERIOD) return false;
        this.latest[this.oldest] = now;
        this.oldest = this.oldest + 1 === this.allowance ? 0 : this.oldest + 1;
        return true;
      case FIXED_WINDOW:
        return this.takeOfWindow(floor(now / PERIOD));
      default:
        return this.takeOfBurst(floor(now / MINUTE));
    }
  }

  takeOfWindow(window: f64): boolean {
    if (window !== this.window) {
      this.window = window;
      this.left = f64(this.allowance);
    }
    if (this.left === 0) return false;
    this.left -= 1;
    return true;
  }

  /** SCALE-10: a first burst for the whole Region, then 500 more with every minute, at most the burst at once. */
  takeOfBurst(minute: f64): boolean {
    const left = this.left + (minute - this.window) * LEGACY_GROWTH;
    const burst = f64(this.allowance);
    this.left = left < burst ? left : burst;
    this.window = minute;
    if (this.left === 0) return false;
    this.left -= 1;
    return true;
  }
}

export function scalingOf(kind: i32, allowance: i32): Scaling {
  const ring = kind === SLIDING_WINDOW ? allowance : 0;
  const scaling = new Scaling(fullBucket(f64(allowance) / PERIOD_SECONDS, PERIOD), doubles(ring));
  scaling.kind = kind;
  scaling.allowance = allowance;
  // Long before the run: every place of the ring is free.
  for (let place = 0; place < ring; place++) scaling.latest[place] = -NEVER;
  if (kind === BURST_2021) {
    scaling.window = 0;
    scaling.left = f64(allowance);
  }
  return scaling;
}
