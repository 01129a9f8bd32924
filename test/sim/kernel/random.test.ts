/** Streams, the laws drawn from them, and the normal quantile. Tolerances are four standard errors or more. */
import { describe, expect, test } from "vitest";
import type { Distribution, Duration } from "../../../sim/index.ts";
import { milliseconds } from "../../../sim/index.ts";
import { normalQuantile, Stream, samplerOf, WAVE_STEPS, waveAt } from "../../../sim/kernel/random.ts";
import { range } from "../kit.ts";

const DRAWS = 20_000;
const ms = milliseconds;

const draws = (law: Distribution, seed = 1, count = DRAWS): number[] => {
  const sampler = samplerOf(law);
  const stream = new Stream(seed, "law");
  return range(count).map(() => sampler.draw(stream));
};
const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;
const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1]!;
const inMs = (values: readonly number[]) => ({
  mean: mean(values) / 1000,
  p50: quantile(values, 0.5) / 1000,
  p99: quantile(values, 0.99) / 1000,
});

describe("laws of 20,000 draws", () => {
  /** Mean, median and 99th percentile in ms by the law's formula, and the relative error allowed for each. */
  const LAWS: [string, Distribution, [number, number, number], [number, number, number]][] = [
    // Sigma = ln(4) / 2.3263 = 0.5959; mean = 100 x exp(sigma^2 / 2).
    ["log-normal", { kind: "lognormal", p50: ms(100), p99: ms(400) }, [119.43, 100, 400], [0.02, 0.03, 0.08]],
    ["exponential", { kind: "exponential", mean: ms(100) }, [100, 69.315, 460.52], [0.03, 0.04, 0.08]],
    ["uniform", { kind: "uniform", min: ms(100), max: ms(300) }, [200, 200, 298], [0.01, 0.02, 0.005]],
    // Shape 4: the quantiles of the Erlang law of 4 phases.
    ["gamma, cv 0.5", { kind: "gamma", mean: ms(100), cv: 0.5 }, [100, 91.802, 251.13], [0.015, 0.02, 0.05]],
    // Shape 1 is the exponential law.
    ["gamma, cv 1", { kind: "gamma", mean: ms(100), cv: 1 }, [100, 69.315, 460.52], [0.03, 0.04, 0.08]],
    // Shape 1/4, below 1: quantiles of the incomplete gamma function.
    ["gamma, cv 2", { kind: "gamma", mean: ms(100), cv: 2 }, [100, 17.47, 973.55], [0.06, 0.12, 0.12]],
    [
      "quantiles",
      {
        kind: "quantiles",
        points: [
          [0, ms(100)],
          [0.5, ms(200)],
          [1, ms(400)],
        ],
      },
      [225, 200, 396],
      [0.02, 0.03, 0.01],
    ],
  ];

  test.each(LAWS)("%s: mean, p50 and p99 as the law has them", (_name, law, [m, p50, p99], [em, e50, e99]) => {
    const found = inMs(draws(law));
    expect(Math.abs(found.mean / m - 1)).toBeLessThan(em);
    expect(Math.abs(found.p50 / p50 - 1)).toBeLessThan(e50);
    expect(Math.abs(found.p99 / p99 - 1)).toBeLessThan(e99);
  });

  test.each(LAWS)("%s: whole µs, never negative, the same again from the same seed", (_name, law) => {
    const first = draws(law, 7, 500);
    expect(first.filter((value) => !Number.isInteger(value) || value < 0)).toEqual([]);
    expect(draws(law, 7, 500)).toEqual(first);
    expect(draws(law, 8, 500)).not.toEqual(first);
  });
});

describe("exact laws", () => {
  test("constant gives its value and uses up no luck", () => {
    const stream = new Stream(1, "a");
    expect(samplerOf({ kind: "constant", value: 123 as Duration }).draw(stream)).toBe(123);
    expect(stream.uniform()).toBe(new Stream(1, "a").uniform());
  });

  test("log-normal with p99 = p50 gives that value only", () => {
    expect([...new Set(draws({ kind: "lognormal", p50: ms(80), p99: ms(80) }, 1, 100))]).toEqual([80_000]);
  });

  test("uniform keeps within its ends", () => {
    const found = draws({ kind: "uniform", min: 10 as Duration, max: 13 as Duration });
    expect([...new Set(found)].sort()).toEqual([10, 11, 12, 13]);
  });

  test("quantiles are flat outside the first and the last point", () => {
    const found = draws({
      kind: "quantiles",
      points: [
        [0.4, 100 as Duration],
        [0.6, 200 as Duration],
      ],
    });
    const at = (value: number) => found.filter((one) => one === value).length / DRAWS;
    expect([Math.min(...found), Math.max(...found)]).toEqual([100, 200]);
    expect(at(100)).toBeCloseTo(0.4, 1);
    expect(at(200)).toBeCloseTo(0.4, 1);
  });

  test("one point is a constant", () => {
    expect([...new Set(draws({ kind: "quantiles", points: [[0.5, 70 as Duration]] }, 1, 50))]).toEqual([70]);
  });

  test("empirical draws each recorded value as often as the others", () => {
    const found = draws({ kind: "empirical", values: [1, 2, 3, 4] as Duration[] });
    const shares = [1, 2, 3, 4].map((value) => found.filter((one) => one === value).length / DRAWS);
    expect(Math.max(...shares.map((share) => Math.abs(share - 0.25)))).toBeLessThan(0.0125);
  });
});

