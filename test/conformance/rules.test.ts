/** The table of rules: complete, in our own words, and each rule either proved by a test or left out for a reason. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FACTS, FAMILIES, PRICE_FAMILIES, RULES } from "../../sim/index.ts";
import { ruleIdsIn } from "../../ui/commands/rule-book.ts";
import { goldenJson } from "../helpers/golden.ts";
import { filesBelow, parse, textOf } from "../tidy/tree.ts";
import { EXAMPLES, examplesIn, exampleTests, LEFT_OUT } from "./book/examples.ts";
import { PROVABLE, proofs, testTitles, titlesOf } from "./book/proofs.ts";

const ids = RULES.map(({ id }) => id);
const familyOf = (id: string): string => id.slice(0, Math.max(0, id.indexOf("-")));
/** Of these the specification has more than the simulator bills by. */
const BILLING = ["PR", "CF", ...PRICE_FAMILIES];
const { proofs: proved, excluded, notYet } = proofs();
const reasoned = [...Object.keys(excluded), ...Object.keys(notYet)];

describe("the table", () => {
  test("has every id of the specification's families, once", () => {
    const known = textOf("test/data/rules.txt").split("\n");
    const ours = known.filter((id) => Object.hasOwn(FAMILIES, familyOf(id)) && !BILLING.includes(familyOf(id)));
    expect(ids.filter((id) => !BILLING.includes(familyOf(id))).sort()).toEqual([...ours].sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("the ids of the specification stand in code-unit order, each once", () => {
    const known = textOf("test/data/rules.txt").trimEnd().split("\n").slice(2);
    expect(known).toEqual([...new Set(known)].sort());
  });

  test("numbers each family from 1 on, in its order", () => {
    const expected = Object.keys(FAMILIES).flatMap((family) => {
      if (BILLING.includes(family)) return [];
      const members = RULES.filter((rule) => rule.family === family);
      return members.map((_, index) => `${family}-${index + 1}`);
    });
    expect(ids.filter((id) => !BILLING.includes(familyOf(id)))).toEqual(expected);
  });

  test("says each rule in one line of at most 110 characters, and where it comes from", () => {
    expect(
      RULES.filter(({ meaning }) => meaning.length < 12 || meaning.length > 110 || !/[.?]$/.test(meaning)),
    ).toEqual([]);
    const assumed = ({ confidence }: (typeof RULES)[number]) => confidence.every((code) => code === "MOD");
    expect(RULES.filter((rule) => !assumed(rule) && rule.sources.length === 0)).toEqual([]);
  });

  test("has every rule of bills, and every price, that code, tests or the schema cite", () => {
    const folders = ["sim", "scenarios", "reports", "ui", "test", "schema"];
    const paths = folders.flatMap(filesBelow).filter((path) => path !== "test/data/rules.txt");
    const cited = paths.map(textOf).flatMap((text) => text.match(/(?<![-\w])(PR-R|(CF|LP|FD|MS|ST)-)\d+\b/g) ?? []);
    expect(cited.length).toBeGreaterThan(300);
    expect([...new Set(cited)].filter((id) => !ids.includes(id))).toEqual([]);
  });

  test("has the rule of every number of AWS", () => {
    expect(Object.values(FACTS).filter(({ rule }) => !ids.includes(rule))).toEqual([]);
  });
});

describe("proofs", () => {
  test("every rule has a test that names it in its title, or a reason in excluded.ts", () => {
    const bare = PROVABLE.filter(({ id }) => proved[id] === undefined && !reasoned.includes(id));
    expect(bare.map(({ id }) => id)).toEqual([]);
  });

  test("no rule with a test still has a reason, none has two, none is unknown (excluded.ts)", () => {
    expect(reasoned.filter((id) => proved[id] !== undefined)).toEqual([]);
    expect(new Set(reasoned).size).toBe(reasoned.length);
    expect(reasoned.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test("at least 120 rules are proved", () => {
    expect(PROVABLE.filter(({ id }) => proved[id] !== undefined).length).toBeGreaterThanOrEqual(120);
  });

  test("schema/proofs.json is up to date (else: UPDATE_GOLDEN=1 vitest run test/conformance/rules.test.ts)", () => {
    const now = proofs();
    expect(goldenJson("../../schema/proofs.json", now)).toEqual(now);
    const published = JSON.parse(readFileSync(new URL("../../schema/proofs.json", import.meta.url), "utf8"));
    expect(Object.keys(published)).toEqual(["proofs", "excluded", "notYet"]);
  });
});

describe("worked examples", () => {
  const tests = exampleTests();
  const bare = EXAMPLES.filter((id) => tests.get(id)?.length === 0);

  test("every example of the specification has a test that names it in its title, or a reason in examples.ts", () => {
    expect(EXAMPLES.length).toBe(51);
    expect(bare.filter((id) => LEFT_OUT[id] === undefined)).toEqual([]);
  });

  test("no example with a test still has a reason, and none is unknown", () => {
    expect(Object.keys(LEFT_OUT).filter((id) => !bare.includes(id))).toEqual([]);
    expect(
      testTitles()
        .flatMap(examplesIn)
        .filter((id) => !EXAMPLES.includes(id)),
    ).toEqual([]);
  });
});

describe("the scan of titles", () => {
  const titles = (text: string) => titlesOf(parse("test/a.test.ts", text));

  test.each([
    ["a test", 'test("A", () => {});', ["A"]],
    ["a test in groups", 'describe("A", () => { describe("B", () => { test("C", () => {}); }); });', ["A > B > C"]],
    ["a template", ["test(`A $", "{b} C`, () => {});"].join(""), ["A … C"]],
    ["rows without rules stand for one test", 'test.each([[1], [2]])("A %i, 5 %%", () => {});', ["A …, 5 %"]],
    ["rows that a variable holds", 'test.each(rows)("A %s", () => {});', ["A …"]],
    ["a test that is skipped proves nothing", 'test.skip("A", () => {});', []],
    ["a function of another name", 'best("A", () => {});', []],
  ])("%s", (_what, text, expected) => {
    expect(titles(text)).toEqual(expected);
  });

  test("rows that name rules stand alone, in tests and in groups", () => {
    const [first, second] = ids;
    const rows = `[["${first}", 1], ["${second}", 2]]`;
    expect(titles(`test.each(${rows})("%s: %i", () => {});`)).toEqual([`${first}: 1`, `${second}: 2`]);
    expect(titles(`describe.each(${rows})("%s", () => { test("A", () => {}); });`)).toEqual([
      `${first} > A`,
      `${second} > A`,
    ]);
  });

  test("ids of a title: each once, ranges whole, others' names left alone", () => {
    const [first, second, third] = ids;
    expect(ruleIdsIn(`${second}, ${first}: and ${second}`)).toEqual([second, first]);
    expect(ruleIdsIn(`${first} to ${third}`)).toEqual([first, second, third]);
    expect(ruleIdsIn("x86-64, a-1, arm64")).toEqual([]);
  });
});
