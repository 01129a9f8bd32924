/** Provisioned concurrency over time: asking for units, waiting for them, and letting them go (PC-4 to PC-6, PC-20). */
import type { Parts } from "../../core/host/parts.ts";
import type { Environment } from "../../core/objects/requests.ts";
import { after, type Duration, type Instant, MICROS_PER_MINUTE, START, toMs } from "../../kernel/time.ts";
import type { Clock } from "../../kernel/timers.ts";
import type { Recorder } from "../../measure/recorders/recorder.ts";
import type { Tracer } from "../../measure/recorders/tracer.ts";
import { blankEvent } from "../../measure/tables/episodes.ts";
import { rounded } from "../../measure/tables/rounding.ts";
import type { NotableEvent } from "../../result.ts";
import { Rank } from "../../vocabulary/ranks.ts";
import type { StartTimes } from "../environments/start-times.ts";
import type { ClaimRefusal, Claims } from "../front/claims.ts";
import type { Functions } from "../front/functions.ts";
import { servesAbove } from "../front/policies.ts";
import { type Allocations, INIT_FAILURE } from "./allocations.ts";
import type { Coming, ProvisionedUnits } from "./provisioned-units.ts";
import type { UnitHolders } from "./unit-holders.ts";

/** Wide: a unit that comes or goes is a limit, an environment, an allocation, and told. */
interface Owners extends Clock {
  readonly functions: Functions;
  readonly parts: Parts;
  readonly holders: UnitHolders;
  readonly units: ProvisionedUnits;
  readonly claims: Claims;
  readonly allocations: Allocations;
  readonly startTimes: StartTimes;
  readonly recorder: Recorder;
  readonly tracer: Tracer | null;
  limitsChanged(now: Instant): void;
}

interface Refused {
  readonly wanted: number;
  readonly refusal: ClaimRefusal;
}

/** Units of one version that are asked for, with what is drawn of them. */
interface Drawn extends Coming {
  /** Of the last of them; never longer than PC-8 allows as `initTime`. */
  readonly init: Duration;
  readonly initTime: Duration;
  /** So many are allocated: all, or those up to the first whose Init fails (PC-7). */
  readonly allocating: number;
  readonly failing: boolean;
  readonly fails: boolean;
}

export class Provisioning {
  readonly #owners: Owners;

  constructor(owners: Owners) {
    this.#owners = owners;
  }

  /** Units that are READY as the run begins, or are asked for then: such settings are those that AWS has taken. */
  begin(): void {
    for (const functionIndex of this.#owners.functions.settings.keys()) this.#owners.holders.markShared(functionIndex);
    for (let holder = 0; holder < this.#owners.holders.count; holder++) {
      const config = this.#owners.holders.configOf(holder);
      if (config === null) continue;
      if (config.allocateAtStart) this.#divide(START, holder, config.count);
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

  #refusalOf(holder: number, wanted: number): ClaimRefusal | null {
    const { functions, holders, units, claims } = this.#owners;
    const functionIndex = functions.ofVersion(holders.versionsHeld(holder)[0]!);
    const others = units.wantedTotal(functionIndex) - holders.wantedOf(holder);
    return claims.refusalOfUnits(functionIndex, others + wanted);
  }

  /**
   * From now on so many units are wanted, unless AWS refuses them: then all stays as it is.
   * @param before  the refusal of the request before this one, if this one only tries again.
   * @returns       the event that tells of the refusal; null when the units are on their way.
   */
  want(now: Instant, holder: number, wanted: number, before: NotableEvent | null = null): NotableEvent | null {
    const refusal = this.#refusalOf(holder, wanted);
    if (refusal !== null) return this.#tellRefusal(now, holder, { wanted, refusal }, before);
    const { functions, holders, claims } = this.#owners;
    const isMore = wanted > holders.wantedOf(holder);
    this.#divide(now, holder, wanted);
    if (isMore) claims.assertWithin(functions.ofVersion(holders.versionsHeld(holder)[0]!));
    return null;
  }

  /** PC-15: versions that have too many give theirs back before others ask. What is asked for at once comes at once. */
  #divide(now: Instant, holder: number, wanted: number): void {
    const { units, holders } = this.#owners;
    const shares = holders.versionsHeld(holder).map((version) => ({
      version,
      share: holders.shareOf(holder, version, wanted),
      had: units.wantedOf(version),
    }));
    const changed = shares.filter(({ share, had }) => share !== had);
    if (changed.length === 0) return;
    for (const { version, share, had } of changed) if (share < had) this.#noteWanted(now, version, share);
    for (const { version, share, had } of changed) if (share < had) this.#letGo(now, version, had - share);
    for (const { version, share, had } of changed) if (share > had) this.#noteWanted(now, version, share);
    const more = changed.filter(({ share, had }) => share > had);
    this.#askFor(
      now,
      more.map(({ version, share, had }) => ({ version, units: share - had - units.keep(version, share - had) })),
    );
    this.#bring(now, this.#owners.functions.ofVersion(changed[0]!.version));
    this.#owners.limitsChanged(now);
  }

