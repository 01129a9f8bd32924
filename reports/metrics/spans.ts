/** Which part of a run is looked at, as stretches of time. */
import type { Result } from "../../sim/index.ts";

export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Where a phase runs, or the whole run, without the warm-up. */
export function spansOf(result: Pick<Result, "events" | "ignoreMs" | "horizonMs">, phase: string | null): Span[] {
  const phases = result.events.filter(({ kind, subject }) => kind === "phase" && subject === phase);
  if (phases.length === 0) return [{ fromMs: result.ignoreMs, untilMs: result.horizonMs }];
  return phases.map(({ atMs, untilMs }) => ({
    fromMs: Math.max(atMs, result.ignoreMs),
    untilMs: untilMs ?? result.horizonMs,
  }));
}

export const overlap = (a: Span, b: Span): boolean => a.fromMs < b.untilMs && b.fromMs < a.untilMs;
