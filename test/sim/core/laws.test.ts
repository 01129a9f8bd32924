/** Luck and laws of the core: the same streams, and the same lengths of time, as the host draws. */
import { describe, expect, test } from "vitest";
import { Luck } from "../../../sim/core/base/prelude.ts";
import * as door from "../../../sim/core/door.ts";
import { LawBook } from "../../../sim/core/host/law-book.ts";
import { chance, quantile } from "../../../sim/core/laws.ts";
import type { Outside } from "../../../sim/core/objects/asked.ts";
import { type Distribution, milliseconds } from "../../../sim/index.ts";
import { InvariantError } from "../../../sim/kernel/assert.ts";
import { EXPONENTIAL, Stream, samplerOf } from "../../../sim/kernel/random.ts";
import { range } from "../kit.ts";

const SEED = 5;
const book = new LawBook(door, SEED);
const outside: Partial<Outside> = {
  seedLuck: (luck) => book.seed(luck),
  fitCell: (table, cell) => book.fit(table, cell),
  tailValue: (table, share) => book.tailValue(table, share),
  outsideDraw: (law, luck) => book.draw(law, () => door.uniform(core, luck)),
};
const core = door.newCore(outside as Outside, book.table(EXPONENTIAL));

const luckOf = (name: string): Luck => {
  const luck = new Luck();
  book.name(luck, name);
  return luck;
};

describe("luck", () => {
  test("is that of the host's stream of the same name", () => {
    const [luck, stream] = [luckOf("f/run"), new Stream(SEED, "f/run")];
    expect(range(10_000).filter(() => door.uniform(core, luck) !== stream.uniform())).toEqual([]);
  });
  test("so are chances, each of which takes one number, be it certain or impossible", () => {
    const [luck, stream] = [luckOf("f/error"), new Stream(SEED, "f/error")];
    const shares = [0, 1, 0.3];
    const differ = range(3000).filter((n) => chance(core, luck, shares[n % 3]!) !== stream.chance(shares[n % 3]!));
    expect(differ).toEqual([]);
    expect(door.uniform(core, luck)).toBe(stream.uniform());
  });
  test("that has no name is not drawn", () => {
    expect(() => door.uniform(core, new Luck())).toThrow(InvariantError);
  });
});

describe("laws", () => {
  const [one, ten, hundred] = [milliseconds(1), milliseconds(10), milliseconds(100)];

  test.each<[string, Distribution]>([
    ["constant", { kind: "constant", value: ten }],
    ["uniform", { kind: "uniform", min: one, max: hundred }],
    ["exponential", { kind: "exponential", mean: ten }],
    ["log-normal", { kind: "lognormal", p50: ten, p99: hundred }],
    ["gamma", { kind: "gamma", mean: ten, cv: 0.5 }],
    [
      "quantiles",
      {
        kind: "quantiles",
        points: [
          [0.1, one],
          [0.5, ten],
          [0.9, hundred],
        ],
      },
    ],
    ["recorded values", { kind: "empirical", values: [one, ten, hundred] }],
  ])("%s: 20,000 draws are the host's", (name, of) => {
    const [luck, law] = [luckOf(name), book.law(of)];
    const [stream, sampler] = [new Stream(SEED, name), samplerOf(of)];
    expect(range(20_000).filter(() => door.draw(core, law, luck) !== sampler.draw(stream))).toEqual([]);
    expect(door.uniform(core, luck)).toBe(stream.uniform());
  });

  test("a table is read as the host reads it, from end to end", () => {
    const table = book.table(EXPONENTIAL);
    const shares = range(30_001).map((n) => (n + 0.5) / 30_001);
    const ends = [2 ** -33, 2 ** -20, 1 / 64, 1 - 1 / 64, 1 - 2 ** -20, 1 - 2 ** -33];
    const differ = [...shares, ...ends].filter((share) => quantile(core, table, share) !== EXPONENTIAL.at(share));
    expect(differ).toEqual([]);
  });

  test("a law of points has some", () => {
    expect(() => book.law({ kind: "empirical", values: [] })).toThrow(InvariantError);
  });
});
