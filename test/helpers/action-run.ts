/** One run of the Action on a pull request of its own: what the comparison finds, and what the action makes of it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { COMPARISON_SCHEMA, type ComparisonDocument } from "../../reports/compare/comparison.ts";
import { type Event, type Outcome, runAction } from "./action.ts";
import { folder } from "./cli.ts";
import type { CommentApi } from "./comment-api.ts";
import { checkout, type PullRequest } from "./pull-request.ts";

export interface Plan {
  readonly code?: number;
  readonly verdict?: ComparisonDocument["verdict"];
  readonly worseCount?: number;
  readonly brokenCount?: ComparisonDocument["brokenCount"];
  readonly markdown?: string;
  readonly stderr?: string;
}

/** What the engine was asked for. */
export interface Seen {
  readonly values: Readonly<Record<string, string | boolean>>;
  readonly files: readonly string[];
  /** The values of its environment. */
  readonly env: readonly string[];
}

export interface Setting {
  readonly api: CommentApi;
  readonly pull: PullRequest;
  readonly plan?: Plan;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly event?: Event;
  /** Default: a fresh clone of the merge commit. */
  readonly workspace?: string;
}

export interface Told extends Outcome {
  /** Null when the engine was not started. */
  readonly seen: Seen | null;
  /** Texts of all comments afterwards. */
  readonly comments: readonly string[];
}

export async function played(setting: Setting): Promise<Told> {
  const { api, pull, plan = {}, inputs = {}, env = {}, event = opened(pull) } = setting;
  const place = folder();
  const [planFile, seenFile] = [join(place, "plan.json"), join(place, "seen.json")];
  writeFileSync(planFile, JSON.stringify(engineDoes(plan)));
  writeFileSync(seenFile, "null");
  const outcome = await runAction({
    workspace: setting.workspace ?? checkout(pull.origin, pull.merge),
    event,
    apiUrl: api.url,
    inputs,
    env: { FAKE_PLAN: planFile, FAKE_SEEN: seenFile, GIT_CONFIG_GLOBAL: "/dev/null", ...env },
  });
  const seen = JSON.parse(readFileSync(seenFile, "utf8")) as Seen | null;
  return { ...outcome, seen, comments: api.comments.map(({ body }) => body) };
}

/** The event of an opened pull request, or of one that was pushed to. */
export function opened({ base, head, merge }: PullRequest): Event {
  const branch = { head: { sha: head, ref: "feature" }, base: { sha: base, ref: "main" } };
  return {
    name: "pull_request",
    payload: { number: 7, pull_request: { number: 7, ...branch } },
    ref: "refs/pull/7/merge",
    sha: merge,
  };
}

export const WORSE: Plan = {
  code: 98,
  verdict: "worse",
  worseCount: 2,
  brokenCount: { error: 1, warn: 0 },
  markdown: "### burstlab: 1 scenario worse\n\n| table |\n",
};
export const SAME: Plan = { verdict: "same", markdown: "### burstlab: no change\n" };

function engineDoes({ code = 0, verdict = "same", worseCount = 0, ...plan }: Plan): object {
  const { brokenCount = { error: 0, warn: 0 }, markdown = "### burstlab: no change\n", stderr = "" } = plan;
  const side = { label: "main", revision: null };
  const document: ComparisonDocument = {
    schema: COMPARISON_SCHEMA,
    base: side,
    head: side,
    verdict,
    worseCount,
    brokenCount,
    scenarios: [],
  };
  return { code, stderr, markdown, document };
}
