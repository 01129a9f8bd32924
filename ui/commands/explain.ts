/** `explain`: why a request at a moment was refused, cold or slow, from a result file or a scenario, which it runs. */
import { type Explanation, explain as explanationOf, explanationText, questionProblem } from "../../reports/index.ts";
import type { Problem } from "../../scenarios/index.ts";
import { type Result, RULES } from "../../sim/index.ts";
import { Exit } from "../host/exit.ts";
import { readText } from "../host/files.ts";
import { Progress } from "../host/progress.ts";
import type { Terminal } from "../host/terminal.ts";
import { ProblemError, plainProblem } from "../library/problems.ts";
import { Executors } from "../runs/executors/executors.ts";
import { readMoment } from "../runs/moments.ts";
import { openAll } from "../runs/opening.ts";
import { type OverrideFlags, readOverrides } from "../runs/overrides.ts";
import { looksLikeResult, readResult } from "../runs/result-file.ts";
import { tellProblems, tellWarnings } from "../runs/writing/telling.ts";

export interface ExplainOptions extends OverrideFlags {
  readonly at: string;
  readonly function?: string;
  readonly seed?: number;
  readonly variant?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const MEANINGS = Object.fromEntries(RULES.map(({ id, meaning }) => [id, meaning]));

/** What is asked, with the moment in ms. */
type Question = Parameters<typeof explanationOf>[1];

export async function explain(file: string, options: ExplainOptions, to: Terminal): Promise<Exit> {
  const progress = new Progress(to.err, options.quiet === true);
  const json = options.json === true;
  try {
    const question = questionOf(options);
    const read = readText(file);
    if (!read.ok) throw new ProblemError(read.problem);
    const found = looksLikeResult(read.text)
      ? ofResult(file, read.text, options)
      : await ofScenario(file, options, { progress, to });
    if (!("schema" in found)) return tellProblems(found, json, to);
    await progress.clear();
    await tell(answer(found, question, file), json, to);
    return Exit.ok;
  } catch (error) {
    await progress.clear();
    if (error instanceof ProblemError) return tellProblems([error.problem], json, to);
    throw error;
  }
}

function questionOf({ at, function: name }: ExplainOptions): Question {
  const atMs = readMoment(at);
  return name === undefined ? { atMs } : { atMs, function: name };
}

/** A result has been made: flags that would change it come too late. */
function ofResult(file: string, text: string, options: ExplainOptions): Result {
  const late = (["set", "var", "seed", "variant"] as const).find((name) => options[name] !== undefined);
  if (late === undefined) return readResult(file, text).result;
  const problem = `--${late} changes nothing: ${file} is the result of a run that is over`;
  throw new ProblemError(plainProblem("bad-flag", `--${late}`, problem, "name the scenario instead of the result"));
}

interface Surroundings {
  readonly progress: Progress;
  readonly to: Terminal;
}

/** The run of the first seed, or the problems of the scenario. */
async function ofScenario(
  file: string,
  options: ExplainOptions,
  { progress, to }: Surroundings,
): Promise<Result | readonly Problem[]> {
  const { seed, variant = "base" } = options;
  const opened = openAll([file], { overrides: readOverrides(options), variants: [variant], seed, repeat: 1 });
  const config = opened.plans[0]?.configs[0];
  if (opened.problems.length > 0 || config === undefined) return [...opened.problems, ...opened.warnings];
  if (options.quiet !== true) await tellWarnings(opened.warnings, to);
  const executors = new Executors();
  try {
    return await executors.one(config, { onProgress: () => progress.at(`${config.scenario.name}   ${variant}`) });
  } finally {
    await executors.close();
  }
}

function answer(result: Result, question: Question, file: string): Explanation {
  const problem = questionProblem(result, question);
  if (problem === null) return explanationOf(result, question);
  const text = `${problem.text} (${file})`;
  throw new ProblemError(plainProblem("bad-flag", `--${problem.part}`, text, problem.hint));
}

async function tell(explanation: Explanation, json: boolean, { out }: Terminal): Promise<void> {
  if (json) await out.write(`${JSON.stringify(explanation, null, 2)}\n`);
  else await out.write(explanationText(explanation, { columns: out.width, color: out.color, meanings: MEANINGS }));
}
