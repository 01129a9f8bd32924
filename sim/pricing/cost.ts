/** The cost of a stretch of a run, and of a month that is all like it (CF-8). Pure: usage in, bill out. */
import type { CostConfig } from "../config.ts";
import type { CostResult, SubjectCost } from "../cost-result.ts";
import { BOOK } from "../vocabulary/prices/book.ts";
import {
  type Charges,
  charge,
  itemsOf,
  monthLines,
  payerKey,
  runLines,
  sumsOf,
  sumUsd,
  type Usage,
  usdOfEach,
} from "./bill.ts";
import { exact, ONE, over, rounded, times } from "./exact.ts";
import { COST_DEFAULTS, PriceList } from "./price-list.ts";

const MS_PER_HOUR = 3_600_000;
const MILLION = 1_000_000;

/** What has been used, and how long that took. */
export interface Used {
  readonly usages: readonly Usage[];
  /** ms, 0 or more. */
  readonly lengthMs: number;
  /** Invocations of all functions. */
  readonly invocations: number;
}

export interface Cost {
  readonly cost: CostResult;
  /** By `payerKey`, of each whose usage was given. */
  readonly payers: ReadonlyMap<string, SubjectCost>;
}

/** The bill of what was used, in lines, in total, for a month, and for each payer. */
export function costOf({ usages, lengthMs, invocations }: Used, config: CostConfig = COST_DEFAULTS): Cost {
  const list = new PriceList(config);
  const items = itemsOf(usages);
  const lines = runLines(items, charge(items, list, { factor: ONE, freeTier: "none" }), list);
  const totalUsd = sumUsd(lines.map(({ usd }) => usd));
  const month = lengthMs === 0 ? null : charge(items, list, monthly(lengthMs, config));
  const cost: CostResult = {
    book: BOOK,
    lines,
    totalUsd,
    perMillionUsd:
      invocations === 0 ? null : rounded(over(times(exact(totalUsd), exact(MILLION)), exact(invocations)), 9),
    month: month === null ? null : monthOf(month, list, config),
  };
  const own = sumsOf(lines);
  const monthUsd = month === null ? null : usdOfEach(items, month);
  const payers = usages.map((usage): [string, SubjectCost] => [
    payerKey(usage),
    {
      costUsd: own.get(payerKey(usage)) ?? 0,
      costMonthUsd: monthUsd === null ? null : (monthUsd.get(usage) ?? 0),
    },
  ]);
  return { cost, payers: new Map(payers) };
}

/** CF-8: everything that was used, as often as the stretch goes into a month. */
const monthly = (lengthMs: number, { monthHours, freeTier }: CostConfig) => ({
  factor: over(exact(monthHours * MS_PER_HOUR), exact(lengthMs)),
  freeTier,
});

function monthOf(charges: Charges, list: PriceList, config: CostConfig): CostResult["month"] {
  const lines = monthLines(charges, list);
  return {
    hours: config.monthHours,
    freeTier: config.freeTier,
    lines,
    totalUsd: sumUsd(lines.map(({ usd }) => usd)),
  };
}
