/** Quantities that have a value at every moment: their time-weighted mean and extremes by segment and by bucket. */
import type { Instant } from "../kernel/time.ts";
import type { Gauged } from "../result.ts";
import type { Segment } from "./segments.ts";

/** Of a function. */
export const Gauge = {
  Busy: 0,
  Starting: 1,
  Idle: 2,
  ProvisionedIdle: 3,
  /** Provisioned units running / READY units. */
  Utilisation: 4,
  Environments: 5,
  Warm: 6,
  AsyncDepth: 7,
  /** READY provisioned units. */
  Units: 8,
  /** Of those that are starting: no request waits for them any more (LIFE-16). */
  Spare: 9,
} as const;
export type Gauge = (typeof Gauge)[keyof typeof Gauge];
export const GAUGES = 10;

/** Of a Region. */
export const RegionGauge = { Concurrency: 0, Unreserved: 1, Claimed: 2 } as const;
export const REGION_GAUGES = 3;

interface Summary {
  mean: number;
  min: number;
  max: number;
  last: number;
}

export class GaugeTable {
  readonly #kinds: number;
  readonly #value: Float64Array;
  readonly #since: Float64Array;
  readonly #integral: Float64Array;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #bucketMax: Float64Array;
  readonly #bucketIntegral: Float64Array;
  readonly #segmentIntegral: Float64Array;
  /** By closed segment. */
  readonly #closed: { min: Float64Array; max: Float64Array; integral: Float64Array; last: Float64Array }[] = [];

  constructor(entities: number, kinds: number) {
    const cells = entities * kinds;
    this.#kinds = kinds;
    this.#value = new Float64Array(cells);
    this.#since = new Float64Array(cells);
    this.#integral = new Float64Array(cells);
    this.#min = new Float64Array(cells);
    this.#max = new Float64Array(cells);
    this.#bucketMax = new Float64Array(cells);
    this.#bucketIntegral = new Float64Array(cells);
    this.#segmentIntegral = new Float64Array(cells);
  }

  add(entity: number, kind: number, change: number, now: Instant): void {
    const cell = entity * this.#kinds + kind;
    this.#put(cell, this.#value[cell]! + change, now);
  }

  set(entity: number, kind: number, value: number, now: Instant): void {
    this.#put(entity * this.#kinds + kind, value, now);
  }

  value(entity: number, kind: number): number {
    return this.#value[entity * this.#kinds + kind]!;
  }

  #put(cell: number, value: number, now: Instant): void {
    if (value === this.#value[cell]) return;
    this.#integral[cell]! += this.#value[cell]! * (now - this.#since[cell]!);
    this.#since[cell] = now;
    this.#value[cell] = value;
    if (value > this.#bucketMax[cell]!) this.#bucketMax[cell] = value;
    if (value > this.#max[cell]!) this.#max[cell] = value;
    if (value < this.#min[cell]!) this.#min[cell] = value;
  }

  /** Highest value since the bucket began. */
  bucketMax(entity: number, kind: number): number {
    return this.#bucketMax[entity * this.#kinds + kind]!;
  }

  /** Value x µs since the bucket began, up to now. */
  bucketIntegral(entity: number, kind: number, now: Instant): number {
    const cell = entity * this.#kinds + kind;
    return this.#integralAt(cell, now) - this.#bucketIntegral[cell]!;
  }

  beginBucket(now: Instant): void {
    for (let cell = 0; cell < this.#value.length; cell++) {
      this.#bucketMax[cell] = this.#value[cell]!;
      this.#bucketIntegral[cell] = this.#integralAt(cell, now);
    }
  }

  /** Takes the present values as where everything starts from. */
  restart(): void {
    this.#min.set(this.#value);
    this.#max.set(this.#value);
    this.#bucketMax.set(this.#value);
  }

  endSegment(now: Instant): void {
    const integral = this.#value.map((_, cell) => this.#integralAt(cell, now) - this.#segmentIntegral[cell]!);
    this.#closed.push({ min: this.#min.slice(), max: this.#max.slice(), integral, last: this.#value.slice() });
    for (let cell = 0; cell < this.#value.length; cell++) {
      this.#min[cell] = this.#value[cell]!;
      this.#max[cell] = this.#value[cell]!;
      this.#segmentIntegral[cell] = this.#integralAt(cell, now);
    }
  }

  /** Over these closed segments; all zero when there are none. */
  summary(indexes: readonly number[], segments: readonly Segment[], entity: number, kind: number): Summary {
    const cell = entity * this.#kinds + kind;
    const parts = indexes.map((index) => this.#closed[index]!);
    const length = indexes.reduce((sum, index) => sum + segments[index]!.to - segments[index]!.from, 0);
    const area = parts.reduce((sum, part) => sum + part.integral[cell]!, 0);
    return {
      mean: length === 0 ? 0 : area / length,
      min: parts.length === 0 ? 0 : Math.min(...parts.map((part) => part.min[cell]!)),
      max: Math.max(0, ...parts.map((part) => part.max[cell]!)),
      last: parts.at(-1)?.last[cell] ?? 0,
    };
  }

  #integralAt(cell: number, now: Instant): number {
    return this.#integral[cell]! + this.#value[cell]! * (now - this.#since[cell]!);
  }
}

/** A summary under the names of a result: `busyMean`, `busyMin`, `busyMax`, `busyLast`. */
export function named<Name extends string>(
  name: Name,
  summary: Summary,
  round: (value: number) => number,
): Gauged<Name> {
  return {
    [`${name}Mean`]: round(summary.mean),
    [`${name}Min`]: round(summary.min),
    [`${name}Max`]: round(summary.max),
    [`${name}Last`]: round(summary.last),
  } as Gauged<Name>;
}
