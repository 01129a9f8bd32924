/** What a scenario has by default: read from scenarios, as users get it. */
import { load } from "../../scenarios/index.ts";
import type { Distribution, FunctionConfig, IdleLifetime, SimConfig } from "../../sim/index.ts";

export function loadedConfig(lines: readonly string[]): SimConfig {
  const loaded = load(["version: 1", "name: defaults", ...lines].join("\n"), "defaults.burst.yaml");
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => problem.text).join("; "));
  return loaded.scenario.config();
}

/** Functions with these fields, in order, as a scenario makes them. */
export function loadedFunctions(fields: readonly string[]): FunctionConfig[] {
  const { functions } = loadedConfig([
    "simulate: { for: 1s }",
    `functions: { ${fields.map((field, index) => `f${index}: { run: 1ms, ${field} }`).join(", ")} }`,
    "traffic: [{ name: t, invoke: f0, spikes: { at: [0s], count: 1 } }]",
  ]);
  const byName = new Map(functions.map((one) => [one.name, one]));
  return fields.map((_, index) => byName.get(`f${index}`)!);
}

const model = () =>
  loadedConfig([
    "simulate: { for: 1s }",
    "functions: { f: { run: 1ms } }",
    "traffic: [{ name: t, invoke: f, spikes: { at: [0s], count: 1 } }]",
  ]).regions[0]!.model;

/** The time before Init (OQ-18). */
export const platformDelay = (): Distribution => model().platformDelay;

/** LIFE-13. */
export const defaultLifetime = (): IdleLifetime => model().idleLifetime;

/** In ms; of a law that has it as a point of its own. */
export function msAt(law: Distribution | null | undefined, quantile: "p50" | "p99"): number {
  if (law === null || law === undefined) return 0;
  if (law.kind === "constant") return law.value / 1000;
  if (law.kind === "lognormal") return law[quantile] / 1000;
  const points = law.kind === "quantiles" ? law.points : [];
  const point = points.find(([share]) => share === (quantile === "p50" ? 0.5 : 0.99));
  if (point === undefined) throw new Error(`a default without its ${quantile}`);
  return point[1] / 1000;
}

export const shareWithin = (errors: readonly number[], bound: number): number =>
  errors.filter((error) => error <= bound).length / errors.length;
