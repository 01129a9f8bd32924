/** What a node declares is all that it takes: fields, histograms, series and CloudWatch's metrics follow. */
import { describe, expect, test } from "vitest";
import type { Duration, Instant } from "../../../sim/index.ts";
import { milliseconds, seconds } from "../../../sim/index.ts";
import { Measures } from "../../../sim/measure/tables/measures.ts";
import { count, flow, gauge, metricOf, time } from "../../../sim/vocabulary/metrics/metric.ts";

const metric = metricOf("source");
const AWS = "AWS/Bells";
const BELL = [
  metric("rings", flow("ringsCount"), "rings", { series: true, cloudWatch: "Rings", namespace: AWS }),
  metric("missed", count("missedCount", "ringsCount"), "rings that nobody heard"),
  metric("left", { ...count("leftCount"), from: ["ringsCount"], less: ["missedCount"] }, "rings that were heard"),
  metric("swing", gauge("swing"), "how far it swings", { series: true, cloudWatch: "Swing", namespace: AWS }),
  metric("echo", time("echoMs"), "how long it is heard", { cloudWatch: "Echo" }),
] as const;

const at = (second: number): Instant => seconds(second) as number as Instant;
const HALVES = [
  { from: at(0), to: at(60) },
  { from: at(60), to: at(150) },
];

/** Two bells over 150 s, in buckets of 50 s: the first rings at 10, 20 and 100 s, the second never. */
function rung() {
  const measures = new Measures(BELL, 2, { segments: HALVES, bucket: seconds(50), horizon: seconds(150) });
  const ring = (second: number, segment: number, echoMs: number) => {
    measures.add(at(second), segment, 0, "ringsCount");
    measures.time(at(second), segment, 0, "echoMs", milliseconds(echoMs) as Duration);
  };
  ring(10, 0, 100);
  measures.change(at(10), 0, "swing", 3);
  ring(20, 0, 300);
  measures.add(at(20), 0, 0, "missedCount");
  measures.change(at(40), 0, "swing", -2);
  measures.endBucket(at(50));
  measures.endSegment(at(60));
  measures.endBucket(at(100));
  ring(100, 1, 500);
  measures.endBucket(at(150));
  measures.endSegment(at(150));
  measures.endRun(at(150));
  return measures;
}

describe("a declared metric", () => {
  test("is a field of the result, by the part of the run in which it was counted", () => {
    const first = rung().fields([0], 0);
    expect(first).toMatchObject({ ringsCount: 2, missedCount: 1, leftCount: 1, echoMsSamples: 2, echoMsMean: 200 });
    // 3 from 10 to 40 s, 1 from there to 60 s: 110 in 60 s.
    expect(first).toMatchObject({ swingMean: 1.833, swingMin: 0, swingMax: 3, swingLast: 1 });
    expect(rung().fields([0, 1], 0)).toMatchObject({ ringsCount: 3, leftCount: 2, swingLast: 1, echoMsMax: 500 });
    expect(rung().fields([1], 1)).toMatchObject({ ringsCount: 0, leftCount: 0, swingMax: 0, echoMsP99: null });
  });

  test("stands in the order of its declaration, in whichever way it is counted", () => {
    expect(Object.keys(rung().fields([0], 0)).slice(0, 4)).toEqual([
      "ringsCount",
      "missedCount",
      "leftCount",
      "swingMean",
    ]);
  });

  test("of a time has a histogram", () => {
    expect(
      rung()
        .histograms([0, 1], 0)
        .echoMs.reduce((sum, [, samples]) => sum + samples, 0),
    ).toBe(3);
    expect(rung().histograms([0, 1], 1).echoMs).toEqual([]);
  });

  test("has a series only if it says so: counts as sums, gauges at their highest", () => {
    expect(rung().series(0)).toEqual({ ringsCount: [2, 0, 1], swingMax: [3, 1, 1] });
    expect(rung().series(1)).toEqual({ ringsCount: [0, 0, 0], swingMax: [0, 0, 0] });
  });

  test("is CloudWatch's by minute, under its namespace: nothing where nothing was counted", () => {
    expect(rung().cloudWatch(0)).toEqual({
      [AWS]: { Rings: [2, 1, null], Swing: [1, 1, 1] },
      "AWS/Lambda": { EchoAverage: [200, 500, null], EchoMaximum: [300, 500, null] },
    });
    expect(rung().cloudWatch(1)[AWS]).toEqual({ Rings: [null, null, null], Swing: [0, 0, 0] });
  });
});
