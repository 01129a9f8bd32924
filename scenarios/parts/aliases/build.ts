/** From aliases that name their versions to configs: the versions there must be, the routes, the steps of a shift. */
import type { AliasConfig, ProvisionedConfig } from "../../../sim/index.ts";
import type { Checked } from "../../checked.ts";
import type { Member } from "../../checking.ts";
import { SCENARIO_FIELDS } from "../../schema.ts";
import { Findings } from "../../text/findings.ts";
import { mapOverrides, type Override, overridden } from "../../text/overrides.ts";
import { child, entriesOf, fromPlain, itemsOf, keySpotOf, type TreeMap, treeAt } from "../../text/tree.ts";
import type { FunctionSpec } from "../function/schema.ts";
import { type AliasSpec, isPublished, routedAliases, versionsOf, weightsOf } from "./schema.ts";

/** In name order. @param unitsOf  the units that an alias has, or null. */
export function aliasConfigs(spec: FunctionSpec, unitsOf: (alias: string) => ProvisionedConfig | null): AliasConfig[] {
  return routedAliases(spec.aliases)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, alias]) => {
      const [version, weight = 0] = weightsOf(alias)[0] ?? [];
      const additional = version === undefined ? null : { version, weight };
      return { name, version: alias.version, additional, provisioned: unitsOf(name) };
    });
}

/** Versions that aliases name, at first or by a change: they must exist from the start. By function. */
export function namedVersions({ tree, functions, changes }: Checked): [functionName: string, version: string][] {
  const atFirst = functions.flatMap(({ name, spec }) =>
    routedAliases(spec?.aliases).flatMap(([, alias]) => versionsOf(alias).map((version) => [name, version] as const)),
  );
  const later = changes.flatMap((_, index) => {
    const set = child(itemsOf(child(tree, "changes"))[index], "set");
    const overrides = mapOverrides(set).filter(({ path }) => /^functions\.[^.]+\.aliases\./.test(path));
    return overrides.length === 0 ? [] : versionsIn(withOverrides(tree, overrides));
  });
  return [...atFirst, ...later].map(([name, version]) => [name, version]);
}

/** Mistakes in changes are told elsewhere. */
const withOverrides = (tree: TreeMap, overrides: readonly Override[]): TreeMap =>
  overridden(tree, overrides, { fields: SCENARIO_FIELDS, findings: new Findings("") });

function versionsIn(tree: TreeMap): (readonly [functionName: string, version: string])[] {
  return entriesOf(child(tree, "functions")).flatMap(([name, { value }]) =>
    entriesOf(child(value, "aliases")).flatMap(([, alias]) => {
      const version = child(alias.value, "version");
      const weights = entriesOf(child(alias.value, "additionalVersionWeights")).map(([key]) => key);
      return [...(version?.kind === "scalar" ? [version.text] : []), ...weights].map((each) => [name, each] as const);
    }),
  );
}

/** What a shift sets, and when. */
interface ShiftStep {
  readonly at: number;
  /** CodeDeploy's name, for the report. */
  readonly why: string;
  /** Path of the shift. */
  readonly label: string;
  readonly override: Override;
}

/** EX-57: the first step at once, each further one after its time; with the last the alias names the new version. */
export function shiftSteps(tree: TreeMap, functions: readonly Member<FunctionSpec>[]): ShiftStep[] {
  return functions.flatMap(({ name, path, spec }) =>
    routedAliases(spec?.aliases).flatMap(([alias, settings]) => {
      const at = [...path, "aliases", alias];
      const { place } = keySpotOf(tree, [...at, "shift"]);
      return stepsOf(settings).map(({ moment, value }) => ({
        at: moment,
        why: settings.shift?.type.name ?? "",
        label: [...at, "shift"].join("."),
        override: { path: `functions.${name}.aliases.${alias}`, place, value: fromPlain(value, place) },
      }));
    }),
  );
}

function stepsOf({ version, shift }: AliasSpec): { moment: number; value: object }[] {
  // What is wrong with a shift has been said of it, and need not be said of its steps.
  if (shift === undefined || !isPublished(shift.to) || shift.to === version) return [];
  const { to, at, type } = shift;
  return type.shares.map((share, step) => ({
    moment: at + step * type.every,
    value:
      share === 1 ? { version: to } : { version, additionalVersionWeights: { [to]: `${Math.round(share * 100)}%` } },
  }));
}

/** The alias is there from the start and names its versions, so that it can be moved. */
export function canMove(tree: TreeMap, functionName: string, alias: string): boolean {
  return treeAt(tree, ["functions", functionName, "aliases", alias])?.kind === "map";
}
