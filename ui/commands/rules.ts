/** `rules`: every rule of AWS that the simulator knows, or one with its source, its settings and its tests. */
import { nearest } from "../../reports/words/nearest.ts";
import { exact } from "../../reports/words/numbers.ts";
import { flow, grid, indented, painter } from "../../reports/words/table.ts";
import { type Confidence, FAMILIES, PRICE_FAMILIES, RULES, type Rule } from "../../sim/index.ts";
import { Exit } from "../host/exit.ts";
import type { Stream, Terminal } from "../host/terminal.ts";
import { frame, plainProblem, problemsJson } from "../library/problems.ts";
import type { Paint } from "../library/text.ts";
import { plural, printable } from "../library/text.ts";
import { numbersOf, type Proofs, type RuleNumber, readProofs, type Setting, settingsOf } from "./rule-book.ts";

export interface RulesOptions {
  readonly family?: string;
  readonly json?: boolean;
}

/** Where a rule stands: proved by tests, or why not. */
interface Standing {
  readonly state: "proved" | "excluded" | "not yet" | "open question" | "price";
  readonly reason: string;
  readonly tests: readonly string[];
}

/** Everything about one rule, as `--json` prints it. */
interface Entry extends Rule, Standing {
  readonly settings: readonly Setting[];
  readonly numbers: readonly RuleNumber[];
}

const CONFIDENCE: Readonly<Record<Confidence, string>> = {
  D: "documented in AWS's developer guide for Lambda",
  DE: "documented by AWS elsewhere: API models, SDKs, other guides, blogs",
  OBS: "measured or reported by others, not promised by AWS",
  MOD: "assumed here, since AWS is silent",
};
/** Neither could be checked against AWS by a test. */
const UNPROVABLE: readonly Standing["state"][] = ["open question", "price"];
const WIDEST = 100;
const INDENT = 2;
const LABEL = 12;

export async function rules(id: string | null, options: RulesOptions, to: Terminal): Promise<Exit> {
  const json = options.json === true;
  if (id === null) return several(options.family?.toUpperCase(), json, to);
  if (options.family === undefined) return one(id, json, to);
  const text = "--family cannot be used with the id of one rule";
  return wrong(json, to, { where: "--family", text, hint: "leave one of the two out" });
}

async function several(family: string | undefined, json: boolean, to: Terminal): Promise<Exit> {
  const families = Object.keys(FAMILIES);
  if (family !== undefined && !families.includes(family)) {
    const text = `there is no family '${printable(family)}'`;
    return wrong(json, to, { where: "--family", text, hint: meant(family, families) });
  }
  const found = RULES.filter((rule) => family === undefined || rule.family === family);
  const proofs = readProofs();
  const rows = found.map((rule) => ({ ...rule, ...standing(rule, proofs) }));
  await to.out.write(json ? asJson({ rules: rows }) : list(found, proofs, to.out));
  return Exit.ok;
}

async function one(text: string, json: boolean, to: Terminal): Promise<Exit> {
  const id = text.toUpperCase();
  const rule = RULES.find((each) => each.id === id);
  if (rule === undefined) {
    const ids = RULES.map((each) => each.id);
    return wrong(json, to, { where: "rules", text: `there is no rule '${printable(text)}'`, hint: meant(id, ids) });
  }
  const entry = { ...rule, ...standing(rule, readProofs()), settings: settingsOf(id), numbers: numbersOf(id) };
  await to.out.write(json ? asJson(entry) : page(entry, to.out));
  return Exit.ok;
}

function meant(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near !== null) return `did you mean '${near}'?`;
  return known.length < 30 ? `the families are ${known.join(", ")}` : "'burstlab rules' lists them all";
}

/** What was asked for does not exist. No file is concerned, so there is no count of problems in files. */
async function wrong(json: boolean, to: Terminal, about: { where: string; text: string; hint: string }): Promise<Exit> {
  const problem = plainProblem("bad-flag", about.where, about.text, about.hint);
  await to.err.write(`${frame(problem, to.err.paint)}\n`);
  if (json) await to.out.write(problemsJson([problem]));
  return Exit.usage;
}

const asJson = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

function standing({ id, family }: Rule, { proofs, excluded, notYet }: Proofs): Standing {
  const tests = proofs[id] ?? [];
  if (family === "OQ") return { state: "open question", reason: "no source settles it, so the model decides", tests };
  if (PRICE_FAMILIES.includes(family)) return { state: "price", reason: "a number of the price book", tests };
  if (tests.length > 0) return { state: "proved", reason: "", tests };
  const reason = excluded[id];
  if (reason !== undefined) return { state: "excluded", reason, tests };
  return { state: "not yet", reason: notYet[id] ?? "nobody has written a test", tests };
}

