/** What GitHub tells a workflow run: the repository, the commit, the pull request or the run before. */
import { readFileSync } from "node:fs";
import { Failure } from "./failure.ts";
import type { Env } from "./inputs.ts";

export interface Surroundings {
  /** "pull_request", "push". */
  readonly event: string;
  /** "owner/name". */
  readonly repository: string;
  readonly apiUrl: string;
  readonly serverUrl: string;
  readonly runUrl: string;
  /** "refs/pull/7/merge". */
  readonly ref: string;
  /** The commit that the event is about; for a pull request its merge commit. */
  readonly sha: string;
  readonly pull: Pull | null;
  readonly before: RunBefore | null;
}

export interface Pull {
  readonly number: number;
  readonly headSha: string;
  readonly baseSha: string;
  /** "main". */
  readonly baseRef: string;
}

/** The run of another workflow that started this one. */
export interface RunBefore {
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string;
  readonly headOwner: string;
  readonly url: string;
}

export type Json = Readonly<Record<string, unknown>>;

export function surroundings(env: Env): Surroundings {
  const event = needed(env, "GITHUB_EVENT_NAME");
  const payload = readPayload(env);
  const repository = needed(env, "GITHUB_REPOSITORY");
  const serverUrl = needed(env, "GITHUB_SERVER_URL");
  return {
    event,
    repository,
    apiUrl: needed(env, "GITHUB_API_URL").replace(/\/$/, ""),
    serverUrl,
    runUrl: `${serverUrl}/${repository}/actions/runs/${needed(env, "GITHUB_RUN_ID")}`,
    ref: env.GITHUB_REF ?? "",
    sha: env.GITHUB_SHA ?? "",
    pull: event === "pull_request" ? pullOf(child(payload, "pull_request")) : null,
    before: event === "workflow_run" ? runOf(child(payload, "workflow_run")) : null,
  };
}

function needed(env: Env, name: string): string {
  const value = env[name] ?? "";
  if (value === "") throw new Failure(`${name} is not set: this script runs as a step of GitHub Actions`);
  return value;
}

function readPayload(env: Env): Json {
  const file = needed(env, "GITHUB_EVENT_PATH");
  try {
    return object(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new Failure(`the event of this run cannot be read from GITHUB_EVENT_PATH: ${String(error)}`);
  }
}

function pullOf(pull: Json): Pull {
  return {
    number: Number(pull.number),
    headSha: text(child(pull, "head"), "sha"),
    baseSha: text(child(pull, "base"), "sha"),
    baseRef: text(child(pull, "base"), "ref"),
  };
}

function runOf(run: Json): RunBefore {
  return {
    event: text(run, "event"),
    headSha: text(run, "head_sha"),
    headBranch: text(run, "head_branch"),
    headOwner: text(child(child(run, "head_repository"), "owner"), "login"),
    url: text(run, "html_url"),
  };
}

/** The value if it is a JSON object, else an empty one. */
export const object = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
export const child = (parent: Json, name: string): Json => object(parent[name]);

/** A field that is text, else "". */
export function text(parent: Json, name: string): string {
  const value = parent[name];
  return typeof value === "string" ? value : "";
}

/** As people write commits: "8be2d10". */
export const short = (sha: string): string => sha.slice(0, 7);
