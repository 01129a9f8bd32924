/** Charts of two runs: the base in grey, the change in the title, both in the table, one scale for both. */
import { describe, expect, test } from "vitest";
import { drawSvg } from "../../../reports/charts/draw.ts";
import {
  asyncQueueChart,
  type ChartOptions,
  charts,
  coldStartsChart,
  concurrencyChart,
  costChart,
  environmentsChart,
  latencyChart,
  regionChart,
  throttlesChart,
  type VegaLiteSpec,
  variantCharts,
} from "../../../reports/charts/index.ts";
import type { Result } from "../../../sim/index.ts";
import {
  emptyResult,
  minuteResult,
  pendingResult,
  relievedResult,
  renamedResult,
} from "../../helpers/chart-results.ts";
import { goldenJson } from "../../helpers/golden.ts";
import { sampleResult } from "../../helpers/sample-result.ts";

type Build = (result: Result, options: ChartOptions) => VegaLiteSpec;

const CASES: readonly { readonly name: string; readonly build: Build }[] = [
  { name: "concurrency", build: concurrencyChart },
  { name: "throttles", build: throttlesChart },
  { name: "latency", build: latencyChart },
  { name: "cold-starts", build: coldStartsChart },
  { name: "async-queue", build: asyncQueueChart },
  { name: "environments", build: environmentsChart },
  { name: "region", build: (result, options) => regionChart(result, "us-east-1", options) },
  { name: "cost", build: costChart },
];

const GREY = "#8A8F98";
const titleOf = (spec: VegaLiteSpec): string =>
  (spec.title as { text: string[] }).text.join(" ").replaceAll("\u00a0", " ");
const subtitleOf = (spec: VegaLiteSpec): string =>
  (spec.title as { subtitle: string[] }).subtitle.join(" ").replaceAll("\u00a0", " ");
const against = minuteResult();
const compared = charts(relievedResult(), { against });
const chart = (name: string) => compared.find((each) => each.name === name)!;

describe.each(CASES)("the $name chart of two runs", ({ name, build }) => {
  test("is the golden one", () => {
    const spec = build(relievedResult(), { against });
    expect(JSON.parse(JSON.stringify(spec))).toEqual(goldenJson(`charts/${name}-against.json`, spec));
  });

  test("draws the base in grey and says so, and a run alone has no base", () => {
    const spec = build(relievedResult(), { against });
    expect(JSON.stringify(spec)).toContain(`"color":"${GREY}"`);
    expect(subtitleOf(spec)).toContain("grey: base");
    expect(subtitleOf(build(relievedResult(), {}))).not.toContain("grey");
  });

  // drawSvg throws on any warning of Vega-Lite or Vega.
  test("is drawn without a warning, also against a run without traffic, and without traffic itself", async () => {
    const pairs: readonly [Result, Result][] = [
      [relievedResult(), against],
      [relievedResult(), emptyResult()],
      [emptyResult(), against],
      [pendingResult(), against],
    ];
    const drawn = await Promise.all(pairs.map(([head, base]) => drawSvg(build(head, { against: base }))));
    expect(drawn.join()).not.toMatch(/NaN|undefined|Infinity/);
  });
});

