/** Memory to speed: CPU grows with memory, so the part of a run that computes takes less time (LIFE-21, LIFE-23). */

import type { Distribution } from "../../kernel/distribution.ts";
import { type Duration, microseconds } from "../../kernel/time.ts";
import { FACTS } from "../../vocabulary/facts.ts";

/** How a run uses the processor, and the memory at which its time was measured. */
export interface CpuUse {
  /** Share of the run that computes, 0..1; the rest waits and takes the same time at any memory. */
  readonly bound: number;
  /** Threads that can compute at once, 1 to 6: more CPU than that is of no use. */
  readonly threads: number;
  readonly measuredAtMb: number;
}

/** LIFE-22: cores that a function of this memory sees: one more with every 1,769 MB begun. */
const visibleCores = (memoryMb: number): number => Math.ceil(memoryMb / FACTS.memoryPerCpuMb.value);

/** LIFE-22, LIFE-23, MOD: vCPUs that this many threads can use at this memory, no more than there are cores. */
const usableCpus = (memoryMb: number, threads: number): number =>
  Math.min(threads, visibleCores(memoryMb), memoryMb / FACTS.memoryPerCpuMb.value);

/**
 * A law of run times at another memory than the one it was measured at: the computing part scales with the usable CPUs,
 * the waiting part stays. LIFE-24: Init does not depend on memory.
 */
export function atMemory(law: Distribution, cpu: CpuUse, memoryMb: number): Distribution {
  const slower = usableCpus(cpu.measuredAtMb, cpu.threads) / usableCpus(memoryMb, cpu.threads);
  return scaled(law, cpu.bound * slower + 1 - cpu.bound);
}

function scaled(law: Distribution, factor: number): Distribution {
  const times = (value: Duration): Duration => microseconds(value * factor);
  switch (law.kind) {
    case "constant":
      return { ...law, value: times(law.value) };
    case "lognormal":
      return { ...law, p50: times(law.p50), p99: times(law.p99) };
    case "gamma":
    case "exponential":
      return { ...law, mean: times(law.mean) };
    case "uniform":
      return { ...law, min: times(law.min), max: times(law.max) };
    case "quantiles":
      return { ...law, points: law.points.map(([share, value]) => [share, times(value)] as const) };
    case "empirical":
      return { ...law, values: law.values.map(times) };
  }
}
