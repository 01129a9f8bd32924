/**
 * Provisioned concurrency over time: asking for units, waiting for them, moving and letting them go (PC-4 to PC-6,
 * PC-15, PC-20).
 */
import type { Parts } from "../../core/host/parts.ts";
import type { Environment } from "../../core/objects/requests.ts";
import { after, type Duration, type Instant, MICROS_PER_MINUTE, START } from "../../kernel/time.ts";
import type { Clock } from "../../kernel/timers.ts";
import type { Recorder } from "../../measure/recorders/recorder.ts";
import type { Tracer } from "../../measure/recorders/tracer.ts";
import type { NotableEvent } from "../../result.ts";
import { Rank } from "../../vocabulary/ranks.ts";
import type { StartTimes } from "../environments/start-times.ts";
import type { Aliases } from "../front/aliases.ts";
import type { ClaimRefusal, Claims } from "../front/claims.ts";
import type { Functions } from "../front/functions.ts";
import { provisionedMove, servesAbove } from "../front/policies.ts";
import { type Allocations, INIT_FAILURE } from "./allocations.ts";
import type { Coming, ProvisionedUnits } from "./provisioned-units.ts";
import type { UnitHolders } from "./unit-holders.ts";
import { UnitNotes } from "./unit-notes.ts";

/** Wide: a unit that comes or goes is a limit, an environment, an allocation, and told. */
interface Owners extends Clock {
  readonly functions: Functions;
  readonly aliases: Aliases;
  readonly parts: Parts;
  readonly holders: UnitHolders;
  readonly units: ProvisionedUnits;
  readonly claims: Claims;
  readonly allocations: Allocations;
  readonly startTimes: StartTimes;
  readonly recorder: Recorder;
  readonly tracer: Tracer | null;
  limitsChanged(now: Instant): void;
  routesChanged(): void;
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

/** ADM-4, PC-15: requests and READY units stay where they are until units that were asked for elsewhere have come. */
interface Move {
  readonly version: number;
  /** They have: requests go there. */
  readonly go: (now: Instant) => void;
  /** PC-7: they never will. */
  readonly stay: () => void;
}

export class Provisioning {
  readonly #owners: Owners;
  readonly #notes: UnitNotes;
  /** By holder. */
  readonly #moves = new Map<number, Move>();

  constructor(owners: Owners) {
    this.#owners = owners;
    this.#notes = new UnitNotes(owners);
  }

  /** Units that are READY as the run begins, or are asked for then: such settings are those that AWS has taken. */
  begin(): void {
    for (const functionIndex of this.#owners.functions.settings.keys()) this.#owners.holders.assign(functionIndex);
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
    const { holders, units, claims } = this.#owners;
    const functionIndex = holders.functionOf(holder);
    const others = units.wantedTotal(functionIndex) - holders.wantedOf(holder);
    return claims.refusalOfUnits(functionIndex, wanted, others);
  }

  /**
   * From now on so many units are wanted, unless AWS refuses them: then all stays as it is.
   * @param before  the refusal of the request before this one, if this one only tries again.
   * @returns       the event that tells of the refusal; null when the units are on their way.
   */
  want(now: Instant, holder: number, wanted: number, before: NotableEvent | null = null): NotableEvent | null {
    const refusal = this.#refusalOf(holder, wanted);
    if (refusal !== null) return this.#notes.refusal(now, holder, { wanted, refusal }, before);
    const { holders, claims } = this.#owners;
    const isMore = wanted > holders.wantedOf(holder);
    this.#divide(now, holder, wanted);
    if (isMore) claims.assertWithin(holders.functionOf(holder));
    return null;
  }

  /**
   * PC-15: the settings of an alias name other versions, or other weights: its units follow, and its requests.
   * @param wanted  as many as before, whatever units another alias has left on those versions.
   */
  reroute(now: Instant, holder: number, wanted: number): void {
    this.#divide(now, holder, wanted);
  }

  /**
   * PC-15: versions that have too many hold theirs until those that others ask for have come. What is asked for at once
   * comes at once. Where all go to one version, their requests go with them.
   */
  #divide(now: Instant, holder: number, wanted: number): void {
    const { units, holders } = this.#owners;
    const shares = holders.versionsHeld(holder).map((version) => ({
      version,
      share: holders.shareOf(holder, version, wanted),
      had: units.wantedOf(version),
    }));
    const changed = shares.filter(({ share, had }) => share !== had);
    for (const { version, share, had } of changed) if (share < had) this.#notes.wanted(now, version, share);
    for (const { version, share, had } of changed) if (share < had) units.release(version, had - share);
    const more = changed.filter(({ share, had }) => share > had);
    for (const { version, share } of more) this.#notes.wanted(now, version, share);
    const asked = more.map(({ version, share, had }) => ({
      version,
      units: share - had - this.#keep(holder, version, share - had),
    }));
    const moves = this.#beginMove(holder, wanted);
    this.#askFor(now, asked, moves);
    if (moves) this.#tellMove(now, holder);
    // A version whose units another alias has left may have all that the move waits for.
    if (changed.length > 0 || this.#moves.has(holder)) this.#settle(now, holder);
  }

  /** Units of a version that gets other code are of no use to the new one. */
  #keep(holder: number, version: number, units: number): number {
    const renewed = this.#owners.holders.aliasOf(holder) < 0 && this.#moves.has(holder);
    return renewed ? 0 : this.#owners.units.keep(version, units);
  }

