/** What is observed of environments beside their requests: time of extensions, and Inits nobody waits for. */

import type { CloudWatchFunction } from "../../cloudwatch-result.ts";
import type { SimConfig } from "../../config.ts";
import type { Duration, Instant } from "../../kernel/time.ts";
import { MICROS_PER_MINUTE, toMs } from "../../kernel/time.ts";
import { everySettings } from "../../lambda/front/every-settings.ts";
import type { Functions } from "../../lambda/front/functions.ts";
import type { FunctionResult } from "../../result.ts";
import { EXTENSION_METRICS, PROACTIVE_METRICS } from "../../vocabulary/metrics/function.ts";
import { Count, CountTable } from "../tables/counts.ts";
import { fieldsOf, histogramsOf, NOT_RECORDED, type Recorded } from "../tables/fields.ts";
import { Gauge, type GaugeTable } from "../tables/gauges.ts";
import { rounded } from "../tables/rounding.ts";
import { TimeTable } from "../tables/times.ts";

/** Extension time of the invocations that started in each minute. */
class Minutes {
  readonly #count: Float64Array;
  readonly #sum: Float64Array;
  readonly #most: Float64Array;

  constructor(horizon: Duration) {
    const minutes = Math.ceil(horizon / MICROS_PER_MINUTE);
    this.#count = new Float64Array(minutes);
    this.#sum = new Float64Array(minutes);
    this.#most = new Float64Array(minutes);
  }

  add(time: Duration, at: Instant): void {
    const minute = Math.min(this.#count.length - 1, Math.floor(at / MICROS_PER_MINUTE));
    this.#count[minute]!++;
    this.#sum[minute]! += time;
    this.#most[minute] = Math.max(this.#most[minute]!, time);
  }

  /** MET-5. */
  metrics(): Partial<CloudWatchFunction> {
    const points = (of: Float64Array, per: Float64Array | null): (number | null)[] =>
      Array.from(this.#count, (count, minute) =>
        count === 0 ? null : rounded(toMs((of[minute]! / (per?.[minute] ?? 1)) as Duration)),
      );
    return {
      PostRuntimeExtensionsDurationAverage: points(this.#sum, this.#count),
      PostRuntimeExtensionsDurationMaximum: points(this.#most, null),
    };
  }
}

/** Tables that the recorder shares. */
interface Tables {
  readonly counts: CountTable;
  readonly gauges: GaugeTable;
}

export class EnvironmentRecorder {
  readonly #functions: Functions;
  readonly #tables: Tables;
  readonly #extensions: TimeTable;
  readonly #moved: CountTable;
  /** By function; null without extensions. */
  readonly #minutes: (Minutes | null)[];

  /** Null where no function has extensions and no Region starts environments ahead of need. */
  static of(config: SimConfig, functions: Functions, segments: number, tables: Tables): EnvironmentRecorder | null {
    const extended = new Set(everySettings(config).flatMap(({ name, afterRun }) => (afterRun === null ? [] : [name])));
    const proactive = config.regions.some(({ model }) => model.proactiveInit);
    if (extended.size === 0 && !proactive) return null;
    const minutes = functions.settings.map(({ name }) => (extended.has(name) ? new Minutes(config.horizon) : null));
    return new EnvironmentRecorder(functions, segments, tables, minutes);
  }

  private constructor(functions: Functions, segments: number, tables: Tables, minutes: (Minutes | null)[]) {
    this.#functions = functions;
    this.#tables = tables;
    this.#minutes = minutes;
    this.#extensions = new TimeTable(segments, functions.count, 1);
    this.#moved = new CountTable(segments, functions.count, 1);
  }

  /** MET-5, MET-2: what extensions took after the handler, stamped with the start of the invocation. */
  extensionsEnded(segment: number, functionIndex: number, time: Duration, startedAt: Instant): void {
    this.#extensions.add(segment, functionIndex, 0, time);
    this.#minutes[functionIndex]?.add(time, startedAt);
  }

  /** LIFE-16: a request has left the Init that was begun for it. */
  requestMoved(now: Instant, segment: number, functionIndex: number): void {
    this.#moved.add(segment, functionIndex, 0, 1);
    this.#tables.gauges.add(functionIndex, Gauge.Spare, 1, now);
  }

  /** LIFE-18, MOD: an Init that no request waited for is billed by itself, as it ends. */
  spareReady(now: Instant, segment: number, functionIndex: number, init: Duration): void {
    this.#tables.gauges.add(functionIndex, Gauge.Spare, -1, now);
    this.#tables.counts.add(segment, functionIndex, Count.billedMsSum, Math.ceil(toMs(init)));
  }

  /** Fields of this function that are there only when they mean something. */
  result(segments: readonly number[], functionIndex: number): Partial<FunctionResult> {
    const { proactiveInit } = this.#functions.modelOf(functionIndex);
    const moved = { ...NOT_RECORDED, count: () => this.#moved.total(segments, functionIndex, 0) };
    return {
      ...(this.#isExtended(functionIndex) ? fieldsOf(EXTENSION_METRICS, this.#times(segments, functionIndex)) : {}),
      ...(proactiveInit ? fieldsOf(PROACTIVE_METRICS, moved) : {}),
    };
  }

  histograms(segments: readonly number[], functionIndex: number): Partial<FunctionResult["histograms"]> {
    if (!this.#isExtended(functionIndex)) return {};
    return histogramsOf(EXTENSION_METRICS, this.#times(segments, functionIndex));
  }

  #isExtended(functionIndex: number): boolean {
    return this.#minutes[functionIndex] !== null;
  }

  #times(segments: readonly number[], functionIndex: number): Recorded {
    return { ...NOT_RECORDED, time: () => this.#extensions.merged(segments, [functionIndex], 0) };
  }

  metrics(functionIndex: number): Partial<CloudWatchFunction> {
    return this.#minutes[functionIndex]?.metrics() ?? {};
  }
}
