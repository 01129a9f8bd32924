/** Queueing theory: what must come of a run whatever the seed, checked against closed formulas. */
import { describe, expect, test } from "vitest";
import { type Distribution, milliseconds, seconds, simulate, start } from "../../sim/index.ts";
import { configOf } from "../helpers/config.ts";
import { batchSums, interval99, meanOfLooks } from "../helpers/statistics.ts";

/** Environments never end of age or idleness, so that nothing but the number of units matters. */
const IMMORTAL = {
  name: "custom",
  environment: { kind: "constant", value: seconds(1e9) },
  version: null,
  maxAge: seconds(1e9),
} as const;

/** Erlang's B formula by its stable recursion: share of requests lost with this load on this many units. */
const erlangB = (load: number, units: number): number =>
  Array.from({ length: units }, (_, index) => index + 1).reduce((lost, n) => (load * lost) / (n + load * lost), 1);

const WARM_UP = 100;
const REQUESTS = 300_000;

/** Share lost in each of twenty stretches. Service takes 1 s, so that ten requests/s per unit never bind (RPS-2). */
function lostShares(load: number, units: number): number[] {
  const { series } = simulate(
    configOf({
      seed: 1,
      seconds: WARM_UP + Math.ceil(REQUESTS / load),
      concurrency: 20_000,
      model: { idleLifetime: IMMORTAL },
      functions: { f: { reserved: units, run: { kind: "exponential", mean: seconds(1) } } },
      traffic: [{ invoke: "f", rate: load, arrivals: "poisson" }],
    }),
  );
  const skip = Math.ceil((WARM_UP * 1000) / series.bucketMs);
  const requests = batchSums(series.functions.f!.requests.slice(skip));
  return batchSums(series.functions.f!.throttles.slice(skip)).map((lost, batch) => lost / requests[batch]!);
}

describe("RES-7: Poisson arrivals, exponential service, no retries, c reserved units lose Erlang's B share", () => {
  test.each([
    [0.5, 1],
    [2, 1],
    [4, 5],
    [18, 20],
    [100, 100],
    [300, 290],
    [900, 900],
  ])("a load of %f on %i units", (load, units) => {
    const { mean, half } = interval99(lostShares(load, units));
    expect(Math.abs(mean - erlangB(load, units))).toBeLessThanOrEqual(half);
    // The interval is narrow enough to mean something.
    expect(half).toBeLessThan(0.01);
  });
});

const LOAD = 50;

/** Poisson's probability of this many or more. */
function poissonTail(mean: number, from: number): number {
  const terms = [Math.exp(-mean)];
  while (terms.length < from) terms.push((terms.at(-1)! * mean) / terms.length);
  return 1 - terms.reduce((sum, term) => sum + term, 0);
}

/** Busy environments, looked at every 3 s: six services apart, so nearly independent. */
function busyLooks(run: Distribution): number[] {
  const config = configOf({
    seed: 1,
    seconds: 9_060,
    concurrency: 20_000,
    functions: { f: { run } },
    traffic: [{ invoke: "f", rate: LOAD * 2, arrivals: "poisson" }],
  });
  const simulation = start(config);
  return Array.from({ length: 3_000 }, (_, look) => {
    simulation.advanceTo(60_000 + look * 3_000);
    return simulation.snapshot().functions.f!.busy;
  });
}

describe("CONC-5: an unlimited function holds a Poisson number of busy environments (M/G/infinity)", () => {
  const mean = milliseconds(500);
  test.each<[string, Distribution]>([
    ["constant", { kind: "constant", value: mean }],
    ["exponential", { kind: "exponential", mean }],
    ["gamma, cv 2", { kind: "gamma", mean, cv: 2 }],
  ])("%s service with a mean of 500 ms", (_name, run) => {
    const looks = busyLooks(run);
    const average = meanOfLooks(looks);
    const variance = meanOfLooks(looks.map((busy) => (busy - LOAD) ** 2));
    const crowded = meanOfLooks(looks.map((busy) => (busy >= 57 ? 1 : 0)));
    expect(Math.abs(average.mean - LOAD)).toBeLessThanOrEqual(average.half);
    expect(Math.abs(variance.mean - LOAD)).toBeLessThanOrEqual(variance.half);
    expect(Math.abs(crowded.mean - poissonTail(LOAD, 57))).toBeLessThanOrEqual(crowded.half);
  });
});
