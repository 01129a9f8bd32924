/** The scenarios of the library: each loads, names its question and its remedy, and its comment tells the truth. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { evaluate, parseThresholds } from "../../reports/index.ts";
import { load } from "../../scenarios/index.ts";
import { simulate } from "../../sim/index.ts";

const FOLDER = new URL("../../scenarios/library/", import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".burst.yaml"));
/** Long runs, cut to what their verdicts need. */
const SHORTER: Readonly<Record<string, Record<string, unknown>>> = {
  "flash-sale.burst.yaml": { "simulate.for": "4m", changes: [] },
  "why-does-provisioned-spill-over-at-28-percent.burst.yaml": { "simulate.for": "20s" },
  "can-a-stranger-exhaust-my-account.burst.yaml": { "simulate.for": "3m" },
  "what-is-left-when-i-reserve-100.burst.yaml": { "simulate.for": "150s" },
  "do-provisioned-units-serve-at-the-account-limit.burst.yaml": { "simulate.for": "150s" },
};

const textOf = (name: string) => readFileSync(new URL(name, FOLDER), "utf8");
const read = (path: string) => (existsSync(new URL(path, FOLDER)) ? textOf(path) : null);
const opened = (name: string, set: Record<string, unknown> = {}) => load(textOf(name), name, { read, set });
const scenarioOf = (name: string) => {
  const loaded = opened(name, SHORTER[name]);
  if (!loaded.ok) throw new Error(`${name}: ${loaded.problems[0]?.text}`);
  return loaded.scenario;
};
const commentOf = (name: string) => textOf(name).split("version: 1")[0]!.replaceAll("\n#", "");
const remedyOf = (name: string) => /To see it turn: --variant ([\w-]+)/.exec(commentOf(name))?.[1];

const names = (things: readonly { readonly name: string }[]) => things.map(({ name }) => name);

/** The thresholds that one run with the first seed misses. */
function missed(name: string, variant: string): string[] {
  const scenario = scenarioOf(name);
  const config = scenario.config({ variant });
  const scope = {
    functions: names(config.functions),
    traffic: names(config.traffic),
    sources: names(config.sources),
    downstreams: names(config.downstreams),
    regions: names(config.regions),
    phases: names(config.windows),
  };
  const { thresholds } = parseThresholds(scenario.thresholds, scope);
  expect(thresholds).toHaveLength(scenario.thresholds.length);
  return evaluate(thresholds, simulate(config))
    .filter((verdict) => !verdict.passed)
    .map((verdict) => verdict.that);
}

test("there is a library", () => {
  expect(FILES.length).toBeGreaterThan(15);
});

describe.each(FILES)("%s", (name) => {
  test("loads without a problem or a warning, and is named for itself", () => {
    expect(opened(name)).toMatchObject({ ok: true, warnings: [], scenario: { name: name.replace(".burst.yaml", "") } });
  });

  test("opens with its question, the answer with its rules, and a remedy that exists", () => {
    expect(commentOf(name)).toMatch(/^# [A-Z0-9].*\? .* Answer: .*\([A-Z]+\d*-\d+.* To see it turn: /);
    expect(scenarioOf(name).variants).toContain(remedyOf(name));
  });

  test("has a configuration for each variant", () => {
    const scenario = scenarioOf(name);
    const variants = scenario.variants.map((variant) => scenario.config({ variant }).variant);
    expect(variants).toEqual(scenario.variants);
  });

  test("fails the verdicts that say so and no others, and its remedy turns some", () => {
    const onPurpose = scenarioOf(name).thresholds.filter(({ why }) => why.startsWith("fails on purpose"));
    const base = missed(name, "base");
    expect(base).toEqual(onPurpose.map(({ that }) => that));
    expect(missed(name, remedyOf(name) ?? "")).not.toEqual(base);
  }, 20_000);
});

describe("CONC-7: which reservations fit, as the scenario of the new account says", () => {
  const { config } = scenarioOf("which-reservations-fit-a-new-account.burst.yaml");

  test.each([
    { quota: "10", reserved: "0" },
    { quota: "150", reserved: "50" },
  ])("$reserved of $quota", ({ quota, reserved }) => {
    const built = config({ set: { "region.concurrency": quota, "functions.api.reserved": reserved } });
    expect(built.functions[0]?.reserved).toBe(Number(reserved));
  });

  test.each([
    { quota: "10", reserved: "1", room: 0 },
    { quota: "100", reserved: "1", room: 0 },
    { quota: "150", reserved: "51", room: 50 },
  ])("not $reserved of $quota", ({ quota, reserved, room }) => {
    const set = { "region.concurrency": quota, "functions.api.reserved": reserved };
    expect(() => config({ set })).toThrow(`only ${room} can be reserved`);
  });
});
