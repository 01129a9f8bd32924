/** `init`: a first scenario, the editor schema and a workflow, into a folder; what is already there stays as it is. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Problem } from "../../scenarios/index.ts";
import { Exit } from "../host/exit.ts";
import { type Artefact, codeOf, unwritable } from "../host/files.ts";
import type { Terminal } from "../host/terminal.ts";
import { plainProblem } from "../library/problems.ts";
import { printable } from "../library/text.ts";
import { tellProblems } from "../runs/writing/telling.ts";
import { FIRST_SCENARIO, initFiles } from "./init-files.ts";

export async function init(folder: string, to: Terminal): Promise<Exit> {
  if (folder === "") {
    const problem = plainProblem(
      "bad-flag",
      "--",
      "the folder has an empty name",
      "name a folder, or none for this one",
    );
    return tellProblems([problem], false, to);
  }
  const problems: Problem[] = [];
  let written = 0;
  for (const artefact of initFiles()) {
    const file = join(folder, artefact.path);
    const outcome = writeNew(file, artefact);
    if (typeof outcome === "object") problems.push(outcome);
    else
      await to.err.write(outcome === "written" ? `wrote ${printable(file)}\n` : `kept ${printable(file)}, unchanged\n`);
    if (outcome === "written") written += 1;
  }
  if (problems.length > 0) return tellProblems(problems, false, to);
  if (written === 0) await to.err.write("everything was there already; nothing was written\n");
  if (!existsSync(join(folder, ".git")))
    await to.err.write("note: GitHub reads workflows only at the root of a repository, and there is no .git here\n");
  await to.out.write(nextSteps(quoted(join(folder, FIRST_SCENARIO))));
  return Exit.ok;
}

/** Never over what stands there, be it a link to nowhere. */
function writeNew(file: string, { content }: Artefact): "written" | "kept" | Problem {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    return { ...unwritable("", file, error), file };
  }
  try {
    writeFileSync(file, content, { flag: "wx" });
    return "written";
  } catch (error) {
    return codeOf(error) === "EEXIST" ? "kept" : { ...unwritable("", file, error), file };
  }
}

const nextSteps = (file: string): string => `Next:\n  burstlab run ${file}\n  burstlab watch ${file}\n`;

/** As a shell takes it in one piece. */
const quoted = (file: string): string =>
  /^[\w./-]+$/.test(file) ? file : `'${printable(file).replaceAll("'", "'\\''")}'`;
