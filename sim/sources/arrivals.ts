/** When the next request of an entry of `traffic` arrives: one process for each kind of demand. */
import type { Demand, TrafficConfig } from "../config.ts";
import { InvariantError } from "../kernel/assert.ts";
import type { Stream } from "../kernel/random.ts";
import { type Duration, type Instant, NEVER } from "../kernel/time.ts";

export interface Arrivals {
  /** The next moment, not before the last one; NEVER when there is none. */
  next(): Instant;
  /** Recorded run time of the request that `next` gave last; null when it is to be drawn. */
  readonly run: Duration | null;
}

/** The moments of a demand that does not follow a rate. Nothing arrives at or after the horizon. */
export function listedArrivals({ demand, arrivals }: TrafficConfig, horizon: Duration, luck: Stream): Arrivals {
  const poisson = arrivals === "poisson" ? luck : null;
  switch (demand.kind) {
    case "spikes":
      return listed(spikeTimes(demand, poisson), null, horizon);
    case "counts":
      return counted(demand, horizon, poisson);
    case "times":
      return listed(demand.times, demand.durations, horizon);
    default:
      throw new InvariantError(`a demand of kind ${demand.kind} follows a rate`);
  }
}

/** `count` moments in a stretch: evenly spaced, or independent and uniform, which is Poisson given their number. */
function spread(from: number, length: number, count: number, luck: Stream | null): Float64Array {
  const times = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    times[index] = Math.floor(from + (luck === null ? (length * index) / count : length * luck.uniform()));
  }
  return luck === null ? times : times.sort();
}

function spikeTimes(demand: Extract<Demand, { kind: "spikes" }>, luck: Stream | null): number[] {
  const all = demand.at.flatMap((from) => [...spread(from, demand.within, demand.count, luck)]);
  return all.sort((a, b) => a - b);
}

function listed(times: readonly number[], runs: readonly Duration[] | null, horizon: Duration): Arrivals {
  let row = -1;
  return {
    next() {
      row++;
      const at = times[row];
      return (at === undefined || at >= horizon ? NEVER : at) as Instant;
    },
    get run() {
      return runs === null ? null : runs[row]!;
    },
  };
}

function counted(demand: Extract<Demand, { kind: "counts" }>, horizon: Duration, luck: Stream | null): Arrivals {
  let interval = -1;
  let times: ArrayLike<number> = [];
  let place = 0;
  return {
    next() {
      while (place === times.length) {
        interval++;
        if (interval === demand.counts.length) {
          interval--;
          return NEVER;
        }
        const from = demand.from + interval * demand.every;
        times = spread(from, demand.every, demand.counts[interval]!, luck);
        place = 0;
      }
      const at = times[place++]!;
      return (at < horizon ? at : NEVER) as Instant;
    },
    run: null,
  };
}
