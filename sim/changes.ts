/** What happens to the system during the run: new settings at a moment, and every owner told of them. */
import type { ChangeConfig, FunctionConfig, SimConfig } from "./config.ts";
import { Rank } from "./events.ts";
import { type Instant, toMs } from "./kernel/time.ts";
import { wantUnits } from "./lambda/provisioned.ts";
import { serveLine } from "./lambda/running.ts";
import { blankEvent } from "./measure/episodes.ts";
import type { World } from "./world.ts";

export function scheduleChanges(world: World, config: SimConfig): void {
  for (const change of config.changes) {
    if (change.at < config.horizon) world.timer(change.at, Rank.Change, (now) => apply(world, now, change));
  }
}

/** RES-9, RES-10, CONC-14: new limits hold at once; what runs goes on. */
function apply(world: World, now: Instant, change: ChangeConfig): void {
  for (const region of change.regions) world.functions.applyRegion(region);
  for (const settings of change.functions) applyFunction(world, now, settings);
  for (const downstream of change.downstreams) {
    world.downstreams.apply(downstream, now);
    serveLine(world, now, world.downstreams.indexOf(downstream.name));
  }
  world.limitsChanged(now);
  const detail = [change.set.join(", "), change.why].filter((part) => part !== "").join(": ");
  world.recorder.episodes.note({ ...blankEvent(toMs(now), "change", "", ""), detail });
}

/** PC-4: another number of provisioned units is asked for; they come, or go, in their own time. */
function applyFunction(world: World, now: Instant, settings: FunctionConfig): void {
  const versions = world.functions.versionsOf(world.functions.indexOf(settings.name));
  const before = versions.map((version) => world.functions.provisionedConfigOf(version)?.count ?? 0);
  world.functions.apply(settings);
  for (const [offset, version] of versions.entries()) {
    const wanted = world.functions.provisionedConfigOf(version)?.count ?? 0;
    if (wanted !== before[offset]) wantUnits(world, now, version, wanted);
  }
}

/** Named phases, so that a reader can jump to them. */
export function notePhases(world: World, config: SimConfig): void {
  for (const { name, spans } of config.windows) {
    for (const { from, to } of spans) {
      world.recorder.episodes.note({ ...blankEvent(toMs(from), "phase", name, ""), untilMs: toMs(to) });
    }
  }
}
