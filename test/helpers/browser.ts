/** A real browser for tests of pages: Chromium of the system, offline, with everything that a page complains about. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];
/** Where Chromium is; undefined where there is none. */
export const CHROMIUM = [process.env.CHROMIUM ?? "", ...PLACES].find((path) => path !== "" && existsSync(path));

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }), args: QUIET });
}

export interface Looks {
  readonly width: number;
  readonly scheme: "light" | "dark";
  /** Default true. */
  readonly scripts?: boolean;
  /** Lets a test bring its own scripts into the page; default false. */
  readonly withoutPolicy?: boolean;
}

export interface Visit {
  readonly page: Page;
  /** Errors, warnings and console messages. */
  readonly complaints: string[];
  /** Addresses asked for. */
  readonly requests: string[];
}

/** The file as it opens from disk without a network. */
export async function visit(browser: Browser, file: string, looks: Looks): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: looks.width, height: 900 },
    colorScheme: looks.scheme,
    javaScriptEnabled: looks.scripts ?? true,
    bypassCSP: looks.withoutPolicy ?? false,
    offline: true,
  });
  const page = await context.newPage();
  const [complaints, requests]: [string[], string[]] = [[], []];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { page, complaints, requests };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What hinders people, as "rule (impact): where"; the page must have been visited without its policy. */
export async function barriers(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: AXE });
  const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as AxeResults;
  return violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map(({ html }) => html).join(" ")}`);
}

/** The value of an expression in the page. */
export const measured = <Value>(page: Page, expression: string): Promise<Value> => page.evaluate(expression);

/** The value of an expression for each element that a selector finds, called "it". */
export const measuredEach = <Value>(page: Page, selector: string, expression: string): Promise<Value[]> =>
  measured(page, `[...document.querySelectorAll(${JSON.stringify(selector)})].map((it) => ${expression})`);
