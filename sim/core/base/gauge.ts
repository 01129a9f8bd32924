/** A quantity that has a value at every moment, with what its mean and its extremes follow from. */
import { assert, type f64, ZERO } from "./prelude.ts";

export class Gauge {
  value: f64 = 0;
  /** Sum of its changes times their moments: the area under it is value x now - this. */
  moment: f64 = ZERO;
  /** Extremes since the host has looked last. */
  low: f64 = 0;
  high: f64 = 0;

  /** @inline */
  rise(now: f64): void {
    const value = this.value + 1;
    this.value = value;
    this.moment += now;
    if (value > this.high) this.high = value;
  }

  /** @inline */
  fall(now: f64): void {
    const value = this.value - 1;
    this.value = value;
    this.moment -= now;
    if (value < this.low) this.sink(value);
  }

  set(to: f64, now: f64): void {
    if (to === this.value) return;
    const change = to - this.value;
    const value = this.value + change;
    this.value = value;
    this.moment += change * now;
    if (value > this.high) this.high = value;
    if (value < this.low) this.sink(value);
  }

  /** A new low: what is less than nothing is less than every value before. */
  sink(value: f64): void {
    assert(value >= 0, "something is counted that is less than nothing");
    this.low = value;
  }
}

/** One that counts no things: a class of its own, so that the numbers of all others stay whole numbers to V8. */
export class ShareGauge extends Gauge {}
