/** A frame of the dashboard as SVG: every sign in its own cell, charts as shapes, which need no font. */
import { cells, printable } from "../../library/text.ts";
import type { Color, Line, Span } from "./line.ts";

const CELL = { width: 8, height: 17 } as const;
const MARGIN = 10;
const FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const FONT_SIZE = 13.2;
/** From the top of a cell to the line on which letters stand. */
const BASELINE = 13;
const BACKGROUND = "#16181d";
const PLAIN = "#d6d9df";
const DIM = "#8b919c";
/** Each has a contrast of at least 4.5 to 1 with the background. */
const COLORS: Readonly<Record<Color, string>> = {
  red: "#ff7b72",
  green: "#7ee787",
  yellow: "#e3b341",
  blue: "#79c0ff",
  magenta: "#d2a8ff",
  cyan: "#56d4dd",
  gray: "#8b919c",
};

/** Dots of a braille sign by bit: column and row. */
const DOTS: readonly (readonly [column: number, row: number, bit: number])[] = [
  [0, 0, 0x01],
  [0, 1, 0x02],
  [0, 2, 0x04],
  [0, 3, 0x40],
  [1, 0, 0x08],
  [1, 1, 0x10],
  [1, 2, 0x20],
  [1, 3, 0x80],
];
const BARS = "▁▂▃▄▅▆▇█";
/** Lines of a border, from the middle of the cell: left, right, up, down. */
const BORDERS: Readonly<Record<string, readonly [left: number, right: number, up: number, down: number]>> = {
  "─": [1, 1, 0, 0],
  "│": [0, 0, 1, 1],
  "┌": [0, 1, 0, 1],
  "┐": [1, 0, 0, 1],
  "└": [0, 1, 1, 0],
  "┘": [1, 0, 1, 0],
};

/** Signs that many fonts lack, as polygons in a cell of 8 by 17. */
const SHAPES: Readonly<Record<string, readonly string[]>> = {
  "▸": ["1.5 4.5L7 8.5L1.5 12.5z"],
  "▶": ["0.5 3.5L7.5 8.5L0.5 13.5z"],
  "‖": ["1.5 4h2v9h-2z", "4.8 4h2v9h-2z"],
  "┄": ["0 8h1.8v1h-1.8z", "3 8h1.8v1h-1.8z", "6 8h1.8v1h-1.8z"],
  "▕": ["7 0h1v17h-1z"],
  "▏": ["0 0h1v17h-1z"],
  "✓": ["0.8 8.6L2 7.5L3.4 9.6L6.8 3.6L7.8 4.3L3.5 12z"],
  "✗": ["0.8 5L2 4L4 6.9L6 4L7.2 5L4.9 8.3L7.2 11.6L6 12.6L4 9.7L2 12.6L0.8 11.6L3.1 8.3z"],
  "↑": ["4 3.5L7 7.5H4.6V13H3.4V7.5H1z"],
  "↓": ["4 13L7 9H4.6V3.5H3.4V9H1z"],
  "←": ["0.5 8.5L4 5.5V8H7.5V9H4V11.5z"],
  "→": ["7.5 8.5L4 5.5V8H0.5V9H4V11.5z"],
};

/** A picture of the lines; `title` is what a screen reader says of it. */
export function frameSvg(lines: readonly Line[], columns: number, title: string): string {
  const width = columns * CELL.width + 2 * MARGIN;
  const height = lines.length * CELL.height + 2 * MARGIN;
  const drawing = new Drawing();
  for (const [row, line] of lines.entries()) drawing.line(line, row);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${width}" height="${height}"`,
    `  viewBox="0 0 ${width} ${height}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="${FONTS}" font-size="${FONT_SIZE}">`,
    ...drawing.elements(),
    "</g></svg>",
    "",
  ].join("\n");
}

class Drawing {
  /** Shapes by colour: one path each. */
  readonly #shapes = new Map<string, string[]>();
  readonly #signs: string[] = [];
  readonly #texts: string[] = [];

  line(line: Line, row: number): void {
    let column = 0;
    for (const span of line) {
      this.#span(span, column, row);
      column += cells(span.text);
    }
  }

