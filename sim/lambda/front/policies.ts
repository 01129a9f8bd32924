/** Every decision that AWS leaves unsaid, as plain functions, and the list of those a run rests on. */
import type {
  AliasConfig,
  AliasUnitsName,
  FunctionConfig,
  ProvisionedConfig,
  RegionConfig,
  SimConfig,
} from "../../config.ts";
import { type Distribution, lawTold } from "../../kernel/distribution.ts";
import { type Duration, MICROS_PER_MINUTE, MICROS_PER_SECOND, toMs } from "../../kernel/time.ts";
import type { Assumption } from "../../result.ts";
import { FACTS } from "../../vocabulary/facts.ts";
import { everySettings, hasUnits } from "./every-settings.ts";

/** PC-15, MOD: whole units of the second version of an alias; the first one has the rest. Exact halves go up. */
const NEAREST = "nearest" as const;
const ALIAS_UNITS: Record<AliasUnitsName, (units: number) => number> = {
  [NEAREST]: Math.round,
  // Products such as 100 x 0.07 may miss a whole number by their last bit.
  up: (units) => Math.ceil(units - 1e-9),
  down: (units) => Math.floor(units + 1e-9),
};

export const aliasUnits = (model: RegionConfig["model"], units: number, weight: number): number =>
  ALIAS_UNITS[model.aliasUnits ?? NEAREST](units * weight);

/**
 * CONC-2, MOD: what is claimed, units that become READY or a reservation, while others still run on it, waits for them
 * to end, so that no limit is passed; else it serves at once, above the limit.
 */
const WAIT = "wait" as const;
export const servesAbove = (model: RegionConfig["model"]): boolean => (model.fullLimit ?? WAIT) !== WAIT;

/** PC-15: until an alias that moves as a whole has units of its new version; what this rests on. */
const MOVE = (7 * MICROS_PER_MINUTE) as Duration;
const MOVE_BASIS = "between the 6 and 8 minutes that a test recorded on AWS took";
export const provisionedMove = (model: RegionConfig["model"]): Duration => model.provisionedMove ?? MOVE;
const moveTold = ({ provisionedMove: own }: RegionConfig["model"]): string =>
  own === undefined ? `${MOVE / MICROS_PER_SECOND}s, ${MOVE_BASIS}` : `${own / MICROS_PER_SECOND}s`;

/** SCALE-1, SCALE-11: new environments per 10 s and function. */
export const scalingAllowance = (model: RegionConfig["model"]): number =>
  model.scalingAllowance ?? FACTS.scalingAllowance.value;

interface Owners {
  readonly regions: readonly RegionConfig[];
  readonly settings: readonly FunctionConfig[];
}

