/** The width table against the shipped font itself, and the breaking of lines. */
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import { expect, test } from "vitest";
import { cutText, textWidth, wrapEvenly, wrapText } from "../../../reports/words/text-width.ts";

const FONT = ["Regular", "Bold"].map((face) =>
  fileURLToPath(new URL(`../../../ui/host/fonts/Arimo-${face}.ttf`, import.meta.url)),
);
const ESCAPED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;" };
const SIZE = 100;

/** How far a sign moves what follows it: "H?H" is so much wider than "HH". */
function inFont(sign: string, weight: string): number {
  const width = (text: string): number => {
    const style = `xml:space="preserve" font-family="Arimo" font-weight="${weight}" font-size="${SIZE}"`;
    const words = `<text y="200" ${style}>${text}</text>`;
    const drawn = new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" width="900" height="300">${words}</svg>`, {
      font: { loadSystemFonts: false, fontFiles: FONT, defaultFontFamily: "Arimo" },
    });
    return drawn.getBBox()?.width ?? 0;
  };
  return width(`H${ESCAPED[sign] ?? sign}H`) - width("HH");
}

const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCodePoint(32 + i));
const SIGNS = [..."\u00a0µ·×\u2009\u202f–—…↑↓−≈≤≥éÅőž"];

test.each(["normal", "bold"])("widths in %s are those of the shipped font, to a thousandth of an em", (weight) => {
  const wrong = [...ASCII, ...SIGNS].filter(
    (sign) => Math.abs(textWidth(sign, SIZE, weight === "bold") - inFont(sign, weight)) > SIZE / 1000,
  );
  expect(wrong).toEqual([]);
});

test.each([
  ["", 0],
  ["aaaa", 4 * 11.39],
  ["e\u0301", 11.39],
  ["\u2068\u2069", 0],
  ["\u4e2d", 20.48],
])("the width of %j at 20.48 px", (text, width) => {
  expect(textWidth(text, 20.48)).toBeCloseTo(width, 6);
});

test("lines break at spaces, and a word too long for a line is cut", () => {
  // At 20.48 px "aaaa" is 45.56 px wide and a space 5.69.
  expect(wrapText("aaaa aaaa aaaa", 97, 20.48)).toEqual(["aaaa aaaa", "aaaa"]);
  expect(wrapText("aaaa aaaa aaaa", 96, 20.48)).toEqual(["aaaa", "aaaa", "aaaa"]);
  expect(wrapText("aaaaaaaaaa aa", 60, 20.48)).toEqual(["aaa…", "aa"]);
});

test("even lines: no word stands alone while the line above is full", () => {
  expect(wrapText("a a a a a a a a b", 134, 20.48)).toEqual(["a a a a a a a a", "b"]);
  expect(wrapEvenly("a a a a a a a a b", 134, 20.48)).toEqual(["a a a a a", "a a a b"]);
});

test("cutting keeps whole signs, also those of two code units", () => {
  expect(cutText("ab", 100, 20.48)).toBe("ab");
  expect(cutText("\u{1f680}\u{1f680}\u{1f680}", 45, 20.48)).toBe("\u{1f680}…");
});
