/** What provisioned units are set on: a version by itself, or an alias that divides them over its versions (PC-15). */
import type { ProvisionedConfig } from "../config.ts";
import type { World } from "../world.ts";

/**
 * Holders are numbered: versions as such first, then aliases. An alias with units is the only holder of its function,
 * so what its versions have between them is its own, the units of a version it has left included.
 */
export const holderCount = ({ functions, aliases }: World): number => functions.versionCount + aliases.count;

const aliasOf = ({ functions }: World, holder: number): number => holder - functions.versionCount;

/** What the settings in force ask for. */
export function unitsConfigOf(world: World, holder: number): ProvisionedConfig | null {
  const alias = aliasOf(world, holder);
  return alias < 0 ? world.functions.provisionedConfigOf(holder) : world.aliases.provisionedConfigOf(alias);
}

/** Holders that belong to this function. */
export function holdersOf(world: World, functionIndex: number): number[] {
  const { functions, aliases } = world;
  const own = Array.from({ length: aliases.count }, (_, alias) => alias);
  const named = own.filter((alias) => aliases.functionOf(alias) === functionIndex);
  return [...functions.versionsOf(functionIndex), ...named.map((alias) => functions.versionCount + alias)];
}

/** Versions that may have units of this holder. */
export function versionsHeld(world: World, holder: number): readonly number[] {
  const alias = aliasOf(world, holder);
  return alias < 0 ? [holder] : world.functions.versionsOf(world.aliases.functionOf(alias));
}

/** Units of this version when the holder has so many. */
export function unitsOf(world: World, holder: number, version: number, units: number): number {
  const alias = aliasOf(world, holder);
  return alias < 0 ? units : world.aliases.shareOf(alias, version, units);
}

/** A text that differs when the same number of units would be divided in another way. */
export function divisionOf(world: World, holder: number): string {
  const alias = aliasOf(world, holder);
  return alias < 0 ? "" : world.aliases.routingOf(alias);
}

/** PC-15: marks the versions of a function among which an alias divides units now. */
export function markShared({ functions, aliases, units }: World, functionIndex: number): void {
  const named = Array.from({ length: aliases.count }, (_, alias) => alias).filter(
    (alias) => aliases.functionOf(alias) === functionIndex && aliases.provisionedConfigOf(alias) !== null,
  );
  for (const version of functions.versionsOf(functionIndex)) {
    units.share(
      version,
      named.some((alias) => aliases.routesTo(alias, version)),
    );
  }
}

export const readyUnitsOf = (world: World, holder: number): number =>
  versionsHeld(world, holder).reduce((sum, version) => sum + world.units.readyOf(version), 0);

/** AAS-14: what is on its way counts. */
export const wantedUnitsOf = (world: World, holder: number): number =>
  versionsHeld(world, holder).reduce((sum, version) => sum + world.units.wantedOf(version), 0);
