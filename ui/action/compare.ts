/** The step that compares: finds base, files and engine, runs it, and leaves a report, a summary and outputs. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseEngine, type Ran, runEngine } from "./engine.ts";
import { Failure } from "./failure.ts";
import { filesOf, rangeOf } from "./git.ts";
import { type CompareInputs, compareInputs, type Env } from "./inputs.ts";
import { JSON_FILE, MARKDOWN_FILE, type Report, readReport } from "./report.ts";
import { scenarioFiles } from "./scenario-files.ts";
import { type Surroundings, surroundings } from "./surroundings.ts";
import { addSummary, fenced, log, say, setOutputs } from "./workflow.ts";

/** Codes after which `compare` has written a report: nothing worse, a metric got worse, a threshold newly fails. */
const COMPARED = [0, 98, 99];
const SAID_MAX = 50_000;
const FILE_BASE = "file:";

/** Always 0: what went wrong is an output, so that the steps after this one run. */
export async function compare(env: Env): Promise<0> {
  try {
    await compareInto(env, mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), "burstlab-")));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say("error", error.message);
    setOutputs(env, { "exit-code": String(error.code) });
  }
  return 0;
}

async function compareInto(env: Env, folder: string): Promise<void> {
  if (env.RUNNER_OS === "Windows") throw new Failure("this action runs on Linux and macOS; choose such a runner");
  const inputs = compareInputs(env);
  const around = surroundings(env);
  const ran = await runEngine(chooseEngine(inputs.version, process.cwd()), argumentsFor(inputs, around, folder));
  if (ran.code === null || !COMPARED.includes(ran.code)) return tellFailure(env, ran);
  const report = readReport(folder, inputs.id);
  addSummary(env, report.markdown);
  log(toldOf(report));
  setOutputs(env, {
    folder,
    "exit-code": String(ran.code),
    verdict: report.verdict,
    "worse-count": String(report.worseCount),
    "report-path": join(folder, MARKDOWN_FILE),
    "json-path": join(folder, JSON_FILE),
  });
}

function argumentsFor(inputs: CompareInputs, around: Surroundings, folder: string): string[] {
  const { base, scenarios, variants, repeat, threads, id } = inputs;
  const { repository, serverUrl, pull, sha } = around;
  const range = base.startsWith(FILE_BASE) ? null : rangeOf(base, around);
  const files = scenarioFiles(scenarios, range === null ? [] : filesOf(range.base));
  return [
    "compare",
    ...(range === null ? ["--base", base.slice(FILE_BASE.length)] : ["--git", range.told]),
    ...["--repeat", String(repeat), "--threads", String(threads), "--suggest"],
    ...(variants === "all" ? ["--all-variants"] : []),
    ...["--out", folder, "--format", "github", "--comment-id", id],
    // The head of the pull request, not its merge commit: that one stays reachable when the branch is merged.
    ...["--link-base", `${serverUrl}/${repository}/blob/${pull?.headSha ?? sha}/`],
    "--",
    ...files,
  ];
}

function tellFailure(env: Env, { code, said }: Ran): void {
  const what =
    code === 2 ? "the scenarios have problems; nothing was compared" : `burstlab compare broke off with code ${code}`;
  say("error", `${what}; see the log of this step`);
  const shown = said.length > SAID_MAX ? `${said.slice(0, SAID_MAX)}\n...` : said;
  addSummary(env, `### burstlab: ${what}\n\n${fenced(shown)}`);
  setOutputs(env, { "exit-code": code === 2 ? "2" : "1" });
}

function toldOf({ verdict, worseCount, brokenCount: { error, warn } }: Report): string {
  return `verdict: ${verdict}; metrics worse: ${worseCount}; thresholds newly failed: ${error} error, ${warn} warn`;
}
