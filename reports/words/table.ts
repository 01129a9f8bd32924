/** Text in columns and lines of bounded width; nothing here knows what the words mean. */

/** The few colours of the terminal that a report uses; its own theme decides how they look. */
export type Colour = "red" | "green" | "yellow" | "dim";

/** Puts a colour around text, or leaves it as it is. */
export type Paint = (text: string, colour?: Colour) => string;

export interface Cell {
  readonly text: string;
  readonly colour?: Colour;
}

interface Grid {
  /** One letter a column: l for left, r for right. */
  readonly align: string;
  /** Spaces between columns. */
  readonly gap: number;
  readonly paint: Paint;
}

const CODES: Readonly<Record<Colour, readonly [on: number, off: number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  dim: [2, 22],
};
/** Control characters and those that turn the direction of text: a file must not be able to write our screen. */
const HARMFUL = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

export function painter(color: boolean): Paint {
  return (text, colour) => {
    if (!color || colour === undefined || text === "") return text;
    const [on, off] = CODES[colour];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}

/** Lines of a table, each column as wide as its widest cell, without spaces at the ends of lines. */
export function grid(rows: readonly (readonly Cell[])[], { align, gap, paint }: Grid): string[] {
  const widths = [...align].map((_, column) => Math.max(0, ...rows.map((row) => row[column]?.text.length ?? 0)));
  return rows.map((row) => {
    const used = row.findLastIndex(({ text }) => text !== "") + 1;
    const cells = row.slice(0, used).map(({ text, colour }, column) => {
      const space = " ".repeat((widths[column] ?? 0) - text.length);
      if (align[column] === "r") return `${space}${paint(text, colour)}`;
      return column === used - 1 ? paint(text, colour) : `${paint(text, colour)}${space}`;
    });
    return cells.join(" ".repeat(gap));
  });
}

/** Pieces one after the other, in lines of at most `width`; a piece is never divided. */
export function flow(pieces: readonly string[], between: string, width: number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    const joined = last === undefined ? piece : `${last}${between}${piece}`;
    const fits = joined.length + between.trimEnd().length <= width;
    if (last !== undefined && fits) lines[lines.length - 1] = joined;
    else lines.push(piece);
  }
  return lines.map((line, i) => (i === lines.length - 1 ? line : `${line}${between.trimEnd()}`));
}

/** Text of at most `width` characters: what is too long loses its middle, since both ends tell something. */
export function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  const tail = Math.max(0, Math.floor((width - 1) / 2));
  return `${text.slice(0, Math.max(0, width - 1 - tail))}…${text.slice(text.length - tail)}`;
}

/** One line that is safe to print: control characters become visible marks. */
export function printable(text: string): string {
  return text.replace(/\s+/g, " ").replace(HARMFUL, "\ufffd");
}

export const indented = (lines: readonly string[], by: number): string[] =>
  lines.map((line) => (line === "" ? line : `${" ".repeat(by)}${line}`));
