/** What is observed of downstreams: calls, those that waited or were turned away, places in use, and times. */
import type { Duration, Instant } from "../kernel/time.ts";
import { toMs } from "../kernel/time.ts";
import { CountTable, DOWNSTREAM_COUNTS, DownstreamCount } from "./counts.ts";
import { blankEvent, Episodes } from "./episodes.ts";
import { GaugeTable } from "./gauges.ts";
import type { Segment } from "./segments.ts";
import { TimeTable } from "./times.ts";

export class DownstreamRecorder {
  readonly counts: CountTable;
  readonly times: TimeTable;
  readonly gauges: GaugeTable;
  /** Stretches in which a downstream turned calls away. */
  readonly episodes: Episodes;
  readonly #names: readonly string[];
  #segment = 0;

  constructor(names: readonly string[], segments: readonly Segment[], horizon: Duration) {
    this.#names = names;
    this.counts = new CountTable(segments.length, names.length, DOWNSTREAM_COUNTS);
    this.times = new TimeTable(segments.length, names.length, 1);
    this.gauges = new GaugeTable(names.length, 1);
    this.episodes = new Episodes(horizon);
  }

  endSegment(now: Instant, next: number): void {
    this.gauges.endSegment(now);
    this.#segment = next;
  }

  call(downstream: number, kind: DownstreamCount): void {
    this.counts.add(this.#segment, downstream, kind, 1);
  }

  rejected(now: Instant, downstream: number, limit: number): void {
    this.call(downstream, DownstreamCount.Rejected);
    if (this.episodes.goesOn(downstream, now)) return;
    const event = blankEvent(toMs(now), "downstream-rejecting", this.#names[downstream]!, "");
    this.episodes.begin(downstream, now, { ...event, limit });
  }

  inUse(now: Instant, downstream: number, places: number): void {
    this.gauges.set(downstream, 0, places, now);
  }

  /** A call that succeeded: waiting and service. */
  time(downstream: number, latency: Duration): void {
    this.times.add(this.#segment, downstream, 0, latency);
  }
}
