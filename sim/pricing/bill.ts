/** From usage to the lines of a bill: the free tier first, then tiers, then money; nothing is rounded but each line. */
import type { CostLine, FreeTier, MonthLine } from "../cost-result.ts";
import type { SubjectKind } from "../vocabulary/metrics/metric.ts";
import type { Architecture, CostKind } from "../vocabulary/prices/kinds.ts";
import { COST_KINDS, KINDS } from "../vocabulary/prices/kinds.ts";
import { FREE_TIER } from "../vocabulary/prices/lambda.ts";
import { type Exact, exact, isPositive, minus, ONE, over, rounded, smaller, times, total, ZERO } from "./exact.ts";
import { exactSum, type Factor, factorOf, type Product, roundedProduct, roundedSum, roundedTotal } from "./factor.ts";
import type { PriceList } from "./price-list.ts";

/** Of a run, which is far below a cent; and as AWS rounds the lines of a month (PR-R25). */
const RUN_DECIMALS = 9;
const MONTH_DECIMALS = 2;
const QUANTITY_DECIMALS = 6;

/** A count of something, 0 or more, and what one of it is in the unit of its price: above 0. */
export interface Quantity {
  readonly count: number;
  readonly unit: Exact;
}

/** What one subject has used of each kind. */
export interface Usage {
  readonly subjectKind: SubjectKind;
  readonly subject: string;
  readonly region: string;
  readonly architecture: Architecture;
  /** PR-R4: it has no provisioned units. */
  readonly onDemandOnly: boolean;
  readonly quantities: Readonly<Partial<Record<CostKind, Quantity>>>;
}

/** What functions of one Region have used of a kind, in the same unit: whatever is charged of one count is of all. */
interface Group {
  readonly kind: CostKind;
  readonly region: string;
  readonly prices: readonly string[];
  readonly onDemandOnly: boolean;
  readonly unit: Exact;
  readonly counts: number[];
}

/** What one subject has used of one kind. */
interface Item {
  readonly usage: Usage;
  readonly group: Group;
  readonly count: number;
}

/** In the order of a bill. */
export interface Items {
  readonly items: readonly Item[];
  readonly groups: readonly Group[];
}

/** What a row of the price book takes of a quantity. */
interface Part {
  readonly price: string;
  readonly quantity: Exact;
  readonly usd: Exact;
}

/** What is charged of each count by a row of the price book. */
interface Rate {
  readonly price: string;
  readonly quantity: Factor;
  readonly usd: Factor;
}

/** PR-R3: functions of one Region and architecture fill the tiers together. */
interface Pool {
  readonly kind: CostKind;
  readonly region: string;
  readonly prices: readonly string[];
  readonly free: Exact;
  readonly parts: readonly Part[];
}

export interface Charges {
  readonly pools: readonly Pool[];
  readonly rates: ReadonlyMap<Group, readonly Rate[]>;
}

/** How often everything that was used is charged, and what is free then. */
interface Terms {
  readonly factor: Exact;
  readonly freeTier: FreeTier;
}

/** What is left out has not been used. */
export function itemsOf(usages: readonly Usage[]): Items {
  const groups = new Map<string, Group[]>();
  const items: Item[] = [];
  for (const usage of usages) {
    const alike = `${usage.architecture} ${usage.onDemandOnly} ${usage.region} `;
    for (const kind of COST_KINDS) {
      const quantity = usage.quantities[kind];
      if (quantity === undefined || !(quantity.count > 0)) continue;
      const group = groupOf(groups, alike + kind, usage, kind);
      group.counts.push(quantity.count);
      items.push({ usage, group, count: quantity.count });
    }
  }
  return { items, groups: [...groups.values()].flat() };
}

function groupOf(groups: Map<string, Group[]>, key: string, usage: Usage, kind: CostKind): Group {
  const { region, architecture, onDemandOnly, quantities } = usage;
  const { unit } = quantities[kind]!;
  const alike = groups.get(key) ?? [];
  const known = alike.find((group) => group.unit === unit);
  if (known !== undefined) return known;
  const prices = KINDS[kind].prices[architecture];
  const group = { kind, region, prices, onDemandOnly, unit, counts: [] };
  groups.set(key, [...alike, group]);
  return group;
}

/** PR-R3: the tiers that a quantity fills, each paying its own price only for what lies in it. */
export function tiersOf(list: PriceList, prices: readonly string[], region: string, quantity: Exact): Part[] {
  const ends = prices.slice(0, -1).map((price) => smaller(quantity, exact(list.row(price).upTo!)));
  const parts = prices.map((price, tier): Part => {
    const inTier = minus(ends[tier] ?? quantity, ends[tier - 1] ?? ZERO);
    const usd = over(times(inTier, list.usd(price, region)), exact(list.row(price).per));
    return { price, quantity: inTier, usd };
  });
  return parts.filter((part) => isPositive(part.quantity));
}

/** CF-1 to CF-9: everything that these functions pay, with the free tier of one month. */
export function charge({ groups }: Items, list: PriceList, { factor, freeTier }: Terms): Charges {
  const each = groups.map(({ unit }) => times(unit, factor));
  const used = groups.map(({ counts }, at) => times(exactSum(counts), each[at]!));
  const freeShares = freeSharesOf(groups, used, freeTier);
  const pools = [...byKey(groups.keys(), (at) => poolKey(groups[at]!)).values()];
  const rates = new Map<Group, readonly Rate[]>();
  const charged = pools.map((members): Pool => {
    const { kind, region, prices } = groups[members[0]!]!;
    const free = total(members.map((at) => times(used[at]!, freeShares[at]!)));
    const paid = minus(total(members.map((at) => used[at]!)), free);
    const parts = tiersOf(list, prices, region, paid);
    for (const at of members) {
      const left = minus(ONE, freeShares[at]!);
      if (isPositive(left)) rates.set(groups[at]!, ratesOf(parts, over(times(each[at]!, left), paid)));
    }
    return { kind, region, prices, free, parts };
  });
  return { pools: charged, rates };
}

