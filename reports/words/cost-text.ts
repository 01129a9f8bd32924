/** What a run costs, in words and rows for the summary and the report. */
import type { CostLine, MonthLine, Result, SubjectCost } from "../../sim/index.ts";
import { code, folded, table } from "./markdown-text.ts";
import { count, exact, money, tenths } from "./numbers.ts";

const FREE_TIERS = {
  none: "no free tier",
  onDemand: "free tier for functions without provisioned units",
  account: "free tier of the account taken off",
} as const;

/** "$7.02 for the run", what a month is at this rate, and whose prices these are. */
export function costPieces(result: Result): string[] {
  const { cost, assumptions } = result;
  const { totalUsd, month, book } = cost;
  const foreign = assumptions.flatMap(({ policy }) => /^prices \((.+)\)$/.exec(policy)?.[1] ?? []);
  return [
    `${money(totalUsd)} for the run`,
    ...(month === null ? [] : [`${money(month.totalUsd)} a month at this rate`]),
    ...machines(result),
    `prices ${book}${foreign.length === 0 ? "" : `, also for ${foreign.join(", ")}`}`,
    ...(month === null ? [] : [FREE_TIERS[month.freeTier]]),
  ];
}

const MS_PER_HOUR = 3_600_000;
/** What is charged of an EC2 instance, by its type: the instance itself, or Lambda's fee on it (LP-18). */
const INSTANCE = /^[a-z0-9]+\.[a-z0-9]+(-fee)?$/;
export const isOfInstances = (kind: string): boolean => INSTANCE.test(kind);

/** LMI-4: "with 3 m7i.xlarge", the instances that a bill rests on; "on average" where that is no whole number. */
function machines({ cost, horizonMs, ignoreMs }: Result): string[] {
  const hours = (horizonMs - ignoreMs) / MS_PER_HOUR;
  const kinds = [...new Set(cost.lines.map(({ kind }) => kind))].filter(
    (kind) => isOfInstances(kind) && !kind.endsWith("-fee"),
  );
  const texts = kinds.map((kind) => {
    const all =
      cost.lines.filter((line) => line.kind === kind).reduce((sum, { quantity }) => sum + quantity, 0) / hours;
    return `${tenths(all)} ${kind}${Math.abs(all - Math.round(all)) < NEARLY ? "" : " on average"}`;
  });
  return texts.length === 0 ? [] : [`with ${texts.join(" and ")}`];
}
/** Quantities of a bill have six decimals. */
const NEARLY = 0.001;

/** As a row names who pays: a function by its name alone. */
export const payerName = ({ subjectKind, subject }: Pick<CostLine, "subjectKind" | "subject">): string =>
  subjectKind === "function" ? subject : `${subject} (${subjectKind})`;

type Paying = readonly [name: string, Partial<SubjectCost>];

/** Functions and sources that cost something, dearest first. */
export function payersOf({ functions, sources }: Result): [name: string, SubjectCost][] {
  const named: Paying[] = Object.entries(sources).map(([subject, source]) => [
    payerName({ subjectKind: "source", subject }),
    source,
  ]);
  return [...Object.entries(functions), ...named]
    .flatMap(([name, { costUsd = 0, costMonthUsd = null }]): [string, SubjectCost][] =>
      costUsd > 0 ? [[name, { costUsd, costMonthUsd }]] : [],
    )
    .sort(([a, one], [b, other]) => other.costUsd - one.costUsd || (a < b ? -1 : 1));
}

/** Who pays something, and the lines of the month's bill folded below. */
export function costReport(result: Result): string[] {
  const rows = payersOf(result).map(([name, { costUsd, costMonthUsd }]) => [
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
