/** What is timed, and a table of histograms by segment and entity, each made when it is first needed. */
import type { Histogram as Timed } from "../../core/base/histogram.ts";
import { Histogram } from "./histogram.ts";

/** Of a function. */
export const Time = { Latency: 0, Duration: 1, Init: 2, Wait: 3, AsyncAge: 4 } as const;
export type Time = (typeof Time)[keyof typeof Time];
export const TIMES = 5;

export class TimeTable {
  readonly #entities: number;
  readonly #kinds: number;
  readonly #histograms: (Histogram | null)[];

  constructor(segments: number, entities: number, kinds: number) {
    this.#entities = entities;
    this.#kinds = kinds;
    this.#histograms = new Array<Histogram | null>(segments * entities * kinds).fill(null);
  }

  add(segment: number, entity: number, kind: number, value: number): void {
    this.of(segment, entity, kind).add(value);
  }

  of(segment: number, entity: number, kind: number): Histogram {
    const cell = (segment * this.#entities + entity) * this.#kinds + kind;
    return this.#histograms[cell] ?? this.#begin(cell);
  }

  /** Adds what the core has timed, and leaves it empty. */
  take(segment: number, entity: number, kind: number, timed: Timed): void {
    if (timed.count > 0) this.of(segment, entity, kind).take(timed);
  }

  #begin(cell: number): Histogram {
    const histogram = new Histogram();
    this.#histograms[cell] = histogram;
    return histogram;
  }

  /** All that was timed together; to be read only, since a single histogram is handed out as it is. */
  merged(segments: readonly number[], entities: readonly number[], kind: number): Histogram {
    const own = segments.flatMap((segment) =>
      entities.flatMap((entity) => this.#histograms[(segment * this.#entities + entity) * this.#kinds + kind] ?? []),
    );
    if (own.length === 1) return own[0]!;
    const all = new Histogram();
    for (const histogram of own) all.merge(histogram);
    return all;
  }
}
