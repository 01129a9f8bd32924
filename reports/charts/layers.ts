/** The marks that charts are drawn from: lines, areas, stacks, limits, and the labels beside them. */
import { cutText } from "../words/text-width.ts";
import type { Layer, Row } from "./spec.ts";
import { BACKGROUND, DASH, SIZE, TEXT, type Tone } from "./theme.ts";

const STACK_OPACITY = 0.85;
/** The fields of a row; scales and axes are the panel's. */
const POINT = {
  x: { field: "atMs", type: "quantitative" },
  y: { field: "value", type: "quantitative" },
} as const satisfies Layer["encoding"];

/** Counts are drawn in steps, as they were counted, while a step is wide enough to be seen. */
const along = (steps: boolean): "step-after" | "linear" => (steps ? "step-after" : "linear");

/** A line of `value`; null breaks it, and a value between two gaps shows as a dot. */
export function line(rows: readonly Row[], { fill }: Tone, width = 1.5, steps = false): Layer[] {
  const alone = rows.filter(
    (row, i) => row.value !== null && (rows[i - 1]?.value ?? null) === null && (rows[i + 1]?.value ?? null) === null,
  );
  const lines: Layer = {
    data: { values: [...rows] },
    mark: {
      type: "line",
      color: fill,
      strokeWidth: width,
      strokeJoin: "round",
      ...(steps ? { interpolate: along(steps) } : {}),
    },
    encoding: POINT,
  };
  const dots: Layer = {
    data: { values: alone },
    mark: { type: "point", filled: true, size: 18, color: fill, opacity: 1 },
    encoding: POINT,
  };
  return alone.length === 0 ? [lines] : [lines, dots];
}

/** A line that is seen over areas of any colour, since the ground shows beside it. */
export function haloed(rows: readonly Row[], { fill }: Tone, steps: boolean): Layer[] {
  const drawn = (color: string, strokeWidth: number): Layer => {
    const mark = { type: "line", color, strokeWidth, strokeJoin: "round", interpolate: along(steps) } as const;
    return { data: { values: [...rows] }, mark, encoding: POINT };
  };
  return [drawn(BACKGROUND, 3.6), drawn(fill, 1.6)];
}

/** An area from 0 to `value`, with a line on top of it. */
export function area(rows: readonly Row[], { fill, pale }: Tone, steps: boolean): Layer[] {
  const data = { values: [...rows] };
  const interpolate = along(steps);
  return [
    { data, mark: { type: "area", color: pale, interpolate }, encoding: POINT },
    { data, mark: { type: "line", color: fill, strokeWidth: 1.2, strokeJoin: "round", interpolate }, encoding: POINT },
  ];
}

/** A band between `value` and `high`. */
export function band(rows: readonly Row[], { pale }: Tone): Layer {
  return {
    data: { values: [...rows] },
    mark: { type: "area", color: pale },
    encoding: { ...POINT, y2: { field: "high" } },
  };
}

/** One part of a stack: a value for each moment, and how it is told from the others. */
export interface Part {
  readonly name: string;
  readonly tone: Tone;
  readonly values: readonly number[];
}

/** Parts on top of each other, the first at the bottom. Heights are added up here: a spec says what it draws. */
export function stack(parts: readonly Part[], moments: readonly number[], steps: boolean): Layer[] {
  const floor = moments.map(() => 0);
  return parts.map(({ tone, values }): Layer => {
    const rows = moments.map((at, i) => {
      const low = floor[i]!;
      floor[i] = low + (values[i] ?? values.at(-1) ?? 0);
      return { atMs: at, low, value: floor[i]! };
    });
    return {
      data: { values: rows },
      mark: { type: "area", color: tone.fill, fillOpacity: STACK_OPACITY, interpolate: along(steps) },
      encoding: { ...POINT, y2: { field: "low" } },
    };
  });
}

/** The names of a stack's parts beside it, in its order. */
export function stackLabels(parts: readonly Part[], height: number): Layer[] {
  const labels = parts.map(({ name, tone }, i): SideLabel => {
    return { text: name, y: 8 + (parts.length - 1 - i) * 18, tone, swatch: true };
  });
  return sideLabels(labels, height);
}

/** A dashed line at the limit in force, in steps where it changes. */
export function limitLine(rows: readonly Row[], { fill }: Tone): Layer {
  return {
    data: { values: [...rows] },
    mark: { type: "line", color: fill, strokeWidth: 1.5, strokeDash: [...DASH.limit], interpolate: "step-after" },
    encoding: POINT,
  };
}

/** A label to the right of the plot. */
export interface SideLabel {
  readonly text: string;
  /** Px from the top of the panel where it belongs. */
  readonly y: number;
  readonly tone: Tone;
  /** With a square in the colour of its area. */
  readonly swatch?: boolean;
}

const LABEL_GAP = 14;
const LABEL_X = SIZE.plot + 8;
const SWATCH = 9;

/** Labels at their heights, moved apart where they would touch. */
export function sideLabels(labels: readonly SideLabel[], height: number): Layer[] {
  return spread(labels, height).flatMap((label) => {
    const x = LABEL_X + (label.swatch === true ? SWATCH + 5 : 0);
    const text = cutText(label.text, SIZE.plot + SIZE.right - x, TEXT.label, true);
    const words = { type: "text", text, align: "left", baseline: "middle", fontSize: TEXT.label } as const;
    const written: Layer = {
      data: { values: [{}] },
      mark: { ...words, fontWeight: "bold", color: label.tone.text },
      encoding: { x: { value: x }, y: { value: label.y } },
    };
    if (label.swatch !== true) return [written];
    const square: Layer = {
      data: { values: [{}] },
      mark: { type: "square", filled: true, size: SWATCH * SWATCH, color: label.tone.fill, opacity: STACK_OPACITY },
      encoding: { x: { value: LABEL_X + SWATCH / 2 }, y: { value: label.y } },
    };
    return [square, written];
  });
}

/** In order of height, none nearer than a line of text to the next, all within the panel. */
function spread(labels: readonly SideLabel[], height: number): SideLabel[] {
  const placed = [...labels].sort((a, b) => a.y - b.y).map((label) => ({ ...label, y: Math.round(label.y) }));
  for (const [i, label] of placed.entries()) {
    if (i > 0) label.y = Math.max(label.y, placed[i - 1]!.y + LABEL_GAP);
  }
  let floor = height;
  for (const label of placed.toReversed()) {
    label.y = Math.min(label.y, floor);
    floor = label.y - LABEL_GAP;
  }
  return placed;
}
