/**
 * What is going to happen, in the order (time, rank, sequence). An entry is the thing it is about, so that nothing is
 * made for an event. What is later waits, unordered, in the slots of two wheels; the slot that is open lies in order in
 * a short list and, where many entries fall into it, in a heap.
 */
import { NEVER } from "./numbers.ts";
import {
  assert,
  at,
  clz32,
  type Doubles,
  doubles,
  f64,
  floor,
  type Ints,
  type i32,
  ints,
  type List,
  list,
  low,
  widerDoubles,
  widerList,
  ZERO,
} from "./prelude.ts";

/** Ranks per moment: a key is time x RANKS + rank, exact in a double up to 35 simulated years. */
export const RANKS: f64 = 8;
/** Slots of the fine wheel, half of them a coarse slot. */
const FINE_SLOTS: i32 = 4096;
const PER_COARSE: i32 = 2048;
const COARSE_SLOTS: i32 = 4096;
/** Entries of an open slot that are kept in a list: finding a place among more costs more than a heap. */
const LISTED: i32 = 24;

/** Something that will happen: a request, an environment, a source or a deadline, each at most once at a time. */
export class Entry {
  key: f64 = ZERO;
  sequence: f64 = ZERO;
  /** What will happen; NOTHING while it is not on the agenda. */
  kind: i32 = 0;
  next: Entry | null = null;
}

export const NOTHING: i32 = 0;

/** @inline */
function comesBefore(a: Entry, b: Entry): boolean {
  return a.key < b.key || (a.key === b.key && a.sequence < b.sequence);
}

/** Entries as a binary heap by two numbers that are given with each. */
export class Heap {
  size: i32 = 0;
  room: i32 = 16;
  keys: Doubles = doubles(16);
  sequences: Doubles = doubles(16);
  items: List<Entry | null> = list<Entry | null>(16, null);

  push(key: f64, sequence: f64, item: Entry): void {
    if (this.size === this.room) this.grow();
    let place = this.size++;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.isBefore(parent, key, sequence)) break;
      this.move(parent, place);
      place = parent;
    }
    this.put(place, key, sequence, item);
  }

  /** Removes the first one; there must be one. */
  pop(): Entry {
    const first = this.items[0]!;
    const size = --this.size;
    const key = this.keys[size]!;
    const sequence = this.sequences[size]!;
    const item = this.items[size]!;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && this.isBefore(child + 1, this.keys[child]!, this.sequences[child]!)) child++;
      if (!this.isBefore(child, key, sequence)) break;
      this.move(child, place);
      place = child;
    }
    this.put(place, key, sequence, item);
    this.items[size] = null;
    return first;
  }

  isBefore(place: i32, key: f64, sequence: f64): boolean {
    const own = this.keys[place]!;
    return own < key || (own === key && this.sequences[place]! < sequence);
  }

  move(from: i32, to: i32): void {
    this.keys[to] = this.keys[from]!;
    this.sequences[to] = this.sequences[from]!;
    this.items[to] = at(this.items, from);
  }

  put(place: i32, key: f64, sequence: f64, item: Entry): void {
    this.keys[place] = key;
    this.sequences[place] = sequence;
    this.items[place] = item;
  }

  grow(): void {
    const wider = 2 * this.room;
    this.keys = widerDoubles(this.keys, this.room, wider);
    this.sequences = widerDoubles(this.sequences, this.room, wider);
    this.items = widerList<Entry | null>(this.items, this.room, wider, null);
    this.room = wider;
  }
}

export class Agenda {
  /** One counter for all events, the host's timers included. */
  sequence: f64 = ZERO;
  /** The host's next timer, or the end of the stretch that is run: nothing from there on. */
  limitKey: f64 = ZERO;
  limitSequence: f64 = ZERO;
  /** The open slot: in order, and beside it in a heap. */
  first: Entry | null = null;
  listed: i32 = 0;
  crowd: Heap = new Heap();
  /** Slots per key. */
  scale: f64 = 1;
  /** First fine slot that has not been opened, and the coarse slot that it lies in. */
  frontier: f64 = ZERO;
  turn: f64 = ZERO;
  fineCount: i32 = 0;
  coarseCount: i32 = 0;
  fine: List<Entry | null> = list<Entry | null>(FINE_SLOTS, null);
  fineBits: Ints = ints(FINE_SLOTS >> 5);
  coarse: List<Entry | null> = list<Entry | null>(COARSE_SLOTS, null);
  coarseBits: Ints = ints(COARSE_SLOTS >> 5);
  /** What lies beyond a whole turn of the coarse wheel, its first key, and where it is looked through next. */
  far: Entry | null = null;
  farKey: f64 = NEVER;
  lookAt: f64 = 2048;

  /** Puts an entry on the agenda that is not on it. */
  add(entry: Entry, at: f64, rank: f64, kind: i32): void {
    assert(entry.kind === NOTHING, "something was put on the agenda that is on it");
    entry.key = at * RANKS + rank;
    assert(entry.key >= 0, "something was put on the agenda for a moment that is none");
    this.sequence += 1;
    entry.sequence = this.sequence;
    entry.kind = kind;
    this.file(entry);
  }

