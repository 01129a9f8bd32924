/** Quantities that have a value at every moment: their time-weighted mean and extremes by segment and by bucket. */
import { assert } from "../../kernel/assert.ts";
import type { Instant } from "../../kernel/time.ts";
import type { Gauged as GaugedResult } from "../../vocabulary/metrics/metric.ts";
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

/** Of a Region. */
export const RegionGauge = { Concurrency: 0, Unreserved: 1, Claimed: 2 } as const;

/** A quantity as the core or an owner here counts it (`core/gauge.ts`). */
export interface Gauged {
  value: number;
  /** Sum of its changes times their moments: the area under it follows as value x now - this. */
  moment: number;
  /** Extremes since they were last looked at. */
  low: number;
  high: number;
}

/** Gauges of so many kinds for each of so many entities, all 0. */
export const gaugeRows = (entities: number, kinds: number): Gauged[][] =>
  Array.from({ length: entities }, () =>
    Array.from({ length: kinds }, () => ({ value: 0, moment: 0, low: 0, high: 0 })),
  );

export interface Summary {
  mean: number;
  min: number;
  max: number;
  last: number;
}

/** One quantity, and what of it belongs to the segment and the bucket. */
class Watched {
  readonly gauge: Gauged;
  /** Extremes of the segment and the bucket up to the last look. */
  min = 0;
  max = 0;
  bucketMax = 0;
  /** Area under it when its bucket and its segment began. */
  bucketArea = 0;
  segmentArea = 0;
  /** By segment that is over. */
  readonly closed: Closed[] = [];

  constructor(gauge: Gauged) {
    this.gauge = gauge;
  }

  areaAt(now: Instant): number {
    return this.gauge.value * now - this.gauge.moment;
  }

  endSegment(now: Instant): void {
    this.takeExtremes();
    const { min, max } = this;
    const last = this.gauge.value;
    const area = this.areaAt(now);
    const integral = area - this.segmentArea;
    this.min = last;
    this.max = last;
    this.segmentArea = area;
    this.closed.push({ min, max, last, integral });
  }

  /** Moves the extremes since the last look into those of the segment and the bucket. */
  takeExtremes(): void {
    const { gauge } = this;
    this.min = Math.min(this.min, gauge.low);
    this.max = Math.max(this.max, gauge.high);
    this.bucketMax = Math.max(this.bucketMax, gauge.high);
    gauge.low = gauge.value;
    gauge.high = gauge.value;
  }
}

/** What a gauge was in a segment that is over. */
interface Closed {
  readonly min: number;
  readonly max: number;
  readonly last: number;
  readonly integral: number;
}

export class GaugeTable {
  readonly #kinds: number;
  /** By entity and kind; two kinds that are the same quantity share one. */
  readonly #gauges: readonly Watched[];
  readonly #watched: readonly Watched[];
  readonly #charted: readonly Watched[];

  /**
   * @param rows  of each entity, its gauges in order of their kinds.
   * @param charted  kinds that are asked for by bucket; all, if not said.
   */
  constructor(rows: readonly (readonly Gauged[])[], charted: readonly number[] = [...(rows[0] ?? []).keys()]) {
    this.#kinds = rows[0]?.length ?? 0;
    const watched = new Map<Gauged, Watched>();
    for (const gauge of rows.flat()) if (!watched.has(gauge)) watched.set(gauge, new Watched(gauge));
    this.#gauges = rows.flat().map((gauge) => watched.get(gauge)!);
    this.#watched = [...watched.values()];
    this.#charted = [...new Set(rows.flatMap((row) => charted.map((kind) => watched.get(row[kind]!)!)))];
  }

  add(entity: number, kind: number, change: number, now: Instant): void {
    const { gauge } = this.#gauges[entity * this.#kinds + kind]!;
    const value = gauge.value + change;
    gauge.value = value;
    gauge.moment += change * now;
    if (value > gauge.high) gauge.high = value;
    if (value >= gauge.low) return;
    assert(value >= 0, "something is counted that is less than nothing");
    gauge.low = value;
  }

  set(entity: number, kind: number, value: number, now: Instant): void {
    const change = value - this.value(entity, kind);
    if (change !== 0) this.add(entity, kind, change, now);
  }

  value(entity: number, kind: number): number {
    return this.#gauges[entity * this.#kinds + kind]!.gauge.value;
  }

  /** Highest value since the bucket began. */
  bucketMax(entity: number, kind: number): number {
    const gauge = this.#gauges[entity * this.#kinds + kind]!;
    return Math.max(gauge.bucketMax, gauge.gauge.high);
  }

  /** Value x µs since the bucket began, up to now. */
  bucketIntegral(entity: number, kind: number, now: Instant): number {
    const gauge = this.#gauges[entity * this.#kinds + kind]!;
    return gauge.areaAt(now) - gauge.bucketArea;
  }

  beginBucket(now: Instant): void {
    for (const gauge of this.#charted) {
      gauge.takeExtremes();
      gauge.bucketMax = gauge.gauge.value;
      gauge.bucketArea = gauge.areaAt(now);
    }
  }

  /** Takes the present values as where everything starts from. */
  restart(): void {
    for (const gauge of this.#watched) {
      gauge.takeExtremes();
      gauge.min = gauge.gauge.value;
      gauge.max = gauge.gauge.value;
      gauge.bucketMax = gauge.gauge.value;
    }
  }

  endSegment(now: Instant): void {
    for (const gauge of this.#watched) gauge.endSegment(now);
  }

  /** Value x µs over these closed segments. */
  integral(indexes: readonly number[], entity: number, kind: number): number {
    const { closed } = this.#gauges[entity * this.#kinds + kind]!;
    return indexes.reduce((sum, index) => sum + closed[index]!.integral, 0);
  }

  /** Over these closed segments; all zero when there are none. */
  summary(indexes: readonly number[], segments: readonly Segment[], entity: number, kind: number): Summary {
    const { closed } = this.#gauges[entity * this.#kinds + kind]!;
    let [length, area, min, max, last] = [0, 0, Number.POSITIVE_INFINITY, 0, 0];
    for (const index of indexes) {
      const part = closed[index]!;
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
): GaugedResult<Name> => GAUGED(name, [round(mean), round(min), round(max), round(last)]) as GaugedResult<Name>;
