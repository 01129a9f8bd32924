/** Worked examples on aliases with weights (§13.10), from the scenario file to what the versions saw. */
import { describe, expect, test } from "vitest";
import { type SimConfig, simulate } from "../../sim/index.ts";
import { meanOfLooks } from "../helpers/statistics.ts";
import { configOf } from "../scenarios/reading.ts";
import { functionIn, range } from "../sim/kit.ts";

/** 100 requests/s of 10 ms to an alias, for as long. */
const shop = (alias: string, length: string): SimConfig =>
  configOf(`simulate: { for: ${length} }
functions: { checkout: { run: 10ms, init: 0s, aliases: { live: ${alias} } } }
traffic: [{ invoke: "checkout:live", arrivals: regular, phases: [{ for: ${length}, rate: 100/s }] }]`);

const versionsOf = (config: SimConfig, window?: string): [first: number, second: number] => {
  const result = simulate(config);
  const { versions } =
    window === undefined ? functionIn(result, "checkout") : result.windows[window]!.functions.checkout!;
  return [versions!["1"]!.invocationsCount, versions!["2"]!.invocationsCount];
};

describe("EX-57, LIM-13: of 60,000 requests the second version gets its weight, give or take three deviations", () => {
  test.each([
    [0.03, 1800],
    [0.05, 3000],
    [0.1, 6000],
  ])("a weight of %d: %i", (weight, expected) => {
    const config = shop(`{ version: 1, additionalVersionWeights: { 2: ${weight} } }`, "10m");
    const [first, second] = versionsOf(config);
    expect(first + second).toBe(60_000);
    expect(Math.abs(second - expected)).toBeLessThanOrEqual(3 * Math.sqrt(60_000 * weight * (1 - weight)));
  });
});

test("EX-57, PC-15: few requests stray widely from a weight of 10 %: 100 have a variance of 9", () => {
  const config = shop("{ version: 1, additionalVersionWeights: { 2: 10% } }", "1s");
  const seconds = range(400, 1).map((seed) => versionsOf({ ...config, seed })[1]);
  const mean = meanOfLooks(seconds);
  const variance = meanOfLooks(seconds.map((count) => (count - 10) ** 2));
  expect(Math.abs(mean.mean - 10)).toBeLessThanOrEqual(mean.half);
  expect(Math.abs(variance.mean - 9)).toBeLessThanOrEqual(variance.half);
  expect(variance.half).toBeLessThan(3);
});

test("EX-57: Linear10PercentEvery2Minutes from 0 on: 10 % at first, half from 8 minutes on, all after 18", () => {
  const config = shop("{ version: 1, shift: { to: 2, at: 0s, type: Linear10PercentEvery2Minutes } }", "20m");
  const minutes = (from: number, to: number) => ({ from: (from * 60e6) as never, to: (to * 60e6) as never });
  const windows = [
    { name: "first", spans: [minutes(0, 2)] },
    { name: "half", spans: [minutes(8, 10)] },
    { name: "last", spans: [minutes(16, 18)] },
    { name: "after", spans: [minutes(18, 20)] },
  ];
  const told = windows.map(({ name }) => versionsOf({ ...config, windows }, name));
  expect(told.map(([first, second]) => first + second)).toEqual([12_000, 12_000, 12_000, 12_000]);
  const shares = told.map(([, second]) => second / 12_000);
  expect([0.1, 0.5, 0.9].map((share, step) => Math.abs(shares[step]! - share) < 0.015)).toEqual([true, true, true]);
  expect(told[3]).toEqual([0, 12_000]);
});
