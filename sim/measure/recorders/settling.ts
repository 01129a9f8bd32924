/**
 * What the core has counted since it was last asked is added to the tables by segment, bucket and minute, when the
 * first of these ends.
 */

import type { Parts } from "../../core/host/parts.ts";
import {
  type LambdaFunction,
  REFUSAL_KINDS,
  type Region,
  type Tally,
  type Version,
} from "../../core/objects/functions.ts";
import { assert } from "../../kernel/assert.ts";
import { type Duration, type Instant, MICROS_PER_MINUTE } from "../../kernel/time.ts";
import { Count, type CountTable } from "../tables/counts.ts";
import { Minute, type MinuteTable, RegionMinute } from "../tables/minutes.ts";
import type { SeriesTable } from "../tables/series.ts";
import { Time, type TimeTable } from "../tables/times.ts";
import type { RefusalTable } from "./refusals.ts";
import { busiestShare } from "./utilisation.ts";
import type { VersionRecorder } from "./version-recorder.ts";

interface Tables {
  readonly counts: CountTable;
  readonly series: SeriesTable;
  readonly minutes: MinuteTable;
  readonly regionMinutes: MinuteTable;
  readonly times: TimeTable;
  readonly versions: VersionRecorder | null;
  readonly refusals: RefusalTable;
}

/** What is counted between two settlings has 32 bits, and room left for what was scheduled long before. */
const SCHEDULED_MAX = 2_000_000_000;

export class Settling {
  readonly #tables: Tables;
  readonly #parts: Parts;
  /** So much had been scheduled when the core was asked last: nothing is counted twice for the same entry. */
  #scheduled = 0;

  constructor(tables: Tables, parts: Parts) {
    this.#tables = tables;
    this.#parts = parts;
    this.#setMinute(0);
  }

  /** Goes on to the minute of this moment. @param segment  part of the run that what was counted belongs to. */
  turn(now: Instant, segment: number): void {
    this.settle(segment);
    this.#sampleThrough(now);
    this.#setMinute(Math.floor(now / MICROS_PER_MINUTE) * MICROS_PER_MINUTE);
  }

  /** The run is over, and everything settled. */
  endRun(horizon: Instant): void {
    this.#sampleThrough(horizon);
  }

  /**
   * EX-48, MOD: a minute that is over, and in which nothing was invoked, has a sample of units that were busy all
   * through it: what target tracking acts on (`autoscaling.ts`) is what CloudWatch shows.
   */
  #sampleThrough(now: Instant): void {
    const { minutes } = this.#tables;
    for (const { index, provisioned } of this.#parts.fns) {
      const used = provisioned === 0 ? null : busiestShare(this.#parts.versionsOf(index));
      if (used === null) continue;
      for (let at = this.#minute; at + MICROS_PER_MINUTE <= now; at = (at + MICROS_PER_MINUTE) as Instant) {
        if (minutes.isSampled(index, Minute.provisionedBusy, at)) continue;
        minutes.sample(index, Minute.provisionedBusy, provisioned, at);
        minutes.sample(index, Minute.provisionedUtilization, used, at);
      }
    }
  }

  /** Adds everything counted so far to its tables. */
  settle(segment: number): void {
    const { core, fns, regions, versions } = this.#parts;
    const { sequence } = core.agenda;
    assert(sequence - this.#scheduled <= SCHEDULED_MAX, "more has happened in a minute than 32 bits can count");
    this.#scheduled = sequence;
    for (const fn of fns) this.#settleFunction(fn, segment);
    for (const [index, region] of regions.entries()) if (region.sampled) this.#settleRegion(region, index);
    if (this.#tables.versions !== null) for (const version of versions) this.#settleVersion(version, segment);
  }

  #settleFunction(fn: LambdaFunction, segment: number): void {
    const { tally, index } = fn;
    if (tally.invocations > 0) this.#settleInvocations(tally, index, segment);
    if (tally.ended > 0 || tally.billedMs > 0) this.#settleRuns(tally, index, segment);
    if (tally.throttles > 0) this.#settleThrottles(tally, index, segment);
    if (tally.created > 0 || tally.gone > 0 || tally.errors > 0) this.#settleOthers(tally, index, segment);
    if (tally.unitSamples > 0) this.#settleUnits(tally, index, segment);
    if (tally.asyncReceived > 0 || tally.asyncAttempts > 0 || tally.asyncDropped > 0) this.#settleEvents(tally, index);
    this.#settleRare(tally, index, segment);
  }

  #settleInvocations(tally: Tally, index: number, segment: number): void {
    const { counts, series, minutes } = this.#tables;
    const at = this.#minute;
    counts.add(segment, index, Count.invocationsCount, tally.invocations);
    series.requests(index, tally.invocations);
    minutes.add(index, Minute.invocationsCount, tally.invocations, at);
    minutes.sample(index, Minute.busy, tally.concurrent, at);
    counts.add(segment, index, Count.coldStartsCount, tally.coldStarts);
    counts.add(segment, index, Count.restores, tally.restores);
    series.cold(index, tally.coldStarts);
    tally.invocations = 0;
    tally.concurrent = 0;
    tally.coldStarts = 0;
    tally.restores = 0;
  }

