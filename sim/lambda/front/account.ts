/** Concurrency: who runs how much, on which pool, and where the limits are (CONC, RES, PC-12). The core counts. */

import { NO_CEILING } from "../../core/base/numbers.ts";
import type { Parts } from "../../core/host/parts.ts";
import type { LambdaFunction, Region } from "../../core/objects/functions.ts";
import { assert } from "../../kernel/assert.ts";
import type { ProvisionedUnits } from "../provisioned/provisioned-units.ts";
import type { Functions } from "./functions.ts";
import { servesAbove } from "./policies.ts";

/** Wide: whoever runs, refuses, measures or explains asks here. */
export class Account {
  readonly #functions: Functions;
  readonly #units: ProvisionedUnits;
  readonly #fns: readonly LambdaFunction[];
  readonly #regions: readonly Region[];

  constructor(functions: Functions, units: ProvisionedUnits, parts: Parts) {
    this.#functions = functions;
    this.#units = units;
    this.#fns = parts.fns;
    this.#regions = parts.regions;
    this.refresh();
  }

  /** RES-1: has a reservation, be it 0. */
  isReserved(functionIndex: number): boolean {
    return this.reservedOf(functionIndex) >= 0;
  }
  /** Units reserved; -1 for none. */
  reservedOf(functionIndex: number): number {
    return this.#fns[functionIndex]!.reserved;
  }
  onDemandBusyOf(functionIndex: number): number {
    return this.#fns[functionIndex]!.onDemand;
  }
  /** Requests of this function running at once, on every kind. */
  busyOf(functionIndex: number): number {
    const { onDemand, provisioned, served } = this.#fns[functionIndex]!;
    return onDemand + provisioned + served;
  }
  provisionedBusyOf(functionIndex: number): number {
    return this.#fns[functionIndex]!.provisioned;
  }
  /** CONC-9: size of the Region's unreserved on-demand pool; 0 when a lowered quota leaves nothing (CONC-14). */
  poolOf(region: number): number {
    return Math.max(0, this.#regions[region]!.pool);
  }
  unreservedBusyOf(region: number): number {
    return this.#regions[region]!.unreserved;
  }
  /** What this function shares with others when that is full: the unreserved pool, else the whole quota (CONC-2). */
  sharedOf(functionIndex: number): { readonly limit: number; readonly inUse: number } {
    const { reserved, region } = this.#fns[functionIndex]!;
    const poolIsFull = reserved < 0 && region.unreserved >= region.pool;
    if (poolIsFull) return { limit: Math.max(0, region.pool), inUse: region.unreserved };
    return { limit: region.ceiling, inUse: region.running };
  }
  busyInRegion(region: number): number {
    return this.#regions[region]!.running;
  }
  /** MET-8: unreserved in use, plus what is reserved or provisioned, used or not. */
  claimedOf(region: number): number {
    const { unreserved, setAside } = this.#regions[region]!;
    return unreserved + setAside;
  }
  /** Most that this function may run on demand: its reservation less its provisioned units, or the shared pool. */
  onDemandLimitOf(functionIndex: number): number {
    const { reserved, onDemandLimit, region } = this.#fns[functionIndex]!;
    return reserved >= 0 ? onDemandLimit : Math.max(0, region.pool);
  }

  /** LMI-1, MOD: a request on Managed Instances takes nothing from the account's concurrency. */
  takeServed(functionIndex: number): void {
    this.#fns[functionIndex]!.served++;
  }
  giveServed(functionIndex: number): void {
    assert(this.#fns[functionIndex]!.served > 0, "LMI-1: a worker was given back twice");
    this.#fns[functionIndex]!.served--;
  }

  /** Adds what each function holds of the Region's unreserved pool now to its cell. */
  addHoldings(region: number, cells: Float64Array): void {
    for (const { index, reserved, region: own, onDemand } of this.#fns) {
      if (reserved < 0 && own === this.#regions[region]) cells[index]! += onDemand;
    }
  }

  /** PC-20: what drains stands for what takes its place. */
  #assertClaimed(functionIndex: number): void {
    const units = this.#units;
    const most = Math.max(units.wantedTotal(functionIndex), units.readyTotal(functionIndex));
    assert(units.claimedTotal(functionIndex) <= most, "PC-20: more units are claimed than are configured, or READY");
  }

  /** RES-9, RES-10, CONC-14: reads the limits anew; what runs goes on, in the pool that its function now belongs to. */
  refresh(): void {
    const { regions, settings } = this.#functions;
    const running = this.#regions.map(() => 0);
    for (const [index, region] of this.#regions.entries()) {
      region.unreserved = 0;
      region.pool = regions[index]!.concurrency;
      region.ceiling = servesAbove(regions[index]!.model) ? NO_CEILING : regions[index]!.concurrency;
    }
    for (const [index, { reserved }] of settings.entries()) {
      const fn = this.#fns[index]!;
      // PC-20: within a reservation units count when they are READY, in the account from when they are asked for.
      fn.reserved = reserved ?? -1;
      fn.onDemandLimit = Math.max(0, (reserved ?? 0) - fn.ready);
      fn.ceiling = reserved === null || servesAbove(this.#functions.modelOf(index)) ? NO_CEILING : reserved;
      this.#assertClaimed(index);
      fn.region.pool -= reserved ?? this.#units.claimedTotal(index);
      if (reserved === null) fn.region.unreserved += fn.onDemand;
      running[this.#functions.regionOf(index)]! += fn.onDemand + fn.provisioned;
    }
    for (const [index, region] of this.#regions.entries()) {
      assert(region.running === running[index], "CONC-1: a Region runs something else than its functions do");
      region.setAside = regions[index]!.concurrency - region.pool;
    }
  }
}
