/** One point per bucket for charts and the dashboard. */
import { assert } from "../../kernel/assert.ts";
import type { Duration, Instant } from "../../kernel/time.ts";
import { toMs } from "../../kernel/time.ts";
import type { FunctionSeries, RegionSeries } from "../../result.ts";
import { REFUSALS, type ThrottleCause } from "../../vocabulary/throttles.ts";
import { Gauge, type GaugeTable, RegionGauge } from "./gauges.ts";
import { rounded } from "./rounding.ts";

const values = (entities: number, buckets: number): Float64Array[] =>
  Array.from({ length: entities }, () => new Float64Array(buckets));
const blanks = (entities: number, buckets: number): Float64Array[] =>
  values(entities, buckets).map((column) => column.fill(Number.NaN));

/** p50, p95 and p99 of the answers in a bucket; null without any. */
type Times = readonly number[] | null;

export class SeriesTable {
  readonly #width: Duration;
  readonly #buckets: number;
  #bucket = 0;
  readonly #requests: Float64Array[];
  readonly #throttles: (Float64Array | null)[][];
  readonly #cold: Float64Array[];
  readonly #errors: Float64Array[];
  readonly #spillover: Float64Array[];
  readonly #gauges: { max: Float64Array[]; mean: Float64Array[] };
  readonly #states: Float64Array[][];
  readonly #latency: { p50: Float64Array[]; p95: Float64Array[]; p99: Float64Array[] };
  readonly #depth: Float64Array[];
  readonly #age: Float64Array[];
  readonly #regions: Float64Array[][];

  constructor(functions: number, regions: number, width: Duration, horizon: Duration) {
    const buckets = Math.ceil(horizon / width);
    this.#width = width;
    this.#buckets = buckets;
    this.#requests = values(functions, buckets);
    this.#cold = values(functions, buckets);
    this.#errors = values(functions, buckets);
    this.#spillover = values(functions, buckets);
    this.#throttles = Array.from({ length: functions }, () => REFUSALS.map(() => null));
    this.#gauges = { max: values(functions, buckets), mean: values(functions, buckets) };
    this.#states = Array.from({ length: functions }, () => values(4, buckets));
    this.#latency = {
      p50: blanks(functions, buckets),
      p95: blanks(functions, buckets),
      p99: blanks(functions, buckets),
    };
    this.#depth = values(functions, buckets);
    this.#age = blanks(functions, buckets);
    this.#regions = Array.from({ length: regions }, () => values(3, buckets));
  }

  get buckets(): number {
    return this.#buckets;
  }

  requests(functionIndex: number, count: number): void {
    this.#requests[functionIndex]![this.#bucket]! += count;
  }
  throttles(functionIndex: number, refusal: number, count: number): void {
    const columns = this.#throttles[functionIndex]!;
    columns[refusal] ??= new Float64Array(this.#buckets);
    columns[refusal][this.#bucket]! += count;
  }
  cold(functionIndex: number, count: number): void {
    this.#cold[functionIndex]![this.#bucket]! += count;
  }
  errors(functionIndex: number, count: number): void {
    this.#errors[functionIndex]![this.#bucket]! += count;
  }
  spillover(functionIndex: number, count: number): void {
    this.#spillover[functionIndex]![this.#bucket]! += count;
  }
  asyncAge(functionIndex: number, age: number): void {
    const column = this.#age[functionIndex]!;
    const highest = column[this.#bucket]!;
    if (!(highest >= age)) column[this.#bucket] = age;
  }

  /** The bucket is over: takes its gauges and percentiles, and goes on to the next. */
  endBucket(now: Instant, functions: GaugeTable, regions: GaugeTable, answerTimes: (index: number) => Times): void {
    const bucket = this.#bucket;
    const length = now - bucket * this.#width;
    assert(length > 0, "a bucket ended that has no length");
    for (let index = 0; index < this.#requests.length; index++) {
      this.#gauges.max[index]![bucket] = functions.bucketMax(index, Gauge.Busy);
      this.#gauges.mean[index]![bucket] = functions.bucketIntegral(index, Gauge.Busy, now) / length;
      this.#depth[index]![bucket] = functions.bucketMax(index, Gauge.AsyncDepth);
      this.#takeStates(index, functions);
      this.#takeLatency(index, answerTimes(index));
    }
    for (let region = 0; region < this.#regions.length; region++) {
      for (const kind of Object.values(RegionGauge)) {
        this.#regions[region]![kind]![bucket] = regions.bucketMax(region, kind);
      }
    }
    functions.beginBucket(now);
    regions.beginBucket(now);
    this.#bucket = bucket + 1 < this.#buckets ? bucket + 1 : bucket;
  }

  #takeStates(index: number, functions: GaugeTable): void {
    const starting = functions.value(index, Gauge.Starting);
    const spare = functions.value(index, Gauge.Spare);
    const states = this.#states[index]!;
    states[0]![this.#bucket] = starting;
    states[1]![this.#bucket] = Math.max(0, functions.value(index, Gauge.Busy) - starting + spare);
    states[2]![this.#bucket] = functions.value(index, Gauge.Idle);
    states[3]![this.#bucket] = functions.value(index, Gauge.ProvisionedIdle);
  }

  #takeLatency(index: number, times: Times): void {
    if (times === null) return;
    const [p50, p95, p99] = times;
    this.#latency.p50[index]![this.#bucket] = p50!;
    this.#latency.p95[index]![this.#bucket] = p95!;
    this.#latency.p99[index]![this.#bucket] = p99!;
  }

  functionSeries(index: number): FunctionSeries {
    const states = this.#states[index]!;
    const byCause = REFUSALS.flatMap(({ cause }, refusal) => {
      const column = this.#throttles[index]![refusal];
      return column ? [[cause, Array.from(column)] as const] : [];
    });
    const throttles = new Float64Array(this.#buckets);
    for (const [, column] of byCause) for (const [bucket, count] of column.entries()) throttles[bucket]! += count;
    return {
      requests: Array.from(this.#requests[index]!),
      throttles: Array.from(throttles),
      throttlesByCause: Object.fromEntries(byCause) as Partial<Record<ThrottleCause, number[]>>,
      coldStarts: Array.from(this.#cold[index]!),
      errors: Array.from(this.#errors[index]!),
      spillover: Array.from(this.#spillover[index]!),
      busyMax: Array.from(this.#gauges.max[index]!),
      busyMean: Array.from(this.#gauges.mean[index]!, rounded),
      starting: Array.from(states[0]!),
      running: Array.from(states[1]!),
      idle: Array.from(states[2]!),
      provisionedIdle: Array.from(states[3]!),
      latencyMsP50: inMs(this.#latency.p50[index]!),
      latencyMsP95: inMs(this.#latency.p95[index]!),
      latencyMsP99: inMs(this.#latency.p99[index]!),
      asyncDepthMax: Array.from(this.#depth[index]!),
      asyncAgeMsMax: inMs(this.#age[index]!),
    };
  }

  regionSeries(index: number): RegionSeries {
    const columns = this.#regions[index]!;
    return {
      concurrencyMax: Array.from(columns[RegionGauge.Concurrency]!),
      unreservedMax: Array.from(columns[RegionGauge.Unreserved]!),
      claimedMax: Array.from(columns[RegionGauge.Claimed]!),
    };
  }
}

/** µs to ms, null where nothing was measured. */
const inMs = (column: Float64Array): (number | null)[] =>
  Array.from(column, (value) => (Number.isNaN(value) ? null : rounded(toMs(value as Duration))));
