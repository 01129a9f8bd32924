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

export class Limits {
  readonly #functions: Functions;
  readonly #account: Account;
  readonly #units: ProvisionedUnits;
  /** RPS-1 by Region, RPS-2 by function, RPS-3 by version. */
  readonly #accountRate: TokenBucket[];
  readonly #reservedRate: TokenBucket[];
  readonly #provisionedRate: TokenBucket[] = [];
  readonly #growth: RateGrowth[];
  readonly #scaling: ScalingAllowance[];

  constructor(functions: Functions, account: Account, units: ProvisionedUnits) {
    this.#functions = functions;
    this.#account = account;
    this.#units = units;
    const allowances = functions.regions.map(allowancesOf);
    const indexes = functions.settings.map((_, index) => index);
    this.#accountRate = functions.regions.map((region, index) => this.#bucket(this.#accountUnits(index), region));
    this.#reservedRate = indexes.map((index) => this.#bucket(account.reservedOf(index), this.#regionOf(index)));
    this.#growth = indexes.map((index) => this.#growthOf(this.#regionOf(index)));
    this.#scaling = indexes.map((index) => allowances[functions.regionOf(index)]!());
    for (let version = 0; version < functions.versionCount; version++) {
      this.#provisionedRate.push(this.#bucket(0, this.#regionOf(functions.ofVersion(version))));
    }
  }

  /** SCALE-6. */
  hasGrowth(functionIndex: number, now: Instant): boolean {
    return this.#growth[functionIndex]!.has(now);
  }
  /** RPS-2. Functions without a reservation have none of their own. */
  hasReservedRate(functionIndex: number, now: Instant): boolean {
    return !this.#account.isReserved(functionIndex) || this.#reservedRate[functionIndex]!.has(now);
  }
  /** RPS-1, RPS-10: reserved functions count here only when the model says so. */
  hasAccountRate(functionIndex: number, now: Instant): boolean {
    const region = this.#functions.regionOf(functionIndex);
    return !this.#countsInAccount(functionIndex) || this.#accountRate[region]!.has(now);
  }
  /** RPS-9: only a served synchronous request uses up the rates. */
  useRates(functionIndex: number): void {
    this.#growth[functionIndex]!.use();
    if (this.#account.isReserved(functionIndex)) this.#reservedRate[functionIndex]!.use();
    if (this.#countsInAccount(functionIndex)) this.#accountRate[this.#functions.regionOf(functionIndex)]!.use();
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
    this.#refreshProvisioned(now);
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
  #countsInAccount(functionIndex: number): boolean {
    return !this.#account.isReserved(functionIndex) || this.#regionOf(functionIndex).model.accountRateIncludesReserved;
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