  elements(): string[] {
    const paths = [...this.#shapes].map(([style, parts]) => `<path ${style} d="${parts.join("")}"/>`);
    return [...paths, ...this.#signs, ...this.#texts];
  }

  #span(span: Span, from: number, row: number): void {
    const color = span.color === undefined ? (span.dim === true ? DIM : PLAIN) : COLORS[span.color];
    const letters: { readonly sign: string; readonly x: number }[] = [];
    let column = from;
    for (const sign of span.text) {
      const left = MARGIN + column * CELL.width;
      if (!this.#shape(sign, { left, top: MARGIN + row * CELL.height, color }) && sign.trim() !== "") {
        letters.push({ sign, x: left });
      }
      column += cells(sign);
    }
    if (letters.length === 0) return;
    const y = MARGIN + row * CELL.height + BASELINE;
    const weight = span.bold === true ? ' font-weight="bold"' : "";
    const places = letters.map(({ x }) => x).join(" ");
    const text = escaped(letters.map(({ sign }) => sign).join(""));
    this.#texts.push(`<text x="${places}" y="${y}" fill="${color}"${weight}>${text}</text>`);
  }

  /** False for a sign that is text. */
  #shape(sign: string, place: { readonly left: number; readonly top: number; readonly color: string }): boolean {
    const { left, top, color } = place;
    const code = sign.codePointAt(0) ?? 0;
    const fill = `fill="${color}"`;
    const bar = BARS.indexOf(sign);
    const border = BORDERS[sign];
    if (code > 0x2800 && code <= 0x28ff) {
      this.#add(
        fill,
        DOTS.filter(([, , bit]) => (code & bit) !== 0).map(([x, y]) =>
          box(left + x * 4 + 0.6, top + y * 4.25 + 0.6, 2.8, 3),
        ),
      );
    } else if (bar >= 0) {
      const tall = ((bar + 1) / BARS.length) * CELL.height;
      this.#add(fill, [box(left, top + CELL.height - tall, CELL.width, tall)]);
    } else if (sign === "░") {
      this.#add(`${fill} opacity="0.3"`, [box(left, top, CELL.width, CELL.height)]);
    } else if (SHAPES[sign] !== undefined) {
      this.#signs.push(
        `<path ${fill} transform="translate(${number(left)} ${number(top)})" d="M${SHAPES[sign].join("M")}"/>`,
      );
    } else if (border !== undefined) {
      this.#add(fill, edges(border, left, top));
    } else return false;
    return true;
  }

  #add(style: string, parts: readonly string[]): void {
    const known = this.#shapes.get(style);
    if (known === undefined) this.#shapes.set(style, [...parts]);
    else known.push(...parts);
  }
}

const number = (value: number): string => String(Math.round(value * 100) / 100);
const box = (x: number, y: number, width: number, height: number): string =>
  `M${number(x)} ${number(y)}h${number(width)}v${number(height)}h-${number(width)}z`;

function edges([toLeft, toRight, up, down]: readonly number[], left: number, top: number): string[] {
  const middle = { x: left + CELL.width / 2, y: top + CELL.height / 2 };
  return [
    ...(toLeft ? [box(left, middle.y - 0.5, CELL.width / 2 + 0.5, 1)] : []),
    ...(toRight ? [box(middle.x - 0.5, middle.y - 0.5, CELL.width / 2 + 0.5, 1)] : []),
    ...(up ? [box(middle.x - 0.5, top, 1, CELL.height / 2 + 0.5)] : []),
    ...(down ? [box(middle.x - 0.5, middle.y - 0.5, 1, CELL.height / 2 + 0.5)] : []),
  ];
}

/** Also without the control characters of names that a user chose. */
const escaped = (text: string): string =>
  printable(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The frame without colours, without blanks at the ends of its lines. */
export const frameText = (lines: readonly Line[]): string =>
  `${lines
    .map((line) =>
      line
        .map(({ text }) => text)
        .join("")
        .trimEnd(),
    )
    .join("\n")}\n`;
