/** A ring of slots, each an unordered list of events, that finds its next occupied slot in a few steps. */

/** No event: the end of a list. */
export const NONE = -1;
const WORD = 32;

export class Wheel {
  readonly #mask: number;
  readonly #heads: Int32Array;
  /** One bit for each slot that has events. */
  readonly #occupied: Int32Array;
  /** Events in the lists. */
  count = 0;

  /** @param slots  a power of two, 32 or more. */
  constructor(slots: number) {
    this.#mask = slots - 1;
    this.#heads = new Int32Array(slots).fill(NONE);
    this.#occupied = new Int32Array(slots / WORD);
  }

  /** Puts an event at the head of its list. @returns the event that was there before, or NONE. */
  add(slot: number, event: number): number {
    const place = slot & this.#mask;
    const before = this.#heads[place]!;
    this.#heads[place] = event;
    this.#occupied[place >> 5]! |= 1 << (place & 31);
    this.count++;
    return before;
  }

  /** Takes the whole list of a slot, and leaves its count to the taker. @returns its first event, or NONE. */
  take(slot: number): number {
    const place = slot & this.#mask;
    const head = this.#heads[place]!;
    this.#heads[place] = NONE;
    this.#occupied[place >> 5]! &= ~(1 << (place & 31));
    return head;
  }

  /** The first occupied slot at or after this one, within one turn; there must be one. */
  next(slot: number): number {
    const words = this.#occupied.length;
    const place = slot & this.#mask;
    let word = place >> 5;
    // Bits below the place belong to the end of the turn: they count only when the first word comes round again.
    let bits = this.#occupied[word]! & (-1 << (place & 31));
    while (bits === 0) {
      word = word + 1 === words ? 0 : word + 1;
      bits = this.#occupied[word]!;
    }
    const found = word * WORD + 31 - Math.clz32(bits & -bits);
    return slot + ((found - place) & this.#mask);
  }
}
