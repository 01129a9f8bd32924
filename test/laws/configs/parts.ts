/** Arbitraries for the pieces of a config: laws of time, demand, callers, models. They shrink to small values. */
import fc from "fast-check";
import {
  type AliasUnitsName,
  type ClientConfig,
  type Demand,
  type Distribution,
  type FullLimitName,
  type Instant,
  milliseconds,
  type RegionModel,
  type RetryMode,
  type ScalingName,
  seconds,
  type TrafficConfig,
} from "../../../sim/index.ts";
import { constant, PLAIN_MODEL } from "../../helpers/config.ts";
import { UNDOCUMENTED } from "./environment-parts.ts";

export const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
export const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
export const moment = (ms: number): Instant => milliseconds(ms) as number as Instant;

/** Every kind of distribution, around this many ms. */
function around(ms: number): fc.Arbitrary<Distribution> {
  const typical = milliseconds(Math.max(1, ms));
  const [half, double, most] = [0.5, 2, 6].map((factor) => milliseconds(ms * factor)) as [never, never, never];
  return pick<Distribution>(
    constant(ms),
    { kind: "exponential", mean: typical },
    { kind: "lognormal", p50: typical, p99: milliseconds(Math.max(1, ms) * 5) },
    { kind: "gamma", mean: typical, cv: 0.3 },
    { kind: "gamma", mean: typical, cv: 1.6 },
    { kind: "uniform", min: half, max: double },
    {
      kind: "quantiles",
      points: [
        [0.1, half],
        [0.5, typical],
        [0.99, most],
      ],
    },
    { kind: "empirical", values: [milliseconds(0), typical, typical, double] },
  );
}

export const time = (min: number, max: number): fc.Arbitrary<Distribution> => whole(min, max).chain(around);

/** Rows that a model may leave out. */
const OPTIONAL: { requiredKeys: [] } = { requiredKeys: [] };

export const model: fc.Arbitrary<RegionModel> = fc
  .record({
    pick: pick<RegionModel["pick"]>("most-recent", "least-recent", "random"),
    scaling: pick<ScalingName>("token-bucket", "sliding-window", "fixed-window", "burst-2021"),
    legacyBurst: pick(3000, 5, 40),
    requestRateWindow: pick(1, 10).map(seconds),
    accountRateIncludesReserved: fc.boolean(),
    platformDelay: fc.oneof({ weight: 3, arbitrary: pick(constant(0)) }, { weight: 1, arbitrary: time(1, 200) }),
    asyncJitter: pick(0, 0.1, 1),
    asyncPollDelay: pick(0, 25).map(milliseconds),
    asyncDuplicates: pick(0, 0.1),
    asyncSystemErrors: pick(0, 0.3),
    asyncDeliveryFailures: pick(0, 0.2),
    retryAfter: pick(0, 700).map(milliseconds),
    snapshotCache: pick(0, 0.5),
    provisionedPreparation: pick(5, 0, 90).map(seconds),
    provisionedPerMinute: pick(6000, 30, 600),
    rows: fc.record(
      {
        scalingAllowance: pick(1000, 50),
        provisionedMove: pick(3, 0, 10, 420).map(seconds),
        aliasUnits: pick<AliasUnitsName>("nearest", "up", "down"),
        fullLimit: pick<FullLimitName>("wait", "wait", "serve"),
      },
      OPTIONAL,
    ),
    ...UNDOCUMENTED,
    idle: fc.record({
      environment: fc.oneof(pick(constant(1_300_000)), time(1, 20_000)),
      version: pick(640, null, 5).map((age) => (age === null ? null : seconds(age))),
      maxAge: pick(7300, 30).map(seconds),
    }),
  })
  .map(({ idle, rows, ...rest }) => ({
    ...PLAIN_MODEL,
    ...rest,
    ...rows,
    idleLifetime: { name: "custom", ...idle },
  }));

const RETRIES: readonly RetryMode[] = [
  "none",
  "standard-2026",
  "adaptive",
  "legacy-python",
  "standard-python",
  "standard-js",
  "legacy-java",
];

