/** The one rounding of a result's numbers. */

/** Adding 0 makes 0 of the -0 that a number just below 0 is rounded to. */
const nearest = (value: number, perOne: number): number => Math.round(value * perOne) / perOne + 0;

/** To three decimals: µs where the unit is ms, more than any reader needs elsewhere. */
export const rounded = (value: number): number => nearest(value, 1_000);

/** To six decimals, for shares between 0 and 1. */
export const roundedShare = (value: number): number => nearest(value, 1_000_000);

/** To nine decimals: a single request costs less than a millionth of a dollar. */
export const roundedUsd = (value: number): number => nearest(value, 1_000_000_000);
