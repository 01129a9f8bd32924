/**
 * Counts of times in log-linear buckets: exact below 256 µs, then 128 buckets per doubling (relative error under 0.4
 * %).
 */

const SUB_BITS = 7;
const SUB = 1 << SUB_BITS;
const EXACT = SUB * 2;
/** Whole powers of two, since a shift holds 32 bits only. */
const POWER = Float64Array.from({ length: 53 }, (_, exponent) => 2 ** exponent);

/** Whole numbers below this fit a shift, which is one instruction. */
const SHORT = 2 ** 31;

/** Bucket of a whole number of µs, 0 or more. */
export function bucketOf(value: number): number {
  if (value < EXACT) return value;
  if (value < SHORT) {
    const shift = 31 - SUB_BITS - Math.clz32(value);
    return (shift << SUB_BITS) + (value >> shift);
  }
  const shift = 55 - SUB_BITS - Math.clz32(Math.floor(value / POWER[24]!));
  return shift * SUB + Math.floor(value / POWER[shift]!);
}

/** Smallest value of a bucket. */
function lowerEdge(bucket: number): number {
  if (bucket < EXACT) return bucket;
  const shift = Math.floor(bucket / SUB) - 1;
  return (bucket - shift * SUB) * POWER[shift]!;
}

export class Histogram {
  #counts = new Uint32Array(1024);
  #used = 1;
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
    if (value > this.#max) this.#raise(bucket, value);
    if (value < this.#min) this.#min = value;
    this.#counts[bucket]!++;
    this.#count++;
    this.#sum += value;
  }

  /** A new highest value: makes room for its bucket. */
  #raise(bucket: number, value: number): void {
    this.#max = value;
    if (bucket >= this.#counts.length) this.#grow(bucket);
    this.#used = bucket + 1;
  }

  /** Adds all that another one counted. */
  merge(other: Histogram): void {
    if (other.#used > this.#counts.length) this.#grow(other.#used);
    for (let bucket = 0; bucket < other.#used; bucket++) this.#counts[bucket]! += other.#counts[bucket]!;
    this.#used = Math.max(this.#used, other.#used);
    this.#count += other.#count;
    this.#sum += other.#sum;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  clear(): void {
    this.#counts.fill(0, 0, this.#used);
    this.#used = 1;
    this.#count = 0;
    this.#sum = 0;
    this.#min = Number.POSITIVE_INFINITY;
    this.#max = 0;
  }

  /**
   * The value below or at which this share of the samples lies, by nearest rank, 0 < share <= 1: the middle of its
   * bucket, held within what was measured. NaN when empty.
   */
  quantile(share: number): number {
    if (this.#count === 0) return Number.NaN;
    const rank = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    let bucket = 0;
    for (; bucket < this.#used; bucket++) {
      seen += this.#counts[bucket]!;
      if (seen >= rank) break;
    }
    const middle = (lowerEdge(bucket) + lowerEdge(bucket + 1) - 1) / 2;
    return Math.min(this.#max, Math.max(this.#min, middle));
  }

  /** Highest value and count of each bucket that has any, rising. */
  entries(): [bound: number, count: number][] {
    const found: [number, number][] = [];
    for (let bucket = 0; bucket < this.#used; bucket++) {
      const count = this.#counts[bucket]!;
      if (count > 0) found.push([Math.min(lowerEdge(bucket + 1) - 1, this.#max), count]);
    }
    return found;
  }

  #grow(bucket: number): void {
    const larger = new Uint32Array(Math.max(bucket + SUB, this.#counts.length * 2));
    larger.set(this.#counts);
    this.#counts = larger;
  }
}
