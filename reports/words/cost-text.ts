/** What a run costs, in words and rows for the summary and the report. */
import type { FunctionResult, MonthLine, Result } from "../../sim/index.ts";
import { code, folded, table } from "./markdown-text.ts";
import { count, exact, money } from "./numbers.ts";

const FREE_TIERS = {
  none: "no free tier",
  onDemand: "free tier for functions without provisioned units",
  account: "free tier of the account taken off",
} as const;

/** "$7.02 for the run", what a month is at this rate, and whose prices these are. */
export function costPieces({ cost, assumptions }: Result): string[] {
  const { totalUsd, month, book } = cost;
  const foreign = assumptions.flatMap(({ policy }) => /^prices \((.+)\)$/.exec(policy)?.[1] ?? []);
  return [
    `${money(totalUsd)} for the run`,
    ...(month === null ? [] : [`${money(month.totalUsd)} a month at this rate`]),
    `prices ${book}${foreign.length === 0 ? "" : `, also for ${foreign.join(", ")}`}`,
    ...(month === null ? [] : [FREE_TIERS[month.freeTier]]),
  ];
}

const byCost = ([a, one]: [string, FunctionResult], [b, other]: [string, FunctionResult]): number =>
  other.costUsd - one.costUsd || (a < b ? -1 : 1);

/** Functions that cost something, dearest first. */
export const payingFunctions = ({ functions }: Result): [string, FunctionResult][] =>
  Object.entries(functions)
    .filter(([, fn]) => fn.costUsd > 0)
    .sort(byCost);

/** Functions that cost something, and the lines of the month's bill folded below. */
export function costReport(result: Result): string[] {
  const rows = payingFunctions(result).map(([name, { costUsd, costMonthUsd }]) => [
    code(name),
    money(costUsd),
    costMonthUsd === null ? "-" : money(costMonthUsd),
  ]);
  const text = `**What it costs**: ${costPieces(result).join(", ")}.`;
  if (rows.length === 0) return [text];
  return [text, "", ...table(["function", "run", "month"], "lrr", rows), "", ...monthTable(result)];
}

/** "$0.20 for 1 000 000". */
export const priceText = ({ priceUsd, per }: Pick<MonthLine, "priceUsd" | "per">): string =>
  `$${exact(priceUsd)}${per === 1 ? "" : ` for ${count(per)}`}`;

function monthTable({ cost }: Result): string[] {
  const lines = cost.month?.lines ?? [];
  const rows = lines.map(({ region, kind, price, quantity, freeQuantity, unit, priceUsd, per, usd }) => [
    code(region),
    kind,
    `${count(quantity)} ${unit}`,
    freeQuantity === 0 ? "" : count(freeQuantity),
    priceText({ priceUsd, per }),
    money(usd),
    code(price),
  ]);
  const heads = ["Region", "for", "quantity", "free", "price", "USD", "row"];
  return folded(`The month's bill (${count(rows.length)} lines)`, table(heads, "llrrrrl", rows));
}