  /** The next entry, if it comes before the limit; it is taken off the agenda. */
  take(): Entry | null {
    const crowd = this.crowd;
    let entry = this.first;
    if (entry === null && crowd.size === 0) {
      this.open();
      entry = this.first;
    }
    if (crowd.size > 0 && (entry === null || crowd.isBefore(0, entry.key, entry.sequence))) {
      if (!this.isDue(crowd.keys[0]!, crowd.sequences[0]!)) return null;
      return crowd.pop();
    }
    if (entry === null || !this.isDue(entry.key, entry.sequence)) return null;
    this.first = entry.next;
    this.listed--;
    return entry;
  }

  /** @inline */
  isDue(key: f64, sequence: f64): boolean {
    return key < this.limitKey || (key === this.limitKey && sequence < this.limitSequence);
  }

  file(entry: Entry): void {
    const slot = floor(entry.key * this.scale);
    if (slot < this.frontier) {
      this.addToOpen(entry);
      return;
    }
    if (slot < (this.turn + 2) * f64(PER_COARSE)) {
      const place = low(slot) & (FINE_SLOTS - 1);
      entry.next = at(this.fine, place);
      this.fine[place] = entry;
      mark(this.fineBits, place);
      this.fineCount++;
      return;
    }
    const coarse = floor(slot / f64(PER_COARSE));
    if (coarse < this.turn + f64(COARSE_SLOTS)) {
      const place = low(coarse) & (COARSE_SLOTS - 1);
      entry.next = at(this.coarse, place);
      this.coarse[place] = entry;
      mark(this.coarseBits, place);
      this.coarseCount++;
      return;
    }
    entry.next = this.far;
    this.far = entry;
    if (entry.key < this.farKey) this.farKey = entry.key;
  }

  addToOpen(entry: Entry): void {
    if (this.listed === LISTED) {
      this.crowd.push(entry.key, entry.sequence, entry);
      return;
    }
    this.listed++;
    const first = this.first;
    if (first === null || comesBefore(entry, first)) {
      entry.next = first;
      this.first = entry;
      return;
    }
    let before: Entry = first;
    let after = before.next;
    while (after !== null && comesBefore(after, entry)) {
      before = after;
      after = before.next;
    }
    entry.next = after;
    before.next = entry;
  }

  /**
   * Opens the earliest slot that holds anything; nothing may be left in the one that is open. What lies far beyond the
   * limit stays there: it may be so late that no slot is exact.
   */
  open(): void {
    while (this.fineCount === 0) {
      if (this.coarseCount > 0) this.turnTo(this.nextCoarse());
      else if (this.far !== null && this.farKey <= this.limitKey)
        this.turnTo(floor(floor(this.farKey * this.scale) / f64(PER_COARSE)));
      else return;
    }
    const start = low(this.frontier) & (FINE_SLOTS - 1);
    const place = firstMark(this.fineBits, start, FINE_SLOTS);
    this.frontier += f64((place - start) & (FINE_SLOTS - 1)) + 1;
    let entry = at(this.fine, place);
    this.fine[place] = null;
    unmark(this.fineBits, place);
    while (entry !== null) {
      const next: Entry | null = entry.next;
      this.fineCount--;
      this.addToOpen(entry);
      entry = next;
    }
    if (this.frontier >= (this.turn + 1) * f64(PER_COARSE)) this.turnTo(floor(this.frontier / f64(PER_COARSE)));
  }

  /** The frontier enters a coarse slot: this one and the next are spread over the fine wheel. */
  turnTo(coarse: f64): void {
    if (coarse * f64(PER_COARSE) > this.frontier) this.frontier = coarse * f64(PER_COARSE);
    this.turn = coarse;
    this.spread(coarse);
    this.spread(coarse + 1);
    if (coarse >= this.lookAt) this.lookThroughFar();
  }

  spread(coarse: f64): void {
    const place = low(coarse) & (COARSE_SLOTS - 1);
    let entry = at(this.coarse, place);
    this.coarse[place] = null;
    unmark(this.coarseBits, place);
    while (entry !== null) {
      const next: Entry | null = entry.next;
      this.coarseCount--;
      this.file(entry);
      entry = next;
    }
  }

  nextCoarse(): f64 {
    const start = low(this.turn) & (COARSE_SLOTS - 1);
    const place = firstMark(this.coarseBits, start, COARSE_SLOTS);
    return this.turn + f64((place - start) & (COARSE_SLOTS - 1));
  }

  /** Files what has come within a turn of the coarse wheel; half a turn later it must be done again. */
  lookThroughFar(): void {
    this.lookAt = this.turn + f64(COARSE_SLOTS >> 1);
    let entry = this.far;
    this.far = null;
    this.farKey = NEVER;
    while (entry !== null) {
      const next: Entry | null = entry.next;
      this.file(entry);
      entry = next;
    }
  }
}

/** @inline */
function mark(bits: Ints, place: i32): void {
  bits[place >> 5] = bits[place >> 5]! | (1 << (place & 31));
}
/** @inline */
function unmark(bits: Ints, place: i32): void {
  bits[place >> 5] = bits[place >> 5]! & ~(1 << (place & 31));
}

/** The first marked place at or after this one, within one turn; there must be one. */
function firstMark(bits: Ints, start: i32, slots: i32): i32 {
  const words = (slots >> 5) - 1;
  let word = start >> 5;
  // Places before the start belong to the end of the turn: they count only when the first word comes round again.
  let found = bits[word]! & (-1 << (start & 31));
  while (found === 0) {
    word = (word + 1) & words;
    found = bits[word]!;
  }
  return (word << 5) + 31 - clz32(found & -found);
}
