/** Concurrency: who runs how much, on which pool, and where the limits are (CONC, RES, PC-12). */
import { assert } from "../kernel/assert.ts";
import type { Functions } from "./functions.ts";
import type { ProvisionedUnits } from "./provisioned-units.ts";

/** What a function holds. An object and not a row of numbers: V8 checks its shape once, and bounds at every access. */
export class FunctionUnits {
  /** Units reserved; -1 for none. */
  reserved = -1;
  /** RES-3: most that may run on demand of a reservation. */
  onDemandLimit = 0;
  /** Running on demand and on provisioned units. */
  onDemand = 0;
  provisioned = 0;
  /** On Managed Instances: outside every pool and quota (LMI-1). */
  managed = 0;
  readonly region: RegionUnits;

  constructor(region: RegionUnits) {
    this.region = region;
  }

  /** Requests running at once, on every kind. */
  get busy(): number {
    return this.onDemand + this.provisioned + this.managed;
  }

  /** CONC-9, RES-3, PC-9: one more request may run on demand. */
  get hasUnit(): boolean {
    if (this.reserved >= 0) return this.onDemand < this.onDemandLimit;
    return this.region.unreserved < this.region.pool;
  }

  /** ADM-2: a request begins on demand; the caller has asked `hasUnit`. */
  takeOnDemand(): void {
    if (this.reserved < 0) this.region.unreserved++;
    this.onDemand++;
    this.region.running++;
  }

  giveOnDemand(): void {
    assert(this.onDemand > 0, "ADM-2: an on-demand unit was given back twice");
    if (this.reserved < 0) this.region.unreserved--;
    this.onDemand--;
    this.region.running--;
  }
}

/** What runs in a Region, on its unreserved pool and at all; size of that pool, units claimed outside it. */
export class RegionUnits {
  unreserved = 0;
  running = 0;
  pool = 0;
  setAside = 0;
}

export class Account {
  readonly #functions: Functions;
  readonly #units: ProvisionedUnits;
  readonly #ofFunction: readonly FunctionUnits[];
  readonly #ofRegion: readonly RegionUnits[];

  constructor(functions: Functions, units: ProvisionedUnits) {
    this.#functions = functions;
    this.#units = units;
    this.#ofRegion = functions.regions.map(() => new RegionUnits());
    this.#ofFunction = functions.settings.map(
      (_, index) => new FunctionUnits(this.#ofRegion[functions.regionOf(index)]!),
    );
    this.refresh();
  }

  inRegion(region: number): RegionUnits {
    return this.#ofRegion[region]!;
  }
  unitsOf(functionIndex: number): FunctionUnits {
    return this.#ofFunction[functionIndex]!;
  }
  /** RES-1: has a reservation, be it 0. */
  isReserved(functionIndex: number): boolean {
    return this.unitsOf(functionIndex).reserved >= 0;
  }
  /** Units reserved; -1 for none. */
  reservedOf(functionIndex: number): number {
    return this.unitsOf(functionIndex).reserved;
  }
  onDemandBusyOf(functionIndex: number): number {
    return this.unitsOf(functionIndex).onDemand;
  }
  /** Requests of this function running at once, on every kind. */
  busyOf(functionIndex: number): number {
    return this.unitsOf(functionIndex).busy;
  }
  provisionedBusyOf(functionIndex: number): number {
    return this.unitsOf(functionIndex).provisioned;
  }
  /** CONC-9: size of the Region's unreserved on-demand pool; 0 when a lowered quota leaves nothing (CONC-14). */
  poolOf(region: number): number {
    return Math.max(0, this.#ofRegion[region]!.pool);
  }
  unreservedBusyOf(region: number): number {
    return this.#ofRegion[region]!.unreserved;
  }
  busyInRegion(region: number): number {
    return this.#ofRegion[region]!.running;
  }
  /** MET-8: unreserved in use, plus what is reserved or provisioned, used or not. */
  claimedOf(region: number): number {
    const { unreserved, setAside } = this.#ofRegion[region]!;
    return unreserved + setAside;
  }
  /** Most that this function may run on demand: its reservation less its provisioned units, or the shared pool. */
  onDemandLimitOf(functionIndex: number): number {
    const { reserved, onDemandLimit, region } = this.unitsOf(functionIndex);
    return reserved >= 0 ? onDemandLimit : Math.max(0, region.pool);
  }

  hasUnit(functionIndex: number): boolean {
    return this.unitsOf(functionIndex).hasUnit;
  }
  takeOnDemand(functionIndex: number): void {
    this.unitsOf(functionIndex).takeOnDemand();
  }
  giveOnDemand(functionIndex: number): void {
    this.unitsOf(functionIndex).giveOnDemand();
  }

  takeProvisioned(functionIndex: number): void {
    const units = this.unitsOf(functionIndex);
    units.provisioned++;
    units.region.running++;
  }

  giveProvisioned(functionIndex: number): void {
    const units = this.unitsOf(functionIndex);
    assert(units.provisioned > 0, "ADM-2: a provisioned unit was given back twice");
    units.provisioned--;
    units.region.running--;
  }

  /** LMI-1, MOD: a request on Managed Instances takes nothing from the account's concurrency. */
  takeManaged(functionIndex: number): void {
    this.unitsOf(functionIndex).managed++;
  }

  giveManaged(functionIndex: number): void {
    assert(this.unitsOf(functionIndex).managed > 0, "LMI-1: a worker was given back twice");
    this.unitsOf(functionIndex).managed--;
  }

  /** Adds what each function holds of the Region's unreserved pool now to its cell. */
  addHoldings(region: number, cells: Float64Array): void {
    for (const [index, units] of this.#ofFunction.entries()) {
      if (units.reserved < 0 && units.region === this.#ofRegion[region]) cells[index]! += units.onDemand;
    }
  }

  /** RES-9, RES-10, CONC-14: reads the limits anew; what runs goes on, in the pool that its function now belongs to. */
  refresh(): void {
    const { regions, settings } = this.#functions;
    for (const [index, region] of this.#ofRegion.entries()) {
      region.unreserved = 0;
      region.pool = regions[index]!.concurrency;
    }
    for (const [index, { reserved }] of settings.entries()) {
      const units = this.unitsOf(index);
      // PC-20: within a reservation units count when they are READY, in the account from when they are asked for.
      const ready = this.#units.readyTotal(index);
      units.reserved = reserved ?? -1;
      units.onDemandLimit = Math.max(0, (reserved ?? 0) - ready);
      units.region.pool -= reserved ?? this.#units.claimedTotal(index);
      if (reserved === null) units.region.unreserved += units.onDemand;
    }
    for (const [index, region] of this.#ofRegion.entries()) region.setAside = regions[index]!.concurrency - region.pool;
  }
}
