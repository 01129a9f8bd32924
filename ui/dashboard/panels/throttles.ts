/** Panel 2: how many requests of the selected function are refused each second, and why. */
import { count } from "../../../reports/numbers.ts";
import { roundTop } from "../axis.ts";
import { type Color, join, type Line, line, span } from "../line.ts";
import { bucketAt, refusedUntil } from "../moment.ts";
import type { CauseTrack } from "../recording.ts";
import { selectedIn } from "../view.ts";
import { chartLines } from "./chart.ts";
import { centred, type PanelContent, type PanelInput } from "./panel.ts";

/** One for each cause, the most frequent first; there are seven causes. */
const COLORS: readonly Color[] = ["red", "magenta", "yellow", "blue", "green", "cyan", "gray"];

export function throttlesPanel({ recording, view, symbols, width, height }: PanelInput): PanelContent {
  const track = selectedIn(recording, view);
  const title = track === null ? "throttles/s" : `throttles/s: ${track.name}`;
  if (track === null || track.causes.length === 0) {
    return { title, remark: [], lines: centred("nothing is refused in this run", width, height) };
  }
  const { causes, series } = track;
  const perBucket = recording.bucketMs / 1000;
  const legend = causes.map((cause, i) => causeSpan(cause, i, refusedUntil(recording, cause, view.momentMs)));
  const alone = causes.length === 1;
  const chart = {
    recording,
    values: series.throttles,
    limitAt: () => null,
    toneOf: (from: number, to: number) => mainCause(causes, from, to),
    top: roundTop(track.peaks.throttles / perBucket) * perBucket,
    label: (refused: number) => count(refused / perBucket),
    colors: COLORS,
    colorsAhead: COLORS,
    bucket: bucketAt(recording, view.momentMs),
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

const causeSpan = ({ cause }: CauseTrack, index: number, until: number): Line => [
  span(cause, { color: COLORS[index] ?? "gray" }),
  span(` ${count(until)}`),
];

/** The cause of most refusals in a stretch of buckets. */
function mainCause(causes: readonly CauseTrack[], from: number, to: number): number {
  const refused = causes.map(({ sums }) => (sums[to] ?? 0) - (sums[from] ?? 0));
  return refused.indexOf(Math.max(...refused));
}
