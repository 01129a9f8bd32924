/**
 * What is counted at every invocation, in one short row for each function and Region: it is added to the tables by
 * segment, bucket and minute when the first of these ends, instead of to all three at once.
 */
import { type Duration, type Instant, MICROS_PER_MINUTE } from "../kernel/time.ts";
import { type CloudWatchTable, Peak, Sum } from "./cloudwatch.ts";
import { Count, type CountTable } from "./counts.ts";
import type { SeriesTable } from "./series.ts";

/** Of a function. Peaks are 0 while nothing was sampled: a sample counts its own invocation. */
const INVOCATIONS = 0;
const CONCURRENT = 1;
const BILLED_MS = 2;
const ENDED = 3;
const DURATION_SUM = 4;
const DURATION_MAX = 5;
const WIDTH = 6;

/** Of a Region: whether it was sampled, and its highest samples. */
const SAMPLED = 0;
const RUNNING = 1;
const UNRESERVED = 2;
const CLAIMED = 3;
const REGION_WIDTH = 4;

interface Tables {
  readonly counts: CountTable;
  readonly series: SeriesTable;
  readonly cloudWatch: CloudWatchTable;
}

export class Tallies {
  readonly #tables: Tables;
  readonly #functions: Float64Array;
  readonly #regions: Float64Array;
  readonly #horizon: Duration;
  /** The minute that is counted now. The last one takes in the very end of the run. */
  #minuteStart = 0 as Instant;
  #minuteEnd: number;

  constructor(tables: Tables, functions: number, regions: number, horizon: Duration) {
    this.#tables = tables;
    this.#functions = new Float64Array(functions * WIDTH);
    this.#regions = new Float64Array(regions * REGION_WIDTH);
    this.#horizon = horizon;
    this.#minuteEnd = this.#endOf(this.#minuteStart);
  }

  /** Whether the minute is over: `turn` first, then. */
  isOver(now: Instant): boolean {
    return now >= this.#minuteEnd;
  }

  /** MET-26: an invocation begins, and the concurrency with it is sampled. */
  began(index: number, concurrent: number): void {
    const row = index * WIDTH;
    const cells = this.#functions;
    cells[row + INVOCATIONS]!++;
    if (concurrent > cells[row + CONCURRENT]!) cells[row + CONCURRENT] = concurrent;
  }

  /** MET-6 to MET-8: the Region as that invocation finds it. */
  sampled(region: number, running: number, unreserved: number, claimed: number): void {
    const row = region * REGION_WIDTH;
    const cells = this.#regions;
    cells[row + SAMPLED] = 1;
    if (running > cells[row + RUNNING]!) cells[row + RUNNING] = running;
    if (unreserved > cells[row + UNRESERVED]!) cells[row + UNRESERVED] = unreserved;
    if (claimed > cells[row + CLAIMED]!) cells[row + CLAIMED] = claimed;
  }

  /** MET-1, MET-2: an invocation that began at `startedAt` has ended; its duration belongs to that minute. */
  ended(index: number, duration: Duration, billedMs: number, startedAt: Instant): void {
    const row = index * WIDTH;
    const cells = this.#functions;
    cells[row + BILLED_MS]! += billedMs;
    if (startedAt < this.#minuteStart) {
      this.#addDuration(index, duration, 1, startedAt);
      this.#tables.cloudWatch.sample(index, Peak.Duration, duration, startedAt);
      return;
    }
    cells[row + ENDED]!++;
    cells[row + DURATION_SUM]! += duration;
    if (duration > cells[row + DURATION_MAX]!) cells[row + DURATION_MAX] = duration;
  }

  /** Goes on to the minute of this moment. @param segment  part of the run that what was counted belongs to. */
  turn(now: Instant, segment: number): void {
    this.settle(segment);
    this.#minuteStart = (Math.floor(now / MICROS_PER_MINUTE) * MICROS_PER_MINUTE) as Instant;
    this.#minuteEnd = this.#endOf(this.#minuteStart);
  }

  /** Adds everything counted so far to its tables. */
  settle(segment: number): void {
    const functions = this.#functions.length / WIDTH;
    for (let index = 0; index < functions; index++) this.#settleFunction(index, segment);
    for (let row = 0; row < this.#regions.length; row += REGION_WIDTH) this.#settleRegion(row);
  }

  #settleFunction(index: number, segment: number): void {
    const { counts, series, cloudWatch } = this.#tables;
    const at = this.#minuteStart;
    const row = this.#functions.subarray(index * WIDTH, (index + 1) * WIDTH);
    const begun = row[INVOCATIONS]!;
    if (begun > 0) {
      counts.add(segment, index, Count.Invocations, begun);
      series.requests(index, begun);
      cloudWatch.add(index, Sum.Invocations, begun, at);
      cloudWatch.sample(index, Peak.Concurrent, row[CONCURRENT]!, at);
    }
    counts.add(segment, index, Count.BilledMs, row[BILLED_MS]!);
    if (row[ENDED]! > 0) {
      this.#addDuration(index, row[DURATION_SUM]!, row[ENDED]!, at);
      cloudWatch.sample(index, Peak.Duration, row[DURATION_MAX]!, at);
    }
    row.fill(0);
  }

  #addDuration(index: number, sum: number, count: number, at: Instant): void {
    this.#tables.cloudWatch.add(index, Sum.DurationSum, sum, at);
    this.#tables.cloudWatch.add(index, Sum.DurationCount, count, at);
  }

  #settleRegion(row: number): void {
    const cells = this.#regions;
    if (cells[row + SAMPLED] === 0) return;
    this.#tables.cloudWatch.sampleRegion(
      row / REGION_WIDTH,
      { running: cells[row + RUNNING]!, unreserved: cells[row + UNRESERVED]!, claimed: cells[row + CLAIMED]! },
      this.#minuteStart,
    );
    cells.fill(0, row, row + REGION_WIDTH);
  }

  #endOf(minuteStart: Instant): number {
    const end = minuteStart + MICROS_PER_MINUTE;
    return end < this.#horizon ? end : Number.POSITIVE_INFINITY;
  }
}
