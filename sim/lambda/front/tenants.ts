/** Tenant isolation: how many environments a function may have for its tenants, and the assumption this rests on. */
import type { FunctionConfig } from "../../config.ts";
import type { Assumption } from "../../result.ts";
import { FACTS } from "../../vocabulary/facts.ts";
import type { Account } from "./account.ts";
import type { Functions } from "./functions.ts";

const PER_THOUSAND = FACTS.tenantEnvironments.value;

/**
 * TEN-2: environments that this function may have for its tenants at most, 2.5 for each unit of its concurrency: its
 * reservation, else (MOD) what it may use of the Region. MOD: in proportion, rounded down.
 */
export function tenantLimitOf({ functions, account }: Owners, functionIndex: number): number {
  const quota = functions.regions[functions.regionOf(functionIndex)]!.concurrency;
  const ofQuota = functions.settings[functionIndex]!.tenancy?.share === "quota" && !account.isReserved(functionIndex);
  return Math.floor(((ofQuota ? quota : account.onDemandLimitOf(functionIndex)) * PER_THOUSAND) / 1_000);
}

interface Owners {
  readonly functions: Functions;
  readonly account: Account;
}

/** Listed only where a function has tenants; with several readings, each with its Region. */
export function tenantAssumptions(functions: readonly FunctionConfig[]): Assumption[] {
  const used = new Map(functions.flatMap(({ region, tenancy }) => (tenancy === null ? [] : [[region, tenancy.share]])));
  const values = new Set(used.values());
  return [...used]
    .filter((_, at) => values.size > 1 || at === 0)
    .map(([region, value]) => ({
      policy: values.size > 1 ? `tenantShare (${region})` : "tenantShare",
      value,
      rule: "TEN-2",
    }));
}
