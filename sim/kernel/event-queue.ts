/** Per-invocation events: a 4-ary heap on typed arrays, in the order (time, rank, sequence). */
import type { Instant } from "./time.ts";

/** Ranks per moment: a key is time x RANKS + rank, exact in a double up to 35 simulated years. */
export const RANKS = 8;
const FAN_OUT = 4;

/** One counter for both queues, so that events of equal time and rank keep the order in which they were scheduled. */
export class Sequence {
  #next = 0;
  next(): number {
    this.#next += 1;
    return this.#next;
  }
}

export const keyOf = (at: Instant, rank: number): number => at * RANKS + rank;
export const timeOf = (key: number): Instant => Math.floor(key / RANKS) as Instant;

export class EventQueue {
  readonly #sequence: Sequence;
  #size = 0;
  #keys = new Float64Array(1024);
  #sequences = new Float64Array(1024);
  #kinds = new Uint8Array(1024);
  #items = new Int32Array(1024);
  /** Of the event popped last. */
  poppedKind = 0;
  poppedItem = 0;

  constructor(sequence: Sequence) {
    this.#sequence = sequence;
  }

  get size(): number {
    return this.#size;
  }

  /** Key of the next event; Infinity when there is none. */
  get nextKey(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : this.#keys[0]!;
  }

  get nextSequence(): number {
    return this.#sequences[0]!;
  }

  /** Schedules an event of this kind about this item. Items are whole numbers that mean something to the kind. */
  push(at: Instant, rank: number, kind: number, item: number): void {
    if (this.#size === this.#keys.length) this.#grow();
    this.#siftUp(this.#size++, keyOf(at, rank), this.#sequence.next(), kind, item);
  }

  /** Removes the next event into `poppedKind` and `poppedItem`; the queue must not be empty. */
  pop(): void {
    this.poppedKind = this.#kinds[0]!;
    this.poppedItem = this.#items[0]!;
    const last = --this.#size;
    if (last > 0) this.#siftDown(last);
  }

  #siftUp(from: number, key: number, sequence: number, kind: number, item: number): void {
    const keys = this.#keys;
    let slot = from;
    while (slot > 0) {
      const parent = (slot - 1) >> 2;
      // A new event has the highest sequence number, so it passes only a strictly later one.
      if (keys[parent]! <= key) break;
      this.#move(parent, slot);
      slot = parent;
    }
    this.#put(slot, key, sequence, kind, item);
  }

  /** Places the event at `last`, which has just left the end, from the root downwards. */
  #siftDown(last: number): void {
    const keys = this.#keys;
    const sequences = this.#sequences;
    const key = keys[last]!;
    const sequence = sequences[last]!;
    const kind = this.#kinds[last]!;
    const item = this.#items[last]!;
    let slot = 0;
    for (;;) {
      const first = slot * FAN_OUT + 1;
      if (first >= last) break;
      const end = Math.min(first + FAN_OUT, last);
      let best = first;
      for (let child = first + 1; child < end; child++) {
        if (keys[child]! < keys[best]! || (keys[child]! === keys[best]! && sequences[child]! < sequences[best]!)) {
          best = child;
        }
      }
      if (keys[best]! > key || (keys[best]! === key && sequences[best]! > sequence)) break;
      this.#move(best, slot);
      slot = best;
    }
    this.#put(slot, key, sequence, kind, item);
  }

  #move(from: number, to: number): void {
    this.#keys[to] = this.#keys[from]!;
    this.#sequences[to] = this.#sequences[from]!;
    this.#kinds[to] = this.#kinds[from]!;
    this.#items[to] = this.#items[from]!;
  }

  #put(slot: number, key: number, sequence: number, kind: number, item: number): void {
    this.#keys[slot] = key;
    this.#sequences[slot] = sequence;
    this.#kinds[slot] = kind;
    this.#items[slot] = item;
  }

  #grow(): void {
    this.#keys = doubled(this.#keys, Float64Array);
    this.#sequences = doubled(this.#sequences, Float64Array);
    this.#kinds = doubled(this.#kinds, Uint8Array);
    this.#items = doubled(this.#items, Int32Array);
  }
}

interface Column<T> {
  readonly length: number;
  set(from: T): void;
}

/** A column of twice the length with the same beginning. */
export function doubled<T extends Column<T>>(column: T, make: new (length: number) => T): T {
  const larger = new make(column.length * 2);
  larger.set(column);
  return larger;
}
