/** Refusals in detail: how many of each kind, and what was in use when each kind was first met. */

import type { Instant } from "../kernel/time.ts";
import { REFUSALS } from "../lambda/throttles.ts";
import { CountTable } from "./counts.ts";

/** What was in force at a refusal. A limit or use of -1: no number applies. */
export interface Scene {
  readonly at: Instant;
  readonly limit: number;
  readonly inUse: number;
  readonly unusedInRegion: number;
}

export class RefusalTable {
  readonly #counts: CountTable;
  readonly #functions: number;
  readonly #first: (Scene | null)[];

  constructor(segments: number, functions: number) {
    this.#functions = functions;
    this.#counts = new CountTable(segments, functions, REFUSALS.length);
    this.#first = new Array<Scene | null>(segments * functions * REFUSALS.length).fill(null);
  }

  /** Nothing of this kind has been met in this segment: its scene is wanted. */
  isFirst(segment: number, functionIndex: number, refusal: number): boolean {
    return this.#first[this.#cell(segment, functionIndex, refusal)] === null;
  }

  setFirst(segment: number, functionIndex: number, refusal: number, scene: Scene): void {
    this.#first[this.#cell(segment, functionIndex, refusal)] = scene;
  }

  add(segment: number, functionIndex: number, refusal: number): void {
    this.#counts.add(segment, functionIndex, refusal, 1);
  }

  total(segments: readonly number[], functionIndex: number, refusal: number): number {
    return this.#counts.total(segments, functionIndex, refusal);
  }

  /** The earliest scene of these segments; there must have been one. */
  first(segments: readonly number[], functionIndex: number, refusal: number): Scene {
    const scenes = segments.flatMap((segment) => this.#first[this.#cell(segment, functionIndex, refusal)] ?? []);
    return scenes.reduce((earliest, scene) => (scene.at < earliest.at ? scene : earliest));
  }

  #cell(segment: number, functionIndex: number, refusal: number): number {
    return (segment * this.#functions + functionIndex) * REFUSALS.length + refusal;
  }
}
