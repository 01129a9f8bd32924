/** The histogram: exact below 256 µs, at most 1 % off above. */
import { describe, expect, test } from "vitest";
import { Stream } from "../../../sim/kernel/random.ts";
import { Histogram } from "../../../sim/measure/tables/histogram.ts";
import { range } from "../kit.ts";

const of = (values: readonly number[]): Histogram => {
  const histogram = new Histogram();
  values.forEach((value) => {
    histogram.add(value);
  });
  return histogram;
};

const SIX_HOURS = 21_600_000_000;

describe("one value", () => {
  // Powers of 1.7 from 1 µs to 6 h, and what lies beside the edges of buckets.
  const powers = range(45).map((power) => Math.floor(1.7 ** power));
  const edges = [0, 1, 127, 128, 255, 256, 257, 511, 512, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32, SIX_HOURS];

  test.each([...new Set([...powers, ...edges])].filter((value) => value <= SIX_HOURS))(
    "%i µs is told exactly",
    (value) => {
      const histogram = of([value]);
      expect([0.01, 0.5, 1].map((share) => histogram.quantile(share))).toEqual([value, value, value]);
      expect(histogram.entries()).toEqual([[value, 1]]);
      expect([histogram.min, histogram.max, histogram.sum, histogram.count]).toEqual([value, value, value, 1]);
    },
  );
});

describe("many values", () => {
  const luck = new Stream(1, "histogram");
  // Evenly over the powers of ten between 1 µs and 6 h, so that every bucket width is met.
  const values = range(20_000).map(() => Math.floor(SIX_HOURS ** luck.uniform()));
  const sorted = [...values].sort((a, b) => a - b);
  const histogram = of(values);

  test.each([0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1])(
    "quantile %d is at most 1 %% from the sample of that rank",
    (share) => {
      const exact = sorted[Math.ceil(share * sorted.length) - 1]!;
      expect(Math.abs(histogram.quantile(share) - exact) / exact).toBeLessThanOrEqual(0.01);
    },
  );

  test("entries: bounds rise, counts add up, and each bound is at most 1 % above what lies in it", () => {
    const entries = histogram.entries();
    const bounds = entries.map(([bound]) => bound);
    expect(bounds).toEqual([...new Set(bounds)].sort((a, b) => a - b));
    expect(entries.reduce((total, [, count]) => total + count, 0)).toBe(20_000);
    expect(bounds.at(-1)).toBe(sorted.at(-1));
    const highest = (below: number, upTo: number) => sorted.findLast((value) => value > below && value <= upTo)!;
    const errors = bounds.map((bound, index) => bound / highest(bounds[index - 1] ?? -1, bound) - 1);
    expect(Math.max(...errors.filter(Number.isFinite))).toBeLessThanOrEqual(0.01);
  });

  test("count, sum and extremes are exact", () => {
    expect(histogram.count).toBe(20_000);
    expect(histogram.sum).toBe(values.reduce((total, value) => total + value, 0));
    expect([histogram.min, histogram.max]).toEqual([sorted[0], sorted.at(-1)]);
  });
});

describe("quantiles by nearest rank", () => {
  const ten = of([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);

  test.each([
    [0.1, 10],
    [0.100001, 20],
    [0.5, 50],
    [0.51, 60],
    [0.9, 90],
    [0.99, 100],
    [1, 100],
  ])("%d of ten values is the %i", (share, value) => {
    expect(ten.quantile(share)).toBe(value);
  });
});

test("255 and 256 µs have buckets of their own; 256 and 257 share one", () => {
  expect(of([255, 256, 257, 258]).entries()).toEqual([
    [255, 1],
    [257, 2],
    [258, 1],
  ]);
});

test("merging counts what both have counted", () => {
  const small = of([1, 2, 3]);
  const large = of([1_000_000, SIX_HOURS]);
  const both = of([1, 2, 3, 1_000_000, SIX_HOURS]);
  small.merge(large);
  expect(small.entries()).toEqual(both.entries());
  expect([small.count, small.sum, small.min, small.max]).toEqual([both.count, both.sum, both.min, both.max]);
  small.merge(new Histogram());
  expect(small.entries()).toEqual(both.entries());
  expect(large.count).toBe(2);
});

test("empty, and empty again after clear", () => {
  const histogram = of([5, 1_000_000]);
  histogram.clear();
  expect([histogram.count, histogram.sum, histogram.min, histogram.max]).toEqual([0, 0, Number.POSITIVE_INFINITY, 0]);
  expect(histogram.entries()).toEqual([]);
  expect(histogram.quantile(0.5)).toBeNaN();
  histogram.add(7);
  expect(histogram.entries()).toEqual([[7, 1]]);
});
