/** Charts as data: golden specs, titles that state the finding, and what is drawn for odd results. */
import { expect, test } from "vitest";
import { drawSvg } from "../../../reports/charts/draw.ts";
import {
  asyncQueueChart,
  charts,
  coldStartsChart,
  concurrencyChart,
  costChart,
  environmentsChart,
  latencyChart,
  regionChart,
  throttlesChart,
  type VegaLiteSpec,
} from "../../../reports/charts/index.ts";
import type { Result } from "../../../sim/index.ts";
import { emptyResult, minuteResult, pendingResult, renamedResult } from "../../helpers/chart-results.ts";
import { goldenJson } from "../../helpers/golden.ts";
import { sampleResult } from "../../helpers/sample-result.ts";

type Build = (result: Result) => VegaLiteSpec;

const CASES: readonly { readonly name: string; readonly build: Build }[] = [
  { name: "concurrency", build: concurrencyChart },
  { name: "throttles", build: throttlesChart },
  { name: "latency", build: latencyChart },
  { name: "cold-starts", build: coldStartsChart },
  { name: "async-queue", build: asyncQueueChart },
  { name: "environments", build: environmentsChart },
  { name: "region", build: (result) => regionChart(result, "us-east-1") },
  { name: "cost", build: costChart },
];

/** Lines joined, the spaces that keep numbers whole made plain. */
function titleOf(spec: VegaLiteSpec): string {
  const { text } = spec.title as { text: string[] };
  return text.join(" ").replaceAll("\u00a0", " ");
}

const without = (result: Result, kinds: readonly string[]): Result => ({
  ...result,
  events: result.events.filter(({ kind }) => !kinds.includes(kind)),
});

test.each(CASES)("the $name chart is the golden one", ({ name, build }) => {
  const spec = build(minuteResult());
  expect(JSON.parse(JSON.stringify(spec))).toEqual(goldenJson(`charts/${name}.json`, spec));
});

test.each(CASES)("the $name chart is plain JSON: nothing is lost on the way through text", ({ build }) => {
  const spec = build(sampleResult());
  expect(JSON.parse(JSON.stringify(spec))).toStrictEqual(spec);
});

// drawSvg throws on any warning of Vega-Lite or Vega.
test.each(CASES)("the $name chart is drawn without a warning: full, thinned and empty", async ({ build }) => {
  const drawn = await Promise.all([minuteResult(), sampleResult(), emptyResult()].map((each) => drawSvg(build(each))));
  expect(drawn.map((svg) => svg.slice(-6))).toEqual(["</svg>", "</svg>", "</svg>"]);
  expect(drawn.join()).not.toMatch(/NaN|undefined|Infinity/);
});

test.each<[VegaLiteSpec, string]>([
  [concurrencyChart(minuteResult()), "checkout hits its reservation of 300 at 00:29 and refuses 2.12 % of requests"],
  [
    concurrencyChart(minuteResult(), { function: "fulfil" }),
    "fulfil runs at most 55 requests at once (91.7 % of its 60 reserved), at 00:00; no request was refused",
  ],
  [
    throttlesChart(minuteResult()),
    "checkout refuses 13 358 of 629 584 requests (2.12 %), all because its reservation was full; " +
      "at worst 64/s, at 00:43",
  ],
  [throttlesChart(minuteResult(), { function: "search" }), "No request of search was refused (of 66 713)"],
  [latencyChart(minuteResult()), "p99 of checkout rises from 900ms (climb) to 1.98s (peak)"],
  [
    latencyChart(without(minuteResult(), ["phase"]), { function: "search" }),
    "search answers half of its requests within 85ms and 99 % within 240ms",
  ],
  [
    coldStartsChart(minuteResult()),
    "3 689 of 616 226 invocations of checkout start cold (0.60 %), most at 00:31 (6 in 1s)",
  ],
  [
    asyncQueueChart(minuteResult()),
    "The queue of thumbs grows to 13 events at 00:00; the oldest is tried after 5.24s; " +
      "4 of 10 060 are dropped, 7 still wait at the end",
  ],
  [asyncQueueChart(minuteResult(), { function: "search" }), "search received no event"],
  [
    environmentsChart(minuteResult()),
    "checkout keeps up to 300 environments (at 00:28) and starts 3 689; 5.16 % of their time is idle",
  ],
  [
    regionChart(minuteResult(), "us-east-1"),
    "At most 402 of the 1 000 units of us-east-1 are claimed (40.2 %), at 00:32; at most 397 run",
  ],
  [costChart(minuteResult()), "The run costs $4.61, 75.3 % of it for checkout; 96.8 % is for duration"],
  [
    throttlesChart(pendingResult()),
    "The state of checkout refuses 300 attempts (409 ResourceConflictException), the first at 00:00",
  ],
  [
    concurrencyChart(pendingResult()),
    "checkout runs at most 300 requests at once (100 % of its 300 reserved), at 00:28; no request was throttled",
  ],
  [costChart(emptyResult()), "The run costs nothing"],
  [regionChart(emptyResult(), "us-east-1"), "No unit of us-east-1 is claimed"],
  [concurrencyChart(emptyResult()), "checkout received no request"],
  [throttlesChart(emptyResult()), "checkout received no request"],
  [latencyChart(emptyResult()), "checkout gave no answer"],
  [coldStartsChart(emptyResult()), "checkout ran no invocation"],
  [environmentsChart(emptyResult()), "checkout has no environment"],
])("a title states the finding: %#", (spec, title) => {
  expect(titleOf(spec)).toBe(title);
});

