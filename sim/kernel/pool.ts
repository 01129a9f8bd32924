/** Dense ids with a free list: small whole numbers, the one freed last given out first. */
import { assert } from "./assert.ts";
import { doubled } from "./column.ts";

export class Pool {
  #free = new Int32Array(64);
  #freeCount = 0;
  #made = 0;

  /** Ids handed out and not given back. */
  get inUse(): number {
    return this.#made - this.#freeCount;
  }

  /** Ids ever made: columns indexed by id need this length. */
  get size(): number {
    return this.#made;
  }

  take(): number {
    if (this.#freeCount > 0) return this.#free[--this.#freeCount]!;
    return this.#made++;
  }

  give(id: number): void {
    assert(id < this.#made && this.#freeCount < this.#made, "an id was given back twice");
    if (this.#freeCount === this.#free.length) this.#free = doubled(this.#free, Int32Array);
    this.#free[this.#freeCount++] = id;
  }
}