  /** Requests to an alias go on at once, but as a whole only to a version that has its units. @returns a move begins */
  #beginMove(holder: number, wanted: number): boolean {
    const { aliases, holders } = this.#owners;
    const alias = holders.aliasOf(holder);
    if (alias < 0) return false;
    const version = wanted === 0 ? null : aliases.moveOf(alias);
    const go = () => {
      aliases.go(alias);
      holders.assign(holders.functionOf(holder));
      this.#owners.routesChanged();
    };
    if (version === null) {
      this.#moves.delete(holder);
      go();
      return false;
    }
    if (this.#moves.get(holder)?.version === version) return false;
    this.#moves.set(holder, { version, go, stay: () => aliases.stay(alias) });
    return true;
  }

  /** Unless the version has all its units already, as another alias may have left them. */
  #tellMove(now: Instant, holder: number): void {
    const { aliases, holders, functions, units } = this.#owners;
    const { version } = this.#moves.get(holder)!;
    if (units.comingOf(version) === 0) return;
    const [from] = aliases.versionsOf(holders.aliasOf(holder));
    const until = `until the units of version ${functions.qualifierOf(version)} are READY`;
    this.#notes.tell(now, holder, `requests stay with version ${functions.qualifierOf(from)} ${until}`, "PC-15");
  }