  #settleRuns(tally: Tally, index: number, segment: number): void {
    const { counts, minutes } = this.#tables;
    const at = this.#minute;
    counts.add(segment, index, Count.billedMsSum, tally.billedMs);
    counts.add(segment, index, Count.provisionedBilledMs, tally.unitBilledMs);
    if (tally.ended > 0) {
      minutes.addTimes(index, Minute.durationMs, tally.durationSum, tally.ended, at);
      minutes.sample(index, Minute.durationMs, tally.durationMax, at);
    }
    tally.billedMs = 0;
    tally.unitBilledMs = 0;
    tally.ended = 0;
    tally.durationSum = 0;
    tally.durationMax = 0;
  }

  #settleThrottles(tally: Tally, index: number, segment: number): void {
    const { counts, series, minutes } = this.#tables;
    counts.add(segment, index, Count.throttlesCount, tally.throttles);
    series.requests(index, tally.throttles);
    minutes.add(index, Minute.throttlesCount, tally.throttles, this.#minute);
    for (let kind = 0; kind < REFUSAL_KINDS; kind++) {
      const count = tally.refusals[kind]!;
      if (count === 0) continue;
      this.#tables.refusals.add(segment, index, kind, count);
      series.throttles(index, kind, count);
      tally.refusals[kind] = 0;
    }
    tally.throttles = 0;
  }

  #settleOthers(tally: Tally, index: number, segment: number): void {
    const { counts, series, minutes } = this.#tables;
    counts.add(segment, index, Count.environmentsCreatedCount, tally.created);
    counts.add(segment, index, Count.environmentsEndedCount, tally.gone);
    counts.add(segment, index, Count.errorsCount, tally.errors);
    counts.add(segment, index, Count.timeoutsCount, tally.timeouts);
    series.errors(index, tally.errors);
    minutes.add(index, Minute.errorsCount, tally.minuteErrors, this.#minute);
    tally.created = 0;
    tally.gone = 0;
    tally.errors = 0;
    tally.minuteErrors = 0;
    tally.timeouts = 0;
  }

  #settleUnits(tally: Tally, index: number, segment: number): void {
    const { counts, series, minutes } = this.#tables;
    const at = this.#minute;
    counts.add(segment, index, Count.provisionedInvocationsCount, tally.onUnits);
    counts.add(segment, index, Count.spilloverCount, tally.spilled);
    series.spillover(index, tally.spilled);
    minutes.add(index, Minute.provisionedInvocationsCount, tally.onUnits, at);
    minutes.add(index, Minute.spilloverCount, tally.spilled, at);
    minutes.sample(index, Minute.provisionedBusy, tally.unitConcurrent, at);
    minutes.sample(index, Minute.provisionedUtilization, tally.unitUsed, at);
    tally.onUnits = 0;
    tally.spilled = 0;
    tally.unitSamples = 0;
    tally.unitConcurrent = 0;
    tally.unitUsed = 0;
  }

  /** MET-13 to MET-15. */
  #settleEvents(tally: Tally, index: number): void {
    const { series, minutes } = this.#tables;
    const at = this.#minute;
    minutes.add(index, Minute.asyncReceivedCount, tally.asyncReceived, at);
    minutes.add(index, Minute.asyncDroppedCount, tally.asyncDropped, at);
    if (tally.asyncAttempts > 0) {
      series.asyncAge(index, tally.asyncAgeMax);
      minutes.addTimes(index, Minute.asyncAgeMs, tally.asyncAgeSum, tally.asyncAttempts, at);
      minutes.sample(index, Minute.asyncAgeMs, tally.asyncAgeMax, at);
    }
    tally.asyncReceived = 0;
    tally.asyncDropped = 0;
    tally.asyncAgeSum = 0;
    tally.asyncAttempts = 0;
    tally.asyncAgeMax = -1;
  }

  /** Retries, and what ASY-15 and ASY-20 lose. */
  #settleRare(tally: Tally, index: number, segment: number): void {
    if (tally.zeroWaits > 0) this.#tables.times.of(segment, index, Time.Wait).addZeros(tally.zeroWaits);
    tally.zeroWaits = 0;
    const { asyncRetries, deliveryFailures, deadLetterErrors, recursionsDropped } = tally;
    if (asyncRetries > 0) this.#tables.counts.add(segment, index, Count.asyncRetriesCount, asyncRetries);
    if (deliveryFailures > 0) this.#addLost(index, segment, "asyncDeliveryFailuresCount", deliveryFailures);
    if (deadLetterErrors > 0) this.#addLost(index, segment, "asyncDeadLetterErrorsCount", deadLetterErrors);
    if (recursionsDropped > 0) this.#addLost(index, segment, "recursionsDroppedCount", recursionsDropped);
    tally.asyncRetries = 0;
    tally.deliveryFailures = 0;
    tally.deadLetterErrors = 0;
    tally.recursionsDropped = 0;
  }

  #addLost(index: number, segment: number, field: keyof typeof Count & keyof typeof Minute, amount: number): void {
    this.#tables.counts.add(segment, index, Count[field], amount);
    this.#tables.minutes.add(index, Minute[field], amount, this.#minute);
  }

  #settleRegion(region: Region, index: number): void {
    const { regionMinutes } = this.#tables;
    const at = this.#minute;
    regionMinutes.sample(index, RegionMinute.concurrency, region.peakRunning, at);
    regionMinutes.sample(index, RegionMinute.unreserved, region.peakUnreserved, at);
    regionMinutes.sample(index, RegionMinute.claimed, region.peakClaimed, at);
    region.sampled = false;
    region.peakRunning = 0;
    region.peakUnreserved = 0;
    region.peakClaimed = 0;
  }

  #settleVersion(version: Version, segment: number): void {
    this.#tables.versions!.add(segment, version);
    version.invocations = 0;
    version.throttles = 0;
    version.errors = 0;
    version.coldStarts = 0;
    version.onUnits = 0;
  }

  get #minute(): Instant {
    return this.#parts.core.minuteStart as Instant;
  }

  /** The last minute takes in the very end of the run. */
  #setMinute(start: number): void {
    const { core, horizon } = this.#parts;
    const end = (start + MICROS_PER_MINUTE) as Duration;
    core.minuteStart = start;
    core.minuteEnd = end < horizon ? end : Number.POSITIVE_INFINITY;
  }
}
