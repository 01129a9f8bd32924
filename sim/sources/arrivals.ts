/** When the next request of an entry of `traffic` arrives: one process for each kind of demand. */
import type { Demand, TrafficConfig } from "../config.ts";
import type { Stream } from "../kernel/random.ts";
import { type Duration, type Instant, NEVER } from "../kernel/time.ts";
import { RateCurve } from "./rate-curve.ts";

export interface Arrivals {
  /** The next moment, not before the last one; NEVER when there is none. */
  next(): Instant;
  /** Recorded run time of the request that `next` gave last; null when it is to be drawn. */
  readonly run: Duration | null;
}

/** The process of an entry of traffic. Nothing arrives at or after the horizon. */
export function arrivalsOf(traffic: TrafficConfig, horizon: Duration, luck: Stream): Arrivals {
  const { demand, arrivals } = traffic;
  const poisson = arrivals === "poisson";
  switch (demand.kind) {
    case "rate":
    case "daily":
      return new AlongCurve(new RateCurve(demand, horizon), horizon, poisson ? luck : null);
    case "spikes":
      return listed(spikeTimes(demand, poisson ? luck : null), null, horizon);
    case "counts":
      return counted(demand, horizon, poisson ? luck : null);
    case "times":
      return listed(demand.times, demand.durations, horizon);
  }
}

/** Share of a request by which rounding may miss the end of a stretch: what arrives there belongs to the next one. */
const SLACK = 1e-6;

/**
 * Walks the curve until the area under it has grown by the next gap: exponential gaps of mean 1 make a Poisson process
 * whose rate follows the curve, gaps of 1 a regular one that begins with the curve. Areas count from the beginning of
 * each stretch, so that rounding does not add up over its arrivals.
 */
class AlongCurve implements Arrivals {
  readonly run = null;
  readonly #curve: RateCurve;
  readonly #horizon: Duration;
  /** Null for a regular process. */
  readonly #luck: Stream | null;
  #area = 0;
  /** Area under the whole of the present stretch. */
  #whole = 0;
  /** A regular process starts with the first stretch that has any rate. */
  #first: boolean;

  constructor(curve: RateCurve, horizon: Duration, luck: Stream | null) {
    this.#curve = curve;
    this.#horizon = horizon;
    this.#luck = luck;
    this.#first = luck === null;
  }

  next(): Instant {
    if (!this.#first) this.#area += this.#luck === null ? 1 : this.#luck.exponential();
    while (this.#area >= this.#whole - SLACK) {
      if (!this.#advance()) return NEVER;
    }
    this.#first = false;
    const { piece } = this.#curve;
    const moment = Math.floor(piece.from + timeFor(piece, this.#area) + 0.5);
    return (moment < this.#horizon ? moment : NEVER) as Instant;
  }

  #advance(): boolean {
    const { piece } = this.#curve;
    const passed = this.#whole;
    if (!this.#curve.advance()) return false;
    this.#area = Math.max(0, this.#area - passed);
    this.#whole = ((piece.rateFrom + piece.rateTo) / 2) * (piece.to - piece.from);
    return true;
  }
}

interface Straight {
  readonly from: number;
  readonly to: number;
  readonly rateFrom: number;
  readonly rateTo: number;
}

/** How long until the area under a straight rate reaches `area`: the stable root of a quadratic. */
function timeFor(piece: Straight, area: number): number {
  if (area === 0) return 0;
  const { rateFrom } = piece;
  const slope = (piece.rateTo - rateFrom) / (piece.to - piece.from);
  if (slope === 0) return area / rateFrom;
  return (2 * area) / (rateFrom + Math.sqrt(Math.max(0, rateFrom * rateFrom + 2 * slope * area)));
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
