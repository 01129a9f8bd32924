/**
 * What is counted at every invocation, in one short row for each function and Region: it is added to the tables by
 * segment, bucket and minute when the first of these ends, instead of to all three at once.
 */
import { type Duration, type Instant, MICROS_PER_MINUTE } from "../kernel/time.ts";
import type { RegionUnits } from "../lambda/account.ts";
import { type CloudWatchTable, Peak, Sum } from "./cloudwatch.ts";
import { Count, type CountTable } from "./counts.ts";
import type { SeriesTable } from "./series.ts";
import { Time, type TimeTable } from "./times.ts";

/** Of a function. Peaks are 0 while nothing was sampled: a sample counts its own invocation. */
export class FunctionTally {
  invocations = 0;
  concurrent = 0;
  billedMs = 0;
  ended = 0;
  durationSum = 0;
  durationMax = 0;
  /** Runs that began at their request's first attempt, without any wait. */
  warm = 0;

  /** MET-26: an invocation begins, and the concurrency with it is sampled. */
  began(concurrent: number): void {
    this.invocations++;
    if (concurrent > this.concurrent) this.concurrent = concurrent;
  }
}

/** Of a Region: its highest samples, if it was sampled. */
export class RegionTally {
  sampled = false;
  running = 0;
  unreserved = 0;
  claimed = 0;

  /** MET-6 to MET-8: the Region as an invocation finds it. */
  sample({ running, unreserved, setAside }: RegionUnits): void {
    const claimed = unreserved + setAside;
    this.sampled = true;
    if (running > this.running) this.running = running;
    if (unreserved > this.unreserved) this.unreserved = unreserved;
    if (claimed > this.claimed) this.claimed = claimed;
  }
}

interface Tables {
  readonly counts: CountTable;
  readonly series: SeriesTable;
  readonly cloudWatch: CloudWatchTable;
  readonly times: TimeTable;
}

export class Tallies {
  readonly #tables: Tables;
  readonly #functions: readonly FunctionTally[];
  readonly #regions: readonly RegionTally[];
  readonly #horizon: Duration;
  /** The minute that is counted now. The last one takes in the very end of the run. */
  #minuteStart = 0 as Instant;
  #minuteEnd: number;

  constructor(tables: Tables, functions: number, regions: number, horizon: Duration) {
    this.#tables = tables;
    this.#functions = Array.from({ length: functions }, () => new FunctionTally());
    this.#regions = Array.from({ length: regions }, () => new RegionTally());
    this.#horizon = horizon;
    this.#minuteEnd = this.#endOf(this.#minuteStart);
  }

  /** Whether the minute is over: `turn` first, then. */
  isOver(now: Instant): boolean {
    return now >= this.#minuteEnd;
  }

  ofFunction(index: number): FunctionTally {
    return this.#functions[index]!;
  }
  ofRegion(index: number): RegionTally {
    return this.#regions[index]!;
  }

  /** MET-1, MET-2: an invocation that began at `startedAt` has ended; its duration belongs to that minute. */
  ended(index: number, duration: Duration, billedMs: number, startedAt: Instant): void {
    const tally = this.#functions[index]!;
    tally.billedMs += billedMs;
    if (startedAt < this.#minuteStart) {
      this.#addDuration(index, duration, 1, startedAt);
      this.#tables.cloudWatch.sample(index, Peak.Duration, duration, startedAt);
      return;
    }
    tally.ended++;
    tally.durationSum += duration;
    if (duration > tally.durationMax) tally.durationMax = duration;
  }

  /** Goes on to the minute of this moment. @param segment  part of the run that what was counted belongs to. */
  turn(now: Instant, segment: number): void {
    this.settle(segment);
    this.#minuteStart = (Math.floor(now / MICROS_PER_MINUTE) * MICROS_PER_MINUTE) as Instant;
    this.#minuteEnd = this.#endOf(this.#minuteStart);
  }

  /** Adds everything counted so far to its tables. */
  settle(segment: number): void {
    for (const [index, tally] of this.#functions.entries()) this.#settleFunction(index, tally, segment);
    for (const [region, tally] of this.#regions.entries()) if (tally.sampled) this.#settleRegion(region, tally);
  }

  #settleFunction(index: number, tally: FunctionTally, segment: number): void {
    const { counts, series, cloudWatch, times } = this.#tables;
    const at = this.#minuteStart;
    if (tally.invocations > 0) {
      counts.add(segment, index, Count.Invocations, tally.invocations);
      series.requests(index, tally.invocations);
      cloudWatch.add(index, Sum.Invocations, tally.invocations, at);
      cloudWatch.sample(index, Peak.Concurrent, tally.concurrent, at);
    }
    counts.add(segment, index, Count.BilledMs, tally.billedMs);
    if (tally.warm > 0) times.of(segment, index, Time.Wait).addZeros(tally.warm);
    if (tally.ended > 0) {
      this.#addDuration(index, tally.durationSum, tally.ended, at);
      cloudWatch.sample(index, Peak.Duration, tally.durationMax, at);
    }
    tally.invocations = 0;
    tally.concurrent = 0;
    tally.billedMs = 0;
    tally.ended = 0;
    tally.durationSum = 0;
    tally.durationMax = 0;
    tally.warm = 0;
  }

  #addDuration(index: number, sum: number, count: number, at: Instant): void {
    this.#tables.cloudWatch.add(index, Sum.DurationSum, sum, at);
    this.#tables.cloudWatch.add(index, Sum.DurationCount, count, at);
  }

  #settleRegion(region: number, tally: RegionTally): void {
    this.#tables.cloudWatch.sampleRegion(region, tally, this.#minuteStart);
    tally.sampled = false;
    tally.running = 0;
    tally.unreserved = 0;
    tally.claimed = 0;
  }

  #endOf(minuteStart: Instant): number {
    const end = minuteStart + MICROS_PER_MINUTE;
    return end < this.#horizon ? end : Number.POSITIVE_INFINITY;
  }
}
