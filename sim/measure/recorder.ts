/** The only place that observes a run: each verb says what happened, and every table learns of it here. */
import type { SimConfig } from "../config.ts";
import type { Duration, Instant } from "../kernel/time.ts";
import { toMs } from "../kernel/time.ts";
import type { Account } from "../lambda/account.ts";
import { type Environments, Outcome } from "../lambda/environments.ts";
import type { Functions } from "../lambda/functions.ts";
import type { ProvisionedUnits } from "../lambda/provisioned-units.ts";
import { NO_TRAFFIC } from "../lambda/requests.ts";
import { Admission, REFUSALS, refusalIndex } from "../lambda/throttles.ts";
import type { NotableEvent } from "../result.ts";
import { CloudWatchTable, Peak, Sum } from "./cloudwatch.ts";
import { COUNTS, Count, CountTable, TRAFFIC_COUNTS, type TrafficCount } from "./counts.ts";
import { DownstreamRecorder } from "./downstream-recorder.ts";
import { EnvironmentRecorder } from "./environment-recorder.ts";
import { blankEvent, Episodes, inOrder } from "./episodes.ts";
import { GAUGES, Gauge, GaugeTable, REGION_GAUGES, RegionGauge } from "./gauges.ts";
import { RefusalTable, type Scene } from "./refusals.ts";
import { type Segment, segmentsOf } from "./segments.ts";
import { SeriesTable } from "./series.ts";
import { TIMES, Time, TimeTable } from "./times.ts";
import { Utilisation } from "./utilisation.ts";

/** ASY-10: why an event ends without success; the record's `condition` as AWS writes it. */
export interface Ending {
  readonly count: Count;
  readonly condition: string;
  readonly rule: string;
}

/** What an environment was doing when it ended. */
export const Left = { Busy: 0, Idle: 1, ProvisionedIdle: 2 } as const;
export type Left = (typeof Left)[keyof typeof Left];

/** Kinds of trouble of a function: each refusal, spill-over, each way of being dropped. */
const SPILLOVER = REFUSALS.length;
const DROPPED = SPILLOVER + 1;
const TROUBLES = DROPPED + COUNTS;

/** Whom the recorder asks. */
interface Owners {
  readonly functions: Functions;
  readonly account: Account;
  readonly units: ProvisionedUnits;
}

export class Recorder {
  readonly segments: readonly Segment[];
  readonly counts: CountTable;
  readonly times: TimeTable;
  readonly gauges: GaugeTable;
  readonly regionGauges: GaugeTable;
  readonly trafficCounts: CountTable;
  readonly trafficTimes: TimeTable;
  readonly downstreams: DownstreamRecorder;
  readonly environments: EnvironmentRecorder | null;
  readonly refusals: RefusalTable;
  readonly series: SeriesTable;
  readonly cloudWatch: CloudWatchTable;
  readonly episodes: Episodes;
  readonly #functions: Functions;
  readonly #account: Account;
  readonly #units: ProvisionedUnits;
  readonly #utilisation: Utilisation;
  /** Whose latency a function's chart shows: that of its synchronous callers, else of its handler. */
  readonly #synchronous: boolean[];
  #segment = 0;

  constructor(config: SimConfig, owners: Owners, downstreams: readonly string[]) {
    const { functions, account, units } = owners;
    const count = functions.count;
    const regions = functions.regions.length;
    this.segments = segmentsOf(config);
    const segments = this.segments.length;
    this.#functions = functions;
    this.#account = account;
    this.#units = units;
    this.#utilisation = new Utilisation(functions.versionCount);
    this.counts = new CountTable(segments, count, COUNTS);
    this.times = new TimeTable(segments, count, TIMES);
    this.gauges = new GaugeTable(count, GAUGES);
    this.regionGauges = new GaugeTable(regions, REGION_GAUGES);
    this.trafficCounts = new CountTable(segments, config.traffic.length, TRAFFIC_COUNTS);
    this.trafficTimes = new TimeTable(segments, config.traffic.length, 1);
    this.downstreams = new DownstreamRecorder(downstreams, this.segments, config.horizon);
    this.environments = EnvironmentRecorder.of(config, functions, segments, this);
    this.refusals = new RefusalTable(segments, count);
    this.series = new SeriesTable(count, regions, config.bucket, config.horizon);
    this.cloudWatch = new CloudWatchTable(count, regions, config.horizon);
    this.episodes = new Episodes(config.horizon);
    const called = new Set(config.traffic.flatMap((entry) => (entry.client === null ? [] : [entry.function])));
    this.#synchronous = functions.settings.map((settings) => called.has(settings.name));
  }

  /** The segment in which a request that arrives now will be counted. */
  get segment(): number {
    return this.#segment;
  }

