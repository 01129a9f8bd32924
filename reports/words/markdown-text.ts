/** Text of users in Markdown: shown as it is, whatever it holds, in tables, headings and folded parts alike. */
import { printable } from "./table.ts";

/** Text that cannot end a code span, a table cell or a line. */
const PLAIN = /^[A-Za-z0-9 ._:;,/<>=%+()[\]{}#@!?&*~^$'"-]+$/;

/** A name or sentence as code: no mark-up, link or mention in it comes to life. */
export function code(text: string): string {
  const line = oneLine(text);
  return PLAIN.test(line) ? `\`${line}\`` : htmlCode(line);
}

/** The same where Markdown is not read: inside `<summary>`, or for text that holds backticks or pipes. */
export function htmlCode(text: string): string {
  const escaped = [...oneLine(text)].map((character) => {
    if (/[\p{L}\p{N} ]/u.test(character)) return character;
    return `&#${character.codePointAt(0)};`;
  });
  return `<code>${escaped.join("")}</code>`;
}

/** A table; the alignment has one letter a column: l or r. */
export function table(heads: readonly string[], align: string, rows: readonly (readonly string[])[]): string[] {
  const rule = [...align].map((letter) => (letter === "r" ? "--:" : ":--"));
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

/** A part that opens on a click. */
export function folded(title: string, lines: readonly string[]): string[] {
  return [`<details><summary>${title}</summary>`, "", ...lines, "", "</details>"];
}

/** Code spans lose spaces at their ends, and an empty one is no code span. */
function oneLine(text: string): string {
  const line = printable(text).trim();
  return line === "" ? "(empty)" : line;
}
