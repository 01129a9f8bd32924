/** The pool of ids. */
import { describe, expect, test } from "vitest";
import { InvariantError } from "../../../sim/kernel/assert.ts";
import { Pool } from "../../../sim/kernel/pool.ts";
import { range } from "../kit.ts";

describe("pool of ids", () => {
  test("makes small numbers and gives out first the one freed last", () => {
    const pool = new Pool();
    expect([pool.take(), pool.take(), pool.take()]).toEqual([0, 1, 2]);
    pool.give(0);
    pool.give(2);
    expect([pool.inUse, pool.size]).toEqual([1, 3]);
    expect([pool.take(), pool.take(), pool.take()]).toEqual([2, 0, 3]);
    expect([pool.inUse, pool.size]).toEqual([4, 4]);
  });

  test("takes 200 back and gives them all out again, each once", () => {
    const pool = new Pool();
    range(200).map(() => pool.take());
    range(200).forEach((id) => {
      pool.give(id);
    });
    expect(pool.inUse).toBe(0);
    expect(
      range(200)
        .map(() => pool.take())
        .sort((a, b) => a - b),
    ).toEqual(range(200));
    expect(pool.size).toBe(200);
  });

  test.each([
    ["never made", 1],
    ["given back already", 0],
  ])("an id %s is refused", (_title, id) => {
    const pool = new Pool();
    pool.take();
    pool.give(0);
    expect(() => pool.give(id)).toThrow(InvariantError);
  });
});
