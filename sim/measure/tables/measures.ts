/** What nodes of one type count by themselves, and all that a result has of it: it follows from declared metrics. */

import type { Points } from "../../cloudwatch-result.ts";
import { type Duration, type Instant, MICROS_PER_MINUTE } from "../../kernel/time.ts";
import type { Histogram as Entries } from "../../result.ts";
import { keyOf } from "../../vocabulary/metrics/cloudwatch.ts";
import type { FieldsOf, GaugeName, Metric, TimeName } from "../../vocabulary/metrics/metric.ts";
import { type CountedField, columnIn, columnsOf, widthOf } from "./columns.ts";
import { CountTable } from "./counts.ts";
import { fieldsOf, histogramsOf, NOT_RECORDED, type Recorded } from "./fields.ts";
import { GaugeTable, gaugeRows } from "./gauges.ts";
import { MinuteTable, minutesOf } from "./minutes.ts";
import type { Segment } from "./segments.ts";
import { TimeTable } from "./times.ts";

/** The run that is measured. */
interface Span {
  readonly segments: readonly Segment[];
  readonly bucket: Duration;
  readonly horizon: Duration;
}

export class Measures<const Rows extends readonly Metric[] = readonly Metric[]> {
  readonly #metrics: Rows;
  readonly #span: Span;
  readonly #columns: Readonly<Record<string, number>>;
  readonly #gaugeNames: readonly string[];
  readonly #timeNames: readonly string[];
  readonly #counts: CountTable;
  readonly #gauges: GaugeTable;
  readonly #times: TimeTable;
  /** By node and metric that has a series: its buckets. */
  readonly #series: Map<string, Float64Array>[];
  /** What CloudWatch has, and where in its table. */
  readonly #minutes: MinuteTable;
  readonly #minuteColumns: Readonly<Record<string, number>>;
  #bucket = 0;
  #minute = 0;

  /** @param nodes  so many of the type there are. */
  constructor(metrics: Rows, nodes: number, span: Span) {
    const { segments, bucket, horizon } = span;
    this.#metrics = metrics;
    this.#span = span;
    this.#columns = columnsOf(metrics);
    this.#gaugeNames = metrics.flatMap(({ reading }) => (reading.family === "gauge" ? [reading.prefix] : []));
    this.#timeNames = metrics.flatMap(({ reading }) => (reading.family === "time" ? [reading.prefix] : []));
    this.#counts = new CountTable(segments.length, nodes, widthOf(this.#columns));
    this.#gauges = new GaugeTable(gaugeRows(nodes, this.#gaugeNames.length));
    this.#times = new TimeTable(segments.length, nodes, this.#timeNames.length);
    const charted = metrics.flatMap(({ series, reading }) => (series ? [keyOf(reading)] : []));
    const buckets = Math.ceil(horizon / bucket);
    this.#series = Array.from(
      { length: nodes },
      () => new Map(charted.map((name) => [name, new Float64Array(buckets)])),
    );
    this.#minutes = new MinuteTable(metrics, nodes, horizon);
    this.#minuteColumns = minutesOf(metrics);
  }

  /** @param segment  part of the run in which it is counted. */
  add(now: Instant, segment: number, node: number, field: CountedField<Rows>, amount = 1): void {
    this.#counts.add(segment, node, columnIn(this.#columns, field), amount);
    const series = this.#series[node]!.get(field);
    if (series !== undefined) series[this.#bucket]! += amount;
    const minute = this.#minuteColumns[field];
    if (minute !== undefined) this.#minutes.add(node, minute, amount, now);
  }

  change(now: Instant, node: number, prefix: GaugeName<Rows>, by: number): void {
    this.#turn(now);
    this.#gauges.add(node, this.#gaugeNames.indexOf(prefix), by, now);
  }

  time(now: Instant, segment: number, node: number, prefix: TimeName<Rows>, value: Duration): void {
    this.#times.add(segment, node, this.#timeNames.indexOf(prefix), value);
    const minute = this.#minuteColumns[prefix];
    if (minute !== undefined) this.#minutes.addTime(node, minute, value, now);
  }

  /** Of minutes that are over CloudWatch sees what each gauge was at the end, which is what it still is. */
  #turn(now: Instant): void {
    const last = Math.min(this.#minuteOf(now), Math.floor(now / MICROS_PER_MINUTE));
    for (; this.#minute < last; this.#minute++) this.#sampleGauges();
  }

  endBucket(now: Instant): void {
    for (const [node, series] of this.#series.entries()) {
      for (const [kind, prefix] of this.#gaugeNames.entries()) {
        const column = series.get(prefix);
        if (column !== undefined) column[this.#bucket] = this.#gauges.bucketMax(node, kind);
      }
    }
    this.#gauges.beginBucket(now);
    this.#bucket = Math.min(this.#bucket + 1, Math.ceil(this.#span.horizon / this.#span.bucket) - 1);
  }

  endSegment(now: Instant): void {
    this.#gauges.endSegment(now);
  }

  /** The run is over: its last minute, however short, has been seen, too. */
  endRun(now: Instant): void {
    this.#turn(now);
    if (now % MICROS_PER_MINUTE !== 0) this.#sampleGauges();
  }

  fields(segments: readonly number[], node: number): FieldsOf<Rows> {
    return fieldsOf(this.#metrics, this.#recorded(segments, node));
  }

  histograms(segments: readonly number[], node: number): Record<TimeName<Rows>, Entries> {
    return histogramsOf(this.#metrics, this.#recorded(segments, node));
  }

  /** By field: counts of each bucket, and the highest of a gauge in it. */
  series(node: number): Record<string, number[]> {
    const isGauge = (name: string): boolean => this.#gaugeNames.includes(name);
    return Object.fromEntries(
      [...this.#series[node]!].map(([name, column]) => [isGauge(name) ? `${name}Max` : name, Array.from(column)]),
    );
  }

  /** By namespace and name: counts as the sum of a minute, gauges as they are at its end, times as mean and highest. */
  cloudWatch(node: number): Record<string, Record<string, Points>> {
    return this.#minutes.spaces(node);
  }

  #recorded(segments: readonly number[], node: number): Recorded {
    return {
      ...NOT_RECORDED,
      count: (field) => this.#counts.total(segments, node, columnIn(this.#columns, field)),
      gauge: (prefix) => this.#gauges.summary(segments, this.#span.segments, node, this.#gaugeNames.indexOf(prefix)),
      time: (prefix) => this.#times.merged(segments, [node], this.#timeNames.indexOf(prefix)),
    };
  }

  #sampleGauges(): void {
    const at = (this.#minute * MICROS_PER_MINUTE) as Instant;
    for (const node of this.#series.keys()) {
      for (const [kind, prefix] of this.#gaugeNames.entries()) {
        const minute = this.#minuteColumns[prefix];
        if (minute !== undefined) this.#minutes.sample(node, minute, this.#gauges.value(node, kind), at);
      }
    }
  }

  /** What happens at the very end of the run belongs to its last minute. */
  #minuteOf(now: Instant): number {
    return Math.min(Math.floor(now / MICROS_PER_MINUTE), Math.ceil(this.#span.horizon / MICROS_PER_MINUTE) - 1);
  }
}
