/** What is observed of environments beside their requests: time of extensions, and Inits nobody waits for. */

import type { CloudWatchFunction } from "../../cloudwatch-result.ts";
import type { SimConfig } from "../../config.ts";
import { type Duration, type Instant, toMs } from "../../kernel/time.ts";
import { everySettings } from "../../lambda/front/every-settings.ts";
import type { Functions } from "../../lambda/front/functions.ts";
import type { FunctionResult } from "../../result.ts";
import { EXTENSION_METRICS, PROACTIVE_METRICS } from "../../vocabulary/metrics/function.ts";
import { Count, CountTable } from "../tables/counts.ts";
import { fieldsOf, histogramsOf, NOT_RECORDED, type Recorded } from "../tables/fields.ts";
import { Gauge, type GaugeTable } from "../tables/gauges.ts";
import { MinuteTable, minutesOf } from "../tables/minutes.ts";
import { TimeTable } from "../tables/times.ts";

/** MET-5. */
const Minute = minutesOf(EXTENSION_METRICS);

/** Tables that the recorder shares. */
interface Tables {
  readonly counts: CountTable;
  readonly gauges: GaugeTable;
}

interface OwnTables extends Tables {
  readonly minutes: MinuteTable<typeof EXTENSION_METRICS>;
}

export class EnvironmentRecorder {
  readonly #functions: Functions;
  readonly #tables: Tables;
  readonly #extensions: TimeTable;
  readonly #moved: CountTable;
  /** Names of functions with extensions. */
  readonly #extended: ReadonlySet<string>;
  readonly #minutes: MinuteTable<typeof EXTENSION_METRICS>;

  /** Null where no function has extensions and no Region starts environments ahead of need. */
  static of(config: SimConfig, functions: Functions, segments: number, tables: Tables): EnvironmentRecorder | null {
    const extended = new Set(everySettings(config).flatMap(({ name, afterRun }) => (afterRun === null ? [] : [name])));
    const proactive = config.regions.some(({ model }) => model.proactiveInit);
    if (extended.size === 0 && !proactive) return null;
    const minutes = new MinuteTable(EXTENSION_METRICS, functions.count, config.horizon);
    return new EnvironmentRecorder(functions, segments, { ...tables, minutes }, extended);
  }

  private constructor(functions: Functions, segments: number, tables: OwnTables, extended: ReadonlySet<string>) {
    this.#functions = functions;
    this.#tables = tables;
    this.#minutes = tables.minutes;
    this.#extended = extended;
    this.#extensions = new TimeTable(segments, functions.count, 1);
    this.#moved = new CountTable(segments, functions.count, 1);
  }

  /** MET-5, MET-2: what extensions took after the handler, stamped with the start of the invocation. */
  extensionsEnded(segment: number, functionIndex: number, time: Duration, startedAt: Instant): void {
    this.#extensions.add(segment, functionIndex, 0, time);
    this.#minutes.addTime(functionIndex, Minute.afterRunMs, time, startedAt);
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
    return this.#extended.has(this.#functions.settings[functionIndex]!.name);
  }

  #times(segments: readonly number[], functionIndex: number): Recorded {
    return { ...NOT_RECORDED, time: () => this.#extensions.merged(segments, [functionIndex], 0) };
  }

  metrics(functionIndex: number): Partial<CloudWatchFunction> {
    return this.#isExtended(functionIndex) ? this.#minutes.points(functionIndex) : {};
  }
}
