/** What a law of lengths of time is, and the table that stands for a quantile function. */
import { type Doubles, type f64, type i32, ZERO } from "./prelude.ts";

export const TABLE_CELLS: i32 = 1536;

/** A quantile function as cubics, four coefficients a cell, each fitted by the host when it is first met. */
export class Table {
  /** Its number, for the host. */
  id: i32 = 0;
  terms: Doubles;

  constructor(id: i32, terms: Doubles) {
    this.id = id;
    this.terms = terms;
  }
}

export const CONSTANT: i32 = 0;
/** `a` times what the table says. */
export const SCALED: i32 = 1;
/** `a` and up to `b` more. */
export const UNIFORM: i32 = 2;
/** Straight lines between points: shares in the first half of `points`, values in the second. */
export const POINTS: i32 = 3;
/** One of `points`, each as likely as the others. */
export const VALUES: i32 = 4;
/** The host draws. */
export const OUTSIDE: i32 = 5;

/** A law of lengths of time, in whole µs. */
export class Law {
  kind: i32 = 0;
  a: f64 = ZERO;
  b: f64 = ZERO;
  table: Table | null = null;
  points: Doubles;
  count: i32 = 0;
  /** Its number, for the host. */
  id: i32 = 0;

  constructor(points: Doubles) {
    this.points = points;
  }
}
