/** CloudWatch's own metrics, one value a minute, as AWS would record them for this run (§10): all follow from rows. */
import type { Points, PointsOf } from "../../cloudwatch-result.ts";
import { assert } from "../../kernel/assert.ts";
import type { Duration, Instant } from "../../kernel/time.ts";
import { MICROS_PER_MINUTE, toMs } from "../../kernel/time.ts";
import {
  type CloudWatchColumn,
  type CloudWatchKey,
  cloudWatchColumns,
  cloudWatchMetrics,
  keyOf,
} from "../../vocabulary/metrics/cloudwatch.ts";
import { MINUTE_METRICS } from "../../vocabulary/metrics/function.ts";
import type { Metric } from "../../vocabulary/metrics/metric.ts";
import { REGION_GAUGES } from "../../vocabulary/metrics/region.ts";
import { type Columns, columnIn } from "./columns.ts";
import { rounded, roundedShare } from "./rounding.ts";

/** Where each metric stands in a table of minutes, by what recorders call it. */
export const minutesOf = <const Rows extends readonly Metric[]>(metrics: Rows): Columns<CloudWatchKey<Rows>> =>
  Object.fromEntries(cloudWatchMetrics(metrics).map(({ reading }, index) => [keyOf(reading), index])) as Columns<
    CloudWatchKey<Rows>
  >;

/** Of a function, and of a Region. */
export const Minute = minutesOf(MINUTE_METRICS);
export const RegionMinute = minutesOf(REGION_GAUGES);

/** One metric of one entity: of each minute the sum, how many values there were, and the highest of them. */
interface Minutes {
  readonly sums: Float64Array;
  readonly counts: Float64Array;
  readonly highest: Float64Array;
}

const UNUSED = new Float64Array(0);

/** Only what the metric's family needs. Nothing is higher than NaN: a minute without a value. */
function minutesFor({ reading }: Metric, minutes: number): Minutes {
  const { family } = reading;
  assert(!("from" in reading), "CloudWatch has by minute what is added up from others");
  const isCounted = family === "count" || family === "sum";
  return {
    sums: isCounted || family === "time" ? new Float64Array(minutes) : UNUSED,
    counts: family === "time" ? new Float64Array(minutes) : UNUSED,
    highest: isCounted ? UNUSED : new Float64Array(minutes).fill(Number.NaN),
  };
}

/** A column, and whose minutes have a point of it. */
interface Shown {
  readonly column: CloudWatchColumn;
  readonly own: number;
  readonly with: readonly number[];
}

export class MinuteTable<const Rows extends readonly Metric[] = readonly Metric[]> {
  readonly #metrics: readonly Metric[];
  readonly #shown: readonly Shown[];
  readonly #minutes: number;
  /** By entity and metric; null until something happens to the entity. */
  readonly #entities: (readonly Minutes[] | null)[];
  #askedAt = -1;
  #minute = 0;

  constructor(metrics: Rows, entities: number, horizon: Duration) {
    this.#metrics = cloudWatchMetrics(metrics);
    const columns = minutesOf(metrics);
    this.#shown = cloudWatchColumns(metrics).map((column) => ({
      column,
      own: this.#metrics.indexOf(column.metric),
      with: column.metric.pointWith.map((key) => columnIn(columns, key)),
    }));
    this.#minutes = Math.ceil(horizon / MICROS_PER_MINUTE);
    this.#entities = new Array<readonly Minutes[] | null>(entities).fill(null);
  }

  /** Adds to the minute of this moment: that of the start, also for what is known only at the end (MET-2). */
  add(entity: number, metric: number, amount: number, at: Instant): void {
    this.#of(entity)[metric]!.sums[this.#minuteOf(at)]! += amount;
  }

  /** So many times; the longest of them is a sample. */
  addTimes(entity: number, metric: number, sum: number, count: number, at: Instant): void {
    const { sums, counts } = this.#of(entity)[metric]!;
    const minute = this.#minuteOf(at);
    sums[minute]! += sum;
    counts[minute]! += count;
  }

  addTime(entity: number, metric: number, time: Duration, at: Instant): void {
    this.addTimes(entity, metric, time, 1, at);
    this.sample(entity, metric, time, at);
  }

  /** MET-26: gauges are sampled when an invocation starts; the minute keeps the highest sample. */
  sample(entity: number, metric: number, value: number, at: Instant): void {
    const { highest } = this.#of(entity)[metric]!;
    const minute = this.#minuteOf(at);
    if (!(highest[minute]! >= value)) highest[minute] = value;
  }

  /** Whether the minute of this moment has any sample. */
  isSampled(entity: number, metric: number, at: Instant): boolean {
    return !Number.isNaN(this.#of(entity)[metric]!.highest[this.#minuteOf(at)]!);
  }

  points(entity: number): PointsOf<Rows> {
    return Object.fromEntries(
      this.#shown.map((shown) => [shown.column.column, this.#pointsOf(entity, shown)]),
    ) as PointsOf<Rows>;
  }

  /** The same by namespace. */
  spaces(entity: number): Record<string, Record<string, Points>> {
    const spaces: Record<string, Record<string, Points>> = {};
    for (const shown of this.#shown) {
      const { column, metric } = shown.column;
      spaces[metric.namespace] = { ...spaces[metric.namespace], [column]: this.#pointsOf(entity, shown) };
    }
    return spaces;
  }

  #pointsOf(entity: number, { column, own, with: others }: Shown): Points {
    const all = this.#entities[entity]!;
    return Array.from({ length: this.#minutes }, (_, minute) => {
      if (all === null) return null;
      const isThere = happened(all[own]!, minute) || others.some((one) => happened(all[one]!, minute));
      return isThere ? pointOf(column, all[own]!, minute) : null;
    });
  }

  #of(entity: number): readonly Minutes[] {
    const known = this.#entities[entity]!;
    if (known !== null) return known;
    const made = this.#metrics.map((metric) => minutesFor(metric, this.#minutes));
    this.#entities[entity] = made;
    return made;
  }

  /** What happens at the very end of the run belongs to its last minute. One event asks several times. */
  #minuteOf(at: Instant): number {
    if (at !== this.#askedAt) {
      this.#askedAt = at;
      this.#minute = Math.min(this.#minutes - 1, Math.floor(at / MICROS_PER_MINUTE));
    }
    return this.#minute;
  }
}

function happened({ sums, highest }: Minutes, minute: number): boolean {
  return highest === UNUSED ? sums[minute]! > 0 : !Number.isNaN(highest[minute]!);
}

/** Of a time, in ms. */
function pointOf({ statistic, metric }: CloudWatchColumn, of: Minutes, minute: number): number {
  if (statistic === "sum") return of.sums[minute]!;
  if (statistic === "average") return rounded(toMs((of.sums[minute]! / of.counts[minute]!) as Duration));
  const value = of.highest[minute]!;
  if (statistic === "maximum") return rounded(toMs(value as Duration));
  return metric.reading.family === "ratio" ? roundedShare(value) : value;
}

/** Points that are known already, under the names that these rows give them. */
export function named<const Rows extends readonly Metric[]>(
  metrics: Rows,
  points: Readonly<Record<CloudWatchKey<Rows>, Points>>,
): PointsOf<Rows> {
  const columns = cloudWatchColumns(metrics);
  return Object.fromEntries(
    columns.map(({ column, metric }) => [column, points[keyOf(metric.reading) as CloudWatchKey<Rows>]]),
  ) as PointsOf<Rows>;
}
