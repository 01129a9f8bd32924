/** How many cells text takes on a screen, how it is painted, and text made safe to print there. */

type Style = "bold" | "dim" | "red" | "green" | "yellow" | "blue" | "cyan" | "magenta" | "gray";
/** Puts a colour on text, or nothing where colour is not wanted. */
export type Paint = (style: Style | Style[], text: string) => string;

const TAB = 4;
/** One character of ASCII is one cell. */
const PLAIN = /^[ -~]*$/;

/** East Asian wide and full-width characters, and emoji: two cells each. */
const WIDE_RANGES = [
  "\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\ua4cf\\ua960-\\ua97c\\uac00-\\ud7a3",
  "\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6\\u{20000}-\\u{3fffd}",
].join("");
const WIDE = new RegExp(`^(?:[${WIDE_RANGES}]|\\p{Emoji_Presentation}|\\p{Emoji}\\ufe0f)`, "u");
const ZERO_WIDTH = /^[\p{Mark}\u200b-\u200f\u2060\ufeff]+$/u;

/** Control characters could move the cursor or start a colour; a file must not be able to write on our screen. */
const CONTROL = /\p{Cc}/gu;
/** Characters that turn the direction of text could make a line read as what it is not. */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;

/** Made with the first text that needs it: that takes longer than many commands do. */
let segmenter: Intl.Segmenter | null = null;

function graphemes(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return segmenter.segment(text);
}

/** Cells that text takes; text must hold no control characters. */
export function cells(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let sum = 0;
  for (const { segment } of graphemes(text)) {
    if (ZERO_WIDTH.test(segment)) continue;
    sum += WIDE.test(segment) ? 2 : 1;
  }
  return sum;
}

/** Tabs become four spaces, other characters that steer a terminal a visible mark. */
export function printable(text: string): string {
  return text.replaceAll("\t", " ".repeat(TAB)).replace(CONTROL, "�").replace(DIRECTION, "�");
}

/** "1 file", "2 files". */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
