/** Chart of cost: what the run costs, a bar for each function, in parts by what is charged. */

import type { CostKind, Result } from "../../../sim/index.ts";
import { isOfInstances, payerName } from "../../words/cost-text.ts";
import { count, duration, money, share } from "../../words/numbers.ts";
import { cutText } from "../../words/text-width.ts";
import type { ChartKind } from "../chart.ts";
import { type Part, stackLabels } from "../layers.ts";
import { shownName } from "../names.ts";
import { barAxis, linearScale, type Scale } from "../scales.ts";
import { type Chart, chartOf, keepRoom, type Layer, type Row } from "../spec.ts";
import { type ChartNumbers, NOTHING } from "../stretches.ts";
import type { ChartsOptions, Names } from "../subject.ts";
import { INK, SIZE, TEXT, TONES, type Tone } from "../theme.ts";
import { namesOf, whenOf } from "../view.ts";

type Group = "requests" | "duration" | "provisioned" | "snapstart" | "instances" | "durable" | "logs" | "other";

/** In the order of the parts of a bar. */
const GROUPS: readonly { readonly group: Group; readonly label: string; readonly tone: Tone }[] = [
  { group: "duration", label: "duration", tone: TONES.blue },
  { group: "requests", label: "requests", tone: TONES.sky },
  { group: "provisioned", label: "provisioned units", tone: TONES.green },
  { group: "snapstart", label: "SnapStart", tone: TONES.purple },
  { group: "instances", label: "instances", tone: TONES.orange },
  { group: "durable", label: "durable state", tone: TONES.red },
  { group: "logs", label: "logs", tone: TONES.black },
  { group: "other", label: "other", tone: TONES.yellow },
];
const BY_KIND: Partial<Readonly<Record<CostKind, Group>>> = {
  requests: "requests",
  "provisioned-requests": "requests",
  "edge-requests": "requests",
  duration: "duration",
  "provisioned-duration": "duration",
  "edge-duration": "duration",
  provisioned: "provisioned",
  "snapstart-cache": "snapstart",
  "snapstart-restores": "snapstart",
  "durable-operations": "durable",
  "durable-written": "durable",
  "durable-kept": "durable",
  logs: "logs",
};

/** Functions with a bar of their own; the cheapest beyond them share one. */
const MOST_BARS = 8;
const MOST_ROWS = 29;
/** Px of a bar's row: its words, the bar, and the bar of the base. */
const ROW = { words: 20, bar: 14, base: 8, gap: 10 } as const;

/** Px of a line of the legend. */
const LEGEND_PX = 20;

/** What one function, or all that share a bar, pays in a run. */
interface Payer {
  readonly name: string;
  readonly usd: number;
  readonly groups: Readonly<Partial<Record<Group, number>>>;
  /** In the run it is compared with; null when nothing is compared. */
  readonly before: number | null;
}

interface Compared {
  readonly result: Result;
  readonly names: Names;
  readonly when: string;
}

export const cost: ChartKind = {
  name: "cost",
  section: "cost",
  applies: (result, { against }) => ([result, against].some((each) => (each?.cost.totalUsd ?? 0) > 0) ? [null] : []),
  build,
};

function build(result: Result, options: ChartsOptions): Chart {
  const { against } = options;
  const names = against === undefined ? null : namesOf(result, against, options.names);
  const base = against === undefined || names === null ? null : { result: against, names, when: whenOf(names) };
  const all = payersOf(result, base);
  const bars = shortened(all, MOST_BARS);
  const scale = linearScale(Math.max(...bars.map(({ usd, before }) => Math.max(usd, before ?? 0)), 0) || 1, money);
  const rowPx = ROW.words + ROW.bar + (base === null ? 0 : ROW.base) + ROW.gap;
  const beside = legend(all, base);
  const height = Math.max(bars.length * rowPx, beside.length * LEGEND_PX);
  const heading = {
    title: base === null ? title(result, all) : changeTitle(result, base, all),
    subtitle: subtitle(result, base),
    numbers: numbers(shortened(all, MOST_ROWS), base),
  };
  const layers = [
    axes(scale, height),
    keepRoom(),
    ...partLayers(bars, rowPx),
    ...(base === null ? [] : [baseBars(bars, rowPx)]),
    ...bars.flatMap((bar, i) => words(bar, i * rowPx, base)),
    ...stackLabels(beside, height),
  ];
  return chartOf(heading, { width: SIZE.plot, height, layer: layers });
}

