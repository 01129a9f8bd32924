/** Runs side by side: their charts at one moment and on one scale, and what the whole of each run came to. */
import { count, duration, money, share } from "../../../reports/words/numbers.ts";
import { sideBySide } from "../drawing/block.ts";
import { type Color, exactly, type Line, line, padEnd, padStart, type Span, span } from "../drawing/line.ts";
import type { FrameInput } from "../frame-input.ts";
import { bucketAt, functionAt } from "../moment.ts";
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

/** One function in one run, and all the others there: of the whole run, or until now. */
interface Standing {
  readonly requests: number;
  readonly throttles: number;
  readonly coldStarts: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly busyMax: number;
  readonly othersRequests: number;
  readonly othersThrottles: number;
  /** Of all functions, without free tier; null until the run is over. */
  readonly costUsd: number | null;
}

interface Column {
  readonly head: string;
  readonly width: number;
  /** Left out when the panel is narrower than this. */
  readonly from: number;
  readonly cell: (now: Standing) => Span;
}

const LONGEST_LABEL = 34;
const CHART_GAP = 2;
const NARROWEST_CHART = 26;
/** A chart lower than this says nothing. */
const LOWEST_CHART = 4;

/** The runs of these labels; one that is not simulated yet says so. */
export function besidePanel(
  { show, view, symbols, ahead }: FrameInput & { readonly ahead: boolean },
  labels: readonly string[],
  size: Size,
): PanelContent {
  const all = labels.includes("base") ? labels : ["base", ...labels];
  const takes = all.flatMap((label) => show.takes.find((take) => take.label === label) ?? []);
  const name = show.recording === null ? undefined : selectedFunction(show.recording, view)?.name;
  if (name === undefined || takes.length === 0)
    return { title: "side by side", remark: [], lines: [line("simulating")] };
  const missing = all.length - takes.length;
  const standing = (run: Recording): Standing => (ahead ? wholeRun(run, name) : untilNow(run, name, view.momentMs));
  const head = ahead ? "the whole run" : "until now";
  const table = tableLines(takes, standing, { head, shown: show.variant, width: size.width });
  const charts = chartRows(
    takes,
    { show, view, symbols, ahead },
    { width: size.width, height: size.height - table.length - 1 },
  );
  return {
    title: `side by side: ${name}`,
    remark: line(missing > 0 ? `${String(missing)} still to be simulated` : "the same requests in every run"),
    lines: [...table, [], ...charts],
  };
}

const COLUMNS: readonly Column[] = [
  { head: "throttled", width: 11, from: 0, cell: (now) => shareSpan(now.throttles, now.requests, "red") },
  { head: "cold", width: 9, from: 0, cell: (now) => shareSpan(now.coldStarts, now.requests - now.throttles, "yellow") },
  { head: "p50", width: 8, from: 0, cell: (now) => time(now.p50Ms) },
  { head: "p99", width: 8, from: 0, cell: (now) => time(now.p99Ms) },
  { head: "most busy", width: 11, from: 90, cell: (now) => span(count(now.busyMax)) },
  {
    head: "others throttled",
    width: 18,
    from: 0,
    cell: (now) => shareSpan(now.othersThrottles, now.othersRequests, "red"),
  },
  { head: "cost", width: 10, from: 90, cell: (now) => cost(now.costUsd) },
];

function shareSpan(some: number, all: number, color: Color): Span {
  const value = part(some, all);
  return value === null ? span("-", { dim: true }) : span(share(value), value > 0 ? { color } : {});
}
const cost = (usd: number | null): Span => (usd === null ? span("-", { dim: true }) : span(money(usd)));
const time = (ms: number | null): Span => (ms === null ? span("-", { dim: true }) : span(duration(ms)));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The whole run without its warm-up; "others": all functions but this one, in whatever Region. */
function wholeRun({ result }: Recording, name: string): Standing {
  const fn = result.functions[name]!;
  const others = Object.entries(result.functions).flatMap(([other, counts]) => (other === name ? [] : [counts]));
  return {
    requests: fn.requestsCount,
    throttles: fn.throttlesCount,
    coldStarts: fn.coldStartsCount,
    p50Ms: fn.latencyMsP50 ?? fn.durationMsP50,
    p99Ms: fn.latencyMsP99 ?? fn.durationMsP99,
    busyMax: fn.busyMax,
    othersRequests: sum(others.map(({ requestsCount }) => requestsCount)),
    othersThrottles: sum(others.map(({ throttlesCount }) => throttlesCount)),
    costUsd: result.cost.totalUsd,
  };
}

/** From the start of the run until now; the percentiles are those of the last minute. */
function untilNow(recording: Recording, name: string, ms: number): Standing {
  const track = recording.functions.find((one) => one.name === name)!;
  const others = recording.functions.filter((one) => one !== track);
  const to = bucketAt(recording, ms) + 1;
  const { p50Ms, p99Ms } = functionAt(recording, track, ms);
  return {
    requests: track.requests[to] ?? 0,
    throttles: track.throttles[to] ?? 0,
    coldStarts: track.coldStarts[to] ?? 0,
    p50Ms,
    p99Ms,
    busyMax: track.series.busyMax.slice(0, to).reduce((most, value) => Math.max(most, value), 0),
    othersRequests: sum(others.map(({ requests }) => requests[to] ?? 0)),
    othersThrottles: sum(others.map(({ throttles }) => throttles[to] ?? 0)),
    costUsd: null,
  };
}

/** One row for each run. */
function tableLines(
  takes: readonly Take[],
  standing: (run: Recording) => Standing,
  { head: title, shown, width }: { readonly head: string; readonly shown: string; readonly width: number },
): Line[] {
  const columns = COLUMNS.filter(({ from }) => width >= from);
  const taken = columns.reduce((total, column) => total + column.width, 0);
  const longest = Math.max(...takes.map(({ label }) => label.length), title.length);
  const labels = Math.max(8, Math.min(longest, LONGEST_LABEL, width - taken - 2));
  const head = span(`  ${padEnd(title, labels)}${columns.map((one) => padStart(one.head, one.width)).join("")}`, {
    dim: true,
  });
  const rows = takes.map(({ label, recording }): Line => {
    const here = label === shown;
    const now = standing(recording);
    const cells = columns.map((column): Span => {
      const cell = column.cell(now);
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
  { show, view, symbols, ahead }: Pick<FrameInput, "show" | "view" | "symbols"> & { readonly ahead: boolean },
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
    const { lines } = panel({ recording, together, view, symbols, ahead, width: wide, height: tall });
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
