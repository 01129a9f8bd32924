/** Configs under pressure: runs so long, and so many, that limits are full and units busy while those move. */
import fc from "fast-check";
import { type Demand, type SimConfig, seconds } from "../../../sim/index.ts";
import { isManaged } from "../settings.ts";
import { claimedIn, FLOOR } from "./functions.ts";
import { moment, pick, time, whole } from "./parts.ts";

/** Mostly none. */
export const pressure = fc.oneof(
  { weight: 5, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.record({
      /** What the quota is above the least that AWS asks for. */
      room: whole(0, 40),
      run: time(6000, 40_000),
      preparationSeconds: pick(0, 5),
      /** Bursts of each entry of traffic: when, as shares of the run in hundredths, and how many requests. */
      bursts: fc.array(
        fc.record({ at: fc.uniqueArray(whole(0, 80), { minLength: 1, maxLength: 3 }), count: whole(5, 120) }),
        {
          minLength: 4,
          maxLength: 4,
        },
      ),
    }),
  },
);
type Pressure = typeof pressure extends fc.Arbitrary<infer T> ? T : never;

/** The same functions with little room, long runs, and traffic that fills it. */
export function pressed<T extends Omit<SimConfig, "changes">>(start: T, drawn: Pressure): T {
  if (drawn === null) return start;
  const burst = (index: number): Demand => {
    const { at, count } = drawn.bursts[index % drawn.bursts.length]!;
    const moments = at.sort((a, b) => a - b).map((share) => moment((start.horizon * share) / 100_000));
    return { kind: "spikes", at: moments, count, within: seconds(1) };
  };
  return {
    ...start,
    regions: start.regions.map((region) => ({
      ...region,
      concurrency: FLOOR + claimedIn(region, start.functions) + drawn.room,
      model: { ...region.model, provisionedPreparation: seconds(drawn.preparationSeconds) },
    })),
    functions: start.functions.map((one) => (isManaged(one) ? one : { ...one, run: drawn.run, timeout: seconds(900) })),
    traffic: start.traffic.map((one, index) => ({ ...one, demand: burst(index) })),
  };
}
