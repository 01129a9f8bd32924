/** Coloured text in lines of an exact width: what every panel makes and `screen.tsx` puts on the screen. */
import { cells, printable } from "../../library/text.ts";

/** Of the sixteen named colours, so that the terminal's own theme decides how they look. */
export type Color = "red" | "green" | "yellow" | "blue" | "magenta" | "cyan" | "gray";

export interface Span {
  readonly text: string;
  readonly color?: Color;
  readonly dim?: boolean;
  readonly bold?: boolean;
}
export type Line = readonly Span[];
export type Style = Omit<Span, "text">;

export const span = (text: string, style: Style = {}): Span => ({ text, ...style });
export const line = (text: string, style: Style = {}): Line => [span(text, style)];

export const widthOf = (spans: Line): number => spans.reduce((sum, { text }) => sum + cells(text), 0);

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Text cut to a width, with an ellipsis where something is missing. */
export function cut(text: string, width: number): string {
  const safe = printable(text);
  if (cells(safe) <= width) return safe;
  if (width <= 0) return "";
  let kept = "";
  let used = 0;
  for (const { segment } of segmenter.segment(safe)) {
    const next = used + cells(segment);
    if (next > width - 1) break;
    kept += segment;
    used = next;
  }
  return `${kept}…`;
}

export const padEnd = (text: string, width: number): string => {
  const shown = cut(text, width);
  return shown + " ".repeat(width - cells(shown));
};

export const padStart = (text: string, width: number): string => {
  const shown = cut(text, width);
  return " ".repeat(width - cells(shown)) + shown;
};

/** A key and what it does, as the bottom line and a lesson tell it. */
export const key = (name: string, does: string): Line => [span(name, { bold: true }), span(` ${does}`, { dim: true })];

/** Exactly `width` cells: what is too long is cut, what is too short is filled with blanks. */
export function exactly(spans: Line, width: number): Line {
  const kept: Span[] = [];
  let left = width;
  for (const piece of spans) {
    const text = cut(piece.text, left);
    if (text !== "") kept.push({ ...piece, text });
    left -= cells(text);
    if (left === 0) return kept;
  }
  return [...kept, span(" ".repeat(left))];
}

/** Left and right parts at both ends of a line; when there is no room for both, the left one is cut. */
export function spread(left: Line, right: Line, width: number): Line {
  const end = exactly(right, Math.min(width, widthOf(right)));
  return [...exactly(left, width - widthOf(end)), ...end];
}

/** Words that belong together, one of which must not be torn: as many from the left as fit. */
export function join(parts: readonly Line[], gap: string, width: number): Line {
  const kept: Line[] = [];
  let used = 0;
  for (const part of parts) {
    const more = widthOf(part) + (kept.length === 0 ? 0 : gap.length);
    if (used + more > width) break;
    kept.push(part);
    used += more;
  }
  return kept.flatMap((part, i) => (i === 0 ? part : [span(gap), ...part]));
}

/** Breaks text between words; the lines after the first begin where its own text began. */
export function wrapped(text: string, width: number): string[] {
  const [prefix = ""] = /^[\s│=^]*/.exec(text) ?? [];
  const indent = prefix.replace(/[=^]/g, " ");
  const words = text.slice(prefix.length).split(" ");
  const lines: string[] = [];
  let current = prefix;
  let empty = true;
  for (const word of words) {
    if (!empty && cells(current) + 1 + cells(word) > width) {
      lines.push(current);
      current = indent;
      empty = true;
    }
    current += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, current];
}
