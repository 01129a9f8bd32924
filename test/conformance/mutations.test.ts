/** The rows of mutations are whole: each proved rule has one, and each finds its line and its proof. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../tidy/tree.ts";
import { PROVABLE, proofs } from "./book/proofs.ts";
import { allMutations, type Mutation, mutationsIn, timesIn, titleOf } from "./mutations/rows.ts";

const { proofs: proved } = proofs();
const mutations = allMutations();
const told = ({ rule, path, text }: Mutation): string => `${rule} ${path}: ${text.split("\n")[0]}`;

/** Proved rules of which no mutation is known. This list gets shorter, never longer. */
const WITHOUT: readonly string[] = [];

describe("mutations", () => {
  test("every proved rule has one", () => {
    const known = new Set(mutations.map(({ rule }) => rule));
    const lacking = PROVABLE.filter(({ id }) => proved[id] !== undefined && !known.has(id)).map(({ id }) => id);
    expect(lacking).toEqual(WITHOUT);
  });

  test("each is of a rule of the book", () => {
    const provable = new Set(PROVABLE.map(({ id }) => id));
    expect(mutations.filter(({ rule }) => !provable.has(rule)).map(told)).toEqual([]);
  });

  test("the line of each stands once in its file, and changes", () => {
    expect(mutations.filter((one) => timesIn(one) !== 1 || one.text === one.instead).map(told)).toEqual([]);
  });

  test("each names one test that proves its rule", () => {
    expect(mutations.filter((one) => titleOf(one, proved) === null).map(told)).toEqual([]);
  });

  test("the README says how many there are", () => {
    expect(readFileSync(join(ROOT, "README.md"), "utf8")).toContain(`| ${mutations.length} mutations,`);
  });

  test("they change what runs, not the tests", () => {
    expect(mutations.filter(({ path }) => !/^(sim|scenarios)\//.test(path)).map(told)).toEqual([]);
  });
});

describe("rows", () => {
  const HEAD = "PC-4 sim/a.ts < sim/b: words";

  test("a head, what goes, and what comes", () => {
    expect(mutationsIn(`${HEAD}\n-   a\n- b\n+ c\n\n\n${HEAD}\n- d\n+ e\n`)).toEqual([
      { rule: "PC-4", path: "sim/a.ts", test: "test/sim/b.test.ts", title: "words", text: "  a\nb", instead: "c" },
      { rule: "PC-4", path: "sim/a.ts", test: "test/sim/b.test.ts", title: "words", text: "d", instead: "e" },
    ]);
  });

  test("a block without a head is a mistake", () => {
    expect(() => mutationsIn("- a\n+ b\n")).toThrow("no head of a mutation: - a");
  });

  test("words that several titles have, or none, name no test", () => {
    const [row] = mutationsIn(`${HEAD}\n- a\n+ b\n`);
    const titles = (...all: string[]) => ({ "PC-4": all.map((title) => `test/sim/b.test.ts: ${title}`) });
    expect(titleOf(row!, titles("PC-4: words"))).toBe("PC-4: words");
    expect(titleOf(row!, titles("PC-4: words", "PC-4: more words"))).toBeNull();
    expect(titleOf(row!, titles("PC-4: other"))).toBeNull();
    expect(titleOf(row!, {})).toBeNull();
  });
});

test("a mutation is made, and its test sees it", () => {
  const { stdout, status } = spawnSync(process.execPath, [join(ROOT, "test/conformance/mutations/run.ts"), "CONC-7"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect(stdout).toBe("CONC-7   killed    sim/vocabulary/facts.ts\n\n1 mutations, 0 not killed\n");
  expect(status).toBe(0);
});
