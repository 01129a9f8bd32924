/**
 * Provisioned units of each version: how many are READY, how many are on their way, how many are to go (PC-4 to PC-6).
 */
import type { Version } from "../../core/objects/functions.ts";
import { assert } from "../../kernel/assert.ts";
import { type Instant, MICROS_PER_MINUTE, START } from "../../kernel/time.ts";
import type { Functions } from "../front/functions.ts";

/** Units asked for together: none of them serves before all of them can (PC-5). */
interface Batch {
  readonly id: number;
  units: number;
  /** PC-4: from when on they are allocated, and when the last of them is; its Init comes after that. */
  readonly from: Instant;
  readonly until: Instant;
  /** So many are allocated until then: all, or those up to the first whose Init fails (PC-7). */
  readonly allocating: number;
  /** They have come, and wait for units of old code or of other versions to end. */
  waits: boolean;
}

/** Units that become READY together. */
export interface Coming {
  readonly version: number;
  readonly units: number;
}

/** Wide: each step of a unit, from asked for to gone, is a verb of its own that keeps the sums right. */
export class ProvisionedUnits {
  readonly #functions: Functions;
  /**
   * The core sees of each: READY units; `surplus`, of them those that end with their request, since fewer are wanted
   * now (PC-6); `replaced`, those of a version that has been replaced (ADM-4), which end with their request too.
   */
  readonly #versions: readonly Version[];
  readonly #pending: Batch[][];
  /** PC-15: READY units that are wanted elsewhere, and serve until those that take their place have come. */
  readonly #held: number[];
  #batches = 0;

  constructor(functions: Functions, versions: readonly Version[]) {
    this.#functions = functions;
    this.#versions = versions;
    this.#pending = Array.from({ length: functions.versionCount }, () => []);
    this.#held = Array.from({ length: functions.versionCount }, () => 0);
  }

