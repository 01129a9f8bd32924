/** When requests arrive: exact moments of regular processes, counts of random ones. */
import { describe, expect, test } from "vitest";
import type { Demand, RateSegment } from "../../../sim/index.ts";
import { milliseconds, seconds } from "../../../sim/index.ts";
import { play } from "../../helpers/play.ts";
import { atSecond, burst, range } from "../kit.ts";

interface Options {
  readonly arrivals?: "regular" | "poisson";
  readonly horizon?: number;
  readonly seed?: number;
}

/** All moments of a run, in seconds. */
function moments(demand: Demand, { arrivals = "regular", horizon = 100, seed = 1 }: Options = {}): number[] {
  const { events } = play({
    seed,
    seconds: horizon,
    functions: { f: { run: 0 } },
    traffic: [{ invoke: "f", arrivals, demand }],
  });
  return events.filter(({ kind }) => kind === "arrive").map(({ atUs }) => atUs / 1e6);
}

const stretch = (from: number, to: number, rateFrom: number, rateTo = rateFrom): RateSegment => ({
  from: atSecond(from),
  to: atSecond(to),
  rateFrom,
  rateTo,
  wave: null,
});
const rate = (...segments: RateSegment[]): Demand => ({ kind: "rate", segments });
const within = (of: readonly number[], from: number, to: number): number =>
  of.filter((at) => at >= from && at < to).length;

describe("constant rate, regular", () => {
  test("4 a second: every 250 ms from the start of the stretch, none at its end", () => {
    expect(moments(rate(stretch(2, 3, 4)))).toEqual([2, 2.25, 2.5, 2.75]);
  });

  test.each([
    [1, 7],
    [3, 10],
    [7, 7],
    [10, 1],
    [13, 10],
    [49, 3],
    [99, 7],
    [1000, 3],
    [0.1, 50],
  ])("%d a second for %i s: exactly as many as their product", (perSecond, length) => {
    expect(moments(rate(stretch(0, length, perSecond)))).toHaveLength(Math.round(perSecond * length));
  });

  test("3 a second: thirds of a second, to the nearest µs, without drift after 10,000 of them", () => {
    const found = moments(rate(stretch(0, 4000, 3)), { horizon: 4000 });
    expect(found.slice(0, 4)).toEqual([0, 0.333333, 0.666667, 1]);
    expect(found[10_000]).toBe(3333.333333);
    expect(found).toHaveLength(12_000);
  });

  test("nothing arrives at or after the horizon", () => {
    expect(moments(rate(stretch(0, 100, 1)), { horizon: 3 })).toEqual([0, 1, 2]);
  });

  test("a pause: the next stretch goes on at its start", () => {
    expect(moments(rate(stretch(0, 1, 2), stretch(1, 5, 0), stretch(5, 6, 2)))).toEqual([0, 0.5, 5, 5.5]);
    expect(moments(rate(stretch(0, 1, 2), stretch(5, 6, 2)))).toEqual([0, 0.5, 5, 5.5]);
  });

  test("a gap that a stretch begins is ended by the next one at its rate", () => {
    // 0.5 of a request is left at 1 s: half of a gap of 1/4 s.
    expect(moments(rate(stretch(0, 1, 1.5), stretch(1, 1.5, 4)))).toEqual([0, 0.666667, 1.125, 1.375]);
  });

  test.each([
    ["rate 0", rate(stretch(0, 10, 0))],
    ["no stretch", rate()],
  ])("%s: none", (_title, demand) => {
    expect(moments(demand)).toEqual([]);
    expect(moments(demand, { arrivals: "poisson" })).toEqual([]);
  });
});

