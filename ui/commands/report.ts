/** `report`: charts and reports of a scenario, which it runs, or of a result file, which it only reads. */
import type { Problem } from "../../scenarios/index.ts";
import type { Result } from "../../sim/index.ts";
import { Exit } from "../host/exit.ts";
import { type Artefact, readText } from "../host/files.ts";
import { Progress } from "../host/progress.ts";
import type { Terminal } from "../host/terminal.ts";
import { ProblemError, plainProblem } from "../library/problems.ts";
import { Executors } from "../runs/executors/executors.ts";
import { openAll } from "../runs/opening.ts";
import { type OverrideFlags, readOverrides, readTimeLimit } from "../runs/overrides.ts";
import { looksLikeResult, readResult } from "../runs/result-file.ts";
import { runAll } from "../runs/running.ts";
import { artefactsOf, type Content, type Reported } from "../runs/writing/artefacts.ts";
import { type MetricFileFlags, metricFileProblems, writeMetricFiles } from "../runs/writing/metric-files.ts";
import { writeFolder } from "../runs/writing/out-folder.ts";
import { tellProblems, tellWarnings, tellWritten } from "../runs/writing/telling.ts";

export interface ReportOptions extends OverrideFlags, MetricFileFlags {
  readonly html?: boolean;
  readonly interactive?: boolean;
  readonly svg?: boolean;
  readonly png?: boolean;
  readonly vega?: boolean;
  readonly md?: boolean;
  readonly csv?: boolean;
  readonly parquet?: boolean;
  readonly out?: string;
  readonly seed?: number;
  readonly repeat?: number;
  readonly variant?: string;
  readonly timeLimit?: string;
  readonly quiet?: boolean;
}

const KINDS = ["html", "md", "csv", "parquet", "svg", "png", "vega"] as const satisfies readonly Content[];
/** One file each, which may as well go to standard output. */
const TEXTS: readonly Content[] = ["html", "interactive", "md", "csv"];

export async function report(file: string, options: ReportOptions, to: Terminal): Promise<Exit> {
  const progress = new Progress(to.err, options.quiet === true);
  try {
    const kinds = wanted(options);
    const [unwritable] = metricFileProblems(options);
    if (unwritable !== undefined) throw new ProblemError(unwritable);
    const read = readText(file);
    if (!read.ok) throw new ProblemError(read.problem);
    const reported = looksLikeResult(read.text)
      ? ofResult(file, read.text, options)
      : await ofScenario(file, options, { progress, to });
    if (reported === null) return Exit.usage;
    await writeMetrics(reported.result, options, to);
    await deliver(await artefactsOf(reported, kinds), options, to);
    return Exit.ok;
  } catch (error) {
    await progress.clear();
    if (error instanceof ProblemError) return tellProblems([error.problem], false, to);
    throw error;
  }
}

function wanted(options: ReportOptions): readonly Content[] {
  const kinds = KINDS.filter((kind) => options[kind] === true).map((kind) =>
    kind === "html" && options.interactive === true ? "interactive" : kind,
  );
  if (options.interactive === true && options.html !== true)
    throw new ProblemError(plainProblem("bad-flag", "--interactive", "there is no page to make so", "add --html"));
  if (kinds.length === 0) {
    if (options.emf !== undefined || options.otlp !== undefined) return [];
    const flags = [...KINDS, "emf", "otlp"].map((kind) => `--${kind}`);
    throw usage("nothing to write is named", `add one of ${flags.join(", ")}`);
  }
  const several = kinds.length > 1 || !kinds.every((kind) => TEXTS.includes(kind));
  if (several && options.out === undefined) throw usage("no folder to write to is named", "add --out build");
  return kinds;
}

const usage = (text: string, hint: string): ProblemError =>
  new ProblemError(plainProblem("bad-flag", "--out", text, hint));

/** A result has been made: flags that would change it come too late. */
function ofResult(file: string, text: string, options: ReportOptions): Reported {
  const late = (["set", "var", "seed", "repeat", "variant", "timeLimit"] as const).find(
    (name) => options[name] !== undefined,
  );
  if (late === undefined) return readResult(file, text);
  const flag = `--${late === "timeLimit" ? "time-limit" : late}`;
  const problem = `${flag} changes nothing: ${file} is the result of a run that is over`;
  throw new ProblemError(plainProblem("bad-flag", flag, problem, "name the scenario instead of the result"));
}

interface Surroundings {
  readonly progress: Progress;
  readonly to: Terminal;
}

/** Null when the scenario has problems, which were told. */
async function ofScenario(
  file: string,
  options: ReportOptions,
  { progress, to }: Surroundings,
): Promise<Reported | null> {
  const limit = readTimeLimit(options.timeLimit);
  const { seed, repeat, variant = "base" } = options;
  const opened = openAll([file], { overrides: readOverrides(options), variants: [variant], seed, repeat });
  const problems: readonly Problem[] = [...(typeof limit === "number" ? [] : [limit]), ...opened.problems];
  if (problems.length > 0 || typeof limit !== "number") {
    await tellProblems([...problems, ...opened.warnings], false, to);
    return null;
  }
  if (options.quiet !== true) await tellWarnings(opened.warnings, to);
  const deadline = performance.now() + limit;
  const [ran] = await runAll(opened.plans, {
    progress,
    deadline,
    judge: true,
    strict: false,
    events: null,
    executors: new Executors(),
  });
  return ran ?? null;
}

async function writeMetrics(result: Result, options: ReportOptions, to: Terminal): Promise<void> {
  const written = await writeMetricFiles([result], options);
  await tellWritten(written, options.quiet === true, to);
}

/** Into the folder, or to standard output when it is one text. */
async function deliver(artefacts: readonly Artefact[], { out, quiet }: ReportOptions, to: Terminal): Promise<void> {
  if (out === undefined) {
    for (const { content } of artefacts) await to.out.write(String(content));
    return;
  }
  await tellWritten(writeFolder(out, artefacts), quiet === true, to);
}
