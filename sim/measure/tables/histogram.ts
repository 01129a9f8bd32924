/**
 * Counts of times in log-linear buckets: exact below 256 µs, then 128 buckets per doubling (relative error under
 * 0.4 %).
 */
import { bucketOf, type Histogram as CoreHistogram, NO_MINIMUM } from "../../core/base/histogram.ts";
import { assert } from "../../kernel/assert.ts";

const SUB_BITS = 7;
const SUB = 1 << SUB_BITS;
const EXACT = SUB * 2;
/** Whole powers of two, since a shift holds 32 bits only. */
const POWER = Float64Array.from({ length: 53 }, (_, exponent) => 2 ** exponent);

/** Values in all buckets: as many as one bucket can count. */
const COUNT_MAX = 2 ** 32 - 1;

/** Smallest value of a bucket. */
function lowerEdge(bucket: number): number {
  if (bucket < EXACT) return bucket;
  const shift = Math.floor(bucket / SUB) - 1;
  return (bucket - shift * SUB) * POWER[shift]!;
}

export class Histogram {
  /** Of the buckets from `#from` on, as many as have been needed: whole doublings, so that growing is rare. */
  #counts = new Uint32Array(0);
  #from = 0;
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;

  get count(): number {
    return this.#count;
  }
  get sum(): number {
    return this.#sum;
  }
  /** Infinity when empty. */
  get min(): number {
    return this.#min;
  }
  get max(): number {
    return this.#max;
  }

  /** Counts one value: whole µs, 0 or more. */
  add(value: number): void {
    this.addIn(bucketOf(value), value);
  }

  /** Counts a value whose bucket is known: one that several histograms count is looked up once. */
  addIn(bucket: number, value: number): void {
    assert(value >= 0, "a time is negative, or no number");
    if (value > this.#max) this.#max = value;
    if (value < this.#min) this.#min = value;
    const place = bucket - this.#from;
    if (place < 0 || place >= this.#counts.length) this.#widen(bucket, bucket);
    this.#counts[bucket - this.#from]!++;
    this.#counted(1);
    this.#sum += value;
  }

  /** Counts the value 0 so many times, once or more. */
  addZeros(count: number): void {
    this.add(0);
    this.#counts[0 - this.#from]! += count - 1;
    this.#counted(count - 1);
  }

  /** Adds all that another one counted. */
  merge(other: Histogram): void {
    if (other.#count === 0) return;
    this.#widen(other.#from, other.#from + other.#counts.length - 1);
    const shift = other.#from - this.#from;
    for (let place = 0; place < other.#counts.length; place++) this.#counts[place + shift]! += other.#counts[place]!;
    this.#counted(other.#count);
    this.#sum += other.#sum;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  /** Takes over all that one of the core has counted, which is empty then. */
  take(counted: CoreHistogram): void {
    if (counted.count === 0) return;
    const { from, length, cells } = counted;
    this.#widen(from, from + length - 1);
    const shift = from - this.#from;
    for (let place = 0; place < length; place++) {
      this.#counts[place + shift]! += cells[place]!;
      cells[place] = 0;
    }
    this.#counted(counted.count);
    this.#sum += counted.sum;
    this.#min = Math.min(this.#min, counted.min);
    this.#max = Math.max(this.#max, counted.max);
    counted.count = 0;
    counted.sum = 0;
    counted.min = NO_MINIMUM;
    counted.max = 0;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#count = 0;
    this.#sum = 0;
    this.#min = Number.POSITIVE_INFINITY;
    this.#max = 0;
  }

  /** The quantiles of several shares, rising. */
  quantiles(shares: readonly number[]): number[] {
    let seen = 0;
    let place = -1;
    return shares.map((share) => {
      if (this.#count === 0) return Number.NaN;
      const rank = Math.max(1, Math.ceil(share * this.#count));
      while (seen < rank) seen += this.#counts[++place]!;
      const bucket = this.#from + place;
      const middle = (lowerEdge(bucket) + lowerEdge(bucket + 1) - 1) / 2;
      return Math.min(this.#max, Math.max(this.#min, middle));
    });
  }

  /**
   * The value below or at which this share of the samples lies, by nearest rank, 0 < share <= 1: the middle of its
   * bucket, held within what was measured. NaN when empty.
   */
  quantile(share: number): number {
    return this.quantiles([share])[0]!;
  }

  /** Highest value, in these units, and count of each bucket that has any, rising. */
  entries(unit = 1): [bound: number, count: number][] {
    const found: [number, number][] = [];
    for (let place = 0; place < this.#counts.length; place++) {
      const count = this.#counts[place]!;
      if (count > 0) found.push([Math.min(lowerEdge(this.#from + place + 1) - 1, this.#max) / unit, count]);
    }
    return found;
  }

  #counted(more: number): void {
    this.#count += more;
    assert(this.#count <= COUNT_MAX, "a histogram has counted more than a bucket can hold");
  }

  /** Makes room for these buckets; at first also for values of half and up to four times as much. */
  #widen(first: number, last: number): void {
    const length = this.#counts.length;
    const below = length === 0 && first === last && first >= EXACT ? SUB : 0;
    const from = Math.min(length === 0 ? first : this.#from, Math.floor(first / SUB) * SUB - below);
    const to = Math.max(length === 0 ? 0 : this.#from + length, (Math.floor(last / SUB) + 1) * SUB + 2 * below);
    if (length > 0 && from === this.#from && to === from + length) return;
    const wider = new Uint32Array(to - from);
    wider.set(this.#counts, length === 0 ? 0 : this.#from - from);
    this.#counts = wider;
    this.#from = from;
  }
}
