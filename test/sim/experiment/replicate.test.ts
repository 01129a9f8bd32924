/** Combining the runs of several seeds. */
import { describe, expect, test } from "vitest";
import { combine, type Result, simulate } from "../../../sim/index.ts";
import { configOf, type Literal } from "../../helpers/config.ts";

const LITERAL: Literal = {
  seconds: 20,
  functions: { f: { run: { kind: "exponential", mean: 300_000 as never }, reserved: 3, async: { onSuccess: "done" } } },
  traffic: [
    { name: "sync", invoke: "f", rate: 10, arrivals: "poisson" },
    { name: "events", invoke: "f", event: true, rate: 0.1, arrivals: "poisson" },
  ],
  windows: [{ name: "late", spans: [{ from: 10_000_000 as never, to: 20_000_000 as never }] }],
};
const run = (seed: number, literal: Literal = LITERAL): Result => simulate(configOf({ ...literal, seed }));
const runs = [1, 2, 3, 4].map((seed) => run(seed));
const all = combine(runs);
const mean = (of: (result: Result) => number): number => runs.reduce((total, one) => total + of(one), 0) / runs.length;

test("a single run is handed back as it is", () => {
  expect(combine([runs[0]!])).toBe(runs[0]);
});

test("no run at all, and runs of different configs, are our mistake", () => {
  const other = run(1, { ...LITERAL, concurrency: 500 });
  expect(() => combine([])).toThrow("there is no run to combine");
  expect(() => combine([runs[0]!, other])).toThrow("runs of different configs cannot be combined");
});

describe("four seeds", () => {
  test("are named, and differ", () => {
    expect(all.seeds).toEqual([1, 2, 3, 4]);
    expect(new Set(runs.map(({ digest }) => digest)).size).toBe(4);
  });

  test("requests are invocations and throttles, whatever the rounding", () => {
    const { requestsCount, invocationsCount, throttlesCount } = all.functions.f!;
    expect(requestsCount).toBe(invocationsCount + throttlesCount);
    expect(Math.abs(requestsCount - mean((one) => one.functions.f!.requestsCount))).toBeLessThan(1.5);
  });

  test.each(["invocationsCount", "throttlesCount", "coldStartsCount"] as const)(
    "%s is the mean, as a whole number",
    (name) => {
      expect(all.functions.f![name]).toBe(Math.round(mean((one) => one.functions.f![name])));
    },
  );

  test.each(["busyMean", "busyMax", "billedMsSum"] as const)("%s is the mean", (name) => {
    expect(all.functions.f![name]).toBeCloseTo(
      mean((one) => one.functions.f![name]),
      3,
    );
  });

  test("a percentile is the mean of the percentiles", () => {
    expect(all.functions.f!.durationMsP99).toBeCloseTo(
      mean((one) => one.functions.f!.durationMsP99!),
      3,
    );
  });

  test("histograms are pooled: every sample of every run", () => {
    const samples = all.functions.f!.histograms.durationMs.reduce((total, [, count]) => total + count, 0);
    expect(samples).toBe(4 * mean((one) => one.functions.f!.durationMsSamples));
    const bounds = all.functions.f!.histograms.durationMs.map(([bound]) => bound);
    expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
  });

  test("throttles: mean count of each cause, shares of holders that add up to 1", () => {
    const [entry] = all.functions.f!.throttles;
    const count = (one: Result) =>
      one.functions.f!.throttles.find(({ cause }) => cause === "reserved-full")?.count ?? 0;
    expect(entry).toMatchObject({ cause: "reserved-full", count: Math.round(mean(count)), heldBy: { f: 1 } });
  });

  test("traffic, Regions, destinations and phases too", () => {
    expect(all.traffic.sync!.requestsCount).toBe(Math.round(mean((one) => one.traffic.sync!.requestsCount)));
    expect(all.regions["us-east-1"]!.concurrencyMean).toBeCloseTo(
      mean((one) => one.regions["us-east-1"]!.concurrencyMean),
      3,
    );
    expect(all.destinations.done).toBeCloseTo(
      mean((one) => one.destinations.done ?? 0),
      3,
    );
    expect(all.windows.late!.functions.f!.invocationsCount).toBe(
      Math.round(mean((one) => one.windows.late!.functions.f!.invocationsCount)),
    );
  });

  test("what depends on time is the first seed's", () => {
    expect(all.series).toBe(runs[0]!.series);
    expect(all.metrics).toBe(runs[0]!.metrics);
    expect(all.events).toBe(runs[0]!.events);
  });

  test("the digest covers the seeds: another order or number of runs gives another", () => {
    const digests = [runs, [...runs].reverse(), runs.slice(1), runs].map((some) => combine(some).digest);
    expect(new Set(digests).size).toBe(3);
    expect(digests[3]).toBe(digests[0]);
    expect(digests[0]).not.toBe(runs[0]!.digest);
  });
});

test("a time that one seed did not measure is left out of the mean", () => {
  const sparse: Literal = {
    seconds: 2,
    functions: { f: { run: 100 } },
    traffic: [{ invoke: "f", rate: 0.5, arrivals: "poisson" }],
  };
  const some = Array.from({ length: 6 }, (_, index) => run(index + 1, sparse));
  const measured = some.map(({ functions }) => functions.f!.durationMsP50);
  expect(measured).toContain(null);
  expect(measured).toContain(100);
  expect(combine(some).functions.f!.durationMsP50).toBe(100);
});

test("a function and a destination may have the name of a field of a result, or of an object", () => {
  const names = ["throttles", "refusals", "histograms", "constructor", "toString"];
  const functions = Object.fromEntries(
    names.map((name) => [name, { run: 100, reserved: 1, async: { onSuccess: name } }]),
  );
  const traffic = names.map((name) => ({ name, invoke: name, rate: 20, arrivals: "poisson" as const }));
  const seeds = [1, 2].map((seed) => simulate(configOf({ seconds: 20, seed, functions, traffic })));
  const combined = combine(seeds);
  for (const name of names) {
    const counts = seeds.map((one) => one.functions[name]!.throttlesCount);
    expect(counts.every((count) => count > 0)).toBe(true);
    expect(combined.functions[name]!.throttlesCount).toBe(Math.round((counts[0]! + counts[1]!) / 2));
  }
});
