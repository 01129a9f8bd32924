/** Numbers as text: each row is a value and what a reader sees. */
import { describe, expect, test } from "vitest";
import { clock, count, duration, exact, interval, moment, money, rate, share } from "../../../reports/words/numbers.ts";

describe("counts", () => {
  test.each([
    [0, "0"],
    [7, "7"],
    [999, "999"],
    [1000, "1 000"],
    [810322, "810 322"],
    [1234567, "1 234 567"],
    [-1234, "-1 234"],
    [12.4, "12.4"],
    [12.404, "12.4"],
    [0.004, "0.004"],
    [15219.4, "15 219"],
  ])("%d is %s", (value, text) => expect(count(value)).toBe(text));
});

describe("shares", () => {
  test.each([
    [0, "0 %"],
    [0.0241, "2.41 %"],
    [0.042, "4.20 %"],
    [0.397, "39.7 %"],
    [0.5, "50.0 %"],
    [0.00012, "0.012 %"],
    [0.0000012, "0.00012 %"],
    [0.000001, "0.0001 %"],
    [0.00000001, "< 0.00001 %"],
    [0.99996, "99.996 %"],
    [0.9999998, "99.99998 %"],
    [0.9999999999, "> 99.99999 %"],
    [1, "100 %"],
    [1.5, "150 %"],
    [-0.0241, "-2.41 %"],
  ])("%d is %s", (value, text) => expect(share(value)).toBe(text));
});

describe("lengths of time", () => {
  test.each([
    [0, "0ms"],
    [0.25, "250us"],
    [4.2, "4.2ms"],
    [85, "85ms"],
    [210.4, "210ms"],
    [999.6, "1.00s"],
    [1981.7, "1.98s"],
    [2000, "2s"],
    [29_500, "29.5s"],
    [59_960, "1m"],
    [90_000, "1m 30s"],
    [900_000, "15m"],
    [3_599_600, "1h"],
    [5_400_000, "1h 30m"],
    [21_600_000, "6h"],
    [90_061_000, "1d 1h"],
    [-210, "-210ms"],
  ])("%d ms is %s", (value, text) => expect(duration(value)).toBe(text));
});

describe("moments", () => {
  test.each([
    [0, "00:00.000", "00:00"],
    [149_612, "02:29.612", "02:29"],
    [59_999.7, "01:00.000", "00:59"],
    [3_749_612, "1:02:29.612", "1:02:29"],
  ])("%d ms is %s, to the second %s", (value, text, toTheSecond) => {
    expect([moment(value), clock(value)]).toEqual([text, toTheSecond]);
  });
});

describe("rates", () => {
  test.each([
    [0, "0/s"],
    [912, "912/s"],
    [1200, "1 200/s"],
    [4.5, "4.5/s"],
    [0.02, "0.02/s"],
  ])("%d a second is %s", (value, text) => expect(rate(value)).toBe(text));
});

describe("intervals", () => {
  test.each([
    ["share", [0.0235, 0.0247], "[2.35, 2.47]"],
    ["share", [0.0999, 0.1001], "[9.99, 10.01]"],
    ["share", [-0.0005, 0.02], "[-0.050, 2.000]"],
    ["ms", [1950, 2010], "[1.95s, 2.01s]"],
    ["count", [12000, 15219], "[12 000, 15 219]"],
    ["perSecond", [4.5, 912], "[4.5/s, 912/s]"],
  ] as const)("%s %j is %s", (unit, ends, text) => expect(interval(ends, unit)).toBe(text));
});

test("money has cents, and more digits below one cent", () => {
  expect([4.95, 12345.6, 0.0012, 0].map(money)).toEqual(["$4.95", "$12 345.60", "$0.0012", "$0.00"]);
});

test("exact text reads back as the same number", () => {
  expect(Number(exact(0.1 + 0.2))).toBe(0.1 + 0.2);
});
