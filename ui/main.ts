/** The `burstlab` command: from the process's arguments and signals to an exit code. */
import { CommanderError } from "commander";
import { ENGINE } from "../sim/version.ts";
import { bugReport } from "./bug.ts";
import { Exit } from "./exit.ts";
import { program } from "./program.ts";

/** Shows the cursor and clears what a progress line left behind. */
const RESTORE_LINE = "\r\u001b[K\u001b[?25h";

export async function main(argv: readonly string[]): Promise<Exit> {
  onStreamErrors(process.stdout);
  onStreamErrors(process.stderr);
  stopOn("SIGINT", Exit.interrupted);
  stopOn("SIGTERM", Exit.terminated);
  dropEmptyVariables();
  let code: Exit = Exit.ok;
  try {
    await program(ENGINE, (result) => {
      code = result;
    }).parseAsync([...argv]);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.ok : Exit.usage;
    process.stderr.write(bugReport(error, ENGINE));
    return Exit.bug;
  }
}

/** A reader that leaves early (`| head -1`) is no failure; anything else that stops our output is. */
function onStreamErrors(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    process.exitCode = Exit.usage;
    if (stream === process.stdout) process.stderr.write(`cannot write to standard output: ${error.message}\n`);
    process.exit(Exit.usage);
  });
}

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
