/** The cost of a stretch of a run, and of a month that is all like it (CF-8). Pure: usage in, bill out. */
import type { CostConfig } from "../config.ts";
import type { CostResult, FunctionCost } from "../cost-result.ts";
import { type Charge, charge, monthLines, runLines, sumUsd, type Usage, usdOf } from "./bill.ts";
import { BOOK, COST_DEFAULTS, PriceList } from "./book.ts";
import { exact, over, rounded, times } from "./exact.ts";

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
  /** By name. */
  readonly functions: ReadonlyMap<string, FunctionCost>;
}

/** The bill of what was used, in lines, in total, for a month, and for each function. */
export function costOf({ usages, lengthMs, invocations }: Used, config: CostConfig = COST_DEFAULTS): Cost {
  const list = new PriceList(config);
  const run = charge(usages, list, "none");
  const lines = runLines(run, list);
  const totalUsd = sumUsd(lines.map(({ usd }) => usd));
  const month = lengthMs === 0 ? null : charge(monthly(usages, lengthMs, config.monthHours), list, config.freeTier);
  const cost: CostResult = {
    book: BOOK,
    lines,
    totalUsd,
    perMillionUsd:
      invocations === 0 ? null : rounded(over(times(exact(totalUsd), exact(MILLION)), exact(invocations)), 9),
    month: month === null ? null : monthOf(month, list, config),
  };
  return { cost, functions: new Map(usages.map((usage) => [usage.function, shareOf(usage, lines, month)])) };
}

/** CF-8: everything that was used, as often as the stretch goes into a month. */
function monthly(usages: readonly Usage[], lengthMs: number, hours: number): Usage[] {
  const factor = over(exact(hours * MS_PER_HOUR), exact(lengthMs));
  return usages.map((usage) => ({
    ...usage,
    quantities: Object.fromEntries(
      Object.entries(usage.quantities).map(([kind, quantity]) => [kind, times(quantity, factor)]),
    ),
  }));
}

function monthOf(charges: readonly Charge[], list: PriceList, config: CostConfig): CostResult["month"] {
  const lines = monthLines(charges, list);
  return {
    hours: config.monthHours,
    freeTier: config.freeTier,
    lines,
    totalUsd: sumUsd(lines.map(({ usd }) => usd)),
  };
}

function shareOf(usage: Usage, lines: CostResult["lines"], month: readonly Charge[] | null): FunctionCost {
  const own = lines.filter((line) => line.function === usage.function);
  return {
    costUsd: sumUsd(own.map(({ usd }) => usd)),
    costMonthUsd: month === null ? null : usdOf(month, usage.function),
  };
}
