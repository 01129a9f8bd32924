/** What a law is, and the small words that laws are written with. */
import type { Observed } from "./runs/observed.ts";

export interface Law {
  /** With the ids of the rules. */
  readonly title: string;
  /** What contradicts the law in this run, in words; none when it holds. */
  readonly breaches: (run: Observed) => string[];
}

/** One breach for each item that fails. */
export const allOf = <T>(items: readonly T[], holds: (item: T) => boolean, tell: (item: T) => string): string[] =>
  items.filter((item) => !holds(item)).map(tell);

/** What must be equal, by name. */
export const same = (what: string, found: unknown, expected: unknown): string[] =>
  found === expected ? [] : [`${what} is ${String(found)}, not ${String(expected)}`];

/** Equal but for rounding. */
export const near = (what: string, found: number, expected: number, tolerance: number): string[] =>
  Math.abs(found - expected) <= tolerance ? [] : [`${what} is ${found}, not ${expected} (within ${tolerance})`];

export const sum = (values: readonly (number | null)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);
