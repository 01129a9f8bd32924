/** Panel 2: how many requests of the selected function or Region are refused each second, and why. */
import { count } from "../../../reports/words/numbers.ts";
import { roundTop } from "../drawing/axis.ts";
import { type Color, join, type Line, line, span } from "../drawing/line.ts";
import { bucketAt, refusedUntil } from "../moment.ts";
import type { CauseTrack } from "../recording.ts";
import { selectedRow, type TableRow } from "../selection.ts";
import { chartLines } from "./chart.ts";
import { centred, type PanelContent, type PanelInput } from "./panel.ts";

/** One for each cause, the most frequent first; there are seven causes. */
const COLORS: readonly Color[] = ["red", "magenta", "yellow", "blue", "green", "cyan", "gray"];

export function throttlesPanel({ recording, together, view, symbols, ahead, width, height }: PanelInput): PanelContent {
  const row = selectedRow(recording, view);
  const title = row === null ? "throttles/s" : `throttles/s: ${row.track.name}`;
  if (row === null || row.track.causes.length === 0) {
    return { title, remark: [], lines: centred("nothing is refused in this run", width, height) };
  }
  const { causes } = row.track;
  const others = together.map((one) => selectedRow(one, { ...view, selected: row.key })?.track.peaks.throttles ?? 0);
  const perBucket = recording.bucketMs / 1000;
  const legend = causes.map((cause, i) => causeSpan(cause, i, refusedUntil(recording, cause, view.momentMs)));
  const alone = causes.length === 1;
  const chart = {
    recording,
    values: throttlesOf(row),
    limitAt: () => null,
    toneOf: (from: number, to: number) => mainCause(causes, from, to),
    top: roundTop(Math.max(...others, row.track.peaks.throttles) / perBucket) * perBucket,
    label: (refused: number) => count(refused / perBucket),
    colors: COLORS,
    colorsAhead: COLORS,
    bucket: bucketAt(recording, view.momentMs),
    ahead,
  };
  return {
    title,
    remark: alone ? (legend[0] ?? []) : line("429, by cause"),
    lines: [
      ...(alone ? [] : [join(legend, "  ", width)]),
      ...chartLines(chart, { width, height: alone ? height : height - 1, set: symbols.set }),
    ],
  };
}

const throttlesOf = (row: TableRow): readonly number[] =>
  row.kind === "region" ? row.track.throttles : row.track.series.throttles;

const causeSpan = ({ cause }: CauseTrack, index: number, until: number): Line => [
  span(cause, { color: COLORS[index] ?? "gray" }),
  span(` ${count(until)}`),
];

/** The cause of most refusals in a stretch of buckets. */
function mainCause(causes: readonly CauseTrack[], from: number, to: number): number {
  const refused = causes.map(({ sums }) => (sums[to] ?? 0) - (sums[from] ?? 0));
  return refused.indexOf(Math.max(...refused));
}