/** Dearest first, in either run. */
function payersOf(result: Result, base: Compared | null): Payer[] {
  const now = paidBy(result);
  const was = base === null ? null : paidBy(base.result);
  const names = new Set([...now.keys(), ...(was?.keys() ?? [])]);
  const payers = [...names].map((name): Payer => {
    const groups = now.get(name) ?? {};
    return { name, groups, usd: sumOf(groups), before: was === null ? null : sumOf(was.get(name) ?? {}) };
  });
  const most = ({ usd, before }: Payer): number => Math.max(usd, before ?? 0);
  return payers
    .filter((each) => most(each) > 0)
    .sort((a, b) => most(b) - most(a) || (a.name < b.name ? -1 : 1))
    .map((each) => ({ ...each, name: shownName(each.name) }));
}

function paidBy({ cost: { lines } }: Result): Map<string, Partial<Record<Group, number>>> {
  const paid = new Map<string, Partial<Record<Group, number>>>();
  for (const line of lines) {
    const groups = paid.get(payerName(line)) ?? {};
    const group = BY_KIND[line.kind] ?? (isOfInstances(line.kind) ? "instances" : "other");
    groups[group] = (groups[group] ?? 0) + line.usd;
    paid.set(payerName(line), groups);
  }
  return paid;
}

const usdText = (usd: number): string => (usd === 0 ? "nothing" : money(usd));
const sumOf = (groups: Payer["groups"]): number => GROUPS.reduce((sum, { group }) => sum + (groups[group] ?? 0), 0);

/** The cheapest as one, when there are too many. */
function shortened(payers: readonly Payer[], most: number): readonly Payer[] {
  if (payers.length <= most) return payers;
  const rest = payers.slice(most - 1);
  const groups = Object.fromEntries(GROUPS.map(({ group }) => [group, groupSum(rest, group)]));
  const before = rest.some((each) => each.before !== null)
    ? rest.reduce((sum, each) => sum + (each.before ?? 0), 0)
    : null;
  return [...payers.slice(0, most - 1), { name: `${count(rest.length)} others`, usd: sumOf(groups), groups, before }];
}

const groupSum = (payers: readonly Payer[], group: Group): number =>
  payers.reduce((sum, { groups }) => sum + (groups[group] ?? 0), 0);

/** As wide as the axes of other charts, so that all plots begin at the same place. */
const ROOM = {
  title: null,
  grid: false,
  labels: false,
  ticks: false,
  domain: false,
  minExtent: SIZE.left,
  maxExtent: SIZE.left,
} as const;

/** The first layer carries the scales, and shows nothing itself. */
function axes(scale: Scale, height: number): Layer {
  const x = {
    field: "usd",
    type: "quantitative",
    scale: { domain: [...scale.domain], nice: false },
    axis: barAxis(scale),
  };
  const y = { field: "px", type: "quantitative", scale: { domain: [height, 0], nice: false }, axis: ROOM };
  const mark = { type: "point", opacity: 0 };
  return { data: { values: [{ usd: 0, px: 0 }] }, mark, encoding: { x, y } } as Layer;
}

const BAR = {
  x: { field: "usd", type: "quantitative" },
  x2: { field: "toUsd" },
  y: { field: "px", type: "quantitative" },
  y2: { field: "toPx" },
} as const satisfies Layer["encoding"];

/** One layer for each part, so that its colour is the mark's own. */
function partLayers(bars: readonly Payer[], rowPx: number): Layer[] {
  const starts = bars.map(() => 0);
  return usedGroups(bars).map(({ group, label, tone }): Layer => {
    const values = bars.map(({ name, groups }, i): Row => {
      const usd = starts[i]!;
      starts[i] = usd + (groups[group] ?? 0);
      const px = i * rowPx + ROW.words;
      return { function: name, for: label, usd, toUsd: starts[i]!, px, toPx: px + ROW.bar };
    });
    return { data: { values }, mark: { type: "rect", color: tone.fill, opacity: 0.9 }, encoding: BAR };
  });
}

const usedGroups = (payers: readonly Payer[]) => GROUPS.filter(({ group }) => groupSum(payers, group) > 0);

