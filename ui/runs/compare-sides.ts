/** The two sides of a comparison, before anything runs: scenarios that are planned, and results that are on file. */
import { dirname, join } from "node:path";
import { type Problem, parentsNamed } from "../../scenarios/index.ts";
import { type Read, readText } from "../host/files.ts";
import { type Revision, readerAt, readRange, scenarioFiles } from "../host/git.ts";
import { plainProblem } from "../library/problems.ts";
import { openAll, type Planned, type Selection } from "./opening.ts";
import { looksLikeResult } from "./result-file.ts";
import type { Entry, Pair, Side } from "./sides.ts";
import { readStored } from "./stored.ts";

export interface OpenedSides {
  readonly base: Side;
  readonly head: Side;
  readonly pairs: readonly Pair[];
  /** Nothing can be compared because of these. */
  readonly problems: readonly Problem[];
  /** Worth telling: among them what is wrong with the base, which the head may have put right. */
  readonly warnings: readonly Problem[];
}

export interface SidesWanted {
  /** `--git`. */
  readonly git?: string | undefined;
  /** `--base`: a scenario, a result or a baseline. */
  readonly base?: string | undefined;
  readonly files: readonly string[];
  readonly selection: Selection;
}

/** @throws ProblemError for a range that git does not know, and for a file that is no result. */
export function openSides(wanted: SidesWanted): OpenedSides {
  const { git, base, files } = wanted;
  if (git !== undefined && base !== undefined) return refused("--base", "--git and --base both name a base");
  if (git !== undefined) return openRevisions(git, wanted);
  if (base !== undefined) {
    if (files.length === 0)
      return refused("--base", "no scenario to compare with the base is named", "name the scenarios after it");
    const opened = openFiles([base], files, wanted.selection);
    // A baseline may know more scenarios than are asked for.
    return { ...opened, pairs: opened.pairs.filter(({ head }) => head !== null) };
  }
  const [first, second, ...more] = files;
  if (first === undefined || second === undefined || more.length > 0) {
    const hint = "name base and head, or --git main..HEAD, or --base FILE and scenarios";
    return refused(
      "--git",
      `compare needs two files, and ${files.length === 0 ? "none is" : `${files.length} are`} named`,
      hint,
    );
  }
  return openFiles([first], [second], wanted.selection);
}

function refused(flag: string, text: string, hint = "keep one of them"): OpenedSides {
  const none = { label: "", revision: null, entries: [] };
  return { base: none, head: none, pairs: [], problems: [plainProblem("bad-flag", flag, text, hint)], warnings: [] };
}

