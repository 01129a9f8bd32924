/** The last step: the comment, which may fail without harm, and then the exit code, which does not depend on it. */
import { publish } from "./comment.ts";
import type { FailureCode } from "./failure.ts";
import { reasonsToFail } from "./gate.ts";
import { type Env, finishInputs } from "./inputs.ts";
import { type Report, readReport } from "./report.ts";
import { type Surroundings, surroundings } from "./surroundings.ts";
import { log, say, setOutputs } from "./workflow.ts";

export async function finish(env: Env): Promise<0 | FailureCode> {
  const inputs = finishInputs(env);
  const folder = env.BURSTLAB_FOLDER ?? "";
  if (folder === "") return notCompared(env.BURSTLAB_EXIT_CODE ?? "");
  const report = readReport(folder, inputs.id);
  const around = surroundings(env);
  if (around.pull !== null) {
    const { number, headSha } = around.pull;
    const body = { report, sha: headSha, link: linkOf(env, around) };
    setOutputs(env, { "comment-url": await publish(body, { around, pull: number, inputs }) });
  }
  return decide(reasonsToFail(inputs.failOn, report), report);
}

function decide(reasons: readonly string[], { verdict }: Report): 0 | 1 {
  if (reasons.length === 0) log(`burstlab: ${verdict}; nothing here fails the job`);
  else say("error", reasons.join("; "));
  return reasons.length === 0 ? 0 : 1;
}

/** The step before has said why. */
function notCompared(code: string): FailureCode {
  log("burstlab: nothing was compared, so the job fails; see the step before");
  return code === "2" ? 2 : 1;
}

/** The artifact, where it was uploaded; else the run, whose summary holds the report. */
function linkOf(env: Env, { runUrl, serverUrl }: Surroundings): string {
  const artifact = env.BURSTLAB_ARTIFACT_URL ?? "";
  return artifact.startsWith(`${serverUrl}/`) ? artifact : runUrl;
}
