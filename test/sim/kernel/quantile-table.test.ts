/** The table of a quantile function: how far from the function it is, and that it never falls back. */
import { describe, expect, test } from "vitest";
import { QuantileTable } from "../../../sim/kernel/quantile-table.ts";
import { normalQuantile } from "../../../sim/kernel/random.ts";
import { range } from "../kit.ts";

/** A step between two numbers of a stream. */
const STEP = 2 ** -32;
const exponential = (share: number): number => -Math.log(share);
const logNormal =
  (sigma: number) =>
  (share: number): number =>
    Math.exp(sigma * normalQuantile(share));
const LAWS: [string, (share: number) => number][] = [
  ["exponential", exponential],
  ["log-normal, sigma 0.5", logNormal(0.5)],
  ["log-normal, sigma 1", logNormal(1)],
  ["log-normal, sigma 2", logNormal(2)],
];

const between = (from: number, to: number): number[] =>
  range(20_000).map((step) => from + ((step + 0.37) / 20_000) * (to - from));
const MIDDLE = between(1 / 64, 63 / 64);
const LOW = between(0, 1 / 64);
const HIGH = LOW.map((share) => 1 - share);

const worst = (exact: (share: number) => number, shares: readonly number[]): number => {
  const table = new QuantileTable(exact);
  return Math.max(...shares.map((share) => Math.abs(table.at(share) / exact(share) - 1)));
};

describe.each(LAWS)("%s", (_name, exact) => {
  const rising = exact(0.9) > exact(0.1) ? 1 : -1;
  const fallsBack = (shares: readonly number[]): number[] => {
    const table = new QuantileTable(exact);
    const values = shares.map((share) => rising * table.at(share));
    return shares.filter((_, place) => place > 0 && !(values[place]! > values[place - 1]!));
  };

  test("off by less than 1.3e-6 of the value in the middle, and 7e-7 in the tails", () => {
    expect(worst(exact, MIDDLE)).toBeLessThan(1.3e-6);
    expect(worst(exact, LOW)).toBeLessThan(7e-7);
    expect(worst(exact, HIGH)).toBeLessThan(7e-7);
  });

  test("rises with the share through the middle and both tails", () => {
    expect(fallsBack([...LOW, ...MIDDLE, ...HIGH.toReversed()])).toEqual([]);
  });

  test("rises across every border of two cells, and into the exact ends, from one stream number to the next", () => {
    const borders = [
      ...range(497).map((cell) => (8 + cell) / 512),
      ...range(505).flatMap((cell) => [(8 + cell) / 32_768, 1 - (8 + cell) / 32_768]),
    ];
    const across = borders.flatMap((border) => fallsBack([border - STEP / 2, border, border + STEP / 2]));
    expect(across).toEqual([]);
  });
});

describe("which cell", () => {
  test("the outermost 8 / 32,768 at either end ask the function itself", () => {
    const table = new QuantileTable(normalQuantile);
    const ends = [1e-9, 1e-4, 8 / 32_768 - STEP, 1 - 8 / 32_768 + STEP, 1 - 1e-4, 1 - 1e-9];
    expect(ends.map((share) => table.at(share))).toEqual(ends.map(normalQuantile));
    expect(table.terms.every(Number.isNaN)).toBe(true);
  });

  test.each([
    ["middle, first cell", 8.5 / 512, 8],
    ["middle, last cell", 503.5 / 512, 503],
    ["low tail, outermost cell", 8.5 / 32_768, 512 + 8],
    ["low tail, innermost cell", 511.5 / 32_768, 512 + 511],
    ["high tail, outermost cell", 1 - 8.5 / 32_768, 1024 + 8],
    ["high tail, innermost cell", 1 - 511.5 / 32_768, 1024 + 511],
  ])("%s: the share's cell alone is fitted, with its four terms", (_name, share, place) => {
    const table = new QuantileTable(normalQuantile);
    table.at(share);
    const fitted = range(table.terms.length).filter((term) => !Number.isNaN(table.terms[term]));
    expect(fitted).toEqual(range(4).map((term) => 4 * place + term));
  });

  test("a cubic function comes out exactly in the middle and in both tails, whose cells count from the ends", () => {
    const cubic = (share: number): number => 2 + share * (3 + share * (5 + share * 7));
    for (const shares of [LOW, MIDDLE, HIGH]) expect(worst(cubic, shares)).toBeLessThan(1e-14);
  });

  test("both tails of an odd function are alike", () => {
    const table = new QuantileTable(normalQuantile);
    const asDrawn = LOW.map((share) => Math.floor(share / STEP) * STEP + STEP / 2);
    const sums = asDrawn.map((share) => Math.abs(table.at(share) + table.at(1 - share)));
    expect(Math.max(...sums)).toBeLessThan(1e-12);
  });
});

test("fitting a cell from outside gives the terms that reading it would", () => {
  const [read, fitted] = [new QuantileTable(exponential), new QuantileTable(exponential)];
  for (const share of [100.5 / 512, 100.5 / 32_768, 1 - 100.5 / 32_768]) read.at(share);
  for (const place of [100, 512 + 100, 1024 + 100]) fitted.fit(place);
  expect(fitted.terms).toEqual(read.terms);
});
