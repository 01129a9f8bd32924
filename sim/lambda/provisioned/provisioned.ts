/** Provisioned concurrency over time: asking for units, waiting for them, and letting them go (PC-4 to PC-6, PC-20). */
import type { Parts } from "../../core/host/parts.ts";
import type { Environment } from "../../core/objects/requests.ts";
import { after, type Duration, type Instant, MICROS_PER_MINUTE, START, toMs } from "../../kernel/time.ts";
import type { Clock } from "../../kernel/timers.ts";
import type { Recorder } from "../../measure/recorders/recorder.ts";
import type { Tracer } from "../../measure/recorders/tracer.ts";
import { blankEvent } from "../../measure/tables/episodes.ts";
import { Rank } from "../../vocabulary/ranks.ts";
import type { StartTimes } from "../environments/start-times.ts";
import type { Functions } from "../front/functions.ts";
import { type Allocations, INIT_FAILURE } from "./allocations.ts";
import type { ProvisionedUnits } from "./provisioned-units.ts";
import type { UnitHolders } from "./unit-holders.ts";

/** Wide: a unit that comes or goes is a limit, an environment, an allocation, and told. */
interface Owners extends Clock {
  readonly functions: Functions;
  readonly parts: Parts;
  readonly holders: UnitHolders;
  readonly units: ProvisionedUnits;
  readonly allocations: Allocations;
  readonly startTimes: StartTimes;
  readonly recorder: Recorder;
  readonly tracer: Tracer | null;
  limitsChanged(now: Instant): void;
}

export class Provisioning {
  readonly #owners: Owners;

  constructor(owners: Owners) {
    this.#owners = owners;
  }

  /** Units that are READY as the run begins, or are asked for then. */
  begin(): void {
    for (const functionIndex of this.#owners.functions.settings.keys()) this.#owners.holders.markShared(functionIndex);
    for (let holder = 0; holder < this.#owners.holders.count; holder++) {
      const config = this.#owners.holders.configOf(holder);
      if (config === null) continue;
      if (config.allocateAtStart) this.want(START, holder, config.count);
      else this.#beginReady(holder, config.count);
    }
  }

  #beginReady(holder: number, count: number): void {
    for (const version of this.#owners.holders.versionsHeld(holder)) {
      const units = this.#owners.holders.shareOf(holder, version, count);
      this.#owners.units.begin(version, units);
      this.#makeUnits(START, version, units);
    }
  }

