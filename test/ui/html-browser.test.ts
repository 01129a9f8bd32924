/** The HTML report in a real browser: offline, with and without scripts, on a phone, in the dark, for everyone. */
import { mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { charts } from "../../reports/charts/index.ts";
import { readText } from "../../ui/host/files.ts";
import { combine, evaluate, load, simulate } from "../../ui/library/index.ts";
import { htmlReport } from "../../ui/runs/writing/html-report.ts";
import { barriers, CHROMIUM, measured, measuredEach, startBrowser, visit } from "../helpers/browser.ts";
import { hostileReport } from "../helpers/hostile-report.ts";

const FLASH_SALE = "scenarios/library/flash-sale.burst.yaml";
const KB = 1_000;
const WIDTHS = [390, 1280] as const;
const SCHEMES = ["light", "dark"] as const;
const KINDS = ["plain", "interactive"] as const;
const LOOKS = WIDTHS.flatMap((width) => SCHEMES.map((scheme) => ({ width, scheme })));

const PATIENCE = { timeout: 25_000 };

const folder = mkdtempSync(join(tmpdir(), "burstlab-page-"));
const files = { plain: join(folder, "plain.html"), interactive: join(folder, "interactive.html") };
const hostile = join(folder, "hostile.html");
let browser: Browser;
let figures = 0;

const see = test.skipIf(CHROMIUM === undefined);
if (CHROMIUM === undefined) console.warn("SKIPPED: no Chromium here, so the HTML report is not seen in a browser");

beforeAll(async () => {
  const text = readText(FLASH_SALE);
  const loaded = load(text.ok ? text.text : "", FLASH_SALE);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const result = combine([simulate(loaded.scenario.config({}))]);
  const drawn = charts(result);
  figures = drawn.length;
  const page = { result, verdicts: evaluate(loaded.scenario.thresholds, result) };
  writeFileSync(files.plain, await htmlReport(page, drawn, false));
  writeFileSync(files.interactive, await htmlReport(page, drawn, true));
  writeFileSync(hostile, await hostileReport());
  if (CHROMIUM !== undefined) browser = await startBrowser(CHROMIUM);
}, 120_000);

afterAll(() => browser?.close());

/** Scrolls from the first chart to the last; what moves is drawn as it comes into sight. */
async function seeAll(page: Page, moving: number): Promise<void> {
  for (let i = 0; i < figures; i += 1) await page.locator("figure").nth(i).scrollIntoViewIfNeeded();
  await measured(page, "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
  await expect.poll(() => page.locator(".moving svg").count(), PATIENCE).toBe(moving);
}

test("the page is light enough to be mailed", () => {
  expect(statSync(files.plain).size).toBeLessThan(400 * KB);
  expect(statSync(files.interactive).size).toBeLessThan(1_000 * KB);
});

see.each(KINDS)("%s: asks for nothing but the file itself, and has nothing to complain about", async (kind) => {
  const { page, complaints, requests } = await visit(browser, files[kind], { width: 1280, scheme: "light" });
  await seeAll(page, kind === "interactive" ? figures : 0);
  expect({ complaints, requests }).toEqual({ complaints: [], requests: [pathToFileURL(files[kind]).href] });
  await page.context().close();
});

see.each(LOOKS)("fits a window $width px wide, $scheme, with every chart in it", async (looks) => {
  const { page } = await visit(browser, files.plain, looks);
  expect(await measured(page, "document.documentElement.scrollWidth")).toBe(looks.width);
  const heights = await measuredEach<number>(page, "figure .picture svg", "it.getBoundingClientRect().height");
  expect(heights.filter((height) => height > 100)).toHaveLength(figures);
  await page.context().close();
});

see.each(KINDS.flatMap((kind) => LOOKS.map((looks) => ({ kind, ...looks }))))(
  "$kind, $width px, $scheme: puts up no barrier",
  async ({ kind, width, scheme }) => {
    const { page } = await visit(browser, files[kind], { width, scheme, withoutPolicy: true });
    await measuredEach(page, "details:not(.numbers), #chart-1 details", "it.open = true");
    expect(await barriers(page)).toEqual([]);
    await page.context().close();
  },
  60_000,
);

see.each(KINDS)("%s: everything can be read without scripts", async (kind) => {
  const { page } = await visit(browser, files[kind], { width: 1280, scheme: "light", scripts: false });
  expect(await page.locator("h1").innerText()).toMatch(/flash-sale fails 1 of 7 thresholds$/);
  expect(await page.locator("figure .picture svg[role=img]").count()).toBe(figures);
  await page.locator("figure summary").first().click();
  expect(await page.locator("figure details table").first().isVisible()).toBe(true);
  await page.context().close();
});

see("interactive: charts are drawn by Vega and tell their values at the pointer", async () => {
  const { page, complaints } = await visit(browser, files.interactive, { width: 1280, scheme: "light" });
  const chart = page.locator("#chart-1 .moving svg");
  await chart.scrollIntoViewIfNeeded();
  await chart.hover();
  await expect.poll(() => page.locator(".tip").innerText(), PATIENCE).toMatch(/^\d\d:\d\d\s+checkout\s+300$/);
  await page.mouse.move(5, 5);
  await expect.poll(() => page.locator(".tip").isVisible(), PATIENCE).toBe(false);
  expect(complaints).toEqual([]);
  await page.context().close();
});

see("interactive: each chart says the same as its still picture, at the same width", async () => {
  const { page } = await visit(browser, files.interactive, { width: 1280, scheme: "light" });
  const content = "[it.getAttribute('aria-label'), it.textContent, Math.round(it.getBoundingClientRect().width)]";
  const still = await measuredEach(page, ".picture svg", content);
  await seeAll(page, figures);
  expect(await measuredEach(page, ".picture svg", content)).toEqual(still);
  await page.context().close();
});

see("the keyboard reaches the numbers: first the way past the head, then each part that opens", async () => {
  const { page } = await visit(browser, files.plain, { width: 390, scheme: "light" });
  await page.keyboard.press("Tab");
  expect(await measured(page, "document.activeElement.textContent")).toBe("Skip to the numbers");
  await page.keyboard.press("Enter");
  expect(await measured(page, "document.activeElement.id")).toBe("content");
  await page.locator("figure summary").first().focus();
  await page.keyboard.press("Enter");
  expect(await page.locator("figure details table").first().isVisible()).toBe(true);
  await page.context().close();
});

see("hostile names stay text, and stay within the page", async () => {
  const { page, complaints, requests } = await visit(browser, hostile, { width: 390, scheme: "light" });
  expect({ complaints, asked: requests.length }).toEqual({ complaints: [], asked: 1 });
  expect(await measured(page, "document.documentElement.scrollWidth")).toBe(390);
  expect(await page.locator("script, img, iframe, b, [onload], [onerror]").count()).toBe(0);
  expect(await page.title()).toContain("</title><script>alert(1)</script>");
  await page.context().close();
});

see("on paper charts are whole, and what only a screen can use is gone", async () => {
  const { page } = await visit(browser, files.plain, { width: 690, scheme: "dark" });
  await page.emulateMedia({ media: "print" });
  expect(await measured(page, "getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
  expect(await measuredEach(page, "nav, .numbers, .next", "it.checkVisibility()")).not.toContain(true);
  const fits = "it.querySelector('svg').getBoundingClientRect().width <= it.clientWidth";
  expect(await measuredEach(page, "figure", fits)).toEqual(Array.from({ length: figures }, () => true));
  await page.context().close();
});
