/** Says what is wrong, to people, programs and GitHub, each in their own form. */
import type { Verdict } from "../../../reports/judge/verdict.ts";
import type { Problem } from "../../../scenarios/index.ts";
import { Exit } from "../../host/exit.ts";
import type { Terminal } from "../../host/terminal.ts";
import { frame, problemsJson, report } from "../../library/problems.ts";
import { type Annotation, annotationLines } from "./annotations.ts";
import { measured } from "./junit.ts";

/** Frames on standard error, JSON on standard output if asked; the exit code for wrong input. */
export async function tellProblems(problems: readonly Problem[], json: boolean, to: Terminal): Promise<Exit> {
  await to.err.write(report(problems, to.err.paint));
  if (json) await to.out.write(problemsJson(problems));
  await annotate(problems.map(ofProblem), to);
  return Exit.usage;
}

/** Warnings alone: frames without a closing line, since the run goes on. */
export async function tellWarnings(warnings: readonly Problem[], to: Terminal): Promise<void> {
  for (const warning of warnings) await to.err.write(`${frame(warning, to.err.paint)}\n\n`);
  await annotate(warnings.map(ofProblem), to);
}

/** The path of each file that was written. */
export async function tellWritten(files: readonly string[], quiet: boolean, { err }: Terminal): Promise<void> {
  if (!quiet) await err.write(files.map((file) => `wrote ${file}\n`).join(""));
}

/** Failed thresholds, as annotations on their lines: inside GitHub Actions, or when they are asked for. */
export async function annotateVerdicts(verdicts: readonly Verdict[], asked: boolean, to: Terminal): Promise<void> {
  await annotate(verdicts.filter((verdict) => !verdict.passed).map(ofVerdict), to, asked);
}

async function annotate(annotations: readonly Annotation[], { err }: Terminal, asked = false): Promise<void> {
  if (annotations.length === 0 || !(asked || process.env.GITHUB_ACTIONS === "true")) return;
  await err.write(annotationLines(annotations));
}

function ofProblem({ id, severity, text, hint, file, line, column }: Problem): Annotation {
  return { level: severity, title: id, text: hint === "" ? text : `${text}\n${hint}`, file, line, column };
}

function ofVerdict(verdict: Verdict): Annotation {
  const { that, level, why, file, line, column } = verdict;
  const reason = why === "" ? "" : `\n${why}`;
  const text = `${that} is not met: ${measured(verdict)}${reason}`;
  return { level: level === "error" ? "error" : "warning", title: "threshold", text, file, line, column };
}
