/** Chart of concurrency: requests running at once against the limits in force. */
import type { FunctionLimits, Result } from "../../sim/index.ts";
import { clock, count, duration, share } from "../numbers.ts";
import { area, limitLine, line, type SideLabel, sideLabels } from "./layers.ts";
import { shownName } from "./names.ts";
import { mainThrottle, refusalTitle } from "./refusals.ts";
import { linearScale, type Scale } from "./scales.ts";
import { frame, type Layer, type Row, type VegaLiteSpec } from "./spec.ts";
import {
  type ChartOptions,
  highest,
  inForce,
  inSteps,
  peakOf,
  rowsOf,
  type Subject,
  subjectOf,
  troubled,
} from "./subject.ts";
import { SIZE, TONES, type Tone } from "./theme.ts";
import { thin } from "./thin.ts";
import { timeline, warmUp } from "./timeline.ts";

export interface ConcurrencyOptions extends ChartOptions {
  /** Another run of the same scenario, drawn beside as a line. */
  readonly against?: Result;
}

/** Something drawn as a line over the area: a limit (dashed), or another quantity. */
interface Guide {
  readonly rows: readonly Row[];
  readonly label: string;
  readonly tone: Tone;
  readonly dashed: boolean;
}

/** A limit this many times higher than anything used would flatten the chart: it is named instead of drawn. */
const FAR = 3;

export function concurrencyChart(result: Result, options: ConcurrencyOptions = {}): VegaLiteSpec {
  const subject = subjectOf(result, options, troubled);
  const others = [...poolUse(result, subject), ...otherRun(subject, options.against)];
  const used = Math.max(highest(subject.series.busyMax), ...others.map(({ rows }) => highestRow(rows)));
  const { near, far } = limitGuides(result, subject, used);
  const guides = [...near, ...others];
  const top = Math.max(1, used, ...near.map(({ rows }) => highestRow(rows)));
  const scale = linearScale(top, count, { whole: true });
  const around = timeline(result);
  const busy = rowsOf(result, thin([subject.series.busyMax]), subject.series.busyMax);
  const layers = [
    ...around.under(SIZE.panel, true),
    ...area(busy, TONES.blue, inSteps(result)),
    ...guides.flatMap(({ rows, tone, dashed }) => (dashed ? [limitLine(rows, tone)] : line(rows, tone, 1.2))),
    ...around.over(SIZE.panel),
    ...labels(subject, busy, { guides, far }, scale),
  ];
  return frame({
    title: title(result, subject),
    subtitle: subtitle(result, subject),
    horizonMs: result.horizonMs,
    panels: [{ height: SIZE.panel, scale, axisTitle: "requests running at once", rows: around.rows, layers }],
  });
}

function title(result: Result, subject: Subject): string {
  const { shown, total } = subject;
  const main = mainThrottle(subject);
  if (total.requestsCount === 0) return `${shown} received no request`;
  if (main !== undefined) return refusalTitle(subject, main);
  const peak = peakOf(result, subject.series.busyMax);
  const limits = inForce(subject.limits, peak?.atMs ?? 0);
  const needs = `${shown} runs at most ${requests(total.busyMax)} at once`;
  if (peak === null || limits === undefined) return `${needs}; no request was refused`;
  const part = share(total.busyMax / Math.max(1, ceiling(limits)));
  return `${needs} (${part} of ${limitName(limits)}), at ${clock(peak.atMs)}; no request was refused`;
}

function subtitle(result: Result, { shown }: Subject): string {
  const drawn = `Requests of ${shown} running at once, the most in each ${duration(result.series.bucketMs)}`;
  return `${drawn}; dashed: its limits${warmUp(result)}`;
}

/** Several limits beyond the chart are named as one: "640 to 1 140". */
const orMore = (ceilings: readonly number[]): string => {
  const most = highest(ceilings);
  return most > (ceilings[0] ?? most) ? ` to ${count(most)}` : "";
};

const requests = (units: number): string => `${count(units)} ${units === 1 ? "request" : "requests"}`;