const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`;

/** Listed only where a scenario turns them on. */
const OFF: Readonly<Record<string, string>> = { asyncBacklogSlowdown: "0ms", proactiveInit: "false" };

function assumptionsOf(model: RegionConfig["model"]): Assumption[] {
  const platform = model.platformDelay;
  return [
    { policy: "idleLifetime", value: model.idleLifetime.name, rule: "LIFE-13" },
    { policy: "maxAge", value: `${model.idleLifetime.maxAge / MICROS_PER_SECOND}s`, rule: "LIFE-14" },
    { policy: "pick", value: model.pick, rule: "LIFE-15" },
    { policy: "scaling", value: model.scaling, rule: "SCALE-5" },
    { policy: "requestRateWindow", value: `${model.requestRateWindow / MICROS_PER_SECOND}s`, rule: "RPS-8" },
    { policy: "accountRateIncludesReserved", value: String(model.accountRateIncludesReserved), rule: "RPS-10" },
    {
      policy: "platformDelay",
      value: lawTold(platform),
      rule: "OQ-18",
    },
    { policy: "retryAfter", value: `${toMs(model.retryAfter)}ms`, rule: "ERR-3" },
    { policy: "asyncJitter", value: percent(model.asyncJitter), rule: "ASY-4" },
    { policy: "asyncPollDelay", value: `${toMs(model.asyncPollDelay)}ms`, rule: "ASY-18" },
    { policy: "asyncDuplicates", value: percent(model.asyncDuplicates), rule: "ASY-17" },
    { policy: "asyncSystemErrors", value: percent(model.asyncSystemErrors), rule: "ASY-21" },
    { policy: "asyncBacklogSlowdown", value: `${toMs(model.asyncBacklogSlowdown)}ms`, rule: "ASY-8" },
    { policy: "asyncDeliveryFailures", value: percent(model.asyncDeliveryFailures), rule: "ASY-15" },
    { policy: "proactiveInit", value: String(model.proactiveInit), rule: "LIFE-16" },
    { policy: "snapshotCache", value: percent(model.snapshotCache), rule: "SNAP-14" },
    { policy: "provisionedPreparation", value: `${model.provisionedPreparation / MICROS_PER_SECOND}s`, rule: "PC-4" },
    { policy: "provisionedPerMinute", value: String(model.provisionedPerMinute), rule: "PC-4" },
  ];
}

/** Units of an alias are divided somewhere in this run. */
const dividesUnits = (functions: readonly FunctionConfig[]): boolean =>
  functions.some(({ aliases = [] }) => aliases.some(({ provisioned }) => provisioned !== null));

/** PC-15: an alias with units may go on to another version. */
function movesUnits(config: SimConfig): boolean {
  const settings = everySettings(config).filter(hasUnits);
  const names = new Set(settings.map(({ name }) => name));
  const reroutes = [...names].some((name) => {
    const routes = everySettings(config).filter((one) => one.name === name);
    return new Set(routes.map(({ aliases = [] }) => JSON.stringify(aliases.map(routeOf)))).size > 1;
  });
  return (
    reroutes ||
    settings.some(({ lifecycle }) => (lifecycle?.updates ?? []).some(({ qualifier }) => qualifier !== "$LATEST"))
  );
}

const routeOf = ({ name, version, additional }: AliasConfig) => [
  name,
  version,
  additional?.version,
  additional?.weight,
];

/** Something is claimed while the run goes on: units are asked for, or limits change. */
function claimsLater(config: SimConfig): boolean {
  const comes = (units: ProvisionedConfig | null): boolean =>
    units !== null && (units.allocateAtStart || units.autoscale !== null || units.schedules.length > 0);
  const changes = config.changes.some(
    ({ regions, functions }) => regions.length > 0 || functions.some((one) => one.reserved !== null || hasUnits(one)),
  );
  const asks = ({ versions, aliases = [] }: FunctionConfig): boolean =>
    [...versions, ...aliases].some(({ provisioned }) => comes(provisioned));
  const deploys = (one: FunctionConfig): boolean => hasUnits(one) && (one.lifecycle?.updates.length ?? 0) > 0;
  return changes || config.functions.some((one) => asks(one) || deploys(one));
}

/** LIFE-1: what the defaults of Init rest on, told once where all agree. */
function inits(settings: readonly FunctionConfig[]): Assumption[] {
  const named = settings.flatMap(({ name, initBasis }) => (initBasis === undefined ? [] : [{ name, initBasis }]));
  const agree = new Set(named.map(({ initBasis }) => initBasis)).size === 1;
  const told = agree ? named.slice(0, 1) : named;
  return told.map(({ name, initBasis }) => ({
    policy: agree ? "init" : `${name}.init`,
    value: initBasis,
    rule: "LIFE-1",
  }));
}

/** PC-14. */
function firstRuns({ name, firstRun, versions }: FunctionConfig): Assumption[] {
  if (firstRun === undefined) return [];
  const { time, restored, basis } = firstRun;
  const restores = versions.some(({ restore }) => restore !== null);
  const value = `${told(time)}${restores ? `, ${told(restored)} when restored` : ""}: ${basis}`;
  return [{ policy: `${name}.firstRun`, value, rule: "PC-14" }];
}

const told = (law: Distribution | null): string => (law === null ? "none" : lawTold(law));

/** Of one policy, by Region: told once where all agree, else as "policy (region)" for each. */
function joined(told: readonly (Assumption & { readonly region: string })[]): Assumption[] {
  const { region: _region, ...first } = told[0]!;
  if (told.some(({ value }) => value !== first.value)) {
    return told.map(({ region, policy, ...rest }) => ({ policy: `${policy} (${region})`, ...rest }));
  }
  return first.value === OFF[first.policy] ? [] : [first];
}

/** Every undocumented policy in force; with several Regions, "policy (region)" where they differ. */
export function assumptions({ regions, settings }: Owners, config: SimConfig): Assumption[] {
  const divides = dividesUnits(settings);
  const moves = movesUnits(config);
  const claims = claimsLater(config) || regions.some(({ model }) => servesAbove(model));
  const allows = regions.some(({ model }) => model.scalingAllowance !== undefined);
  const all = regions.flatMap(({ name: region, model }) => {
    const own = [
      ...assumptionsOf(model),
      ...(allows ? [{ policy: "scalingAllowance", value: String(scalingAllowance(model)), rule: "SCALE-11" }] : []),
      ...(claims ? [{ policy: "fullLimit", value: model.fullLimit ?? WAIT, rule: "CONC-2" }] : []),
      ...(moves ? [{ policy: "provisionedMove", value: moveTold(model), rule: "PC-15" }] : []),
      ...(divides ? [{ policy: "aliasUnits", value: model.aliasUnits ?? NEAREST, rule: "PC-15" }] : []),
    ];
    return own.map((one) => ({ ...one, region }));
  });
  const policies = [...new Set(all.map(({ policy }) => policy))];
  const ofRegions = policies.flatMap((policy) => joined(all.filter((one) => one.policy === policy)));
  return [...inits(settings), ...ofRegions, ...settings.flatMap(firstRuns)];
}
