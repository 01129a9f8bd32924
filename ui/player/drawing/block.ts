/** A frame with a title and a remark in its upper border, as lines of an exact width; frames side by side. */
import { exactly, type Line, line, type Style, span, widthOf } from "./line.ts";
import type { Symbols } from "./symbols.ts";

export interface Block {
  readonly title: string;
  readonly remark: Line;
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
  readonly symbols: Symbols;
  /** The keys act on this panel. */
  readonly focused: boolean;
}

/** Columns taken by the border and one blank at each side. */
export const SIDES = 4;
/** Rows taken by the border. */
export const EDGES = 2;

/** As many lines as the block is high. */
export function blockLines(block: Block): Line[] {
  const { lines, width, height, symbols, focused } = block;
  const style: Style = focused ? { color: "cyan" } : { dim: true };
  const side = span(symbols.vertical, style);
  const inner = width - SIDES;
  const rows = Array.from({ length: height - EDGES }, (_, i) => exactly(lines[i] ?? line(""), inner));
  return [
    topBorder(block, style),
    ...rows.map((row) => [side, span(" "), ...row, span(" "), side]),
    [span(symbols.corners[2] + symbols.horizontal.repeat(width - 2) + symbols.corners[3], style)],
  ];
}

function topBorder({ title, remark, width, symbols, focused }: Block, style: Style): Line {
  const name = span(` ${title} `, focused ? { color: "cyan", bold: true } : { bold: true });
  const mark = focused ? span(symbols.pointer, { color: "cyan", bold: true }) : span(symbols.horizontal, style);
  const left: Line = [span(symbols.corners[0], style), mark, ...exactly([name], Math.min(widthOf([name]), width - 4))];
  const room = width - widthOf(left) - 2 * symbols.horizontal.length - 1;
  // Half a remark could say the opposite of the whole.
  const fits = widthOf(remark) > 0 && widthOf(remark) <= room - 3;
  const right = fits ? [span(" "), ...remark, span(" ")] : [];
  const rule = symbols.horizontal.repeat(Math.max(0, width - widthOf(left) - widthOf(right) - 2));
  return [...left, span(rule, style), ...right, span(symbols.horizontal + symbols.corners[1], style)];
}

/** Blocks of the same height in one row. */
export const sideBySide = (blocks: readonly (readonly Line[])[]): Line[] =>
  (blocks[0] ?? []).map((_, row) => blocks.flatMap((lines) => lines[row] ?? []));
