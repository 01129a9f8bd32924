/** Charts as figures: the finding as heading, the drawing, and its numbers folded below. */
import { count } from "../words/numbers.ts";
import { type Content, type Markup, markup, trusted } from "./markup.ts";
import type { DrawnChart } from "./report.ts";
import { dataTable, scrolling } from "./table.ts";

/** Kinds of charts by the section that shows them; a kind that no section claims is shown with the functions. */
const CLAIMED: Readonly<Record<string, readonly string[]>> = {
  concurrency: ["concurrency-", "region-"],
  throttles: ["throttles-"],
  latency: ["latency-"],
  cold: ["cold-starts-", "environments-"],
  async: ["async-queue-"],
  cost: ["cost"],
};

export function figuresFor(section: string, charts: readonly DrawnChart[]): Content[] {
  return charts.flatMap((chart, i) => (sectionOf(chart) === section ? [figure(chart, i)] : []));
}

const sectionOf = ({ name }: DrawnChart): string =>
  Object.keys(CLAIMED).find((section) => CLAIMED[section]?.some((prefix) => name.startsWith(prefix))) ?? "functions";

function figure(chart: DrawnChart, index: number): Markup {
  return markup`<figure class="chart" id="chart-${trusted(String(index + 1))}">
<figcaption><h3>${chart.title}</h3><p>${chart.subtitle}</p></figcaption>
<div class="picture">${scrolling("Chart", trusted(chart.svg))}</div>
${numbers(chart)}</figure>
`;
}

function numbers({ title, numbers: { heads, rows } }: DrawnChart): Content {
  if (rows.length === 0) return null;
  const align = heads.map((_, i) => (i === 0 ? "l" : "r")).join("");
  return markup`<details class="numbers"><summary>Numbers of this chart (${count(rows.length)} rows)</summary>
${dataTable({ caption: title, heads, align, rows })}</details>
`;
}
