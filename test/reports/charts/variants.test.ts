/** Small multiples: one panel for each variant, on the same axes, the first in grey behind the others. */
import { expect, test } from "vitest";
import { drawSvg } from "../../../reports/charts/draw.ts";
import { variantCharts } from "../../../reports/charts/index.ts";
import type { Result } from "../../../sim/index.ts";
import { emptyResult, minuteResult, relievedResult } from "../../helpers/chart-results.ts";
import { goldenJson } from "../../helpers/golden.ts";

interface Panels {
  readonly vconcat: readonly { readonly layer: readonly object[] }[];
}

const named = (variant: string): Result => ({ ...minuteResult(), variant });
const pair = variantCharts([minuteResult(), relievedResult()]);
const panelsOf = (results: readonly Result[]): string[] =>
  (variantCharts(results)[0]!.spec as unknown as Panels).vconcat.map((panel) => JSON.stringify(panel));

test("concurrency, throttles and p99 of the function that has most to say", () => {
  expect(pair.map(({ name, title }) => [name, title])).toEqual([
    ["variants-concurrency-checkout", "The share that checkout refuses is 2.12 % in base, least in reserved-400 (0 %)"],
    ["variants-throttles-checkout", "The share that checkout refuses is 2.12 % in base, least in reserved-400 (0 %)"],
    ["variants-latency-checkout", "p99 of checkout is 1.98s in base, least in reserved-400 (990ms)"],
  ]);
});

test.each(pair)("$name is the golden one, and is drawn without a warning", async ({ name, spec }) => {
  expect(JSON.parse(JSON.stringify(spec))).toEqual(goldenJson(`charts/${name}.json`, spec));
  expect(await drawSvg(spec)).not.toMatch(/NaN|undefined|Infinity/);
});

test("each panel has its name and its finding; all have the scale that holds the highest", () => {
  const [base, more] = panelsOf([minuteResult(), relievedResult()]);
  expect(base).toContain("base: at most 300 at once, 2.12 % of requests refused");
  expect(more).toContain("reserved-400: at most 360 at once, none refused");
  expect(base).toContain('"domain":[0,416]');
  expect(more).toContain('"domain":[0,416]');
});

test("the base is grey behind every other panel, and not behind itself", () => {
  const [base, ...others] = panelsOf([minuteResult(), relievedResult(), named("third")]);
  expect(base).not.toContain("#8A8F98");
  expect(others.map((panel) => panel.includes("#8A8F98"))).toEqual([true, true]);
});

test("at most 8 panels; the subtitle says how many are left out, and the table has what is drawn", () => {
  const nine = Array.from({ length: 10 }, (_, i) => named(`v${i}`));
  const [first] = variantCharts(nine);
  expect(panelsOf(nine)).toHaveLength(8);
  expect(JSON.stringify(first!.spec.title)).toContain("2 more variants are left out");
  expect(first!.numbers.heads).toHaveLength(1 + 8);
});

test("variants that differ in nothing say so", () => {
  const [, , latency] = variantCharts([named("a"), named("b")]);
  expect(latency!.title).toBe("p99 of checkout is 1.98s in every variant");
});

test("one run is no comparison, and nothing is drawn without traffic", () => {
  expect(variantCharts([minuteResult()])).toEqual([]);
  expect(variantCharts([])).toEqual([]);
  expect(variantCharts([emptyResult(), emptyResult()])).toEqual([]);
});

test("a variant without the function has no panel", () => {
  const { checkout: _, ...functions } = minuteResult().functions;
  const without = { ...minuteResult(), variant: "without", functions };
  expect(panelsOf([minuteResult(), without, relievedResult()])).toHaveLength(2);
});
