/** A config's digest: one for all its seeds, another for any other setting, in whatever order they are asked for. */
import { expect, test } from "vitest";
import { seconds } from "../../../sim/index.ts";
import { configDigest } from "../../../sim/measure/report/config-digest.ts";
import { configOf } from "../../helpers/config.ts";

const one = configOf({ functions: { f: { run: 100 } }, traffic: [{ invoke: "f", at: [0] }] });
const other = { ...one, functions: one.functions.map((fn) => ({ ...fn, timeout: seconds(77) })) };

test("a seed is no part of it", () => {
  expect(configDigest({ ...one, seed: one.seed + 1 })).toBe(configDigest(one));
});

test("any other setting is, whichever config was asked for before", () => {
  const [first, second] = [configDigest(one), configDigest(other)];
  expect(second).not.toBe(first);
  expect([one, other, other, one].map(configDigest)).toEqual([first, second, second, first]);
});

test("equal settings in other objects have an equal one", () => {
  expect(configDigest(structuredClone(one))).toBe(configDigest(one));
});
