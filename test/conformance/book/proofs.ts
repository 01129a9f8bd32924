/** Which test titles name which rule: a scan of the test files, without running them. */
import { PRICE_FAMILIES, RULES } from "../../../sim/index.ts";
import { type Proofs, ruleIdsIn } from "../../../ui/commands/rule-book.ts";
import { childrenOf, filesBelow, isNode, type Node, parse, type SourceFile, textOf, walk } from "../../tidy/tree.ts";
import { EXCLUDED, NOT_YET } from "./excluded.ts";

/** Where the behaviour of AWS is tested; the other folders test how it is shown. */
export const PROVING = ["test/conformance", "test/scenarios", "test/sim"];
/** Tests of the table itself prove nothing about AWS. */
const OWN = "test/conformance/rules.test.ts";

/** Open questions are answers of the model, and prices are numbers: neither could be checked against AWS by a test. */
export const PROVABLE = RULES.filter(({ family }) => family !== "OQ" && !PRICE_FAMILIES.includes(family));

/** "file: title" of every test of the proving folders. */
export function testTitles(): string[] {
  const files = PROVING.flatMap(filesBelow).filter((path) => /\.test\.tsx?$/.test(path) && path !== OWN);
  return files
    .map((path) => parse(path, textOf(path)))
    .flatMap((file) => titlesOf(file).map((title) => `${file.path}: ${title}`));
}

export function proofs(): Proofs {
  const titles = testTitles().map((told) => ({ ids: ruleIdsIn(told.slice(told.indexOf(": "))), told }));
  const entries = RULES.map(({ id }) => [id, titles.filter(({ ids }) => ids.includes(id))] as const);
  const proved = entries.filter(([, found]) => found.length > 0);
  return {
    proofs: Object.fromEntries(proved.map(([id, found]) => [id, found.map(({ told }) => told)])),
    excluded: EXCLUDED,
    notYet: NOT_YET,
  };
}

/** "group > test" for each test of a file; a row of `test.each` or `describe.each` that names a rule stands alone. */
export function titlesOf({ ast }: SourceFile): string[] {
  return [...walk(ast)].flatMap(({ node, ancestors }) => {
    const own = namesOf(node, "test");
    const groups = ancestors.map((each) => namesOf(each, "describe")).filter((names) => names.length > 0);
    return own.length === 0 ? [] : [...groups, own].reduce(joined);
  });
}

const joined = (before: readonly string[], names: readonly string[]): string[] =>
  before.flatMap((first) => names.map((name) => `${first} > ${name}`));

/** Titles of a call of `test` or `describe`; none for any other node, and none for tests that are skipped. */
function namesOf(node: Node, kind: "test" | "describe"): string[] {
  if (node.type !== "CallExpression" || !isNode(node.callee)) return [];
  const title = textIn(argument(node, 0));
  if (title === null) return [];
  if (node.callee.name === kind) return [title];
  const table = tableOf(node.callee, kind);
  return table === null ? [] : rowTitles(title, table);
}

/** The table of `test.each(table)`. */
function tableOf(callee: Node, kind: string): Node | null {
  if (callee.type !== "CallExpression" || !isNode(callee.callee)) return null;
  const { object, property } = callee.callee;
  const each = isNode(object) && object.name === kind && isNode(property) && property.name === "each";
  return each ? (argument(callee, 0) ?? null) : null;
}

const argument = (call: Node, at: number): Node | undefined => (call.arguments as readonly Node[])[at];

function rowTitles(title: string, table: Node): string[] {
  const rows = table.type === "ArrayExpression" ? childrenOf(table).map(cellsOf) : [];
  const filled = rows.map((cells) => fill(title, cells));
  const named = filled.filter((text) => ruleIdsIn(text).length > ruleIdsIn(title).length);
  return named.length > 0 ? named : [fill(title, [])];
}

const cellsOf = (row: Node): readonly (string | null)[] =>
  row.type === "ArrayExpression" ? childrenOf(row).map(textIn) : [textIn(row)];

/** Puts the cells in the place of %s and the like; what is no literal becomes "…". */
function fill(title: string, cells: readonly (string | null)[]): string {
  let next = 0;
  return title.replace(/%([sidfjo#%])/g, (_, sign: string) => {
    if (sign === "%") return "%";
    next += 1;
    return cells[next - 1] ?? "…";
  });
}

/** A literal as text; null for what is computed. */
function textIn(node: Node | undefined): string | null {
  if (node?.type === "Literal") return String(node.value);
  if (node?.type !== "TemplateLiteral") return null;
  const quasis = node.quasis as readonly { value: { cooked: string } }[];
  return quasis.map(({ value }) => value.cooked).join("…");
}