  /** Everything notable, in order of time. */
  notable(end: Instant): NotableEvent[] {
    return inOrder([...this.episodes.finish(end), ...this.downstreams.episodes.finish(end)]);
  }

  /** Events of this function that wait in the asynchronous queue now. */
  queuedNow(index: number): number {
    return this.gauges.value(index, Gauge.AsyncDepth);
  }

  // --- time passing

  /** What is there at the start of the run counts as having been there: no gauge begins at 0 by itself. */
  beginRun(): void {
    this.gauges.restart();
    this.regionGauges.restart();
  }

  endBucket(now: Instant): void {
    this.series.endBucket(now, this.gauges, this.regionGauges);
  }

  endSegment(now: Instant): void {
    this.gauges.endSegment(now);
    this.regionGauges.endSegment(now);
    if (this.#segment + 1 < this.segments.length) this.#segment++;
    this.downstreams.endSegment(now, this.#segment);
  }

  // --- callers

  traffic(segment: number, traffic: number, kind: TrafficCount): void {
    if (traffic !== NO_TRAFFIC) this.trafficCounts.add(segment, traffic, kind, 1);
  }

  /** A synchronous caller has its final answer, or an event has succeeded. */
  answered(segment: number, traffic: number, latency: Duration): void {
    if (traffic !== NO_TRAFFIC) this.trafficTimes.add(segment, traffic, 0, latency);
  }

  /** A synchronous request of this function has been served, after all its attempts. */
  served(segment: number, functionIndex: number, latency: Duration): void {
    this.times.add(segment, functionIndex, Time.Latency, latency);
    this.series.latency(functionIndex, latency);
  }

  /** Number of a kind of trouble of a function. */
  #trouble(index: number, kind: number): number {
    return index * TROUBLES + kind;
  }

  // --- admission

  throttled(now: Instant, functionIndex: number, admission: Admission, limit: number): void {
    const refusal = refusalIndex(admission);
    this.counts.add(this.#segment, functionIndex, Count.Throttles, 1);
    this.refusals.add(this.#segment, functionIndex, refusal);
    this.series.request(functionIndex);
    this.series.throttle(functionIndex, refusal);
    this.cloudWatch.add(functionIndex, Sum.Throttles, 1, now);
    if (admission === Admission.PoolFull) this.#lookAtHolders(now, functionIndex, refusal);
    const isFirst = this.refusals.isFirst(this.#segment, functionIndex, refusal);
    const episode = this.#trouble(functionIndex, refusal);
    const goesOn = this.episodes.goesOn(episode, now);
    if (!isFirst && goesOn) return;
    const scene = this.#scene(now, functionIndex, admission, limit);
    if (isFirst) this.refusals.setFirst(this.#segment, functionIndex, refusal, scene);
    if (!goesOn) this.#beginThrottling(episode, now, functionIndex, scene, refusal);
  }

  #lookAtHolders(now: Instant, functionIndex: number, refusal: number): void {
    const holdings = this.refusals.holdings(now, this.#segment, functionIndex, refusal);
    if (holdings !== null) this.#account.addHoldings(this.#functions.regionOf(functionIndex), holdings);
  }

  #scene(now: Instant, functionIndex: number, admission: Admission, limit: number): Scene {
    const region = this.#functions.regionOf(functionIndex);
    const quota = this.#functions.regions[region]!.concurrency;
    return {
      at: now,
      limit,
      inUse: this.#inUse(functionIndex, admission),
      unusedInRegion: Math.max(0, quota - this.#account.busyInRegion(region)),
      reserved: this.#account.isReserved(functionIndex),
    };
  }

  /** What ran on the limit that was reached; -1 for a limit on speed. */
  #inUse(functionIndex: number, admission: Admission): number {
    if (admission === Admission.ReservedZero) return this.#account.busyOf(functionIndex);
    if (admission === Admission.ReservedFull) return this.#account.onDemandBusyOf(functionIndex);
    if (admission !== Admission.PoolFull) return -1;
    return this.#account.unreservedBusyOf(this.#functions.regionOf(functionIndex));
  }

  #beginThrottling(episode: number, now: Instant, functionIndex: number, scene: Scene, refusal: number): void {
    const { cause, rule } = REFUSALS[refusal]!;
    this.episodes.begin(episode, now, {
      ...blankEvent(toMs(now), "throttling", this.#functions.settings[functionIndex]!.name, rule),
      cause,
      limit: scene.limit < 0 ? null : scene.limit,
      inUse: scene.inUse < 0 ? null : scene.inUse,
      unusedInRegionCount: scene.unusedInRegion,
    });
  }

  /** An attempt has been admitted; the account knows of it already. */
  admitted(now: Instant, version: number, admission: Admission): void {
    const index = this.#functions.ofVersion(version);
    const provisioned = admission === Admission.Provisioned;
    const cold = admission === Admission.Cold;
    this.counts.add(this.#segment, index, Count.Invocations, 1);
    this.series.request(index);
    this.cloudWatch.add(index, Sum.Invocations, 1, now);
    if (cold) {
      this.counts.add(this.#segment, index, Count.ColdStarts, 1);
      this.series.cold(index);
      this.gauges.add(index, Gauge.Starting, 1, now);
    } else {
      this.gauges.add(index, provisioned ? Gauge.ProvisionedIdle : Gauge.Idle, -1, now);
      this.gauges.add(index, Gauge.Warm, -1, now);
    }
    this.gauges.set(index, Gauge.Busy, this.#account.busyOf(index), now);
    if (provisioned) this.#onUnit(now, index);
    else if (this.#units.readyOf(version) > 0) this.#spilled(now, index);
    this.#sample(now, version, index);
  }

  #onUnit(now: Instant, index: number): void {
    this.counts.add(this.#segment, index, Count.Provisioned, 1);
    this.cloudWatch.add(index, Sum.Provisioned, 1, now);
    this.#setUtilisation(now, index);
  }

  #setUtilisation(now: Instant, index: number): void {
    const units = this.#units.readyTotal(index);
    this.gauges.set(index, Gauge.Utilisation, units === 0 ? 0 : this.#account.provisionedBusyOf(index) / units, now);
    this.gauges.set(index, Gauge.Units, units, now);
  }

  /** AAS-5: the utilisation of the minute that has just ended, for its alarms; null without a data point (AAS-9). */
  takeUtilisation(version: number, statistic: "average" | "maximum"): number | null {
    return this.#utilisation.take(version, statistic);
  }

  /** MET-9: emitted while units are busy, not only when a request starts. */
  sampleBusyUnits(version: number): void {
    const index = this.#functions.ofVersion(version);
    const busy = this.#account.provisionedBusyOf(index);
    if (busy > 0) this.#utilisation.sample(version, busy / this.#units.readyTotal(index));
  }

  /** Limits or units have changed. */
  limitsChanged(now: Instant): void {
    for (let region = 0; region < this.#functions.regions.length; region++) this.regionChanged(now, region);
    for (let index = 0; index < this.#functions.count; index++) this.#setUtilisation(now, index);
  }

  /** PC-9: a request of a version with provisioned units runs on demand. */
  #spilled(now: Instant, index: number): void {
    this.counts.add(this.#segment, index, Count.Spillover, 1);
    this.series.spillover(index);
    this.cloudWatch.add(index, Sum.Spillover, 1, now);
    const episode = this.#trouble(index, SPILLOVER);
    if (this.episodes.goesOn(episode, now)) return;
    this.episodes.begin(episode, now, {
      ...blankEvent(toMs(now), "spillover", this.#functions.settings[index]!.name, "PC-9"),
      limit: this.#units.readyTotal(index),
      inUse: this.#account.provisionedBusyOf(index),
    });
  }

  /** MET-26, MET-6 to MET-9: what CloudWatch samples at the start of an invocation. */
  #sample(now: Instant, version: number, index: number): void {
    const region = this.#functions.regionOf(index);
    const account = this.#account;
    this.cloudWatch.sample(index, Peak.Concurrent, account.busyOf(index), now);
    if (this.#units.readyOf(version) > 0) {
      const busy = account.provisionedBusyOf(index);
      const used = busy / this.#units.readyTotal(index);
      this.cloudWatch.sample(index, Peak.ProvisionedConcurrent, busy, now);
      this.cloudWatch.sample(index, Peak.Utilisation, used, now);
      this.#utilisation.sample(version, used);
    }
    this.regionChanged(now, region);
    const unreserved = account.unreservedBusyOf(region);
    this.cloudWatch.sampleRegion(region, account.busyInRegion(region), unreserved, account.claimedOf(region), now);
  }

  /** Units in use or limits have changed. */
  regionChanged(now: Instant, region: number): void {
    this.regionGauges.set(region, RegionGauge.Concurrency, this.#account.busyInRegion(region), now);
    this.regionGauges.set(region, RegionGauge.Unreserved, this.#account.unreservedBusyOf(region), now);
    this.regionGauges.set(region, RegionGauge.Claimed, this.#account.claimedOf(region), now);
  }

  // --- environments

  environmentCreated(now: Instant, index: number): void {
    this.counts.add(this.#segment, index, Count.Created, 1);
    this.gauges.add(index, Gauge.Environments, 1, now);
  }

  environmentEnded(now: Instant, index: number, left: Left): void {
    this.counts.add(this.#segment, index, Count.Ended, 1);
    this.gauges.add(index, Gauge.Environments, -1, now);
    if (left === Left.Busy) return;
    this.gauges.add(index, left === Left.Idle ? Gauge.Idle : Gauge.ProvisionedIdle, -1, now);
    this.gauges.add(index, Gauge.Warm, -1, now);
  }

  becameIdle(now: Instant, index: number, provisioned: boolean): void {
    this.gauges.add(index, provisioned ? Gauge.ProvisionedIdle : Gauge.Idle, 1, now);
    this.gauges.add(index, Gauge.Warm, 1, now);
  }

  initEnded(now: Instant, index: number, init: Duration): void {
    this.gauges.add(index, Gauge.Starting, -1, now);
    this.times.add(this.#segment, index, Time.Init, init);
  }

  /** The handler begins, this long after the request's first attempt. */
  runBegan(index: number, wait: Duration): void {
    this.times.add(this.#segment, index, Time.Wait, wait);
  }

  /** The handler has ended; the account knows of it already. LIFE-18: billed in whole ms, Init included. */
  runEnded(now: Instant, index: number, environments: Environments, environment: number): void {
    const duration = (now - environments.runStartedAt(environment)) as Duration;
    const init = environments.initOf(environment);
    const outcome = environments.outcomeOf(environment);
    // MET-1, MET-2: one stamp for all that concerns an invocation, that of its start.
    const startedAt = environments.admittedAt(environment);
    this.counts.add(this.#segment, index, Count.BilledMs, Math.ceil(toMs((duration + init) as Duration)));
    this.times.add(this.#segment, index, Time.Duration, duration);
    if (!this.#synchronous[index]) this.series.latency(index, duration);
    this.cloudWatch.add(index, Sum.DurationSum, duration, startedAt);
    this.cloudWatch.add(index, Sum.DurationCount, 1, startedAt);
    this.cloudWatch.sample(index, Peak.Duration, duration, startedAt);
    this.gauges.set(index, Gauge.Busy, this.#account.busyOf(index), now);
    if (environments.isProvisioned(environment)) this.#setUtilisation(now, index);
    this.regionChanged(now, this.#functions.regionOf(index));
    if (outcome === Outcome.Success) return;
    this.counts.add(this.#segment, index, Count.Errors, 1);
    this.series.error(index);
    this.cloudWatch.add(index, Sum.Errors, 1, startedAt);
    if (outcome === Outcome.Timeout) this.counts.add(this.#segment, index, Count.Timeouts, 1);
  }

  // --- the asynchronous queue

  /** Counted where the event arrived, so that what is received there ends there. */
  asyncReceived(now: Instant, segment: number, index: number): void {
    this.counts.add(segment, index, Count.AsyncReceived, 1);
    this.cloudWatch.add(index, Sum.AsyncReceived, 1, now);
  }

  asyncDepth(now: Instant, index: number, change: number): void {
    this.gauges.add(index, Gauge.AsyncDepth, change, now);
  }

  /** MET-14: the age at each attempt. */
  asyncAttempt(now: Instant, index: number, age: Duration): void {
    this.times.add(this.#segment, index, Time.AsyncAge, age);
    this.series.asyncAge(index, age);
    this.cloudWatch.add(index, Sum.AsyncAgeSum, age, now);
    this.cloudWatch.add(index, Sum.AsyncAgeCount, 1, now);
    this.cloudWatch.sample(index, Peak.AsyncAge, age, now);
  }

  asyncRetried(index: number): void {
    this.counts.add(this.#segment, index, Count.AsyncRetries, 1);
  }

  asyncSucceeded(segment: number, index: number): void {
    this.counts.add(segment, index, Count.AsyncSucceeded, 1);
  }

  /** MET-15: an event has ended without success. */
  asyncDropped(now: Instant, segment: number, index: number, ending: Ending): void {
    const { count, condition, rule } = ending;
    this.counts.add(segment, index, Count.AsyncDropped, 1);
    this.counts.add(segment, index, count, 1);
    this.cloudWatch.add(index, Sum.AsyncDropped, 1, now);
    const episode = this.#trouble(index, DROPPED + count);
    if (this.episodes.goesOn(episode, now)) return;
    const { name } = this.#functions.settings[index]!;
    this.episodes.begin(episode, now, { ...blankEvent(toMs(now), "async-dropped", name, rule), detail: condition });
  }

  /** ASY-15, MET-16, MET-17: a record is lost on its way. */
  deliveryFailed(now: Instant, index: number, failure: Sum): void {
    this.cloudWatch.add(index, failure, 1, now);
  }

  /** ASY-20, MET-18. */
  recursionDropped(now: Instant, index: number): void {
    this.cloudWatch.add(index, Sum.RecursionsDropped, 1, now);
  }
}
