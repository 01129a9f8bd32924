/** Cost in scenarios: what can be chosen, what a function's price depends on, and what is a mistake. */
import { describe, expect, test } from "vitest";
import { load } from "../../../scenarios/index.ts";
import { RUN_PRICES, type SimConfig } from "../../../sim/index.ts";

const shop = (cost: string, fn = "", traffic = "") =>
  [
    "simulate: { for: 1m }",
    `functions: { checkout: { run: 100ms${fn} } }`,
    `traffic: [{ invoke: checkout, phases: [{ for: 1m, rate: 1/s }]${traffic} }]`,
    cost,
  ].join("\n");

function configOf(text: string): SimConfig {
  const loaded = load(text, "shop.burst.yaml");
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => problem.text).join("\n"));
  return loaded.scenario.config();
}
function problemsOf(text: string): string[] {
  const loaded = load(text, "shop.burst.yaml");
  return loaded.ok ? [] : loaded.problems.map(({ id, text: said, hint }) => `${id}: ${said}; ${hint}`);
}

describe("cost", () => {
  test("says nothing unless the scenario does", () => expect(configOf(shop(""))).not.toHaveProperty("cost"));

  test("has every default written out once it says anything", () => {
    expect(configOf(shop("cost: { freeTier: account }")).cost).toEqual({
      freeTier: "account",
      discount: 0,
      monthHours: 730,
      prices: {},
    });
  });

  test("takes a discount, another month and prices of one's own", () => {
    const text = "cost: { discount: 12%, monthHours: 720, prices: { LP-2: 0.0000147, LP-10/arm64: 0 } }";
    expect(configOf(shop(text)).cost).toEqual({
      freeTier: "none",
      discount: 0.12,
      monthHours: 720,
      prices: { "LP-2": 0.0000147, "LP-10/arm64": 0 },
    });
  });

  test("can be set from outside and in variants", () => {
    const text = shop("variants: { free: { cost.freeTier: account } }");
    const loaded = load(text, "shop.burst.yaml", { set: { "cost.prices.LP-1": 0.1 } });
    const config = loaded.ok ? loaded.scenario.config({ variant: "free" }) : null;
    expect(config?.cost).toMatchObject({ freeTier: "account", prices: { "LP-1": 0.1 } });
  });

  test.each([
    ["cost: { freeTeir: account }", /^unknown-key: 'freeTeir' is not a field of cost; did you mean 'freeTier'\?/],
    ["cost: { freeTier: all }", /^unknown-value: cost.freeTier is 'all'/],
    ["cost: { discount: 120% }", /^out-of-range: cost.discount is 120%/],
    ["cost: { monthHours: 671 }", /^out-of-range: cost.monthHours is 671, but must be from 672 to 744 \(PR-R24\)/],
    ["cost: { prices: { LP2: 1 } }", /^unknown-key: 'LP2' is not a field of prices/],
    ["cost: { prices: { FD-1: 1 } }", /^unknown-key: 'FD-1' is not a field of prices/],
    ["cost: { prices: { LP-1: -1 } }", /^negative: cost.prices.LP-1 is -1/],
    ["region: { prices: eu-west-1@2026-09 }", /^unknown-value: region.prices is 'eu-west-1@2026-09'/],
    ["changes: [{ at: 1s, set: { cost.freeTier: account } }]", /^unsupported: changes of cost.freeTier during a run/],
  ])("%s", (text, problem) => {
    expect(problemsOf(shop(text))).toEqual([expect.stringMatching(problem)]);
  });

  test("the price book can be named", () => {
    expect(problemsOf(shop("region: { prices: us-east-1@2026-09 }"))).toEqual([]);
  });

  test("every price that a run may charge can be one's own", () => {
    const all = RUN_PRICES.map((id) => `${id}: 1`).join(", ");
    expect(Object.keys(configOf(shop(`cost: { prices: { ${all} } }`)).cost!.prices)).toEqual(RUN_PRICES);
  });
});

describe("what a function's price depends on", () => {
  const one = (fn: string) => configOf(shop("", fn)).functions[0]!;

  test("its architecture", () => {
    expect(one(", architecture: arm64").architecture).toBe("arm64");
    expect(one(", architecture: x86_64")).not.toHaveProperty("architecture");
  });

  test("PR-R9: /tmp above 512 MB", () => {
    expect(one(", ephemeralStorage: 2GB").storageMb).toBe(2_048);
    expect(one(", ephemeralStorage: 512MB")).not.toHaveProperty("storageMb");
  });

  test.each([
    ["PR-R5: an event of 256 KB", "invocationType: Event, payload: 256KB", undefined],
    ["PR-R5: an event of 257 KB", "invocationType: Event, payload: 257KB", 2],
    ["PR-R5: a synchronous request of 1 MB", "payload: 1MB", undefined],
  ])("%s", (_title, traffic, requests) => {
    expect(configOf(shop("", "", `, ${traffic}`)).traffic[0]!.requestsPerEvent).toBe(requests);
  });
});
