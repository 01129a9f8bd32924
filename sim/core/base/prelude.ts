/**
 * What differs between the two compilations of the core, as JavaScript has it; `prelude.assembly` is the same for
 * AssemblyScript. Sources of the core use nothing else that only one of the two knows.
 */

import { InvariantError } from "../../kernel/assert.ts";

/** A whole number of 32 bits. */
export type i32 = number;
/** A double: every moment, length of time and count that may outgrow 32 bits. */
export type f64 = number;
/** Columns; they hold zeros when made. */
export type Doubles = Float64Array;
export type Ints = Int32Array;
/** A row of objects of a length that is known. */
export type List<T> = T[];

/** Towards zero; the value must fit. */
export const i32 = (value: number): i32 => value | 0;
export const f64 = (value: number): f64 => value;
export const floor = Math.floor;
export const ceil = Math.ceil;
export const sqrt = Math.sqrt;
export const clz32 = Math.clz32;
/**
 * 0, held as a double from the first: to V8 a field that begins as the whole number 0 has another shape, and gives its
 * object a new one when it gets its first fraction or long time.
 */
export const ZERO: f64 = -0;
/** Not a number: what is not known yet. */
export const isUnknown = Number.isNaN as (value: f64) => boolean;
/** The lowest 32 bits of a whole number, 0 or more. */
export const low = (value: f64): i32 => value | 0;

export const doubles = (length: i32): Doubles => new Float64Array(length);
export const ints = (length: i32): Ints => new Int32Array(length);
export const list = <T>(length: i32, blank: T): List<T> => new Array<T>(length).fill(blank);

/** An object of a row, null where the row may hold none; the place must be in the row. */
export const at = <T>(row: List<T>, place: i32): T => row[place] as T;

/** The first `length` cells of a column in a longer one. */
export function widerDoubles(column: Doubles, length: i32, wider: i32): Doubles {
  const made = new Float64Array(wider);
  made.set(length < column.length ? column.subarray(0, length) : column);
  return made;
}
export function widerList<T>(row: List<T>, length: i32, wider: i32, blank: T): List<T> {
  for (let place = length; place < wider; place++) row[place] = blank;
  return row;
}

/** States what must hold before a state changes. @throws InvariantError with the message when it does not. */
export function assert(condition: boolean, message: string): void {
  if (!condition) throw new InvariantError(message);
}

const STEP = 2.3283064365386963e-10;
const MULTIPLIER = 2_091_639;

/**
 * The state of one stream of luck: `alea` (J. Baagøe), three fractions of 32 bits and a carry. The host seeds it at its
 * first draw, since many streams are never drawn from.
 */
export class Luck {
  // Fractions from the start: a field that begins as a whole number is held in another way.
  s0: f64 = 0.5;
  s1: f64 = 0.5;
  s2: f64 = 0.5;
  carry: i32 = 1;
  /** Its number, for the host, until it is seeded; then -1. */
  unseeded: i32 = 0;
}

/** The next number of a seeded stream, 0 or more and below 1. */
export function step(luck: Luck): f64 {
  const next = MULTIPLIER * luck.s0 + luck.carry * STEP;
  const carry = next | 0;
  luck.s0 = luck.s1;
  luck.s1 = luck.s2;
  const value = next - carry;
  luck.s2 = value;
  luck.carry = carry;
  return value;
}
