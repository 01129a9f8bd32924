/** A 4-ary heap of events on typed arrays, in the order (key, sequence). */
import { doubled } from "./column.ts";

const FAN_OUT = 4;

export class EventHeap {
  size = 0;
  #keys = new Float64Array(64);
  #sequences = new Float64Array(64);
  #data = new Int32Array(64);

  /** Key, sequence and data of the first event; there must be one. */
  get firstKey(): number {
    return this.#keys[0]!;
  }
  get firstSequence(): number {
    return this.#sequences[0]!;
  }
  get firstData(): number {
    return this.#data[0]!;
  }

  push(key: number, sequence: number, data: number): void {
    if (this.size === this.#keys.length) this.#grow();
    let slot = this.size++;
    while (slot > 0) {
      const parent = (slot - 1) >> 2;
      if (this.#comesBefore(parent, key, sequence)) break;
      this.#move(parent, slot);
      slot = parent;
    }
    this.#put(slot, key, sequence, data);
  }

  /** Removes the first event. */
  pop(): void {
    const last = --this.size;
    if (last > 0) this.#siftDown(last);
  }

  /** Puts an event in the place of the first one. */
  replaceFirst(key: number, sequence: number, data: number): void {
    if (this.size === this.#keys.length) this.#grow();
    this.#put(this.size, key, sequence, data);
    this.#siftDown(this.size);
  }

  /** Places the event at `last`, which is just beyond the end, from the root downwards. */
  #siftDown(last: number): void {
    const key = this.#keys[last]!;
    const sequence = this.#sequences[last]!;
    const data = this.#data[last]!;
    let slot = 0;
    for (;;) {
      const best = this.#firstChild(slot, last);
      if (best < 0 || !this.#comesBefore(best, key, sequence)) break;
      this.#move(best, slot);
      slot = best;
    }
    this.#put(slot, key, sequence, data);
  }

  /** Slot of the earliest child; -1 without children. */
  #firstChild(slot: number, size: number): number {
    const first = slot * FAN_OUT + 1;
    if (first >= size) return -1;
    const end = Math.min(first + FAN_OUT, size);
    let best = first;
    for (let child = first + 1; child < end; child++) {
      if (this.#comesBefore(child, this.#keys[best]!, this.#sequences[best]!)) best = child;
    }
    return best;
  }

  #comesBefore(slot: number, key: number, sequence: number): boolean {
    const own = this.#keys[slot]!;
    return own < key || (own === key && this.#sequences[slot]! < sequence);
  }

  #move(from: number, to: number): void {
    this.#keys[to] = this.#keys[from]!;
    this.#sequences[to] = this.#sequences[from]!;
    this.#data[to] = this.#data[from]!;
  }

  #put(slot: number, key: number, sequence: number, data: number): void {
    this.#keys[slot] = key;
    this.#sequences[slot] = sequence;
    this.#data[slot] = data;
  }

  #grow(): void {
    this.#keys = doubled(this.#keys, Float64Array);
    this.#sequences = doubled(this.#sequences, Float64Array);
    this.#data = doubled(this.#data, Int32Array);
  }
}