/** @param share  of what is paid, that of one count. */
const ratesOf = (parts: readonly Part[], share: Exact): Rate[] =>
  parts.map(({ price, quantity, usd }) => ({
    price,
    quantity: factorOf(times(quantity, share)),
    usd: factorOf(times(usd, share)),
  }));

const poolKey = ({ region, kind, prices }: Group): string => `${region} ${kind} ${prices.join()}`;

function byKey<Key, T>(all: Iterable<T>, keyOf: (one: T) => Key): Map<Key, T[]> {
  const found = new Map<Key, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const alike = found.get(key);
    if (alike === undefined) found.set(key, [one]);
    else alike.push(one);
  }
  return found;
}

/** PR-R4, LP-8: what the allowances take off, shared out by what each function has used: of each group, that share. */
function freeSharesOf(groups: readonly Group[], used: readonly Exact[], freeTier: FreeTier): Exact[] {
  const allowances = groups.map(({ kind, onDemandOnly }) =>
    freeTier === "account" || (freeTier === "onDemand" && onDemandOnly) ? KINDS[kind].allowance : null,
  );
  const shareOf = (allowance: keyof typeof FREE_TIER): Exact => {
    const covered = total(used.filter((_, at) => allowances[at] === allowance));
    return isPositive(covered) ? over(smaller(covered, exact(FREE_TIER[allowance])), covered) : ZERO;
  };
  const shares = { requests: shareOf("requests"), duration: shareOf("duration") };
  return allowances.map((allowance) => (allowance === null ? ZERO : shares[allowance]));
}

const shown = (list: PriceList, price: string, region: string) => {
  const { unit, per } = list.row(price);
  return { unit, priceUsd: rounded(list.usd(price, region), 15), per };
};

/** By function and kind, each line rounded by itself. */
export function runLines({ items }: Items, { rates }: Charges, list: PriceList): CostLine[] {
  const texts = new Map(
    [...rates].map(([group, own]) => [group, own.map(({ price }) => shown(list, price, group.region))]),
  );
  return items.flatMap(({ usage, group, count }) =>
    (rates.get(group) ?? []).map(({ price, quantity, usd }, tier) => ({
      subjectKind: usage.subjectKind,
      subject: usage.subject,
      region: group.region,
      kind: group.kind,
      price,
      quantity: roundedProduct(count, quantity, QUANTITY_DECIMALS),
      ...texts.get(group)![tier]!,
      usd: roundedProduct(count, usd, RUN_DECIMALS),
    })),
  );
}

/** By Region, kind and price, over all functions: PR-R25, each line to the cent. */
export function monthLines({ pools }: Charges, list: PriceList): MonthLine[] {
  const regions = [...new Set(pools.map(({ region }) => region))].sort();
  return regions.flatMap((region) =>
    COST_KINDS.flatMap((kind) => {
      const own = pools.filter((pool) => pool.region === region && pool.kind === kind);
      const rows = [...new Set(Object.values(KINDS[kind].prices))];
      return rows.flatMap((prices) =>
        own.filter((pool) => pool.prices === prices).flatMap((pool) => linesOf(pool, list)),
      );
    }),
  );
}

/** What is free stands on the first line, also when nothing else is left. */
function linesOf({ kind, region, prices, free, parts }: Pool, list: PriceList): MonthLine[] {
  return prices.flatMap((price, tier): MonthLine[] => {
    const part = parts.find((one) => one.price === price);
    const freeHere = tier === 0 ? free : ZERO;
    if (part === undefined && !isPositive(freeHere)) return [];
    return [
      {
        region,
        kind,
        price,
        quantity: rounded(part?.quantity ?? ZERO, QUANTITY_DECIMALS),
        freeQuantity: rounded(freeHere, QUANTITY_DECIMALS),
        ...shown(list, price, region),
        usd: rounded(part?.usd ?? ZERO, MONTH_DECIMALS),
      },
    ];
  });
}

/** What rounded amounts add up to: no more digits than they have. */
export const sumUsd = (amounts: readonly number[]): number => roundedTotal(amounts, RUN_DECIMALS);

/** USD of whoever pays anything, whatever the lines. */
export function usdOfEach({ items }: Items, { rates }: Charges): Map<Usage, number> {
  const products = ({ group, count }: Item): Product[] =>
    (rates.get(group) ?? []).map(({ usd }) => ({ count, factor: usd }));
  const own = byKey(items, ({ usage }) => usage);
  return new Map([...own].map(([usage, all]) => [usage, roundedSum(all.flatMap(products), RUN_DECIMALS)]));
}

type Payer = Pick<CostLine, "subjectKind" | "subject">;

/** Names alone are not unique: a queue may be called as its function is. */
export const payerKey = ({ subjectKind, subject }: Payer): string => `${subjectKind} ${subject}`;

/** By `payerKey`, what the lines of each add up to. */
export const sumsOf = (lines: readonly CostLine[]): Map<string, number> =>
  new Map([...byKey(lines, payerKey)].map(([key, own]) => [key, sumUsd(own.map(({ usd }) => usd))]));
