/** What becomes of output that cannot be written. */
import { Exit } from "./exit.ts";

/** A reader that leaves early (`| head -1`) is no failure; anything else that stops our output is. */
export function onStreamErrors(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    process.exitCode = Exit.usage;
    if (stream === process.stdout) process.stderr.write(`cannot write to standard output: ${error.message}\n`);
    process.exit(Exit.usage);
  });
}
