/**
 * Raising a limit never raises throttles (RES-10), for the class in which that is a theorem.
 *
 * The class: one function, no retries, no downstreams, no provisioned units, no time to start, synchronous requests
 * only, and an earlier request never ends after a later one: one constant run time, or recorded times with rising ends.
 *
 * Why it holds: whether a request is refused depends on how many of certain earlier ones were served, those that still
 * run and those of each recent stretch of time (the token buckets), and which ones these are does not depend on the
 * limit. Suppose the higher limit has always served at least as many of the first requests as the lower one, now just
 * as many, and refuses the next, which the lower one serves. Then one of its counts is at the higher limit, while the
 * same count under the lower limit is below the lower one; so before those counted requests the lower limit had served
 * more: a contradiction.
 * With other run times it is false: one long request let in by a higher limit can cost several short ones.
 */
import fc from "fast-check";
import { type Demand, milliseconds, type SimConfig, start } from "../../sim/index.ts";
import { configOf, PLAIN_MODEL } from "../helpers/config.ts";
import { moment, pick, whole } from "./configs/parts.ts";

export interface Raise {
  readonly low: SimConfig;
  readonly high: SimConfig;
}

const HORIZON_SECONDS = 20;

/** Gaps to the arrival before, and by how much a request ends later than the one before it at the earliest. */
const recorded = fc
  .array(fc.tuple(whole(0, 700), whole(0, 400)), { minLength: 1, maxLength: 40 })
  .map((rows): Demand => {
    let at = 0;
    let end = 0;
    const both = rows.map(([gap, longer]) => {
      at += gap;
      end = Math.max(at, end) + longer;
      return { at, run: end - at };
    });
    const durations = both.map(({ run }) => milliseconds(run));
    return { kind: "times", times: both.map((row) => moment(row.at)), durations };
  });

const spiked = fc.record({ at: whole(0, 15), count: whole(1, 250), within: pick(0, 100, 3000) }).map(
  ({ at, count, within }): Demand => ({
    kind: "spikes",
    at: [moment(at * 1000), moment(at * 1000 + 2500)],
    count,
    within: milliseconds(within),
  }),
);

const steady = fc.record({ rate: whole(1, 15), swing: pick(0, 10) }).map(
  ({ rate, swing }): Demand => ({
    kind: "daily",
    low: rate,
    high: rate + swing,
    peakAt: milliseconds(7000),
    period: milliseconds(11_000),
  }),
);

const demands = fc.oneof(
  recorded.map((one) => [one]),
  fc.array(fc.oneof(spiked, steady), { minLength: 1, maxLength: 2 }),
);

export const raise: fc.Arbitrary<Raise> = fc
  .record({
    seed: whole(1, 1_000_000),
    run: whole(0, 5000),
    errors: pick(0, 0.5),
    timeout: pick(900_000, 1000),
    reserved: fc.boolean(),
    limit: whole(1, 30),
    more: whole(1, 10),
    demands,
    window: pick(1000, 10_000),
    arrivals: pick<"regular" | "poisson">("regular", "poisson"),
  })
  .map((drawn) => {
    const at = (limit: number): SimConfig =>
      configOf({
        seconds: HORIZON_SECONDS,
        seed: drawn.seed,
        concurrency: drawn.reserved ? 1000 : limit,
        model: { ...PLAIN_MODEL, requestRateWindow: milliseconds(drawn.window) },
        functions: {
          checkout: {
            run: drawn.run,
            errors: drawn.errors,
            timeout: drawn.timeout,
            reserved: drawn.reserved ? limit : null,
          },
        },
        traffic: drawn.demands.map((demand) => ({ invoke: "checkout", demand, arrivals: drawn.arrivals })),
      });
    return { low: at(drawn.limit), high: at(drawn.limit + drawn.more) };
  });

/** How many of the first n requests were served, for each n. */
function servedSoFar(config: SimConfig): number[] {
  const served: number[] = [];
  start(config, {
    onEvent: ({ kind }) => {
      if (kind === "arrive") served.push(served.at(-1) ?? 0);
      if (kind === "cold" || kind === "warm") served[served.length - 1]!++;
    },
  }).finish();
  return served;
}

/** At no request has the higher limit served fewer; in all, it has not refused more. */
export function raiseBreaches({ low, high }: Raise): string[] {
  const more = servedSoFar(high);
  return servedSoFar(low).flatMap((served, at) =>
    served > more[at]!
      ? [`of the first ${at + 1} requests the lower limit served ${served}, the higher ${more[at]}`]
      : [],
  );
}
