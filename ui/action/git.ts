/**
 * Which two commits to compare, and how to get at them in a clone that is one commit deep.
 *
 * A pull request is checked out as the merge commit that GitHub makes (refs/pull/N/merge). Its first parent is the tip
 * of the base branch, so comparing that parent with it shows exactly what merging changes, and one commit has to be
 * fetched. The true merge base would need the history of both branches, and would show changes of the base branch since
 * then as if the pull request took them back. Where something else was checked out (`with: ref:`), the merge base is
 * found by fetching deeper until there is one.
 */
import { spawnSync } from "node:child_process";
import { Failure } from "./failure.ts";
import { type Pull, type Surroundings, short } from "./surroundings.ts";

const FULL_HISTORY = "set `fetch-depth: 0` for actions/checkout";
const DEPTHS = [64, 512, 4096];
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

export interface Range {
  /** The commit to compare with. */
  readonly base: string;
  /** As `--git` takes it and as the report calls the two: by names, where there are names. */
  readonly told: string;
}

/** @throws Failure when there is no such base. */
export function rangeOf(wanted: string, around: Surroundings): Range {
  const head = commitOf("HEAD");
  if (head === null) throw new Failure("there is no git checkout here; run actions/checkout before this action");
  const { base, names } = wanted === "merge-base" ? baseFor(head, around) : revision(wanted);
  const told = [...names, short(base)].find((name) => commitOf(name) === base) ?? base;
  return { base, told: `${told}..HEAD` };
}

/** A commit that is here, and what people may call it. */
interface Base {
  readonly base: string;
  readonly names: readonly string[];
}

function baseFor(head: string, { event, ref, sha, pull }: Surroundings): Base {
  if (event === "pull_request_target")
    throw new Failure(
      "pull_request_target checks out the base branch, and with the branch's code it hands out a token that may " +
        "write; use pull_request, and for forks the second workflow that `burstlab init` describes",
    );
  const parents = parentsOf(head);
  const merged = /^refs\/pull\/\d+\/merge$/.test(ref) && head === sha && parents.length === 2;
  if (pull !== null && !merged) return { base: mergeBase(pull, head), names: [] };
  const [first] = parents;
  if (first === undefined)
    throw new Failure("this is the first commit, there is nothing to compare with; give the action a `base`");
  return { base: fetched(first), names: pull === null ? [] : remoteBranch(first, pull) };
}

/** "origin/main", made where the clone does not have it yet, as a fetch would. */
function remoteBranch(commit: string, { baseRef }: Pull): string[] {
  if (!/^[\w/][\w./-]*$/.test(baseRef)) return [];
  const name = `origin/${baseRef}`;
  if (commitOf(name) === null) git(["update-ref", `refs/remotes/${name}`, commit]);
  return [name];
}

/** From the commit itself: a shallow clone hides the parents of its last commit, but the commit names them. */
function parentsOf(commit: string): string[] {
  const [head = ""] = must(["cat-file", "commit", commit]).split("\n\n");
  return [...head.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent = ""]) => parent);
}

/** A commit that is here afterwards. */
function fetched(commit: string): string {
  if (commitOf(commit) === null) must(["fetch", "--no-tags", ...oneDeep(), "origin", commit]);
  return commit;
}

/** A full clone must not become a shallow one. */
const oneDeep = (): string[] => (isShallow() ? ["--depth=1"] : []);
const isShallow = (): boolean => must(["rev-parse", "--is-shallow-repository"]).trim() === "true";

function mergeBase({ baseSha }: Pull, head: string): string {
  fetched(baseSha);
  for (const depth of [0, ...DEPTHS]) {
    if (depth > 0) must(["fetch", "--no-tags", `--depth=${depth}`, "origin", baseSha, head]);
    const found = git(["merge-base", baseSha, head]);
    if (found.ok) return found.out.trim();
    if (!isShallow()) break;
  }
  throw new Failure(`no common commit of this branch and its base was found; ${FULL_HISTORY}`);
}

function revision(name: string): Base {
  const names = [name, `origin/${name}`];
  const here = names.map(commitOf).find((commit) => commit !== null) ?? parentNamed(name) ?? afterFetch(name);
  if (here !== null) return { base: here, names };
  throw new Failure(`base '${name}' is no commit, branch or tag that can be fetched; correct it, or ${FULL_HISTORY}`);
}

/** `HEAD^`, which a clone of one commit does not have. */
function parentNamed(name: string): string | null {
  const [parent] = /^HEAD(\^|~1?)$/.test(name) ? parentsOf("HEAD") : [];
  return parent === undefined ? null : fetched(parent);
}

function afterFetch(name: string): string | null {
  const plain = /^[\w./-]+$/.test(name);
  return plain && git(["fetch", "--no-tags", ...oneDeep(), "origin", name]).ok ? commitOf("FETCH_HEAD") : null;
}

function commitOf(name: string): string | null {
  const found = git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
  return found.ok ? found.out.trim() : null;
}

/** Paths of the files of a commit, from the root of the repository. */
export function filesOf(commit: string): string[] {
  return must(["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit])
    .split("\0")
    .filter((path) => path !== "");
}

interface Said {
  readonly ok: boolean;
  readonly out: string;
  readonly error: string;
}

function must(args: readonly string[]): string {
  const { ok, out, error } = git(args);
  if (ok) return out;
  const hint = args[0] === "fetch" ? `\n${FULL_HISTORY}, and leave its persist-credentials on` : "";
  throw new Failure(`git ${args.join(" ")} failed: ${error.trim()}${hint}`);
}

function git(args: readonly string[]): Said {
  const env = { ...process.env, ...trusted(process.env), GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
  const { status, stdout, stderr, error } = spawnSync("git", args, {
    env,
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  if (error !== undefined) return { ok: false, out: "", error: error.message };
  return { ok: status === 0, out: stdout, error: stderr };
}

/** In a job container the checkout belongs to another user, and git would not touch it; here it is the one to read. */
export function trusted(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const count = Number(env.GIT_CONFIG_COUNT ?? 0);
  return {
    GIT_CONFIG_COUNT: String(count + 1),
    [`GIT_CONFIG_KEY_${count}`]: "safe.directory",
    [`GIT_CONFIG_VALUE_${count}`]: process.cwd(),
  };
}