function baseBars(bars: readonly Payer[], rowPx: number): Layer {
  const values = bars.map(({ name, before }, i): Row => {
    const px = i * rowPx + ROW.words + ROW.bar + 1;
    return { function: name, usd: 0, toUsd: before, px, toPx: px + ROW.base };
  });
  return { data: { values }, mark: { type: "rect", color: TONES.grey.fill }, encoding: BAR };
}

/** Above its bar: who pays, and how much. */
function words({ name, usd, before }: Payer, top: number, base: Compared | null): Layer[] {
  const was = base === null ? "" : ` (${usdText(before ?? 0)} ${base.when})`;
  const text = cutText(`${name}: ${usdText(usd)}${was}`, SIZE.plot, TEXT.label, true);
  const mark = { type: "text", align: "left", baseline: "bottom", fontSize: TEXT.label, fontWeight: "bold" } as const;
  return [
    {
      data: { values: [{}] },
      mark: { ...mark, text, color: INK.text },
      encoding: { x: { value: 0 }, y: { value: top + ROW.words - 3 } },
    },
  ];
}

/** What is charged in all; the first at the top, as in a bar from its left. */
function legend(payers: readonly Payer[], base: Compared | null): Part[] {
  const parts = usedGroups(payers).map(({ group, label, tone }): Part => {
    return { name: `${label}: ${money(groupSum(payers, group))}`, tone, values: [] };
  });
  const other = {
    name: `${base?.names.base}: ${money(base?.result.cost.totalUsd ?? 0)}`,
    tone: TONES.grey,
    values: [],
  };
  return [...(base === null ? [] : [other]), ...parts.toReversed()];
}

function numbers(payers: readonly Payer[], base: Compared | null): ChartNumbers {
  const groups = usedGroups(payers);
  const usd = (amount: number | undefined): string => (amount === undefined || amount === 0 ? NOTHING : money(amount));
  const totals = base === null ? ["cost"] : [`cost (${base.names.base})`, `cost (${base.names.head})`];
  return {
    heads: ["function", ...totals, ...groups.map(({ label }) => label)],
    rows: payers.map((each) => [
      each.name,
      ...(base === null ? [] : [usd(each.before ?? 0)]),
      usd(each.usd),
      ...groups.map(({ group }) => usd(each.groups[group])),
    ]),
  };
}

function subtitle({ cost: { book }, ignoreMs }: Result, base: Compared | null): string {
  const counted = ignoreMs > 0 ? `without the warm-up of ${duration(ignoreMs)}` : "no free tier";
  const free = ignoreMs > 0 ? ", no free tier" : "";
  const grey = base === null ? "" : `; grey: ${base.names.base}`;
  return `Cost of the run by function and by what is charged, ${counted}${free}; prices ${shownName(book)}${grey}`;
}

function title({ cost: { totalUsd } }: Result, payers: readonly Payer[]): string {
  const [first, ...others] = payers;
  if (first === undefined) return "The run costs nothing";
  const [most] = [...usedGroups(payers)].sort((a, b) => groupSum(payers, b.group) - groupSum(payers, a.group));
  const part = most === undefined ? "" : `; ${share(groupSum(payers, most.group) / totalUsd)} is for ${most.label}`;
  const whose = others.length === 0 ? ` for ${first.name}` : `, ${share(first.usd / totalUsd)} of it for ${first.name}`;
  return `The run costs ${money(totalUsd)}${whose}${part}`;
}

function changeTitle({ cost: { totalUsd } }: Result, { result, when }: Compared, payers: readonly Payer[]): string {
  const was = result.cost.totalUsd;
  if (money(was) === money(totalUsd)) return `The run costs ${usdText(totalUsd)}, as ${when}`;
  const more = totalUsd > was ? "more" : "less";
  if (was === 0) return `The run costs ${usdText(totalUsd)}, nothing ${when}`;
  const part = `${share(Math.abs(totalUsd - was) / was)} ${more}`;
  const moved = ({ usd, before }: Payer): number => Math.abs(usd - (before ?? 0));
  const most = payers.reduce<Payer | undefined>((a, b) => (a === undefined || moved(b) > moved(a) ? b : a), undefined);
  const whose = most === undefined || payers.length < 2 ? "" : `, mostly for ${most.name}`;
  return `The run costs ${usdText(totalUsd)}, ${money(was)} ${when}: ${part}${whose}`;
}
