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

  constructor(services: readonly Service[], segments: readonly Segment[], horizon: Duration) {
    this.counts = new CountTable(segments.length, services.length, widthOf(DownstreamCount));
    this.times = new TimeTable(segments.length, services.length, 1);
    this.gauges = new GaugeTable(services.map(({ use }) => [use]));
    this.episodes = new Episodes(horizon);
  }

  endSegment(now: Instant): void {
    this.gauges.endSegment(now);
  }
}
