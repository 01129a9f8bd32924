/** What tables tell of a function: shares of its requests, and times of its callers or, without any, of its runs. */
import type { FunctionResult } from "../../sim/index.ts";
import { duration, share } from "./numbers.ts";

/** "2.41 %"; "-" of nothing. */
export const partText = (some: number, all: number): string => (all === 0 ? "-" : share(some / all));

export const timeText = (ms: number | null): string => (ms === null ? "-" : duration(ms));

export const hasCallers = ({ latencyMsSamples }: FunctionResult): boolean => latencyMsSamples > 0;

/** p50, p95 and p99. */
export function percentileTexts(fn: FunctionResult): string[] {
  const times = hasCallers(fn)
    ? [fn.latencyMsP50, fn.latencyMsP95, fn.latencyMsP99]
    : [fn.durationMsP50, fn.durationMsP95, fn.durationMsP99];
  return times.map(timeText);
}
