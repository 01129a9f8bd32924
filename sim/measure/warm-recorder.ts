/** What is observed of the runs of `WarmPath`: the same as of any other, with every table looked up beforehand. */
import { type Duration, type Instant, MICROS_PER_MILLISECOND } from "../kernel/time.ts";
import type { FunctionUnits } from "../lambda/account.ts";
import { TrafficCount } from "./counts.ts";
import { Gauge, type OneGauge, RegionGauge } from "./gauges.ts";
import { bucketOf, Histogram } from "./histogram.ts";
import type { Recorder } from "./recorder.ts";
import type { FunctionTally, RegionTally, Tallies } from "./tallies.ts";
import { Time } from "./times.ts";

/** Whose runs they are: synchronous requests of one entry of `traffic`. */
export interface WarmScope {
  readonly traffic: number;
  readonly functionIndex: number;
  readonly region: number;
  readonly units: FunctionUnits;
}

export class WarmRecorder {
  readonly #recorder: Recorder;
  readonly #scope: WarmScope;
  readonly #units: FunctionUnits;
  readonly #tallies: Tallies;
  readonly #tally: FunctionTally;
  readonly #regionTally: RegionTally;
  readonly #busy: OneGauge;
  readonly #idle: OneGauge;
  readonly #warm: OneGauge;
  readonly #concurrency: OneGauge;
  readonly #unreserved: OneGauge;
  readonly #claimed: OneGauge;
  readonly #answers: Histogram;
  /** Runs of requests that arrived in the present segment: one time for caller, latency and duration. */
  readonly #times = new Histogram();

  constructor(recorder: Recorder, tallies: Tallies, scope: WarmScope) {
    const { functionIndex, region } = scope;
    this.#recorder = recorder;
    this.#scope = scope;
    this.#units = scope.units;
    this.#tallies = tallies;
    this.#tally = tallies.ofFunction(functionIndex);
    this.#regionTally = tallies.ofRegion(region);
    this.#busy = recorder.gauges.of(functionIndex, Gauge.Busy);
    this.#idle = recorder.gauges.of(functionIndex, Gauge.Idle);
    this.#warm = recorder.gauges.of(functionIndex, Gauge.Warm);
    this.#concurrency = recorder.regionGauges.of(region, RegionGauge.Concurrency);
    this.#unreserved = recorder.regionGauges.of(region, RegionGauge.Unreserved);
    this.#claimed = recorder.regionGauges.of(region, RegionGauge.Claimed);
    this.#answers = recorder.series.answers(functionIndex);
  }

  /** A request has been admitted to a warm environment at its first attempt; the account knows of it already. */
  began(now: Instant): void {
    const recorder = this.#recorder;
    const units = this.#units;
    if (this.#tallies.isOver(now)) this.#tallies.turn(now, recorder.segment);
    recorder.trafficCounts.add(recorder.segment, this.#scope.traffic, TrafficCount.Attempts, 1);
    this.#idle.fall(now);
    this.#warm.fall(now);
    this.#busy.rise(now);
    this.#concurrency.rise(now);
    if (units.reserved < 0) {
      this.#unreserved.rise(now);
      this.#claimed.rise(now);
    }
    this.#tally.began(units.busy);
    this.#tally.warm++;
    this.#regionTally.sample(units.region);
  }

  /** Its run has ended without an error, and its caller has the answer; the account knows of it already. */
  ended(now: Instant, startedAt: Instant, segment: number): void {
    const recorder = this.#recorder;
    const time = (now - startedAt) as Duration;
    if (this.#tallies.isOver(now)) this.#tallies.turn(now, recorder.segment);
    this.#tallies.ended(this.#scope.functionIndex, time, Math.ceil(time / MICROS_PER_MILLISECOND), startedAt);
    this.#busy.fall(now);
    this.#concurrency.fall(now);
    if (this.#units.reserved < 0) {
      this.#unreserved.fall(now);
      this.#claimed.fall(now);
    }
    const bucket = bucketOf(time);
    this.#answers.addIn(bucket, time);
    recorder.trafficCounts.add(segment, this.#scope.traffic, TrafficCount.Succeeded, 1);
    if (segment === recorder.segment) {
      this.#times.addIn(bucket, time);
    } else {
      recorder.trafficTimes.add(segment, this.#scope.traffic, 0, time);
      recorder.times.add(segment, this.#scope.functionIndex, Time.Latency, time);
      recorder.times.add(recorder.segment, this.#scope.functionIndex, Time.Duration, time);
    }
  }

  becameIdle(now: Instant): void {
    this.#idle.rise(now);
    this.#warm.rise(now);
  }

  /** The segment is over. */
  settle(): void {
    if (this.#times.count === 0) return;
    const { trafficTimes, times, segment } = this.#recorder;
    const { traffic, functionIndex } = this.#scope;
    trafficTimes.of(segment, traffic, 0).merge(this.#times);
    times.of(segment, functionIndex, Time.Latency).merge(this.#times);
    times.of(segment, functionIndex, Time.Duration).merge(this.#times);
    this.#times.clear();
  }
}
