/** What AWS charges for and nothing else needs: counts weighed by memory, units and snapshots over time, surcharges. */
import type { Duration, Instant } from "../../kernel/time.ts";
import { MICROS_PER_MILLISECOND } from "../../kernel/time.ts";
import type { Functions } from "../../lambda/front/functions.ts";
import type { ProvisionedUnits } from "../../lambda/provisioned/provisioned-units.ts";
import { provisionedMs, snapshotMs, storageMb } from "../../pricing/metering.ts";
import { Count, CountTable } from "../tables/counts.ts";
import { GaugeTable, gaugeRows } from "../tables/gauges.ts";

/** MB times what is counted: its memory, or of storage its charged /tmp. */
export const Weighed = { BilledMs: 0, ProvisionedMs: 1, Restores: 2, Created: 3, StorageMs: 4, UnitInitMs: 5 } as const;
export type Weighed = (typeof Weighed)[keyof typeof Weighed];
const WEIGHED: readonly number[] = [
  Count.billedMsSum,
  Count.provisionedBilledMs,
  Count.restores,
  Count.environmentsCreatedCount,
  Count.billedMsSum,
  Count.unitInitMs,
];

/** MB over time: of the provisioned units that are configured, and of the snapshots that are kept. */
export const Held = { Provisioned: 0, Snapshots: 1 } as const;
export type Held = (typeof Held)[keyof typeof Held];
const HELD = 2;

/** A version that was published before the run began. */
const BEFORE = -1;
const NONE = -1;

export class UsageRecorder {
  readonly #functions: Functions;
  readonly #units: ProvisionedUnits;
  readonly #counts: CountTable;
  readonly #weighed: CountTable;
  /** What of each count has been weighed in this segment; by function and kind. */
  readonly #seen: Float64Array;
  readonly #held: GaugeTable;
  /** MB x µs that minimum times add (PR-R6, PR-R8). */
  readonly #added: CountTable;
  /** By function: since and until when it has provisioned units, and how many MB they were last. */
  readonly #enabledAt: Float64Array;
  readonly #disabledAt: Float64Array;
  readonly #configuredMb: Float64Array;
  /** By version. */
  readonly #publishedAt: Float64Array;

  constructor(functions: Functions, units: ProvisionedUnits, counts: CountTable, segments: number) {
    const { count, versionCount } = functions;
    this.#functions = functions;
    this.#units = units;
    this.#counts = counts;
    this.#weighed = new CountTable(segments, count, WEIGHED.length);
    this.#seen = new Float64Array(count * WEIGHED.length);
    this.#held = new GaugeTable(gaugeRows(count, HELD));
    this.#added = new CountTable(segments, count, HELD);
    this.#enabledAt = new Float64Array(count).fill(NONE);
    this.#disabledAt = new Float64Array(count).fill(NONE);
    this.#configuredMb = new Float64Array(count);
    this.#publishedAt = new Float64Array(versionCount).fill(BEFORE);
  }

  /** Everything counted so far in this segment is weighed with the settings in force. */
  weigh(segment: number): void {
    for (const [index, { memoryMb, storageMb: configured = 0 }] of this.#functions.settings.entries()) {
      for (const [kind, count] of WEIGHED.entries()) {
        const cell = index * WEIGHED.length + kind;
        const counted = this.#counts.total([segment], index, count);
        const mb = kind === Weighed.StorageMs ? storageMb(configured) : memoryMb;
        this.#weighed.add(segment, index, kind, (counted - this.#seen[cell]!) * mb);
        this.#seen[cell] = counted;
      }
    }
  }

  /** Units, versions or settings have changed. */
  changed(now: Instant, segment: number): void {
    for (const [index, { memoryMb }] of this.#functions.settings.entries()) {
      const units = this.#units.wantedTotal(index);
      const versions = this.#functions.versionsOf(index).filter((version) => this.#functions.restores(version));
      this.#held.set(index, Held.Provisioned, units * memoryMb, now);
      this.#held.set(index, Held.Snapshots, versions.length * memoryMb, now);
      this.#closePeriod(now, segment, index);
      if (units > 0) this.#goOn(now, index, units * memoryMb);
      else if (this.#enabledAt[index] !== NONE && this.#disabledAt[index] === NONE) this.#disabledAt[index] = now;
    }
  }

  /** Units that come back at the moment at which they went, as those of an alias that moves, were never away. */
  #goOn(now: Instant, index: number, mb: number): void {
    if (this.#enabledAt[index] === NONE) this.#enabledAt[index] = now;
    this.#disabledAt[index] = NONE;
    this.#configuredMb[index] = mb;
  }

  /** PR-R6: from enabling to disabling in whole steps; what the last step lacks is charged at what was there last. */
  #closePeriod(now: Instant, segment: number, index: number): void {
    const disabledAt = this.#disabledAt[index]!;
    if (disabledAt === NONE || disabledAt === now) return;
    const lasted = disabledAt - this.#enabledAt[index]!;
    const charged = provisionedMs(lasted / MICROS_PER_MILLISECOND) * MICROS_PER_MILLISECOND;
    this.#added.add(segment, index, Held.Provisioned, (charged - lasted) * this.#configuredMb[index]!);
    this.#enabledAt[index] = NONE;
    this.#disabledAt[index] = NONE;
  }

  /** PC-17: so many units have become READY, each after this Init. */
  unitsInitialised(segment: number, version: number, units: number, init: Duration): void {
    const initMs = Math.ceil(init / MICROS_PER_MILLISECOND);
    this.#counts.add(segment, this.#functions.ofVersion(version), Count.unitInitMs, units * initMs);
  }

  /** PR-R8, MOD: a version takes the place of one that is deleted then; one from before the run is old enough. */
  published(now: Instant, segment: number, version: number): void {
    const before = this.#publishedAt[version]!;
    this.#publishedAt[version] = now;
    if (before === BEFORE || !this.#functions.restores(version)) return;
    const index = this.#functions.ofVersion(version);
    const lasted = now - before;
    const charged = snapshotMs(lasted / MICROS_PER_MILLISECOND) * MICROS_PER_MILLISECOND;
    this.#added.add(segment, index, Held.Snapshots, (charged - lasted) * this.#functions.settings[index]!.memoryMb);
  }

  endSegment(now: Instant, segment: number): void {
    for (let index = 0; index < this.#functions.count; index++) this.#closePeriod(now, segment, index);
    this.weigh(segment);
    this.#seen.fill(0);
    this.#held.endSegment(now);
  }

  /** MB x what is counted, 0 or more. */
  weighed(segments: readonly number[], index: number, kind: Weighed): number {
    return this.#weighed.total(segments, index, kind);
  }

  /** MB x µs, minimum times included, 0 or more. */
  held(segments: readonly number[], index: number, kind: Held): number {
    return this.#held.integral(segments, index, kind) + this.#added.total(segments, index, kind);
  }
}
