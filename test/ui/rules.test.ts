/** `rules`: the list, one rule in every state, and what does not exist. */
import { describe, expect, test } from "vitest";
import { RULES } from "../../sim/index.ts";
import { numbersOf, settingsOf } from "../../ui/commands/rule-book.ts";
import { burstlab } from "../helpers/cli.ts";

const out = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await burstlab(["rules", ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
};

describe("the list", () => {
  test("has every rule in its order, within 100 columns, and the counts", async () => {
    const text = await out();
    const ids = text.split("\n").flatMap((line) => /^ {2}([A-Z]+-R?\d+) /.exec(line)?.[1] ?? []);
    expect(ids).toEqual(RULES.map(({ id }) => id));
    expect(text.split("\n").filter((line) => line.length > 100)).toEqual([]);
    expect(text).toMatch(/\n254 rules: \d+ proved by tests, \d+ excluded with a reason, \d+ not yet\.\n/);
  });

  test.each(["RES", "res"])("--family %s: those only", async (family) => {
    const text = await out("--family", family);
    expect(text).toContain("RES  Reserved concurrency\n  RES-1     D            ");
    expect(text).toContain("\n11 rules: ");
    expect(text).not.toContain("CONC-");
  });

  test("--json: with state and tests", async () => {
    const { rules } = JSON.parse(await out("--family", "RES", "--json"));
    expect(rules).toHaveLength(11);
    expect(rules[4]).toMatchObject({ id: "RES-5", family: "RES", confidence: ["D"], state: "proved" });
  });
});

describe("one rule", () => {
  test("meaning, confidence in words, source, numbers, settings, tests", async () => {
    const text = await out("RPS-8");
    expect(text.split("\n").slice(0, 3)).toEqual([
      "RPS-8  Requests per second",
      "  meaning     The rate is modelled as a bucket that holds one second of it; the length can be set.",
      "  confidence  MOD: assumed here, since AWS is silent",
    ]);
    expect(text).toContain(
      "  settings    region.model.requestRateWindow\n                How much of the request rate",
    );
    expect(text).toMatch(/\n {2}state {7}proved by \d+ tests?\n {2}tests {7}test\//);
    expect(text).toContain("\n                RPS-8: token bucket of 10 a second");
  });

  test("a number of AWS with the month in which it was checked", async () => {
    expect(await out("conc-7")).toContain("  numbers     unreservedFloor: 100 units, checked 2026-09\n");
  });

  test.each([
    ["PR-R24", "proved by "],
    ["LP-12", "price: a number of the price book"],
    ["LIM-7", "excluded: code storage is used up by deployments"],
    ["OQ-5", "open question: no source settles it"],
    ["MET-22", "not yet proved: missing is pollers of Kafka"],
  ])("%s: %s", async (id, state) => {
    expect(await out(id)).toContain(`  state       ${state}`);
  });

  test("--json", async () => {
    const rule = JSON.parse(await out("CONC-2", "--json"));
    expect(rule).toMatchObject({
      id: "CONC-2",
      state: "proved",
      numbers: [{ name: "accountConcurrency", value: 1000 }],
    });
    expect(rule.settings.map(({ path }: { path: string }) => path)).toEqual([
      "region.concurrency",
      "region.model.fullLimit",
    ]);
  });
});

describe("settings and numbers", () => {
  test("a range in a description means all between its ends", () => {
    const callers = settingsOf("SDK-3").map(({ path }) => path);
    expect(callers).toEqual(["functions.NAME.calls[].client", "traffic[].client"]);
  });
  test("the name in a map is NAME", () => {
    expect(settingsOf("RES-1").map(({ path }) => path)).toEqual(["functions.NAME.reserved"]);
  });
  test("a rule without any", () => expect([settingsOf("LIM-10"), numbersOf("LIM-10")]).toEqual([[], []]));
});

test.each([
  [["res-77"], "there is no rule 'res-77'", "did you mean 'RES-7'?"],
  [["scael-1"], "there is no rule 'scael-1'", "did you mean 'SCALE-1'?"],
  [["nonsense"], "there is no rule 'nonsense'", "'burstlab rules' lists them all"],
  [["--family", "rse"], "there is no family 'RSE'", "did you mean 'RES'?"],
  [["--family", "nonsense"], "there is no family 'NONSENSE'", "the families are ADM, CONC, "],
  [["RES-7", "--family", "RES"], "--family cannot be used with the id of one rule", "leave one of the two out"],
])("wrong: burstlab rules %j", async (args, what, hint) => {
  const { code, stdout, stderr } = await burstlab(["rules", ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(`error[bad-flag]: ${what}`);
  expect(stderr).toContain(hint);
});

test("wrong, with --json: the problem on stdout", async () => {
  const { code, stdout } = await burstlab(["rules", "res-77", "--json"]);
  expect(code).toBe(2);
  expect(JSON.parse(stdout).problems).toMatchObject([{ id: "bad-flag", hint: "did you mean 'RES-7'?" }]);
});
