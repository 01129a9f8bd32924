/** Starts the built command line as a user does: a process of its own, with its streams and its exit code. */
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../tidy/tree.ts";

interface Outcome {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface How {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const CLI = join(ROOT, "dist", "bin", "burstlab.js");
const DATA = join(ROOT, "test", "data", "cli");

/** Runs `burstlab` in the folder of the test scenarios, where nothing says colour, CI or GitHub. */
export function burstlab(args: readonly string[], how: How = {}): Promise<Outcome> {
  return finished(launch(process.execPath, [CLI, ...args], how));
}

/** Runs a line of shell in which "$BURSTLAB" is the command: for pipes. */
export function shell(line: string, how: How = {}): Promise<Outcome> {
  const env = { ...how.env, BURSTLAB: `${process.execPath} ${CLI}` };
  return finished(launch("bash", ["-o", "pipefail", "-c", line], { ...how, env }));
}

/** Starts `burstlab`, sends a signal as soon as it prints something, and waits for its end. */
export function interrupted(args: readonly string[], signal: NodeJS.Signals, how: How = {}): Promise<Outcome> {
  const child = launch(process.execPath, [CLI, ...args], how);
  child.stdout.once("data", () => child.kill(signal));
  return finished(child);
}

/** A fresh empty folder. */
export const folder = (): string => mkdtempSync(join(tmpdir(), "burstlab-"));

function launch(command: string, args: readonly string[], { env = {}, cwd = DATA }: How) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(BURSTLAB_|NO_COLOR|FORCE_COLOR|CI$|GITHUB_)/.test(name),
  );
  return spawn(command, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function finished(child: ReturnType<typeof launch>): Promise<Outcome> {
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
