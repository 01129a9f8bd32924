/** The client-side rate limiter of the SDKs' adaptive mode (SDK-10): CUBIC growth between throttles. */
import { type Duration, type Instant, MICROS_PER_SECOND } from "../kernel/time.ts";

const BETA = 0.7;
const SCALE = 0.4;
const SLOWEST = 0.5;
const SMOOTHING = 0.8;
const BUCKET_SECONDS = 0.5;

/** Cube root by Newton's method: plain arithmetic gives the same digits everywhere. */
function cubeRoot(value: number): number {
  if (value === 0) return 0;
  let root = value < 1 ? 1 : value / 2 + 1;
  for (let i = 0; i < 100; i++) {
    const better = root - (root * root * root - value) / (3 * root * root);
    if (better >= root) break;
    root = better;
  }
  return root;
}

export class AdaptiveLimiter {
  #enabled = false;
  #rate = SLOWEST;
  #tokens = 0;
  #refilledAt = 0;
  #lastMax = 0;
  #lastThrottleAt = 0;
  #measured = 0;
  #bucketStart = 0;
  #bucketCount = 0;

  /** Takes a token. @returns how long the attempt must wait for it: 0 until the first throttle. */
  acquire(now: Instant): Duration {
    if (!this.#enabled) return 0 as Duration;
    this.#refill(now / MICROS_PER_SECOND);
    this.#tokens -= 1;
    if (this.#tokens >= 0) return 0 as Duration;
    return Math.ceil((-this.#tokens / this.#rate) * MICROS_PER_SECOND) as Duration;
  }

  onSuccess(now: Instant): void {
    const seconds = now / MICROS_PER_SECOND;
    this.#measure(seconds);
    if (!this.#enabled) return;
    const k = cubeRoot((this.#lastMax * (1 - BETA)) / SCALE);
    const since = seconds - this.#lastThrottleAt - k;
    this.#setRate(SCALE * since * since * since + this.#lastMax, seconds);
  }

  onThrottle(now: Instant): void {
    const seconds = now / MICROS_PER_SECOND;
    this.#measure(seconds);
    this.#lastMax = this.#enabled ? Math.min(this.#measured, this.#rate) : this.#measured;
    this.#lastThrottleAt = seconds;
    if (!this.#enabled) this.#refilledAt = seconds;
    this.#enabled = true;
    this.#setRate(BETA * this.#lastMax, seconds);
  }

  #setRate(wanted: number, seconds: number): void {
    this.#refill(seconds);
    this.#rate = Math.max(SLOWEST, Math.min(wanted, 2 * this.#measured));
    this.#tokens = Math.min(this.#tokens, this.#capacity());
  }

  #refill(seconds: number): void {
    this.#tokens = Math.min(this.#capacity(), this.#tokens + (seconds - this.#refilledAt) * this.#rate);
    this.#refilledAt = seconds;
  }

  #capacity(): number {
    return Math.max(this.#rate, 1);
  }

  /** Answers per second in half-second buckets, smoothed. */
  #measure(seconds: number): void {
    this.#bucketCount++;
    const bucket = Math.floor(seconds / BUCKET_SECONDS) * BUCKET_SECONDS;
    if (bucket <= this.#bucketStart) return;
    const rate = this.#bucketCount / (bucket - this.#bucketStart);
    this.#measured = rate * SMOOTHING + this.#measured * (1 - SMOOTHING);
    this.#bucketCount = 0;
    this.#bucketStart = bucket;
  }
}
