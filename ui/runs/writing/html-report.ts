/** The report as a page: draws its charts, and for the interactive one reads Vega's runtime from its package. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { NamedChart } from "../../../reports/charts/index.ts";
import { drawnFor, untitled } from "../../../reports/html/drawing.ts";
import { CLIENT, embeddable, type Interactive, type Script } from "../../../reports/html/interactive.ts";
import { html } from "../../../reports/html/page.ts";
import type { DrawnChart, HtmlReport } from "../../../reports/html/report.ts";

export type PageOf = Omit<HtmlReport, "charts" | "interactive">;

export async function htmlReport(page: PageOf, charts: readonly NamedChart[], interactive: boolean): Promise<string> {
  const drawn: DrawnChart[] = [];
  for (const chart of charts) drawn.push(await drawnFor(chart));
  return html({ ...page, charts: drawn, interactive: interactive ? await scriptsFor(charts) : undefined });
}

async function scriptsFor(charts: readonly NamedChart[]): Promise<Interactive> {
  const { compiledSpecs } = await import("../../../reports/html/compiled.ts");
  const specs = compiledSpecs(charts.map(({ spec }) => untitled(spec)));
  return { specs, scripts: [vegaRuntime(), CLIENT].map(hashed) };
}

function hashed(text: string): Script {
  const safe = embeddable(text);
  return { text: safe, sha256: createHash("sha256").update(safe).digest("base64") };
}

/** The minified build lies beside the module that Node would load. */
function vegaRuntime(): string {
  const module = createRequire(import.meta.url).resolve("vega");
  return readFileSync(join(dirname(module), "vega.min.js"), "utf8").trim();
}
