/** `check`: reads and validates scenarios, every variant of them, and runs nothing. */
import { Exit } from "../host/exit.ts";
import type { Stream, Terminal } from "../host/terminal.ts";
import { plainProblem, problemsJson } from "../library/problems.ts";
import { cells, plural, printable } from "../library/text.ts";
import { type Opened, openAll, type Planned } from "../runs/opening.ts";
import { type OverrideFlags, readOverrides } from "../runs/overrides.ts";
import { tellProblems, tellWarnings } from "../runs/writing/telling.ts";
import { explain, problemIds } from "./explanations.ts";

export interface CheckOptions extends OverrideFlags {
  readonly explain?: string;
  readonly json?: boolean;
}

export async function check(files: readonly string[], options: CheckOptions, to: Terminal): Promise<Exit> {
  const json = options.json === true;
  if (options.explain !== undefined) return explainId(options.explain, to);
  if (files.length === 0) {
    const problem = plainProblem("bad-flag", "--explain", "neither a file nor --explain ID is given", "name a file");
    return tellProblems([problem], json, to);
  }
  const opened = openAll(files, { overrides: readOverrides(options), variants: "all" });
  if (opened.problems.length > 0) return tellProblems([...opened.problems, ...opened.warnings], json, to);
  await tellWarnings(opened.warnings, to);
  await to.out.write(json ? problemsJson(opened.warnings) : goodLines(opened, to.out));
  return Exit.ok;
}

function goodLines({ plans }: Opened, { paint }: Stream): string {
  return plans
    .filter((plan) => plan.variant === "base")
    .map((plan) => `${paint("green", "✓")} ${printable(plan.scenario.file)}   ${contents(plan)}\n`)
    .join("");
}

/** "flash-sale: 4 functions, 6 thresholds, 3 variants, seed 42, 5 runs": what was understood. */
function contents({ scenario, configs, thresholds }: Planned): string {
  const functions = configs[0]?.functions.length ?? 0;
  const counted = [
    plural(functions, "function"),
    plural(thresholds.length, "threshold"),
    plural(scenario.variants.length, "variant"),
    plural(configs.length, "seed"),
  ];
  return `${printable(scenario.name)}: ${counted.join(", ")}`;
}

async function explainId(id: string, to: Terminal): Promise<Exit> {
  const text = explain(id);
  if (text !== null) {
    await to.out.write(`${to.out.paint("bold", id)}\n${wrapped(text, Math.min(to.out.width, 100))}\n`);
    return Exit.ok;
  }
  const known = `the ids are ${problemIds().join(", ")}`;
  return tellProblems(
    [plainProblem("bad-flag", "--explain", `there is no problem with the id '${id}'`, known)],
    false,
    to,
  );
}

/** Lines of at most `width` cells, indented by two. */
function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = " ";
  for (const word of text.split(/\s+/)) {
    if (line !== " " && cells(line) + cells(word) + 1 > width) {
      lines.push(line);
      line = " ";
    }
    line += ` ${word}`;
  }
  return [...lines, line].join("\n");
}
