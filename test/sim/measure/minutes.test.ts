/** A row is all that it takes for CloudWatch's points: names, units, order, and when a minute has one. */
import { describe, expect, test } from "vitest";
import { type Duration, type Instant, milliseconds, seconds } from "../../../sim/index.ts";
import { MinuteTable, minutesOf, named } from "../../../sim/measure/tables/minutes.ts";
import { cloudWatchColumns } from "../../../sim/vocabulary/metrics/cloudwatch.ts";
import { count, flow, gauge, metricOf, peak, ratio, time } from "../../../sim/vocabulary/metrics/metric.ts";

const metric = metricOf("function");
const ROWS = [
  metric("silent", flow("silentCount"), "has no name there"),
  metric("rings", flow("ringsCount"), "rings", { cloudWatch: "Rings", pointWith: ["missedCount"] }),
  metric("missed", count("missedCount"), "rings that nobody heard", { cloudWatch: "Missed" }),
  metric("swing", gauge("swing"), "how far it swings", { cloudWatch: "Swing" }),
  metric("worn", ratio("worn"), "how worn it is", { cloudWatch: "Worn", unit: "Percent" }),
  metric("echo", time("echoMs"), "how long it is heard", { cloudWatch: "Echo", place: 1 }),
  metric("loudest", peak("loudness"), "how loud it is", { cloudWatch: "Loudness", namespace: "AWS/Sound" }),
] as const;
const Minute = minutesOf(ROWS);

const at = (second: number): Instant => seconds(second) as number as Instant;

/** Two bells over 150 s: the first rings in the first minute and is missed in the second, the other hangs still. */
function rung(): MinuteTable<typeof ROWS> {
  const table = new MinuteTable(ROWS, 2, seconds(150));
  table.add(0, Minute.ringsCount, 2, at(10));
  table.add(0, Minute.missedCount, 1, at(60));
  table.sample(0, Minute.swing, 3, at(20));
  table.sample(0, Minute.swing, 1, at(30));
  table.sample(0, Minute.worn, 1 / 3, at(30));
  table.addTime(0, Minute.echoMs, milliseconds(100) as Duration, at(10));
  table.addTime(0, Minute.echoMs, milliseconds(200) as Duration, at(59));
  table.sample(0, Minute.loudness, 0, at(150));
  return table;
}

describe("CloudWatch's points of a row", () => {
  test("are where it has happened, or what it has its points with; the end of the run is in the last minute", () => {
    expect(rung().points(0)).toEqual({
      EchoAverage: [150, null, null],
      EchoMaximum: [200, null, null],
      Rings: [2, 0, null],
      Missed: [null, 1, null],
      Swing: [3, null, null],
      Worn: [0.333333, null, null],
      Loudness: [null, null, 0],
    });
  });

  test("stand by place, then in the order of the rows", () => {
    const order = ["EchoAverage", "EchoMaximum", "Rings", "Missed", "Swing", "Worn", "Loudness"];
    expect(Object.keys(rung().points(0))).toEqual(order);
  });

  test("are none of what nothing has happened to", () => {
    expect(new Set(Object.values(rung().points(1)).flat())).toEqual(new Set([null]));
  });

  test("stand under their namespaces", () => {
    const { "AWS/Sound": sound, "AWS/Lambda": rest } = rung().spaces(0);
    expect([sound, Object.keys(rest!).length]).toEqual([{ Loudness: [null, null, 0] }, 6]);
  });
});

test("units are those of the family, unless a row says otherwise", () => {
  expect(cloudWatchColumns(ROWS).map(({ name, unit }) => `${name} ${unit}`)).toEqual([
    "Echo Milliseconds",
    "EchoMaximum Milliseconds",
    "Rings Count",
    "Missed Count",
    "Swing Count",
    "Worn Percent",
    "Loudness Count",
  ]);
});

test("points that are known already get the names of their rows", () => {
  const rows = [ROWS[1], ROWS[6]] as const;
  expect(named(rows, { loudness: [1], ringsCount: [null] })).toEqual({ Rings: [null], Loudness: [1] });
});

test("a row has its points with others that CloudWatch has, too", () => {
  const rows = [metric("rings", flow("ringsCount"), "rings", { cloudWatch: "Rings", pointWith: ["silentCount"] })];
  expect(() => new MinuteTable(rows, 1, seconds(60))).toThrow("silentCount");
});
