/** Runs of which only some numbers are asked: what sweeps and searches make by the thousand. */
import type { SimConfig } from "../config.ts";
import { type CoreName, nextDoor } from "../core/host/doors.ts";
import { type MetricPath, Numbers } from "../measure/report/numbers.ts";
import { Simulation } from "../simulation.ts";

export interface MeasureOptions {
  /** Forces a compilation of the core; the numbers do not tell which it was. */
  readonly core?: CoreName;
}

/**
 * A whole run without its Result: no series, events, histograms or digest are made, and the core uses the memory of the
 * run measured before. Pure: the same config gives the same numbers, those that `simulate(config)` has at these paths.
 * @param metrics  paths into a Result; see `MetricPath`.
 * @returns  in the same order; null where the Result has null, since nothing was measured.
 * @throws RangeError for a path that leads to no number. InvariantError for our bugs only.
 */
export function measure(
  config: SimConfig,
  metrics: readonly MetricPath[],
  { core }: MeasureOptions = {},
): (number | null)[] {
  // Only series are made by bucket.
  const uncharted: SimConfig = { ...config, bucket: config.horizon };
  const numbers = new Numbers(new Simulation(uncharted, {}, nextDoor(core)).end());
  return metrics.map((path) => numbers.at(path));
}
