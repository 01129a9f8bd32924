/** Reads the code blocks of the README in order: what a reader would paste, and what is promised to come of it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../tidy/tree.ts";

export interface Block {
  /** "sh", "yaml", "text", "js". */
  readonly language: string;
  /** File name behind the language, or "". */
  readonly name: string;
  readonly text: string;
}

export const readmeText = (): string => readFileSync(join(ROOT, "README.md"), "utf8");

export function blocksOf(markdown: string): Block[] {
  const fences = markdown.matchAll(/^```(\w+) ?(\S*)\n([\s\S]*?)^```$/gm);
  return Array.from(fences, ([, language, name, text]) => ({ language: language!, name: name!, text: text! }));
}

/** The commands of a block, one a line. */
export const commandsOf = (block: Block): string[] => block.text.split("\n").filter((line) => line !== "");
