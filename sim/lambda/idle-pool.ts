/** Idle environments that serve the same requests, longest idle first (LIFE-15). */
import { doubled } from "../kernel/column.ts";
import { earlier, type Instant, NEVER } from "../kernel/time.ts";
import type { Environments } from "./environments.ts";

/** Idle environments that may end. */
export interface IdleStore {
  readonly count: number;
  push(id: number, environments: Environments): void;
  /** Keeps those that expire after this moment, in order, and gives the others away. */
  sweep(until: Instant, environments: Environments, end: (id: number) => void): void;
  /** When the first of them ends, or a moment before that; NEVER without any. */
  earliestEnd(environments: Environments): Instant;
}

/** Idle environments that serve the same requests. */
export class IdlePool implements IdleStore {
  #ids = new Int32Array(16);
  count = 0;

  /** Equal moments of release put the lower number last, so that it serves first (LIFE-15). */
  push(id: number, environments: Environments): void {
    if (this.count === this.#ids.length) this.#ids = doubled(this.#ids, Int32Array);
    const since = environments.idleSince(id);
    const number = environments.numberOf(id);
    let slot = this.count++;
    while (slot > 0 && environments.idleSince(this.#ids[slot - 1]!) === since) {
      if (environments.numberOf(this.#ids[slot - 1]!) > number) break;
      this.#ids[slot] = this.#ids[slot - 1]!;
      slot--;
    }
    this.#ids[slot] = id;
  }

  take(place: number): number {
    const id = this.#ids[place]!;
    const last = --this.count;
    if (place < last) this.#ids.copyWithin(place, place + 1, last + 1);
    return id;
  }

  sweep(until: Instant, environments: Environments, end: (id: number) => void): void {
    let kept = 0;
    for (let place = 0; place < this.count; place++) {
      const id = this.#ids[place]!;
      if (environments.expiresAt(id) <= until) end(id);
      else this.#ids[kept++] = id;
    }
    this.count = kept;
  }

  earliestEnd(environments: Environments): Instant {
    let first = NEVER;
    for (let place = 0; place < this.count; place++) first = earlier(first, environments.expiresAt(this.#ids[place]!));
    return first;
  }
}
