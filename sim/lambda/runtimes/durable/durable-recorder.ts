/** What is observed of durable executions: how they end, how long they take, how many run, and how many wait. */
import type { SimConfig } from "../../../config.ts";
import type { Duration, Instant } from "../../../kernel/time.ts";
import { columnIn, columnsOf, widthOf } from "../../../measure/tables/columns.ts";
import { CountTable } from "../../../measure/tables/counts.ts";
import { fieldsOf, histogramsOf, NOT_RECORDED, type Recorded } from "../../../measure/tables/fields.ts";
import { GaugeTable, gaugeRows } from "../../../measure/tables/gauges.ts";
import { type Segment, segmentsOf } from "../../../measure/tables/segments.ts";
import { TimeTable } from "../../../measure/tables/times.ts";
import type { FunctionResult } from "../../../result.ts";
import { DURABLE_METRICS } from "../../../vocabulary/metrics/durable.ts";
import type { GaugeName } from "../../../vocabulary/metrics/metric.ts";

/** What is counted of executions; of operations, for the bill alone. */
export const ExecutionCount = columnsOf(DURABLE_METRICS, ["operations"]);

/** AWS says of an execution that it runs from its start to its end, also while it waits. */
const ExecutionGauge = { Running: 0, Waiting: 1 } as const;
const EXECUTION_GAUGES = 2;
const GAUGES: Readonly<Record<string, number>> = {
  executionsRunning: ExecutionGauge.Running,
  executionsWaiting: ExecutionGauge.Waiting,
} satisfies Record<GaugeName<typeof DURABLE_METRICS>, number>;

export class DurableRecorder {
  readonly counts: CountTable;
  readonly times: TimeTable;
  readonly gauges: GaugeTable;
  readonly #segments: readonly Segment[];

  constructor(config: SimConfig) {
    this.#segments = segmentsOf(config);
    const segments = this.#segments.length;
    this.counts = new CountTable(segments, config.functions.length, widthOf(ExecutionCount));
    this.times = new TimeTable(segments, config.functions.length, 1);
    this.gauges = new GaugeTable(gaugeRows(config.functions.length, EXECUTION_GAUGES));
  }

  started(now: Instant, segment: number, functionIndex: number): void {
    this.counts.add(segment, functionIndex, ExecutionCount.executionsStartedCount, 1);
    this.operations(segment, functionIndex, 1);
    this.gauges.add(functionIndex, ExecutionGauge.Running, 1, now);
  }

  /** Counted where it began, so that what starts in a stretch of the run ends there. */
  ended(segment: number, functionIndex: number, how: number, lasted: Duration): void {
    this.counts.add(segment, functionIndex, how, 1);
    this.times.add(segment, functionIndex, 0, lasted);
  }
  left(now: Instant, functionIndex: number): void {
    this.gauges.add(functionIndex, ExecutionGauge.Running, -1, now);
  }

  /** DUR-2: a wait begins (1) or is over (-1). */
  waiting(now: Instant, functionIndex: number, change: number): void {
    this.gauges.add(functionIndex, ExecutionGauge.Waiting, change, now);
  }
  /** LP-21: the start of an execution, a step that is done, a wait that begins: each is charged. */
  operations(segment: number, functionIndex: number, count: number): void {
    this.counts.add(segment, functionIndex, ExecutionCount.operations, count);
  }
  /** As the bill has them. */
  operationsOf(segments: readonly number[], functionIndex: number): number {
    return this.counts.total(segments, functionIndex, ExecutionCount.operations);
  }
  resumed(segment: number, functionIndex: number): void {
    this.counts.add(segment, functionIndex, ExecutionCount.resumptionsCount, 1);
  }

  fields(segments: readonly number[], functionIndex: number): Partial<FunctionResult> {
    return fieldsOf(DURABLE_METRICS, this.#recorded(segments, functionIndex));
  }
  histograms(segments: readonly number[], functionIndex: number): Partial<FunctionResult["histograms"]> {
    return histogramsOf(DURABLE_METRICS, this.#recorded(segments, functionIndex));
  }

  #recorded(segments: readonly number[], functionIndex: number): Recorded {
    return {
      ...NOT_RECORDED,
      count: (field) => this.counts.total(segments, functionIndex, columnIn(ExecutionCount, field)),
      gauge: (prefix) => this.gauges.summary(segments, this.#segments, functionIndex, GAUGES[prefix]!),
      time: () => this.times.merged(segments, [functionIndex], 0),
    };
  }
}
