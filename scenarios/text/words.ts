/** Small pieces of wording that many problems share. */
import { nearest } from "./nearest.ts";

const WORD_MAX = 80;
const WORDS_MAX = 12;

/** The nearest known word as a question, or all of them. */
export function didYouMean(word: string, known: readonly string[], otherwise?: string): string {
  const near = word.length > WORD_MAX ? null : nearest(word, known);
  return near === null ? (otherwise ?? oneOf(known)) : `did you mean '${near}'?`;
}

/** "use a, b or c". */
function oneOf(known: readonly string[]): string {
  if (known.length === 0) return "there is none here";
  if (known.length <= WORDS_MAX) return `use ${list(known, "or")}`;
  return `use ${known.slice(0, WORDS_MAX).join(", ")} or one of ${known.length - WORDS_MAX} others`;
}

/** "a, b or c". */
export function list(words: readonly string[], joint: "and" | "or"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${joint} ${words.at(-1)}`;
}

/** A value as a problem shows it: short, and on one line. */
export function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "a map";
  const text = String(value).replace(/\s+/g, " ");
  return text.length > WORD_MAX ? `${text.slice(0, WORD_MAX)}...` : text;
}

/** By UTF-16 code units, as everywhere where order must not depend on the machine. */
export const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