/** Most requests that the function may run at once. */
const ceiling = ({ reserved, provisioned, onDemand }: FunctionLimits): number => reserved ?? onDemand + provisioned;

const limitName = (limits: FunctionLimits): string =>
  limits.reserved === null ? `the ${count(ceiling(limits))} it may use` : `its ${count(limits.reserved)} reserved`;

function limitLabel({ reserved, provisioned, onDemand, managed }: FunctionLimits): string {
  if (managed) return `workers ${count(onDemand)}`;
  if (reserved !== null) return `reserved ${count(reserved)}`;
  const pool = `shared pool ${count(onDemand)}`;
  return provisioned === 0 ? pool : `pool + provisioned ${count(onDemand + provisioned)}`;
}

/** Limits as lines where they are near enough to be drawn, as words where they are far above. */
function limitGuides(result: Result, { limits }: Subject, used: number): { near: Guide[]; far: string[] } {
  const last = limits.at(-1);
  if (last === undefined) return { near: [], far: [] };
  const reach = used === 0 ? Number.POSITIVE_INFINITY : used * FAR;
  const steps = (of: (each: FunctionLimits) => number): Row[] =>
    [...limits, { ...last, fromMs: result.horizonMs }].map((each) => ({
      atMs: each.fromMs,
      value: of(each) <= reach ? of(each) : null,
    }));
  const near = limits.filter((each) => ceiling(each) <= reach);
  const beyond = limits.filter((each) => ceiling(each) > reach);
  const far = beyond.length === 0 ? [] : [`↑ ${limitLabel(beyond[0]!)}${orMore(beyond.map(ceiling))}`];
  const most: Guide[] = near
    .slice(-1)
    .map((each) => ({ rows: steps(ceiling), label: limitLabel(each), tone: TONES.red, dashed: true }));
  const provisioned: Guide[] = limits
    .filter((each) => each.provisioned > 0 && each.provisioned <= reach)
    .slice(-1)
    .map((each) => ({
      rows: steps((at) => at.provisioned),
      label: `provisioned ${count(each.provisioned)}`,
      tone: TONES.green,
      dashed: true,
    }));
  return { near: [...most, ...provisioned], far };
}

/** A function without limits of its own shares the pool: what all of them together use. */
function poolUse(result: Result, { name, series, limits }: Subject): Guide[] {
  const region = result.series.regions[result.functions[name]?.region ?? ""];
  const sharing = limits.every(({ reserved, provisioned }) => reserved === null && provisioned === 0);
  if (region === undefined || !sharing) return [];
  if (highest(region.unreservedMax) <= highest(series.busyMax)) return [];
  const rows = rowsOf(result, thin([region.unreservedMax]), region.unreservedMax);
  return [{ rows, label: "all that share the pool", tone: TONES.grey, dashed: false }];
}

function otherRun({ name }: Subject, against: Result | undefined): Guide[] {
  const column = against?.series.functions[name]?.busyMax;
  if (against === undefined || column === undefined) return [];
  const rows = rowsOf(against, thin([column]), column);
  return [{ rows, label: shownName(against.variant), tone: TONES.purple, dashed: false }];
}

interface Limits {
  readonly guides: readonly Guide[];
  readonly far: readonly string[];
}

function labels(subject: Subject, busy: readonly Row[], { guides, far }: Limits, scale: Scale): Layer[] {
  const at = (rows: readonly Row[]): number => scale.y(lastValue(rows), SIZE.panel);
  const own: SideLabel = { text: subject.shown, y: at(busy), tone: TONES.blue };
  const rest = guides.map(({ rows, label, tone }): SideLabel => ({ text: label, y: at(rows), tone }));
  const above = far.map((text): SideLabel => ({ text, y: 5, tone: TONES.red }));
  return sideLabels([...above, ...rest, own], SIZE.panel);
}

const valuesOf = (rows: readonly Row[]): number[] =>
  rows.map(({ value }) => value).filter((value) => typeof value === "number");
const highestRow = (rows: readonly Row[]): number => highest(valuesOf(rows));
const lastValue = (rows: readonly Row[]): number => valuesOf(rows).at(-1) ?? 0;
