/** Quantities that have a value at every moment: their time-weighted mean and extremes by segment and by bucket. */
import type { Instant } from "../kernel/time.ts";
import type { Gauged } from "../result.ts";
import { fieldNames } from "./field-names.ts";
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
 * One quantity. An object and not a row of numbers: V8 checks the bounds of a typed array at every access, and an
 * object's shape once.
 */
export class OneGauge {
  value = 0;
  /** Sum of its changes times their moments: the area under it follows as value x now - this. */
  moment = 0;
  /** Extremes since they were last looked at. */
  low = 0;
  high = 0;
  /** Extremes of the segment and the bucket up to that look. */
  min = 0;
  max = 0;
  bucketMax = 0;
  /** Area under it when its bucket and its segment began. */
  bucketArea = 0;
  segmentArea = 0;

  add(change: number, now: Instant): void {
    const value = this.value + change;
    this.value = value;
    this.moment += change * now;
    if (value > this.high) this.high = value;
    if (value < this.low) this.low = value;
  }

  /** One more. */
  rise(now: Instant): void {
    const value = this.value + 1;
    this.value = value;
    this.moment += now;
    if (value > this.high) this.high = value;
  }

  /** One less. */
  fall(now: Instant): void {
    const value = this.value - 1;
    this.value = value;
    this.moment -= now;
    if (value < this.low) this.low = value;
  }

  areaAt(now: Instant): number {
    return this.value * now - this.moment;
  }

  /** Moves the extremes since the last look into those of the segment and the bucket. */
  takeExtremes(): void {
    this.min = Math.min(this.min, this.low);
    this.max = Math.max(this.max, this.high);
    this.bucketMax = Math.max(this.bucketMax, this.high);
    this.low = this.value;
    this.high = this.value;
  }
}

/**
 * One that counts no things. A class of its own, so that V8 holds the values of all the others as whole numbers within
 * their objects, and only these as objects of their own.
 */
class ShareGauge extends OneGauge {}

/** What a gauge was in a segment that is over. */
interface Closed {
  readonly min: number;
  readonly max: number;
  readonly last: number;
  readonly integral: number;
}

export class GaugeTable {
  readonly #kinds: number;
  readonly #gauges: readonly OneGauge[];
  /** By closed segment and gauge. */
  readonly #closed: (readonly Closed[])[] = [];

  /** @param shareKinds  the kinds whose values are no whole numbers. */
  constructor(entities: number, kinds: number, shareKinds: readonly number[] = []) {
    this.#kinds = kinds;
    this.#gauges = Array.from({ length: entities * kinds }, (_, place) =>
      shareKinds.includes(place % kinds) ? new ShareGauge() : new OneGauge(),
    );
  }

  of(entity: number, kind: number): OneGauge {
    return this.#gauges[entity * this.#kinds + kind]!;
  }

  add(entity: number, kind: number, change: number, now: Instant): void {
    this.#gauges[entity * this.#kinds + kind]!.add(change, now);
  }

  set(entity: number, kind: number, value: number, now: Instant): void {
    const gauge = this.#gauges[entity * this.#kinds + kind]!;
    if (value !== gauge.value) gauge.add(value - gauge.value, now);
  }

  value(entity: number, kind: number): number {
    return this.#gauges[entity * this.#kinds + kind]!.value;
  }

  /** Highest value since the bucket began. */
  bucketMax(entity: number, kind: number): number {
    const gauge = this.#gauges[entity * this.#kinds + kind]!;
    return Math.max(gauge.bucketMax, gauge.high);
  }

  /** Value x µs since the bucket began, up to now. */
  bucketIntegral(entity: number, kind: number, now: Instant): number {
    const gauge = this.#gauges[entity * this.#kinds + kind]!;
    return gauge.areaAt(now) - gauge.bucketArea;
  }

  beginBucket(now: Instant): void {
    for (const gauge of this.#gauges) {
      gauge.takeExtremes();
      gauge.bucketMax = gauge.value;
      gauge.bucketArea = gauge.areaAt(now);
    }
  }

  /** Takes the present values as where everything starts from. */
  restart(): void {
    for (const gauge of this.#gauges) {
      gauge.takeExtremes();
      gauge.min = gauge.value;
      gauge.max = gauge.value;
      gauge.bucketMax = gauge.value;
    }
  }

  endSegment(now: Instant): void {
    this.#closed.push(
      this.#gauges.map((gauge) => {
        gauge.takeExtremes();
        const { min, max, value: last } = gauge;
        const area = gauge.areaAt(now);
        const integral = area - gauge.segmentArea;
        gauge.min = last;
        gauge.max = last;
        gauge.segmentArea = area;
        return { min, max, last, integral };
      }),
    );
  }

  /** Value x µs over these closed segments. */
  integral(indexes: readonly number[], entity: number, kind: number): number {
    return indexes.reduce((sum, index) => sum + this.#closed[index]![entity * this.#kinds + kind]!.integral, 0);
  }

  /** Over these closed segments; all zero when there are none. */
  summary(indexes: readonly number[], segments: readonly Segment[], entity: number, kind: number): Summary {
    let [length, area, min, max, last] = [0, 0, Number.POSITIVE_INFINITY, 0, 0];
    for (const index of indexes) {
      const part = this.#closed[index]![entity * this.#kinds + kind]!;
      length += segments[index]!.to - segments[index]!.from;
      area += part.integral;
      min = Math.min(min, part.min);
      max = Math.max(max, part.max);
      last = part.last;
    }
    return { mean: length === 0 ? 0 : area / length, min: indexes.length === 0 ? 0 : min, max, last };
  }
}

const GAUGED = fieldNames(["Mean", "Min", "Max", "Last"]);

/** A summary under the names of a result: `busyMean`, `busyMin`, `busyMax`, `busyLast`. */
export const named = <Name extends string>(
  name: Name,
  { mean, min, max, last }: Summary,
  round: (value: number) => number,
): Gauged<Name> => GAUGED(name, [round(mean), round(min), round(max), round(last)]) as Gauged<Name>;
