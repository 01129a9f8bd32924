/** The HTML report as text: its order, its words, what a comparison adds, and that no name breaks out of it. */
import { beforeAll, describe, expect, test } from "vitest";
import { charts } from "../../../reports/charts/index.ts";
import { drawnFor } from "../../../reports/html/drawing.ts";
import { html } from "../../../reports/html/page.ts";
import type { DrawnChart, HtmlReport } from "../../../reports/html/report.ts";
import { slimSvg } from "../../../reports/html/slim.ts";
import type { Verdict } from "../../../reports/index.ts";
import { emptyResult } from "../../helpers/chart-results.ts";
import { HOSTILE_NAMES, hostileReport } from "../../helpers/hostile-report.ts";
import { sampleComparison } from "../../helpers/sample-comparison.ts";
import { sampleResult } from "../../helpers/sample-result.ts";
import { FAILED_VERDICT } from "../../helpers/sample-verdict.ts";

const SAMPLE = sampleResult();
const FAILED: Verdict = { ...FAILED_VERDICT, why: "the shop must sell" };
const WARNED: Verdict = { ...FAILED, level: "warn", that: "checkout.coldStarts.rate < 0.5%", value: 0.0061 };
const MET: Verdict = { ...FAILED, that: "checkout.busy.max < 400", passed: true, value: 300, interval: null };
const COMPARED = { comparison: sampleComparison(), baseLabel: "main", headLabel: "this branch" };

let drawn: DrawnChart[] = [];
beforeAll(async () => {
  drawn = [];
  for (const chart of charts(SAMPLE)) drawn.push(await drawnFor(chart));
});

const page = (more: Partial<HtmlReport> = {}): string =>
  html({ result: SAMPLE, verdicts: [FAILED, MET], charts: drawn, ...more });
const headings = (text: string): string[] =>
  [...text.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, heading = ""]) => heading);
/** What a reader sees. */
const words = (markup: string): string =>
  markup
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]+>/g, "")
    .replace(/\u00a0/g, " ")
    .replace(/\s+/g, " ");

