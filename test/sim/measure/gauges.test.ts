/** Time-weighted quantities, segments and windows. */
import { describe, expect, test } from "vitest";
import type { Instant, WindowConfig } from "../../../sim/index.ts";
import { GaugeTable, gaugeRows } from "../../../sim/measure/tables/gauges.ts";
import { countedSegments, segmentsOf, windowSegments } from "../../../sim/measure/tables/segments.ts";
import { configOf } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { atSecond, functionIn } from "../kit.ts";

const t = (micros: number): Instant => micros as Instant;

describe("gauge table", () => {
  /** 0 to 10: 2; 10 to 30: 5; 30 to 40: 1. Area 20 + 100 + 10. */
  function three(): GaugeTable {
    const gauges = new GaugeTable(gaugeRows(2, 2));
    gauges.set(1, 0, 2, t(0));
    gauges.restart();
    gauges.add(1, 0, 3, t(10));
    gauges.set(1, 0, 1, t(30));
    return gauges;
  }

  test("mean is weighted by time", () => {
    const gauges = three();
    gauges.endSegment(t(40));
    expect(gauges.summary([0], [{ from: t(0), to: t(40) }], 1, 0)).toEqual({ mean: 3.25, min: 1, max: 5, last: 1 });
    expect(gauges.summary([0], [{ from: t(0), to: t(40) }], 0, 0)).toEqual({ mean: 0, min: 0, max: 0, last: 0 });
    expect(gauges.summary([0], [{ from: t(0), to: t(40) }], 1, 1)).toEqual({ mean: 0, min: 0, max: 0, last: 0 });
  });

  test("a segment begins with the value that the one before left", () => {
    const gauges = new GaugeTable(gaugeRows(1, 1));
    const segments = [
      { from: t(0), to: t(20) },
      { from: t(20), to: t(30) },
      { from: t(30), to: t(40) },
    ];
    gauges.set(0, 0, 4, t(10));
    gauges.endSegment(t(20));
    gauges.endSegment(t(30));
    gauges.set(0, 0, 0, t(35));
    gauges.endSegment(t(40));
    expect(gauges.summary([0], segments, 0, 0)).toEqual({ mean: 2, min: 0, max: 4, last: 4 });
    expect(gauges.summary([1], segments, 0, 0)).toEqual({ mean: 4, min: 4, max: 4, last: 4 });
    expect(gauges.summary([2], segments, 0, 0)).toEqual({ mean: 2, min: 0, max: 4, last: 0 });
    // 10 x 4 of the first, 5 x 4 of the third, over 30.
    expect(gauges.summary([0, 2], segments, 0, 0)).toEqual({ mean: 2, min: 0, max: 4, last: 0 });
    expect(gauges.summary([], segments, 0, 0)).toEqual({ mean: 0, min: 0, max: 0, last: 0 });
  });

  test("buckets: highest value and area since the bucket began", () => {
    const gauges = three();
    expect([gauges.bucketMax(1, 0), gauges.bucketIntegral(1, 0, t(40))]).toEqual([5, 130]);
    gauges.beginBucket(t(40));
    expect([gauges.bucketMax(1, 0), gauges.bucketIntegral(1, 0, t(40))]).toEqual([1, 0]);
    gauges.add(1, 0, 2, t(45));
    expect([gauges.bucketMax(1, 0), gauges.bucketIntegral(1, 0, t(50)), gauges.value(1, 0)]).toEqual([3, 20, 3]);
  });
});

