/**
 * `npm run compare-engines -- DIR [RUNS] [SEED] [--ignore events] [--ignore numbers]`: this engine against the one of
 * another checkout, on generated configs (2,000 unless told otherwise) and on every scenario with all its variants.
 * Ends with 1 when they differ.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { load, type Scenario } from "../../../scenarios/index.ts";
import { start } from "../../../sim/index.ts";
import { anySeed, wholeOf } from "../arguments.ts";
import { config } from "../configs/configs.ts";
import { type Engines, engineDifference, type Ignored, type Start } from "./engines.ts";

const DEFAULT_RUNS = 2_000;
const PROGRESS_MS = 10_000;
const LONGEST_SHRINKING_MS = 60_000;
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const FOLDERS = ["scenarios/library", "scenarios/lessons"];
const USAGE = "npm run compare-engines -- DIR [RUNS] [SEED] [--ignore events] [--ignore numbers]";

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

async function engineOf(folder: string): Promise<Start> {
  // A checkout has its sources; what is built of it (`dist`) runs the core as WebAssembly.
  const source = resolve(folder, "sim/index.ts");
  const path = existsSync(source) ? source : resolve(folder, "sim/index.js");
  const engine: { readonly start?: Start } = await import(pathToFileURL(path).href);
  if (engine.start === undefined) throw new Error(`${path} exports no start`);
  return engine.start;
}

interface Asked {
  readonly engines: Engines;
  readonly ignored: readonly Ignored[];
  readonly runs: number;
  readonly seed: number;
}

/** On generated configs. @returns whether they agree on all. */
function onGenerated({ engines, ignored, runs, seed }: Asked): boolean {
  const began = performance.now();
  let done = 0;
  let next = began + PROGRESS_MS;
  const agree = fc.property(config, (one) => {
    if (performance.now() > next) {
      next += PROGRESS_MS;
      say(`${done} configs`);
    }
    if (engineDifference(one, engines, ignored) !== "") return false;
    done++;
    return true;
  });
  const { failed } = fc.check(agree, { numRuns: runs, seed, endOnFailure: true });
  const seconds = (performance.now() - began) / 1000;
  say(`${done} generated configs agree, ${Math.round(done / seconds)} a second, seed ${seed}`);
  if (failed) tellSmallest({ engines, ignored, runs, seed }, done);
  return !failed;
}

/** Shrinks the config of that number to the smallest on which the engines differ, and tells it. */
function tellSmallest({ engines, ignored, seed }: Asked, at: number): void {
  say(`config ${at + 1} of seed ${seed} differs; looking for a smaller one ...`);
  const agree = fc.property(config, (one) => engineDifference(one, engines, ignored) === "");
  const { counterexample } = fc.check(agree, {
    numRuns: at + 1,
    seed,
    path: String(at),
    interruptAfterTimeLimit: LONGEST_SHRINKING_MS,
  });
  if (counterexample === null) say("it does not differ again: an engine remembers earlier runs");
  else say(`${engineDifference(counterexample[0], engines, ignored)}\n${JSON.stringify(counterexample[0])}`);
}

function scenarioOf(path: string): Scenario {
  const read = (name: string) => readFileSync(resolve(ROOT, dirname(path), name), "utf8");
  const loaded = load(readFileSync(resolve(ROOT, path), "utf8"), path, { read });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ text }) => `${path}: ${text}`).join("\n"));
  return loaded.scenario;
}

/** On every scenario with all its variants. @returns whether they agree on all. */
function onScenarios({ engines, ignored }: Asked): boolean {
  const files = FOLDERS.flatMap((folder) => readdirSync(resolve(ROOT, folder)).map((name) => `${folder}/${name}`));
  let same = 0;
  let differing = 0;
  for (const path of files.filter((name) => name.endsWith(".burst.yaml"))) {
    const scenario = scenarioOf(path);
    for (const variant of new Set(["base", ...scenario.variants])) {
      const found = engineDifference(scenario.config({ variant }), engines, ignored);
      if (found !== "") say(`${path}, variant ${variant}:\n${found}`);
      if (found === "") same++;
      else differing++;
    }
  }
  say(`${same} scenarios and variants agree, ${differing} differ`);
  return differing === 0;
}

async function main(): Promise<number> {
  const options = { ignore: { type: "string", multiple: true } } as const;
  const { positionals, values } = parseArgs({ options, allowPositionals: true });
  const [folder, runsText = String(DEFAULT_RUNS), seedText = anySeed()] = positionals;
  const asIgnored = values.ignore ?? [];
  const ignored = asIgnored.filter((what): what is Ignored => what === "events" || what === "numbers");
  if (folder === undefined || ignored.length < asIgnored.length) throw new Error(USAGE);
  const engines = { one: start, other: await engineOf(folder) };
  const asked = { engines, ignored, runs: wholeOf("RUNS", runsText), seed: wholeOf("SEED", seedText) };
  const generated = onGenerated(asked);
  return onScenarios(asked) && generated ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
