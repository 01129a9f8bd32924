/**
 * Counts of times in log-linear buckets: exact below 256 µs, then 128 buckets per doubling (relative error under
 * 0.4 %). The host adds them to its own (`sim/measure/tables/histogram.ts`), whose buckets are the same.
 */
import { assert, clz32, type f64, floor, type Ints, i32, ints, ZERO } from "./prelude.ts";

const SUB_BITS: i32 = 7;
const SUB: i32 = 128;
const EXACT: f64 = 256;
/** Whole numbers below this fit a shift. */
const SHORT: f64 = 2147483648;
const TWO_TO_24: f64 = 16777216;
/** Of none. */
export const NO_MINIMUM: f64 = 1e300;

/** Bucket of a whole number of µs, 0 or more. @inline */
export function bucketOf(value: f64): i32 {
  if (value < EXACT) return i32(value);
  if (value < SHORT) {
    const whole = i32(value);
    const shift = 31 - SUB_BITS - clz32(whole);
    return (shift << SUB_BITS) + (whole >> shift);
  }
  const shift = 55 - SUB_BITS - clz32(i32(floor(value / TWO_TO_24)));
  let scaled = value;
  for (let i = 0; i < shift; i++) scaled = scaled / 2;
  return shift * SUB + i32(floor(scaled));
}

export class Histogram {
  /** May outgrow 32 bits, unlike the cells, which then hold it modulo 2^32: enough for the host, which checks it. */
  count: f64 = ZERO;
  sum: f64 = ZERO;
  min: f64 = NO_MINIMUM;
  max: f64 = ZERO;
  /** Counts of the buckets from `from` on, as many as have been needed. */
  from: i32 = 0;
  length: i32 = 0;
  cells: Ints;

  constructor(cells: Ints) {
    this.cells = cells;
  }

  add(value: f64): void {
    this.addIn(bucketOf(value), value);
  }

  /** Counts a value whose bucket is known: one that several histograms count is looked up once. */
  addIn(bucket: i32, value: f64): void {
    if (value > this.max) this.max = value;
    if (!(value >= this.min)) this.sink(value);
    let place = bucket - this.from;
    if (place < 0 || place >= this.length) {
      this.widen(bucket);
      place = bucket - this.from;
    }
    this.cells[place] = this.cells[place]! + 1;
    this.count++;
    this.sum += value;
  }

  /** A new minimum, or no number at all. */
  sink(value: f64): void {
    assert(value >= 0, "a time is negative, or no number");
    this.min = value;
  }

  /** Makes room for a bucket, at first also for its neighbours: whole doublings, so that growing is rare. */
  widen(bucket: i32): void {
    const length = this.length;
    const spare = length === 0 && bucket >= 2 * SUB ? SUB : 0;
    const low = ((bucket >> SUB_BITS) << SUB_BITS) - spare;
    const high = (((bucket >> SUB_BITS) + 1) << SUB_BITS) + 2 * spare;
    const from = length > 0 && this.from < low ? this.from : low;
    const to = length > 0 && this.from + length > high ? this.from + length : high;
    const wider = ints(to - from);
    const shift = this.from - from;
    for (let place = 0; place < length; place++) wider[place + shift] = this.cells[place]!;
    this.cells = wider;
    this.from = from;
    this.length = to - from;
  }
}
