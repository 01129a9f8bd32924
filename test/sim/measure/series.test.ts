/** The points of the charts: one per bucket. */
import { describe, expect, test } from "vitest";
import { play } from "../../helpers/play.ts";
import { burst, CALLS_DB, functionIn, range, service, sum } from "../kit.ts";

describe("sums over the buckets are the totals", () => {
  const { result } = play({
    seconds: 61,
    seed: 3,
    functions: {
      f: { run: 400, init: 300, reserved: 6, provisioned: 2, errors: 0.2, timeout: 1000 },
      g: { run: 200, calls: CALLS_DB },
    },
    downstreams: [service({ size: 2, whenFull: "error", latency: 300 })],
    traffic: [
      {
        name: "sync",
        invoke: "f:live",
        rate: 12,
        arrivals: "poisson",
        client: { retry: "standard-2026", attempts: 3 },
      },
      { name: "events", invoke: "g", event: true, rate: 5, arrivals: "poisson" },
    ],
  });

  test.each(["f", "g"])("of %s", (name) => {
    const series = result.series.functions[name]!;
    const totals = functionIn(result, name);
    expect(totals.requestsCount).toBeGreaterThan(200);
    expect(sum(series.requests)).toBe(totals.requestsCount);
    expect(sum(series.throttles)).toBe(totals.throttlesCount);
    expect(sum(Object.values(series.throttlesByCause).flat())).toBe(totals.throttlesCount);
    expect(sum(series.coldStarts)).toBe(totals.coldStartsCount);
    expect(sum(series.errors)).toBe(totals.errorsCount);
    expect(sum(series.spillover)).toBe(totals.spilloverCount);
    expect(Math.max(...series.busyMax)).toBe(totals.busyMax);
    expect(sum(series.busyMean) / 61).toBeCloseTo(totals.busyMean, 2);
    expect(Math.max(...series.asyncDepthMax)).toBe(totals.asyncDepthMax);
  });

  test("what is checked has happened", () => {
    expect(functionIn(result, "f").throttlesCount).toBeGreaterThan(0);
    expect(functionIn(result, "f").spilloverCount).toBeGreaterThan(0);
    expect(functionIn(result, "g").errorsCount).toBeGreaterThan(0);
  });

  test("every column has a row for every bucket", () => {
    const { functions, regions, buckets } = result.series;
    const { throttlesByCause, ...columns } = functions.f!;
    const all = [
      ...Object.values(columns),
      ...Object.values(throttlesByCause),
      ...Object.values(regions["us-east-1"]!),
    ];
    expect(buckets).toBe(61);
    expect([...new Set(all.map((column) => column.length))]).toEqual([61]);
  });
});

describe("one bucket after another", () => {
  // Busy from 0.5 to 2.25 s (Init 1 s, run 750 ms), in buckets of 1 s.
  const { result } = play({
    seconds: 5,
    functions: { f: { init: 1000, run: 750 } },
    traffic: [{ invoke: "f", at: [500] }],
  });
  const series = result.series.functions.f!;

  test("highest moment, mean, and states at the end of each", () => {
    expect(series.busyMax).toEqual([1, 1, 1, 0, 0]);
    expect(series.busyMean).toEqual([0.5, 1, 0.25, 0, 0]);
    expect(series.starting).toEqual([1, 0, 0, 0, 0]);
    expect(series.running).toEqual([0, 1, 0, 0, 0]);
    expect(series.idle).toEqual([0, 0, 1, 1, 1]);
  });

  test("latency in the bucket of the answer, null elsewhere", () => {
    expect(series.latencyMsP50).toEqual([null, null, 1750, null, null]);
    expect(series.latencyMsP99).toEqual([null, null, 1750, null, null]);
  });

  test("the Region's row", () => {
    expect(result.series.regions["us-east-1"]!.concurrencyMax).toEqual([1, 1, 1, 0, 0]);
  });
});

describe("the edge of a bucket", () => {
  test("what happens at the end of a bucket belongs to the next one", () => {
    const { result } = play({ seconds: 3, functions: { f: { run: 1000 } }, traffic: [{ invoke: "f", at: [0, 1000] }] });
    expect(result.series.functions.f!.requests).toEqual([1, 1, 0]);
    expect(result.series.functions.f!.busyMax).toEqual([1, 1, 1]);
    expect(result.series.functions.f!.busyMean).toEqual([1, 1, 0]);
  });

  test("what ends at the horizon belongs to the last one, which may be shorter", () => {
    const { result } = play({
      seconds: 1005,
      functions: { f: { run: 5000 } },
      traffic: [{ invoke: "f", at: [1_000_000] }],
    });
    const { buckets, bucketMs, functions } = result.series;
    expect([buckets, bucketMs]).toEqual([503, 2000]);
    expect(functions.f!.busyMean.slice(-3)).toEqual([1, 1, 1]);
    expect(functions.f!.latencyMsP50.slice(-2)).toEqual([null, 5000]);
    expect(result.traffic["traffic-1"]).toMatchObject({ succeededCount: 1, pendingCount: 0 });
  });
});

test("provisioned units are idle from the start", () => {
  const { result } = play({
    seconds: 4,
    functions: { f: { run: 1500, provisioned: 3 } },
    traffic: [{ invoke: "f:live", demand: burst(1, 2) }],
  });
  expect(result.series.functions.f!.provisionedIdle).toEqual([3, 1, 3, 3]);
  expect(result.series.functions.f!.running).toEqual([0, 2, 0, 0]);
  expect(functionIn(result, "f")).toMatchObject({ environmentsMin: 3, warmMin: 1, warmMax: 3 });
});

test("a function that is only called asynchronously shows its handler's time", () => {
  const { result } = play({
    seconds: 3,
    functions: { f: { init: 500, run: 200 } },
    traffic: [{ invoke: "f", event: true, at: range(3, 1).map((n) => n * 50) }],
  });
  expect(result.series.functions.f!.latencyMsP50).toEqual([200, null, null]);
  expect(functionIn(result, "f").latencyMsSamples).toBe(0);
});

test("MET-14: the highest event age of each bucket, where there was an attempt", () => {
  const { result } = play({
    seconds: 6,
    functions: { f: { run: 2500, reserved: 1 } },
    traffic: [{ invoke: "f", event: true, at: [0, 0] }],
  });
  // The first is tried before the second arrives, which is refused at 0 and 1 s, and runs at 3 s.
  expect(result.series.functions.f!.asyncAgeMsMax).toEqual([0, 1000, null, 3000, null, null]);
  expect(result.series.functions.f!.asyncDepthMax).toEqual([1, 1, 1, 1, 0, 0]);
});
