/**
 * What many counts are multiplied with, and the rounding of such products (PR-R25): in plain numbers where these settle
 * it, and exactly where they do not. Either way the outcome is that of the exact fractions.
 */
import { type Exact, exact, rounded, times, total } from "./exact.ts";

/** 0 or more. */
export interface Factor {
  readonly exact: Exact;
  /** Three roundings off at most; not a number where no number holds it. */
  readonly near: number;
}

/** A count, 0 or more, as JavaScript writes it, times a factor. */
export interface Product {
  readonly count: number;
  readonly factor: Factor;
}

export function factorOf(value: Exact): Factor {
  const of = Number(value.of);
  return { exact: value, near: of === Number.POSITIVE_INFINITY ? Number.NaN : Number(value.part) / of };
}

/** A number is off by this share of itself at most after one rounding to 53 bits. */
const ROUNDING = 2 ** -53;
/**
 * Roundings on the way to a sum of n products: 3 of each factor, 1 of a count above 2^53 from what is written of it, 1
 * of each product, n - 1 of the sum, 1 of its scale: n + 5. The others are for products of these errors.
 */
const ROUNDINGS = 8;
/** Scales of up to so many decimals are held exactly. */
const SCALES = Float64Array.from({ length: 16 }, (_, decimals) => Number(`1e${decimals}`));

/**
 * To so many decimals, half up, if the error cannot reach the next half; NaN otherwise. Units are whole and below 2^50
 * then, and the scale is exact, so that their quotient is the number nearest to the decimal fraction.
 */
function settled(near: number, products: number, decimals: number): number {
  const scale = SCALES[decimals]!;
  const scaled = near * scale;
  const units = Math.floor(scaled);
  const beyondHalf = scaled - units - 0.5;
  if (!(Math.abs(beyondHalf) > scaled * (products + ROUNDINGS) * ROUNDING)) return Number.NaN;
  return (beyondHalf > 0 ? units + 1 : units) / scale;
}

export function roundedProduct(count: number, factor: Factor, decimals: number): number {
  const found = settled(count * factor.near, 1, decimals);
  return Number.isNaN(found) ? rounded(times(exact(count), factor.exact), decimals) : found;
}

export function roundedSum(products: readonly Product[], decimals: number): number {
  let near = 0;
  for (const { count, factor } of products) near += count * factor.near;
  const found = settled(near, products.length, decimals);
  if (!Number.isNaN(found)) return found;
  return rounded(total(products.map(({ count, factor }) => times(exact(count), factor.exact))), decimals);
}

/** The sum of counts, exactly: whole numbers that are held exactly need no fractions. */
export function exactSum(counts: readonly number[]): Exact {
  let sum = 0;
  let isExact = true;
  for (const count of counts) {
    sum += count;
    isExact &&= Number.isSafeInteger(count);
  }
  return isExact && Number.isSafeInteger(sum) ? exact(sum) : total(counts.map(exact));
}

/** The sum of amounts with so many decimals, 0 or more each, to as many. */
export function roundedTotal(amounts: readonly number[], decimals: number): number {
  const scale = SCALES[decimals]!;
  let units = 0;
  for (const amount of amounts) {
    const own = Math.round(amount * scale);
    // Below 10^15, no two decimal fractions with these digits are the same number.
    if (own / scale !== amount || own >= 1e15) return rounded(total(amounts.map(exact)), decimals);
    units += own;
  }
  return units < Number.MAX_SAFE_INTEGER ? units / scale : rounded(total(amounts.map(exact)), decimals);
}
