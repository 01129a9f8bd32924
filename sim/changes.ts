/** What happens to the system during the run: new settings at a moment, and every owner told of them. */
import type { ChangeConfig, FunctionConfig, SimConfig } from "./config.ts";
import { Rank } from "./events.ts";
import { type Instant, toMs } from "./kernel/time.ts";
import { wantUnits } from "./lambda/provisioned.ts";
import { divisionOf, holdersOf, markShared, unitsConfigOf, wantedUnitsOf } from "./lambda/unit-holders.ts";
import { blankEvent } from "./measure/episodes.ts";
import type { World } from "./world.ts";

export function scheduleChanges(world: World, config: SimConfig): void {
  for (const change of config.changes) {
    if (change.at < config.horizon) world.timer(change.at, Rank.Change, (now) => apply(world, now, change));
  }
}

/** RES-9, RES-10, CONC-14: new limits hold at once; what runs goes on. */
function apply(world: World, now: Instant, change: ChangeConfig): void {
  world.recorder.beforeChange();
  for (const region of change.regions) world.functions.applyRegion(region);
  if (change.regions.length > 0) for (const index of world.functions.settings.keys()) world.parts.readFunction(index);
  for (const settings of change.functions) applyFunction(world, now, settings);
  for (const downstream of change.downstreams) {
    const { door, core } = world.parts;
    door.serveLine(core, world.parts.changeService(downstream, now), now);
  }
  world.limitsChanged(now);
  const detail = [change.set.join(", "), change.why].filter((part) => part !== "").join(": ");
  world.recorder.episodes.note({ ...blankEvent(toMs(now), "change", "", ""), detail });
}

/**
 * PC-4: another number of provisioned units is asked for; they come, or go, in their own time. PC-15: where an alias
 * moves or its weights change, the units that are there or on their way are divided anew.
 */
function applyFunction(world: World, now: Instant, settings: FunctionConfig): void {
  const functionIndex = world.functions.indexOf(settings.name);
  const holders = holdersOf(world, functionIndex);
  const before = holders.map((holder) => [countOf(world, holder), divisionOf(world, holder)] as const);
  world.functions.apply(settings);
  world.parts.readFunction(functionIndex);
  world.aliases.refresh(functionIndex);
  world.routesChanged();
  markShared(world, functionIndex);
  for (const [offset, holder] of holders.entries()) {
    const [count, division] = before[offset]!;
    const wanted = countOf(world, holder);
    if (wanted !== count) wantUnits(world, now, holder, wanted);
    else if (division !== divisionOf(world, holder) && unitsConfigOf(world, holder) !== null) {
      wantUnits(world, now, holder, wantedUnitsOf(world, holder));
    }
  }
}

const countOf = (world: World, holder: number): number => unitsConfigOf(world, holder)?.count ?? 0;

/** Named phases, so that a reader can jump to them. */
export function notePhases(world: World, config: SimConfig): void {
  for (const { name, spans } of config.windows) {
    for (const { from, to } of spans) {
      world.recorder.episodes.note({ ...blankEvent(toMs(from), "phase", name, ""), untilMs: toMs(to) });
    }
  }
}
