/**
 * Scenario files as they stand at a revision of a git repository. They are read from git's own store: nothing is
 * checked out, so there is no work tree to clean up and none that a stopped run could leave behind.
 */
import { execFileSync } from "node:child_process";
import { isAbsolute, relative } from "node:path";
import { ProblemError, plainProblem } from "../library/problems.ts";
import { codeOf, decode, type Read, readText } from "./files.ts";

/** A moment of the repository; without a commit, the files as they lie there now. */
export interface Revision {
  /** As people call it. */
  readonly label: string;
  readonly commit: string | null;
}

export interface RevisionRange {
  readonly base: Revision;
  readonly head: Revision;
}

const FLAG = "--git";
const NOW = "your files";
const FORM = "write --git main..HEAD, main...HEAD (from where they parted) or main (against your files)";
const SCENARIO = /\.burst\.ya?ml$/;
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * "main..HEAD"; "main...HEAD" from where the two parted; "main" or "main.." against the files as they lie there.
 * @throws ProblemError when git is missing, this is no repository, or a revision is unknown.
 */
export function readRange(text: string): RevisionRange {
  const [, base = "", dots = "", head = ""] = /^(.+?)(?:(\.{2,3})(.*))?$/s.exec(text) ?? [];
  if (base === "" || base.startsWith("-") || head.startsWith("-") || /\.\./.test(head)) {
    throw bad(`'${text}' is not a range of revisions`, FORM);
  }
  git(["rev-parse", "--git-dir"], () => bad("this is not a git repository", "run it inside one, or name two files"));
  const to = head === "" ? { label: NOW, commit: null } : { label: head, commit: commitOf(head) };
  const from = commitOf(base);
  if (dots !== "...") return { base: { label: base, commit: from }, head: to };
  const parted = git(["merge-base", from, to.commit ?? "HEAD"], () => {
    return bad(`'${base}' and '${to.label}' have no commit in common here`, "fetch more history, or use two dots");
  });
  return { base: { label: base, commit: parted.toString().trim() }, head: to };
}

function commitOf(revision: string): string {
  const name = `${revision}^{commit}`;
  return git(["rev-parse", "--verify", "--quiet", "--end-of-options", name], () => {
    return bad(`git knows no revision '${revision}'`, "see `git log`; a shallow clone may have to fetch it first");
  })
    .toString()
    .trim();
}

/** Scenario files below the present folder at a revision, in order, as paths from here. */
export function scenarioFiles({ commit }: Revision): string[] {
  const list =
    commit === null
      ? git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
      : git(["ls-tree", "-r", "-z", "--name-only", commit]);
  const names = list.toString().split("\0");
  return [...new Set(names.filter((name) => SCENARIO.test(name)))].sort();
}

/** Reads files as they stood at a revision. What lies outside the repository has no history and is read as it is. */
export function readerAt({ commit, label }: Revision): (file: string) => Read {
  if (commit === null) return readText;
  const top = git(["rev-parse", "--show-toplevel"]).toString().trim();
  return (file) => {
    if (isAbsolute(file) && relative(top, file).startsWith("..")) return readText(file);
    const path = isAbsolute(file) ? relative(top, file) : `./${file}`;
    const missing = plainProblem("file-missing", file, `there is no such file at ${label}`, "");
    try {
      return decode(
        file,
        git(["cat-file", "--filters", `${commit}:${path}`], () => new ProblemError(missing)),
      );
    } catch (error) {
      if (error instanceof ProblemError) return { ok: false, problem: error.problem };
      throw error;
    }
  };
}

const bad = (text: string, hint: string): ProblemError => new ProblemError(plainProblem("bad-flag", FLAG, text, hint));

/** What git writes. `failure` says in our words what its refusal means. */
function git(args: readonly string[], failure?: () => ProblemError): Buffer {
  try {
    return execFileSync("git", args, { stdio: ["ignore", "pipe", "pipe"], maxBuffer: MAX_BYTES });
  } catch (error) {
    if (codeOf(error) === "ENOENT") throw bad("git is not installed", "install it, or name two files");
    if (failure !== undefined && isRefusal(error)) throw failure();
    throw isRefusal(error) ? bad(`git ${args[0]} failed: ${refusalText(error)}`, FORM) : error;
  }
}

/** Git ran, and said no. */
const isRefusal = (error: unknown): error is Error & { readonly stderr: Buffer } =>
  error instanceof Error && "status" in error && typeof error.status === "number";

const refusalText = ({ stderr }: { readonly stderr: Buffer }): string => stderr.toString().trim().split("\n")[0] ?? "";
