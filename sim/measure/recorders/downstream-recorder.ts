/** What is observed of downstreams: calls, those that waited or were turned away, places in use, and times. */
import type { Service } from "../../core/objects/requests.ts";
import type { Duration, Instant } from "../../kernel/time.ts";
import { widthOf } from "../tables/columns.ts";
import { CountTable, DownstreamCount } from "../tables/counts.ts";
import { Episodes } from "../tables/episodes.ts";
import { GaugeTable } from "../tables/gauges.ts";
import type { Segment } from "../tables/segments.ts";
import { TimeTable } from "../tables/times.ts";

export class DownstreamRecorder {
  readonly counts: CountTable;
  readonly times: TimeTable;
  readonly gauges: GaugeTable;
  /** Stretches in which a downstream turned calls away. */
  readonly episodes: Episodes;

  readonly #services: readonly Service[];

  constructor(services: readonly Service[], segments: readonly Segment[], horizon: Duration) {
    this.#services = services;
    this.counts = new CountTable(segments.length, services.length, widthOf(DownstreamCount));
    this.times = new TimeTable(segments.length, services.length, 1);
    this.gauges = new GaugeTable(services.map(({ use }) => [use]));
    this.episodes = new Episodes(horizon);
  }

  /** Adds what the core has counted since it was last asked. */
  settle(segment: number): void {
    for (const [index, service] of this.#services.entries()) {
      this.counts.add(segment, index, DownstreamCount.callsCount, service.callCount);
      this.counts.add(segment, index, DownstreamCount.rejectedCount, service.rejectedCount);
      this.counts.add(segment, index, DownstreamCount.waitedCount, service.waitedCount);
      service.callCount = 0;
      service.rejectedCount = 0;
      service.waitedCount = 0;
    }
  }

  endSegment(now: Instant, segment: number): void {
    for (const [index, { times }] of this.#services.entries()) this.times.take(segment, index, 0, times);
    this.gauges.endSegment(now);
  }
}
