/** The bill of many seeds: the mean of each line, which is the expected cost, and sums that add up again. */
import type { CostResult, MonthCost } from "../cost-result.ts";
import { roundedUsd } from "../measure/tables/rounding.ts";
import { sumUsd } from "../pricing/bill.ts";
import type { CostKind } from "../vocabulary/prices/kinds.ts";
import { COST_KINDS } from "../vocabulary/prices/kinds.ts";

interface Line {
  readonly region: string;
  readonly kind: CostKind;
  readonly price: string;
  readonly subjectKind?: string;
  readonly subject?: string;
  readonly quantity: number;
  readonly freeQuantity?: number;
  readonly usd: number;
}

const keyOf = ({ region, kind, price, subjectKind = "", subject = "" }: Line): string =>
  JSON.stringify([subjectKind, subject, region, kind, price]);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** As in each bill; tiers are in order already. */
const inOrder = (a: Line, b: Line): number =>
  compare(a.subjectKind ?? "", b.subjectKind ?? "") ||
  compare(a.subject ?? "", b.subject ?? "") ||
  compare(a.region, b.region) ||
  COST_KINDS.indexOf(a.kind) - COST_KINDS.indexOf(b.kind);

/** A line that some seeds do not have is 0 there. */
function meanLines<T extends Line>(lists: readonly (readonly T[])[]): T[] {
  const all = lists.flat();
  const keys = [...new Set(all.map(keyOf))];
  const means = keys.map((key) => {
    const own = all.filter((line) => keyOf(line) === key);
    const mean = (of: (line: T) => number): number =>
      roundedUsd(own.reduce((sum, line) => sum + of(line), 0) / lists.length);
    const free = own[0]!.freeQuantity === undefined ? {} : { freeQuantity: mean((line) => line.freeQuantity ?? 0) };
    return { ...own[0]!, quantity: mean((line) => line.quantity), ...free, usd: mean((line) => line.usd) };
  });
  return means.sort(inOrder);
}

const total = (lines: readonly Line[]): number => sumUsd(lines.map(({ usd }) => usd));

/** Bills of one config; at least one. */
export function meanCost(bills: readonly CostResult[]): CostResult {
  const lines = meanLines(bills.map((bill) => bill.lines));
  const months = bills.flatMap(({ month }) => month ?? []);
  const rates = bills.flatMap(({ perMillionUsd }) => perMillionUsd ?? []);
  return {
    book: bills[0]!.book,
    lines,
    totalUsd: total(lines),
    perMillionUsd: rates.length === 0 ? null : roundedUsd(rates.reduce((sum, rate) => sum + rate, 0) / rates.length),
    month: months[0] === undefined ? null : meanMonth(months[0], months),
  };
}

function meanMonth(first: MonthCost, months: readonly MonthCost[]): MonthCost {
  const lines = meanLines(months.map((month) => month.lines));
  return { ...first, lines, totalUsd: total(lines) };
}
