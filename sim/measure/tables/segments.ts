/** The run cut into stretches that lie wholly inside or outside each window, so that every event is counted once. */
import type { SimConfig, WindowConfig } from "../../config.ts";
import type { Instant } from "../../kernel/time.ts";

export interface Segment {
  readonly from: Instant;
  readonly to: Instant;
}

/** Stretches from each boundary to the next, covering [0, horizon]. */
export function segmentsOf(config: SimConfig): Segment[] {
  const edges = new Set<number>([0, config.ignore, config.horizon]);
  for (const window of config.windows) for (const { from, to } of window.spans) edges.add(from).add(to);
  const inside = [...edges].filter((edge) => edge >= 0 && edge <= config.horizon).sort((a, b) => a - b);
  return inside.slice(1).map((to, index) => ({ from: inside[index]! as Instant, to: to as Instant }));
}

/** Indexes of the segments after the warm-up. */
export const countedSegments = (segments: readonly Segment[], config: SimConfig): number[] =>
  [...segments.keys()].filter((index) => segments[index]!.from >= config.ignore);

/** Indexes of the segments of a window, without the warm-up. */
export const windowSegments = (segments: readonly Segment[], config: SimConfig, window: WindowConfig): number[] =>
  countedSegments(segments, config).filter((index) => {
    const { from, to } = segments[index]!;
    return window.spans.some((span) => span.from <= from && to <= span.to);
  });
