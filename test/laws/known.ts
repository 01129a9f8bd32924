/**
 * Known breaches of laws: today's engine breaks them while provisioned units move, until that is mended. Each row says
 * which law, why, and in which functions or Regions of a config it can happen; any other breach is reported. A row goes
 * when its breach has gone: `known.test.ts` shows that each is still there.
 */
import type { SimConfig } from "../../sim/index.ts";
import { FLOOR } from "./configs/functions.ts";
import type { Law } from "./law.ts";
import type { Observed } from "./runs/observed.ts";
import { historyOf, holdersOf, mostUnitsOf, scales, unitsMayCome, unitsMove, unitsShrinkBeside } from "./settings.ts";

interface Known {
  /** Beginning of the law's title. */
  readonly law: string;
  /** Number of the case that shows it. */
  readonly case: "t01" | "t02" | "t03" | "t04" | "t05";
  readonly why: string;
  /** Names of the functions or Regions with whose names its breaches begin. */
  readonly where: (config: SimConfig) => readonly string[];
}

const functionsWhere = (config: SimConfig, holds: (fn: string) => boolean): string[] =>
  config.functions.map(({ name }) => name).filter(holds);

const regionsWhere = (config: SimConfig, holds: (fn: string) => boolean): string[] =>
  config.functions.filter(({ name }) => holds(name)).map(({ region }) => region);

const isReserved = (config: SimConfig, fn: string): boolean =>
  historyOf(config, fn).some(({ reserved }) => reserved !== null);

/** AWS refuses a scaling action that does not fit. */
const scalesAbove = (config: SimConfig, fn: string): boolean =>
  historyOf(config, fn).some(
    (settings) =>
      holdersOf(settings).some(({ provisioned }) => scales(provisioned)) &&
      mostUnitsOf(settings) > (settings.reserved ?? Number.POSITIVE_INFINITY),
  );

/** The most that all functions of its Region may claim leaves less than the floor at some time. */
function scalesBeyondQuota(config: SimConfig, fn: string): boolean {
  const { region } = config.functions.find(({ name }) => name === fn)!;
  const neighbours = config.functions.filter((one) => one.region === region).map(({ name }) => name);
  const most = neighbours
    .map((name) => Math.max(...historyOf(config, name).map((one) => one.reserved ?? mostUnitsOf(one))))
    .reduce((sum, units) => sum + units, 0);
  const regions = [...config.regions, ...config.changes.flatMap((change) => change.regions)];
  const quota = Math.min(...regions.filter(({ name }) => name === region).map(({ concurrency }) => concurrency));
  const scaled = neighbours.some((name) =>
    historyOf(config, name)
      .flatMap(holdersOf)
      .some(({ provisioned }) => scales(provisioned)),
  );
  return scaled && quota - most < FLOOR;
}

/** Units are asked for more than once, or for several versions: their allocations may overlap. */
function asksOften(config: SimConfig, fn: string): boolean {
  if (!unitsMayCome(config, fn)) return false;
  const history = historyOf(config, fn);
  const holders = history.flatMap(holdersOf);
  const several = new Set(holders.map(({ qualifier }) => qualifier)).size > 1;
  const divided = holders.some(({ alias }) => alias?.additional != null);
  const again = history.length > 1 || unitsMove(config, fn);
  return several || divided || again || holders.some(({ provisioned }) => scales(provisioned));
}

export const KNOWN: readonly Known[] = [
  {
    law: "RES-1:",
    case: "t03",
    why: "within a reservation units take their part when they are READY, whatever runs on demand then",
    where: (config) => functionsWhere(config, (fn) => isReserved(config, fn) && unitsMayCome(config, fn)),
  },
  {
    law: "CONC-2:",
    case: "t04",
    why: "units become READY, and serve, while the Region is full",
    where: (config) => regionsWhere(config, (fn) => unitsMayCome(config, fn)),
  },
  {
    law: "PC-2:",
    case: "t01",
    why: "target tracking and schedules ask for units above the reservation",
    where: (config) => functionsWhere(config, (fn) => scalesAbove(config, fn)),
  },
  {
    law: "PC-2:",
    case: "t02",
    why: "units come beside those of the old version, which drain",
    where: (config) => functionsWhere(config, (fn) => isReserved(config, fn) && unitsMove(config, fn)),
  },
  {
    law: "PC-3, CONC-8:",
    case: "t01",
    why: "target tracking and schedules ask for units that leave less than 100 unreserved",
    where: (config) => regionsWhere(config, (fn) => scalesBeyondQuota(config, fn)),
  },
  {
    law: "CONC-9, PC-20:",
    case: "t02",
    why: "units of an old version that drain are claimed beside those that take their place",
    where: (config) => regionsWhere(config, (fn) => unitsMove(config, fn)),
  },
  {
    law: "MET-8, CONC-9, CONC-10:",
    case: "t02",
    why: "the same, over time",
    where: (config) => regionsWhere(config, (fn) => unitsMove(config, fn)),
  },
  {
    law: "CONC-9, PC-20:",
    case: "t02",
    why: "the same where units of one version become fewer: one drains while another version's is still to come",
    where: (config) => regionsWhere(config, (fn) => unitsShrinkBeside(config, fn)),
  },
  {
    law: "MET-8, CONC-9, CONC-10:",
    case: "t02",
    why: "that, over time",
    where: (config) => regionsWhere(config, (fn) => unitsShrinkBeside(config, fn)),
  },
  {
    law: "PC-4: the units that",
    case: "t05",
    why: "each version, and each request for units, is allocated at the whole rate of the function",
    where: (config) => functionsWhere(config, (fn) => asksOften(config, fn)),
  },
];

/** What contradicts a law, but for what is known. Breaches of such laws begin with the name of whom they concern. */
export function unknownOf(law: Law, run: Observed): string[] {
  const breaches = law.breaches(run);
  if (breaches.length === 0) return breaches;
  const known = KNOWN.filter((one) => law.title.startsWith(one.law)).flatMap(({ where }) => where(run.config));
  return breaches.filter((breach) => !known.some((name) => breach.startsWith(`${name}:`)));
}
