/** Products rounded in plain numbers are those of the exact fractions, however close to a half they lie. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Exact, exact, plus, rounded, times, total } from "../../../sim/pricing/exact.ts";
import {
  exactSum,
  factorOf,
  type Product,
  roundedProduct,
  roundedSum,
  roundedTotal,
} from "../../../sim/pricing/factor.ts";

const RUNS = { numRuns: 3_000, seed: 1 };
/** Of a bill: to the cent, quantities, a run. */
const decimals = fc.constantFrom(2, 6, 9);

/** Whole as what is counted, above 2^53 as MB x µs can be, and with decimals. */
const count = fc.oneof(
  fc.nat(100_000),
  fc.maxSafeNat(),
  fc.tuple(fc.nat(), fc.nat(60)).map(([whole, power]) => whole * 2 ** power),
  fc.double({ min: 0, max: 1e15, noNaN: true }),
);
/** With any number of digits: far beyond what a number holds, too. */
const fraction = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 40n }), fc.bigInt({ min: 1n, max: 10n ** 40n }))
  .map(([part, of]): Exact => ({ part, of }));
const price = fc
  .tuple(fc.nat(10_000_000), fc.integer({ min: 0, max: 12 }))
  .map(([digits, places]) => times(exact(`${digits}e-${places}`), { part: 1n, of: 1_024_000n }));

/** A count and a factor whose product is a half of the last decimal, or as little off as the fourth number says. */
const half = fc
  .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.nat(1_000_000), decimals, fc.constantFrom(0n, 1n, -1n))
  .map(([times, units, places, off]) => {
    const nearly = plus(
      { part: 2n * BigInt(units) + 1n, of: 2n * 10n ** BigInt(places) },
      { part: off, of: 10n ** 30n },
    );
    return { count: times, factor: { part: nearly.part, of: nearly.of * BigInt(times) }, places };
  });

const exactly = (products: readonly Product[], places: number): number =>
  rounded(total(products.map((one) => times(exact(one.count), one.factor.exact))), places);

describe("a product", () => {
  test.each([
    ["any fraction", fraction],
    ["a price", price],
  ])("with %s", (_title, factor) => {
    const isExact = fc.property(count, factor, decimals, (n, value, places) => {
      expect(roundedProduct(n, factorOf(value), places)).toBe(rounded(times(exact(n), value), places));
    });
    fc.assert(isExact, RUNS);
  });

  test("at a half, just below and just above", () => {
    const isExact = fc.property(half, ({ count: n, factor, places }) => {
      expect(roundedProduct(n, factorOf(factor), places)).toBe(rounded(times(exact(n), factor), places));
    });
    fc.assert(isExact, RUNS);
  });

  test.each([
    ["a factor too small for a number", { part: 1n, of: 10n ** 400n }, 0],
    ["a factor whose parts are too large for numbers", { part: 3n * 10n ** 400n, of: 10n ** 400n }, 3_000_000],
    ["half a millionth", { part: 1n, of: 2n * 10n ** 12n }, 0.000001],
    ["less than half a millionth", { part: 10n ** 30n - 1n, of: 2n * 10n ** 42n }, 0],
  ])("a million times %s", (_title, factor, expected) => {
    expect(roundedProduct(1_000_000, factorOf(factor), 6)).toBe(expected);
  });
});

test("a sum of products", () => {
  const products = fc.array(fc.record({ count, factor: fc.oneof(price, fraction).map(factorOf) }), { maxLength: 30 });
  const isExact = fc.property(products, decimals, (all, places) => {
    expect(roundedSum(all, places)).toBe(exactly(all, places));
  });
  fc.assert(isExact, { ...RUNS, numRuns: 500 });
});

test("a sum of products at a half, just below and just above", () => {
  const isExact = fc.property(half, ({ count: n, factor, places }) => {
    const thirds = [1n, 1n, 1n].map((part) => ({ count: n, factor: factorOf(times(factor, { part, of: 3n })) }));
    expect(roundedSum(thirds, places)).toBe(exactly(thirds, places));
  });
  fc.assert(isExact, { ...RUNS, numRuns: 1_000 });
});

test("a sum of counts, also beyond what a number holds exactly", () => {
  const isExact = fc.property(fc.array(count, { maxLength: 20 }), (counts) => {
    expect(rounded(exactSum(counts), 6)).toBe(rounded(total(counts.map(exact)), 6));
  });
  fc.assert(isExact, { ...RUNS, numRuns: 500 });
  expect(exactSum([2 ** 53 - 1, 1, 1])).toEqual({ part: 2n ** 53n + 1n, of: 1n });
});

test("a sum of rounded amounts has no more digits than they have", () => {
  const amount = fc.oneof(fc.nat(10 ** 9), fc.maxSafeNat()).map((units) => Number(`${units}e-9`));
  const isExact = fc.property(
    fc.array(fc.oneof(amount, fc.double({ min: 0, max: 1e9, noNaN: true })), { maxLength: 20 }),
    (all) => {
      expect(roundedTotal(all, 9)).toBe(rounded(total(all.map(exact)), 9));
    },
  );
  fc.assert(isExact, RUNS);
  expect(roundedTotal([0.1, 0.2], 9)).toBe(0.3);
});
