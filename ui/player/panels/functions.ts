/** Panel 3: one row for each function, its state now and its last minute. */
import { count, duration, rate, share } from "../../../reports/words/numbers.ts";
import { type Line, padEnd, padStart, type Span, type Style, span } from "../drawing/line.ts";
import type { Symbols } from "../drawing/symbols.ts";
import { bucketAt, type FunctionMoment, functionAt, type RegionMinute, regionMinute } from "../moment.ts";
import type { Recording } from "../recording.ts";
import { rowsIn, selectedRow, type TableRow } from "../selection.ts";
import type { Sort } from "../view.ts";
import {
  centred,
  filterRemark,
  firstRow,
  type PanelContent,
  type PanelInput,
  pointerSpan,
  rowRemark,
} from "./panel.ts";
import { sparkline } from "./sparkline.ts";

interface Column {
  readonly head: string;
  readonly width: number;
  /** Left out when the panel is narrower than this. */
  readonly from: number;
  readonly sort: Sort | null;
  readonly cell: (now: FunctionMoment, symbols: Symbols) => Line;
  /** In the row of a Region; nothing where it is left out. */
  readonly ofRegion?: (now: RegionMinute, symbols: Symbols) => Line;
}

const GAUGE = 6;
const WIDE = 108;
const LONGEST_NAME = 24;
const SHORTEST_NAME = 10;
const SPARK_GAP = 2;

const COLUMNS: readonly Column[] = [
  {
    head: "rate",
    width: 8,
    from: 0,
    sort: "rate",
    cell: (now) => [span(rate(tidy(now.perSecond)))],
    ofRegion: (now) => [span(rate(tidy(now.perSecond)))],
  },
  {
    head: "busy",
    width: 6,
    from: 0,
    sort: "busy",
    cell: (now) => [span(count(now.busy), full(now))],
    ofRegion: (now) => [span(count(now.busy))],
  },
  {
    head: "warm",
    width: 6,
    from: 0,
    sort: null,
    cell: (now) => [span(count(now.warm))],
    ofRegion: (now) => [span(count(now.warm))],
  },
  { head: "reserved", width: 14, from: WIDE, sort: null, cell: (now, s) => gauge(now.busy, now.reserved, s) },
  {
    head: "provisioned",
    width: 14,
    from: WIDE,
    sort: null,
    cell: (now, s) => gauge(now.provisionedBusy, now.provisioned === 0 ? null : now.provisioned, s),
  },
  {
    head: "cold",
    width: 9,
    from: 0,
    sort: "cold",
    cell: (now, s) => [shareSpan(now.coldShare, s)],
    ofRegion: (now, s) => [shareSpan(now.coldShare, s)],
  },
  {
    head: "throttle",
    width: 10,
    from: 0,
    sort: "throttle",
    cell: (now, s) => [shareSpan(now.throttledShare, s, "red")],
    ofRegion: (now, s) => [shareSpan(now.throttledShare, s, "red")],
  },
  { head: "p50", width: 8, from: WIDE, sort: null, cell: (now, s) => [timeSpan(now.p50Ms, s)] },
  { head: "p99", width: 8, from: 0, sort: "p99", cell: (now, s) => [timeSpan(now.p99Ms, s)] },
];

/** Digits that change ten times a second cannot be read: rates lose theirs behind the point as soon as they can. */
const tidy = (perSecond: number): number => (perSecond >= 10 ? Math.round(perSecond) : perSecond);
const full = ({ busy, reserved }: FunctionMoment): Style =>
  reserved !== null && busy >= reserved ? { color: "red" } : {};

export function functionsPanel({ recording, together, view, symbols, ahead, width, height }: PanelInput): PanelContent {
  const other = together.find((one) => one !== recording) ?? null;
  const all = rowsIn(recording, view);
  const selected = selectedRow(recording, view);
  const at = Math.max(
    0,
    all.findIndex(({ key }) => key === selected?.key),
  );
  const room = height - 1;
  const first = firstRow(at, all.length, room);
  const columns = COLUMNS.filter(({ from }) => width >= from);
  const taken = columns.reduce((sum, column) => sum + column.width, 0);
  const names = nameWidth(all, width - taken);
  const spark = width - 1 - names - taken - SPARK_GAP;
  const rows = all.slice(first, first + room).map((row): Line => {
    const marked = row.key === selected?.key;
    return [
      ...pointerSpan(marked, symbols),
      span(padEnd(nameOf(row), names), marked ? { bold: true } : {}),
      ...columns.flatMap((column) => right(cellsOf(row, column, { recording, view, symbols }), column.width)),
      span(" ".repeat(SPARK_GAP)),
      ...(other === null
        ? sparkOf(row, recording, { view, symbols, ahead, width: spark })
        : wasOf(row, other, { view, symbols, ahead, width: spark })),
    ];
  });
  const none = centred(`no function with '${view.filter}' in its name`, width, room);
  return {
    title: "functions",
    remark: [
      ...filterRemark(view.filter),
      ...rowRemark(at, all.length, room).map((part) => ({ ...part, text: `${part.text}  ` })),
      span(view.sort === "name" ? "by name" : `most ${SORT_WORDS[view.sort]} first`),
    ],
    lines: [
      head(columns, { names, spark, sort: view.sort, symbols, beside: other !== null }),
      ...(all.length === 0 ? none : rows),
    ],
  };
}

