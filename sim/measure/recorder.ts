/** The only place that observes a run: each verb says what happened, and every table learns of it here. */
import type { SimConfig } from "../config.ts";
import type { Duration, Instant } from "../kernel/time.ts";
import { toMs } from "../kernel/time.ts";
import type { Account } from "../lambda/account.ts";
import { type Environments, Outcome } from "../lambda/environments.ts";
import type { Functions } from "../lambda/functions.ts";
import type { ProvisionedUnits } from "../lambda/provisioned-units.ts";
import { NO_TRAFFIC } from "../lambda/requests.ts";
import { Admission } from "../lambda/throttles.ts";
import type { NotableEvent } from "../result.ts";
import { billedMs } from "./billing.ts";
import { CloudWatchTable, Peak, Sum } from "./cloudwatch.ts";
import { COUNTS, Count, CountTable, TRAFFIC_COUNTS, type TrafficCount } from "./counts.ts";
import { DownstreamRecorder } from "./downstream-recorder.ts";
import { EnvironmentRecorder } from "./environment-recorder.ts";
import { blankEvent, Episodes, inOrder } from "./episodes.ts";
import { GAUGES, Gauge, GaugeTable, REGION_GAUGES, RegionGauge } from "./gauges.ts";
import { bucketOf } from "./histogram.ts";
import { RefusalTable } from "./refusals.ts";
import { type Segment, segmentsOf } from "./segments.ts";
import { SeriesTable } from "./series.ts";
import { StateRecorder } from "./state-recorder.ts";
import { Tallies } from "./tallies.ts";
import { TenantRecorder } from "./tenant-recorder.ts";
import { DROPPED, SPILLOVER, Throttling, troubleOf } from "./throttling.ts";
import { TIMES, Time, TimeTable } from "./times.ts";
import { UsageRecorder } from "./usage-recorder.ts";
import { Utilisation } from "./utilisation.ts";
import { hasAliases, VersionRecorder } from "./version-recorder.ts";
import { WarmRecorder, type WarmScope } from "./warm-recorder.ts";

/** ASY-10: why an event ends without success; the record's `condition` as AWS writes it. */
export interface Ending {
  readonly count: Count;
  readonly condition: string;
  readonly rule: string;
}

