/**
 * The second workflow: posts a report that a workflow without the right to comment left as an artifact.
 *
 * The artifact comes from the code of a fork, so nothing in it is believed: which pull request it is for comes from
 * GitHub, by the branch and the commit that the first workflow ran for; and only the text is posted, never run.
 */
import { existsSync } from "node:fs";
import { publish } from "./comment.ts";
import { Failure } from "./failure.ts";
import { ask, Refused } from "./github.ts";
import { type CommentInputs, commentInputs, type Env } from "./inputs.ts";
import { readReport } from "./report.ts";
import { child, object, type RunBefore, type Surroundings, surroundings, text } from "./surroundings.ts";
import { say, setOutputs } from "./workflow.ts";

export async function post(env: Env): Promise<0> {
  const inputs = commentInputs(env);
  const around = surroundings(env);
  const { before } = around;
  if (before === null) throw new Failure("BURSTLAB_MODE=post is for workflows that start `on: workflow_run`");
  const folder = env.BURSTLAB_REPORT ?? "";
  if (folder === "") throw new Failure("BURSTLAB_REPORT is not set; it names the folder of the downloaded artifact");
  if (!existsSync(folder)) {
    say("notice", "no comment was written: the first workflow left no report; its log says why");
    return 0;
  }
  const report = readReport(folder, inputs.id);
  const pull = before.event === "pull_request" ? await pullOf(before, around, inputs) : null;
  if (pull === null) return 0;
  const body = { report, sha: before.headSha, link: before.url };
  setOutputs(env, { "comment-url": await publish(body, { around, pull, inputs }) });
  return 0;
}

/** The open pull request whose head is still the commit of the run; null, said, when there is not exactly one. */
async function pullOf(before: RunBefore, around: Surroundings, { token }: CommentInputs): Promise<number | null> {
  const { apiUrl, repository } = around;
  const query = new URLSearchParams({ state: "open", head: `${before.headOwner}:${before.headBranch}` });
  const pulls = await listed(() => ask({ apiUrl, token }, "GET", `${apiUrl}/repos/${repository}/pulls?${query}`));
  if (pulls === null) return null;
  const same = pulls.map(object).filter((pull) => text(child(pull, "head"), "sha") === before.headSha);
  const number = Number(same[0]?.number);
  if (same.length === 1 && Number.isSafeInteger(number)) return number;
  const why = same.length === 0 ? "no open pull request has the commit of that run as its head" : "several have";
  say("notice", `no comment was written: ${why}`);
  return null;
}

async function listed(request: () => Promise<{ body: unknown }>): Promise<unknown[] | null> {
  try {
    const { body } = await request();
    return Array.isArray(body) ? body : [];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say("warning", `no comment was written: the pull requests cannot be listed: ${error.message}`);
    return null;
  }
}