test.each<[VegaLiteSpec, string]>([
  [
    concurrencyChart(relievedResult(), { against }),
    "checkout runs at most 360 requests (300 in base) at once; no request was refused, 2.12 % in base",
  ],
  [
    concurrencyChart(against, { against: relievedResult() }),
    "checkout hits its reservation of 300 at 00:29 and refuses 2.12 % of requests, none in reserved-400",
  ],
  [
    concurrencyChart(against, { against }),
    "checkout hits its reservation of 300 at 00:29 and refuses 2.12 % of requests, as before",
  ],
  [throttlesChart(relievedResult(), { against }), "checkout refuses none of 629 584 requests, 2.12 % in base"],
  [
    throttlesChart(against, { against: relievedResult(), names: { base: "main", head: "pull request" } }),
    "checkout refuses 2.12 % of requests, none in main; all because its reservation was full",
  ],
  [latencyChart(relievedResult(), { against }), "p99 of checkout is 990ms (1.98s in base); p50 is 210ms (as in base)"],
  [
    coldStartsChart(relievedResult(), { against }),
    "0.60 % of the invocations of checkout start cold, as in base; in all 3 689 (as in base)",
  ],
  [
    asyncQueueChart(relievedResult(), { against }),
    "The queue of thumbs grows to 14 events (as in base); the oldest is tried after 5.24s (as in base); " +
      "dropped: 4 (as in base)",
  ],
  [
    environmentsChart(relievedResult(), { against }),
    "checkout keeps at most 300 environments (as in base) at once, and starts 3 689 (as in base)",
  ],
  [costChart(relievedResult(), { against }), "The run costs $4.61, as in base"],
  [costChart(relievedResult(), { against: emptyResult() }), "The run costs $4.61, nothing in base"],
])("a title tells the change: %#", (spec, title) => {
  expect(titleOf(spec)).toBe(title);
});

test("limits that differ are drawn for both, those that agree once", () => {
  const spec = JSON.stringify(concurrencyChart(relievedResult(), { against }));
  expect(spec).toContain('"text":"reserved 400"');
  expect(spec).toContain('"text":"reserved 300 (base)"');
  expect(spec).toContain('"text":"provisioned 50"');
  expect(spec).not.toContain("provisioned 50 (base)");
});

test("one scale holds both runs", () => {
  const [first] = (concurrencyChart(against, { against: relievedResult() }) as { layer: object[] }).layer;
  expect(JSON.stringify(first)).toContain('"domain":[0,416]');
});

test("a longer base makes the axis longer", () => {
  const longer = { ...minuteResult(), horizonMs: 90_000 };
  expect(JSON.stringify(concurrencyChart(relievedResult(), { against: longer }))).toContain('"domain":[0,90000]');
});

test("both runs stand in the table, under the names they are given", () => {
  const { numbers } = charts(relievedResult(), { against, names: { base: "main", head: "pull <request>" } })[0]!;
  expect(numbers.heads).toEqual([
    "from",
    "requests running at once, most (main)",
    "limit (main)",
    "requests running at once, most (pull <request>)",
    "limit (pull <request>)",
  ]);
  expect(numbers.rows.at(-1)).toEqual(["00:58", "300", "300", "360", "400"]);
});

test("a function that is throttled in the base alone has its charts, with a title each", () => {
  expect(compared.map(({ name }) => name)).toEqual([
    "concurrency-checkout",
    "throttles-checkout",
    "latency-checkout",
    "cold-starts-checkout",
    "async-queue-thumbs",
    "environments-checkout",
    "region-us-east-1",
    "cost",
  ]);
  expect(chart("throttles-checkout").title).toBe("checkout refuses none of 629 584 requests, 2.12 % in base");
});

test("a line has at most 600 points, also where two runs are drawn", () => {
  const drawn = [
    ...charts(sampleResult(), { against: sampleResult() }),
    ...variantCharts([sampleResult(), sampleResult()]),
  ].flatMap(({ spec }) => pointsOf(spec));
  // A line ends with one point more, at the end of the run.
  expect(Math.max(...drawn)).toBeLessThanOrEqual(601);
});

/** Of each list of rows anywhere in a spec, how many there are. */
function pointsOf(spec: unknown): number[] {
  if (Array.isArray(spec)) return spec.flatMap(pointsOf);
  if (typeof spec !== "object" || spec === null) return [];
  const { values } = spec as { values?: unknown };
  return [...(Array.isArray(values) ? [values.length] : []), ...Object.values(spec).flatMap(pointsOf)];
}

test("a function that the base does not have is drawn alone, and the chart says why", () => {
  const spec = concurrencyChart(renamedResult("pay"), { function: "pay", against });
  expect(subtitleOf(spec)).toContain("base has no such function");
  expect(JSON.stringify(spec)).not.toContain(GREY);
  expect(titleOf(spec)).toBe("pay hits its reservation of 300 at 00:29 and refuses 2.12 % of requests");
});
