/** Configs under pressure: runs so long, and so many, that limits are full and units busy while those move. */
import fc from "fast-check";
import { type Demand, type Instant, type SimConfig, seconds } from "../../../sim/index.ts";
import { isManaged } from "../settings.ts";
import { claimedIn, FLOOR, type Lambda } from "./functions.ts";
import { moment, pick, time, whole } from "./parts.ts";

/** Mostly none. */
export const pressure = fc.oneof(
  { weight: 5, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.record({
      /** Units that each function asks for at least, and when new code is deployed to them, as shares of the run. */
      units: whole(1, 12),
      reserves: fc.boolean(),
      deployed: fc.option(whole(20, 80)),
      /** What the quota is above the least that AWS asks for. */
      room: pick(0, 20, 60),
      run: time(6000, 40_000),
      preparationSeconds: pick(0, 5),
      /** Bursts of each entry of traffic: when, as shares of the run in hundredths, and how many requests. */
      bursts: fc.array(
        fc.record({ at: fc.uniqueArray(whole(0, 80), { minLength: 1, maxLength: 3 }), count: whole(20, 160) }),
        {
          minLength: 4,
          maxLength: 4,
        },
      ),
    }),
  },
);
type Pressure = typeof pressure extends fc.Arbitrary<infer T> ? T : never;

/** Functions of which all have units that move, and are invoked where those are; some share a reservation with them. */
export const pressedLambda = (one: Lambda, drawn: Pressure, horizonMs: number): Lambda => {
  if (drawn === null) return one;
  const { claim, scaling, life } = one;
  const units = Math.max(claim.units, drawn.units);
  const updates = drawn.deployed === null ? [] : [deployment(moment((horizonMs * drawn.deployed) / 100))];
  const lifecycle = { initial: "active", pendingFor: seconds(0), vpc: null, events: "refuse", updates } as const;
  return {
    ...one,
    claim: { units, reserved: claim.reserved === null || !drawn.reserves ? null : Math.max(claim.reserved, units) },
    scaling: { ...scaling, motion: scaling.motion === "still" ? "free" : scaling.motion },
    life: life.lifecycle === null ? { ...life, lifecycle } : life,
    managed: null,
    durable: null,
    invoked: "live",
  };
};

const deployment = (at: Instant) => ({ at, qualifier: "live", takes: null, waits: true });

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
      model: {
        ...region.model,
        // SCALE-1 is not what limits them.
        scaling: "token-bucket" as const,
        scalingAllowance: 1000,
        provisionedPreparation: seconds(drawn.preparationSeconds),
        provisionedMove: seconds(drawn.preparationSeconds),
      },
    })),
    functions: start.functions.map((one) => (isManaged(one) ? one : { ...one, run: drawn.run, timeout: seconds(900) })),
    traffic: start.traffic.map((one, index) => ({ ...one, demand: burst(index) })),
  };
}
