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

/**
 * A gauge is four numbers side by side: its value; the sum of its changes times their moments, from which its area
 * follows as value x now - that sum; its lowest and its highest value since they were last looked at.
 */
const VALUE = 0;
const MOMENT = 1;
const LOW = 2;
const HIGH = 3;
const WIDTH = 4;

export class GaugeTable {
  readonly #kinds: number;
  readonly #cells: Float64Array;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #bucketMax: Float64Array;
  /** Area under each gauge when its bucket and its segment began. */
  readonly #bucketArea: Float64Array;
  readonly #segmentArea: Float64Array;
  /** By closed segment. */
  readonly #closed: { min: Float64Array; max: Float64Array; integral: Float64Array; last: Float64Array }[] = [];

  constructor(entities: number, kinds: number) {
    const gauges = entities * kinds;
    this.#kinds = kinds;
    this.#cells = new Float64Array(gauges * WIDTH);
    this.#min = new Float64Array(gauges);
    this.#max = new Float64Array(gauges);
    this.#bucketMax = new Float64Array(gauges);
    this.#bucketArea = new Float64Array(gauges);
    this.#segmentArea = new Float64Array(gauges);
  }

  add(entity: number, kind: number, change: number, now: Instant): void {
    const cells = this.#cells;
    const cell = (entity * this.#kinds + kind) * WIDTH;
    const value = cells[cell]! + change;
    cells[cell] = value;
    cells[cell + MOMENT]! += change * now;
    if (value > cells[cell + HIGH]!) cells[cell + HIGH] = value;
    if (value < cells[cell + LOW]!) cells[cell + LOW] = value;
  }

  set(entity: number, kind: number, value: number, now: Instant): void {
    const change = value - this.value(entity, kind);
    if (change !== 0) this.add(entity, kind, change, now);
  }

  value(entity: number, kind: number): number {
    return this.#cells[(entity * this.#kinds + kind) * WIDTH + VALUE]!;
  }

  /** Highest value since the bucket began. */
  bucketMax(entity: number, kind: number): number {
    const gauge = entity * this.#kinds + kind;
    return Math.max(this.#bucketMax[gauge]!, this.#cells[gauge * WIDTH + HIGH]!);
  }

  /** Value x µs since the bucket began, up to now. */
  bucketIntegral(entity: number, kind: number, now: Instant): number {
    const gauge = entity * this.#kinds + kind;
    return this.#areaAt(gauge, now) - this.#bucketArea[gauge]!;
  }

  beginBucket(now: Instant): void {
    this.#takeExtremes();
    for (let gauge = 0; gauge < this.#max.length; gauge++) {
      this.#bucketMax[gauge] = this.#cells[gauge * WIDTH]!;
      this.#bucketArea[gauge] = this.#areaAt(gauge, now);
    }
  }

  /** Takes the present values as where everything starts from. */
  restart(): void {
    this.#takeExtremes();
    for (const column of [this.#min, this.#max, this.#bucketMax]) {
      for (let gauge = 0; gauge < column.length; gauge++) column[gauge] = this.#cells[gauge * WIDTH]!;
    }
  }

  endSegment(now: Instant): void {
    this.#takeExtremes();
    const last = this.#max.map((_, gauge) => this.#cells[gauge * WIDTH]!);
    const integral = this.#max.map((_, gauge) => this.#areaAt(gauge, now) - this.#segmentArea[gauge]!);
    this.#closed.push({ min: this.#min.slice(), max: this.#max.slice(), integral, last });
    for (let gauge = 0; gauge < last.length; gauge++) {
      this.#min[gauge] = last[gauge]!;
      this.#max[gauge] = last[gauge]!;
      this.#segmentArea[gauge] = this.#areaAt(gauge, now);
    }
  }

  /** Moves the extremes since the last look into those of the segment and the bucket. */
  #takeExtremes(): void {
    const cells = this.#cells;
    for (let gauge = 0; gauge < this.#max.length; gauge++) {
      const cell = gauge * WIDTH;
      this.#min[gauge] = Math.min(this.#min[gauge]!, cells[cell + LOW]!);
      this.#max[gauge] = Math.max(this.#max[gauge]!, cells[cell + HIGH]!);
      this.#bucketMax[gauge] = Math.max(this.#bucketMax[gauge]!, cells[cell + HIGH]!);
      cells[cell + LOW] = cells[cell]!;
      cells[cell + HIGH] = cells[cell]!;
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

  #areaAt(gauge: number, now: Instant): number {
    const cell = gauge * WIDTH;
    return this.#cells[cell]! * now - this.#cells[cell + MOMENT]!;
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
