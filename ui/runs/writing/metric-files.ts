/** `--emf` and `--otlp`: files of metrics for other programs. Whether they can be written is known before the run. */
import { closeSync, mkdirSync, openSync, statSync, unlinkSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { NamedRun } from "../../../reports/data/emf.ts";
import type { Problem } from "../../../scenarios/index.ts";
import type { Result } from "../../../sim/index.ts";
import { codeOf, unwritable, writeOne } from "../../host/files.ts";
import { ProblemError, plainProblem } from "../../library/problems.ts";
import { foldersFor } from "./artefacts.ts";

export interface MetricFileFlags {
  readonly emf?: string;
  readonly otlp?: string;
}

const FLAGS = ["emf", "otlp"] as const;
type Flag = (typeof FLAGS)[number];

interface Target {
  readonly flag: Flag;
  readonly file: string;
}

const targetsOf = (flags: MetricFileFlags): Target[] =>
  FLAGS.flatMap((flag) => {
    const file = flags[flag];
    return file === undefined ? [] : [{ flag, file }];
  });

/** Problems with the files named, before there is anything to write. */
export function metricFileProblems(flags: MetricFileFlags): Problem[] {
  const { emf, otlp } = flags;
  const same = emf !== undefined && otlp !== undefined && resolve(emf) === resolve(otlp);
  const twice = plainProblem(
    "bad-flag",
    "--otlp",
    "--emf and --otlp name the same file",
    "give each a file of its own",
  );
  return [...targetsOf(flags).flatMap(({ flag, file }) => tried(`--${flag}`, file) ?? []), ...(same ? [twice] : [])];
}

/** Opens the file as writing will, changes nothing of it, and leaves none behind. A pipe is not tried: it would end. */
function tried(flag: string, file: string): Problem | null {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found !== undefined && !found.isFile() && !found.isDirectory()) return null;
    mkdirSync(dirname(file), { recursive: true });
    closeSync(openSync(file, "a"));
    if (found === undefined) unlinkSync(file);
    return null;
  } catch (error) {
    if (codeOf(error) === "") throw error;
    return unwritable(flag, file, error);
  }
}

/**
 * Writes the files that are named; answers with their names. What writes them is loaded only then.
 * @throws ProblemError
 */
export async function writeMetricFiles(results: readonly Result[], flags: MetricFileFlags): Promise<string[]> {
  const targets = targetsOf(flags);
  if (targets.length === 0) return [];
  const runs = named(results);
  for (const { flag, file } of targets) {
    const problem = tooEarly(flag, results) ?? writeOne(`--${flag}`, file, await textOf(flag, runs));
    if (problem !== null) throw new ProblemError(problem);
  }
  return targets.map(({ file }) => file);
}

/** Called as the folders of `--out` are. */
function named(results: readonly Result[]): NamedRun[] {
  const folders = foldersFor(results);
  return results.map((result, i) => ({ result, run: folders[i]?.replace(/\/$/, "") || null }));
}

/** Neither format can tell a moment before 1970. */
function tooEarly(flag: Flag, results: readonly Result[]): Problem | null {
  if (results.every(({ scenario }) => (scenario.startsAtMs ?? 0) >= 0)) return null;
  const hint = "let simulate.startsAt be in 1970 or later";
  return plainProblem("bad-flag", `--${flag}`, "the run starts before 1970, which this format cannot tell", hint);
}

async function textOf(flag: Flag, runs: readonly NamedRun[]): Promise<string> {
  if (flag === "emf") return (await import("../../../reports/data/emf.ts")).emf(runs);
  return (await import("../../../reports/data/otlp.ts")).otlp(runs);
}
