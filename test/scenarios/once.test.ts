/** What is written once is read once, and what holds at two moments or in two variants is built once. */
import { expect, test, vi } from "vitest";
import { functionRules } from "../../scenarios/parts/function/examine.ts";
import { functionSchema } from "../../scenarios/parts/function/schema.ts";
import type { PartRules } from "../../scenarios/parts/part.ts";
import { scenarioOf } from "./reading.ts";

const SHOP = `simulate: { for: 10m }
vars: { slow: 300ms }
functions: { checkout: { run: 100ms }, search: { run: $slow }, cart: { run: 1s, reserved: 10 }, mail: { run: 30ms } }
changes:
  - { at: 1m, for: 1m, set: { functions.checkout.reserved: 50 } }
  - { at: 4m, for: 1m, set: { functions.search.timeout: 9s } }
traffic: [{ invoke: checkout, phases: [{ for: 10m, rate: 1/s }] }]
variants:
  fewer: { functions.cart.reserved: 20 }
  quota: { region.concurrency: 2000 }
  short: { simulate.for: 9m }
`;

/** How often a function is read and examined until the base and all variants have their configs. */
function countsOf(text: string): { loaded: readonly number[]; configured: readonly number[] } {
  const read = vi.spyOn(functionSchema, "safeParse");
  const examined = vi.spyOn(functionRules as Required<PartRules>, "ofFunction");
  const counts = () => [read.mock.calls.length, examined.mock.calls.length];
  const scenario = scenarioOf(text);
  const loaded = counts();
  scenario.config();
  for (const variant of scenario.variants) scenario.config({ variant, seed: 7 });
  const configured = counts();
  read.mockRestore();
  examined.mockRestore();
  return { loaded, configured };
}

test("4 functions, 2 changes that are undone, 3 variants: 7 texts of functions, 12 states of 4 functions", () => {
  // Read: the 4, and each of the 3 settings that touch one. Examined: base and variants, each as it begins and with
  // either change; what a change leaves when it is undone has been seen.
  expect(countsOf(SHOP)).toEqual({ loaded: [7, 48], configured: [7, 48] });
});

test("another override is read by itself, and only what it touches", () => {
  const scenario = scenarioOf(SHOP);
  const read = vi.spyOn(functionSchema, "safeParse");
  const { functions } = scenario.config({ set: { "functions.mail.timeout": "2s" } });
  expect(read).toHaveBeenCalledTimes(1);
  read.mockRestore();
  expect(functions.map(({ name, timeout }) => [name, timeout / 1_000_000])).toEqual([
    ["cart", 3],
    ["checkout", 3],
    ["mail", 2],
    ["search", 3],
  ]);
});

test("a null that removes a field is not the same as a field that is not there: a misspelt key is still seen", () => {
  const text = SHOP.replace("variants:", "variants:\n  misspelt: { functions.mail.tymeout: null }");
  expect(() => scenarioOf(text)).toThrow("'tymeout' is not a field of a function");
});