/** Family by family; a meaning that is too long goes on below itself. */
function list(found: readonly Rule[], proofs: Proofs, { width, paint }: Stream): string {
  const families = Object.entries(FAMILIES).filter(([family]) => found.some((rule) => rule.family === family));
  const blocks = families.map(([family, name]) => {
    const rows = found.filter((rule) => rule.family === family);
    return `${paint("bold", `${family}  ${name}`)}\n${lines(rows, proofs, Math.min(width, WIDEST)).join("\n")}\n`;
  });
  return `${blocks.join("\n")}\n${legend(found, proofs, paint)}`;
}

function lines(rows: readonly Rule[], proofs: Proofs, width: number): string[] {
  // The first row is as wide as any can be, so that all families have the same columns; it is not printed.
  const widest = ["SCALE-12", "D, OBS, MOD", "999 tests", ""];
  const room = width - INDENT - widest.join("  ").length;
  const cells = rows.flatMap((rule) => {
    const [first = "", ...more] = flow(rule.meaning.split(" "), " ", Math.max(30, room));
    const own = [rule.id, rule.confidence.join(", "), shortState(standing(rule, proofs)), first];
    return [own, ...more.map((line) => ["", "", "", line])];
  });
  const texts = [widest, ...cells].map((row) => row.map((text) => ({ text })));
  return indented(grid(texts, { align: "llll", gap: 2, paint: painter(false) }).slice(1), INDENT);
}

function shortState({ state, tests }: Standing): string {
  if (state === "proved") return plural(tests.length, "test");
  return state === "open question" ? "open" : state;
}

function legend(found: readonly Rule[], proofs: Proofs, paint: Paint): string {
  const states = found.map((rule) => standing(rule, proofs).state).filter((state) => !UNPROVABLE.includes(state));
  const count = (wanted: Standing["state"]) => states.filter((state) => state === wanted).length;
  const codes = Object.entries(CONFIDENCE).map(([code, words]) => `  ${code.padEnd(3)}  ${words}`);
  const counts = `${count("proved")} proved by tests, ${count("excluded")} excluded with a reason`;
  const sums = `${plural(states.length, "rule")}: ${counts}, ${count("not yet")} not yet.`;
  return `${paint("dim", codes.join("\n"))}\n\n${sums}\n'burstlab rules ID' tells all about one.\n`;
}

function page(entry: Entry, { width, paint }: Stream): string {
  const room = Math.min(width, WIDEST) - LABEL - INDENT;
  const part = (label: string, texts: readonly string[]): string[] => {
    const [first, ...more] = texts.flatMap((text) => wrapped(text, room));
    if (first === undefined) return [];
    return [`${paint("dim", label)}${" ".repeat(LABEL - label.length)}${first}`, ...indented(more, LABEL)];
  };
  const parts = [
    ...part("meaning", [entry.meaning]),
    ...part(
      "confidence",
      entry.confidence.map((code) => `${code}: ${CONFIDENCE[code]}`),
    ),
    ...part("source", entry.sources),
    ...part("numbers", entry.numbers.map(numberText)),
    ...part(
      "settings",
      entry.settings.flatMap(({ path, description }) => [path, `  ${description}`]),
    ),
    ...part("state", [stateText(entry)]),
    ...part("tests", byFile(entry.tests)),
  ];
  return `${paint("bold", entry.id)}  ${FAMILIES[entry.family] ?? ""}\n${indented(parts, INDENT).join("\n")}\n`;
}

const numberText = ({ name, value, unit, checked }: RuleNumber): string =>
  `${name}: ${exact(value)} ${unit}, checked ${checked}`;

function stateText({ state, reason, tests }: Standing): string {
  if (state === "proved") return `proved by ${plural(tests.length, "test")}`;
  if (state === "excluded") return `excluded: ${reason}`;
  if (state === "price") return `price: ${reason}`;
  return state === "not yet" ? `not yet proved: missing is ${reason}` : `open question: ${reason}`;
}

/** "file: title" as the file once and its titles below. */
function byFile(tests: readonly string[]): string[] {
  const split = tests.map((test) => {
    const at = test.indexOf(": ");
    return { file: test.slice(0, at), title: test.slice(at + 2) };
  });
  const files = [...new Set(split.map(({ file }) => file))];
  return files.flatMap((file) => [
    file,
    ...split.filter((test) => test.file === file).map(({ title }) => `  ${title}`),
  ]);
}

/** Lines of at most `room` characters, each indented as the text is. */
function wrapped(text: string, room: number): string[] {
  const indent = text.length - text.trimStart().length;
  return indented(flow(text.trim().split(/\s+/), " ", room - indent), indent);
}
