/** Charts drawn by hand-checkable rules: fill, outline, limit line, three symbol sets, scales and ticks. */
import { describe, expect, test } from "vitest";
import { bucketsOf, playedColumns, roundTop, roundTopWhole, thin, ticks } from "../../../ui/player/drawing/axis.ts";
import { type Plot, plot } from "../../../ui/player/drawing/plot.ts";
import type { SymbolSet } from "../../../ui/player/drawing/symbols.ts";

const drawn = (input: Partial<Plot>, set: SymbolSet = "braille"): string[] => {
  const values = input.values ?? [];
  const flat = { height: 2, values, limits: values.map(() => null), tones: values.map(() => 0), played: 999, top: 8 };
  return plot({ ...flat, ...input }, set).map((row) => row.map(({ sign }) => sign).join(""));
};
const inks = (input: Partial<Plot>): string[][] => {
  const values = input.values ?? [];
  const flat = { height: 1, values, limits: values.map(() => null), tones: values.map(() => 0), played: 999, top: 4 };
  return plot({ ...flat, ...input }, "braille").map((row) => row.map(({ ink, tone }) => `${ink} ${tone}`));
};

describe("braille: two dot columns and four dot rows in a cell", () => {
  test("each value fills from the axis up", () => {
    expect(drawn({ values: [1, 2, 3, 4, 5, 6, 7, 8] })).toEqual(["  ⣠⣾", "⣠⣾⣿⣿"]);
  });

  test("a value above 0 shows at least one dot, one above the top no more than the height", () => {
    expect(drawn({ values: [0.001, 0, 99, 8] })).toEqual([" ⣿", "⡀⣿"]);
  });

  test("what lies ahead is an outline with the steps between its levels", () => {
    expect(drawn({ values: [4, 4, 4, 4, 8, 8, 8, 8], played: 2 })).toEqual(["  ⡏⠉", "⣿⠉  "]);
  });

  test("the limit is a dotted line over and beside the fill", () => {
    expect(drawn({ values: [2, 2, 2, 2, 0, 0, 0, 0], limits: [7, 7, 7, 7, 7, 7, 7, 7] })).toEqual(["⠒ ⠒ ", "⣤⣤  "]);
  });

  test("a limit above the top is not drawn", () => {
    expect(drawn({ values: [0, 0], limits: [9, 9] })).toEqual([" ", " "]);
  });

  test("cells tell what they show and their highest tone", () => {
    const input = {
      values: [1, 1, 1, 1, 0, 0, 1, 1],
      tones: [0, 1, 0, 0, 0, 0, 0, 0],
      limits: [null, null, null, null, 4, 4, null, null],
      played: 6,
    };
    expect(inks(input)).toEqual([["played 1", "played 0", "limit 0", "ahead 0"]]);
  });
});

test("blocks: eight steps in a cell, a lighter sign ahead, the limit where nothing is", () => {
  const input = { values: [1, 4, 8, 16, 16, 0], top: 16, limits: [12, 12, 12, 12, 12, 12], played: 4 };
  expect(drawn(input, "block")).toEqual(["┄ ┄█░ ", "▁▄██░ "]);
});

test("plain: one sign in a cell", () => {
  const input = { values: [1, 2, 2, 0], top: 2, limits: [2, 2, 2, 2], played: 2 };
  expect(drawn(input, "plain")).toEqual(["-#. ", "##. "]);
});

describe("columns and buckets", () => {
  test("thinning keeps the highest bucket of a column", () => {
    expect(thin([1, 9, 2, 3, 4, 0], 3)).toEqual([9, 3, 4]);
  });
  test("a short run spreads each bucket over several columns", () => {
    expect(thin([1, 9], 4)).toEqual([1, 1, 9, 9]);
  });
  test.each([
    [0, 3, 6, { from: 0, to: 2 }],
    [2, 3, 6, { from: 4, to: 6 }],
    [3, 4, 2, { from: 1, to: 2 }],
  ])("column %d of %d over %d buckets", (column, columns, buckets, expected) => {
    expect(bucketsOf(column, columns, buckets)).toEqual(expected);
  });
  test.each([
    [0, 100, 900, 1],
    [449, 100, 900, 50],
    [450, 100, 900, 51],
    [899, 100, 900, 100],
    [0, 4, 2, 2],
  ])("in bucket %d, of %d columns over %d buckets %d are played", (bucket, columns, buckets, played) => {
    expect(playedColumns(bucket, columns, buckets)).toBe(played);
  });
});

describe("scales", () => {
  test.each([
    [300, 400],
    [318, 400],
    [1000, 1200],
    [1142, 1200],
    [1143, 1600],
    [0, 1],
    [0.03, 0.04],
    [95, 100],
    [96, 120],
  ])("the chart of %d reaches %d", (highest, top) => expect(roundTop(highest)).toBe(top));
  test.each([
    [0, 2],
    [1, 2],
    [2, 4],
    [9, 10],
    [10, 12],
    [300, 400],
  ])("in whole numbers %d reaches %d", (highest, top) => expect(roundTopWhole(highest)).toBe(top));
  test.each([
    [900_000, 50, [0, 300_000, 600_000, 900_000]],
    [900_000, 100, [0, 120_000, 240_000, 360_000, 480_000, 600_000, 720_000, 840_000]],
    [60_000, 50, [0, 15_000, 30_000, 45_000, 60_000]],
    [86_400_000, 50, [0, 21_600_000, 43_200_000, 64_800_000, 86_400_000]],
  ])("a run of %d ms over %d cells has ticks %j", (horizonMs, width, expected) => {
    expect(ticks(horizonMs, width, 9)).toEqual(expected);
  });
});
