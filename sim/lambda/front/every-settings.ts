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

/** Some version or alias of it has provisioned concurrency. */
export const hasUnits = ({ versions, aliases = [] }: FunctionConfig): boolean =>
  [...versions, ...aliases].some(({ provisioned }) => provisioned !== null);
