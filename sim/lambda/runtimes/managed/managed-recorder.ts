/** What is observed of functions on Managed Instances: workers and CPU in use, and AWS's metrics of every 5 minutes. */

import type { ManagedMetrics } from "../../../cloudwatch-result.ts";
import type { SimConfig } from "../../../config.ts";
import { type Duration, type Instant, MICROS_PER_MINUTE, toMs } from "../../../kernel/time.ts";
import type { Recorder } from "../../../measure/recorders/recorder.ts";
import { fieldsOf, NOT_RECORDED } from "../../../measure/tables/fields.ts";
import { Gauge, GaugeTable, gaugeRows } from "../../../measure/tables/gauges.ts";
import { named } from "../../../measure/tables/minutes.ts";
import { roundedShare } from "../../../measure/tables/rounding.ts";
import type { FunctionResult, FunctionSeries } from "../../../result.ts";
import { MANAGED_METRICS, PERIOD_METRICS } from "../../../vocabulary/metrics/function.ts";
import type { Fleet } from "./managed-fleet.ts";

/** LMI-8. */
export const METRIC_PERIOD = (5 * MICROS_PER_MINUTE) as Duration;

const Kind = { Environments: 0, Active: 1, Workers: 2, Cpu: 3, Instances: 4 } as const;
const KINDS = 5;

/** Periods of one function. */
interface Periods {
  readonly concurrency: Float64Array;
  readonly cpu: (number | null)[];
  readonly throttles: { readonly concurrency: Float64Array; readonly cpu: Float64Array };
}

export class ManagedRecorder {
  readonly #recorder: Recorder;
  readonly #gauges: GaugeTable;
  readonly #periods = new Map<number, Periods>();
  /** Environments that run something at the end of each bucket. */
  readonly #running = new Map<number, number[]>();
  #period = 0;

  constructor(config: SimConfig, functions: readonly number[], recorder: Recorder) {
    const length = Math.ceil(config.horizon / METRIC_PERIOD);
    const column = () => new Float64Array(length);
    this.#recorder = recorder;
    this.#gauges = new GaugeTable(gaugeRows(1 + Math.max(...functions), KINDS));
    for (const index of functions) {
      const throttles = { concurrency: column(), cpu: column() };
      this.#periods.set(index, { concurrency: column(), cpu: [], throttles });
      this.#running.set(index, []);
    }
  }

  beginRun(): void {
    this.#gauges.restart();
  }

  /** LMI-1: a request has begun in an environment that now serves so many. */
  admitted(now: Instant, index: number, busyHere: number): void {
    this.#recorder.managedBegan(now, index);
    const { concurrency } = this.#periods.get(index)!;
    if (busyHere > concurrency[this.#period]!) concurrency[this.#period] = busyHere;
  }

  /** LMI-8: what was short. */
  refused(index: number, what: "concurrency" | "cpu"): void {
    this.#periods.get(index)!.throttles[what][this.#period]!++;
  }

  /** LMI-4: the instances of its capacity provider, as far as they are its own by the vCPUs on them. */
  resized(now: Instant, index: number, instances: number): void {
    this.#gauges.set(index, Kind.Instances, instances, now);
  }

  /** Environments or the requests in them have changed. */
  changed(now: Instant, index: number, fleets: readonly Fleet[]): void {
    let [environments, active, running, workers, cpu, vCpus] = [0, 0, 0, 0, 0, 0];
    for (const { count, active: some, running: here, cpu: used, settings } of fleets) {
      environments += count;
      active += some;
      running += here;
      workers += count * settings.perEnvironment;
      cpu += used;
      vCpus += count * settings.vCpus;
    }
    const { gauges } = this.#recorder;
    gauges.set(index, Gauge.Idle, environments - active, now);
    gauges.set(index, Gauge.Warm, environments - active, now);
    this.#gauges.set(index, Kind.Environments, environments, now);
    this.#gauges.set(index, Kind.Active, active, now);
    this.#gauges.set(index, Kind.Workers, workers === 0 ? 0 : running / workers, now);
    this.#gauges.set(index, Kind.Cpu, vCpus === 0 ? 0 : cpu / vCpus, now);
  }

  endBucket(): void {
    for (const [index, column] of this.#running) column.push(this.#gauges.value(index, Kind.Active));
  }

  endSegment(now: Instant): void {
    this.#gauges.endSegment(now);
  }

  /**
   * A metric without an environment to measure has no data point.
   * @param busiest  most requests in one environment of a function: what goes on is there in the next period too.
   */
  endPeriod(now: Instant, busiest: (index: number) => number): void {
    const length = now - this.#period * METRIC_PERIOD;
    for (const [index, { cpu, concurrency }] of this.#periods) {
      const mean = this.#gauges.bucketIntegral(index, Kind.Cpu, now) / length;
      const present = this.#gauges.bucketIntegral(index, Kind.Environments, now) > 0;
      cpu.push(present ? roundedShare(mean) : null);
      concurrency[this.#period + 1] = busiest(index);
    }
    this.#gauges.beginBucket(now);
    this.#period++;
  }

  /** LMI-7: instances are paid for, not durations. */
  fields(segments: readonly number[], index: number): Partial<FunctionResult> {
    const of = (kind: number) => this.#gauges.summary(segments, this.#recorder.segments, index, kind);
    const ratio = (prefix: string) => of(prefix === "cpuUtilization" ? Kind.Cpu : Kind.Workers);
    const gauge = () => of(Kind.Instances);
    return { ...fieldsOf(MANAGED_METRICS, { ...NOT_RECORDED, ratio, gauge }), billedMsSum: 0 };
  }

  /** LMI-7: instances x µs, in use or not. */
  instanceTime(segments: readonly number[], index: number): number {
    return this.#gauges.integral(segments, index, Kind.Instances);
  }

  series(index: number): Pick<FunctionSeries, "running"> {
    return { running: this.#running.get(index)! };
  }

  /** @param limit  workers of each environment of a function. */
  metrics(name: (index: number) => string, limit: (index: number) => number): ManagedMetrics {
    const functions = [...this.#periods].map(([index, { concurrency, cpu, throttles }]) => {
      const shown = (column: Float64Array) => cpu.map((used, at) => (used === null ? null : column[at]!));
      return [
        name(index),
        {
          "AWS/Lambda": named(PERIOD_METRICS, {
            busiest: shown(concurrency),
            perEnvironment: cpu.map((used) => (used === null ? null : limit(index))),
            cpuUtilization: cpu,
            "managed-concurrency": shown(throttles.concurrency),
            "managed-cpu": shown(throttles.cpu),
          }),
        },
      ] as const;
    });
    return { periodMs: toMs(METRIC_PERIOD), functions: Object.fromEntries(functions) };
  }
}
