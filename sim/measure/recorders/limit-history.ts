/** The limits in force over time, for the dotted lines of charts: one entry for each moment at which they changed. */
import { type Instant, toMs } from "../../kernel/time.ts";
import type { Account } from "../../lambda/front/account.ts";
import type { Functions } from "../../lambda/front/functions.ts";
import { tenantLimitOf } from "../../lambda/front/tenants.ts";
import type { ProvisionedUnits } from "../../lambda/provisioned/provisioned-units.ts";
import type { Runtimes } from "../../lambda/runtimes/runtimes.ts";
import type { FunctionLimits, RegionLimits, Result } from "../../result.ts";
import { rounded } from "../tables/rounding.ts";

export class LimitHistory {
  readonly #functions: Functions;
  readonly #account: Account;
  readonly #units: ProvisionedUnits;
  readonly #runtimes: Runtimes;
  readonly #ofFunctions: FunctionLimits[][];
  readonly #ofRegions: RegionLimits[][];

  constructor(functions: Functions, account: Account, units: ProvisionedUnits, runtimes: Runtimes) {
    this.#functions = functions;
    this.#account = account;
    this.#units = units;
    this.#runtimes = runtimes;
    this.#ofFunctions = functions.settings.map(() => []);
    this.#ofRegions = functions.regions.map(() => []);
  }

  /** Notes what holds from now on, where it differs from before. */
  note(now: Instant): void {
    const fromMs = rounded(toMs(now));
    for (const [index, { reserved }] of this.#functions.settings.entries()) {
      const onDemand = this.#account.onDemandLimitOf(index);
      const provisioned = this.#units.readyTotal(index);
      const more = { ...this.#byVersion(index), ...this.#tenants(index) };
      const entry = { fromMs, reserved, provisioned, onDemand, ...more, ...this.#runtimes.limits(index) };
      append(this.#ofFunctions[index]!, entry);
    }
    for (const [index, { concurrency }] of this.#functions.regions.entries()) {
      append(this.#ofRegions[index]!, { fromMs, concurrency, unreserved: this.#account.poolOf(index) });
    }
  }

  /** PC-2, PC-15: how the units are divided. */
  #byVersion(index: number): Pick<FunctionLimits, "versions"> {
    if (!this.#functions.tellsVersionsOf(index)) return {};
    const [, ...published] = this.#functions.versionsOf(index);
    const units = published.map((version) => [this.#functions.qualifierOf(version), this.#units.readyOf(version)]);
    return { versions: Object.fromEntries(units) };
  }

  #tenants(index: number): { tenantEnvironments?: number } {
    if (this.#functions.settings[index]!.tenancy === null) return {};
    return { tenantEnvironments: tenantLimitOf({ functions: this.#functions, account: this.#account }, index) };
  }

  result(): Result["limits"] {
    const { settings, regions } = this.#functions;
    return {
      functions: Object.fromEntries(settings.map(({ name }, index) => [name, this.#ofFunctions[index]!])),
      regions: Object.fromEntries(regions.map(({ name }, index) => [name, this.#ofRegions[index]!])),
    };
  }
}

/** Of several changes at one moment the last one stands; what changes nothing is left out. */
function append<T extends { fromMs: number }>(list: T[], entry: T): void {
  if (list.at(-1)?.fromMs === entry.fromMs) list.pop();
  const last = list.at(-1);
  const same = last !== undefined && JSON.stringify({ ...last, fromMs: 0 }) === JSON.stringify({ ...entry, fromMs: 0 });
  if (!same) list.push(entry);
}
