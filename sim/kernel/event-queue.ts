/**
 * Per-invocation events in the order (time, rank, sequence). What is near waits in a small heap; what is later waits,
 * unordered, in the slots of two wheels, so that the cost of an event does not grow with their number. Events of which
 * each one brings about the next wait in a heap of their own: there are few of them, and they are the most frequent.
 */
import { assert } from "./assert.ts";
import { doubled } from "./column.ts";
import { EventHeap } from "./event-heap.ts";
import type { Instant } from "./time.ts";
import { NONE, Wheel } from "./wheel.ts";

/** Ranks per moment: a key is time x RANKS + rank, exact in a double up to 35 simulated years. */
export const RANKS = 8;
/** Kinds of events: one number holds an item and its kind. */
const KINDS = 16;
/** Items of each kind: with the kind, one has the 31 bits of a column. */
const ITEMS = 2 ** 31 / KINDS;

/** Keys per slot of the fine wheel: 256 µs. */
const FINE = 256 * RANKS;
/** Fine slots in one coarse slot, which is 1.05 s long. */
const PER_COARSE = 4096;
/** 72 minutes of coarse slots; what lies beyond waits in one list. */
const COARSE_SLOTS = 4096;

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

function dataOf(kind: number, item: number): number {
  assert(kind < KINDS && item < ITEMS, "a kind of event or its item does not fit its column");
  return item * KINDS + kind;
}

export class EventQueue {
  readonly #sequence: Sequence;
  /** Everything before the frontier, in order. */
  readonly #near = new EventHeap();
  /** Those of `pushNext`. */
  readonly #chains = new EventHeap();
  /** The present coarse slot and the one after it, in fine slots. */
  readonly #fine = new Wheel(2 * PER_COARSE);
  readonly #coarse = new Wheel(COARSE_SLOTS);
  /** Events that lie beyond a whole turn of the coarse wheel. */
  #far = NONE;
  #farCount = 0;
  /** First fine slot that has not been emptied into the heap. */
  #frontier = 0;
  /** The coarse slot that holds the frontier, and the one from which on the far list must be looked through. */
  #turn = 0;
  #lookAt = COARSE_SLOTS / 2;
  /** Events that wait in a wheel or the far list. */
  #keys = new Float64Array(1024);
  #sequences = new Float64Array(1024);
  #data = new Int32Array(1024);
  #next = new Int32Array(1024);
  #made = 0;
  #free = NONE;
  /** Key and sequence of the next event when `look` was called last; Infinity when there was none. */
  nextKey = Number.POSITIVE_INFINITY;
  nextSequence = 0;
  /** The next event is one of `#chains`. */
  #isChain = false;
  /** The first of `#chains` has been popped: the event that it brings about takes its place. */
  #isOpen = false;
  /** Of the event popped last. */
  poppedKind = 0;
  poppedItem = 0;

  constructor(sequence: Sequence) {
    this.#sequence = sequence;
  }

