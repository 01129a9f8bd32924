/** The comparisons as a table for a terminal or in Markdown, with the notes below it. */

import { count, exact, share } from "../../reports/words/numbers.ts";
import { grid, painter } from "../../reports/words/table.ts";
import type { Case, Unit } from "./case.ts";
import { groupBy } from "./groups.ts";

const HEAD = ["", "case", "measured", "simulated", "error", "tolerance"] as const;
const WIDTH = 110;
const ALIGN = "llrrrr";

const WRITERS: Readonly<Record<Unit, (value: number) => string>> = {
  count,
  share,
  ms: (value) => `${count(rounded(value, 1))}ms`,
  s: (value) => `${exact(rounded(value, 2))}s`,
};

/** Differences of shares are points; a relative difference is a percentage of the measured value. */
function difference(value: number, { unit, scale }: Case): string {
  if (scale === "relative") return share(rounded(value, 4));
  return unit === "share" ? `${count(rounded(value * 100, 2))} pt` : WRITERS[unit](value);
}

const rounded = (value: number, decimals: number): number => Math.round(value * 10 ** decimals) / 10 ** decimals;
const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : text);

const cellsOf = (row: Case): string[] => [
  row.verdict,
  row.title,
  WRITERS[row.unit](row.measured),
  WRITERS[row.unit](row.simulated),
  row.error === 0 ? "0" : signed(row.error, difference(row.error, row)),
  row.tolerance === 0 ? "exact" : `±${difference(row.tolerance, row)}`,
];

/** How many agree, miss and fail. */
function closing(cases: readonly Case[]): string {
  const of = (verdict: Case["verdict"]): number => cases.filter((each) => each.verdict === verdict).length;
  return (
    `${cases.length} comparisons: ${of("✓")} ✓ agree, ` +
    `${of("~")} ~ miss by more than the measurement's spread, ${of("✗")} ✗ fail`
  );
}

/** Each note once, after the titles it belongs to. */
function notesOf(cases: readonly Case[]): { readonly mark: string; readonly titles: string; readonly note: string }[] {
  const noted = groupBy(
    cases.filter(({ note }) => note !== ""),
    ({ verdict, note }) => `${verdict} ${note}`,
  );
  return [...noted.values()].map((rows) => ({
    mark: rows[0]!.verdict,
    titles: rows.map(({ title }) => title).join("; "),
    note: rows[0]!.note,
  }));
}

export function textTable(cases: readonly Case[], leftOut: readonly string[]): string {
  const rows = [HEAD, ...cases.map(cellsOf)].map((row) => row.map((text) => ({ text })));
  const notes = notesOf(cases).flatMap(({ mark, titles, note }) => [
    ...wrapped(`${mark} ${titles}`, 2),
    ...wrapped(`    ${note}`, 4),
  ]);
  const omitted = leftOut.flatMap((text) => wrapped(`- ${text}`, 2));
  return [
    ...grid(rows, { align: ALIGN, gap: 2, paint: painter(false) }),
    "",
    ...notes,
    "",
    "Not compared:",
    ...omitted,
    "",
    closing(cases),
  ].join("\n");
}

export function markdownTable(cases: readonly Case[], leftOut: readonly string[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [
    line(HEAD),
    "| --- | --- | ---: | ---: | ---: | ---: |",
    ...cases.map((row) => line(cellsOf(row))),
    "",
    ...notesOf(cases).map(({ mark, titles, note }) => `- ${mark} ${titles}: ${note}.`),
    "",
    `Not compared: ${leftOut.join("; ")}.`,
    "",
    `${closing(cases)}.`,
  ].join("\n");
}

/** Lines of at most the table's width; later ones are indented. */
function wrapped(text: string, indent: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/(?<=\S) /)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `${" ".repeat(indent)}${word}`);
  }
  return lines;
}