/** What an environment was doing when it ended. */
export const Left = { Busy: 0, Idle: 1, ProvisionedIdle: 2 } as const;
export type Left = (typeof Left)[keyof typeof Left];

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
  /** Null unless some alias names its versions. */
  readonly versions: VersionRecorder | null;
  readonly environments: EnvironmentRecorder | null;
  readonly states: StateRecorder;
  readonly refusals: RefusalTable;
  readonly series: SeriesTable;
  readonly cloudWatch: CloudWatchTable;
  readonly episodes: Episodes;
  /** AAS-5: what the alarms of target tracking see. */
  readonly utilisation: Utilisation;
  readonly tenants: TenantRecorder | null;
  /** What is charged. */
  readonly usage: UsageRecorder;
  readonly #functions: Functions;
  readonly #account: Account;
  readonly #units: ProvisionedUnits;
  readonly #tallies: Tallies;
  readonly #throttling: Throttling;
  readonly #warm: WarmRecorder[] = [];
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
    this.utilisation = new Utilisation(functions.versionCount);
    this.counts = new CountTable(segments, count, COUNTS);
    this.times = new TimeTable(segments, count, TIMES);
    this.gauges = new GaugeTable(count, GAUGES, [Gauge.Utilisation]);
    this.regionGauges = new GaugeTable(regions, REGION_GAUGES);
    this.trafficCounts = new CountTable(segments, config.traffic.length, TRAFFIC_COUNTS);
    this.trafficTimes = new TimeTable(segments, config.traffic.length, 1);
    this.downstreams = new DownstreamRecorder(downstreams, this.segments, config.horizon);
    this.versions = hasAliases(config) ? new VersionRecorder(segments, functions.versionCount) : null;
    this.environments = EnvironmentRecorder.of(config, functions, segments, this);
    this.states = new StateRecorder(config, functions, this.segments);
    this.refusals = new RefusalTable(segments, count);
    this.series = new SeriesTable(count, regions, config.bucket, config.horizon);
    this.cloudWatch = new CloudWatchTable(count, regions, config.horizon);
    this.#throttling = new Throttling(this, owners);
    this.#tallies = new Tallies(this, count, regions, config.horizon);
    this.episodes = new Episodes(config.horizon);
    this.tenants = TenantRecorder.of(functions, segments);
    this.usage = new UsageRecorder(functions, units, this.counts, segments);
    const called = new Set(config.traffic.flatMap((entry) => (entry.client === null ? [] : [entry.function])));
    this.#synchronous = functions.settings.map((settings) => called.has(settings.name));
  }

  /** The segment in which a request that arrives now will be counted. */
  get segment(): number {
    return this.#segment;
  }

  /** Everything notable, in order of time. */
  notable(end: Instant): NotableEvent[] {
    return inOrder([this.episodes, this.downstreams.episodes, this.states.episodes].flatMap((one) => one.finish(end)));
  }

  /** Events of this function that wait in the asynchronous queue now. */
  queuedNow(index: number): number {
    return this.gauges.value(index, Gauge.AsyncDepth);
  }

  /** For runs that need no more than the usual. */
  warm(scope: WarmScope): WarmRecorder {
    const warm = new WarmRecorder(this, this.#tallies, scope);
    this.#warm.push(warm);
    return warm;
  }

  // --- time passing

  /** What is there at the start of the run counts as having been there: no gauge begins at 0 by itself. */
  beginRun(): void {
    this.gauges.restart();
    this.regionGauges.restart();
  }

  endBucket(now: Instant): void {
    this.#tallies.settle(this.#segment);
    this.series.endBucket(now, this.gauges, this.regionGauges);
  }

  endSegment(now: Instant): void {
    this.#tallies.settle(this.#segment);
    for (const warm of this.#warm) warm.settle();
    this.usage.endSegment(now, this.#segment);
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
  served(segment: number, traffic: number, functionIndex: number, latency: Duration): void {
    const bucket = bucketOf(latency);
    this.trafficTimes.of(segment, traffic, 0).addIn(bucket, latency);
    this.times.of(segment, functionIndex, Time.Latency).addIn(bucket, latency);
    this.series.answers(functionIndex).addIn(bucket, latency);
  }

  // --- admission

  throttled(now: Instant, functionIndex: number, admission: Admission, limit: number): void {
    this.#throttling.throttled(now, { segment: this.#segment, functionIndex, admission, limit });
  }

  /** An attempt has been admitted; the account knows of it already. */
  admitted(now: Instant, version: number, admission: Admission): void {
    const index = this.#functions.ofVersion(version);
    const provisioned = admission === Admission.Provisioned;
    const cold = admission === Admission.Cold;
    if (this.#tallies.isOver(now)) this.#tallies.turn(now, this.#segment);
    if (cold) {
      this.counts.add(this.#segment, index, Count.ColdStarts, 1);
      if (this.#functions.restores(version)) this.counts.add(this.#segment, index, Count.Restores, 1);
      this.series.cold(index);
      this.gauges.add(index, Gauge.Starting, 1, now);
    } else {
      this.gauges.add(index, provisioned ? Gauge.ProvisionedIdle : Gauge.Idle, -1, now);
      this.gauges.add(index, Gauge.Warm, -1, now);
    }
    this.#step(now, index, 1, provisioned);
    if (provisioned) this.#onUnit(now, index);
    else if (this.#units.serves(version)) this.#spilled(now, index);
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

  /** Settings are about to change: what was used until now is charged by those in force. */
  beforeChange(): void {
    this.#tallies.settle(this.#segment);
    this.usage.weigh(this.#segment);
  }

  /** Limits or units have changed. */
  limitsChanged(now: Instant): void {
    for (let region = 0; region < this.#functions.regions.length; region++) this.#regionChanged(now, region);
    for (let index = 0; index < this.#functions.count; index++) this.#setUtilisation(now, index);
    this.usage.changed(now, this.#segment);
  }

  /** PC-9: a request of a version with provisioned units runs on demand. */
  #spilled(now: Instant, index: number): void {
    this.counts.add(this.#segment, index, Count.Spillover, 1);
    this.series.spillover(index);
    this.cloudWatch.add(index, Sum.Spillover, 1, now);
    const episode = troubleOf(index, SPILLOVER);
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
    this.#tallies.ofFunction(index).began(account.busyOf(index));
    if (this.#units.serves(version)) {
      const busy = account.provisionedBusyOf(index);
      const used = busy / this.#units.readyTotal(index);
      this.cloudWatch.sample(index, Peak.ProvisionedConcurrent, busy, now);
      this.cloudWatch.sample(index, Peak.Utilisation, used, now);
      this.utilisation.sample(version, used);
    }
    this.#tallies.ofRegion(region).sample(account.inRegion(region));
  }

  /** One request more or less runs: in its function, its Region and, on demand without a reservation, in the pool. */
  #step(now: Instant, index: number, change: number, provisioned: boolean): void {
    const region = this.#functions.regionOf(index);
    this.gauges.add(index, Gauge.Busy, change, now);
    this.regionGauges.add(region, RegionGauge.Concurrency, change, now);
    if (provisioned || this.#account.isReserved(index)) return;
    this.regionGauges.add(region, RegionGauge.Unreserved, change, now);
    this.regionGauges.add(region, RegionGauge.Claimed, change, now);
  }

  /** Limits have changed. */
  #regionChanged(now: Instant, region: number): void {
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

  /** The handler has ended; the account knows of it already. */
  runEnded(now: Instant, index: number, environments: Environments, environment: number): void {
    const provisioned = environments.isProvisioned(environment);
    this.#finished(now, index, environments, environment);
    this.#step(now, index, -1, provisioned);
    if (provisioned) this.#setUtilisation(now, index);
  }

  /** LMI-1: a request runs on Managed Instances, outside its Region's concurrency; the account knows of it already. */
  managedBegan(now: Instant, index: number): void {
    if (this.#tallies.isOver(now)) this.#tallies.turn(now, this.#segment);
    this.#tallies.ofFunction(index).began(this.#account.busyOf(index));
    this.gauges.add(index, Gauge.Busy, 1, now);
  }

  managedEnded(now: Instant, index: number, environments: Environments, worker: number): void {
    this.#finished(now, index, environments, worker);
    this.gauges.add(index, Gauge.Busy, -1, now);
  }

  /** LIFE-18: billed in whole ms, Init included. */
  #finished(now: Instant, index: number, environments: Environments, environment: number): void {
    const duration = (now - environments.runStartedAt(environment)) as Duration;
    const outcome = environments.outcomeOf(environment);
    // MET-1, MET-2: one stamp for all that concerns an invocation, that of its start.
    const startedAt = environments.admittedAt(environment);
    if (this.#tallies.isOver(now)) this.#tallies.turn(now, this.#segment);
    const billed = billedMs(environments, environment, duration);
    this.#tallies.ended(index, duration, billed, startedAt);
    if (environments.isProvisioned(environment)) {
      this.counts.add(this.#segment, index, Count.ProvisionedBilledMs, billed);
    }
    this.times.add(this.#segment, index, Time.Duration, duration);
    if (!this.#synchronous[index]) this.series.answers(index).add(duration);
    if (outcome === Outcome.Success || outcome === Outcome.Suspended) return;
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
    const episode = troubleOf(index, DROPPED + count);
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
