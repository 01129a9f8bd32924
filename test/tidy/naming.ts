/** Where a file names something: in texts, in keys, and in comments that mean it by its name. */
import { childrenOf, isNode, lineOf, type Node, type SourceFile, walk } from "./tree.ts";

export interface Naming {
  readonly name: string;
  readonly line: number;
}

/** What a declaration calls its parts, and what an expression asks of an object. */
const KEYED = ["Property", "PropertyDefinition", "MethodDefinition", "TSPropertySignature", "TSMethodSignature"];
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*/g;

/** A statement at the top of a file, whole. */
type Speaks = (statement: Node) => boolean;

export interface Look {
  /** As scenarios write them: "function-url". Keys may have them in camel case, too. */
  readonly names: readonly string[];
  /** Which statements are looked at; left out: all, and the comments. */
  readonly speaks?: Speaks | undefined;
  /** Names are such common words that only a text counts which is one or begins with one: "latency", "latency-p99". */
  readonly whole?: boolean | undefined;
  /** A key whose text is another thing, be it called alike: "section". */
  readonly apart?: string | undefined;
}

export function namings(file: SourceFile, { names, speaks, whole = false, apart }: Look): Naming[] {
  if (names.length === 0) return [];
  const found = childrenOf(file.ast)
    .filter((statement) => speaks?.(statement) ?? true)
    .flatMap((statement) => [...walk(statement)])
    .filter(({ ancestors }) => apart === undefined || keyOf(ancestors.at(-1)) !== apart)
    .flatMap(({ node, ancestors }) =>
      namesIn(wordsOf(node, ancestors, whole), names, whole).map((name) => ({ name, line: lineOf(file, node) })),
    );
  return [...found, ...(speaks === undefined && !whole ? inComments(file, names) : [])];
}

/**
 * A text, but for the path of an import; or the name of a part. Names of variables and types are nobody's business.
 */
function wordsOf(node: Node, ancestors: readonly Node[], whole: boolean): string {
  switch (node.type) {
    case "Literal":
    case "JSXText":
      return ancestors.at(-1)?.source === node ? "" : String(node.value);
    case "TemplateElement":
      return (node.value as { raw: string }).raw;
    case "Identifier":
    case "PrivateIdentifier":
      return isKey(node, ancestors, whole) ? String(node.name) : "";
    default:
      return "";
  }
}

/** What has a part is asked for it by its name, too; that says nothing where many things have a part of this name. */
function isKey(node: Node, ancestors: readonly Node[], whole: boolean): boolean {
  const parent = ancestors.at(-1);
  if (parent === undefined || parent.computed === true) return false;
  if (parent.property === node) return !whole;
  if (!KEYED.includes(parent.type) || parent.key !== node) return false;
  return !whole || ancestors.at(-2)?.type !== "ObjectPattern";
}

/** "section" of `section: "cost"`. */
const keyOf = (parent: Node | undefined): unknown =>
  parent?.type === "Property" && isNode(parent.key) ? parent.key.name : undefined;

/** Whole words only: "sns" is not in "answers", nor "s3" in "s3-batch". */
function namesIn(words: string, names: readonly string[], whole: boolean): string[] {
  if (words === "") return [];
  if (whole) return names.filter((name) => words === name || words === camel(name) || words.startsWith(`${name}-`));
  return names.filter((name) => [name, camel(name)].some((form) => wordOf(form).test(words)));
}

const patterns = new Map<string, RegExp>();

function wordOf(form: string): RegExp {
  const known = patterns.get(form) ?? new RegExp(`(?<![\\w-])${form}(?![\\w-])`);
  patterns.set(form, known);
  return known;
}

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A comment means a thing by its name where it puts it in backticks: prose may use the word. */
function inComments({ text }: SourceFile, names: readonly string[]): Naming[] {
  return [...text.matchAll(COMMENT)].flatMap(({ 0: comment, index }) =>
    names
      .filter((name) => comment.includes(`\`${name}\``))
      .map((name) => ({ name, line: text.slice(0, index).split("\n").length })),
  );
}

/** Statements with a name like this in them. */
export const speaksOf =
  (word: RegExp): Speaks =>
  (statement) =>
    [...walk(statement)].some(({ node }) => word.test(isNode(node) ? String(node.name ?? "") : ""));
