/** The one rounding of a result's numbers. */

/** To three decimals: µs where the unit is ms, more than any reader needs elsewhere. */
export const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

/** To six decimals, for shares between 0 and 1. */
export const roundedShare = (value: number): number => Math.round(value * 1_000_000) / 1_000_000;

/** To nine decimals: a single request costs less than a millionth of a dollar. */
export const roundedUsd = (value: number): number => Math.round(value * 1_000_000_000) / 1_000_000_000;
