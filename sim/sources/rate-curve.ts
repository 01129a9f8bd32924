/** A demand curve as straight pieces, so that the next arrival follows from a closed formula (RateSegment, Demand). */
import type { Demand, RateSegment } from "../config.ts";
import { WAVE_STEPS, waveAt } from "../kernel/random.ts";
import { type Duration, type Instant, MICROS_PER_SECOND } from "../kernel/time.ts";

/** Rates in requests per µs, at both ends. */
interface Piece {
  from: number;
  to: number;
  rateFrom: number;
  rateTo: number;
}

interface Wave {
  readonly swing: number;
  readonly period: number;
  /** Moment at which the sine rises through 0. */
  readonly origin: number;
}

/** Sine of a moment, straight between the 64 knots of a period. */
function waveOf(wave: Wave, at: number): number {
  const steps = ((((at - wave.origin) / wave.period) % 1) + 1) * WAVE_STEPS;
  const knot = Math.floor(steps);
  const part = steps - knot;
  return wave.swing * (waveAt(knot) * (1 - part) + waveAt(knot + 1) * part);
}

export class RateCurve {
  readonly #segments: readonly RateSegment[];
  readonly #daily: Wave | null;
  #segment = 0;
  /** Where the straight pieces of the current segment have got to. */
  #at = 0;
  readonly piece: Piece = { from: 0, to: 0, rateFrom: 0, rateTo: 0 };

  constructor(demand: Extract<Demand, { kind: "rate" | "daily" }>, horizon: Duration) {
    if (demand.kind === "rate") {
      this.#segments = demand.segments;
      this.#daily = null;
    } else {
      const middle = (demand.low + demand.high) / 2;
      this.#segments = [
        { from: 0 as Instant, to: horizon as number as Instant, rateFrom: middle, rateTo: middle, wave: null },
      ];
      this.#daily = {
        swing: (demand.high - demand.low) / 2,
        period: demand.period,
        origin: demand.peakAt - demand.period / 4,
      };
    }
    this.#at = this.#segments[0]?.from ?? 0;
  }

  /** Moves `piece` on to the next straight stretch; false when there is none. */
  advance(): boolean {
    const segment = this.#segments[this.#segment];
    if (segment === undefined) return false;
    const wave = this.#waveOf(segment);
    const end = wave === null ? segment.to : Math.min(segment.to, nextKnot(wave, this.#at));
    this.piece.from = this.#at;
    this.piece.to = end;
    this.piece.rateFrom = rateAt(segment, wave, this.#at);
    this.piece.rateTo = rateAt(segment, wave, end);
    this.#at = end;
    if (end >= segment.to) {
      this.#segment++;
      this.#at = this.#segments[this.#segment]?.from ?? end;
    }
    return true;
  }

  #waveOf(segment: RateSegment): Wave | null {
    if (this.#daily !== null) return this.#daily;
    if (segment.wave === null) return null;
    return { swing: segment.wave.swing, period: segment.wave.period, origin: segment.from };
  }
}

/** First knot after a moment. The margin keeps rounding from giving the same knot again. */
function nextKnot(wave: Wave, at: number): number {
  const width = wave.period / WAVE_STEPS;
  return wave.origin + (Math.floor((at - wave.origin) / width + 1e-6) + 1) * width;
}

/** Requests per µs; a wave never takes it below 0. */
function rateAt(segment: RateSegment, wave: Wave | null, at: number): number {
  const share = (at - segment.from) / (segment.to - segment.from);
  const straight = segment.rateFrom + (segment.rateTo - segment.rateFrom) * share;
  return Math.max(0, straight + (wave === null ? 0 : waveOf(wave, at))) / MICROS_PER_SECOND;
}
