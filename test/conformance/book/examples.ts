/** The worked examples of the specification (§13): which test titles name which, and why some have none. */
import { textOf } from "../../tidy/tree.ts";
import { testTitles } from "./proofs.ts";

/** Examples without a test, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {};

const EXAMPLE = /\bEX-\d\d\b/g;

/** In the order of their numbers. */
export const EXAMPLES: readonly string[] = textOf("test/data/rules.txt")
  .split("\n")
  .filter((id) => id.startsWith("EX-"));

/** Examples that a title names, each once. */
export const examplesIn = (title: string): string[] => [...new Set(title.match(EXAMPLE) ?? [])];

/** "file: title" of each test that names the example. */
export function exampleTests(): ReadonlyMap<string, readonly string[]> {
  const titles = testTitles();
  return new Map(EXAMPLES.map((id) => [id, titles.filter((title) => examplesIn(title).includes(id))]));
}
