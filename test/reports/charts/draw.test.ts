/** Charts as pictures: the same bytes in every process, hostile names made harmless, PNG with the shipped font. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { drawSvg } from "../../../reports/charts/draw.ts";
import {
  charts,
  concurrencyChart,
  throttlesChart,
  type VegaLiteSpec,
  variantCharts,
} from "../../../reports/charts/index.ts";
import { REFUSALS } from "../../../reports/words/refusals.ts";
import { svgToPng } from "../../../ui/host/png.ts";
import {
  minuteResult,
  pendingResult,
  refusedResult,
  relievedResult,
  renamedResult,
} from "../../helpers/chart-results.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const SCRIPT = `
  import { createHash } from "node:crypto";
  import { charts } from "./reports/charts/index.ts";
  import { drawSvg } from "./reports/charts/draw.ts";
  import { minuteResult } from "./test/helpers/chart-results.ts";
  for (const { spec } of charts(minuteResult()).toReversed()) {
    console.log(createHash("sha256").update(await drawSvg(spec)).digest("hex"));
  }`;

test("two processes draw the same bytes, in whatever order", async () => {
  const elsewhere = execFileSync(process.execPath, ["--input-type=module", "--eval", SCRIPT], {
    encoding: "utf8",
    env: { ...process.env, LANG: "de_DE.UTF-8", TZ: "Asia/Kolkata" },
  });
  const here = await Promise.all(charts(minuteResult()).map(({ spec }) => drawSvg(spec)));
  expect(elsewhere.trim().split("\n").reverse()).toEqual(here.map(sha256));
});

test("an SVG names its fonts, its finding, and nothing that must be unique in a page", async () => {
  const svg = await drawSvg(concurrencyChart(minuteResult()));
  expect(svg).toContain("Arimo, Liberation Sans, Arial, Helvetica, sans-serif");
  expect(svg).toContain('aria-label="checkout hits its reservation of 300 at 00:29');
  expect(svg).not.toMatch(/ id="|url\(#/);
});

const BOLD_LINE = 900;

test.each([
  ["markup", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt; hits"],
  ["quotes", `"><b onload='x'>&amp;`, "&gt;&lt;b onload='x'&gt;&amp;amp; hits"],
  ["an expression", "'+datum.value+'", "'+datum.value+' hits"],
  ["control characters", "a\u0000b\u001bc", "a\ufffdb\ufffdc hits"],
  ["a turn of direction", "evil\u202egnp.exe", "evil\ufffdgnp.exe hits"],
  ["right to left", "\u05e7\u05d5\u05e4\u05d4", "\u2068\u05e7\u05d5\u05e4\u05d4\u2069 hits"],
  ["200 characters", "x".repeat(200), `${"x".repeat(47)}… hits`],
])("a function named with %s is drawn as text", async (_, name, shown) => {
  const svg = await drawSvg(concurrencyChart(renamedResult(name)));
  expect(svg).toContain(shown);
  expect(svg).not.toMatch(/<script|<b |onload="/);
  expect(Number(/ width="(\d+)"/.exec(svg)?.[1])).toBeLessThan(BOLD_LINE + 30);
});

test.each([
  ["markup", "<script>alert(1)</script>"],
  ["quotes", `"><b onload='x'>&amp;`],
  ["control characters", "a\u0000b\u001bc"],
  ["a turn of direction", "evil\u202egnp.exe"],
  ["200 characters", "x".repeat(200)],
])("runs, functions and Regions named with %s are harmless in every other chart, too", async (_, name) => {
  const head = { ...renamedResult(name), variant: name };
  const specs = [
    ...charts(head, { against: minuteResult(), names: { base: name, head: name } }),
    ...variantCharts([
      { ...minuteResult(), variant: "base" },
      { ...relievedResult(), variant: name },
    ]),
  ].map(({ spec }) => spec);
  const drawn = (await Promise.all(specs.map((spec) => drawSvg(spec)))).join("\n");
  expect(drawn).not.toMatch(/<script|<b |onload="/);
  expect(drawn.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(Math.max(...Array.from(drawn.matchAll(/<svg[^>]* width="(\d+)"/g), ([, px]) => Number(px)))).toBeLessThan(930);
});

const EVERY_CAUSE = Object.entries(REFUSALS) as [keyof typeof REFUSALS, (typeof REFUSALS)[keyof typeof REFUSALS]][];

test.each(EVERY_CAUSE)("what is refused for %s is drawn and told", async (cause, { label, because }) => {
  const svg = await drawSvg(throttlesChart(refusedResult([cause])));
  expect(svg).toContain(`>${label}: 600<`);
  expect(svg).toContain(`all because ${because}`);
});

test("all causes at once, and the state of the function, are drawn apart, on a picture of the usual size", async () => {
  const causes = EVERY_CAUSE.map(([cause]) => cause);
  const pending = pendingResult();
  const { refused } = pending.series.functions.checkout!;
  const result = refusedResult(causes);
  Object.assign(result.series.functions.checkout!, { refused });
  Object.assign(result.functions.checkout!, { refusedCount: 300 });
  const svg = await drawSvg(throttlesChart(result));
  const heights = Array.from(svg.matchAll(/translate\(662,([\d.]+)\)[^>]*>[^<]+</g), ([, y]) => Number(y));
  const gaps = heights.toSorted((a, b) => a - b).map((y, i, all) => (i === 0 ? 99 : y - all[i - 1]!));
  expect(heights).toHaveLength(causes.length + 1);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(14);
  expect(Buffer.from(await svgToPng(svg)).readUInt32BE(16)).toBe(2 * Number(/ width="(\d+)"/.exec(svg)?.[1]));
});

test("Vega's doubts are errors, not lines on the console", async () => {
  const spec: VegaLiteSpec = {
    data: { values: [] },
    mark: "bar",
    encoding: { y: { field: "a", type: "quantitative", scale: { type: "log", zero: true } } },
  };
  await expect(drawSvg(spec)).rejects.toThrow("Vega would not draw this chart as its spec says");
});

test("a PNG is twice as large as its SVG, and its words are drawn", async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><text x="5" y="25">300</text></svg>';
  const png = Buffer.from(await svgToPng(svg));
  const blank = Buffer.from(await svgToPng(svg.replace("300", "")));
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([400, 80]);
  expect(png.length).toBeGreaterThan(blank.length);
});
