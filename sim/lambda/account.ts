/** Concurrency: who runs how much, on which pool, and where the limits are (CONC, RES, PC-12). */
import { assert } from "../kernel/assert.ts";
import type { Functions } from "./functions.ts";
import type { ProvisionedUnits } from "./provisioned-units.ts";

export class Account {
  readonly #functions: Functions;
  readonly #units: ProvisionedUnits;
  readonly #reserved: Float64Array;
  /** Running on demand and on provisioned units, by function. */
  readonly #onDemand: Int32Array;
  readonly #provisioned: Int32Array;
  /** On Managed Instances, by function: outside every pool and quota (LMI-1). */
  readonly #managed: Int32Array;
  readonly #onDemandLimit: Float64Array;
  /** By Region: running on the unreserved pool, running at all, size of that pool, units claimed outside it. */
  readonly #unreserved: Int32Array;
  readonly #running: Int32Array;
  readonly #pool: Float64Array;
  readonly #setAside: Float64Array;

  constructor(functions: Functions, units: ProvisionedUnits) {
    const regions = functions.regions.length;
    this.#functions = functions;
    this.#units = units;
    this.#reserved = new Float64Array(functions.count);
    this.#onDemand = new Int32Array(functions.count);
    this.#provisioned = new Int32Array(functions.count);
    this.#managed = new Int32Array(functions.count);
    this.#onDemandLimit = new Float64Array(functions.count);
    this.#unreserved = new Int32Array(regions);
    this.#running = new Int32Array(regions);
    this.#pool = new Float64Array(regions);
    this.#setAside = new Float64Array(regions);
    this.refresh();
  }

  /** RES-1: has a reservation, be it 0. */
  isReserved(functionIndex: number): boolean {
    return this.#reserved[functionIndex]! >= 0;
  }
  /** Units reserved; -1 for none. */
  reservedOf(functionIndex: number): number {
    return this.#reserved[functionIndex]!;
  }
  onDemandBusyOf(functionIndex: number): number {
    return this.#onDemand[functionIndex]!;
  }
  /** Requests of this function running at once, on every kind. */
  busyOf(functionIndex: number): number {
    return this.#onDemand[functionIndex]! + this.#provisioned[functionIndex]! + this.#managed[functionIndex]!;
  }
  provisionedBusyOf(functionIndex: number): number {
    return this.#provisioned[functionIndex]!;
  }
  /** CONC-9: size of the Region's unreserved on-demand pool; 0 when a lowered quota leaves nothing (CONC-14). */
  poolOf(region: number): number {
    return Math.max(0, this.#pool[region]!);
  }
  unreservedBusyOf(region: number): number {
    return this.#unreserved[region]!;
  }
  busyInRegion(region: number): number {
    return this.#running[region]!;
  }
  /** MET-8: unreserved in use, plus what is reserved or provisioned, used or not. */
  claimedOf(region: number): number {
    return this.#unreserved[region]! + this.#setAside[region]!;
  }
  /** Most that this function may run on demand: its reservation less its provisioned units, or the shared pool. */
  onDemandLimitOf(functionIndex: number): number {
    return this.isReserved(functionIndex)
      ? this.#onDemandLimit[functionIndex]!
      : this.poolOf(this.#functions.regionOf(functionIndex));
  }

  /** CONC-9, RES-3, PC-9: one more request may run on demand. */
  hasUnit(functionIndex: number): boolean {
    if (this.isReserved(functionIndex)) return this.#onDemand[functionIndex]! < this.#onDemandLimit[functionIndex]!;
    const region = this.#functions.regionOf(functionIndex);
    return this.#unreserved[region]! < this.#pool[region]!;
  }

  /** ADM-2: a request begins on demand; the caller has asked `hasUnit`. */
  takeOnDemand(functionIndex: number): void {
    const region = this.#functions.regionOf(functionIndex);
    if (!this.isReserved(functionIndex)) this.#unreserved[region]!++;
    this.#onDemand[functionIndex]!++;
    this.#running[region]!++;
  }

  giveOnDemand(functionIndex: number): void {
    const region = this.#functions.regionOf(functionIndex);
    assert(this.#onDemand[functionIndex]! > 0, "ADM-2: an on-demand unit was given back twice");
    if (!this.isReserved(functionIndex)) this.#unreserved[region]!--;
    this.#onDemand[functionIndex]!--;
    this.#running[region]!--;
  }

  takeProvisioned(functionIndex: number): void {
    this.#provisioned[functionIndex]!++;
    this.#running[this.#functions.regionOf(functionIndex)]!++;
  }

  giveProvisioned(functionIndex: number): void {
    assert(this.#provisioned[functionIndex]! > 0, "ADM-2: a provisioned unit was given back twice");
    this.#provisioned[functionIndex]!--;
    this.#running[this.#functions.regionOf(functionIndex)]!--;
  }

  /** LMI-1, MOD: a request on Managed Instances takes nothing from the account's concurrency. */
  takeManaged(functionIndex: number): void {
    this.#managed[functionIndex]!++;
  }

  giveManaged(functionIndex: number): void {
    assert(this.#managed[functionIndex]! > 0, "LMI-1: a worker was given back twice");
    this.#managed[functionIndex]!--;
  }

  /** Adds what each function holds of the Region's unreserved pool now to its cell. */
  addHoldings(region: number, cells: Float64Array): void {
    for (let index = 0; index < cells.length; index++) {
      if (!this.isReserved(index) && this.#functions.regionOf(index) === region)
        cells[index]! += this.#onDemand[index]!;
    }
  }

  /** RES-9, RES-10, CONC-14: reads the limits anew; what runs goes on, in the pool that its function now belongs to. */
  refresh(): void {
    const { regions, settings } = this.#functions;
    this.#unreserved.fill(0);
    for (const [region, { concurrency }] of regions.entries()) this.#pool[region] = concurrency;
    for (const [index, { reserved }] of settings.entries()) {
      const region = this.#functions.regionOf(index);
      // PC-20: within a reservation units count when they are READY, in the account from when they are asked for.
      const ready = this.#units.readyTotal(index);
      this.#reserved[index] = reserved ?? -1;
      this.#onDemandLimit[index] = Math.max(0, (reserved ?? 0) - ready);
      this.#pool[region]! -= reserved ?? this.#units.claimedTotal(index);
      if (reserved === null) this.#unreserved[region]! += this.#onDemand[index]!;
    }
    for (const [region, { concurrency }] of regions.entries()) {
      this.#setAside[region] = concurrency - this.#pool[region]!;
    }
  }
}
