/** What was measured at some sizes of memory, read at another one. */
import { FACTS } from "../../sim/index.ts";

/** A size of memory in MB, and what was measured at it. */
export type Step = readonly [memoryMb: number, value: number];

/**
 * Between two sizes on the line that time takes where a part of it follows the processor's share (LIFE-21), which is
 * straight over 1 / memory; outside as at the nearest.
 * @param steps  rising in memory.
 */
export function atMemoryOf(steps: readonly Step[], memoryMb: number): number {
  const above = steps.findIndex(([memory]) => memory >= memoryMb);
  if (above === -1) return steps.at(-1)![1];
  const [memory, value] = steps[above]!;
  if (above === 0) return value;
  const [less, lessValue] = steps[above - 1]!;
  const part = (1 / less - 1 / memoryMb) / (1 / less - 1 / memory);
  return lessValue + part * (value - lessValue);
}

/**
 * The same for time that the processor alone takes: above the largest size it goes on falling along the last line until
 * one thread has a whole vCPU (LIFE-21, LIFE-23), yet never faster than the processor grows.
 */
export function ofProcessorAt(steps: readonly Step[], memoryMb: number): number {
  const [largest, value] = steps.at(-1)!;
  const memory = Math.min(memoryMb, FACTS.memoryPerCpuMb.value);
  if (memory <= largest) return atMemoryOf(steps, memoryMb);
  const [before, beforeValue] = steps.at(-2)!;
  const slope = Math.max(0, beforeValue - value) / (1 / before - 1 / largest);
  return Math.max(value - slope * (1 / largest - 1 / memory), (value * largest) / memory);
}
