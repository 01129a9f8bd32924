/** Deployments during a run: a version is published and its alias goes on to it, or $LATEST gets new code. */
import type { SimConfig } from "../config.ts";
import { Rank } from "../events.ts";
import type { UpdateConfig } from "../function-kinds.ts";
import { after, type Duration, type Instant, toMs } from "../kernel/time.ts";
import { rounded } from "../measure/rounding.ts";
import type { World } from "../world.ts";
import { replaceUnits } from "./provisioned.ts";
import { StateRefusal } from "./state-refusals.ts";

/** The states at the start, and every update at its moment. */
export function beginLifecycles(world: World, config: SimConfig): void {
  world.states?.begin(world);
  for (const { lifecycle, name } of world.functions.settings) {
    for (const update of lifecycle?.updates ?? []) {
      const version = world.functions.versionIndex(name, update.qualifier);
      if (update.at >= config.horizon) continue;
      world.timer(update.at, Rank.Change, (now) => begin(world, now, version, update));
    }
  }
}

/**
 * SNAP-4: a new version is Pending while its Init runs and the snapshot is taken. LIFE-25: meanwhile old code serves,
 * unless the alias has not waited for it.
 */
function begin(world: World, now: Instant, version: number, { qualifier, takes, waits }: UpdateConfig): void {
  const time = takes ?? world.startTimes.snapshotTime(version);
  const published = qualifier !== "$LATEST";
  if (published) world.recorder.usage.published(now, world.recorder.segment, version);
  if (time === 0 || !waits) replace(world, now, version);
  if (time === 0) return;
  note(world, now, version, `${published ? "version published, Pending" : "update InProgress"} for ${inSeconds(time)}`);
  const ready = after(now, time);
  if (waits) world.timer(ready, Rank.Change, (then) => replace(world, then, version));
  else world.states?.block(world, version, StateRefusal.VersionPending, ready);
}

/** ADM-4: new requests start cold; environments of the old code end, busy ones after their request. */
function replace(world: World, now: Instant, version: number): void {
  const { door, core, versions } = world.parts;
  door.replaceCode(core, versions[version]!, now);
  replaceUnits(world, now, version);
  world.startTimes.newSnapshot(version);
  world.states?.renew(now, version);
  note(world, now, version, "new code serves: its environments start cold");
}

const inSeconds = (time: Duration): string => `${rounded(toMs(time)) / 1000} s`;

function note(world: World, now: Instant, version: number, what: string): void {
  const { functions, recorder } = world;
  recorder.states.note(now, functions.ofVersion(version), `${functions.qualifierOf(version)}: ${what}`, "ADM-4");
}
