/** Plays the cases of the suite, on both compilations of the core; what was played once is remembered. */
import { join } from "node:path";
import { openDoor } from "../../sim/core/host/doors.ts";
import type { Result, SimConfig } from "../../sim/index.ts";
import { Simulation } from "../../sim/simulation.ts";
import { NODES } from "../../sim/sources/list.ts";
import type { NodeType } from "../../sim/sources/node.ts";
import { ROOT } from "../tidy/tree.ts";
import { arrangedOf, type Case, configFor } from "./cases.ts";

/** Types of sources that act by themselves: those there are, and the one that is made up. */
const nodesOf = (one: Case): Readonly<Record<string, NodeType>> =>
  Object.assign({}, NODES, ...arrangedOf(one).map(({ nodes }) => nodes));

const begun = (one: Case, config: SimConfig): Simulation => new Simulation(config, {}, openDoor("js"), nodesOf(one));

export const played = (one: Case, config: SimConfig): Result => begun(one, config).finish();

/** In stretches of an odd length. */
export function slicesOf(one: Case, config: SimConfig): Result {
  const run = begun(one, config);
  for (let ms = 0; ms < run.horizonMs; ms += 777.7) run.advanceTo(ms);
  return run.finish();
}

interface Built {
  readonly Simulation: typeof Simulation;
  readonly openDoor: typeof openDoor;
}

/** What the build has, with the core as WebAssembly. */
export async function builtEngine(): Promise<(one: Case, config: SimConfig) => Result> {
  const load = (path: string) => import(join(ROOT, path));
  const built: Built = { ...(await load("dist/sim/simulation.js")), ...(await load("dist/sim/core/host/doors.js")) };
  return (one, config) => new built.Simulation(config, {}, built.openDoor("wasm"), nodesOf(one)).finish();
}

const known = new Map<string, Result>();

/** The whole run of a case, which several laws look at. */
export function resultOf(one: Case): Result {
  const config = configFor(one);
  const key = JSON.stringify([config, one.arranging.drawn]);
  const result = known.get(key) ?? played(one, config);
  known.set(key, result);
  return result;
}