  get size(): number {
    return (
      this.#chains.size -
      (this.#isOpen ? 1 : 0) +
      this.#near.size +
      this.#fine.count +
      this.#coarse.count +
      this.#farCount
    );
  }

  /** Schedules an event of this kind about this item. Items are whole numbers that mean something to the kind. */
  push(at: Instant, rank: number, kind: number, item: number): void {
    const key = keyOf(at, rank);
    const data = dataOf(kind, item);
    if (Math.floor(key / FINE) < this.#frontier) this.#near.push(key, this.#sequence.next(), data);
    else this.#file(this.#hold(key, this.#sequence.next(), data));
  }

  /** The same as `push`, for an event that the last one of its kind and item has brought about. */
  pushNext(at: Instant, rank: number, kind: number, item: number): void {
    const key = keyOf(at, rank);
    const data = dataOf(kind, item);
    if (this.#isOpen) this.#chains.replaceFirst(key, this.#sequence.next(), data);
    else this.#chains.push(key, this.#sequence.next(), data);
    this.#isOpen = false;
  }

  /** Removes the event that `look` has found into `poppedKind` and `poppedItem`. */
  pop(): void {
    const heap = this.#isChain ? this.#chains : this.#near;
    const data = heap.firstData;
    this.poppedKind = data & (KINDS - 1);
    this.poppedItem = data >> 4;
    if (this.#isChain) this.#isOpen = true;
    else heap.pop();
  }

  /** Sets `nextKey` and `nextSequence`: fields, since a large number that a function gives back costs an object. */
  look(): void {
    const near = this.#near;
    const chains = this.#chains;
    if (this.#isOpen) chains.pop();
    this.#isOpen = false;
    this.#isChain = false;
    if (near.size > 0 || this.#bringNear()) {
      this.nextKey = near.firstKey;
      this.nextSequence = near.firstSequence;
    } else {
      this.nextKey = Number.POSITIVE_INFINITY;
    }
    if (chains.size === 0 || chains.firstKey > this.nextKey) return;
    if (chains.firstKey === this.nextKey && chains.firstSequence > this.nextSequence) return;
    this.#isChain = true;
    this.nextKey = chains.firstKey;
    this.nextSequence = chains.firstSequence;
  }

  /** Puts an event that is held into its slot. */
  #file(event: number): void {
    const slot = Math.floor(this.#keys[event]! / FINE);
    const coarse = Math.floor(slot / PER_COARSE);
    if (coarse < this.#turn + 2) {
      this.#next[event] = this.#fine.add(slot, event);
    } else if (coarse < this.#turn + COARSE_SLOTS) {
      this.#next[event] = this.#coarse.add(coarse, event);
    } else {
      this.#next[event] = this.#far;
      this.#far = event;
      this.#farCount++;
    }
  }

  /** Moves the events of the earliest occupied slot into the heap. @returns false when nothing waits. */
  #bringNear(): boolean {
    while (this.#fine.count === 0) {
      if (this.#coarse.count > 0) this.#turnTo(this.#coarse.next(this.#turn));
      else if (this.#farCount > 0) this.#turnTo(this.#nearestOfFar());
      else return false;
    }
    const slot = this.#fine.next(this.#frontier);
    let event = this.#fine.take(slot);
    while (event !== NONE) {
      this.#fine.count--;
      this.#near.push(this.#keys[event]!, this.#sequences[event]!, this.#data[event]!);
      event = this.#release(event);
    }
    this.#frontier = slot + 1;
    if (this.#frontier >= (this.#turn + 1) * PER_COARSE) this.#turnTo(Math.floor(this.#frontier / PER_COARSE));
    return true;
  }

  /** The frontier enters a coarse slot: this one and the next are spread over the fine wheel. */
  #turnTo(coarse: number): void {
    this.#frontier = Math.max(this.#frontier, coarse * PER_COARSE);
    this.#turn = coarse;
    this.#spread(this.#coarse.take(coarse));
    this.#spread(this.#coarse.take(coarse + 1));
    if (coarse >= this.#lookAt) this.#lookThroughFar();
  }

  #spread(first: number): void {
    let event = first;
    while (event !== NONE) {
      const next = this.#next[event]!;
      this.#coarse.count--;
      this.#file(event);
      event = next;
    }
  }

  /** Files what has come within a turn of the coarse wheel; half a turn later it must be done again. */
  #lookThroughFar(): void {
    this.#lookAt = this.#turn + COARSE_SLOTS / 2;
    let event = this.#far;
    this.#far = NONE;
    this.#farCount = 0;
    while (event !== NONE) {
      const next = this.#next[event]!;
      this.#file(event);
      event = next;
    }
  }

  /** The coarse slot of the earliest event of the far list. */
  #nearestOfFar(): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (let event = this.#far; event !== NONE; event = this.#next[event]!) {
      earliest = Math.min(earliest, this.#keys[event]!);
    }
    return Math.floor(earliest / (FINE * PER_COARSE));
  }

  #hold(key: number, sequence: number, data: number): number {
    let event = this.#free;
    if (event === NONE) {
      event = this.#made++;
      if (event === this.#keys.length) this.#grow();
    } else {
      this.#free = this.#next[event]!;
    }
    this.#keys[event] = key;
    this.#sequences[event] = sequence;
    this.#data[event] = data;
    return event;
  }

  /** Gives an event's row away. @returns the event after it in its list. */
  #release(event: number): number {
    const next = this.#next[event]!;
    this.#next[event] = this.#free;
    this.#free = event;
    return next;
  }

  #grow(): void {
    this.#keys = doubled(this.#keys, Float64Array);
    this.#sequences = doubled(this.#sequences, Float64Array);
    this.#data = doubled(this.#data, Int32Array);
    this.#next = doubled(this.#next, Int32Array);
  }
}