describe("the page", () => {
  test("answers in the order of a reader's questions", () => {
    expect(headings(page())).toEqual([
      "Why requests were refused",
      "Thresholds",
      "Concurrency and limits",
      "Throttles by reason",
      "Latency",
      "Cold starts",
      "Asynchronous events",
      "Cost",
      "Functions",
      "How to reproduce",
    ]);
  });

  test("begins with the verdict, the threshold that failed and the cause with its rule", () => {
    const head = words(/<header.*?<\/header>/s.exec(page())?.[0] ?? "");
    expect(head).toContain("flash-sale fails 1 of 2 thresholds");
    expect(head).toContain("checkout.throttles.rate &lt; 0.1% is 2.41 % [2.35, 2.47]");
    expect(head).toContain("the shop must sell flash-sale.burst.yaml:107");
    expect(head).toContain("checkout: reserved 300 all busy (RES-7), 13 358 of 13 358, first at 02:30.612");
  });

  test.each([
    [[MET], "meets its one threshold"],
    [[MET, MET], "meets all 2 thresholds"],
    [[MET, WARNED], "meets its thresholds, with 1 warning"],
    [[FAILED, WARNED], "fails 1 of 2 thresholds, with 1 warning"],
    [[{ ...MET, state: "compare-only" as const }], "was run; no threshold judges it"],
    [[], "was run; no threshold judges it"],
  ])("says how it ended: %#", (verdicts, text) => {
    expect(words(page({ verdicts }))).toContain(`flash-sale ${text}`);
  });

  test("is the same, byte for byte, for the same report", () => {
    expect(page()).toBe(page());
  });

  test("asks for nothing, and lets no script run", () => {
    const text = page();
    expect(text).toContain("default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:");
    expect(text).not.toMatch(/<script|<link|<img|@import|url\(|\bsrc=|href="(?!#)/);
  });

  test("tells how to get the same again", () => {
    const text = words(page({ command: "npx burstlab" }));
    expect(text).toContain("npx burstlab run flash-sale.burst.yaml --seed 42");
    expect(text).toContain(`engine0.1.0`);
    expect(text).toContain(`prices${SAMPLE.cost.book}`);
    expect(text).toContain(SAMPLE.digest);
    expect(text).toContain("idleLifetimemeasured-2020LIFE-13");
  });

  test("shows each chart with its finding, its name and its numbers", () => {
    const figures = [...page().matchAll(/<figure.*?<\/figure>/gs)].map(([figure]) => figure);
    const titles = figures.map((figure) => words(/<h3>(.*?)<\/h3>/.exec(figure)?.[1] ?? ""));
    expect(titles.toSorted()).toEqual(drawn.map(({ title }) => words(title)).toSorted());
    const whole = figures.filter((figure) => /<svg [^>]*role="img"[^>]* aria-label="[^"]+"/.test(figure));
    expect(whole.filter((figure) => /<details class="numbers">.*<table/s.test(figure))).toHaveLength(drawn.length);
  });

  test("says that nothing happened where nothing happened", () => {
    const text = words(html({ result: emptyResult(), verdicts: [], charts: [] }));
    expect(text).toContain("No request was refused.");
    expect(text).toContain("No request was answered.");
    expect(text).toContain("No start was cold.");
    expect(text).toContain("No event came asynchronously.");
  });

  test("has a dark shade for every colour of the charts", () => {
    const text = page();
    const used = new Set([...text.matchAll(/(?:fill|stroke)="(#[0-9A-F]{6})"/gi)].map(([, colour]) => colour));
    expect(used.size).toBeGreaterThan(5);
    expect([...used].filter((colour) => !text.includes(`[fill="${colour}" i]`))).toEqual([]);
  });
});

describe("compared", () => {
  test("the comparison leads, and what changed comes after the thresholds", () => {
    const text = page({ compared: COMPARED });
    expect(words(/<h1>.*?<\/h1>/s.exec(text)?.[0] ?? "")).toBe("✗flash-sale is worse than main");
    expect(words(text)).toContain("On its own it fails 1 of 2 thresholds.");
    expect(headings(text)).toEqual(expect.arrayContaining(["What changed", "Why requests were refused"]));
    expect(headings(text).slice(2, 4)).toEqual(["Thresholds", "What changed"]);
  });

  test("fields, metrics that moved, and thresholds that turned", () => {
    const text = words(/<section id="changes".*?<\/section>/s.exec(page({ compared: COMPARED }))?.[0] ?? "");
    expect(text).toContain("functions.checkout.reserved400300flash-sale.burst.yaml:34");
    expect(text).toContain("checkout.throttles.rateworse0 %2.41 %+2.41 pp[+2.35, +2.47]");
    expect(text).toContain("cost.totalbetter$7.02$6.57-6.41 %");
    expect(text).toContain("Metrics that did not move (1)");
    expect(text).toContain("checkout.throttles.rate &lt; 0.1% fails on this branch with 2.41 %; it was met on main.");
  });
});

describe("hostile names", () => {
  test("bring no element, no end of one and no control character into the page", async () => {
    const text = await hostileReport();
    expect(text).not.toMatch(/<script|<img|onload=alert\(1\)>|<!--/);
    expect(text.match(/<\/style>/g)).toHaveLength(1);
    expect(text.match(/<\/title>/g)).toHaveLength(1);
    // Terminal codes, and signs that turn the direction of text.
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    expect(text).toMatch(/<bdi>w{100,150}…w{100,150}:1<\/bdi>/);
    expect(HOSTILE_NAMES).toHaveLength(4);
  });
});

describe("pictures for the page", () => {
  test.each([
    ["M0,0L1.04,0L1.04,2.26L3,4", "M0 0h1v2.5l2 1.5"],
    ["M0.26,10L0.5,9.5L1,9Z", "M.5 10v-.5l.5-.5Z"],
    ["M0,0A2,2,0,1,1,4,0", "M0,0A2,2,0,1,1,4,0"],
  ])("the line %s becomes %s", (line, slim) => {
    expect(slimSvg(`<svg><path fill="#FFF" d="${line}"/></svg>`)).toContain(`d="${slim}"`);
  });

  test("many small steps end where the line ends", () => {
    const points = Array.from({ length: 600 }, (_, i) => `${i === 0 ? "M" : "L"}${(i * 1.067).toFixed(3)},${i % 7}`);
    const path = / d="M0 0([^"]*)"/.exec(slimSvg(`<svg><path fill="#FFF" d="${points.join("")}"/></svg>`))?.[1] ?? "";
    const steps = [...path.matchAll(/(-?[\d.]+)[ ]?(-?[\d.]+)/g)];
    const right = steps.reduce((sum, [, x]) => sum + Number(x), 0);
    expect(right).toBeCloseTo(599 * 1.067, 0);
  });
});
