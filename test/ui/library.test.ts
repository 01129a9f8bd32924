/** The packages' entries, used as their documentation shows, from the built files. */
import { describe, expect, test } from "vitest";
import { charts, concurrencyChart } from "../../reports/charts/index.ts";
import {
  combine,
  evaluate,
  load,
  type Problem,
  type Result,
  render,
  simulate,
  start,
  thresholdProblems,
} from "../../ui/library/index.ts";
import { simulateInSlices } from "../../ui/runs/executors/slices.ts";
import { reachableFrom } from "../tidy/layers.ts";
import { sourceFiles, textOf } from "../tidy/tree.ts";

const parents: Record<string, string> = {};

function scenario() {
  const loaded = load(textOf("test/data/cli/good.burst.yaml"), "good.burst.yaml", {
    read: (path) => parents[path] ?? null,
  });
  if (!loaded.ok)
    throw new Error(loaded.problems.map((p: Problem) => `${p.file}:${p.line}:${p.column} ${p.text}`).join("\n"));
  return loaded.scenario;
}

test("text to scenario to result to judgement, chart and text", () => {
  const { thresholds, config } = scenario();
  const base: Result = simulate(config({ seed: 42 }));
  const less: Result = simulate(config({ seed: 42, set: { "functions.checkout.reserved": 0 } }));
  expect(evaluate(thresholds, base).map((verdict) => verdict.passed)).toEqual([true]);
  expect(evaluate(thresholds, [less]).map((verdict) => verdict.passed)).toEqual([false]);
  expect(render(base, "terminal", { color: false })).toMatch(/^good {3}base {3}seed 42/);
  expect(concurrencyChart(base, { function: "checkout", against: less }).title).toBeDefined();
  expect(charts(base).map(({ name }) => name)).toContain("concurrency-checkout");
});

test("a run in slices, however they are cut, is the same run", async () => {
  const config = scenario().config({ seed: 42 });
  const whole = simulate(config);
  const run = start(config);
  expect(run.advanceTo(1000)).toBe(true);
  expect(run.snapshot().functions.checkout?.busy).toBeLessThanOrEqual(3);
  expect(run.finish().digest).toBe(whole.digest);
  expect((await simulateInSlices(config, {})).digest).toBe(whole.digest);
});

test("a mistake in a threshold is told, and cannot be judged", () => {
  const result = combine([simulate(scenario().config())]);
  const wrong = [{ ...scenario().thresholds[0]!, that: "checkout.throtles.count == 0" }];
  expect(thresholdProblems(wrong, result)).toMatchObject([{ index: 0, id: "unknown-metric" }]);
  expect(() => evaluate(wrong, result)).toThrow(RangeError);
});

describe("what the entries pull in", () => {
  const files = sourceFiles();

  test.each([
    ["ui/library/index.ts", ["fastpriorityqueue", "seedrandom/lib/alea.js", "yaml", "zod"]],
    ["reports/charts/index.ts", []],
    // The film's frames, which a page may draw as well as a terminal.
    ["ui/player/frame.ts", ["fastpriorityqueue", "seedrandom/lib/alea.js"]],
  ])("%s needs nothing of Node and no heavy package", (entry, packages) => {
    expect(reachableFrom(files, entry).packages).toEqual(packages);
  });

  test("package.json names them, and what they are built to", () => {
    const { exports, bin, sideEffects } = JSON.parse(textOf("package.json"));
    expect(Object.keys(exports)).toEqual([".", "./charts", "./node", "./package.json"]);
    expect({ bin, sideEffects }).toEqual({ bin: { burstlab: "dist/bin/burstlab.js" }, sideEffects: false });
  });
});
