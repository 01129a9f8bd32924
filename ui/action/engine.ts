/** Which burstlab to run, and running it so that nothing it prints can be taken for a command to the runner. */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { Failure } from "./failure.ts";
import { trusted } from "./git.ts";
import { child, object, text } from "./surroundings.ts";
import { log } from "./workflow.ts";

interface Engine {
  readonly command: string;
  /** Before the arguments of burstlab itself. */
  readonly args: readonly string[];
  readonly told: string;
}

/** Ranges that can be asked of a registry; `workspace:*` and `file:..` can only be installed. */
const RANGE = /^[\^~]?\d+(\.(\d+|x)){0,2}(-[\w.-]+)?$|^[a-z][\w-]*$/;

/** The version asked for; else the one that is installed here, the one that package.json names, or the latest. */
export function chooseEngine(version: string, folder: string): Engine {
  if (version !== "") return throughNpx(version);
  const installed = resolve(folder, "node_modules", ".bin", "burstlab");
  if (existsSync(installed)) return { command: installed, args: [], told: "the burstlab in node_modules" };
  return throughNpx(versionIn(join(folder, "package.json")) ?? "latest");
}

const throughNpx = (version: string): Engine => ({
  command: "npx",
  args: ["--yes", `burstlab@${version}`],
  told: `burstlab@${version}`,
});

function versionIn(manifest: string): string | null {
  if (!existsSync(manifest)) return null;
  const wanted = rangeIn(readFileSync(manifest, "utf8"));
  if (wanted === "" || RANGE.test(wanted)) return wanted === "" ? null : wanted;
  throw new Failure(
    `package.json wants burstlab '${wanted}', which must be installed first: ` +
      "run npm ci before this action, or give it a `version`",
  );
}

function rangeIn(json: string): string {
  try {
    const manifest = object(JSON.parse(json));
    return text(child(manifest, "devDependencies"), "burstlab") || text(child(manifest, "dependencies"), "burstlab");
  } catch (error) {
    throw new Failure(`package.json is not valid JSON: ${String(error)}`);
  }
}

export interface Ran {
  /** Null when a signal ended it or it could not be started. */
  readonly code: number | null;
  /** What it said on standard error, without annotations. */
  readonly said: string;
}

const ANNOTATION = /^::(error|warning|notice)( [^\n]*?)?::/;

/**
 * Standard error goes to the log between `stop-commands` and a word that nobody can guess; annotations follow after it.
 * Standard output is the report, which is in a file as well, so it is dropped.
 */
export async function runEngine(engine: Engine, args: readonly string[]): Promise<Ran> {
  const word = randomUUID();
  const said: string[] = [];
  const annotations: string[] = [];
  log(`running ${engine.told}`);
  log(`::stop-commands::${word}`);
  const env = { ...process.env, ...trusted(process.env), BURSTLAB_COLOR: "never" };
  const running = spawn(engine.command, [...engine.args, ...args], { env, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<number | null>((settle) => {
    running.on("error", (error) => {
      said.push(`cannot start ${engine.command}: ${error.message}`);
      settle(null);
    });
    running.on("close", settle);
  });
  for await (const line of createInterface({ input: running.stderr })) {
    if (ANNOTATION.test(line)) annotations.push(line);
    else {
      said.push(line);
      log(line);
    }
  }
  const code = await ended;
  log(`::${word}::`);
  for (const line of annotations) log(line);
  return { code, said: said.join("\n") };
}
