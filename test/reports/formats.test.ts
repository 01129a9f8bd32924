/** The shapes for other programs: the result document, the series as CSV, the report in Markdown, and the way in. */
import { describe, expect, test } from "vitest";
import { metricTable, type RenderOptions, render, type Verdict } from "../../reports/index.ts";
import type { Result } from "../../sim/index.ts";
import { sampleResult } from "../helpers/sample-result.ts";
import { FAILED_VERDICT } from "../helpers/sample-verdict.ts";

const SAMPLE = sampleResult();
const MET: Verdict = {
  ...FAILED_VERDICT,
  that: "checkout.busy.max < 400",
  passed: true,
  value: 300,
  interval: null,
  unit: "count",
};

/** A result of one function and two buckets, small enough to be read as a whole. */
function small(name: string): Result {
  const series = {
    ...SAMPLE.series.functions.checkout!,
    requests: [4, 6],
    throttles: [0, 1],
    throttlesByCause: { "reserved-full": [0, 1] },
    latencyMsP99: [null, 12.5],
  };
  const { requests, throttles, throttlesByCause, latencyMsP99 } = series;
  const only = { requests, throttles, throttlesByCause, latencyMsP99 } as unknown as typeof series;
  const regions = { "us-east-1": { concurrencyMax: [1, 2], unreservedMax: [0, 0], claimedMax: [3, 3] } };
  return { ...SAMPLE, series: { bucketMs: 500, buckets: 2, functions: { [name]: only }, regions } };
}

describe("the series as CSV", () => {
  test("one row for each bucket, subject and metric; no value is an empty field", () => {
    expect(render(small("checkout"), "csv").split("\r\n")).toEqual([
      "atMs,kind,subject,metric,value",
      "0,function,checkout,requests,4",
      "0,function,checkout,throttles,0",
      "0,function,checkout,throttles.reserved-full,0",
      "0,function,checkout,latencyMsP99,",
      "0,region,us-east-1,concurrencyMax,1",
      "0,region,us-east-1,unreservedMax,0",
      "0,region,us-east-1,claimedMax,3",
      "500,function,checkout,requests,6",
      "500,function,checkout,throttles,1",
      "500,function,checkout,throttles.reserved-full,1",
      "500,function,checkout,latencyMsP99,12.5",
      "500,region,us-east-1,concurrencyMax,2",
      "500,region,us-east-1,unreservedMax,0",
      "500,region,us-east-1,claimedMax,3",
      "",
    ]);
  });

  test("a name with commas, quotes or line feeds is quoted", () => {
    expect(render(small('a,"b"\nc'), "csv")).toContain('\r\n0,function,"a,""b""\nc",requests,4\r\n');
  });
});

describe("the result document", () => {
  const text = render(SAMPLE, "json", { verdicts: [FAILED_VERDICT, MET] });

  test("reads back as the result with its judgement", () => {
    expect(JSON.parse(text)).toEqual({ ...SAMPLE, passed: false, thresholds: [FAILED_VERDICT, MET] });
  });

  test("keys are in the order of the contract: the run, the judgement, the numbers, the digest", () => {
    const keys = Object.keys(JSON.parse(text));
    const first = ["schema", "engine", "scenario", "variant", "seeds", "horizonMs", "ignoreMs", "passed", "thresholds"];
    expect([keys.slice(0, 9), keys.at(-1)]).toEqual([first, "digest"]);
  });

  test("a list of numbers takes one line, an object one line for each field", () => {
    expect(text).toContain('\n  "seeds": [42],\n');
    expect(text).toContain(
      '\n  "assumptions": [\n    {\n      "policy": "idleLifetime",\n      "value": "measured-2020",\n',
    );
    expect(text).toContain('\n        "latencyMs": [[60.974,');
    expect(text.endsWith("\n}\n")).toBe(true);
  });

  test("a run without thresholds has passed", () => {
    expect(JSON.parse(render(SAMPLE, "json"))).toMatchObject({ passed: true, thresholds: [] });
  });
});

