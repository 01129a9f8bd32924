/** Provisioned concurrency over time: asking for units, waiting for them, and letting them go (PC-4 to PC-6, PC-20). */
import type { Environment } from "../core/requests.ts";
import { Rank } from "../events.ts";
import { after, type Duration, type Instant, MICROS_PER_MINUTE, START, toMs } from "../kernel/time.ts";
import { blankEvent } from "../measure/episodes.ts";
import type { World } from "../world.ts";
import { INIT_FAILURE } from "./allocations.ts";
import { holderCount, markShared, unitsConfigOf, unitsOf, versionsHeld } from "./unit-holders.ts";

/** Units that are READY as the run begins, or are asked for then. */
export function beginProvisioned(world: World): void {
  for (const functionIndex of world.functions.settings.keys()) markShared(world, functionIndex);
  for (let holder = 0; holder < holderCount(world); holder++) {
    const config = unitsConfigOf(world, holder);
    if (config === null) continue;
    if (config.allocateAtStart) wantUnits(world, START, holder, config.count);
    else beginReady(world, holder, config.count);
  }
}

function beginReady(world: World, holder: number, count: number): void {
  for (const version of versionsHeld(world, holder)) {
    const units = unitsOf(world, holder, version, count);
    world.units.begin(version, units);
    makeUnits(world, START, version, units);
  }
}

/** From now on so many units are wanted. PC-15: versions that have too many give theirs back before others ask. */
export function wantUnits(world: World, now: Instant, holder: number, wanted: number): void {
  const shares = versionsHeld(world, holder).map((version) => {
    const share = unitsOf(world, holder, version, wanted);
    return { version, share, fewer: share < world.units.wantedOf(version) };
  });
  for (const { version, share, fewer } of shares) if (fewer) wantOf(world, now, version, share);
  for (const { version, share, fewer } of shares) if (!fewer) wantOf(world, now, version, share);
}

/**
 * Of one version. More units come together after their preparation and allocation (PC-4, PC-5); the READY ones serve
 * meanwhile. Fewer: idle ones go now, busy ones after their request (PC-6).
 */
function wantOf(world: World, now: Instant, version: number, wanted: number): void {
  const { units } = world;
  const change = wanted - units.wantedOf(version);
  if (change === 0) return;
  note(world, now, version, `${wanted} provisioned units wanted, ${units.wantedOf(version)} before`, "PC-4");
  if (change > 0) askFor(world, now, version, change - units.keep(version, change));
  else letGo(world, now, version, -change);
  world.limitsChanged(now);
}

/** The alias goes on to a new version: its units go, idle ones at once, and as many are asked for anew. */
export function replaceUnits(world: World, now: Instant, version: number): void {
  const { units } = world;
  const wanted = units.replace(version);
  if (wanted === 0 && units.readyOf(version) === 0) return;
  const { provisioned } = world.parts.versions[version]!;
  while (provisioned.count > 0) {
    units.endReplaced(version);
    endIdleUnit(world, now, version);
  }
  askFor(world, now, version, wanted);
  world.limitsChanged(now);
  note(world, now, version, `${wanted} provisioned units asked for on the new version`, "PC-4");
}

function askFor(world: World, now: Instant, version: number, more: number): void {
  if (more === 0) return;
  const { allocations, functions, startTimes, units } = world;
  const model = functions.modelOf(functions.ofVersion(version));
  // PC-8: the last unit's Init, which the 10-second limit does not bind, but one of its own does.
  const init = startTimes.start(version);
  const limit = allocations.initLimit(version);
  const failing = allocations.firstFailing(version, more);
  const come = failing > 0 ? failing : more;
  const allocation = Math.ceil((come / model.provisionedPerMinute) * MICROS_PER_MINUTE) as Duration;
  const batch = units.ask(version, more);
  allocations.asked(now, version, batch, more);
  const allocated = after(after(now, model.provisionedPreparation), allocation);
  const end = after(allocated, Math.min(init, limit) as Duration);
  const fails = failing > 0 || init > limit;
  world.timer(end, Rank.Lifecycle, (then) => {
    if (fails) onFailed(world, then, version, batch);
    else onReady(world, then, version, { batch, init });
  });
}

/** PC-17, MOD: the Init of each of them is charged, as long as that of the last. */
function onReady(world: World, now: Instant, version: number, asked: { batch: number; init: Duration }): void {
  const units = world.units.complete(version, asked.batch);
  world.allocations.ended(now, asked.batch, units, false);
  if (units === 0) return;
  world.recorder.usage.unitsInitialised(world.recorder.segment, version, units, asked.init);
  makeUnits(world, now, version, units);
  world.limitsChanged(now);
  note(world, now, version, `${units} provisioned units READY, ${world.units.readyOf(version)} now`, "PC-5");
}

/** PC-7: none of the units asked for together comes, and what they claimed is free again (PC-20). */
function onFailed(world: World, now: Instant, version: number, batch: number): void {
  const units = world.units.fail(version, batch);
  world.allocations.ended(now, batch, units, true);
  if (units === 0) return;
  world.limitsChanged(now);
  note(world, now, version, `${units} provisioned units FAILED: ${INIT_FAILURE}`, "PC-7");
}

function makeUnits(world: World, now: Instant, version: number, units: number): void {
  const { door, core, versions } = world.parts;
  const own = versions[version]!;
  for (let unit = 0; unit < units; unit++) {
    const environment = door.createEnvironment(core, own, true, now);
    door.environmentCreated(own.fn, now);
    door.makeReady(core, environment, now);
  }
}

function letGo(world: World, now: Instant, version: number, fewer: number): void {
  world.units.release(version, fewer);
  const { provisioned } = world.parts.versions[version]!;
  while (world.units.surplusOf(version) > 0 && provisioned.count > 0) {
    world.units.end(version);
    endIdleUnit(world, now, version);
  }
}

/** The unit used most recently ends; there must be an idle one. */
function endIdleUnit(world: World, now: Instant, version: number): void {
  const { door, core, versions } = world.parts;
  const own = versions[version]!;
  const environment = door.takeProvisioned(own);
  door.idleEnded(own.fn, true, now);
  world.tracer?.expired(now, environment);
  door.endEnvironment(core, environment);
}

/** A unit is free that is wanted no more (PC-6), or whose version has been replaced (ADM-4). */
export function unitLeaves(world: World, now: Instant, environment: Environment): void {
  const { door, core } = world.parts;
  const { version, number } = environment;
  if (number < version.firstNumber) world.units.endReplaced(version.index);
  else world.units.end(version.index);
  door.busyEnded(version.fn, now);
  world.tracer?.expired(now, environment);
  door.endEnvironment(core, environment);
  world.limitsChanged(now);
}

function note(world: World, now: Instant, version: number, detail: string, rule: string): void {
  const { name } = world.functions.settings[world.functions.ofVersion(version)]!;
  const event = blankEvent(toMs(now), "provisioned", name, rule);
  world.recorder.episodes.note({ ...event, detail: `${world.functions.qualifierOf(version)}: ${detail}` });
}
