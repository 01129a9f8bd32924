/**
 * What a node in ordinary TypeScript pays: an invocation through the door and its outcome back, beside one that arrives
 * and ends inside the core. `node test/bench/crossing.ts [DIR]`: DIR holds a build, for the core as WebAssembly.
 */
import { pathToFileURL } from "node:url";
import type { CoreName } from "../../sim/core/host/doors.ts";
import { type Instant, seconds } from "../../sim/index.ts";
import { Simulation } from "../../sim/simulation.ts";
import { Rank } from "../../sim/vocabulary/ranks.ts";
import { configOf } from "../helpers/config.ts";

const LENGTH = 200;
const PER_SECOND = 2000;
const INVOCATIONS = LENGTH * PER_SECOND;
const STEP = 500;
const REPEATS = 7;

const [directory] = process.argv.slice(2);
const built = async (): Promise<typeof Simulation> => {
  const url = pathToFileURL(`${directory}/sim/simulation.js`).href;
  return ((await import(url)) as { Simulation: typeof Simulation }).Simulation;
};
const cases: [CoreName, typeof Simulation][] = [["js", Simulation]];
if (directory !== undefined) cases.push(["wasm", await built()]);

const configWith = (rate: number) =>
  configOf({ seconds: LENGTH, functions: { f: { run: 5 } }, traffic: [{ invoke: "f", rate }] });

/** A timer every half millisecond that invokes, or only ticks. */
function ring(simulation: Simulation, invokes: boolean): void {
  const invoke = simulation.nodes.join({ onOutcome: () => {} }, { name: "ring", function: "f", qualifier: "$LATEST" });
  const tick = (now: Instant): void => {
    if (invokes) invoke(now, 0);
    if (now + STEP < seconds(LENGTH)) simulation.timer((now + STEP) as Instant, Rank.Arrival, tick);
  };
  simulation.timer(STEP as Instant, Rank.Arrival, tick);
}

function nanoseconds(run: Simulation): number {
  const from = process.hrtime.bigint();
  run.advanceTo(run.horizonMs);
  return Number(process.hrtime.bigint() - from) / INVOCATIONS;
}

for (const [core, Made] of cases) {
  const least = { inside: Infinity, node: Infinity, timer: Infinity };
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    least.inside = Math.min(least.inside, nanoseconds(new Made(configWith(PER_SECOND), { core })));
    for (const kind of ["node", "timer"] as const) {
      const run = new Made(configWith(0.01), { core });
      ring(run, kind === "node");
      least[kind] = Math.min(least[kind], nanoseconds(run));
    }
  }
  const crossing = least.node - least.timer - least.inside;
  const figures = Object.entries({ ...least, "there and back": crossing });
  console.log(core, figures.map(([name, ns]) => `${name} ${ns.toFixed(0)} ns`).join(", "));
}
