/** What happens to the system during the run: new settings at a moment, and every owner told of them. */
import type { ChangeConfig, SimConfig } from "./config.ts";
import { Rank } from "./events.ts";
import { type Instant, toMs } from "./kernel/time.ts";
import { serveLine } from "./lambda/running.ts";
import { blankEvent } from "./measure/episodes.ts";
import type { LimitHistory } from "./measure/limit-history.ts";
import type { World } from "./world.ts";

export function scheduleChanges(world: World, config: SimConfig, limits: LimitHistory): void {
  for (const change of config.changes) {
    if (change.at < config.horizon) world.timer(change.at, Rank.Change, (now) => apply(world, now, change, limits));
  }
}

/** RES-9, RES-10, CONC-14: new limits hold at once; what runs goes on. */
function apply(world: World, now: Instant, change: ChangeConfig, limits: LimitHistory): void {
  for (const region of change.regions) world.functions.applyRegion(region);
  for (const settings of change.functions) world.functions.apply(settings);
  for (const downstream of change.downstreams) {
    world.downstreams.apply(downstream, now);
    serveLine(world, now, world.downstreams.indexOf(downstream.name));
  }
  world.account.refresh();
  world.limits.refresh(now);
  limits.note(now);
  for (const region of world.functions.regions.keys()) world.recorder.regionChanged(now, region);
  const detail = [change.set.join(", "), change.why].filter((part) => part !== "").join(": ");
  world.recorder.episodes.note({ ...blankEvent(toMs(now), "change", "", ""), detail });
}

/** Named phases, so that a reader can jump to them. */
export function notePhases(world: World, config: SimConfig): void {
  for (const { name, spans } of config.windows) {
    for (const { from, to } of spans) {
      world.recorder.episodes.note({ ...blankEvent(toMs(from), "phase", name, ""), untilMs: toMs(to) });
    }
  }
}
