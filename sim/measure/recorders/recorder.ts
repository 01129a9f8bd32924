/** The only place that observes a run: what the core has counted, and what the rare parts tell by verbs. */
import type { SimConfig } from "../../config.ts";
import type { Parts } from "../../core/host/parts.ts";
import { ASYNC_COUNTS, type LambdaFunction, TRAFFIC_COUNTS } from "../../core/objects/functions.ts";
import type { Source } from "../../core/objects/source.ts";
import type { Duration, Instant } from "../../kernel/time.ts";
import type { Account } from "../../lambda/front/account.ts";
import type { Functions } from "../../lambda/front/functions.ts";
import type { ProvisionedUnits } from "../../lambda/provisioned/provisioned-units.ts";
import type { NotableEvent } from "../../result.ts";
import { MINUTE_METRICS } from "../../vocabulary/metrics/function.ts";
import { REGION_GAUGES } from "../../vocabulary/metrics/region.ts";
import type { Admission } from "../../vocabulary/throttles.ts";
import { COUNTS, Count, CountTable, TrafficTable } from "../tables/counts.ts";
import { Episodes, inOrder } from "../tables/episodes.ts";
import { Gauge, GaugeTable, RegionGauge } from "../tables/gauges.ts";
import { Minute, MinuteTable } from "../tables/minutes.ts";
import { type Segment, segmentsOf } from "../tables/segments.ts";
import { SeriesTable } from "../tables/series.ts";
import { TIMES, Time, TimeTable } from "../tables/times.ts";
import { AnswerTimes } from "./answers.ts";
import { DownstreamRecorder } from "./downstream-recorder.ts";
import { EnvironmentRecorder } from "./environment-recorder.ts";
import { Losses } from "./losses.ts";
import { RefusalTable } from "./refusals.ts";
import { Settling } from "./settling.ts";
import { StateRecorder } from "./state-recorder.ts";
import { Taking } from "./taking.ts";
import { TenantRecorder } from "./tenant-recorder.ts";
import { TroubleRecorder } from "./troubles.ts";
import { UsageRecorder } from "./usage-recorder.ts";
import { VersionRecorder } from "./version-recorder.ts";

/** Whom the recorder asks. */
interface Owners {
  readonly functions: Functions;
  readonly account: Account;
  readonly units: ProvisionedUnits;
  readonly parts: Parts;
  readonly sources: readonly Source[];
  readonly limitOf: (version: number, admission: Admission) => number;
}

/** In order of `Gauge`. */
const gaugesOf = (fn: LambdaFunction) => [
  fn.busy,
  fn.starting,
  fn.idle,
  fn.unitIdle,
  fn.utilisation,
  fn.environments,
  fn.hasUnits ? fn.warm : fn.idle,
  fn.depth,
  fn.units,
  fn.spare,
];

/** What series show at its highest or in the mean; of the others, what they are as a bucket ends. */
const CHARTED = [Gauge.Busy, Gauge.AsyncDepth];

/** Counts of events that the core keeps by the part of the run in which they were received, in its order. */
const ASYNC = [
  Count.asyncReceivedCount,
  Count.asyncSucceededCount,
  Count.asyncDroppedCount,
  Count.asyncExhaustedCount,
  Count.asyncExpiredCount,
  Count.asyncStoppedCount,
] as const;

/** Wide: whatever is observed in a run is told here, once. */
export class Recorder {
  readonly segments: readonly Segment[];
  readonly counts: CountTable;
  readonly times: TimeTable;
  readonly gauges: GaugeTable;
  readonly regionGauges: GaugeTable;
  readonly trafficCounts: TrafficTable;
  readonly trafficTimes: TimeTable;
  readonly answers: AnswerTimes;
  readonly downstreams: DownstreamRecorder;
  /** Null unless the versions of some function are told apart. */
  readonly versions: VersionRecorder | null;
  readonly environments: EnvironmentRecorder | null;
  readonly states: StateRecorder;
  readonly refusals: RefusalTable;
  readonly losses: Losses;
  readonly series: SeriesTable;
  /** CloudWatch's. */
  readonly minutes: MinuteTable<typeof MINUTE_METRICS>;
  readonly regionMinutes: MinuteTable<typeof REGION_GAUGES>;
  readonly episodes: Episodes;
  readonly tenants: TenantRecorder | null;
  /** What is charged. */
  readonly usage: UsageRecorder;
  readonly troubles: TroubleRecorder;
  readonly #owners: Owners;
  readonly #settling: Settling;
  readonly #taking: Taking;

  constructor(config: SimConfig, owners: Owners) {
    const { functions, units, parts, sources } = owners;
    const count = functions.count;
    this.#owners = owners;
    this.segments = segmentsOf(config);
    const segments = this.segments.length;
    this.counts = new CountTable(segments, count, COUNTS);
    this.times = new TimeTable(segments, count, TIMES);
    this.gauges = new GaugeTable(parts.fns.map(gaugesOf), CHARTED);
    this.regionGauges = new GaugeTable(
      parts.regions.map(({ divided, concurrencyGauge, unreservedGauge, claimedGauge }) => [
        concurrencyGauge,
        divided ? unreservedGauge : concurrencyGauge,
        divided ? claimedGauge : concurrencyGauge,
      ]),
    );
    this.trafficCounts = new TrafficTable(sources, TRAFFIC_COUNTS);
    this.trafficTimes = new TimeTable(segments, sources.length, 1);
    this.downstreams = new DownstreamRecorder(parts.services, this.segments, config.horizon);
    this.versions = functions.tellsVersions ? new VersionRecorder(segments, functions.versionCount) : null;
    this.environments = EnvironmentRecorder.of(config, functions, segments, this);
    this.states = new StateRecorder(config, functions, this.segments);
    this.refusals = new RefusalTable(segments, count);
    this.losses = new Losses(config, functions, this.counts);
    this.answers = new AnswerTimes(parts.fns, this.times);
    this.series = new SeriesTable(count, parts.regions.length, config.bucket, config.horizon);
    this.minutes = new MinuteTable(MINUTE_METRICS, count, config.horizon);
    this.regionMinutes = new MinuteTable(REGION_GAUGES, parts.regions.length, config.horizon);
    this.episodes = new Episodes(config.horizon);
    this.tenants = TenantRecorder.of(functions, segments);
    this.usage = new UsageRecorder(functions, units, this.counts, segments);
    this.#settling = new Settling(this, parts);
    this.#taking = new Taking(this, parts);
    const { refusals, episodes, downstreams } = this;
    this.troubles = new TroubleRecorder({ ...owners, refusals, episodes, downstreamEpisodes: downstreams.episodes });
  }

