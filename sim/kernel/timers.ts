/**
 * Rare events: handlers in a `fastpriorityqueue`, in the same order and with the same sequence counter as the hot
 * queue.
 */
import FastPriorityQueue from "fastpriorityqueue";
import { keyOf, type Sequence } from "./event-queue.ts";
import type { Instant } from "./time.ts";

export type TimerHandler = (now: Instant) => void;

interface Timer {
  readonly key: number;
  readonly sequence: number;
  readonly run: TimerHandler;
}

export class Timers {
  readonly #sequence: Sequence;
  // Equal keys leave this queue in no useful order, so the comparator decides on the sequence too.
  readonly #queue = new FastPriorityQueue<Timer>(
    (a, b) => a.key < b.key || (a.key === b.key && a.sequence < b.sequence),
  );
  /** Key and sequence of the next timer; Infinity when there is none. */
  nextKey = Number.POSITIVE_INFINITY;
  nextSequence = 0;

  constructor(sequence: Sequence) {
    this.#sequence = sequence;
  }

  set(at: Instant, rank: number, run: TimerHandler): void {
    this.#queue.add({ key: keyOf(at, rank), sequence: this.#sequence.next(), run });
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
