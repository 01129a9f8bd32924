/** What proves the proofs: for each proved rule a small change of its line, and the test that must see it. */
import { filesBelow, textOf } from "../../tidy/tree.ts";

export interface Mutation {
  /** "CONC-9". */
  readonly rule: string;
  /** The file of the rule's line: "sim/lambda/front/account.ts". */
  readonly path: string;
  /** What stands there, once in the file, and what stands there instead: another bound, sign, number or condition. */
  readonly text: string;
  readonly instead: string;
  /** File of the test that must fail then: "test/sim/lambda/rates.test.ts". */
  readonly test: string;
  /** Words of its title by which it is the only one of that file's proofs of the rule. */
  readonly title: string;
}

const FOLDER = "test/conformance/mutations";
/** A rule, its file, the test's file and the words of its title; then what goes, and what comes. */
const HEAD = /^([A-Z]+-R?\d+) (\S+) < (\S+): (.+)$/;

/** In the order of the files, one for each family of rules. */
export function allMutations(): Mutation[] {
  const files = filesBelow(FOLDER).filter((path) => path.endsWith(".txt"));
  return files.flatMap((path) => mutationsIn(textOf(path)));
}

/** The rows of a text: blocks between empty lines, as the head above says, then "- " and "+ " before each line. */
export function mutationsIn(text: string): Mutation[] {
  const blocks = text.split(/\n\n+/).filter((block) => block.trim() !== "");
  return blocks.map((block) => {
    const [head = "", ...lines] = block.trimEnd().split("\n");
    const [, rule, path, test, title] = HEAD.exec(head) ?? [];
    if (rule === undefined || path === undefined || test === undefined || title === undefined)
      throw new Error(`no head of a mutation: ${head}`);
    return { rule, path, test: `test/${test}.test.ts`, title, text: side(lines, "- "), instead: side(lines, "+ ") };
  });
}

const side = (lines: readonly string[], sign: string): string =>
  lines
    .filter((line) => line.startsWith(sign))
    .map((line) => line.slice(sign.length))
    .join("\n");

/** The one title, of those that the book of proofs has for the rule, that the mutation means; null if it is not one. */
export function titleOf(mutation: Mutation, proved: Readonly<Record<string, readonly string[]>>): string | null {
  const start = `${mutation.test}: `;
  const own = (proved[mutation.rule] ?? []).filter((told) => told.startsWith(start));
  const titles = new Set(own.map((told) => told.slice(start.length)));
  const [meant, another] = [...titles].filter((title) => title.includes(mutation.title));
  return meant === undefined || another !== undefined ? null : meant;
}

/** How often the mutation's text stands in its file. */
export const timesIn = ({ path, text }: Mutation): number => textOf(path).split(text).length - 1;
