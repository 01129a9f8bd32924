/** A repository with a pull request, and the clone that actions/checkout makes of it. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../tidy/tree.ts";
import { folder } from "./cli.ts";

/** The command that the action finds installed: one that does as it is told, or the real one. */
const FAKE_ENGINE = join(ROOT, "test", "helpers", "fake-burstlab.ts");
export const REAL_ENGINE = join(ROOT, "dist", "bin", "burstlab.js");

/** The scenario scenarios/a.burst.yaml on main, and on the branch. */
interface Scenarios {
  readonly before: string;
  readonly after: string;
}

const SMALL: Scenarios = { before: "name: a\n", after: "name: a2\n" };

export interface PullRequest {
  readonly origin: string;
  /** Where main and the branch parted, the tip of main, the tip of the branch, and GitHub's merge of both. */
  readonly parted: string;
  readonly base: string;
  readonly head: string;
  readonly merge: string;
}

const IDENTITY = {
  GIT_AUTHOR_NAME: "octo",
  GIT_AUTHOR_EMAIL: "octo@example.com",
  GIT_COMMITTER_NAME: "octo",
  GIT_COMMITTER_EMAIL: "octo@example.com",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
};

export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync("git", args, {
    cwd,
    env: { ...process.env, ...IDENTITY },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
}

/**
 * The branch changes a.burst.yaml; main has gone on meanwhile. With scenarios that cannot run, for the engine that does
 * as it is told, the branch also adds new.burst.yaml and removes gone.burst.yaml.
 */
export function pullRequest({ before, after }: Scenarios = SMALL): PullRequest {
  const others = before === SMALL.before;
  const origin = folder();
  const work = folder();
  git(origin, "init", "--quiet", "--bare", "--initial-branch=main");
  git(work, "init", "--quiet", "--initial-branch=main");
  const commit = (message: string): string => {
    git(work, "add", "--all");
    git(work, "commit", "--quiet", "--message", message);
    return git(work, "rev-parse", "HEAD");
  };
  write(work, { "scenarios/a.burst.yaml": before, ...(others ? { "scenarios/gone.burst.yaml": "name: gone\n" } : {}) });
  const parted = commit("first");
  git(work, "checkout", "--quiet", "-b", "feature");
  write(work, {
    "scenarios/a.burst.yaml": after,
    ...(others ? { "scenarios/deep/new.burst.yaml": "name: new\n" } : {}),
  });
  rmSync(join(work, "scenarios/gone.burst.yaml"), { force: true });
  const head = commit("change");
  git(work, "checkout", "--quiet", "main");
  write(work, { "README.md": "main goes on\n" });
  const base = commit("main goes on");
  git(work, "checkout", "--quiet", "--detach");
  git(work, "merge", "--quiet", "--no-ff", "--message", "merge", "feature");
  const merge = git(work, "rev-parse", "HEAD");
  git(work, "push", "--quiet", origin, "main", `${head}:refs/pull/7/head`, `${merge}:refs/pull/7/merge`);
  return { origin, parted, base, head, merge };
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A clone one commit deep, with the engine installed. */
export function checkout(origin: string, commit: string, engine = FAKE_ENGINE): string {
  const place = folder();
  git(place, "init", "--quiet");
  git(place, "remote", "add", "origin", `file://${origin}`);
  git(place, "fetch", "--quiet", "--no-tags", "--depth=1", "origin", commit);
  git(place, "checkout", "--quiet", "--detach", commit);
  install(place, engine);
  return place;
}

function install(place: string, engine: string): void {
  const bin = join(place, "node_modules", ".bin");
  mkdirSync(bin, { recursive: true });
  chmodSync(engine, 0o755);
  symlinkSync(engine, join(bin, "burstlab"));
}
