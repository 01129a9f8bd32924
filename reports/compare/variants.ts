/** Variants beside their base: one table of what they make better and worse, for a terminal and as Markdown. */

import type { Repeated } from "../data/baseline.ts";
import type { Threshold } from "../judge/thresholds.ts";
import type { Tolerances } from "../judge/tolerances.ts";
import type { Verdict } from "../judge/verdict.ts";
import { notable, sideText } from "../words/change-text.ts";
import { code, table } from "../words/markdown-text.ts";
import { count } from "../words/numbers.ts";
import { type Cell, type Colour, cut, grid, indented, painter, printable } from "../words/table.ts";
import { compareSides } from "./compare.ts";
import type { ChangeVerdict, Comparison } from "./comparison.ts";
import { type CompareSide, sideOf } from "./side.ts";

/** All runs of one variant, judged. */
export interface VariantRuns extends Repeated {
  readonly verdicts: readonly Verdict[];
  readonly thresholds: readonly Threshold[];
  readonly tolerances: Tolerances;
}

interface VariantCell {
  readonly text: string;
  readonly verdict: ChangeVerdict | null;
}

interface VariantRow {
  readonly label: string;
  /** The base first, then the variants. */
  readonly cells: readonly VariantCell[];
}

const MOST_ROWS = 12;
const LONGEST_NAME = 24;

interface Beside {
  readonly names: readonly string[];
  readonly rows: readonly VariantRow[];
}

/** Null without a base and at least one variant. */
function beside(all: readonly VariantRuns[]): Beside | null {
  const base = all.find(({ result }) => result.variant === "base");
  const others = all.filter(({ result }) => result.variant !== "base");
  if (base === undefined || others.length === 0) return null;
  const from = sideOf(base.runs, base.result);
  const compared = others.map((other) => comparisonWith(from, other));
  const moved = new Set(compared.flatMap((one) => notable(one).map(({ metric }) => metric)));
  const inOrder = compared.flatMap(({ metrics }) => metrics.map(({ metric }) => metric));
  const metrics = [...new Set(inOrder)].filter((metric) => moved.has(metric));
  const rows = metrics.slice(0, MOST_ROWS).map((metric) => metricRow(metric, compared));
  const thresholds = { label: "thresholds failed", cells: [base, ...others].map(failedCell) };
  return { names: ["base", ...others.map(({ result }) => result.variant)], rows: [...rows, thresholds] };
}

function comparisonWith(base: CompareSide, { runs, result, thresholds, tolerances }: VariantRuns): Comparison {
  const { name, file } = result.scenario;
  const head = sideOf(runs, result);
  const input = { name, file, variant: result.variant, changes: null, thresholds, tolerances, strict: false };
  return compareSides({ ...input, base, head });
}

function metricRow(name: string, compared: readonly Comparison[]): VariantRow {
  const found = compared.map(({ metrics }) => metrics.find(({ metric }) => metric === name));
  const known = found.find((metric) => metric !== undefined);
  const base = { text: known === undefined ? "-" : sideText(known.base, known.unit), verdict: null };
  const cells = found.map(
    (metric): VariantCell =>
      metric === undefined
        ? { text: "-", verdict: null }
        : { text: sideText(metric.head, metric.unit), verdict: metric.verdict },
  );
  return { label: name, cells: [base, ...cells] };
}

/** Against the base's own. */
function failedCell({ verdicts }: VariantRuns): VariantCell {
  const judged = verdicts.filter(({ level, state }) => level === "error" && state !== "compare-only");
  const failed = judged.filter(({ passed }) => !passed).length;
  return { text: `${count(failed)} of ${count(judged.length)}`, verdict: null };
}

const COLOURS: Readonly<Partial<Record<ChangeVerdict, Colour>>> = { worse: "red", better: "green" };
const MARKS: Readonly<Partial<Record<ChangeVerdict, string>>> = { worse: "✗ ", better: "✓ " };

/** Empty when there is nothing to put side by side; else lines that end with "\n". Wide tables go on below. */
export function variantsText(
  all: readonly VariantRuns[],
  { columns, color }: { columns: number; color: boolean },
): string {
  const found = beside(all);
  if (found === null) return "";
  const paint = painter(color);
  const draw = (which: readonly number[], painted: boolean): string[] =>
    grid(cellsOf(found, which), {
      align: `l${"r".repeat(which.length)}`,
      gap: 3,
      paint: painted ? paint : (text) => text,
    });
  const fits = (which: readonly number[]): boolean => draw(which, false).every((line) => line.length + 4 <= columns);
  const blocks = blocksOf(found.names.length, fits).map((which) => indented(draw(which, true), 4).join("\n"));
  return `  variants beside the base (✗ worse, ✓ better)\n${blocks.join("\n\n")}\n`;
}

/** The base in each, and as many variants as fit. */
function blocksOf(names: number, fits: (which: readonly number[]) => boolean): number[][] {
  const blocks: number[][] = [];
  for (let variant = 1; variant < names; variant += 1) {
    const last = blocks.at(-1);
    if (last !== undefined && fits([...last, variant])) last.push(variant);
    else blocks.push([0, variant]);
  }
  return blocks;
}

function cellsOf({ names, rows }: Beside, which: readonly number[]): Cell[][] {
  const head = [{ text: "" }, ...which.map((index) => ({ text: cut(printable(names[index]!), LONGEST_NAME) }))];
  const body = rows.map(({ label, cells }): Cell[] => {
    const shown = which.map((index): Cell => {
      const { text, verdict } = cells[index]!;
      const colour = verdict === null ? undefined : COLOURS[verdict];
      return {
        text: `${verdict === null ? "" : (MARKS[verdict] ?? "")}${text}`,
        ...(colour === undefined ? {} : { colour }),
      };
    });
    return [{ text: printable(label) }, ...shown];
  });
  return [head, ...body];
}

/** The same as Markdown; empty when there is nothing to put side by side. */
export function variantsMarkdown(all: readonly VariantRuns[]): string {
  const found = beside(all);
  if (found === null) return "";
  const rows = found.rows.map(({ label, cells }) => [
    label === "thresholds failed" ? label : code(label),
    ...cells.map(({ text, verdict }) => `${verdict === null ? "" : (MARKS[verdict] ?? "")}${text}`),
  ]);
  const heads = ["", ...found.names.map(code)];
  const lines = table(heads, `l${"r".repeat(found.names.length)}`, rows);
  return [
    "### Variants beside the base",
    "",
    "✗ worse, ✓ better than the base beyond its tolerance.",
    "",
    ...lines,
    "",
  ].join("\n");
}
