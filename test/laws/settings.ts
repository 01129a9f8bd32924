/** What a config says of its functions: the settings in force, versions that are invoked, units that may come or go. */
import type { AliasConfig, FunctionConfig, ProvisionedConfig, RegionConfig, SimConfig } from "../../sim/index.ts";

/** What has provisioned units: a version by itself, or an alias that divides them over its versions (PC-15). */
export interface Holder {
  readonly qualifier: string;
  readonly provisioned: ProvisionedConfig;
  /** Null for a version. */
  readonly alias: AliasConfig | null;
}

export const holdersOf = ({ versions, aliases = [] }: FunctionConfig): Holder[] => [
  ...versions.flatMap(({ qualifier, provisioned }) =>
    provisioned === null ? [] : [{ qualifier, provisioned, alias: null }],
  ),
  ...aliases.flatMap((alias) =>
    alias.provisioned === null ? [] : [{ qualifier: alias.name, provisioned: alias.provisioned, alias }],
  ),
];

/** Units that the settings ask for, before anything scales them. */
export const unitsOf = (settings: FunctionConfig): number =>
  holdersOf(settings).reduce((sum, { provisioned }) => sum + provisioned.count, 0);

/** AAS-1, AAS-12: most units that its settings, policies and schedules may ever ask for. */
export const mostUnitsOf = (settings: FunctionConfig): number =>
  holdersOf(settings).reduce((sum, { provisioned }) => sum + mostOf(provisioned), 0);

function mostOf({ count, autoscale, schedules }: ProvisionedConfig): number {
  const bounds = [autoscale ?? []].flat().map(({ max }) => max);
  return Math.max(count, ...bounds, ...schedules.flatMap(({ min, max }) => [min ?? 0, max ?? 0]));
}

export const scales = ({ autoscale, schedules }: ProvisionedConfig): boolean =>
  autoscale !== null || schedules.length > 0;

/** LMI-1: outside all concurrency of the account, and many requests at once in an environment. */
export const isManaged = ({ versions }: FunctionConfig): boolean =>
  versions.some(({ managed }) => managed !== undefined);

/** All settings that a function has in the course of a run, in order of time. */
export const historyOf = ({ functions, changes }: SimConfig, fn: string): FunctionConfig[] =>
  [...functions, ...changes.flatMap((change) => change.functions)].filter(({ name }) => name === fn);

/** The qualifiers under which a function is invoked: by traffic, and by what others hand to it. */
export function qualifiersOf({ traffic, functions, sources }: SimConfig, fn: string): Set<string> {
  const called = traffic.filter((entry) => entry.function === fn).map((entry) => entry.qualifier);
  const sent = functions.some(({ async }) => async.onSuccess === fn || async.onFailure === fn);
  const handed = functions.flatMap(({ calls, sends = [] }) =>
    [...calls, ...sends].flatMap((one) => (one.kind === "function" && one.to === fn ? [one.qualifier] : [])),
  );
  const records = sources.flatMap(({ invokes }) => (invokes?.function === fn ? [invokes.qualifier] : []));
  return new Set([...called, ...(sent ? ["$LATEST"] : []), ...handed, ...records]);
}

/** Versions that requests may reach, through whatever aliases and weights the run has. */
export function versionsInvoked(config: SimConfig, fn: string): Set<string> {
  const aliases = historyOf(config, fn).flatMap((settings) => settings.aliases ?? []);
  const resolved = [...qualifiersOf(config, fn)].flatMap((qualifier) => {
    const named = aliases.filter(({ name }) => name === qualifier);
    return named.length === 0 ? [qualifier] : named.flatMap(routesOf);
  });
  return new Set(resolved);
}

/** LIM-13: a share of 0 sends nothing to the second version, one of 1 nothing to the first. */
export const routesOf = ({ version, additional }: AliasConfig): string[] => {
  const weight = additional?.weight ?? 0;
  return [...(weight < 1 ? [version] : []), ...(weight > 0 ? [additional!.version] : [])];
};

const divisionOf = ({ version, additional }: AliasConfig): string => JSON.stringify([version, additional]);

/** How the units of a function differ between two settings in a row. */
interface Motion {
  readonly more: boolean;
  readonly fewer: boolean;
  /** PC-15: the same units on other versions. */
  readonly moved: boolean;
}

function motionsOf(config: SimConfig, fn: string): Motion[] {
  const history = historyOf(config, fn);
  return history.slice(1).flatMap((settings, at) => {
    const before = new Map(holdersOf(history[at]!).map((holder) => [holder.qualifier, holder]));
    return holdersOf(settings).map(({ qualifier, provisioned, alias }) => {
      const last = before.get(qualifier);
      const counted = provisioned.count - (last?.provisioned.count ?? 0);
      const moved = alias !== null && last?.alias != null && divisionOf(alias) !== divisionOf(last.alias);
      return { more: counted > 0, fewer: counted < 0, moved };
    });
  });
}

export const deploys = ({ lifecycle, ...settings }: FunctionConfig): boolean =>
  lifecycle?.updates.some(({ qualifier }) =>
    holdersOf({ lifecycle, ...settings }).some((holder) => holder.qualifier === qualifier),
  ) ?? false;

const scalesAtAll = (config: SimConfig, fn: string): boolean =>
  historyOf(config, fn).some((settings) => holdersOf(settings).some(({ provisioned }) => scales(provisioned)));

/** PC-4: units of it may be asked for while the run goes on, for any reason. */
export const unitsMayCome = (config: SimConfig, fn: string): boolean =>
  scalesAtAll(config, fn) ||
  unitsMove(config, fn) ||
  motionsOf(config, fn).some(({ more }) => more) ||
  holdersOf(historyOf(config, fn)[0]!).some(({ provisioned }) => provisioned.allocateAtStart && provisioned.count > 0);

/** ADM-4, PC-15: units that serve make way for as many on another version. */
export const unitsMove = (config: SimConfig, fn: string): boolean =>
  motionsOf(config, fn).some(({ moved }) => moved) || deploys(historyOf(config, fn)[0]!);

/**
 * Units may end of which the log does not tell: fewer are wanted, or others. Then the numbers of their environments are
 * given again, also to environments of other functions.
 */
export const unitsMayEnd = (config: SimConfig): boolean =>
  config.functions.some(
    ({ name }) => scalesAtAll(config, name) || motionsOf(config, name).some(({ fewer, moved }) => fewer || moved),
  );

/** The settings in force, as the changes of a config make them. */
export class Settings {
  readonly functions = new Map<string, FunctionConfig>();
  readonly regions = new Map<string, RegionConfig>();
  readonly #config: SimConfig;
  #next = 0;

  constructor(config: SimConfig) {
    this.#config = config;
    for (const settings of config.functions) this.functions.set(settings.name, settings);
    for (const region of config.regions) this.regions.set(region.name, region);
  }

  /** A change at this moment holds already. */
  advanceTo(at: number): void {
    const { changes } = this.#config;
    for (; this.#next < changes.length && changes[this.#next]!.at <= at; this.#next++) {
      for (const settings of changes[this.#next]!.functions) this.functions.set(settings.name, settings);
      for (const region of changes[this.#next]!.regions) this.regions.set(region.name, region);
    }
  }

  inRegion(region: string): FunctionConfig[] {
    return [...this.functions.values()].filter((settings) => settings.region === region);
  }
}
