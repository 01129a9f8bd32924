/** What happens to the system during the run: new settings at a moment, and every owner told of them. */

import type { ChangeConfig, FunctionConfig, SimConfig } from "./config.ts";
import type { Parts } from "./core/host/parts.ts";
import { type Instant, toMs } from "./kernel/time.ts";
import type { Clock } from "./kernel/timers.ts";
import type { Aliases } from "./lambda/front/aliases.ts";
import type { Claims } from "./lambda/front/claims.ts";
import type { Functions } from "./lambda/front/functions.ts";
import type { Provisioning } from "./lambda/provisioned/provisioned.ts";
import type { ProvisionedUnits } from "./lambda/provisioned/provisioned-units.ts";
import type { UnitHolders } from "./lambda/provisioned/unit-holders.ts";
import type { Recorder } from "./measure/recorders/recorder.ts";
import { blankEvent } from "./measure/tables/episodes.ts";
import type { Links } from "./sources/links.ts";
import { Rank } from "./vocabulary/ranks.ts";

/** Wide: a change may be one of anything that a config says. */
interface Owners extends Clock {
  readonly functions: Functions;
  readonly aliases: Aliases;
  readonly parts: Parts;
  readonly holders: UnitHolders;
  readonly units: ProvisionedUnits;
  readonly claims: Claims;
  readonly provisioning: Provisioning;
  readonly recorder: Recorder;
  readonly links: Links;
  limitsChanged(now: Instant): void;
}

export function scheduleChanges(owners: Owners, config: SimConfig): void {
  for (const change of config.changes) {
    if (change.at < config.horizon) owners.timer(change.at, Rank.Change, (now) => apply(owners, now, change));
  }
}

/** RES-9, RES-10, CONC-14: new limits hold at once; what runs goes on. */
function apply(owners: Owners, now: Instant, change: ChangeConfig): void {
  owners.recorder.beforeChange();
  for (const region of change.regions) owners.functions.applyRegion(region);
  if (change.regions.length > 0) for (const index of owners.functions.settings.keys()) owners.parts.readFunction(index);
  for (const settings of fallingFirst(owners, change.functions))
    applyFunction(owners, now, accepted(owners, now, settings));
  for (const downstream of change.downstreams) {
    const { door, core } = owners.parts;
    door.serveLine(core, owners.parts.changeService(downstream, now), now);
  }
  owners.limitsChanged(now);
  const detail = [change.set.join(", "), change.why].filter((part) => part !== "").join(": ");
  owners.recorder.episodes.note({ ...blankEvent(toMs(now), "change", "", ""), detail });
}

/** What gives back of its Region's quota comes before what takes of it: together they may fit. */
function fallingFirst(owners: Owners, all: readonly FunctionConfig[]): FunctionConfig[] {
  const rises = (settings: FunctionConfig): boolean => {
    const functionIndex = owners.functions.indexOf(settings.name);
    const { reserved } = owners.functions.settings[functionIndex]!;
    return (settings.reserved ?? unitsOf(owners, settings)) > (reserved ?? owners.units.wantedTotal(functionIndex));
  };
  return [...all.filter((one) => !rises(one)), ...all.filter(rises)];
}

/** PC-2, RES-6: where AWS refuses the reservation, be it for units that scaling has added, the one before stays. */
function accepted(owners: Owners, now: Instant, settings: FunctionConfig): FunctionConfig {
  const { taken, refusal } = owners.claims.reserve(settings, unitsOf(owners, settings));
  if (refusal === null) return taken;
  const [wanted, stays] = [settings.reserved, taken.reserved].map((units) => (units === null ? "none" : String(units)));
  const detail = `reservation of ${wanted} refused, ${stays} stays: ${refusal.why}`;
  owners.recorder.episodes.note({ ...blankEvent(toMs(now), "provisioned", settings.name, refusal.rule), detail });
  return taken;
}

/** Units that a function has with these settings: as many as they say, or as before where they say nothing new. */
function unitsOf(owners: Owners, settings: FunctionConfig): number {
  const { functions, holders } = owners;
  const { versions, aliases = [] } = settings;
  const counts = new Map([
    ...versions.map(({ qualifier, provisioned }) => [qualifier, provisioned?.count ?? 0] as const),
    ...aliases.map(({ name, provisioned }) => [name, provisioned?.count ?? 0] as const),
  ]);
  return holders.of(functions.indexOf(settings.name)).reduce((sum, holder) => {
    const count = counts.get(holders.nameOf(holder)) ?? 0;
    return sum + (count === countOf(owners, holder) ? holders.wantedOf(holder) : count);
  }, 0);
}

/**
 * PC-4: another number of provisioned units is asked for; they come, or go, in their own time. PC-15: where an alias
 * moves or its weights change, the units that are there or on their way are divided anew.
 */
function applyFunction(owners: Owners, now: Instant, settings: FunctionConfig): void {
  const functionIndex = owners.functions.indexOf(settings.name);
  const holders = owners.holders.of(functionIndex);
  const before = holders.map((holder) => ({
    holder,
    count: countOf(owners, holder),
    division: owners.holders.divisionOf(holder),
    wanted: owners.holders.wantedOf(holder),
  }));
  const configured = configures(owners.functions.settings[functionIndex]!, settings);
  owners.functions.apply(settings);
  owners.parts.readFunction(functionIndex);
  if (configured) replaceLatest(owners, now, functionIndex);
  owners.links.read(functionIndex);
  owners.aliases.refresh(functionIndex);
  owners.holders.assign(functionIndex);
  // Units of a version go with it from alias to alias: who has too many by that gives them back before others ask.
  const moved = before
    .map((one) => ({ ...one, surplus: owners.holders.wantedOf(one.holder) - one.wanted }))
    .filter((one) => one.surplus !== 0 || one.division !== owners.holders.divisionOf(one.holder))
    .sort((a, b) => b.surplus - a.surplus);
  for (const { holder, wanted } of moved) owners.provisioning.reroute(now, holder, wanted);
  for (const { holder, count } of before) {
    const wanted = countOf(owners, holder);
    if (wanted !== count) owners.provisioning.want(now, holder, wanted);
  }
}

/** Whether AWS's UpdateFunctionConfiguration is what makes the one of the other. */
const configures = (before: FunctionConfig, after: FunctionConfig): boolean =>
  before.memoryMb !== after.memoryMb ||
  before.timeout !== after.timeout ||
  before.storageMb !== after.storageMb ||
  before.architecture !== after.architecture;

/** ADM-4: environments of `$LATEST` have its configuration; published versions have that of their publication. */
function replaceLatest(owners: Owners, now: Instant, functionIndex: number): void {
  const { parts, functions, recorder } = owners;
  parts.door.replaceCode(parts.core, parts.versions[functions.versionsOf(functionIndex)[0]!]!, now);
  recorder.states.note(now, functionIndex, "$LATEST: new configuration: its environments start cold", "ADM-4");
}

const countOf = (owners: Owners, holder: number): number => owners.holders.configOf(holder)?.count ?? 0;

/** Named phases, so that a reader can jump to them. */
export function notePhases(owners: Owners, config: SimConfig): void {
  for (const { name, spans } of config.windows) {
    for (const { from, to } of spans) {
      owners.recorder.episodes.note({ ...blankEvent(toMs(from), "phase", name, ""), untilMs: toMs(to) });
    }
  }
}