describe("segments", () => {
  const window = (name: string, ...spans: [number, number][]): WindowConfig => ({
    name,
    spans: spans.map(([from, to]) => ({ from: atSecond(from), to: atSecond(to) })),
  });
  const config = (ignoreSeconds: number, ...windows: WindowConfig[]) =>
    configOf({ seconds: 100, ignoreSeconds, functions: { f: {} }, windows });
  const inSeconds = (of: ReturnType<typeof config>) => segmentsOf(of).map(({ from, to }) => [from / 1e6, to / 1e6]);

  test("without windows and warm-up: the whole run", () => {
    expect(inSeconds(config(0))).toEqual([[0, 100]]);
  });

  test("overlapping phases and the warm-up cut at every edge, once", () => {
    const both = config(10, window("a", [20, 60]), window("b", [40, 80], [60, 90]));
    expect(inSeconds(both)).toEqual([
      [0, 10],
      [10, 20],
      [20, 40],
      [40, 60],
      [60, 80],
      [80, 90],
      [90, 100],
    ]);
    const segments = segmentsOf(both);
    expect(countedSegments(segments, both)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(windowSegments(segments, both, both.windows[0]!)).toEqual([2, 3]);
    expect(windowSegments(segments, both, both.windows[1]!)).toEqual([3, 4, 5]);
  });

  test("a phase that begins in the warm-up counts from its end; one past the horizon to the horizon", () => {
    const one = config(30, window("early", [10, 50]), window("late", [90, 200]));
    const segments = segmentsOf(one);
    expect(inSeconds(one)).toEqual([
      [0, 10],
      [10, 30],
      [30, 50],
      [50, 90],
      [90, 100],
    ]);
    expect(windowSegments(segments, one, one.windows[0]!)).toEqual([2]);
    expect(windowSegments(segments, one, one.windows[1]!)).toEqual([4]);
  });
});

describe("windows of a run", () => {
  // One request a second, each of 500 ms: busy half of the time.
  const { result } = play({
    seconds: 100,
    ignoreSeconds: 10,
    functions: { f: { run: 500 } },
    traffic: [{ invoke: "f", rate: 1 }],
    windows: [
      { name: "a", spans: [{ from: atSecond(0), to: atSecond(30) }] },
      {
        name: "b",
        spans: [
          { from: atSecond(20), to: atSecond(50) },
          { from: atSecond(90), to: atSecond(100) },
        ],
      },
    ],
  });

  test("totals leave the warm-up out", () => {
    expect(result.seconds).toBe(90);
    expect(functionIn(result, "f")).toMatchObject({
      invocationsCount: 90,
      coldStartsCount: 0,
      busyMean: 0.5,
      busyMax: 1,
    });
    expect(result.traffic["traffic-1"]).toMatchObject({ requestsCount: 90, succeededCount: 90 });
  });

  test.each([
    ["a", 20],
    ["b", 40],
  ])("phase %s counts %i s of it", (name, seconds) => {
    const window = result.windows[name]!;
    expect(window.seconds).toBe(seconds);
    expect(window.functions.f).toMatchObject({ requestsCount: seconds, invocationsCount: seconds, busyMean: 0.5 });
    expect(window.traffic["traffic-1"]).toMatchObject({ requestsCount: seconds, succeededCount: seconds });
    expect(window.functions.f!.durationMsSamples).toBe(seconds);
  });

  test("the series and the one-minute metrics show the warm-up too", () => {
    expect(result.series.functions.f!.requests.slice(0, 10)).toEqual(new Array(10).fill(1));
    expect(result.metrics.functions.f!["AWS/Lambda"].Invocations).toEqual([60, 40]);
  });

  test("a request counts in the phase in which it arrived, wherever it ends", () => {
    const { result: crossing } = play({
      seconds: 20,
      functions: { f: { run: 5000 } },
      traffic: [{ invoke: "f", at: [8000] }],
      windows: [
        { name: "first", spans: [{ from: atSecond(0), to: atSecond(10) }] },
        { name: "second", spans: [{ from: atSecond(10), to: atSecond(20) }] },
      ],
    });
    const { first, second } = crossing.windows;
    expect(first!.traffic["traffic-1"]).toMatchObject({ requestsCount: 1, succeededCount: 1, pendingCount: 0 });
    expect(second!.traffic["traffic-1"]).toMatchObject({ requestsCount: 0, succeededCount: 0, pendingCount: 0 });
    expect([first!.functions.f!.busyMean, second!.functions.f!.busyMean]).toEqual([0.2, 0.3]);
    expect([first!.functions.f!.busyLast, second!.functions.f!.busyMax, second!.functions.f!.busyLast]).toEqual([
      1, 1, 0,
    ]);
  });
});

test("environments, warm and busy over time, by hand", () => {
  // Cold at 0 (Init 2 s, run 3 s), warm at 10 (3 s): busy 8 s of 20, warm 12 s, environments all the time.
  const { result } = play({
    seconds: 20,
    functions: { f: { init: 2000, run: 3000 } },
    traffic: [{ invoke: "f", at: [0, 10_000] }],
  });
  expect(functionIn(result, "f")).toMatchObject({
    busyMean: 0.4,
    warmMean: 0.6,
    environmentsMean: 1,
    environmentsLast: 1,
    warmLast: 1,
    busyLast: 0,
  });
  expect(result.regions["us-east-1"]).toMatchObject({ concurrencyMean: 0.4, unreservedMax: 1, claimedMean: 0.4 });
});
