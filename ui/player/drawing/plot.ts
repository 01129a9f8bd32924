/** Draws a series as a filled chart with a dotted limit line, in braille, blocks or plain signs. */
import type { SymbolSet } from "./symbols.ts";

export type Ink = "blank" | "played" | "ahead" | "limit";

/** One cell, its colour left to the caller. */
export interface PlotCell {
  readonly sign: string;
  readonly ink: Ink;
  /** The highest tone of its dot columns. */
  readonly tone: number;
}

export interface Plot {
  /** In cells. */
  readonly height: number;
  /** One value per dot column: `dotsPerCell` times as many as there are cells in a row. */
  readonly values: readonly number[];
  /** The limit in each dot column; null for none. */
  readonly limits: readonly (number | null)[];
  /** A number that stands for a colour, for each dot column. */
  readonly tones: readonly number[];
  /** Parts in place of one tone, from the axis up, in each dot column; their sums are `values`. */
  readonly layers?: readonly (readonly number[])[];
  /** Dot columns already played; what lies ahead is drawn as an outline. */
  readonly played: number;
  /** The value at the upper edge. */
  readonly top: number;
}

/** Dots in a cell: braille has 2 by 4, blocks 1 by 8, plain signs one. */
const GRAIN: Readonly<Record<SymbolSet, readonly [across: number, down: number]>> = {
  braille: [2, 4],
  block: [1, 8],
  plain: [1, 1],
};
export const dotsPerCell = (set: SymbolSet): number => GRAIN[set][0];

/** Bits of the braille pattern, from the bottom of each of its two columns. */
const BRAILLE = [
  [0x40, 0x04, 0x02, 0x01],
  [0x80, 0x20, 0x10, 0x08],
] as const;
const BLOCKS = " ▁▂▃▄▅▆▇█";

/** Rows of cells, the uppermost first. */
export function plot(input: Plot, set: SymbolSet): PlotCell[][] {
  const [across, down] = GRAIN[set];
  const dots = input.height * down;
  const levels = input.values.map((value) => levelOf(value, input.top, dots));
  const limits = input.limits.map((limit) =>
    limit === null || limit > input.top ? null : levelOf(limit, input.top, dots),
  );
  const columns = { ...input, levels, limits, layers: layerLevels(input, dots) };
  return Array.from({ length: input.height }, (_, row) =>
    Array.from({ length: Math.floor(levels.length / across) }, (_, cell) =>
      cellOf(columns, { set, first: cell * across, across, down, bottom: (input.height - 1 - row) * down }),
    ),
  );
}

interface Columns {
  readonly levels: readonly number[];
  readonly limits: readonly (number | null)[];
  readonly tones: readonly number[];
  /** Upper ends of the layers in each dot column; null without layers. */
  readonly layers: readonly (readonly number[])[] | null;
  readonly played: number;
}

/** One cell: its first dot column and the height of its lowest dot above the axis. */
interface Place {
  readonly set: SymbolSet;
  readonly first: number;
  readonly across: number;
  readonly down: number;
  readonly bottom: number;
}

/** Dots that a value fills; anything above 0 shows at least one. */
function levelOf(value: number, top: number, dots: number): number {
  if (value <= 0 || top <= 0) return 0;
  return Math.min(dots, Math.max(1, Math.round((value / top) * dots)));
}

function layerLevels({ layers, top }: Plot, dots: number): number[][] | null {
  if (layers === undefined) return null;
  return layers.map((parts) => {
    let sum = 0;
    return parts.map((part) => {
      sum += part;
      return top <= 0 ? 0 : Math.min(dots, Math.round((sum / top) * dots));
    });
  });
}

/** The highest tone of the cell's columns, or the layer that has most of its dots. */
function toneOf({ tones, layers }: Columns, { first, across, bottom, down }: Place): number {
  if (layers === null) return Math.max(...Array.from({ length: across }, (_, i) => tones[first + i] ?? 0));
  const dots: number[] = [];
  for (let column = first; column < first + across; column += 1) {
    let lower = 0;
    for (const [layer, upper] of (layers[column] ?? []).entries()) {
      const within = Math.max(0, Math.min(upper, bottom + down) - Math.max(lower, bottom));
      dots[layer] = (dots[layer] ?? 0) + within;
      lower = upper;
    }
  }
  return Math.max(0, dots.indexOf(Math.max(...dots)));
}

function cellOf(columns: Columns, place: Place): PlotCell {
  const tone = toneOf(columns, place);
  const fill: PlotCell = { sign: " ", ink: place.first < columns.played ? "played" : "ahead", tone };
  const limited = limitDots(columns, place);
  if (place.set === "braille") return brailleCell(brailleFill(columns, place), limited, fill);
  const filled = Math.max(0, Math.min(place.down, (columns.levels[place.first] ?? 0) - place.bottom));
  if (filled > 0)
    return { ...fill, sign: solidSign(place.set, filled, columns.layers === null ? { ...fill, tone: 0 } : fill) };
  if (limited > 0) return { sign: place.set === "block" ? "┄" : "-", ink: "limit", tone };
  return { sign: " ", ink: "blank", tone: 0 };
}

function brailleCell(bits: number, limited: number, fill: PlotCell): PlotCell {
  if ((bits | limited) === 0) return { sign: " ", ink: "blank", tone: 0 };
  return { ...fill, sign: String.fromCharCode(0x2800 + (bits | limited)), ink: limited === 0 ? fill.ink : "limit" };
}

/** Played columns are filled from the axis; those ahead show only their upper edge, with the steps between them. */
function brailleFill(columns: Columns, { first, bottom }: Place): number {
  let bits = 0;
  for (const [side, pattern] of BRAILLE.entries()) {
    const level = columns.levels[first + side] ?? 0;
    const from = first + side < columns.played ? 0 : edgeFrom(columns.levels, first + side);
    for (const [dot, bit] of pattern.entries()) {
      if (bottom + dot >= from && bottom + dot < level) bits |= bit;
    }
  }
  return bits;
}

/** The lowest dot of the outline: down to the level of the lower neighbour. */
function edgeFrom(levels: readonly number[], column: number): number {
  const level = levels[column] ?? 0;
  const lower = Math.min(levels[column - 1] ?? level, levels[column + 1] ?? level);
  return Math.min(level - 1, lower);
}

/** Layers can be told apart without colour. */
export const PLAIN_SIGNS = "#*+=o%";

/** Blocks and plain signs cannot draw an outline: what lies ahead is filled with a lighter sign. */
function solidSign(set: SymbolSet, filled: number, { ink, tone }: Omit<PlotCell, "sign">): string {
  if (set === "plain") return ink === "played" ? (PLAIN_SIGNS[tone] ?? "#") : ".";
  return ink === "played" ? (BLOCKS[filled] ?? " ") : "░";
}

/** Every other cell carries the line, so that it reads as dotted. */
function limitDots(columns: Columns, { first, across, bottom, down }: Place): number {
  if ((first / across) % 2 === 1) return 0;
  let bits = 0;
  for (const [side, pattern] of BRAILLE.slice(0, across).entries()) {
    const limit = columns.limits[first + side] ?? null;
    if (limit === null || limit <= bottom || limit > bottom + down) continue;
    bits |= pattern[(limit - bottom - 1) % pattern.length] ?? 0;
  }
  return bits;
}
