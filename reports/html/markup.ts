/** Markup in which every text is escaped unless it was made here: what a user wrote can only ever be shown. */
import { cut, printable } from "../words/table.ts";

/** HTML that may stand in the page as it is. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | null | readonly Content[];

/** A longer name would bury what is said about it: its middle is left out. */
const LONGEST = 240;
const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => printable(text).replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

/** No line ends within "15 219", "2.4 %" or "1h 30m". */
const keptTogether = (text: string): string => text.replace(/(?<=\d[hmd]?) (?=[\d%])/g, "\u00a0");

/** A template whose values are text, to be escaped, or markup: `markup\`<p>${name}</p>\``. */
export function markup(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(parts.map((part, i) => part + textOf(contents[i] ?? null)).join(""));
}

function textOf(content: Content): string {
  if (content === null) return "";
  if (typeof content === "string") return keptTogether(escaped(content));
  return content instanceof Markup ? content.text : content.map(textOf).join("");
}

/** Markup, style or script that this program made, or whose maker escapes: a drawn chart. */
export const trusted = (text: string): Markup => new Markup(text);

/** A name that a user gave: it cannot turn the direction of what stands around it. */
export const named = (text: string): Markup => new Markup(`<bdi>${escaped(shown(text))}</bdi>`);

/** What a user wrote in a file, or types: in the letters of code, spaces as they are. */
export const code = (text: string): Markup => new Markup(`<code><bdi>${escaped(shown(text))}</bdi></code>`);

/** Text of many lines, none of them harmless until here. */
export const codeBlock = (lines: readonly string[]): Markup =>
  new Markup(`<pre tabindex="0"><code>${lines.map(escaped).join("\n")}</code></pre>`);

export const isEmpty = (content: Content): boolean =>
  content === null || content === "" || (Array.isArray(content) && content.every(isEmpty));

/** Contents one after the other with markup between them. */
export function joined(contents: readonly Content[], between: string): Content[] {
  return contents.flatMap((content, i) => (i === 0 ? [content] : [between, content]));
}

function shown(text: string): string {
  const line = printable(text).trim();
  return line === "" ? "(empty)" : cut(line, LONGEST);
}
