/** A quantile function as a table of cubics: a share costs a few multiplications, and more only far out in a tail. */

/** Cells over the shares 0 to 1, and again over the last 1/64 of the shares at either end. */
const CELLS = 512;
/** Coefficients of a cell, lowest power first. */
const TERMS = 4;
/** The cells of the middle at each end leave their shares to the tails; the outermost of a tail stay exact. */
const END_CELLS = 8;
/** As wide as the cells of a tail: this many make 1. */
const TAIL_SCALE = 32_768;

/**
 * A smooth quantile function, read from a table for 99.95 % of the shares. The cubic of a cell meets the function at
 * both ends and at its thirds, so neighbouring cells join, and a higher share still gives a higher value. A cell is
 * fitted when it is first read: a law that is drawn rarely pays for few.
 */
export class QuantileTable {
  /** The quantile function itself, finite for 0 < share < 1. */
  readonly exact: (share: number) => number;
  /** Of the cells of the middle, of the low and of the high tail; NaN until a cell is fitted. */
  readonly terms = new Float64Array(3 * CELLS * TERMS).fill(Number.NaN);

  constructor(exact: (share: number) => number) {
    this.exact = exact;
  }

  /**
   * The value at a share, 0 < share < 1. For laws up to log-normal with sigma 2 it is off by less than 1.3e-6 of it in
   * the middle, and by less than 7e-7 of it in the tails.
   */
  at(share: number): number {
    const scaled = share * CELLS;
    const cell = Math.floor(scaled);
    if (cell < END_CELLS || cell >= CELLS - END_CELLS) return this.#inTail(share);
    return this.#cubic(cell, scaled - cell);
  }

  #inTail(share: number): number {
    const low = share < 0.5;
    const scaled = (low ? share : 1 - share) * TAIL_SCALE;
    const cell = Math.floor(scaled);
    // The very border of the high tail, which no stream draws, belongs to none of its cells.
    if (cell < END_CELLS || cell === CELLS) return this.exact(share);
    return this.#cubic((low ? CELLS : 2 * CELLS) + cell, scaled - cell);
  }

  #cubic(place: number, x: number): number {
    const terms = this.terms;
    const first = place * TERMS;
    if (Number.isNaN(terms[first]!)) this.fit(place);
    return terms[first]! + x * (terms[first + 1]! + x * (terms[first + 2]! + x * terms[first + 3]!));
  }

  /** Fits the cell at a place of `terms`: Newton's form through x = 0, 1/3, 2/3 and 1, told as powers of x. */
  fit(place: number): void {
    const [a, b, c, d] = [0, 1 / 3, 2 / 3, 1].map((part) => this.exact(shareAt(place, part))) as Four;
    const [first, second, third] = [b - a, c - 2 * b + a, d - 3 * c + 3 * b - a];
    const first0 = 3 * first;
    const second0 = 4.5 * second;
    const third0 = 4.5 * third;
    const terms: Four = [a, first0 - second0 / 3 + (third0 * 2) / 9, second0 - third0, third0];
    this.terms.set(terms, place * TERMS);
  }
}

/** The share that lies a part of the way through the cell at a place. */
function shareAt(place: number, part: number): number {
  if (place < CELLS) return (place + part) / CELLS;
  if (place < 2 * CELLS) return (place - CELLS + part) / TAIL_SCALE;
  return 1 - (place - 2 * CELLS + part) / TAIL_SCALE;
}

type Four = [number, number, number, number];
