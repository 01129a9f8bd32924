/** Widths of text in the shipped font (Arimo), so that no layout depends on the machine that draws it. */

const UNITS_PER_EM = 2_048;
const FIRST = 0x20;
/** Where nothing better is known: about the mean of Arimo's Greek and Cyrillic letters; a full em beyond them. */
const LETTER = 1_330;
const EM = 2_048;
const WIDE_FROM = 0x1100;

/** Advance widths of U+0020 to U+007E in font units: the font's `hmtx` table. */
const REGULAR: readonly number[] = [
  569, 569, 727, 1139, 1139, 1821, 1366, 391, 682, 682, 797, 1196, 569, 682, 569, 569, 1139, 1139, 1139, 1139, 1139,
  1139, 1139, 1139, 1139, 1139, 569, 569, 1196, 1196, 1196, 1139, 2079, 1366, 1366, 1479, 1479, 1366, 1251, 1593, 1479,
  569, 1024, 1366, 1139, 1706, 1479, 1593, 1366, 1593, 1479, 1366, 1251, 1479, 1366, 1933, 1366, 1366, 1251, 569, 569,
  569, 961, 1139, 682, 1139, 1139, 1024, 1139, 1139, 569, 1139, 1139, 455, 455, 1024, 455, 1706, 1139, 1139, 1139, 1139,
  682, 1024, 569, 1139, 1024, 1479, 1024, 1024, 1024, 684, 532, 684, 1196,
];
const BOLD: readonly number[] = [
  569, 682, 971, 1139, 1139, 1821, 1479, 487, 682, 682, 797, 1196, 569, 682, 569, 569, 1139, 1139, 1139, 1139, 1139,
  1139, 1139, 1139, 1139, 1139, 682, 682, 1196, 1196, 1196, 1251, 1997, 1479, 1479, 1479, 1479, 1366, 1251, 1593, 1479,
  569, 1139, 1479, 1251, 1706, 1479, 1593, 1366, 1593, 1479, 1366, 1251, 1479, 1366, 1933, 1366, 1366, 1251, 682, 569,
  682, 1196, 1139, 682, 1139, 1251, 1139, 1251, 1139, 682, 1251, 1251, 569, 569, 1139, 569, 1821, 1251, 1251, 1251,
  1251, 797, 1139, 682, 1251, 1139, 1593, 1139, 1139, 1024, 797, 573, 797, 1196,
];

/** Signs outside ASCII that burstlab itself writes; equal in both weights unless told apart. */
const SIGNS: Readonly<Record<string, number>> = {
  "\u00a0": 569,
  "\u00b5": 1180,
  "\u00b7": 682,
  "\u00d7": 1196,
  "\u2009": 410,
  "\u202f": 410,
  "\u2013": 1139,
  "\u2014": 2048,
  "\u2026": 2048,
  "\u2191": 1024,
  "\u2193": 1024,
  "\u2212": 1196,
  "\u2248": 1124,
  "\u2264": 1124,
  "\u2265": 1124,
};

/** Characters that take no room: combining marks, joiners, direction marks. */
const NO_WIDTH = /\p{M}|\p{Cf}/u;

/** The width of one line in px. Exact for ASCII, Latin accents and our own signs; an estimate for other scripts. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  const table = bold ? BOLD : REGULAR;
  let units = 0;
  for (const sign of text.normalize("NFD")) units += advance(sign, table);
  return (units * fontSize) / UNITS_PER_EM;
}

/** Breaks a text at spaces into lines no wider than `width` px; a longer word stands alone, cut with an ellipsis. */
export function wrapText(text: string, width: number, fontSize: number, bold = false): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, fontSize, bold) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  lines.push(line);
  return lines.map((each) => cutText(each, width, fontSize, bold));
}

/** As `wrapText`, with lines of about the same length: no word stands alone on the last line. */
export function wrapEvenly(text: string, width: number, fontSize: number, bold = false): string[] {
  const lines = wrapText(text, width, fontSize, bold);
  let best = lines;
  for (let narrower = width * 0.95; narrower > width / 2; narrower -= width * 0.05) {
    const tried = wrapText(text, narrower, fontSize, bold);
    if (tried.length > lines.length) return best;
    best = tried;
  }
  return best;
}

/** The text, or as much of its beginning as fits into `width` px with an ellipsis. */
export function cutText(text: string, width: number, fontSize: number, bold = false): string {
  if (textWidth(text, fontSize, bold) <= width) return text;
  const signs = [...text];
  while (signs.length > 0 && textWidth(`${signs.join("")}…`, fontSize, bold) > width) signs.pop();
  return `${signs.join("")}…`;
}

function advance(sign: string, table: readonly number[]): number {
  const code = sign.codePointAt(0) ?? FIRST;
  const known = table[code - FIRST] ?? SIGNS[sign];
  if (known !== undefined) return known;
  if (NO_WIDTH.test(sign)) return 0;
  return code < WIDE_FROM ? LETTER : EM;
}
