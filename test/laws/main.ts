/**
 * `npm run laws -- [RUNS] [SEED]`: all laws on many generated configs, 200,000 unless told otherwise (or by FC_RUNS,
 * FC_SEED). `BURSTLAB_CORE=wasm` runs them on the core that the build carries (`carried-core.ts`).
 */
import { compiledCore } from "../../sim/index.ts";
import { anySeed, wholeOf } from "./arguments.ts";
import { raising, smallest, survey } from "./check.ts";

const DEFAULT_RUNS = 200_000;
/** Pairs of configs for the law about raising a limit, for each config of the others. */
const RAISES_PER_RUN = 0.25;

function main(): number {
  const [runsText, seedText] = process.argv.slice(2);
  const runs = wholeOf("RUNS", runsText ?? process.env.FC_RUNS ?? String(DEFAULT_RUNS));
  const seed = wholeOf("SEED", seedText ?? process.env.FC_SEED ?? anySeed());
  process.stdout.write(`${runs} configs, seed ${seed}, ${compiledCore() === null ? "JavaScript" : "WebAssembly"}\n`);

  const broken = survey({
    runs,
    seed,
    onProgress: (done, count) => process.stdout.write(`${done} configs, ${count} laws broken, seed ${seed}\n`),
  });
  const failures = [...broken].map(([title, at]) => smallest(title, at, seed));
  const raised = raising({ runs: Math.ceil(runs * RAISES_PER_RUN), seed });
  if (raised !== "") failures.push(raised);
  for (const failure of failures) process.stdout.write(`\n${failure}\n`);
  process.stdout.write(failures.length === 0 ? `all laws hold, seed ${seed}\n` : `\n${failures.length} laws broken\n`);
  return failures.length === 0 ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
