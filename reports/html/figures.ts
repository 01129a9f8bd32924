/** Charts as figures: the finding as heading, the drawing, and its numbers folded below. */
import type { ChartSection } from "../charts/index.ts";
import { count } from "../words/numbers.ts";
import { type Content, type Markup, markup, trusted } from "./markup.ts";
import type { DrawnChart } from "./report.ts";
import { dataTable, scrolling } from "./table.ts";

/** The charts that are shown in a section. */
export function figuresFor(section: ChartSection, charts: readonly DrawnChart[]): Content[] {
  return charts.flatMap((chart, i) => (chart.section === section ? [figure(chart, i)] : []));
}

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
