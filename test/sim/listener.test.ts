/** Whoever listens to a run changes nothing in it: its result is that of the same run unheard. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { load } from "../../scenarios/index.ts";
import { type Run, type SimConfig, start } from "../../sim/index.ts";
import { InvariantError } from "../../sim/kernel/assert.ts";
import { WORKLOADS } from "../bench/workloads.ts";
import { configOf } from "../helpers/config.ts";
import { config } from "../laws/configs/configs.ts";

const LIBRARY = "scenarios/library";
const textOf = (path: string): string => readFileSync(`${LIBRARY}/${path}`, "utf8");
const unheard = (of: SimConfig) => start(of).finish();
const heard = (of: SimConfig) => start(of, { onEvent: () => {} }).finish();

test("generated configurations: heard or not, one result", () => {
  fc.assert(
    fc.property(config, (of) => {
      expect(unheard(of).digest).toBe(heard(of).digest);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test.each(readdirSync(LIBRARY).filter((file) => file.endsWith(".yaml")))("%s: heard or not, one result", (file) => {
  const read = load(textOf(file), file, { read: textOf });
  if (!read.ok) throw new Error(`${file} has problems`);
  const whole = read.scenario.config();
  const horizon = Math.min(whole.horizon, 300e6) as SimConfig["horizon"];
  const windows = whole.windows.filter(({ spans }) => spans.every(({ to }) => to <= horizon));
  const of = { ...whole, horizon, windows };
  expect(unheard(of)).toEqual(heard(of));
});

test.each(Object.entries(WORKLOADS))("workload %s: heard or not, one result", (_name, { config: of, rate }) => {
  const asked = of(20_000, rate);
  expect(unheard(asked).digest).toBe(heard(asked).digest);
});

test("a run that its listener breaks off stays broken: it has no result that looks whole", () => {
  const of = configOf({ functions: { f: {} }, traffic: [{ invoke: "f", at: [0, 500, 1000] }] });
  const run = start(of, {
    onEvent: ({ kind }) => {
      if (kind === "end") throw new Error("enough");
    },
  });
  for (const again of [() => run.finish(), () => run.finish(), () => run.advanceTo(2000)]) {
    expect(again).toThrow("enough");
  }
});

test.each<[what: string, again: (run: Run) => void]>([
  ["advanceTo", (run) => void run.advanceTo(50_000)],
  ["finish", (run) => void run.finish()],
])("a listener may not call %s of its own run", (_what, again) => {
  const of = configOf({ functions: { f: {} }, traffic: [{ invoke: "f", at: [0, 500] }] });
  const run: Run = start(of, { onEvent: () => again(run) });
  expect(() => run.finish()).toThrow(InvariantError);
  expect(() => run.finish()).toThrow("by what it tells");
});

test.each([Number.NaN, undefined, "x"])("a run does not advance to %s, and goes on", (ms) => {
  const of = configOf({ functions: { f: {} }, traffic: [{ invoke: "f", at: [0, 500] }] });
  const run = start(of);
  expect(() => run.advanceTo(ms as number)).toThrow(RangeError);
  expect(run.finish().digest).toBe(unheard(of).digest);
});
