/** What is observed of durable executions: how they end, how long they take, how many run, and how many wait. */
import type { SimConfig } from "../../config.ts";
import type { Duration, Instant } from "../../kernel/time.ts";
import { DURABLE_METRICS } from "../../vocabulary/metrics/durable.ts";
import { columnsOf, widthOf } from "../tables/columns.ts";
import { CountTable } from "../tables/counts.ts";
import { GaugeTable, gaugeRows } from "../tables/gauges.ts";
import { segmentsOf } from "../tables/segments.ts";
import { TimeTable } from "../tables/times.ts";

/** What is counted of executions; of operations, for the bill alone. */
export const ExecutionCount = columnsOf(DURABLE_METRICS, ["operations"]);

/** AWS says of an execution that it runs from its start to its end, also while it waits. */
export const ExecutionGauge = { Running: 0, Waiting: 1 } as const;
const EXECUTION_GAUGES = 2;

export class DurableRecorder {
  readonly counts: CountTable;
  readonly times: TimeTable;
  readonly gauges: GaugeTable;

  constructor(config: SimConfig) {
    const segments = segmentsOf(config).length;
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
  resumed(segment: number, functionIndex: number): void {
    this.counts.add(segment, functionIndex, ExecutionCount.resumptionsCount, 1);
  }
}