describe("laws with a table", () => {
  const SIGMA = Math.log(4) / 2.3263478740408408;
  const logNormal: Distribution = { kind: "lognormal", p50: ms(100), p99: ms(400) };
  const exponential: Distribution = { kind: "exponential", mean: ms(100) };

  test.each([
    ["log-normal", logNormal],
    ["exponential", exponential],
  ])("%s: what a uniform number gives does not depend on how many were drawn before", (_name, law) => {
    const used = samplerOf(law);
    const stream = new Stream(5, "law");
    const again = new Stream(5, "law");
    range(3000).map(() => used.draw(stream));
    range(3000).map(() => again.uniform());
    const late = range(3000).map(() => used.draw(stream));
    expect(range(3000).map(() => samplerOf(law).draw(again))).toEqual(late);
  });

  test.each([
    ["log-normal", logNormal, (share: number) => ms(100) * Math.exp(SIGMA * normalQuantile(share))],
    ["exponential", exponential, (share: number) => -ms(100) * Math.log(share)],
  ])("%s: within 1 µs of the exact law", (_name, law, exact) => {
    const stream = new Stream(6, "law");
    const found = draws(law, 6, 5000);
    const off = found.map((value) => Math.abs(value - Math.round(exact(stream.uniform()))));
    expect(Math.max(...off)).toBeLessThanOrEqual(1);
  });

  test("a log-normal law is its median times the law of median 1: the same shape gives the same multiples", () => {
    const huge = draws({ kind: "lognormal", p50: 1e12 as Duration, p99: 4e12 as Duration }, 9, 2000);
    expect(draws(logNormal, 9, 2000)).toEqual(huge.map((value) => Math.floor((value / 1e12) * ms(100) + 0.5)));
  });

  test("an exponential law is its mean times the stream's exponential numbers", () => {
    const stream = new Stream(9, "law");
    expect(draws(exponential, 9, 2000)).toEqual(
      range(2000).map(() => Math.floor(ms(100) * stream.exponential() + 0.5)),
    );
  });

  test("more laws than tables are kept give the same numbers again", () => {
    const laws = range(100).map((at): Distribution => ({ kind: "lognormal", p50: ms(10), p99: ms(11 + at) }));
    const once = laws.map((law) => draws(law, 3, 50));
    expect(laws.map((law) => draws(law, 3, 50))).toEqual(once);
  });
});

describe("normal quantile", () => {
  test.each([
    [0.5, 0],
    [0.841344746068543, 1],
    [0.975, 1.959963984540054],
    [0.99, 2.3263478740408408],
    [0.999, 3.090232306167813],
    [1e-6, -4.753424308822899],
    [1e-12, -7.034483825301132],
    [1e-20, -9.26234008979841],
  ])("of %d is %d", (share, value) => {
    expect(normalQuantile(share)).toBeCloseTo(value, 12);
  });

  test("is odd about 0.5", () => {
    const shares = [0.6, 0.75, 0.9, 0.95, 0.999];
    expect(
      shares
        .map((p) => normalQuantile(p) + normalQuantile(1 - p))
        .map(Math.abs)
        .filter((e) => e > 1e-12),
    ).toEqual([]);
  });
});

describe("streams", () => {
  const ten = (stream: Stream): number[] => range(10).map(() => stream.uniform());

  test("the same seed and name give the same numbers, whatever other streams were made or used before", () => {
    const alone = ten(new Stream(1, "checkout/run"));
    const other = new Stream(1, "search/run");
    other.uniform();
    const late = new Stream(1, "checkout/run");
    const interleaved = range(10).map(() => [late.uniform(), other.uniform()][0]);
    expect(interleaved).toEqual(alone);
  });

  test.each([
    ["seed", new Stream(2, "a")],
    ["name", new Stream(1, "b")],
  ])("another %s gives other numbers", (_what, other) => {
    expect(ten(other)).not.toEqual(ten(new Stream(1, "a")));
  });

  test("two names are uncorrelated: below four standard errors", () => {
    const [a, b] = [new Stream(1, "a"), new Stream(1, "b")];
    const products = range(DRAWS).map(() => (a.uniform() - 0.5) * (b.uniform() - 0.5) * 12);
    expect(Math.abs(mean(products))).toBeLessThan(4 / Math.sqrt(DRAWS));
  });

  test("uniform numbers lie strictly between 0 and 1, with mean 1/2", () => {
    const stream = new Stream(3, "u");
    const found = range(DRAWS).map(() => stream.uniform());
    expect(Math.min(...found)).toBeGreaterThan(0);
    expect(Math.max(...found)).toBeLessThan(1);
    expect(Math.abs(mean(found) - 0.5)).toBeLessThan(4 / Math.sqrt(12 * DRAWS));
  });

  test.each([
    [0, 0],
    [1, DRAWS],
  ])("a chance of %d comes true %i times", (probability, times) => {
    const stream = new Stream(4, "c");
    expect(range(DRAWS).filter(() => stream.chance(probability))).toHaveLength(times);
  });

  test("a chance of 0.1 comes true in a tenth, and takes one draw whatever the probability", () => {
    const [a, b] = [new Stream(5, "c"), new Stream(5, "c")];
    const hits = range(DRAWS).filter(() => a.chance(0.1)).length;
    expect(Math.abs(hits / DRAWS - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / DRAWS));
    range(DRAWS).map(() => b.chance(0.9));
    expect(a.uniform()).toBe(b.uniform());
  });
});

test("a wave is a sine in 64 steps", () => {
  expect([0, 16, 32, 48, 64].map(waveAt)).toEqual([0, 1, 0, -1, 0]);
  expect(waveAt(8)).toBeCloseTo(Math.SQRT1_2, 12);
  expect(WAVE_STEPS).toBe(64);
});
