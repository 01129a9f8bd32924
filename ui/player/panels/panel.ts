/** What every panel is: a title, a remark at the right of the upper border, and lines of an exact width. */
import { type Line, line, span } from "../drawing/line.ts";
import type { Symbols } from "../drawing/symbols.ts";
import type { Recording } from "../recording.ts";
import type { View } from "../view.ts";

/** All that a panel may look at. Width and height are those inside its border. */
export interface PanelInput {
  readonly recording: Recording;
  readonly view: View;
  readonly symbols: Symbols;
  /** Runs shown together have charts of one scale: this run and the others. */
  readonly together: readonly Recording[];
  /** Charts also show what the film has not reached yet; a lesson that asks for a guess does not. */
  readonly ahead: boolean;
  readonly width: number;
  readonly height: number;
}

export interface PanelContent {
  readonly title: string;
  readonly remark: Line;
  readonly lines: readonly Line[];
}

/** The first row to show of a list that is longer than its place, so that the current row is in sight. */
export function firstRow(current: number, count: number, height: number): number {
  return Math.max(0, Math.min(current - Math.floor((height - 1) / 2), count - height));
}

/** "3 of 12" when not all rows are in sight, else nothing. */
export const rowRemark = (current: number, count: number, height: number): Line =>
  count <= height ? [] : line(`${String(current + 1)} of ${String(count)}`);

/** The filter in force, if there is one. */
export const filterRemark = (filter: string): Line => (filter === "" ? [] : line(`filter: ${filter}  `));

/** One dim sentence in the middle of an otherwise empty place. */
export function centred(text: string, width: number, height: number): Line[] {
  const above = Math.max(0, Math.floor((height - 1) / 2));
  const left = " ".repeat(Math.max(0, Math.floor((width - text.length) / 2)));
  return [...Array.from({ length: above }, () => line("")), [span(left), span(text, { dim: true })]];
}

/** The mark in front of a row, if the keys act on this panel. */
export const pointerSpan = (marked: boolean, symbols: Symbols): Line =>
  marked ? line(symbols.pointer, { color: "cyan", bold: true }) : line(" ".repeat(symbols.pointer.length));