  /** What was asked for has come, or changed: a move with nothing left to wait for is made, and no more is held. */
  #settle(now: Instant, holder: number): void {
    const { units, holders } = this.#owners;
    const move = this.#moves.get(holder);
    if (move !== undefined && units.comingOf(move.version) === 0) this.#go(now, holder, move);
    this.#relieve(now, holder, units.comingTo(holders.versionsHeld(holder)));
    this.#bring(now, holders.functionOf(holder));
    this.#owners.limitsChanged(now);
  }

  /** Nothing goes to the versions that are left. */
  #go(now: Instant, holder: number, move: Move): void {
    this.#moves.delete(holder);
    move.go(now);
    this.#relieve(now, holder, 0);
  }

  /** PC-15: of units that are held, so many stay at most; the others go, idle ones at once, busy ones after (PC-6). */
  #relieve(now: Instant, holder: number, most: number): void {
    const { units, holders, parts } = this.#owners;
    const versions = holders.versionsHeld(holder);
    let fewer = versions.reduce((sum, version) => sum + units.heldOf(version), -most);
    for (const version of versions) {
      const going = Math.max(0, Math.min(fewer, units.heldOf(version)));
      units.letGo(version, going);
      fewer -= going;
      const { provisioned } = parts.versions[version]!;
      while (units.surplusOf(version) > 0 && provisioned.count > 0) {
        units.end(version);
        this.#endIdleUnit(now, version);
      }
    }
  }

  /** Whether units are wanted of this version. */
  hasUnits(version: number): boolean {
    return this.#owners.units.wantedOf(version) > 0;
  }

  /**
   * ADM-4: an alias that stands for a version goes on to a new one. Its units are asked for anew, and the old version
   * serves until they have come; without any the new one serves at once.
   */
  replace(now: Instant, version: number, serve: (now: Instant) => void): void {
    const { units, holders } = this.#owners;
    const go = (then: Instant): void => {
      serve(then);
      this.#endReplaced(then, version);
    };
    const wanted = units.renew(version);
    const holder = holders.holderOf(version);
    if (wanted === 0) {
      this.#moves.delete(holder);
      go(now);
      if (units.readyOf(version) > 0) this.#settle(now, holder);
      return;
    }
    this.#moves.set(holder, { version, go, stay: () => undefined });
    this.#askFor(now, [{ version, units: wanted }], true);
    this.#settle(now, holder);
    const stays = "the old one serves until they are READY";
    this.#notes.tell(now, version, `${wanted} provisioned units asked for on the new version, ${stays}`, "PC-15");
  }

  /** Units of old code: idle ones end at once, busy ones after their request. */
  #endReplaced(now: Instant, version: number): void {
    const { units, parts } = this.#owners;
    units.replace(version);
    const { provisioned } = parts.versions[version]!;
    while (provisioned.count > 0) {
      units.endReplaced(version);
      this.#endIdleUnit(now, version);
    }
  }

  /**
   * PC-4: units of one function, of whichever versions, are allocated one after the other, those of this request when
   * it is prepared and all that were asked for before are there. PC-5: they come when the last of them is allocated.
   * @param moves  an alias moves to them as a whole, which takes longer (PC-15).
   */
  #askFor(now: Instant, request: readonly Coming[], moves: boolean): void {
    const asked = request.filter(({ units }) => units > 0).map((one) => this.#drawn(one));
    if (asked.length === 0) return;
    const functionIndex = this.#owners.functions.ofVersion(asked[0]!.version);
    const model = this.#owners.functions.modelOf(functionIndex);
    const prepared = after(now, moves ? provisionedMove(model) : model.provisionedPreparation);
    const free = this.#owners.units.allocatedUntil(functionIndex);
    const begun = free > prepared ? free : prepared;
    const allocated = (units: number): Instant =>
      after(begun, Math.ceil((units / model.provisionedPerMinute) * MICROS_PER_MINUTE) as Duration);
    const until = allocated(asked.reduce((sum, { allocating }) => sum + allocating, 0));
    let before = 0;
    for (const one of asked) {
      before += one.allocating;
      this.#awaitUnits(now, one, { from: begun, until, at: one.failing ? allocated(before) : until });
    }
    this.#owners.units.assertRate(functionIndex, model.provisionedPerMinute);
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

  #awaitUnits(now: Instant, of: Drawn, { from, until, at }: Readonly<Record<"from" | "until" | "at", Instant>>): void {
    const { version, units, init } = of;
    const batch = this.#owners.units.ask(version, units, { from, until, allocating: of.allocating });
    this.#owners.allocations.asked(now, version, batch, units);
    this.#owners.timer(after(at, of.initTime), Rank.Lifecycle, (then) => {
      if (of.fails) this.#onFailed(then, version, batch);
      else this.#onAllocated(then, version, { batch, init });
    });
  }

  /** PC-17, MOD: the Init of each of them is charged, as long as that of the last. */
  #onAllocated(now: Instant, version: number, asked: { batch: number; init: Duration }): void {
    const { units: all, recorder, holders } = this.#owners;
    const units = all.come(version, asked.batch);
    this.#owners.allocations.ended(now, asked.batch, units, false);
    if (units === 0) return;
    recorder.usage.unitsInitialised(recorder.segment, version, units, asked.init);
    const holder = holders.holderOf(version);
    const move = this.#moves.get(holder);
    if (move?.version === version) this.#go(now, holder, move);
    this.#settle(now, holder);
    const waiting = all.waitingOf(version);
    const ready = all.readyOf(version);
    const become =
      waiting === 0 ? `READY, ${ready} now` : `allocated, ${ready} READY, ${waiting} wait for others to end`;
    this.#notes.tell(now, version, `${units} provisioned units ${become}`, "PC-5");
  }

  /**
   * PC-7: none of the units asked for together comes, and what they claimed is free again (PC-20). An alias that was to
   * move to them stays, and its units with it.
   */
  #onFailed(now: Instant, version: number, batch: number): void {
    const { units: all, holders } = this.#owners;
    const holder = holders.holderOf(version);
    const wanted = holders.wantedOf(holder);
    const units = all.fail(version, batch);
    this.#owners.allocations.ended(now, batch, units, true);
    if (units === 0) return;
    this.#notes.tell(now, version, `${units} provisioned units FAILED: ${INIT_FAILURE}`, "PC-7");
    const move = this.#moves.get(holder);
    if (move?.version === version) {
      this.#moves.delete(holder);
      move.stay();
      this.#notes.tell(now, holder, "requests stay with the old version", "PC-7");
      this.#divide(now, holder, wanted);
    } else this.#settle(now, holder);
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
    for (const one of coming) this.#notes.last(now, one.version);
  }
}
