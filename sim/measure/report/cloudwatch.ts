/** CloudWatch's own metrics, one value a minute, as AWS would record them for this run (§10). */

import type { CloudWatchFunction, CloudWatchRegion } from "../../cloudwatch-result.ts";
import type { Duration, Instant } from "../../kernel/time.ts";
import { MICROS_PER_MINUTE, toMs } from "../../kernel/time.ts";
import { rounded, roundedShare } from "../tables/rounding.ts";

/** Sums of a minute, by function. */
export const Sum = {
  Invocations: 0,
  Errors: 1,
  Throttles: 2,
  DurationSum: 3,
  DurationCount: 4,
  Provisioned: 5,
  Spillover: 6,
  AsyncReceived: 7,
  AsyncAgeSum: 8,
  AsyncAgeCount: 9,
  AsyncDropped: 10,
  DeadLetterErrors: 11,
  DeliveryFailures: 12,
  RecursionsDropped: 13,
} as const;
export type Sum = (typeof Sum)[keyof typeof Sum];
const SUMS = 14;

/** Highest samples of a minute, by function. */
export const Peak = { Duration: 0, Concurrent: 1, ProvisionedConcurrent: 2, AsyncAge: 3, Utilisation: 4 } as const;
export type Peak = (typeof Peak)[keyof typeof Peak];
const PEAKS = 5;
const REGION_PEAKS = 3;

const NONE = Number.NaN;

/** MET-6 to MET-8: units of a Region in use, in use on its unreserved pool, and claimed. */
interface RegionSample {
  readonly running: number;
  readonly unreserved: number;
  readonly claimed: number;
}

export class CloudWatchTable {
  readonly #minutes: number;
  readonly #sums: Float64Array[];
  readonly #peaks: Float64Array[];
  readonly #regions: Float64Array[];
  #askedAt = -1;
  #minute = 0;

  constructor(functions: number, regions: number, horizon: Duration) {
    this.#minutes = Math.ceil(horizon / MICROS_PER_MINUTE);
    const columns = (count: number, kinds: number, initial: number) =>
      Array.from({ length: count }, () => new Float64Array(this.#minutes * kinds).fill(initial));
    this.#sums = columns(functions, SUMS, 0);
    this.#peaks = columns(functions, PEAKS, NONE);
    this.#regions = columns(regions, REGION_PEAKS, NONE);
  }

  /** Adds to the minute of this moment: that of the start, also for what is known only at the end (MET-2). */
  add(functionIndex: number, kind: Sum, amount: number, at: Instant): void {
    this.#sums[functionIndex]![this.#minuteOf(at) * SUMS + kind]! += amount;
  }

  /** MET-26: gauges are sampled when an invocation starts; the minute keeps the highest sample. */
  sample(functionIndex: number, kind: Peak, value: number, at: Instant): void {
    raise(this.#peaks[functionIndex]!, this.#minuteOf(at) * PEAKS + kind, value);
  }

  sampleRegion(region: number, sample: RegionSample, at: Instant): void {
    const column = this.#regions[region]!;
    const row = this.#minuteOf(at) * REGION_PEAKS;
    raise(column, row, sample.running);
    raise(column, row + 1, sample.unreserved);
    raise(column, row + 2, sample.claimed);
  }

  functionMetrics(index: number): CloudWatchFunction {
    const sum = (kind: Sum) => this.#column(this.#sums[index]!, SUMS, kind);
    const peak = (kind: Peak) => this.#column(this.#peaks[index]!, PEAKS, kind);
    const invocations = sum(Sum.Invocations);
    const received = sum(Sum.AsyncReceived);
    const throttles = sum(Sum.Throttles);
    const tried = sum(Sum.AsyncAgeCount);
    const active = invocations.map((count, minute) => count + throttles[minute]! > 0);
    const queued = received.map((count, minute) => count > 0 || tried[minute]! > 0);
    const onUnits = sum(Sum.Provisioned);
    const spilled = sum(Sum.Spillover);
    // MET-9: for a qualifier with provisioned units only, at each of its invocations.
    const qualified = onUnits.map((count, minute) => count + spilled[minute]! > 0);
    const dropped = sum(Sum.AsyncDropped);
    return {
      Invocations: shown(invocations, active),
      Errors: shown(sum(Sum.Errors), active),
      Throttles: shown(throttles, active),
      DurationAverage: average(sum(Sum.DurationSum), sum(Sum.DurationCount)),
      DurationMaximum: inMs(peak(Peak.Duration)),
      ConcurrentExecutions: measured(peak(Peak.Concurrent)),
      ProvisionedConcurrentExecutions: measured(peak(Peak.ProvisionedConcurrent)),
      ProvisionedConcurrencyUtilization: measured(peak(Peak.Utilisation)).map((used) =>
        used === null ? null : roundedShare(used),
      ),
      ProvisionedConcurrencyInvocations: shown(onUnits, qualified),
      ProvisionedConcurrencySpilloverInvocations: shown(spilled, qualified),
      AsyncEventsReceived: shown(received, queued),
      AsyncEventAgeAverage: average(sum(Sum.AsyncAgeSum), tried),
      AsyncEventAgeMaximum: inMs(peak(Peak.AsyncAge)),
      AsyncEventsDropped: shown(
        dropped,
        dropped.map((count, minute) => count > 0 || queued[minute]!),
      ),
      DeadLetterErrors: happened(sum(Sum.DeadLetterErrors)),
      DestinationDeliveryFailures: happened(sum(Sum.DeliveryFailures)),
      RecursiveInvocationsDropped: happened(sum(Sum.RecursionsDropped)),
    };
  }

  regionMetrics(index: number): CloudWatchRegion {
    const column = (kind: number) => measured(this.#column(this.#regions[index]!, REGION_PEAKS, kind));
    return {
      ConcurrentExecutions: column(0),
      UnreservedConcurrentExecutions: column(1),
      ClaimedAccountConcurrency: column(2),
    };
  }

  #column(cells: Float64Array, kinds: number, kind: number): number[] {
    return Array.from({ length: this.#minutes }, (_, minute) => cells[minute * kinds + kind]!);
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

function raise(cells: Float64Array, cell: number, value: number): void {
  if (!(cells[cell]! >= value)) cells[cell] = value;
}

type Points = (number | null)[];

const shown = (counts: number[], active: boolean[]): Points =>
  counts.map((count, minute) => (active[minute] ? count : null));
const happened = (counts: number[]): Points => counts.map((count) => (count > 0 ? count : null));
const measured = (column: number[]): Points => column.map((value) => (Number.isNaN(value) ? null : value));
const inMs = (column: number[]): Points =>
  measured(column).map((value) => (value === null ? null : rounded(toMs(value as Duration))));
const average = (sums: number[], counts: number[]): Points =>
  sums.map((sum, minute) => (counts[minute] === 0 ? null : rounded(toMs((sum / counts[minute]!) as Duration))));
