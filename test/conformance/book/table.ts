/** `npm run conformance`: the table of rules with their tests and what came of them; `--quick` runs nothing. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { grid, painter } from "../../../reports/words/table.ts";
import { FAMILIES, type Rule } from "../../../sim/index.ts";
import { ruleIdsIn } from "../../../ui/commands/rule-book.ts";
import { ROOT } from "../../tidy/tree.ts";
import { EXAMPLES, examplesIn, exampleTests, LEFT_OUT } from "./examples.ts";
import { PROVABLE, PROVING, proofs } from "./proofs.ts";

type State = "proved" | "FAILED" | "excluded" | "not yet" | "NOTHING";

interface Row {
  readonly rule: Rule;
  readonly tests: number;
  readonly state: State;
  readonly why: string;
}

interface Outcome {
  readonly title: string;
  readonly passed: boolean;
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const STATES: readonly State[] = ["proved", "excluded", "not yet", "FAILED", "NOTHING"];
const countOf = (rows: readonly Row[], wanted: State): string =>
  String(rows.filter(({ state }) => state === wanted).length);

const { excluded, notYet, proofs: proved } = proofs();
const quick = process.argv.includes("--quick");
const outcomes = quick ? Object.values(proved).flat().map(unrun) : run();
const rows = PROVABLE.map((rule) => rowOf(rule, outcomes));
const failures = outcomes.filter(({ passed }) => !passed);
process.stdout.write(`${table(rows)}\n\n${counts(rows)}\n\n${exampleTable()}\n`);
for (const { title } of failures) process.stdout.write(`\nfailed: ${title}\n`);
process.exitCode = failures.length > 0 || rows.some(({ state }) => state === "NOTHING") ? 1 : 0;

function unrun(title: string): Outcome {
  return { title, passed: true };
}

/** Every test of the proving folders, through vitest in a process of its own. */
function run(): Outcome[] {
  const folder = mkdtempSync(join(tmpdir(), "burstlab-"));
  try {
    const file = join(folder, "report.json");
    const vitest = join(ROOT, "node_modules", "vitest", "vitest.mjs");
    const args = [vitest, "run", ...PROVING, "--reporter=json", `--outputFile=${file}`];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
    if (status !== 0) process.stderr.write(stderr);
    if (!existsSync(file)) throw new Error("vitest has written no report");
    return outcomesOf(JSON.parse(readFileSync(file, "utf8")) as Report);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function outcomesOf({ testResults }: Report): Outcome[] {
  const files = testResults.filter(({ name }) => !name.endsWith("test/conformance/rules.test.ts"));
  const broken = files.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0);
  const ran = files
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "passed" || status === "failed");
  return [
    ...broken.map(({ name }) => ({ title: `${relative(ROOT, name)} cannot be loaded`, passed: false })),
    ...ran.map(({ fullName, status }) => ({ title: fullName, passed: status === "passed" })),
  ];
}

function rowOf(rule: Rule, all: readonly Outcome[]): Row {
  const own = quick
    ? (proved[rule.id] ?? []).map(unrun)
    : all.filter(({ title }) => ruleIdsIn(title).includes(rule.id));
  const failed = own.filter(({ passed }) => !passed);
  const row = { rule, tests: own.length, why: "" };
  if (failed.length > 0) return { ...row, state: "FAILED", why: `${failed.length} of ${own.length}` };
  if (own.length > 0) return { ...row, state: "proved" };
  const reason = excluded[rule.id];
  if (reason !== undefined) return { ...row, state: "excluded", why: reason };
  const missing = notYet[rule.id];
  if (missing !== undefined) return { ...row, state: "not yet", why: missing };
  return { ...row, state: "NOTHING", why: "no test names it, and excluded.ts gives no reason" };
}

/** The worked examples with their tests, and how many of them there are. */
function exampleTable(): string {
  const counted = exampleTests();
  const cells = EXAMPLES.map((id) => {
    const own = quick
      ? (counted.get(id) ?? []).map(unrun)
      : outcomes.filter(({ title }) => examplesIn(title).includes(id));
    const failed = own.filter(({ passed }) => !passed).length;
    const none = LEFT_OUT[id] === undefined ? "NOTHING" : `left out: ${LEFT_OUT[id]}`;
    const state = own.length === 0 ? none : failed === 0 ? "passed" : `FAILED: ${failed} of ${own.length}`;
    return [id, own.length === 0 ? "" : String(own.length), state];
  });
  const passed = cells.filter(([, , state]) => state === "passed").length;
  const lines = [["example", "tests", "state"], ...cells].map((line) => line.map((text) => ({ text })));
  const total = `worked examples: ${passed} of ${EXAMPLES.length} passed`;
  return `${grid(lines, { align: "lrl", gap: 2, paint: painter(false) }).join("\n")}\n\n${total}`;
}

function table(all: readonly Row[]): string {
  const cells = all.map(({ rule, tests, state, why }) =>
    [
      rule.id,
      rule.confidence.join(", "),
      tests === 0 ? "" : String(tests),
      why === "" ? state : `${state}: ${why}`,
    ].map((text) => ({ text })),
  );
  const head = ["rule", "confidence", "tests", "state"].map((text) => ({ text }));
  return grid([head, ...cells], { align: "llrl", gap: 2, paint: painter(false) }).join("\n");
}

function counts(all: readonly Row[]): string {
  const families = Object.entries(FAMILIES).map(([family, name]) => {
    const own = all.filter(({ rule }) => rule.family === family);
    return { text: family, name, own };
  });
  const lines = [...families.filter(({ own }) => own.length > 0), { text: "all", name: "", own: all }].map(
    ({ text, name, own }) =>
      [text, ...STATES.map((state) => countOf(own, state)), name].map((cell) => ({ text: cell })),
  );
  const head = ["", "proved", "excluded", "not yet", "failed", "nothing", ""].map((text) => ({ text }));
  const note = quick ? "\n\nTests were counted, not run." : "";
  return grid([head, ...lines], { align: "lrrrrrl", gap: 2, paint: painter(false) }).join("\n") + note;
}
