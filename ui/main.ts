/** The `burstlab` command: from the process's arguments and signals to an exit code. */
import { CommanderError } from "commander";
import { ENGINE } from "../sim/version.ts";
import { isVerb, program } from "./commands/program.ts";
import { bugReport } from "./host/bug.ts";
import { Exit } from "./host/exit.ts";

/** Shows the cursor and clears what a progress line left behind. */
const RESTORE_LINE = "\r\u001b[K\u001b[?25h";

export async function main(argv: readonly string[]): Promise<Exit> {
  stopOn("SIGINT", Exit.interrupted);
  stopOn("SIGTERM", Exit.terminated);
  dropEmptyVariables();
  let code: Exit = Exit.ok;
  try {
    const meant = helpForNothing(argv) ? [...argv.slice(0, 2), ...argv.slice(3)] : [...argv];
    await program(ENGINE, meant[2] ?? "", (result) => {
      code = result;
    }).parseAsync(meant);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.ok : Exit.usage;
    process.stderr.write(bugReport(error, ENGINE));
    return Exit.bug;
  }
}

/** `help nonsense`: what is wrong with `nonsense` is the answer. */
const helpForNothing = ([, , first, second]: readonly string[]): boolean =>
  first === "help" && second !== undefined && second !== "help" && !second.startsWith("-") && !isVerb(second);

function stopOn(signal: "SIGINT" | "SIGTERM", code: Exit): void {
  process.once(signal, () => {
    if (process.stderr.isTTY) process.stderr.write(RESTORE_LINE);
    process.exit(code);
  });
}

/** `BURSTLAB_OUT=` in front of a command means: not set. */
function dropEmptyVariables(): void {
  const empty = Object.keys(process.env).filter((name) => name.startsWith("BURSTLAB_") && process.env[name] === "");
  for (const name of empty) delete process.env[name];
}
