/** `run`: simulates, prints the summary, judges the thresholds, and writes what was asked for. */
import { baseline, stringify } from "../../reports/index.ts";
import type { Problem } from "../../scenarios/index.ts";
import { Exit } from "../host/exit.ts";
import { type Artefact, writeOne } from "../host/files.ts";
import { Progress } from "../host/progress.ts";
import type { Terminal } from "../host/terminal.ts";
import { ProblemError, plainProblem } from "../library/problems.ts";
import { EventLog, ReaderGone } from "../runs/event-log.ts";
import { Executors } from "../runs/executors/executors.ts";
import { openAll, type Planned, type SelectionFlags, selectionOf } from "../runs/opening.ts";
import { readTimeLimit } from "../runs/overrides.ts";
import { type Ran, runAll } from "../runs/running.ts";
import { artefactsOf, type Content, foldersFor, inFolders, variantArtefacts } from "../runs/writing/artefacts.ts";
import { junit } from "../runs/writing/junit.ts";
import { type MetricFileFlags, metricFileProblems, writeMetricFiles } from "../runs/writing/metric-files.ts";
import { writeFolder } from "../runs/writing/out-folder.ts";
import { annotateVerdicts, tellProblems, tellWarnings, tellWritten } from "../runs/writing/telling.ts";
import { jsonOf, textOf } from "../runs/writing/writing.ts";

export interface RunOptions extends SelectionFlags, MetricFileFlags {
  readonly json?: boolean;
  readonly format?: "text" | "md" | "github";
  readonly out?: string;
  readonly junit?: string;
  /** True for the usual place. */
  readonly updateBaseline?: string | true;
  readonly events?: string;
  readonly thresholds?: boolean;
  readonly strict?: boolean;
  readonly threads?: number;
  readonly timeLimit?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Where a project keeps the numbers that it compares with. */
const BASELINE = ".burstlab/baseline.json";

const OUT_CONTENTS: readonly Content[] = ["json", "csv", "parquet", "md", "html", "svg", "vega"];

export async function run(files: readonly string[], options: RunOptions, to: Terminal): Promise<Exit> {
  const json = options.json === true;
  const flags = flagProblems(options);
  const opened = openAll(files, selectionOf(options));
  const problems = [...flags, ...opened.problems];
  if (problems.length > 0) return tellProblems([...problems, ...opened.warnings], json, to);
  if (options.quiet !== true) await tellWarnings(opened.warnings, to);
  const progress = new Progress(to.err, options.quiet === true);
  try {
    const ran = await simulateAll(opened.plans, options, { progress, to });
    return await finish(ran, options, to);
  } catch (error) {
    await progress.clear();
    if (error instanceof ReaderGone) return Exit.ok;
    if (error instanceof ProblemError) return tellProblems([error.problem], json, to);
    throw error;
  }
}

function flagProblems(options: RunOptions): Problem[] {
  const { timeLimit, json, events } = options;
  const limit = readTimeLimit(timeLimit);
  const twice = plainProblem("bad-flag", "--events", "--json and '--events -' both want stdout", "name a file for one");
  return [
    ...(typeof limit === "number" ? [] : [limit]),
    ...(json === true && events === "-" ? [twice] : []),
    ...metricFileProblems(options),
  ];
}

interface Surroundings {
  readonly progress: Progress;
  readonly to: Terminal;
}

function simulateAll(plans: readonly Planned[], options: RunOptions, { progress, to }: Surroundings): Promise<Ran[]> {
  const limit = readTimeLimit(options.timeLimit);
  return runAll(plans, {
    progress,
    deadline: performance.now() + (typeof limit === "number" ? limit : 0),
    judge: options.thresholds !== false,
    strict: options.strict === true,
    executors: new Executors({ threads: options.threads }),
    events: options.events === undefined ? null : new EventLog(options.events, to.out),
  });
}

/** Files first, then standard output: a reader that leaves early loses no file. */
async function finish(ran: readonly Ran[], options: RunOptions, to: Terminal): Promise<Exit> {
  await writeFiles(ran, options, to);
  const stdout = options.events === "-" ? to.err : to.out;
  await stdout.write(options.json === true ? jsonOf(ran) : textOf(ran, options.format ?? "text", stdout));
  const verdicts = ran.flatMap((one) => one.verdicts);
  if (options.verbose === true) await to.err.write(ran.flatMap(seedLines).join(""));
  await annotateVerdicts(verdicts, options.format === "github", to);
  return verdicts.some((verdict) => !verdict.passed && verdict.level === "error") ? Exit.threshold : Exit.ok;
}

async function writeFiles(ran: readonly Ran[], options: RunOptions, to: Terminal): Promise<void> {
  const written: string[] = [];
  if (options.out !== undefined) {
    written.push(...writeFolder(options.out, await outFiles(ran)));
  }
  if (options.junit !== undefined) {
    orThrow(writeOne("--junit", options.junit, junit(ran.map(suiteOf))));
    written.push(options.junit);
  }
  if (options.updateBaseline !== undefined) {
    const file = options.updateBaseline === true ? BASELINE : options.updateBaseline;
    orThrow(writeOne("--update-baseline", file, stringify(baseline(ran))));
    written.push(file);
  }
  const results = ran.map(({ result }) => result);
  written.push(...(await writeMetricFiles(results, options)));
  if (options.events !== undefined && options.events !== "-") written.push(options.events);
  await tellWritten(written, options.quiet === true, to);
}

/** For `--verbose`: what each seed came to, and the digest that tells whether two runs are the same. */
function seedLines({ runs, result }: Ran): string[] {
  return runs.map(
    ({ seeds, variant, digest }) => `${result.scenario.name} ${variant} seed ${seeds.join()}: ${digest}\n`,
  );
}

async function outFiles(ran: readonly Ran[]): Promise<Artefact[]> {
  const results = ran.map(({ result }) => result);
  const made = await Promise.all(ran.map((one) => artefactsOf(one, OUT_CONTENTS)));
  return [...inFolders(made, foldersFor(results)), ...(await variantArtefacts(results, OUT_CONTENTS))];
}

function orThrow(problem: Problem | null): void {
  if (problem !== null) throw new ProblemError(problem);
}

function suiteOf({ plan, verdicts }: Ran): Parameters<typeof junit>[0][number] {
  return { name: `${plan.scenario.name} ${plan.variant}`, file: plan.scenario.file, verdicts };
}
