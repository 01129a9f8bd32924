/** Runs side by side: their charts at one moment and on one scale, and what the whole of each run came to. */
import { count, duration, share } from "../../../reports/numbers.ts";
import { sideBySide } from "../block.ts";
import type { FrameInput } from "../frame.ts";
import { exactly, type Line, line, padEnd, padStart, type Span, span } from "../line.ts";
import { share as part, type Recording } from "../recording.ts";
import { selectedFunction } from "../selection.ts";
import type { Take } from "../show.ts";
import { concurrencyPanel } from "./concurrency.ts";
import type { PanelContent } from "./panel.ts";
import { throttlesPanel } from "./throttles.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Column {
  readonly head: string;
  readonly width: number;
  readonly cell: (recording: Recording, name: string) => Span;
}

const LONGEST_LABEL = 34;
const CHART_GAP = 2;
const NARROWEST_CHART = 26;
/** A chart lower than this says nothing. */
const LOWEST_CHART = 4;

/** The runs of these labels; one that is not simulated yet says so. */
export function besidePanel({ show, view, symbols }: FrameInput, labels: readonly string[], size: Size): PanelContent {
  const all = labels.includes("base") ? labels : ["base", ...labels];
  const takes = all.flatMap((label) => show.takes.find((take) => take.label === label) ?? []);
  const name = show.recording === null ? undefined : selectedFunction(show.recording, view)?.name;
  if (name === undefined || takes.length === 0)
    return { title: "side by side", remark: [], lines: [line("simulating")] };
  const missing = all.length - takes.length;
  const table = tableLines(takes, name, { shown: show.variant, width: size.width });
  const charts = chartRows(
    takes,
    { show, view, symbols },
    { width: size.width, height: size.height - table.length - 1 },
  );
  return {
    title: `side by side: ${name}`,
    remark: line(missing > 0 ? `${String(missing)} still to be simulated` : "the same requests in every run"),
    lines: [...table, [], ...charts],
  };
}

const COLUMNS: readonly Column[] = [
  { head: "throttled", width: 11, cell: (run, name) => bad(of(run, name).throttlesCount, of(run, name).requestsCount) },
  { head: "cold", width: 9, cell: (run, name) => good(of(run, name).coldStartsCount, of(run, name).invocationsCount) },
  { head: "p50", width: 8, cell: (run, name) => time(of(run, name).latencyMsP50 ?? of(run, name).durationMsP50) },
  { head: "p99", width: 8, cell: (run, name) => time(of(run, name).latencyMsP99 ?? of(run, name).durationMsP99) },
  { head: "most busy", width: 11, cell: (run, name) => span(count(of(run, name).busyMax)) },
  { head: "others throttled", width: 18, cell: neighbours },
];

const of = ({ result }: Recording, name: string) => result.functions[name]!;

const bad = (some: number, all: number): Span => {
  const value = part(some, all);
  return value === null ? span("-", { dim: true }) : span(share(value), value > 0 ? { color: "red" } : {});
};
const good = (some: number, all: number): Span => ({ ...bad(some, all), ...(some > 0 ? { color: "yellow" } : {}) });
const time = (ms: number | null): Span => (ms === null ? span("-", { dim: true }) : span(duration(ms)));

/** All functions but this one, in whatever Region. */
function neighbours({ result }: Recording, name: string): Span {
  const others = Object.entries(result.functions).filter(([other]) => other !== name);
  const sum = (field: "throttlesCount" | "requestsCount"): number =>
    others.reduce((total, [, fn]) => total + fn[field], 0);
  return bad(sum("throttlesCount"), sum("requestsCount"));
}

/** One row for each run, the whole of it counted but for the warm-up. */
function tableLines(
  takes: readonly Take[],
  name: string,
  { shown, width }: { readonly shown: string; readonly width: number },
): Line[] {
  const taken = COLUMNS.reduce((sum, column) => sum + column.width, 0);
  const longest = Math.max(...takes.map(({ label }) => label.length), "the whole run".length);
  const labels = Math.max(8, Math.min(longest, LONGEST_LABEL, width - taken - 2));
  const head = span(
    `  ${padEnd("the whole run", labels)}${COLUMNS.map((one) => padStart(one.head, one.width)).join("")}`,
    {
      dim: true,
    },
  );
  const rows = takes.map(({ label, recording }): Line => {
    const here = label === shown;
    const cells = COLUMNS.map((column): Span => {
      const cell = column.cell(recording, name);
      return { ...cell, text: padStart(cell.text, column.width) };
    });
    return [
      span(here ? "> " : "  ", { color: "cyan" }),
      span(padEnd(label, labels), here ? { bold: true } : {}),
      ...cells,
    ];
  });
  return [[head], ...rows];
}

/** As many charts in a row as fit, each under its run's name; none where there is no room. */
function chartRows(
  takes: readonly Take[],
  { show, view, symbols }: Pick<FrameInput, "show" | "view" | "symbols">,
  { width, height }: Size,
): Line[] {
  const across = Math.max(1, Math.min(takes.length, Math.floor((width + CHART_GAP) / (NARROWEST_CHART + CHART_GAP))));
  const down = Math.ceil(takes.length / across);
  const tall = Math.floor(height / down) - 1;
  if (tall < LOWEST_CHART) return [line("(a larger window shows the charts of all runs)", { dim: true })];
  const wide = Math.floor((width - CHART_GAP * (across - 1)) / across);
  const panel = view.panel === 2 ? throttlesPanel : concurrencyPanel;
  const together = takes.map(({ recording }) => recording);
  const charts = takes.map(({ label, recording }): Line[] => {
    const { lines } = panel({ recording, together, view, symbols, width: wide, height: tall });
    const title = exactly(line(label, { bold: true, ...(label === show.variant ? { color: "cyan" } : {}) }), wide);
    const padded = Array.from({ length: tall }, (_, i) => exactly(lines[i] ?? [], wide));
    return [title, ...padded];
  });
  const gap = Array.from({ length: tall + 1 }, () => line(" ".repeat(CHART_GAP)));
  return Array.from({ length: down }, (_, row) =>
    sideBySide(
      charts.slice(row * across, (row + 1) * across).flatMap((chart, i) => (i === 0 ? [chart] : [gap, chart])),
    ),
  ).flat();
}