test("a title names the cause that refused most, and its part of all refusals", () => {
  const result = minuteResult();
  const [full] = result.functions.checkout!.throttles;
  result.functions.checkout!.throttlesCount = 400;
  result.functions.checkout!.throttles = [
    { ...full!, count: 100 },
    { ...full!, cause: "scaling-rate", count: 300, firstMs: 12_000 },
  ];
  expect(titleOf(throttlesChart(result))).toContain("75.0 % because it may not add environments faster");
  expect(titleOf(concurrencyChart(result))).toContain(
    "checkout needs environments faster than it may add them at 00:12",
  );
});

test("a result gets the charts of its throttled function, and an async chart where events waited", () => {
  expect(charts(minuteResult()).map(({ name }) => name)).toEqual([
    "concurrency-checkout",
    "throttles-checkout",
    "latency-checkout",
    "cold-starts-checkout",
    "async-queue-thumbs",
    "environments-checkout",
    "region-us-east-1",
    "cost",
  ]);
});

test("a result without traffic has no chart to show", () => {
  expect(charts(emptyResult())).toEqual([]);
});

test("names of charts are fit for files, and no two are equal", () => {
  const result = renamedResult("../check out");
  result.functions["../check:out"] = result.functions["../check out"]!;
  result.series.functions["../check:out"] = result.series.functions["../check out"]!;
  const names = charts(result).map(({ name }) => name);
  expect(names.slice(0, 2)).toEqual(["concurrency-___check_out", "concurrency-___check_out-2"]);
});

test("a function that the result does not have is named in the error, with those it has", () => {
  expect(() => concurrencyChart(minuteResult(), { function: "chekout" })).toThrow(
    'no function "chekout" in this result; it has checkout, fulfil, search, thumbs',
  );
});

test("a limit far above everything used is named at the edge, not drawn", () => {
  const spec = JSON.stringify(concurrencyChart(minuteResult(), { function: "search" }));
  expect(spec).toContain('"text":"↑ shared pool 640"');
  expect(spec).not.toContain('"value":640');
});

test("a limit that rises out of reach is drawn up to then", () => {
  const result = minuteResult();
  const [first] = result.limits.functions.checkout!;
  const limits = [first!, { ...first!, fromMs: 30_000, reserved: 2_000 }];
  result.limits = { ...result.limits, functions: { ...result.limits.functions, checkout: limits } };
  const spec = JSON.stringify(concurrencyChart(result));
  expect(spec).toContain('{"atMs":0,"value":300},{"atMs":30000,"value":300},{"atMs":30000,"value":null}');
  expect(spec).toContain('"text":"↑ reserved 2 000"');
});

test("what shares the pool is drawn beside a function of the pool, not beside one on Managed Instances", () => {
  const result = minuteResult();
  const drawn = (): string => JSON.stringify(concurrencyChart(result, { function: "search" }));
  expect(drawn()).toContain("all that share the pool");
  const managed = result.limits.functions.search!.map((each) => ({ ...each, managed: true as const }));
  result.limits = { ...result.limits, functions: { ...result.limits.functions, search: managed } };
  expect(drawn()).not.toContain("all that share the pool");
});

test("a Region stacks its busiest functions and adds up the rest; Managed Instances take none of its units", () => {
  const result = minuteResult();
  const { fulfil } = result.functions;
  const { fulfil: series } = result.series.functions;
  for (const name of ["f1", "f2", "f3"]) {
    result.functions[name] = fulfil!;
    result.series.functions[name] = series!;
  }
  const managed = result.limits.functions.thumbs!.map((each) => ({ ...each, managed: true as const }));
  result.limits = { ...result.limits, functions: { ...result.limits.functions, thumbs: managed } };
  const spec = JSON.stringify(regionChart(result, "us-east-1"));
  expect(spec).toContain('"text":"checkout"');
  expect(spec).toContain('"text":"2 others"');
  expect(spec).not.toContain('"text":"thumbs"');
});

test("a Region that the result does not have is named in the error", () => {
  expect(() => regionChart(minuteResult(), "mars-1")).toThrow('no Region "mars-1" in this result; it has us-east-1');
});

test("no tick of an axis is left out by Vega: as many are asked for as there are", () => {
  const asked = Array.from(
    JSON.stringify(CASES.map(({ build }) => build(sampleResult()))).matchAll(
      /"values":(\[[^[\]]*\]),"tickCount":(\d+)/g,
    ),
    ([, values, tickCount]) => [JSON.parse(values!).length, Number(tickCount)],
  );
  expect(asked.length).toBeGreaterThan(CASES.length);
  expect(asked.filter(([values, tickCount]) => values !== tickCount)).toEqual([]);
});

test("a line has at most 600 points, whatever the length of the run", () => {
  const layers = CASES.flatMap(({ build }) => layersOf(build(sampleResult())));
  // A line ends with one point more, at the end of the run.
  expect(Math.max(...layers.map(({ data }) => data?.values?.length ?? 0))).toBeLessThanOrEqual(601);
});

interface DrawnLayer {
  readonly data?: { readonly values?: readonly unknown[] };
}

function layersOf(spec: VegaLiteSpec): DrawnLayer[] {
  const { layer, vconcat } = spec as { layer?: DrawnLayer[]; vconcat?: { layer: DrawnLayer[] }[] };
  return layer ?? vconcat?.flatMap((panel) => panel.layer) ?? [];
}
