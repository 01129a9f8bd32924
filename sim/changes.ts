/** What happens to the system during the run: new settings at a moment, and every owner told of them. */

import type { ChangeConfig, FunctionConfig, SimConfig } from "./config.ts";
import type { Parts } from "./core/host/parts.ts";
import { type Instant, toMs } from "./kernel/time.ts";
import type { Clock } from "./kernel/timers.ts";
import type { Aliases } from "./lambda/front/aliases.ts";
import type { Functions } from "./lambda/front/functions.ts";
import type { Provisioning } from "./lambda/provisioned/provisioned.ts";
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
  readonly provisioning: Provisioning;
  readonly recorder: Recorder;
  readonly links: Links;
  limitsChanged(now: Instant): void;
  /** Aliases may route in another way. */
  routesChanged(): void;
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
  for (const settings of change.functions) applyFunction(owners, now, settings);
  for (const downstream of change.downstreams) {
    const { door, core } = owners.parts;
    door.serveLine(core, owners.parts.changeService(downstream, now), now);
  }
  owners.limitsChanged(now);
  const detail = [change.set.join(", "), change.why].filter((part) => part !== "").join(": ");
  owners.recorder.episodes.note({ ...blankEvent(toMs(now), "change", "", ""), detail });
}

/**
 * PC-4: another number of provisioned units is asked for; they come, or go, in their own time. PC-15: where an alias
 * moves or its weights change, the units that are there or on their way are divided anew.
 */
function applyFunction(owners: Owners, now: Instant, settings: FunctionConfig): void {
  const functionIndex = owners.functions.indexOf(settings.name);
  const holders = owners.holders.of(functionIndex);
  const before = holders.map((holder) => [countOf(owners, holder), owners.holders.divisionOf(holder)] as const);
  owners.functions.apply(settings);
  owners.parts.readFunction(functionIndex);
  owners.links.read(functionIndex);
  owners.aliases.refresh(functionIndex);
  owners.routesChanged();
  owners.holders.markShared(functionIndex);
  for (const [offset, holder] of holders.entries()) {
    const [count, division] = before[offset]!;
    const wanted = countOf(owners, holder);
    if (wanted !== count) owners.provisioning.want(now, holder, wanted);
    else if (division !== owners.holders.divisionOf(holder) && owners.holders.configOf(holder) !== null) {
      owners.provisioning.want(now, holder, owners.holders.wantedOf(holder));
    }
  }
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