  /** Units that serve, those to go included. */
  readyOf(version: number): number {
    return this.#versions[version]!.ready;
  }
  /** Units that will serve once everything asked for has come: what target tracking calls the capacity (AAS-14). */
  wantedOf(version: number): number {
    return (
      this.#versions[version]!.ready -
      this.#versions[version]!.surplus -
      this.#versions[version]!.replaced -
      this.#held[version]! +
      this.#pendingOf(version)
    );
  }
  /** Of all versions of a function: READY. */
  readyTotal(functionIndex: number): number {
    const [first] = this.#functions.versionsOf(functionIndex);
    return this.#versions[first!]!.fn.ready;
  }
  /** Of all versions of a function: what is configured, and charged (PR-R6). */
  wantedTotal(functionIndex: number): number {
    let units = 0;
    for (const version of this.#functions.versionsOf(functionIndex)) units += this.wantedOf(version);
    return units;
  }
  /**
   * PC-20: of all versions of a function, units claimed from the account: those configured, from the moment they are
   * asked for. What drains stands for what takes its place, so that nothing is claimed twice.
   */
  claimedTotal(functionIndex: number): number {
    return Math.max(this.wantedTotal(functionIndex), this.readyTotal(functionIndex));
  }

  /** More units are asked for, of which some are allocated by then. @returns the batch, for `come`. */
  ask(version: number, units: number, allocation: Pick<Batch, "from" | "until" | "allocating">): number {
    this.#batches++;
    this.#pending[version]!.push({ id: this.#batches, units, waits: false, ...allocation });
    return this.#batches;
  }

  /** PC-4: between any two moments no more units of a function are allocated than its rate allows. */
  assertRate(functionIndex: number, perMinute: number): void {
    const coming = this.#functions.versionsOf(functionIndex).flatMap((version) => this.#pending[version]!);
    const stretches = new Map<Instant, { from: Instant; units: number }>();
    for (const { units, allocating, from, until } of coming) {
      const before = stretches.get(until)?.units ?? 0;
      stretches.set(until, { from, units: before + Math.min(units, allocating) });
    }
    let last = START;
    for (const [until, { from, units }] of [...stretches].sort(([a], [b]) => a - b)) {
      const most = ((until - Math.max(from, last)) * perMinute) / MICROS_PER_MINUTE;
      assert(units <= most, "PC-4: more units are allocated than the function's rate allows");
      last = until;
    }
  }

  /** PC-4: when all that this function has asked for before, and has not called off, is allocated. */
  allocatedUntil(functionIndex: number): Instant {
    const all = this.#functions.versionsOf(functionIndex).flatMap((version) => this.#pending[version]!);
    return all.reduce((latest, { until }) => (until > latest ? until : latest), START);
  }

  /** A batch has come: it waits for room. @returns its units; 0 if it was called off. */
  come(version: number, batch: number): number {
    const found = this.#pending[version]!.find(({ id }) => id === batch);
    if (found === undefined) return 0;
    found.waits = true;
    return found.units;
  }

  /** Units of a version that have come, but are not READY yet. */
  waitingOf(version: number): number {
    return this.#pending[version]!.reduce((sum, { units, waits }) => (waits ? sum + units : sum), 0);
  }

  /**
   * Makes READY what has come, the longest waiting first, as far as there is room.
   * @param holds  no more units may be READY than are wanted: those to come wait for those that go.
   */
  bring(functionIndex: number, holds: boolean): Coming[] {
    const versions = this.#functions.versionsOf(functionIndex);
    const waiting = versions
      .flatMap((version) => this.#pending[version]!.filter(({ waits }) => waits).map(({ id }) => ({ version, id })))
      .sort((a, b) => a.id - b.id);
    const coming: Coming[] = [];
    for (const { version, id } of waiting) {
      const room = holds ? this.wantedTotal(functionIndex) - this.readyTotal(functionIndex) : Number.POSITIVE_INFINITY;
      const units = this.#takeSome(version, id, room);
      if (units === 0) break;
      this.#addReady(version, units);
      coming.push({ version, units });
      assert(!holds || this.#isWithin(functionIndex), "PC-20: more units became READY than are wanted");
    }
    return coming;
  }

  /** PC-7: a batch will never come. @returns its units, which are claimed no more; 0 if it was called off. */
  fail(version: number, batch: number): number {
    return this.#take(version, batch);
  }

  /** Units of which READY ones were kept from the start (PC-6 in its steady form). */
  begin(version: number, units: number): void {
    this.#addReady(version, units);
  }

  /** Fewer units are wanted here: calls off what has not come yet, newest first, and holds of READY ones the rest. */
  release(version: number, units: number): void {
    let left = units;
    const pending = this.#pending[version]!;
    while (left > 0 && pending.length > 0) {
      const newest = pending.at(-1)!;
      const cut = Math.min(left, newest.units);
      newest.units -= cut;
      left -= cut;
      if (newest.units === 0) pending.pop();
    }
    this.#held[version]! += left;
    const { ready, surplus, replaced } = this.#versions[version]!;
    assert(this.#held[version]! + surplus + replaced <= ready, "PC-6: more units were released than there are");
  }

  /** READY units that serve until others have come. */
  heldOf(version: number): number {
    return this.#held[version]!;
  }
  /** Units of a version that have not come yet. */
  comingOf(version: number): number {
    return this.#pendingOf(version) - this.waitingOf(version);
  }
  comingTo(versions: readonly number[]): number {
    return versions.reduce((sum, version) => sum + this.comingOf(version), 0);
  }
  /** So many of those that are held are to go, now or after their request (PC-6). */
  letGo(version: number, units: number): void {
    assert(units <= this.#held[version]!, "PC-15: a unit was let go that is not held");
    this.#held[version]! -= units;
    this.#versions[version]!.surplus += units;
  }

  /** READY units that should go as soon as they are idle. */
  surplusOf(version: number): number {
    return this.#versions[version]!.surplus;
  }
  /** Units that were to go, or are held, are wanted again after all. @returns how many units that saves. */
  keep(version: number, units: number): number {
    const held = Math.min(units, this.#held[version]!);
    const kept = Math.min(units - held, this.#versions[version]!.surplus);
    this.#held[version]! -= held;
    this.#versions[version]!.surplus -= kept;
    return held + kept;
  }
  /** A surplus unit has ended. */
  end(version: number): void {
    assert(this.#versions[version]!.surplus > 0, "PC-6: a unit ended that was to stay");
    this.#versions[version]!.surplus--;
    this.#addReady(version, -1);
  }

  #isWithin(functionIndex: number): boolean {
    return this.readyTotal(functionIndex) <= this.wantedTotal(functionIndex);
  }

  #addReady(version: number, units: number): void {
    const own = this.#versions[version]!;
    own.ready += units;
    own.fn.ready += units;
  }
  #take(version: number, batch: number): number {
    return this.#takeSome(version, batch, Number.POSITIVE_INFINITY);
  }

  /** So many units of a batch, at most, are no longer to come. @returns how many those are. */
  #takeSome(version: number, batch: number, most: number): number {
    const pending = this.#pending[version]!;
    const index = pending.findIndex(({ id }) => id === batch);
    if (index < 0) return 0;
    const found = pending[index]!;
    const units = Math.min(found.units, Math.max(0, most));
    found.units -= units;
    if (found.units === 0) pending.splice(index, 1);
    return units;
  }

  /** ADM-4: other code is to come: nothing more comes of the old one, READY units are held. @returns those wanted */
  renew(version: number): number {
    const wanted = this.wantedOf(version);
    const { ready, surplus, replaced } = this.#versions[version]!;
    this.#pending[version] = [];
    this.#held[version] = ready - surplus - replaced;
    return wanted;
  }
  /** ADM-4: it has come: whatever is READY is to go. */
  replace(version: number): void {
    const own = this.#versions[version]!;
    this.#held[version] = 0;
    own.surplus = 0;
    own.replaced = own.ready;
  }
  /** A unit of the replaced version has ended. */
  endReplaced(version: number): void {
    assert(this.#versions[version]!.replaced > 0, "ADM-4: a unit ended that had not been replaced");
    this.#versions[version]!.replaced--;
    this.#addReady(version, -1);
  }

  #pendingOf(version: number): number {
    let units = 0;
    for (const batch of this.#pending[version]!) units += batch.units;
    return units;
  }
}