interface OpenedSide {
  readonly entries: readonly Entry[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

function openFiles(bases: readonly string[], heads: readonly string[], selection: Selection): OpenedSides {
  const base = openSide(bases, selection, readText);
  const head = openSide(heads, selection, readText);
  const [from, to] = labelsOf(bases, heads);
  return {
    base: { label: from, revision: null, entries: base.entries },
    head: { label: to, revision: null, entries: head.entries },
    pairs: pairFiles(base.entries, head.entries),
    problems: [...base.problems, ...head.problems],
    warnings: [...base.warnings, ...head.warnings],
  };
}

/** The names of the files, as short as they can be told apart. */
function labelsOf(bases: readonly string[], heads: readonly string[]): [string, string] {
  const [base = "", head = ""] = [bases[0], heads.length > 1 ? "your files" : heads[0]];
  const short = (file: string): string => file.replace(/^.*[/\\]/, "").replace(/(\.burst)?\.(ya?ml|json)$/, "");
  if (short(base) !== short(head)) return [short(base), short(head)];
  return base === head ? ["base", "head"] : [base, head];
}

function openRevisions(range: string, { files, selection }: SidesWanted): OpenedSides {
  const { base, head } = readRange(range);
  const named = [...new Set(files)];
  const before = openAt(base, named, selection);
  const after = openAt(head, named, selection);
  const none = plainProblem("file-missing", "--git", "there is no scenario (*.burst.yaml) here on either side", "");
  const missing = named.filter((file) => ![...before.entries, ...after.entries].some((entry) => entry.file === file));
  return {
    base: { label: base.label, revision: base.commit, entries: before.entries },
    head: { label: head.label, revision: head.commit, entries: after.entries },
    pairs: pairByName(before.entries, after.entries),
    problems: [
      ...(named.length === 0 && before.files + after.files === 0 ? [none] : []),
      ...after.problems,
      ...(after.problems.length > 0 ? [] : missing.flatMap((file) => problemAt(file, head))),
    ],
    warnings: [...after.warnings, ...before.problems.map((problem) => ofBase(problem, base))],
  };
}

/** The files named, where the revision has them; else every scenario that it has. */
function openAt(
  revision: Revision,
  named: readonly string[],
  selection: Selection,
): OpenedSide & { readonly files: number } {
  const read = readerAt(revision);
  if (named.length > 0) {
    const there = named.filter((file) => read(file).ok);
    return { ...openSide(there, selection, read), files: there.length };
  }
  const all = scenarioFiles(revision);
  return { ...openScenarios(all, selection, read), files: all.length };
}

function problemAt(file: string, { label }: Revision): Problem[] {
  return [plainProblem("file-missing", file, `there is no such file on either side, up to ${label}`, "")];
}

const ofBase = (problem: Problem, { label }: Revision): Problem => ({
  ...problem,
  severity: "warning",
  text: `at ${label}, so it counts as new: ${problem.text}`,
});

/** Without those that are only there for others to extend: a parent need not be a scenario by itself. */
function openScenarios(files: readonly string[], selection: Selection, read: (file: string) => Read): OpenedSide {
  const parents = new Set(files.flatMap((file) => parentsOf(file, read)));
  const whole = files.filter(
    (file) => !parents.has(file) || openAll([file], { ...selection, read }).problems.length === 0,
  );
  return openSide(whole, selection, read);
}

/** As paths from here; what cannot be read has its own problem when it is opened. */
function parentsOf(file: string, read: (file: string) => Read): string[] {
  const found = read(file);
  return found.ok ? parentsNamed(found.text).map((path) => join(dirname(file), path)) : [];
}

function openSide(files: readonly string[], selection: Selection, read: (file: string) => Read): OpenedSide {
  const opened = files.map((file): OpenedSide => {
    const found = read(file);
    if (!found.ok) return { entries: [], problems: [found.problem], warnings: [] };
    if (looksLikeResult(found.text)) return { entries: readStored(file, found.text), problems: [], warnings: [] };
    const { plans, problems, warnings } = openAll([file], { ...selection, read });
    return { entries: plans.map(entryOf), problems, warnings };
  });
  return {
    entries: opened.flatMap(({ entries }) => entries),
    problems: opened.flatMap(({ problems }) => problems),
    warnings: opened.flatMap(({ warnings }) => warnings),
  };
}

const entryOf = (plan: Planned): Entry => ({
  name: plan.scenario.name,
  file: plan.scenario.file,
  variant: plan.variant,
  plan,
  stored: null,
});

/** One scenario on each side belongs together whatever its name; variants by theirs. */
function pairFiles(bases: readonly Entry[], heads: readonly Entry[]): Pair[] {
  const [base, head] = [bases, heads].map((entries) => new Set(entries.map(({ name }) => name)).size);
  if (bases.length === 1 && heads.length === 1) return [{ base: bases[0]!, head: heads[0]! }];
  if (base === 1 && head === 1) return pairBy(bases, heads, (a, b) => a.variant === b.variant);
  return pairBy(bases, heads, (a, b) => a.name === b.name && a.variant === b.variant);
}

/** By file; a scenario that moved to another file keeps its name. */
function pairByName(bases: readonly Entry[], heads: readonly Entry[]): Pair[] {
  const sameFile = (a: Entry, b: Entry): boolean => a.file === b.file && a.variant === b.variant;
  const moved = (a: Entry, b: Entry): boolean =>
    a.name === b.name &&
    a.variant === b.variant &&
    !heads.some((each) => each.file === a.file) &&
    !bases.some((each) => each.file === b.file);
  return pairBy(bases, heads, (a, b) => sameFile(a, b) || moved(a, b));
}

function pairBy(bases: readonly Entry[], heads: readonly Entry[], fits: (a: Entry, b: Entry) => boolean): Pair[] {
  const left = [...bases];
  const pairs = heads.map((head): Pair => {
    const index = left.findIndex((base) => fits(base, head));
    return { base: index < 0 ? null : (left.splice(index, 1)[0] ?? null), head };
  });
  return [...pairs, ...left.map((base): Pair => ({ base, head: null }))];
}
