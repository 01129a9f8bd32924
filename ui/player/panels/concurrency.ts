/** Panel 1: how many requests of the selected function run at once, and the most that may; a Region by function. */
import { count } from "../../../reports/words/numbers.ts";
import { roundTopWhole } from "../drawing/axis.ts";
import { type Color, join, type Line, line, span } from "../drawing/line.ts";
import { PLAIN_SIGNS } from "../drawing/plot.ts";
import type { Symbols } from "../drawing/symbols.ts";
import { bucketAt, ceilingAt, limitAt } from "../moment.ts";
import type { FunctionTrack, Recording, RegionTrack } from "../recording.ts";
import { selectedRow } from "../selection.ts";
import { chartLines } from "./chart.ts";
import { centred, type PanelContent, type PanelInput } from "./panel.ts";

/** A limit this many times higher than anything that ran is named, but not drawn: the curve would be flat. */
const FAR_ABOVE = 5;
/** Of the layers of a Region; apart from each other for colour-blind readers, too. The last one is for all others. */
const LAYER_COLORS: readonly Color[] = ["cyan", "yellow", "magenta", "blue", "green", "gray"];

export function concurrencyPanel(input: PanelInput): PanelContent {
  const { recording, view, width, height } = input;
  const row = selectedRow(recording, view);
  if (row === null) return { title: "concurrency", remark: [], lines: centred("no functions", width, height) };
  return row.kind === "region" ? regionPanel(input, row.track) : functionPanel(input, row.track);
}

function functionPanel(
  { recording, together, view, symbols, ahead, width, height }: PanelInput,
  track: FunctionTrack,
): PanelContent {
  const tracks = together.flatMap(({ functions }) => functions.filter(({ name }) => name === track.name));
  const chart = {
    recording,
    values: track.series.busyMax,
    limitAt: (ms: number) => ceilingAt(track, ms),
    toneOf: (from: number, to: number) => ((track.throttles[to] ?? 0) > (track.throttles[from] ?? 0) ? 1 : 0),
    colors: ["cyan", "red"] as const,
    colorsAhead: ["gray", "red"] as const,
    top: topOf(
      tracks.map(({ peaks }) => peaks.busy),
      tracks.flatMap((one) => one.limits.map(({ fromMs }) => ceilingAt(one, fromMs) ?? 0)),
    ),
    label: count,
    bucket: bucketAt(recording, view.momentMs),
    ahead,
  };
  const inSight = (ceilingAt(track, view.momentMs) ?? 0) <= chart.top;
  return {
    title: `concurrency: ${track.name}`,
    remark: limitRemark(track, view.momentMs, { symbols, inSight }),
    lines: chartLines(chart, { width, height, set: symbols.set }),
  };
}

function topOf(peaks: readonly number[], limits: readonly number[]): number {
  const highest = Math.max(0, ...peaks);
  return roundTopWhole(Math.max(highest, ...limits.filter((limit) => limit <= highest * FAR_ABOVE)));
}

function limitRemark(
  track: FunctionTrack,
  ms: number,
  { symbols, inSight }: { readonly symbols: Symbols; readonly inSight: boolean },
): Line {
  const limit = limitAt(track.limits, ms);
  if (limit === undefined) return [];
  const mark = limitMark(symbols, inSight);
  if (limit.managed) return [mark, ...line(` workers ${count(limit.onDemand)}`)];
  if (limit.reserved !== null) return [mark, ...line(` reserved ${count(limit.reserved)}`)];
  const besides = limit.provisioned === 0 ? "" : ` + ${count(limit.provisioned)} provisioned`;
  return [mark, ...line(` shared pool ${count(limit.onDemand)}${besides}`)];
}

const limitMark = (symbols: Symbols, inSight: boolean) =>
  span(inSight ? symbols.limit : symbols.up, { color: "yellow" });

/** All requests of the Region, stacked by function, under its quota. */
function regionPanel(
  { recording, together, view, symbols, ahead, width, height }: PanelInput,
  track: RegionTrack,
): PanelContent {
  const tracks = together.flatMap(({ regions }) => regions.filter(({ name }) => name === track.name));
  const layers = layersOf(track, recording);
  const quota = limitAt(track.limits, view.momentMs)?.concurrency ?? 0;
  const chart = {
    recording,
    values: track.series.concurrencyMax,
    layers: layers.map(({ values }) => values),
    limitAt: (ms: number) => limitAt(track.limits, ms)?.concurrency ?? null,
    toneOf: () => 0,
    colors: LAYER_COLORS,
    colorsAhead: LAYER_COLORS.map((): Color => "gray"),
    top: topOf(
      tracks.map(({ peaks }) => peaks.concurrency),
      tracks.flatMap(({ limits }) => limits.map(({ concurrency }) => concurrency)),
    ),
    label: count,
    bucket: bucketAt(recording, view.momentMs),
    ahead,
  };
  const legend = layers.map(({ name }, index): Line => {
    const mark = symbols.set === "plain" ? (PLAIN_SIGNS[index] ?? "#") : symbols.filled;
    return [span(`${mark} `, { color: LAYER_COLORS[index] ?? "gray" }), span(name)];
  });
  return {
    title: `concurrency: ${track.name}`,
    remark: [limitMark(symbols, quota <= chart.top), ...line(` quota ${count(quota)}`)],
    lines: [join(legend, "  ", width), ...chartLines(chart, { width, height: height - 1, set: symbols.set })],
  };
}

interface Layer {
  readonly name: string;
  readonly values: readonly number[];
}

/** The busiest functions one by one, all others together; in each bucket they share its highest concurrency. */
function layersOf({ functions, series }: RegionTrack, { buckets }: Recording): Layer[] {
  const means = functions.map(({ series: own }) => own.busyMean);
  const sums = Array.from({ length: buckets }, (_, bucket) =>
    means.reduce((sum, column) => sum + (column[bucket] ?? 0), 0),
  );
  const partOf = (columns: readonly (readonly number[])[]): number[] =>
    sums.map((sum, bucket) => {
      const own = columns.reduce((total, column) => total + (column[bucket] ?? 0), 0);
      return sum === 0 ? 0 : (own / sum) * (series.concurrencyMax[bucket] ?? 0);
    });
  const alone = functions.length <= LAYER_COLORS.length ? functions.length : LAYER_COLORS.length - 1;
  const named = functions.slice(0, alone).map(({ name }, index) => ({ name, values: partOf([means[index] ?? []]) }));
  if (alone === functions.length) return named;
  return [...named, { name: `${String(functions.length - alone)} others`, values: partOf(means.slice(alone)) }];
}
