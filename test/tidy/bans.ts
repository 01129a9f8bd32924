/** Words and constructs that must not appear: what would break determinism, and what should not be published. */
import { lineOf, type Node, type SourceFile, walk } from "./tree.ts";

const CLOCKS = ["Date", "performance", "Temporal"];
const TIMERS = ["setTimeout", "setInterval", "setImmediate", "queueMicrotask"];
const LOCALE = ["Intl", "localeCompare", "toLocaleString", "toLocaleDateString", "toLocaleTimeString"];
const LOCALE_CASE = ["toLocaleUpperCase", "toLocaleLowerCase"];
const PURE = [...CLOCKS, ...TIMERS, ...LOCALE, ...LOCALE_CASE, "Math.random"];
/** Their last bit differs between engines, so they are rounded at once, in one file. */
const INEXACT = [
  "log",
  "log2",
  "log10",
  "log1p",
  "exp",
  "expm1",
  "pow",
  "sin",
  "cos",
  "tan",
  "atan2",
  "cbrt",
  "hypot",
].map((name) => `Math.${name}`);
const INEXACT_HOME = "sim/kernel/random.ts";

interface Find {
  readonly what: string;
  readonly node: Node;
}

/** §9: nothing in `sim` and `reports` may depend on the clock, on chance, on the machine or on what ran before. */
export function determinismBreaks(file: SourceFile): string[] {
  const sim = file.path.startsWith("sim/");
  if (!sim && !file.path.startsWith("reports/")) return [];
  const inexact = sim && file.path !== INEXACT_HOME ? INEXACT : [];
  const banned = new Set([...PURE, ...inexact, ...(sim ? ["Promise"] : [])]);
  return [...walk(file.ast)]
    .flatMap(({ node, ancestors }) => [
      ...usesOf(node, ancestors.at(-1)).filter((find) => banned.has(find.what)),
      ...(sim ? asyncCode(node) : []),
      ...moduleState(node),
    ])
    .map(({ what, node }) => `${file.path}:${lineOf(file, node)} uses ${what}`);
}

/** `Math.random`, `text.localeCompare`, and free names such as `Date`; not `{ performance: 1 }` nor `x.Date`. */
function usesOf(node: Node, parent: Node | undefined): Find[] {
  if (node.type === "MemberExpression") {
    const [object, property] = [node.object as Node, node.property as Node];
    const name = String(property.name ?? property.value ?? "");
    return object.name === "Math" ? [{ what: `Math.${name}`, node }] : localeMethod(name, node);
  }
  if (node.type !== "Identifier" || isLabel(node, parent)) return [];
  return [{ what: String(node.name), node }];
}

const localeMethod = (name: string, node: Node): Find[] =>
  [...LOCALE, ...LOCALE_CASE].includes(name) ? [{ what: name, node }] : [];

/** The name of a property, not of a value. */
const isLabel = (node: Node, parent: Node | undefined): boolean =>
  (parent?.property === node || parent?.key === node) && parent.computed !== true;

function asyncCode(node: Node): Find[] {
  if (node.async === true) return [{ what: "async", node }];
  return node.type === "AwaitExpression" ? [{ what: "await", node }] : [];
}

function moduleState(node: Node): Find[] {
  if (node.type !== "Program") return [];
  return [node.body]
    .flat()
    .map((statement) => (statement as Node).declaration ?? statement)
    .filter((statement): statement is Node => ["let", "var"].includes(String((statement as Node).kind)))
    .map((statement) => ({ what: "a module-level let", node: statement }));
}

/** Constructs that hide mistakes. */
export function looseCode(file: SourceFile): string[] {
  return [...walk(file.ast)].flatMap(({ node }) => {
    const where = `${file.path}:${lineOf(file, node)}`;
    if (node.type === "TSAnyKeyword") return [`${where} uses any`];
    return node.type === "ExportDefaultDeclaration" ? [`${where} has a default export`] : [];
  });
}

/** Written apart here, so that this file does not find itself. */
const UNFINISHED = [
  "TO" + "DO",
  "FIX" + "ME",
  "XX" + "X",
  "ts-" + "ignore",
  "ts-" + "expect-error",
  "biome-" + "ignore",
];
/** Where and with what the project was made is nobody's business, and paths of one machine work nowhere else. */
const PRIVATE = ["/wo" + "rk/", "/tm" + "p/", "../sha" + "red", "registry." + "npmjs", "anth" + "ropic", "clau" + "de"];

const BANNED_WORDS = new RegExp(
  [...UNFINISHED.map((word) => `\\b${word}\\b`), ...PRIVATE.map((word) => word.replace(/[.]/g, "\\."))].join("|"),
  "i",
);

export function bannedWords(path: string, text: string): string[] {
  return text.split("\n").flatMap((line, at) => {
    const word = BANNED_WORDS.exec(line)?.[0];
    return word === undefined ? [] : [`${path}:${at + 1} says ${word}`];
  });
}

/** Looks like a rule id of the specification, and is none: names of standards. */
const NOT_RULES = ["UTF", "SHA", "ISO", "RFC", "ES", "FNV"];
const RULE_ID = /(?<![-\w])([A-Z][A-Z0-9]{1,6})-\d+\b/g;

/** Rule ids in comments, titles and data that the specification does not have. */
export function unknownRules(path: string, text: string, known: ReadonlySet<string>): string[] {
  return [...text.matchAll(RULE_ID)]
    .filter(([id, family = ""]) => !known.has(id) && !NOT_RULES.includes(family))
    .map(([id]) => `${path} cites ${id}`);
}
