/** Which panels a window shows and how large they are. */
import { describe, expect, test } from "vitest";
import { arrange, enlarge, fits } from "../../../ui/player/layout.ts";

const shape = (columns: number, rows: number, functions = 4): string =>
  arrange({ columns, rows }, functions)
    .map((row) => row.map(({ panel, width, height }) => `${panel}:${width}x${height}`).join(" "))
    .join(", ");

describe("panels drop in the order 2, 4, 5", () => {
  test.each([
    [120, 40, "1:60x14 2:60x14, 3:120x7, 4:60x7 5:60x7, 6:120x9"],
    [110, 40, "1:55x14 2:55x14, 3:110x7, 4:55x7 5:55x7, 6:110x9"],
    [109, 40, "1:109x14, 3:109x7, 4:55x7 5:54x7, 6:109x9"],
    [99, 40, "1:99x14, 3:99x7, 5:99x7, 6:99x9"],
    [120, 29, "1:60x8 2:60x8, 3:120x7, 4:60x5 5:60x5, 6:120x6"],
    [120, 28, "1:120x12, 3:120x7, 6:120x6"],
    [80, 24, "1:80x8, 3:80x7, 6:80x6"],
  ])("%d x %d", (columns, rows, expected) => expect(shape(columns, rows)).toBe(expected));
});

test("larger windows give the rows to the chart and the events", () => {
  expect(shape(200, 60)).toBe("1:100x24 2:100x24, 3:200x7, 4:100x7 5:100x7, 6:200x19");
});

test.each([
  [1, "1:80x11, 3:80x4, 6:80x6"],
  [30, "1:80x8, 3:80x7, 6:80x6"],
])("80 x 24 with %d functions", (functions, expected) => expect(shape(80, 24, functions)).toBe(expected));

test("many functions get up to twelve rows where there is room", () => {
  expect(shape(120, 50, 30)).toBe("1:60x15 2:60x15, 3:120x15, 4:60x7 5:60x7, 6:120x10");
});

test("the smallest window", () => {
  const sizes = [
    [80, 24],
    [79, 24],
    [80, 23],
  ] as const;
  expect(sizes.map(([columns, rows]) => fits({ columns, rows }))).toEqual([true, false, false]);
});

test("an enlarged panel has all but the two upper lines and the keys", () => {
  expect(enlarge({ columns: 80, rows: 24 }, 5)).toEqual([[{ panel: 5, width: 80, height: 21 }]]);
});
