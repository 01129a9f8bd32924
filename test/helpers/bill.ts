/** A month's bill of usage that is written down, by the code that bills a run: the usage is that of a whole month. */
import type { CostConfig, CostKind, CostResult } from "../../sim/index.ts";
import type { Usage } from "../../sim/pricing/bill.ts";
import { costOf } from "../../sim/pricing/cost.ts";
import { type Exact, ONE } from "../../sim/pricing/exact.ts";
import { COST_DEFAULTS } from "../../sim/pricing/price-list.ts";

const HOUR_MS = 3_600_000;

/** A function that has used this much of each kind. */
export const used = (
  quantities: Readonly<Partial<Record<CostKind, number | Exact>>>,
  more: Partial<Omit<Usage, "quantities">> = {},
): Usage => ({
  subjectKind: "function",
  subject: "f",
  region: "us-east-1",
  architecture: "x86_64",
  onDemandOnly: true,
  ...more,
  quantities: Object.fromEntries(
    Object.entries(quantities).map(([kind, each]) => [
      kind,
      typeof each === "number" ? { count: each, unit: ONE } : { count: 1, unit: each },
    ]),
  ),
});

export function billOf(usages: readonly Usage[], config: Partial<CostConfig> = {}): CostResult {
  const whole = { ...COST_DEFAULTS, ...config };
  return costOf({ usages, lengthMs: whole.monthHours * HOUR_MS, invocations: 0 }, whole).cost;
}

/** USD of each kind in the month, tiers added up. */
export function monthOf(usages: readonly Usage[], config: Partial<CostConfig> = {}): Record<string, number> {
  const { month } = billOf(usages, config);
  const sums = new Map<string, number>();
  for (const { kind, usd } of month?.lines ?? []) {
    sums.set(kind, Math.round(((sums.get(kind) ?? 0) + usd) * 100) / 100);
  }
  return { ...Object.fromEntries(sums), total: month?.totalUsd ?? 0 };
}
