/** The speed limits in force for each function and Region, and their resizing when settings change. */
import type { RegionConfig } from "../config.ts";
import { FACTS } from "../facts.ts";
import { type Duration, type Instant, MICROS_PER_SECOND } from "../kernel/time.ts";
import type { Account } from "./account.ts";
import type { Functions } from "./functions.ts";
import { allowancesOf, scalingAllowance } from "./policies.ts";
import type { ProvisionedUnits } from "./provisioned-units.ts";
import { RateGrowth, type ScalingAllowance, TokenBucket } from "./rates.ts";

const PER_UNIT = FACTS.requestsPerUnit.value;
/** SCALE-6 remembers a peak for one idle lifetime; a preset without a version rule keeps the measured one. */
const MEASURED_LIFETIME = (640 * MICROS_PER_SECOND) as Duration;

/** The request rates that bind the synchronous calls of a function. */
export class RequestRates {
  /** RPS-2: null without a reservation. */
  reserved: TokenBucket | null = null;
  /** RPS-1, RPS-10: null for a function that does not count in the account's rate. */
  account: TokenBucket | null = null;
  /** SCALE-6. */
  readonly growth: RateGrowth;

  constructor(growth: RateGrowth) {
    this.growth = growth;
  }

  hasReserved(now: Instant): boolean {
    return this.reserved === null || this.reserved.has(now);
  }
  hasAccount(now: Instant): boolean {
    return this.account === null || this.account.has(now);
  }
  /** RPS-9: only a served synchronous request uses up the rates. */
  use(): void {
    this.growth.use();
    this.reserved?.use();
    this.account?.use();
  }
}

export class Limits {
  readonly #functions: Functions;
  readonly #account: Account;
  readonly #units: ProvisionedUnits;
  /** RPS-1 by Region, RPS-2 by function, RPS-3 by version. */
  readonly #accountRate: TokenBucket[];
  readonly #reservedRate: TokenBucket[];
  readonly #provisionedRate: TokenBucket[] = [];
  readonly #rates: readonly RequestRates[];
  readonly #scaling: ScalingAllowance[];

  constructor(functions: Functions, account: Account, units: ProvisionedUnits) {
    this.#functions = functions;
    this.#account = account;
    this.#units = units;
    const allowances = functions.regions.map(allowancesOf);
    const indexes = functions.settings.map((_, index) => index);
    this.#accountRate = functions.regions.map((region, index) => this.#bucket(this.#accountUnits(index), region));
    this.#reservedRate = indexes.map((index) => this.#bucket(account.reservedOf(index), this.#regionOf(index)));
    this.#rates = indexes.map((index) => new RequestRates(this.#growthOf(this.#regionOf(index))));
    this.#scaling = indexes.map((index) => allowances[functions.regionOf(index)]!());
    for (let version = 0; version < functions.versionCount; version++) {
      this.#provisionedRate.push(this.#bucket(0, this.#regionOf(functions.ofVersion(version))));
    }
  }

  /** What binds a synchronous call of this function. */
  ratesOf(functionIndex: number): RequestRates {
    return this.#rates[functionIndex]!;
  }

  /** RPS-3: provisioned units serve ten requests per second each; the rest spills over. */
  hasProvisionedRate(version: number, now: Instant): boolean {
    return this.#provisionedRate[version]!.has(now);
  }
  useProvisionedRate(version: number): void {
    this.#provisionedRate[version]!.use();
  }

  /** SCALE-1: takes the right to add one environment; a refusal changes nothing. */
  takeScaling(functionIndex: number, now: Instant): boolean {
    return this.#scaling[functionIndex]!.take(now);
  }

  /** Requests per second that bind this function, for explanations. */
  requestsPerSecond(functionIndex: number): number {
    const reserved = this.#account.reservedOf(functionIndex);
    return PER_UNIT * (reserved >= 0 ? reserved : this.#accountUnits(this.#functions.regionOf(functionIndex)));
  }

  /** Settings have changed: the new rates hold from now on. */
  refresh(now: Instant): void {
    for (const [index, region] of this.#functions.regions.entries()) {
      const { requestRateWindow } = region.model;
      this.#accountRate[index]!.resize(now, PER_UNIT * this.#accountUnits(index), requestRateWindow);
    }
    for (const [index, bucket] of this.#reservedRate.entries()) {
      const reserved = Math.max(0, this.#account.reservedOf(index));
      bucket.resize(now, PER_UNIT * reserved, this.#regionOf(index).model.requestRateWindow);
    }
    for (const [index, rates] of this.#rates.entries()) this.#bind(rates, index);
    this.#refreshProvisioned(now);
  }

  /** RPS-2, RPS-10: reserved functions count in the account's rate only when the model says so. */
  #bind(rates: RequestRates, index: number): void {
    const reserved = this.#account.isReserved(index);
    const counts = !reserved || this.#regionOf(index).model.accountRateIncludesReserved;
    rates.reserved = reserved ? this.#reservedRate[index]! : null;
    rates.account = counts ? this.#accountRate[this.#functions.regionOf(index)]! : null;
  }

  #refreshProvisioned(now: Instant): void {
    for (const [version, bucket] of this.#provisionedRate.entries()) {
      const { requestRateWindow } = this.#regionOf(this.#functions.ofVersion(version)).model;
      bucket.resize(now, PER_UNIT * this.#units.readyOf(version), requestRateWindow);
    }
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
  /** SCALE-6: ten requests/s for each environment of SCALE-1. */
  #growthOf({ model }: RegionConfig): RateGrowth {
    return new RateGrowth(model.idleLifetime.version ?? MEASURED_LIFETIME, PER_UNIT * scalingAllowance(model));
  }
  #bucket(units: number, region: RegionConfig): TokenBucket {
    return new TokenBucket(PER_UNIT * Math.max(0, units), region.model.requestRateWindow);
  }
}
