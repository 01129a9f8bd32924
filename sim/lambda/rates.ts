/**
 * Limits on speed: requests per second (RPS), how fast that may grow (SCALE-6), and new environments (SCALE-1 to 5).
 */
import { FACTS } from "../facts.ts";
import { type Duration, type Instant, MICROS_PER_MINUTE, MICROS_PER_SECOND, NEVER } from "../kernel/time.ts";

/** RPS-8: a token bucket that starts full. Levels are tokens x 10^6, so refills in µs stay whole numbers. */
export class TokenBucket {
  #perSecond = 0;
  #capacity = 0;
  #level = 0;
  #at = 0;

  /** @param window  capacity as a stretch of refill: 1 s holds as many tokens as one second adds. */
  constructor(perSecond: number, window: Duration) {
    this.#perSecond = perSecond;
    this.#capacity = perSecond * window;
    this.#level = this.#capacity;
  }

  has(now: Instant): boolean {
    this.#refill(now);
    return this.#level >= MICROS_PER_SECOND;
  }

  /** Takes one token; the caller has asked `has` or `delay` at this moment. Taken ahead of time, it is owed. */
  use(): void {
    this.#level -= MICROS_PER_SECOND;
  }

  /** How long until one more token can be had; NEVER at rate 0. */
  delay(now: Instant): Duration {
    if (this.has(now)) return 0 as Duration;
    if (this.#perSecond === 0) return NEVER as number as Duration;
    return Math.ceil((MICROS_PER_SECOND - this.#level) / this.#perSecond) as Duration;
  }

  /** A new rate from now on: what the capacity gains can be used at once (RES-10), a level above it is cut. */
  resize(now: Instant, perSecond: number, window: Duration): void {
    this.#refill(now);
    const capacity = perSecond * window;
    const gain = Math.max(0, capacity - this.#capacity);
    this.#perSecond = perSecond;
    this.#capacity = capacity;
    this.#level = Math.min(this.#level + gain, capacity);
  }

  #refill(now: Instant): void {
    const missing = this.#capacity - this.#level;
    const gain = (now - this.#at) * this.#perSecond;
    this.#level += Math.min(gain, missing);
    this.#at = now;
  }
}

/**
 * SCALE-6: the served rate of a function may rise by 10,000 requests/s per 10 s above the highest of the last lifetime.
 */
export class RateGrowth {
  readonly #memorySeconds: number;
  readonly #allowance: number;
  #second = -1;
  /** First moment after the present second. */
  #ends = 0;
  #served = 0;
  #tokens = 0;
  /** Most that may be served in the present second. */
  #ceiling = 0;
  /** Highest one-second rates still remembered, falling, with their seconds. */
  readonly #peaks: { second: number; rate: number }[] = [];

  /** @param allowance  requests per second that may be added in 10 s. */
  constructor(memory: Duration, allowance: number) {
    this.#memorySeconds = Math.ceil(memory / MICROS_PER_SECOND);
    this.#allowance = allowance;
    this.#tokens = allowance;
    this.#ceiling = allowance;
  }

  has(now: Instant): boolean {
    if (now >= this.#ends) this.#turn(Math.floor(now / MICROS_PER_SECOND));
    return this.#served < this.#ceiling;
  }

  /** One request more is served in this second. */
  use(): void {
    this.#served++;
  }

  #turn(second: number): void {
    const allowance = this.#allowance;
    const perSecond = allowance / FACTS.scalingPeriodSeconds.value;
    const rise = this.#served - (this.#peaks[0]?.rate ?? 0);
    if (rise > 0) this.#tokens -= rise;
    this.#tokens = Math.min(allowance, this.#tokens + (second - this.#second) * perSecond);
    while (this.#peaks.length > 0 && this.#peaks[this.#peaks.length - 1]!.rate <= this.#served) this.#peaks.pop();
    this.#peaks.push({ second: this.#second, rate: this.#served });
    while (this.#peaks.length > 0 && this.#peaks[0]!.second < second - this.#memorySeconds) this.#peaks.shift();
    this.#second = second;
    this.#ends = (second + 1) * MICROS_PER_SECOND;
    this.#served = 0;
    this.#ceiling = Math.floor((this.#peaks[0]?.rate ?? 0) + this.#tokens);
  }
}

/** SCALE-1: how many environments a function may still add. */
export interface ScalingAllowance {
  /** Takes one; a refusal changes nothing. */
  take(now: Instant): boolean;
}

const PERIOD = FACTS.scalingPeriodSeconds.value * MICROS_PER_SECOND;

/** SCALE-5, SCALE-3, SCALE-4: 1,000 at most (the allowance), refilled continuously by 100 a second. */
export function tokenBucketAllowance(allowance: number): ScalingAllowance {
  const bucket = new TokenBucket(allowance / FACTS.scalingPeriodSeconds.value, PERIOD as Duration);
  return {
    take(now) {
      if (!bucket.has(now)) return false;
      bucket.use();
      return true;
    },
  };
}

/** SCALE-5: at most so many in any 10 s. */
export function slidingWindowAllowance(allowance: number): ScalingAllowance {
  const latest = new Float64Array(allowance).fill(Number.NEGATIVE_INFINITY);
  let oldest = 0;
  return {
    take(now) {
      if (latest[oldest]! > now - PERIOD) return false;
      latest[oldest] = now;
      oldest = (oldest + 1) % allowance;
      return true;
    },
  };
}

/** SCALE-5: so many in each 10 s counted from the start of the run. */
export function fixedWindowAllowance(allowance: number): ScalingAllowance {
  let window = -1;
  let left = 0;
  return {
    take(now) {
      const current = Math.floor(now / PERIOD);
      if (current !== window) {
        window = current;
        left = allowance;
      }
      if (left === 0) return false;
      left--;
      return true;
    },
  };
}

/** SCALE-10: a first burst for the whole Region, then 500 more with every minute, never more than the burst at once. */
export function legacyAllowance(burst: number): ScalingAllowance {
  let minute = 0;
  let left = burst;
  return {
    take(now) {
      const current = Math.floor(now / MICROS_PER_MINUTE);
      left = Math.min(burst, left + (current - minute) * FACTS.legacyGrowthPerMinute.value);
      minute = current;
      if (left === 0) return false;
      left--;
      return true;
    },
  };
}
