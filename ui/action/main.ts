/**
 * The script of the GitHub Action (action.yml): one of its steps, by name. It runs from its source with Node 24, so it
 * imports only `node:` modules and its neighbours.
 *
 * - `compare` runs `burstlab compare`, writes the step summary and the outputs, and always ends with 0.
 * - `finish` posts the comment and ends with the action's exit code.
 * - `post` is for a second workflow, after one that had no right to comment: it posts the report of a downloaded
 *   artifact (folder BURSTLAB_REPORT) on the pull request that the first workflow ran for.
 */
import { compare } from "./compare.ts";
import { Failure, type FailureCode } from "./failure.ts";
import { finish } from "./finish.ts";
import type { Env } from "./inputs.ts";
import { post } from "./post.ts";
import { say } from "./workflow.ts";

type Step = (env: Env) => Promise<0 | FailureCode>;

try {
  process.exitCode = await stepOf(process.argv[2] ?? "")(process.env);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say("error", error.message);
  process.exitCode = error.code;
}

function stepOf(name: string): Step {
  if (name === "compare") return compare;
  if (name === "finish") return finish;
  if (name === "post") return post;
  throw new Failure(`there is no mode '${name}'; BURSTLAB_MODE is 'post' or not set`);
}
