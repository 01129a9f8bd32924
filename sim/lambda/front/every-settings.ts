/** What the settings of functions say in the course of a run. Loads nothing of the engine, so that `check` may ask. */
import type { FunctionConfig, SimConfig } from "../../config.ts";

/** Settings of functions in the course of a run: as it begins, then those of its changes. */
export const everySettings = ({ functions, changes }: SimConfig): readonly FunctionConfig[] => [
  ...functions,
  ...changes.flatMap((change) => change.functions),
];

/** Functions that runs of other functions call, at some time of a run. */
export const calledFunctions = (config: SimConfig): ReadonlySet<string> =>
  new Set(
    everySettings(config).flatMap(({ calls }) => calls.flatMap(({ kind, to }) => (kind === "function" ? [to] : []))),
  );

/** Functions whose versions are told apart: an alias names them (PC-15), or several have units at some time (PC-2). */
export const toldByVersion = (config: SimConfig): ReadonlySet<string> =>
  new Set(everySettings(config).flatMap((settings) => (isDivided(settings) ? [settings.name] : [])));

const isDivided = ({ versions, aliases }: FunctionConfig): boolean =>
  aliases !== undefined || versions.filter(({ provisioned }) => provisioned !== null).length > 1;

/** Some version or alias of it has provisioned concurrency. */
export const hasUnits = ({ versions, aliases = [] }: FunctionConfig): boolean =>
  [...versions, ...aliases].some(({ provisioned }) => provisioned !== null);