  /** From now on so many units are wanted. PC-15: versions that have too many give theirs back before others ask. */
  want(now: Instant, holder: number, wanted: number): void {
    const shares = this.#owners.holders.versionsHeld(holder).map((version) => {
      const share = this.#owners.holders.shareOf(holder, version, wanted);
      return { version, share, fewer: share < this.#owners.units.wantedOf(version) };
    });
    for (const { version, share, fewer } of shares) if (fewer) this.#wantOf(now, version, share);
    for (const { version, share, fewer } of shares) if (!fewer) this.#wantOf(now, version, share);
  }

  /**
   * Of one version. More units come together after their preparation and allocation (PC-4, PC-5); the READY ones serve
   * meanwhile. Fewer: idle ones go now, busy ones after their request (PC-6).
   */
  #wantOf(now: Instant, version: number, wanted: number): void {
    const { units } = this.#owners;
    const change = wanted - units.wantedOf(version);
    if (change === 0) return;
    this.#note(now, version, `${wanted} provisioned units wanted, ${units.wantedOf(version)} before`, "PC-4");
    if (change > 0) this.#askFor(now, version, change - units.keep(version, change));
    else this.#letGo(now, version, -change);
    this.#owners.limitsChanged(now);
  }

  /** The alias goes on to a new version: its units go, idle ones at once, and as many are asked for anew. */
  replace(now: Instant, version: number): void {
    const { units } = this.#owners;
    const wanted = units.replace(version);
    if (wanted === 0 && units.readyOf(version) === 0) return;
    const { provisioned } = this.#owners.parts.versions[version]!;
    while (provisioned.count > 0) {
      units.endReplaced(version);
      this.#endIdleUnit(now, version);
    }
    this.#askFor(now, version, wanted);
    this.#owners.limitsChanged(now);
    this.#note(now, version, `${wanted} provisioned units asked for on the new version`, "PC-4");
  }

  #askFor(now: Instant, version: number, more: number): void {
    if (more === 0) return;
    const { allocations, functions, startTimes, units } = this.#owners;
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
    this.#owners.timer(end, Rank.Lifecycle, (then) => {
      if (fails) this.#onFailed(then, version, batch);
      else this.#onReady(then, version, { batch, init });
    });
  }

  /** PC-17, MOD: the Init of each of them is charged, as long as that of the last. */
  #onReady(now: Instant, version: number, asked: { batch: number; init: Duration }): void {
    const units = this.#owners.units.complete(version, asked.batch);
    this.#owners.allocations.ended(now, asked.batch, units, false);
    if (units === 0) return;
    this.#owners.recorder.usage.unitsInitialised(this.#owners.recorder.segment, version, units, asked.init);
    this.#makeUnits(now, version, units);
    this.#owners.limitsChanged(now);
    this.#note(now, version, `${units} provisioned units READY, ${this.#owners.units.readyOf(version)} now`, "PC-5");
  }

  /** PC-7: none of the units asked for together comes, and what they claimed is free again (PC-20). */
  #onFailed(now: Instant, version: number, batch: number): void {
    const units = this.#owners.units.fail(version, batch);
    this.#owners.allocations.ended(now, batch, units, true);
    if (units === 0) return;
    this.#owners.limitsChanged(now);
    this.#note(now, version, `${units} provisioned units FAILED: ${INIT_FAILURE}`, "PC-7");
  }

  #makeUnits(now: Instant, version: number, units: number): void {
    const { door, core, versions } = this.#owners.parts;
    const own = versions[version]!;
    for (let unit = 0; unit < units; unit++) {
      const environment = door.createUnit(core, own, now);
      door.environmentCreated(own.fn, now);
      door.makeReady(core, environment, now);
    }
  }

  #letGo(now: Instant, version: number, fewer: number): void {
    this.#owners.units.release(version, fewer);
    const { provisioned } = this.#owners.parts.versions[version]!;
    while (this.#owners.units.surplusOf(version) > 0 && provisioned.count > 0) {
      this.#owners.units.end(version);
      this.#endIdleUnit(now, version);
    }
  }

  /** The unit used most recently ends; there must be an idle one. */
  #endIdleUnit(now: Instant, version: number): void {
    const { door, core, versions } = this.#owners.parts;
    const own = versions[version]!;
    const environment = door.takeProvisioned(own);
    door.idleEnded(own.fn, true, now);
    this.#owners.tracer?.expired(now, environment);
    door.endEnvironment(core, environment);
  }

  /** A unit is free that is wanted no more (PC-6), or whose version has been replaced (ADM-4). */
  leaves(now: Instant, environment: Environment): void {
    const { door, core } = this.#owners.parts;
    const { version, number } = environment;
    if (number < version.firstNumber) this.#owners.units.endReplaced(version.index);
    else this.#owners.units.end(version.index);
    door.busyEnded(version.fn, now);
    this.#owners.tracer?.expired(now, environment);
    door.endEnvironment(core, environment);
    this.#owners.limitsChanged(now);
  }

  #note(now: Instant, version: number, detail: string, rule: string): void {
    const { name } = this.#owners.functions.settings[this.#owners.functions.ofVersion(version)]!;
    const event = blankEvent(toMs(now), "provisioned", name, rule);
    this.#owners.recorder.episodes.note({
      ...event,
      detail: `${this.#owners.functions.qualifierOf(version)}: ${detail}`,
    });
  }
}