  /** The segment in which a request that arrives now will be counted. */
  get segment(): number {
    return this.#owners.parts.core.segment;
  }

  /** Everything notable, in order of time. */
  notable(end: Instant): NotableEvent[] {
    this.troubles.finish(end);
    return inOrder([this.episodes, this.downstreams.episodes, this.states.episodes].flatMap((one) => one.finish(end)));
  }

  // --- time passing

  /** What is there at the start of the run counts as having been there: no gauge begins at 0 by itself. */
  beginRun(): void {
    this.gauges.restart();
    this.regionGauges.restart();
  }

  /** A minute is over. */
  turn(now: Instant): void {
    this.#settling.turn(now, this.segment);
    this.downstreams.settle(this.segment);
    this.#taking.turn(this.segment);
  }

  endBucket(now: Instant): void {
    this.#settling.settle(this.segment);
    const answerTimes = (index: number) => this.answers.endBucket(index, this.segment);
    this.series.endBucket(now, this.gauges, this.regionGauges, answerTimes);
  }

  endSegment(now: Instant): void {
    const { core } = this.#owners.parts;
    this.#settling.settle(core.segment);
    this.downstreams.settle(core.segment);
    this.#taking.endSegment(core.segment, this.#owners.sources);
    this.usage.endSegment(now, core.segment);
    this.gauges.endSegment(now);
    this.regionGauges.endSegment(now);
    this.downstreams.endSegment(now, core.segment);
    if (core.segment + 1 === this.segments.length) return;
    core.segment++;
    this.troubles.beginSegment();
  }

  /** The run is over: what the core keeps until then. */
  endRun(horizon: Instant): void {
    this.#settling.endRun(horizon);
    for (const { index, asyncCounts } of this.#owners.parts.fns) {
      for (let segment = 0; segment < this.segments.length; segment++) {
        for (const [kind, count] of ASYNC.entries()) {
          this.counts.add(segment, index, count, asyncCounts[segment * ASYNC_COUNTS + kind]!);
        }
      }
    }
  }

  // --- what belongs to an earlier part of the run

  servedEarlier(source: Source, segment: number, latency: number): void {
    this.trafficTimes.add(segment, source.index, 0, latency);
    this.times.add(segment, source.fn.index, Time.Latency, latency);
    this.answers.servedEarlier(source.fn.index, latency);
  }
  answeredEarlier(source: Source, segment: number, latency: number): void {
    this.trafficTimes.add(segment, source.index, 0, latency);
  }
  endedEarlier(index: number, duration: number, startedAt: Instant): void {
    this.minutes.addTime(index, Minute.durationMs, duration as Duration, startedAt);
  }
  failedEarlier(index: number, startedAt: Instant): void {
    this.minutes.add(index, Minute.errorsCount, 1, startedAt);
  }

  // --- limits

  /** Settings are about to change: what was used until now is charged by those in force. */
  beforeChange(): void {
    this.#settling.settle(this.segment);
    this.usage.weigh(this.segment);
  }

  /** Limits or units have changed. */
  limitsChanged(now: Instant): void {
    const { functions, account, parts } = this.#owners;
    for (let region = 0; region < functions.regions.length; region++) {
      this.regionGauges.set(region, RegionGauge.Concurrency, account.busyInRegion(region), now);
      this.regionGauges.set(region, RegionGauge.Unreserved, account.unreservedBusyOf(region), now);
      this.regionGauges.set(region, RegionGauge.Claimed, account.claimedOf(region), now);
    }
    for (const { index, ready, provisioned } of parts.fns) {
      this.gauges.set(index, Gauge.Utilisation, ready === 0 ? 0 : provisioned / ready, now);
      this.gauges.set(index, Gauge.Units, ready, now);
    }
    this.usage.changed(now, this.segment);
  }

  // --- Managed Instances

  /** LMI-1: a request runs on Managed Instances, outside its Region's concurrency; the account knows of it already. */
  managedBegan(now: Instant, index: number): void {
    const { tally } = this.#owners.parts.fns[index]!;
    const busy = this.#owners.account.busyOf(index);
    tally.invocations++;
    if (busy > tally.concurrent) tally.concurrent = busy;
    this.gauges.add(index, Gauge.Busy, 1, now);
  }

  managedEnded(now: Instant, index: number): void {
    this.gauges.add(index, Gauge.Busy, -1, now);
  }

  /** LIFE-18, MOD: an Init that no request waited for is billed by itself, as it ends. */
  spareReady(now: Instant, index: number, init: Duration): void {
    this.environments?.spareReady(now, this.segment, index, init);
  }
}
