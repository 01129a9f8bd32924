/** How mistakes are shown: a frame around the line for people, JSON for programs, annotations for GitHub. */
import type { Problem } from "../../scenarios/index.ts";
import type { Paint } from "./text.ts";
import { cells, plural, printable } from "./text.ts";

const LONGEST_LINE = 110;
/** Characters kept to the left of the mistake when a long line is cut. */
const KEPT_BEFORE = 40;

/** A flag, not a file, holds the mistake: "--set". */
const isFlag = (file: string): boolean => file.startsWith("--");

/** A mistake without a line of its own: a flag, or a file that cannot be read. */
export function plainProblem(id: string, file: string, text: string, hint = ""): Problem {
  return { id, severity: "error", text, hint, file, line: 1, column: 1, length: 1, path: "", source: "" };
}

/** A problem that shows only while something runs: a full disk, a time limit. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.text);
    this.problem = problem;
  }
}

/** In the order in which files were named, then by line and column; each mistake once. */
export function sorted(problems: readonly Problem[]): Problem[] {
  const files = [...new Set(problems.map((problem) => problem.file))];
  const unique = new Map(problems.map((problem) => [keyOf(problem), problem]));
  return [...unique.values()].sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}

const keyOf = (p: Problem): string => JSON.stringify([p.id, p.file, p.line, p.column, p.text]);

/** The frame of one problem, without a line end. */
export function frame(problem: Problem, paint: Paint): string {
  const color = problem.severity === "error" ? "red" : "yellow";
  const head = paint([color, "bold"], `${problem.severity}[${problem.id}]`);
  const notes = notesOf(problem);
  const shown = problem.source === "" ? withoutSource(problem, notes, paint) : withSource(problem, notes, paint);
  return [`${head}${paint("bold", `: ${printable(problem.text)}`)}`, ...shown].join("\n");
}

function notesOf(problem: Problem): string[] {
  const parent = problem.pulledInBy === undefined ? [] : [`pulled in by 'extends' at ${problem.pulledInBy}`];
  return [...parent, ...(problem.notes ?? [])].map(printable);
}

function withoutSource(problem: Problem, notes: readonly string[], paint: Paint): string[] {
  const all = problem.hint === "" ? notes : [printable(problem.hint), ...notes];
  return [
    `  ${paint("blue", "┌─")} ${printable(problem.file)}`,
    ...all.map((note) => `  ${paint("blue", "=")} ${note}`),
  ];
}

function withSource(problem: Problem, notes: readonly string[], paint: Paint): string[] {
  const gutter = isFlag(problem.file) ? "  " : String(problem.line).padStart(2);
  const empty = " ".repeat(gutter.length);
  const bar = paint("blue", "│");
  const place = isFlag(problem.file) ? problem.file : `${problem.file}:${problem.line}:${problem.column}`;
  const { line, marker } = underlined(problem);
  const hint = problem.hint === "" ? "" : ` ${printable(problem.hint)}`;
  const mark = paint(problem.severity === "error" ? "red" : "yellow", `${marker}${hint}`);
  return [
    `${empty}${paint("blue", "┌─")} ${printable(place)}`,
    `${empty}${bar}`,
    `${paint("blue", gutter)}${bar} ${line}`,
    `${empty}${bar} ${mark}`,
    ...(notes.length === 0 ? [] : [`${empty}${bar}`]),
    ...notes.map((note) => `${empty}${paint("blue", "=")} ${note}`),
  ];
}

/** The source line as it can be printed, and the marks under the mistake, counted in cells. */
function underlined(problem: Problem): { line: string; marker: string } {
  const { source, start, end, cutLeft, cutRight } = clipped(problem);
  const left = `${cutLeft}${printable(source.slice(0, start))}`;
  const wrong = printable(source.slice(start, end));
  const right = printable(source.slice(end));
  const marks = "^".repeat(Math.max(1, cells(wrong)));
  return { line: `${left}${wrong}${right}${cutRight}`.trimEnd(), marker: `${" ".repeat(cells(left))}${marks}` };
}

interface Clip {
  readonly source: string;
  readonly start: number;
  readonly end: number;
  readonly cutLeft: string;
  readonly cutRight: string;
}

/** A very long line is shown around its mistake only. */
function clipped({ source, column, length }: Problem): Clip {
  const at = Math.min(Math.max(0, column - 1), source.length);
  const from = source.length > LONGEST_LINE && at > KEPT_BEFORE ? at - KEPT_BEFORE : 0;
  const to = Math.min(source.length, from + LONGEST_LINE);
  return {
    source: source.slice(from, to),
    start: at - from,
    end: Math.min(at + length, to) - from,
    cutLeft: from > 0 ? "… " : "",
    cutRight: to < source.length ? " …" : "",
  };
}

/** All frames and the closing line. */
export function report(problems: readonly Problem[], paint: Paint): string {
  const frames = problems.map((problem) => frame(problem, paint)).join("\n\n");
  return `${frames}\n\n${closing(problems)}\n`;
}

function closing(problems: readonly Problem[]): string {
  const errors = problems.filter((problem) => problem.severity === "error");
  const warnings = problems.length - errors.length;
  const files = new Set(errors.map((problem) => problem.file).filter((file) => !isFlag(file))).size;
  const where = files === 0 ? "" : ` in ${plural(files, "file")}`;
  const besides = warnings === 0 ? "" : ` and ${plural(warnings, "warning")}`;
  return `${plural(errors.length, "problem")}${where}${besides}. Nothing was run.`;
}

/** What `--json` prints instead of a result. */
export function problemsJson(problems: readonly Problem[]): string {
  const rows = problems.map(({ id, severity, text, hint, file, line, column, path }) => ({
    id,
    severity,
    text,
    hint,
    file,
    line,
    column,
    path,
  }));
  return `${JSON.stringify({ problems: rows }, null, 2)}\n`;
}