describe("ramps, regular: the n-th request comes when the area under the rate is n", () => {
  test("0 to 10 a second in 10 s: area t^2 / 2, so at the root of 2n; 50 in all", () => {
    const found = moments(rate(stretch(0, 10, 0, 10)));
    expect(found).toHaveLength(50);
    expect([found[0], found[2], found[8], found[18], found[32]]).toEqual([0, 2, 4, 6, 8]);
    expect(found[1]).toBeCloseTo(Math.SQRT2, 6);
  });
  test("10 to 0: area 10 t - t^2 / 2, and 50 in all", () => {
    const found = moments(rate(stretch(0, 10, 10, 0)));
    expect([found[0], found[18], found[32], found[42], found[48]]).toEqual([0, 2, 4, 6, 8]);
    expect(found).toHaveLength(50);
  });
  test("2 to 6 a second in 5 s: 20", () => {
    expect(moments(rate(stretch(0, 5, 2, 6)))).toHaveLength(20);
  });
  test("up, hold and down: 50 + 100 + 50", () => {
    const found = moments(rate(stretch(0, 10, 0, 10), stretch(10, 20, 10), stretch(20, 30, 10, 0)));
    expect([within(found, 0, 10), within(found, 10, 20), within(found, 20, 30)]).toEqual([50, 100, 50]);
  });
});

describe("waves, regular", () => {
  const wave = (straight: number, swing: number, period: number): Demand =>
    rate({ ...stretch(0, 100, straight), wave: { swing, period: seconds(period) } });

  test("whole periods have the straight line's area", () => {
    expect(moments(wave(10, 5, 20))).toHaveLength(1000);
  });
  test("first half above, second below: 10 x 10 and twice the swing x period / 2 pi", () => {
    // Half a sine of 5 over 10 s: 5 x 20 / pi = 31.8.
    const found = moments(wave(10, 5, 20));
    expect(Math.abs(within(found, 0, 10) - 131.8)).toBeLessThan(1);
    expect(Math.abs(within(found, 10, 20) - 68.2)).toBeLessThan(1);
  });
  test("a swing beyond the rate is cut at 0, not negative", () => {
    const found = moments(wave(1, 10, 20));
    // The sine is below -1/10 from 10.3 to 19.7 s.
    expect(within(found, 10.8, 19.2)).toBe(0);
    expect(within(found, 0, 10)).toBeGreaterThan(60);
  });
  test("it begins with its stretch", () => {
    const found = moments(rate({ ...stretch(50, 70, 10), wave: { swing: 5, period: seconds(20) } }));
    expect(within(found, 50, 60) - within(found, 60, 70)).toBeGreaterThan(60);
  });
});

describe("daily curve, regular", () => {
  const daily = (peakAt: number): number[] =>
    moments({ kind: "daily", low: 2, high: 10, peakAt: seconds(peakAt), period: seconds(100) });

  test("a period has the mean of low and high: 6 x 100", () => {
    expect(daily(30)).toHaveLength(600);
  });
  test.each([
    [20, 70],
    [30, 80],
    [80, 30],
  ])("the peak stands at %i s, the low half a period away, at %i s", (peak, low) => {
    const found = daily(peak);
    const around = (centre: number) => within(found, centre - 5, centre + 5);
    // 10 s at just under 10 a second, and at just over 2.
    expect([around(peak) >= 98, around(peak) <= 100]).toEqual([true, true]);
    expect([around(low) >= 20, around(low) <= 22]).toEqual([true, true]);
  });
});

describe("spikes", () => {
  test("regular: evenly over their length", () => {
    expect(moments({ kind: "spikes", at: [atSecond(5), atSecond(9)], count: 4, within: seconds(1) })).toEqual([
      5, 5.25, 5.5, 5.75, 9, 9.25, 9.5, 9.75,
    ]);
  });
  test("all at once", () => {
    expect(moments(burst(5, 3))).toEqual([5, 5, 5]);
  });
  test("overlapping ones are merged in order of time", () => {
    expect(moments({ kind: "spikes", at: [atSecond(2), atSecond(1)], count: 2, within: seconds(2) })).toEqual([
      1, 2, 2, 3,
    ]);
  });
  test("random: exactly as many, within their length, rising", () => {
    const found = moments(
      { kind: "spikes", at: [atSecond(5)], count: 500, within: seconds(2) },
      { arrivals: "poisson" },
    );
    expect(found).toHaveLength(500);
    expect(within(found, 5, 7)).toBe(500);
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(Math.abs(within(found, 5, 6) - 250)).toBeLessThan(4 * Math.sqrt(125));
  });
});

