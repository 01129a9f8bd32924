/** `npm run mutations [-- RULE...]`: makes each mutation in memory, runs the test that must see it, tells survivors. */
import { join } from "node:path";
import { createVitest, type TestCase, type Vitest } from "vitest/node";
import { ROOT } from "../../tidy/tree.ts";
import { proofs } from "../book/proofs.ts";
import { allMutations, type Mutation, timesIn, titleOf } from "./rows.ts";

/** A test has seen a mutation where what it expects is not so any more; one that cannot run has seen nothing. */
type Fate = "killed" | "SURVIVED" | "BROKEN";

const proved = proofs().proofs;
const wanted = process.argv.slice(2);
const mutations = allMutations().filter(({ rule }) => wanted.length === 0 || wanted.some((name) => isOf(rule, name)));
/** The engine's own assertions are off: a test must see by itself what comes of a mutation. */
const ASSERTING = ["sim/kernel/assert.ts", "sim/core/base/prelude.ts"];
const ASSERTION = "if (!condition) throw new InvariantError(message);";

/** What the modules are read with now; null: as they stand. */
let made: Mutation | null = null;

const vitest = await opened();
const alive = [...(await failingAnyway()), ...(await outlived())];
await vitest.close();
process.stdout.write(`\n${mutations.length} mutations, ${alive.length} not killed\n`);
for (const line of alive) process.stdout.write(`${line}\n`);
process.exitCode = alive.length === 0 ? 0 : 1;

/** "PC-4", or all of a family: "PC". */
function isOf(rule: string, name: string): boolean {
  return rule === name || rule.startsWith(`${name}-`);
}

/** One process for all of them: a module is read anew only where its mutation comes or goes. No build, no cache. */
function opened(): Promise<Vitest> {
  const transform = (code: string, id: string): string | undefined => {
    if (ASSERTING.some((path) => id === join(ROOT, path))) return code.replace(ASSERTION, "");
    return made !== null && id === join(ROOT, made.path) ? mutated(code, made) : undefined;
  };
  const options = { watch: false, fsModuleCache: false, pool: "threads", maxWorkers: 1, testTimeout: 60_000 };
  const silent = { reporters: [{}], include: ["test/**/*.test.ts"], server: { deps: { external: [] } } };
  return createVitest(
    { root: ROOT, config: false, ...options, ...silent },
    { plugins: [{ name: "mutation", enforce: "pre", transform }] },
  );
}

function mutated(code: string, { text, instead }: Mutation): string {
  return code.replace(text, () => instead);
}

/** A test that fails without its mutation proves nothing. */
async function failingAnyway(): Promise<string[]> {
  const files = [...new Set(mutations.map(({ test }) => test))];
  const lines: string[] = [];
  for (const file of files) {
    const titles = mutations.filter(({ test }) => test === file).map(patternOf);
    const failed = (await ran(file, titles.join("|"))).filter((one) => one.result().state === "failed");
    lines.push(...failed.map(({ fullName }) => `fails without any mutation: ${file}: ${fullName}`));
  }
  return lines;
}

async function outlived(): Promise<string[]> {
  const lines: string[] = [];
  for (const mutation of mutations) {
    const [fate, why] = await fateOf(mutation);
    const line = `${mutation.rule.padEnd(9)}${fate.padEnd(10)}${mutation.path}${why === "" ? "" : `: ${why}`}`;
    process.stdout.write(`${line}\n`);
    if (fate !== "killed") lines.push(line);
  }
  return lines;
}

async function fateOf(mutation: Mutation): Promise<readonly [Fate, why: string]> {
  if (timesIn(mutation) !== 1) return ["BROKEN", `its text stands there ${timesIn(mutation)} times`];
  if (titleOf(mutation, proved) === null) return ["BROKEN", "its title is not one of the rule's proofs"];
  const tests = await under(mutation, () => ran(mutation.test, patternOf(mutation)));
  if (tests.length === 0) return ["BROKEN", "no test has run"];
  const errors = tests.flatMap((one) => one.result().errors ?? []);
  if (errors.some(isExpectation)) return ["killed", ""];
  const [other] = errors;
  return other === undefined ? ["SURVIVED", mutation.title] : ["BROKEN", String(other.stack?.split("\n")[0])];
}

/** Of an `expect`, be it on one of many generated configs. */
function isExpectation({ name, cause }: { readonly name?: string; readonly cause?: unknown }): boolean {
  if (name === "AssertionError") return true;
  return typeof cause === "object" && cause !== null && "name" in cause && cause.name === "AssertionError";
}

/** Does something while the mutation is made. */
async function under<T>(mutation: Mutation, act: () => Promise<T>): Promise<T> {
  made = mutation;
  vitest.invalidateFile(join(ROOT, mutation.path));
  try {
    return await act();
  } finally {
    made = null;
    vitest.invalidateFile(join(ROOT, mutation.path));
  }
}

/** The tests of a file whose names match. */
async function ran(file: string, pattern: string): Promise<TestCase[]> {
  const options = { testNamePattern: new RegExp(pattern) };
  const specification = vitest.getRootProject().createSpecification(join(ROOT, file), options);
  const { testModules } = await vitest.runTestSpecifications([specification]);
  const own = testModules.filter(({ moduleId }) => moduleId === join(ROOT, file));
  return own
    .flatMap((module) => [...module.children.allTests()])
    .filter((one) => one.result().state !== "skipped" && one.result().state !== "pending");
}

/** The whole title; what stands between a group and its test, and what the book could not read of it, is anything. */
function patternOf(mutation: Mutation): string {
  const title = titleOf(mutation, proved) ?? mutation.title;
  const parts = title.split(/ > |…|\$[A-Za-z.]+/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return `^${parts.join(".*")}$`;
}
