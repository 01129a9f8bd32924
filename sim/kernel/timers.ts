/**
 * Rare events: handlers in a `fastpriorityqueue`, in the same order and with the same sequence counter as the core's.
 */
import FastPriorityQueue from "fastpriorityqueue";
import { assert } from "./assert.ts";
import type { Instant } from "./time.ts";

export type TimerHandler = (now: Instant) => void;

/** A way to act later, for what is rare. */
export interface Clock {
  timer(at: Instant, rank: number, run: TimerHandler): void;
}

interface Timer {
  readonly key: number;
  readonly sequence: number;
  readonly run: TimerHandler;
}

/** Ranks per moment, as in the core's agenda. */
const RANKS = 8;
export const keyOf = (at: Instant, rank: number): number => at * RANKS + rank;
export const timeOf = (key: number): Instant => Math.floor(key / RANKS) as Instant;
/** The last key of a moment. */
export const lastKeyOf = (at: Instant): number => keyOf(at, RANKS - 1);

export class Timers {
  /** One counter for both queues, so that events of equal time and rank keep the order in which they were scheduled. */
  readonly #counter: { sequence: number };
  // Equal keys leave this queue in no useful order, so the comparator decides on the sequence too.
  readonly #queue = new FastPriorityQueue<Timer>(
    (a, b) => a.key < b.key || (a.key === b.key && a.sequence < b.sequence),
  );
  /** Key and sequence of the next timer; Infinity when there is none. */
  nextKey = Number.POSITIVE_INFINITY;
  nextSequence = 0;

  constructor(counter: { sequence: number }) {
    this.#counter = counter;
  }

  set(at: Instant, rank: number, run: TimerHandler): void {
    assert(at >= 0, "a timer was set for a moment that is none");
    this.#counter.sequence += 1;
    this.#queue.add({ key: keyOf(at, rank), sequence: this.#counter.sequence, run });
    this.#look();
  }

  /** Removes the next timer and gives its handler; there must be one. */
  pop(): TimerHandler {
    const timer = this.#queue.poll()!;
    this.#look();
    return timer.run;
  }

  #look(): void {
    const next = this.#queue.peek();
    this.nextKey = next === undefined ? Number.POSITIVE_INFINITY : next.key;
    this.nextSequence = next === undefined ? 0 : next.sequence;
  }
}
