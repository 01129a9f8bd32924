/** Charts that a Markdown host draws itself (Mermaid), and that text alone can draw. */
import type { Result } from "../../sim/index.ts";
import { exact } from "./numbers.ts";

/** Points of a chart, so that every viewer can draw it. */
const MOST_POINTS = 60;
const BLOCKS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const SPARK_POINTS = 30;

export interface Line {
  readonly colour: string;
  readonly values: readonly number[];
}

/** Lines over the minutes of a run, without a legend, so that a title has to name the colours. */
export function xyChart(minutes: number, unit: string, lines: readonly Line[]): string[] {
  const top = Math.max(1, ...lines.flatMap(({ values }) => values));
  return [
    "```mermaid",
    "---",
    "config:",
    "  themeVariables:",
    "    xyChart:",
    `      plotColorPalette: "${lines.map(({ colour }) => colour).join(", ")}"`,
    "---",
    "xychart-beta",
    `    x-axis "minute" 0 --> ${exact(Math.round(minutes * 100) / 100)}`,
    `    y-axis "${unit}" 0 --> ${exact(Math.ceil(top * 1.1))}`,
    ...lines.map(({ values }) => `    line [${values.map(exact).join(", ")}]`),
    "```",
  ];
}

/** The one chart that text can draw: what it counts, its unit, its values and its limits over a run. */
export const SKETCH = { what: "requests running at once", unit: "running", of: busyOf, limits: limitsOf } as const;

/** Requests of a function running at once: the most in each stretch. */
function busyOf(result: Result, name: string, points = MOST_POINTS): number[] {
  const { busyMax } = result.series.functions[name] ?? { busyMax: [] };
  return startsOf(busyMax.length, points).map(({ from, to }) => Math.max(...busyMax.slice(from, to)));
}

/** Its limit at the start of each stretch. */
function limitsOf(result: Result, name: string): number[] {
  const { buckets, bucketMs } = result.series;
  return startsOf(buckets, MOST_POINTS).map(({ from }) => {
    const limit = result.limits.functions[name]?.findLast(({ fromMs }) => fromMs <= from * bucketMs);
    return limit === undefined ? 0 : limit.onDemand + limit.provisioned;
  });
}

/** Stretches of equal length, the last one perhaps shorter. */
function startsOf(length: number, points: number): { from: number; to: number }[] {
  const step = Math.max(1, Math.ceil(length / points));
  return Array.from({ length: Math.ceil(length / step) }, (_, i) => ({ from: i * step, to: (i + 1) * step }));
}

/** The same in one word: "▁▂▇▇▃", for a top that several may share. */
export function sparkline(result: Result, name: string, top: number): string {
  return busyOf(result, name, SPARK_POINTS)
    .map((value) => BLOCKS[top === 0 ? 0 : Math.min(7, Math.floor((value / top) * 8))])
    .join("");
}
