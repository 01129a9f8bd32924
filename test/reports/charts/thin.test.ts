/** Thinning keeps what a reader looks for: the peaks, the troughs, the ends and the gaps. */
import { expect, test } from "vitest";
import { thin } from "../../../reports/charts/thin.ts";

const LENGTH = 50_000;
const flat = (): number[] => Array.from({ length: LENGTH }, (_, i) => 10 + (i % 3));
const at = (column: readonly (number | null)[], indexes: readonly number[]) => indexes.map((index) => column[index]);

test("a series that is short enough is kept whole", () => {
  expect(thin([[5, 5, 5]], 3)).toEqual([0, 1, 2]);
  expect(thin([[]])).toEqual([]);
});

test("one bucket's peak and one bucket's trough survive among 50 000", () => {
  const column = flat();
  column[31_416] = 999;
  column[27_182] = 0;
  const kept = thin([column]);
  expect(kept.length).toBeLessThanOrEqual(600);
  expect(kept).toEqual(expect.arrayContaining([0, 27_182, 31_416, LENGTH - 1]));
});

test("every column keeps its own peak, at moments common to all", () => {
  const columns = [flat(), flat(), flat(), flat()];
  columns[0]![1_000] = 99;
  columns[3]![1_001] = 99;
  const kept = thin(columns);
  expect(kept.length).toBeLessThanOrEqual(600);
  expect(kept).toEqual(expect.arrayContaining([1_000, 1_001]));
});

test("a long gap stays a gap, and values beside it stay values", () => {
  const column: (number | null)[] = flat();
  column.fill(null, 20_000, 30_000);
  const kept = thin([column]);
  expect(at(column, kept).filter((value) => value === null).length).toBeGreaterThan(50);
  expect(
    at(
      column,
      kept.filter((index) => index < 19_000),
    ).includes(null),
  ).toBe(false);
});

test("indexes rise, so a line never runs back", () => {
  const kept = thin([flat(), flat().reverse()]);
  expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
});