describe("the report in Markdown", () => {
  const report = (options: RenderOptions = { verdicts: [FAILED_VERDICT, MET] }, result = SAMPLE): string =>
    render(result, "markdown", options);

  test("the whole report", async () => {
    await expect(report()).toMatchFileSnapshot("../golden/report.md");
  });

  test.each([
    [[FAILED_VERDICT, MET], "### ✗ burstlab: `flash-sale` fails 1 of 2 thresholds"],
    [[MET], "### ✓ burstlab: `flash-sale` meets its thresholds"],
    [
      [{ ...FAILED_VERDICT, level: "warn" as const }, MET],
      "### ✓ burstlab: `flash-sale` meets its thresholds, 1 warning",
    ],
    [[], "### burstlab: `flash-sale`, no threshold judged"],
  ])("the heading is the verdict %#", (verdicts, heading) => {
    expect(report({ verdicts }).split("\n")[0]).toBe(heading);
  });

  test("a chart of at most 60 points, with the limit beside it", () => {
    const lines = [...report().matchAll(/^ {4}line \[(.*)\]$/gm)].map(([, points]) => points!.split(", "));
    expect(lines.map((points) => points.length)).toEqual([60, 60]);
    expect(lines[1]).toEqual(Array.from({ length: 60 }, () => "300"));
  });

  test("a variant is named, also in the command that makes the result again", () => {
    const text = report({}, { ...SAMPLE, variant: "reserved-400" });
    expect(text).toContain("### burstlab: `flash-sale`, variant `reserved-400`, no threshold judged");
    expect(text).toContain("\n    burstlab run flash-sale.burst.yaml --variant reserved-400 --seed 42\n");
  });

  test("pictures are named and their paths encoded", () => {
    const images = [{ title: "load <1>", path: 'charts/a "b".svg' }];
    expect(report({ images })).toContain(
      '<p><code>load &#60;1&#62;</code><br><img alt="" src="charts/a%20%22b%22.svg"></p>',
    );
  });
});

describe("names that would be mark-up", () => {
  const hostile = "a|b`c</code><img src=x onerror=alert(1)>\n# heading @someone [x](http://y)\\";
  const shown =
    "<code>a&#124;b&#96;c&#60;&#47;code&#62;&#60;img src&#61;x onerror&#61;alert&#40;1&#41;&#62; &#35; heading" +
    " &#64;someone &#91;x&#93;&#40;http&#58;&#47;&#47;y&#41;&#92;</code>";
  const checkout = SAMPLE.functions.checkout!;
  const result: Result = {
    ...SAMPLE,
    scenario: { ...SAMPLE.scenario, name: hostile },
    functions: { [hostile]: checkout },
    series: { ...SAMPLE.series, functions: { [hostile]: SAMPLE.series.functions.checkout! } },
    limits: { ...SAMPLE.limits, functions: { [hostile]: SAMPLE.limits.functions.checkout! } },
    assumptions: [{ policy: hostile, value: hostile, rule: "LIFE-13" }],
  };
  const verdicts = [{ ...FAILED_VERDICT, that: hostile, why: hostile, file: "a`b.yaml" }];
  const lines = render(result, "markdown", { verdicts }).split("\n");

  test("stand as text in the heading", () => {
    expect(lines[0]).toBe(`### ✗ burstlab: ${shown} fails 1 of 1 thresholds`);
  });

  test("leave every table its columns", () => {
    const cells = lines.filter((line) => line.startsWith("|")).map((line) => line.split("|").length - 2);
    expect(cells).toEqual([6, 6, 6, 9, 9, 9, 3, 3, 3, 7, 7, 7, 7, 3, 3, 3]);
  });

  test("bring no tag, link or mention to life outside the command", () => {
    const outside = lines.filter((line) => !line.startsWith("    ")).join("\n");
    expect(outside).not.toMatch(/<img|@someone|\]\(|^# /m);
  });
});

test("the table of metrics names each metric's statistics, the usual one first, and CloudWatch's name", () => {
  const lines = metricTable().split("\n");
  const row = (metric: string) => lines.find((line) => line.startsWith(`${metric} `))?.split(/ {2,}/);
  expect(row("function.throttles")?.slice(1, 4)).toEqual(["count, rate", "count, share", "Throttles"]);
  expect(row("function.async.age")?.slice(1, 4)).toEqual(["max, mean, min, p1 .. p99.99", "time", "AsyncEventAge"]);
  expect(row("region.claimed")?.slice(1, 4)).toEqual([
    "max, mean, min, last",
    "count, share of its limit",
    "ClaimedAccountConcurrency",
  ]);
  expect(row("cost.total")?.slice(1, 4)).toEqual(["sum", "US dollars", "-"]);
});

test("without options a summary fits a terminal of 80 columns and has no colour", () => {
  const text = render(SAMPLE, "terminal");
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(text).not.toContain(String.fromCharCode(27));
});