export const client: fc.Arbitrary<ClientConfig> = fc.record({
  retry: pick(...RETRIES),
  attempts: whole(1, 5),
  timeout: fc.option(whole(1, 4000).map(milliseconds)),
  clients: whole(1, 3),
});

/** Every kind of demand, of about `count` requests in all. */
export function demand(horizonMs: number): fc.Arbitrary<Demand> {
  const requests = fc.oneof({ weight: 60, arbitrary: whole(0, 70) }, { weight: 1, arbitrary: whole(1000, 1300) });
  return requests.chain((count) => {
    const rate = (count * 1000) / horizonMs;
    return fc.oneof(
      segments(horizonMs, rate),
      daily(horizonMs, rate),
      spikes(horizonMs, count),
      counts(horizonMs, count),
      times(horizonMs, count),
    );
  });
}

const segments = (horizonMs: number, rate: number): fc.Arbitrary<Demand> =>
  fc
    .record({
      cut: whole(1, 9),
      gap: fc.boolean(),
      ramp: pick(1, 0, 2.5),
      swing: pick(0, 0.5, 2),
    })
    .map(({ cut, gap, ramp, swing }) => {
      const middle = moment((horizonMs * cut) / 10);
      const wave = swing === 0 ? null : { swing: swing * rate, period: milliseconds(horizonMs / 3) };
      const first = { from: moment(0), to: middle, rateFrom: rate, rateTo: rate * ramp, wave };
      const from = gap ? moment((horizonMs * (cut + 10)) / 20) : middle;
      return {
        kind: "rate",
        segments: [first, { from, to: moment(horizonMs), rateFrom: rate * ramp, rateTo: rate, wave: null }],
      };
    });

const daily = (horizonMs: number, rate: number): fc.Arbitrary<Demand> =>
  fc.record({ low: pick(1, 0.2, 0), peak: whole(0, 100), periods: whole(1, 4) }).map(({ low, peak, periods }) => ({
    kind: "daily",
    low: low * rate,
    high: (2 - low) * rate,
    peakAt: milliseconds((horizonMs * peak) / 100),
    period: milliseconds(horizonMs / periods),
  }));

const spikes = (horizonMs: number, count: number): fc.Arbitrary<Demand> =>
  fc
    .record({ at: fc.uniqueArray(whole(0, 99), { minLength: 1, maxLength: 3 }), within: pick(0, 300, 4000) })
    .map(({ at, within }) => ({
      kind: "spikes",
      at: at.sort((a, b) => a - b).map((share) => moment((horizonMs * share) / 100)),
      count: Math.ceil(count / at.length),
      within: milliseconds(within),
    }));

const counts = (horizonMs: number, count: number): fc.Arbitrary<Demand> =>
  fc
    .record({ from: whole(0, 3), shares: fc.array(whole(0, 3), { minLength: 1, maxLength: 8 }) })
    .map(({ from, shares }) => ({
      kind: "counts",
      from: moment((horizonMs * from) / 10),
      every: milliseconds(horizonMs / 10),
      counts: shares.map((share) => Math.ceil((count * share) / 8)),
    }));

const times = (horizonMs: number, count: number): fc.Arbitrary<Demand> =>
  fc
    .record({
      rows: fc.array(fc.tuple(whole(0, 999), whole(0, 3000)), { maxLength: Math.min(40, count) }),
      recorded: fc.boolean(),
    })
    .map(({ rows, recorded }) => ({
      kind: "times",
      times: rows.map(([at]) => moment((horizonMs * at) / 1000)).sort((a, b) => a - b),
      durations: recorded ? rows.map(([, ms]) => milliseconds(ms)) : null,
    }));

/** What a caller looks like, before it is known whom it calls. */
export const caller = (horizonMs: number) =>
  fc.record({
    target: whole(0, 3),
    /** Which of the versions that are invoked. */
    which: whole(0, 2),
    event: fc.boolean(),
    source: fc.boolean(),
    arrivals: pick<TrafficConfig["arrivals"]>("regular", "poisson"),
    demand: demand(horizonMs),
    client,
  });
