/** The speed limits in force for each function and Region, and their resizing when settings change. */
import type { RegionConfig } from "../../config.ts";
import type { Bucket } from "../../core/base/rates.ts";
import type { Parts } from "../../core/host/parts.ts";
import type { Instant } from "../../kernel/time.ts";
import { FACTS } from "../../vocabulary/facts.ts";
import { Admission } from "../../vocabulary/throttles.ts";
import type { Account } from "./account.ts";
import type { Functions } from "./functions.ts";
import { tenantLimitOf } from "./tenants.ts";

const PER_UNIT = FACTS.requestsPerUnit.value;

export class Limits {
  readonly #functions: Functions;
  readonly #account: Account;
  readonly #parts: Parts;
  /** RPS-1 by Region, RPS-2 by function. */
  readonly #accountRate: Bucket[];
  readonly #reservedRate: Bucket[];

  constructor(functions: Functions, account: Account, parts: Parts) {
    this.#functions = functions;
    this.#account = account;
    this.#parts = parts;
    this.#accountRate = functions.regions.map((region, index) => this.#bucket(this.#accountUnits(index), region));
    this.#reservedRate = functions.settings.map((_, index) =>
      this.#bucket(account.reservedOf(index), this.#regionOf(index)),
    );
  }

  /** Requests per second that bind this function, for explanations. */
  requestsPerSecond(functionIndex: number): number {
    const reserved = this.#account.reservedOf(functionIndex);
    return PER_UNIT * (reserved >= 0 ? reserved : this.#accountUnits(this.#functions.regionOf(functionIndex)));
  }

  /** The limit that an explanation names; -1 where no single number says it. */
  limitOf(functionIndex: number, admission: Admission): number {
    switch (admission) {
      case Admission.ReservedZero:
        return 0;
      // What provisioned units take of the reservation is not there for the others (PC-9).
      case Admission.ReservedFull:
        return this.#account.onDemandLimitOf(functionIndex);
      case Admission.PoolFull:
        return this.#account.sharedOf(functionIndex).limit;
      case Admission.RateReserved:
      case Admission.RateAccount:
        return this.requestsPerSecond(functionIndex);
      case Admission.TenantsFull:
        return tenantLimitOf({ functions: this.#functions, account: this.#account }, functionIndex);
      default:
        return -1;
    }
  }

  /** Settings have changed: the new rates hold from now on. */
  refresh(now: Instant): void {
    const { door, fns, versions } = this.#parts;
    for (const [index, region] of this.#functions.regions.entries()) {
      const { requestRateWindow } = region.model;
      door.resize(this.#accountRate[index]!, now, PER_UNIT * this.#accountUnits(index), requestRateWindow);
    }
    for (const fn of fns) {
      const { index } = fn;
      const reserved = Math.max(0, fn.reserved);
      const { requestRateWindow } = this.#regionOf(index).model;
      door.resize(this.#reservedRate[index]!, now, PER_UNIT * reserved, requestRateWindow);
      this.#bind(index);
    }
    // RPS-3: provisioned units serve ten requests per second each; the rest spills over.
    for (const { unitRate, ready, fn } of versions) {
      door.resize(unitRate, now, PER_UNIT * ready, this.#regionOf(fn.index).model.requestRateWindow);
    }
  }

  /** RPS-2, RPS-10: reserved functions count in the account's rate only when the model says so. */
  #bind(index: number): void {
    const fn = this.#parts.fns[index]!;
    const reserved = this.#account.isReserved(index);
    const counts = !reserved || this.#regionOf(index).model.accountRateIncludesReserved;
    fn.reservedRate = reserved ? this.#reservedRate[index]! : null;
    fn.accountRate = counts ? this.#accountRate[this.#functions.regionOf(index)]! : null;
    if (this.#functions.settings[index]!.tenancy === null) return;
    fn.tenantLimit = tenantLimitOf({ functions: this.#functions, account: this.#account }, index);
  }

  #regionOf(functionIndex: number): RegionConfig {
    return this.#functions.regions[this.#functions.regionOf(functionIndex)]!;
  }
  /** RPS-10, OQ-4: the quota, less all reservations unless the model counts them in. */
  #accountUnits(region: number): number {
    const { concurrency, model } = this.#functions.regions[region]!;
    if (model.accountRateIncludesReserved) return concurrency;
    const unreserved = this.#functions.settings
      .filter((_, index) => this.#functions.regionOf(index) === region)
      .reduce((units, settings) => units - (settings.reserved ?? 0), concurrency);
    // CONC-14: a quota may be lowered below what is reserved.
    return Math.max(0, unreserved);
  }
  #bucket(units: number, region: RegionConfig): Bucket {
    return this.#parts.door.fullBucket(PER_UNIT * Math.max(0, units), region.model.requestRateWindow);
  }
}
