/** The search for the value that just passes: what it finds, what it asks for on the way, and what it assumes. */
import { describe, expect, test } from "vitest";
import { type Search, type SimConfig, search, searching } from "../../../sim/index.ts";
import { configOf } from "../../helpers/config.ts";

const PLAIN = configOf({ functions: { f: {} } });

/** Values are told apart by the reservation of `f`. */
const configAt = (value: number, seed: number): SimConfig => ({
  ...PLAIN,
  seed,
  functions: PLAIN.functions.map((fn) => ({ ...fn, reserved: value })),
});

interface Try {
  readonly value: number;
  readonly seeds: readonly number[];
}

/** The value found, and every try on the way. */
function follow(asked: Partial<Search>, passes: (tried: Try) => boolean): { found: number; tries: Try[] } {
  const steps = searching({ good: 100, bad: 0, seeds: [1, 2, 3], configAt, ...asked });
  const tries: Try[] = [];
  let step = steps.next();
  while (step.done !== true) {
    const tried = { value: step.value[0]!.functions[0]!.reserved!, seeds: step.value.map(({ seed }) => seed) };
    tries.push(tried);
    step = steps.next(passes(tried));
  }
  return { found: step.value, tries };
}

describe("where all values pass from some value on", () => {
  test.each([
    [1, { good: 100, bad: 0 }],
    [50, { good: 100, bad: 0 }],
    [99, { good: 100, bad: 0 }],
    [100, { good: 100, bad: 0 }],
  ])("good above bad: %i is the lowest that passes", (border, ends) => {
    expect(follow(ends, ({ value }) => value >= border).found).toBe(border);
  });

  test.each([
    [0, { good: 0, bad: 100 }],
    [1, { good: 0, bad: 100 }],
    [73, { good: 0, bad: 100 }],
    [99, { good: 0, bad: 100 }],
  ])("good below bad: %i is the highest that passes", (border, ends) => {
    expect(follow(ends, ({ value }) => value <= border).found).toBe(border);
  });

  test("the way is halved: 2^20 values take 20 tries with one seed, and one with all", () => {
    const { found, tries } = follow({ good: 2 ** 20 }, ({ value }) => value >= 700_000);
    expect(found).toBe(700_000);
    expect(tries.map(({ seeds }) => seeds.length)).toEqual([...Array(20).fill(1), 3]);
  });
});

test("nothing between passes: the good value, of which no one asks", () => {
  const { found, tries } = follow({}, () => false);
  expect(found).toBe(100);
  expect(tries.map(({ value }) => value)).toEqual([50, 75, 88, 94, 97, 99]);
});

test("everything passes: the neighbour of the bad value, which is never tried", () => {
  const { found, tries } = follow({}, () => true);
  expect(found).toBe(1);
  expect(tries.every(({ value }) => value > 0)).toBe(true);
});

test.each([
  [8, 7],
  [7, 8],
  [7, 7],
])("one apart or none (%i and %i): there is nothing to try", (good, bad) => {
  expect(follow({ good, bad }, () => true)).toEqual({ found: good, tries: [] });
});

test("where passing comes and goes, the value passes and its neighbour towards the bad one does not", () => {
  const passes = (value: number): boolean => value === 100 || (value >= 20 && value % 7 !== 0 && value % 3 !== 0);
  const { found } = follow({ seeds: [1] }, ({ value }) => passes(value));
  expect({ found, at: passes(found), next: passes(found - 1) }).toEqual({ found: 22, at: true, next: false });
  expect(passes(20)).toBe(true);
});

describe("several seeds", () => {
  test("the first one leads, all have the last word, and the search goes on from there", () => {
    // The first seed is content with 20; all of them are with 60.
    const { found, tries } = follow({}, ({ value, seeds }) => value >= (seeds.length === 1 ? 20 : 60));
    expect(found).toBe(60);
    expect(tries.find(({ seeds }) => seeds.length > 1)).toEqual({ value: 20, seeds: [1, 2, 3] });
    expect(tries.filter(({ seeds }) => seeds.length > 1).every(({ value }) => value >= 20)).toBe(true);
  });

  test("they are run in their order", () => {
    const { tries } = follow({ seeds: [9, 4, 7] }, () => true);
    expect(tries.map(({ seeds }) => seeds)).toEqual([...Array(7).fill([9]), [9, 4, 7]]);
  });
});

test("a value that the setting cannot have passes nothing, and is not run", () => {
  const above = (value: number, seed: number) => (value > 40 ? configAt(value, seed) : null);
  const { found, tries } = follow({ configAt: above }, () => true);
  expect(found).toBe(41);
  expect(tries.every(({ value }) => value > 40)).toBe(true);
});

test("the whole search: as many units as 3 calls of 1 s at once need, whatever the seed", () => {
  const reserved = (value: number, seed: number): SimConfig =>
    configOf({
      seed,
      seconds: 10,
      functions: { f: { run: 1000, reserved: value } },
      traffic: [{ invoke: "f", at: [0, 100, 200, 5000] }],
    });
  const asked = { good: 20, bad: 1, seeds: [1, 2], configAt: reserved };
  const unrefused = () => search(asked, (results) => results.every((one) => one.functions.f?.throttlesCount === 0));
  expect([unrefused(), unrefused()]).toEqual([3, 3]);
});