describe("recorded counts", () => {
  const counts = (...values: number[]): Demand => ({
    kind: "counts",
    from: atSecond(10),
    every: seconds(2),
    counts: values,
  });

  test("regular: each interval's count, evenly", () => {
    expect(moments(counts(2, 0, 4, 1))).toEqual([10, 11, 14, 14.5, 15, 15.5, 16]);
  });
  test("random: exactly the count in each interval", () => {
    const found = moments(counts(7, 0, 300), { arrivals: "poisson" });
    expect([within(found, 10, 12), within(found, 12, 14), within(found, 14, 16), found.length]).toEqual([
      7, 0, 300, 307,
    ]);
  });
  test("the horizon cuts", () => {
    expect(moments(counts(2, 2, 2), { horizon: 13 })).toEqual([10, 11, 12]);
  });
  test("nothing recorded", () => {
    expect(moments(counts())).toEqual([]);
    expect(moments(counts(0, 0))).toEqual([]);
  });
});

describe("recorded moments", () => {
  /** When each request arrives and when it ends, in ms. */
  const told = (times: readonly number[], durations: readonly number[] | null) => {
    const demand: Demand = {
      kind: "times",
      times: times.map((ms) => atSecond(ms / 1000)),
      durations: durations?.map((ms) => milliseconds(ms)) ?? null,
    };
    const { events } = play({ seconds: 10, functions: { f: { run: 5 } }, traffic: [{ invoke: "f", demand }] });
    const at = (wanted: string, request: number) =>
      events.filter(({ kind, request: of }) => kind === wanted && of === request).map(({ atUs }) => atUs / 1000);
    return times.map((_, index) => [...at("arrive", index + 1), ...at("end", index + 1)]);
  };

  test("with durations of their own", () => {
    expect(told([1000, 1000, 4000], [100, 200, 300])).toEqual([
      [1000, 1100],
      [1000, 1200],
      [4000, 4300],
    ]);
  });
  test("without, their function's law says how long", () => {
    expect(told([1000, 4000], null)).toEqual([
      [1000, 1005],
      [4000, 4005],
    ]);
  });
  test("600 of them, more than are listed at once, each with its own", () => {
    const of = range(600);
    const durations = of.map((index) => 1 + (index % 7));
    expect(
      told(
        of.map((index) => 10 * index),
        durations,
      ),
    ).toEqual(of.map((index) => [10 * index, 10 * index + durations[index]!]));
  });
  test("the horizon cuts", () => {
    expect(moments({ kind: "times", times: [1, 2].map(atSecond), durations: null }, { horizon: 2 })).toEqual([1]);
  });
});

describe("Poisson: counts within four standard deviations", () => {
  const random = (demand: Demand, seed: number) => moments(demand, { arrivals: "poisson", seed });

  test.each([
    ["constant", rate(stretch(0, 100, 50)), 5000],
    ["ramp", rate(stretch(0, 100, 0, 100)), 5000],
    ["wave", rate({ ...stretch(0, 100, 50), wave: { swing: 25, period: seconds(10) } }), 5000],
    ["daily", { kind: "daily", low: 10, high: 90, peakAt: seconds(10), period: seconds(50) } as Demand, 5000],
  ])("%s: 5,000 expected, by three seeds", (_name, demand, expected) => {
    const found = [1, 2, 3].map((seed) => random(demand, seed).length);
    expect(found.filter((count) => Math.abs(count - expected) > 4 * Math.sqrt(expected))).toEqual([]);
    expect(new Set(found).size).toBeGreaterThan(1);
  });

  test("the shape follows the rate: a quarter of a ramp's requests in its first half", () => {
    const found = random(rate(stretch(0, 100, 0, 100)), 1);
    expect(Math.abs(within(found, 0, 50) - 1250)).toBeLessThan(4 * Math.sqrt(1250));
  });

  test("gaps are exponential: mean 20 ms, a share 1/e of them longer", () => {
    const found = random(rate(stretch(0, 100, 50)), 2);
    const gaps = found.slice(1).map((at, index) => at - found[index]!);
    const longer = gaps.filter((gap) => gap > 0.02).length / gaps.length;
    expect(Math.abs(longer - Math.exp(-1))).toBeLessThan(4 * Math.sqrt(0.2325 / gaps.length));
  });

  test("the same seed gives the same moments; they rise", () => {
    const found = random(rate(stretch(0, 100, 5)), 9);
    expect(random(rate(stretch(0, 100, 5)), 9)).toEqual(found);
    expect(found).toEqual([...found].sort((a, b) => a - b));
  });
});