  #noteWanted(now: Instant, version: number, wanted: number): void {
    const before = this.#owners.units.wantedOf(version);
    this.#note(now, version, `${wanted} provisioned units wanted, ${before} before`, "PC-4");
  }

  /** One event for each stretch of the same request being refused again and again. */
  #tellRefusal(now: Instant, holder: number, of: Refused, before: NotableEvent | null = null): NotableEvent {
    if (before !== null) {
      before.count++;
      before.untilMs = rounded(toMs(now));
      return before;
    }
    const { functions, holders, recorder } = this.#owners;
    const { name } = functions.settings[functions.ofVersion(holders.versionsHeld(holder)[0]!)]!;
    const event = blankEvent(toMs(now), "provisioned", name, of.refusal.rule);
    const stay = `${of.wanted} provisioned units refused, ${holders.wantedOf(holder)} stay`;
    event.detail = `${holders.nameOf(holder)}: ${stay}: ${of.refusal.why}`;
    recorder.episodes.note(event);
    return event;
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
    this.#askFor(now, [{ version, units: wanted }]);
    this.#bring(now, this.#owners.functions.ofVersion(version));
    this.#owners.limitsChanged(now);
    this.#note(now, version, `${wanted} provisioned units asked for on the new version`, "PC-4");
  }

  /**
   * PC-4: units of one function, of whichever versions, are allocated one after the other, those of this request when
   * it is prepared and all that were asked for before are there. PC-5: they come when the last of them is allocated.
   */
  #askFor(now: Instant, request: readonly Coming[]): void {
    const asked = request.filter(({ units }) => units > 0).map((one) => this.#drawn(one));
    if (asked.length === 0) return;
    const functionIndex = this.#owners.functions.ofVersion(asked[0]!.version);
    const model = this.#owners.functions.modelOf(functionIndex);
    const prepared = after(now, model.provisionedPreparation);
    const free = this.#owners.units.allocatedUntil(functionIndex);
    const begun = free > prepared ? free : prepared;
    const allocated = (units: number): Instant =>
      after(begun, Math.ceil((units / model.provisionedPerMinute) * MICROS_PER_MINUTE) as Duration);
    const until = allocated(asked.reduce((sum, { allocating }) => sum + allocating, 0));
    let before = 0;
    for (const one of asked) {
      before += one.allocating;
      this.#awaitUnits(now, one, { until, at: one.failing ? allocated(before) : until });
    }
  }

  /** PC-7, PC-8: whether and when an Init of these units fails; the last one's decides when they are there. */
  #drawn({ version, units }: Coming): Drawn {
    const { allocations, startTimes } = this.#owners;
    const init = startTimes.start(version);
    const limit = allocations.initLimit(version);
    const failing = allocations.firstFailing(version, units);
    return {
      version,
      units,
      init,
      allocating: failing > 0 ? failing : units,
      failing: failing > 0,
      fails: failing > 0 || init > limit,
      initTime: Math.min(init, limit) as Duration,
    };
  }

  #awaitUnits(now: Instant, of: Drawn, { until, at }: { readonly until: Instant; readonly at: Instant }): void {
    const { version, units, init } = of;
    const batch = this.#owners.units.ask(version, units, until);
    this.#owners.allocations.asked(now, version, batch, units);
    this.#owners.timer(after(at, of.initTime), Rank.Lifecycle, (then) => {
      if (of.fails) this.#onFailed(then, version, batch);
      else this.#onAllocated(then, version, { batch, init });
    });
  }

  /** PC-17, MOD: the Init of each of them is charged, as long as that of the last. */
  #onAllocated(now: Instant, version: number, asked: { batch: number; init: Duration }): void {
    const { units: all, recorder, functions } = this.#owners;
    const units = all.come(version, asked.batch);
    this.#owners.allocations.ended(now, asked.batch, units, false);
    if (units === 0) return;
    recorder.usage.unitsInitialised(recorder.segment, version, units, asked.init);
    this.#bring(now, functions.ofVersion(version));
    this.#owners.limitsChanged(now);
    const waiting = all.waitingOf(version);
    const ready = all.readyOf(version);
    const become =
      waiting === 0 ? `READY, ${ready} now` : `allocated, ${ready} READY, ${waiting} wait for others to end`;
    this.#note(now, version, `${units} provisioned units ${become}`, "PC-5");
  }

  /** PC-7: none of the units asked for together comes, and what they claimed is free again (PC-20). */
  #onFailed(now: Instant, version: number, batch: number): void {
    const units = this.#owners.units.fail(version, batch);
    this.#owners.allocations.ended(now, batch, units, true);
    if (units === 0) return;
    this.#owners.limitsChanged(now);
    this.#note(now, version, `${units} provisioned units FAILED: ${INIT_FAILURE}`, "PC-7");
  }

  /** PC-20: units that have come serve as far as no more than the configured ones are READY. */
  #bring(now: Instant, functionIndex: number): readonly Coming[] {
    const { units, functions } = this.#owners;
    const coming = units.bring(functionIndex, !servesAbove(functions.modelOf(functionIndex)));
    for (const one of coming) this.#makeUnits(now, one.version, one.units);
    return coming;
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
    const coming = this.#bring(now, version.fn.index);
    this.#owners.limitsChanged(now);
    for (const one of coming) this.#noteLast(now, one.version);
  }

  /** The last of the units that waited is there. */
  #noteLast(now: Instant, version: number): void {
    const { units } = this.#owners;
    if (units.waitingOf(version) > 0) return;
    this.#note(now, version, `no provisioned units wait any more, ${units.readyOf(version)} READY now`, "PC-5");
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
