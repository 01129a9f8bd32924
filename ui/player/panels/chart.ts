/** A chart with its two axes: what panels 1 and 2 have in common. */
import { clock } from "../../../reports/words/numbers.ts";
import { bucketsOf, playedColumns, thin, thinLayers, ticks } from "../drawing/axis.ts";
import { type Color, type Line, padEnd, padStart, type Span, span } from "../drawing/line.ts";
import { dotsPerCell, type Ink, type PlotCell, plot } from "../drawing/plot.ts";
import type { SymbolSet } from "../drawing/symbols.ts";
import type { Recording } from "../recording.ts";

export interface Chart {
  readonly recording: Recording;
  /** One value for each bucket. */
  readonly values: readonly number[];
  /** What the values are made of, from the axis up; each with a value for each bucket. */
  readonly layers?: readonly (readonly number[])[];
  /** The dotted line at a moment; null for none. */
  readonly limitAt: (ms: number) => number | null;
  /** Which of the colours a stretch of buckets has. */
  readonly toneOf: (from: number, to: number) => number;
  readonly colors: readonly Color[];
  /** The same tones before the film has reached them. */
  readonly colorsAhead: readonly Color[];
  readonly top: number;
  readonly label: (value: number) => string;
  /** The bucket that the film has reached, and whether what comes after it is shown. */
  readonly bucket: number;
  readonly ahead: boolean;
}

interface Place {
  readonly width: number;
  readonly height: number;
  readonly set: SymbolSet;
}

/** From this many lines on the lowest one carries the time axis. */
const ROOM_FOR_TIMES = 8;
const LABEL_WIDTH = 5;
const TICK_GAP = 9;

export function chartLines(chart: Chart, { width, height, set }: Place): Line[] {
  const labelWidth = Math.max(LABEL_WIDTH, chart.label(chart.top).length, chart.label(chart.top / 2).length);
  const cells = width - labelWidth - 1;
  const rows = height >= ROOM_FOR_TIMES ? height - 1 : height;
  const drawing = plot(drawn(chart, { width: cells, height: rows, set }), set);
  const middle = Math.floor(rows / 2);
  const labels = new Map([
    [0, chart.top],
    [middle, chart.top / 2],
    [rows - 1, 0],
  ]);
  const lines = drawing.map((row, i): Line => {
    const value = labels.get(i);
    return [
      span(padStart(value === undefined ? "" : chart.label(value), labelWidth)),
      span(" "),
      ...spansOf(row, chart),
    ];
  });
  const times = timeAxis(chart.recording.horizonMs, cells);
  return rows === height ? lines : [...lines, [span(" ".repeat(labelWidth + 1)), span(times, { dim: true })]];
}

function drawn(chart: Chart, { width, height, set }: Place) {
  const { recording, limitAt, toneOf, top, bucket, layers, ahead } = chart;
  const values = ahead ? chart.values : chart.values.slice(0, bucket + 1);
  const columns = width * dotsPerCell(set);
  const moment = (column: number): number => (column / columns) * recording.horizonMs;
  return {
    height,
    values: thin(values, columns, recording.buckets),
    ...(layers === undefined ? {} : { layers: thinLayers(values, layers, { columns, buckets: recording.buckets }) }),
    limits: Array.from({ length: columns }, (_, column) => limitAt(moment(column))),
    tones: Array.from({ length: columns }, (_, column) => {
      const { from, to } = bucketsOf(column, columns, recording.buckets);
      return toneOf(from, to);
    }),
    played: playedColumns(bucket, columns, recording.buckets),
    top,
  };
}

/** Neighbours of the same colour become one piece of text: a frame has few of them. */
function spansOf(row: readonly PlotCell[], chart: Chart): Span[] {
  const spans: Span[] = [];
  for (const { sign, ink, tone } of row) {
    const color = colorOf(chart, ink, tone);
    const last = spans.at(-1);
    if (last !== undefined && last.color === color) spans.splice(-1, 1, { ...last, text: last.text + sign });
    else spans.push(color === undefined ? span(sign) : span(sign, { color }));
  }
  return spans;
}

function colorOf({ colors, colorsAhead }: Chart, ink: Ink, tone: number): Color | undefined {
  if (ink === "blank") return undefined;
  if (ink === "limit") return "yellow";
  return ink === "played" ? colors[tone] : colorsAhead[tone];
}

/** A moment starts where its label does. */
function timeAxis(horizonMs: number, width: number): string {
  let text = "";
  for (const moment of ticks(horizonMs, width, TICK_GAP)) {
    const at = Math.round((moment / horizonMs) * width);
    const label = clock(moment);
    if (at + label.length <= width) text = padEnd(text, at) + label;
  }
  return text;
}
