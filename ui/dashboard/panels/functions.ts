/** Panel 3: one row for each function, its state now and its last minute. */
import { count, duration, rate, share } from "../../../reports/numbers.ts";
import { type Line, padEnd, padStart, type Span, type Style, span } from "../line.ts";
import { bucketAt, type FunctionMoment, functionAt } from "../moment.ts";
import type { FunctionTrack } from "../recording.ts";
import type { Symbols } from "../symbols.ts";
import { inOrder, type Sort, selectedIn } from "../view.ts";
import { firstRow, type PanelContent, type PanelInput, pointerSpan, rowRemark } from "./panel.ts";
import { sparkline } from "./sparkline.ts";

interface Column {
  readonly head: string;
  readonly width: number;
  /** Left out when the panel is narrower than this. */
  readonly from: number;
  readonly sort: Sort | null;
  readonly cell: (now: FunctionMoment, symbols: Symbols) => Line;
}

const GAUGE = 6;
const WIDE = 108;
const LONGEST_NAME = 24;
const SHORTEST_NAME = 10;
const SPARK_GAP = 2;

const COLUMNS: readonly Column[] = [
  { head: "rate", width: 8, from: 0, sort: "rate", cell: (now) => [span(rate(tidy(now.perSecond)))] },
  { head: "busy", width: 6, from: 0, sort: "busy", cell: (now) => [span(count(now.busy), full(now))] },
  { head: "warm", width: 6, from: 0, sort: null, cell: (now) => [span(count(now.warm))] },
  { head: "reserved", width: 14, from: WIDE, sort: null, cell: (now, s) => gauge(now.busy, now.reserved, s) },
  {
    head: "provisioned",
    width: 14,
    from: WIDE,
    sort: null,
    cell: (now, s) => gauge(now.provisionedBusy, now.provisioned === 0 ? null : now.provisioned, s),
  },
  { head: "cold", width: 9, from: 0, sort: "cold", cell: (now, s) => [shareSpan(now.coldShare, s)] },
  {
    head: "throttle",
    width: 10,
    from: 0,
    sort: "throttle",
    cell: (now, s) => [shareSpan(now.throttledShare, s, "red")],
  },
  { head: "p50", width: 8, from: WIDE, sort: null, cell: (now, s) => [timeSpan(now.p50Ms, s)] },
  { head: "p99", width: 8, from: 0, sort: "p99", cell: (now, s) => [timeSpan(now.p99Ms, s)] },
];

/** Digits that change ten times a second cannot be read: rates lose theirs behind the point as soon as they can. */
const tidy = (perSecond: number): number => (perSecond >= 10 ? Math.round(perSecond) : perSecond);
const full = ({ busy, reserved }: FunctionMoment): Style =>
  reserved !== null && busy >= reserved ? { color: "red" } : {};

export function functionsPanel({ recording, view, symbols, width, height }: PanelInput): PanelContent {
  const tracks = inOrder(recording, view.sort);
  const selected = selectedIn(recording, view);
  const at = selected === null ? 0 : tracks.indexOf(selected);
  const room = height - 1;
  const first = firstRow(at, tracks.length, room);
  const columns = COLUMNS.filter(({ from }) => width >= from);
  const names = nameWidth(tracks, width - columns.reduce((sum, column) => sum + column.width, 0));
  const spark = width - 1 - names - columns.reduce((sum, column) => sum + column.width, 0) - SPARK_GAP;
  const rows = tracks.slice(first, first + room).map((track): Line => {
    const now = functionAt(recording, track, view.momentMs);
    return [
      ...pointerSpan(track === selected, symbols),
      span(padEnd(track.name, names), track === selected ? { bold: true } : {}),
      ...columns.flatMap((column) => right(column.cell(now, symbols), column.width)),
      span(" ".repeat(SPARK_GAP)),
      ...sparkline(recording, track.series.busyMax, {
        bucket: bucketAt(recording, view.momentMs),
        width: spark,
        symbols,
      }),
    ];
  });
  return {
    title: "functions",
    remark: [
      ...rowRemark(at, tracks.length, room).map((part) => ({ ...part, text: `${part.text}  ` })),
      span(view.sort === "name" ? "by name" : `most ${SORT_WORDS[view.sort]} first`),
    ],
    lines: [head(columns, { names, spark, sort: view.sort, symbols }), ...rows],
  };
}

const SORT_WORDS: Readonly<Record<Exclude<Sort, "name">, string>> = {
  throttle: "throttled",
  rate: "requests",
  busy: "busy",
  cold: "cold",
  p99: "slow",
};

/** The name gets what it needs, as long as a short sparkline still fits beside it. */
function nameWidth(tracks: readonly FunctionTrack[], room: number): number {
  const longest = Math.max(SHORTEST_NAME, ...tracks.map(({ name }) => name.length));
  return Math.max(SHORTEST_NAME, Math.min(longest, LONGEST_NAME, room - SHORTEST_NAME));
}

interface HeadOptions {
  readonly names: number;
  readonly spark: number;
  readonly sort: Sort;
  readonly symbols: Symbols;
}

function head(columns: readonly Column[], { names, spark, sort, symbols }: HeadOptions): Line {
  const dim = { dim: true };
  const words = columns.map(({ head: word, width, sort: by }) =>
    padStart(by === sort ? `${word}${symbols.descending}` : word, width),
  );
  const name = padEnd(sort === "name" ? `function${symbols.descending}` : "function", names);
  const sparkHead = "busy over the run";
  return [
    span(" ".repeat(symbols.pointer.length) + name + words.join("") + " ".repeat(SPARK_GAP), dim),
    span(spark < sparkHead.length ? "busy" : sparkHead, dim),
  ];
}

function right(spans: Line, width: number): Line {
  const used = spans.reduce((sum, { text }) => sum + text.length, 0);
  return [span(" ".repeat(Math.max(1, width - used))), ...spans];
}

/** How much of a reservation or of the provisioned units is in use. */
function gauge(used: number, size: number | null, symbols: Symbols): Line {
  if (size === null) return [span(symbols.dash, { dim: true })];
  const filled = size === 0 ? GAUGE : Math.min(GAUGE, Math.floor((used / size) * GAUGE));
  const style: Style = used >= size ? { color: "red" } : { color: "green" };
  return [
    span(`${count(size)} `),
    span(symbols.filled.repeat(filled), style),
    span(symbols.empty.repeat(GAUGE - filled), { dim: true }),
  ];
}

const shareSpan = (value: number | null, symbols: Symbols, some?: "red"): Span => {
  if (value === null) return span(symbols.dash, { dim: true });
  return span(share(value), value > 0 && some !== undefined ? { color: some } : {});
};
const timeSpan = (ms: number | null, symbols: Symbols): Span =>
  ms === null ? span(symbols.dash, { dim: true }) : span(duration(ms));