interface Rest {
  readonly view: PanelInput["view"];
  readonly symbols: Symbols;
  readonly ahead: boolean;
  readonly width: number;
}

const sparkOf = (row: TableRow, recording: Recording, { view, symbols, ahead, width }: Rest): Line =>
  sparkline(recording, row.kind === "region" ? row.track.series.concurrencyMax : row.track.series.busyMax, {
    bucket: bucketAt(recording, view.momentMs),
    width,
    symbols,
    ahead,
  });

/** What a comparison looks at first comes first. */
const WAS = [
  { head: "throttle", word: "was throttled", width: 14 },
  { head: "p99", word: "was p99", width: 9 },
  { head: "cold", word: "was cold", width: 10 },
] as const;
const wasColumns = (room: number): (Column & { readonly word: string })[] => {
  const fitting = WAS.filter((_, i) => WAS.slice(0, i + 1).reduce((sum, { width }) => sum + width, 0) <= room);
  return fitting.flatMap(({ head, word, width }) =>
    COLUMNS.filter((column) => column.head === head).map((column) => ({ ...column, word, width })),
  );
};

/** The same numbers of the run that this one is beside. */
function wasOf(row: TableRow, recording: Recording, { view, symbols, width }: Rest): Line {
  const same = rowsIn(recording, { ...view, filter: "" }).find(({ key }) => key === row.key);
  if (same === undefined) return [];
  return wasColumns(width).flatMap((column) =>
    right(cellsOf(same, column, { recording, view, symbols }), column.width),
  );
}

const nameOf = ({ kind, track }: TableRow): string => (kind === "region" ? `all of ${track.name}` : track.name);

type Surroundings = Pick<PanelInput, "recording" | "view" | "symbols">;

/** A Region has fewer columns than a function: percentiles of several functions cannot be added up. */
function cellsOf(row: TableRow, { cell, ofRegion }: Column, { recording, view, symbols }: Surroundings): Line {
  if (row.kind === "function") return cell(functionAt(recording, row.track, view.momentMs), symbols);
  return ofRegion === undefined ? [span("")] : ofRegion(regionMinute(recording, row.track, view.momentMs), symbols);
}

const SORT_WORDS: Readonly<Record<Exclude<Sort, "name">, string>> = {
  throttle: "throttled",
  rate: "requests",
  busy: "busy",
  cold: "cold",
  p99: "slow",
};

/** The name gets what it needs, as long as a short sparkline still fits beside it. */
function nameWidth(all: readonly TableRow[], room: number): number {
  const longest = Math.max(SHORTEST_NAME, ...all.map((row) => nameOf(row).length));
  return Math.max(SHORTEST_NAME, Math.min(longest, LONGEST_NAME, room - SHORTEST_NAME));
}

interface HeadOptions {
  readonly names: number;
  readonly spark: number;
  readonly sort: Sort;
  readonly symbols: Symbols;
  readonly beside: boolean;
}

function head(columns: readonly Column[], { names, spark, sort, symbols, beside }: HeadOptions): Line {
  const dim = { dim: true };
  const words = columns.map(({ head: word, width, sort: by }) =>
    padStart(by === sort ? `${word}${symbols.descending}` : word, width),
  );
  const name = padEnd(sort === "name" ? `function${symbols.descending}` : "function", names);
  const sparkHead = "busy over the run";
  const was = wasColumns(spark).map(({ word, width }) => padStart(word, width));
  return [
    span(" ".repeat(symbols.pointer.length) + name + words.join("") + " ".repeat(SPARK_GAP), dim),
    span(beside ? was.join("") : spark < sparkHead.length ? "busy" : sparkHead, dim),
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
