/** From usage to the lines of a bill: the free tier first, then tiers, then money; nothing is rounded but each line. */
import type { Architecture, CostKind, CostLine, FreeTier, MonthLine } from "../cost-result.ts";
import type { PriceList } from "./book.ts";
import { type Exact, exact, isPositive, minus, over, plus, rounded, smaller, times, total, ZERO } from "./exact.ts";
import { type Allowance, COST_KINDS, KINDS } from "./kinds.ts";
import { FREE_TIER } from "./lambda-prices.ts";

/** Of a run, which is far below a cent; and as AWS rounds the lines of a month (PR-R25). */
const RUN_DECIMALS = 9;
const MONTH_DECIMALS = 2;
const QUANTITY_DECIMALS = 6;

/** What one function has used: of each kind, in the unit of its price. */
export interface Usage {
  readonly function: string;
  readonly region: string;
  readonly architecture: Architecture;
  /** PR-R4: it has no provisioned units. */
  readonly onDemandOnly: boolean;
  readonly quantities: Readonly<Partial<Record<CostKind, Exact>>>;
}

/** What a row of the price book takes of a quantity. */
interface Part {
  readonly price: string;
  readonly quantity: Exact;
  readonly usd: Exact;
}

/** One kind of one function. */
export interface Charge {
  readonly usage: Usage;
  readonly kind: CostKind;
  readonly free: Exact;
  readonly parts: readonly Part[];
}

interface Item {
  readonly usage: Usage;
  readonly kind: CostKind;
  readonly quantity: Exact;
}

/** PR-R3: the tiers that a quantity fills, each paying its own price only for what lies in it. */
export function tiersOf(list: PriceList, prices: readonly string[], region: string, quantity: Exact): Part[] {
  const ends = prices.map((price) => smaller(quantity, exact(list.row(price).upTo ?? Number.MAX_SAFE_INTEGER)));
  const parts = prices.map((price, tier) => {
    const end = tier === prices.length - 1 ? quantity : ends[tier]!;
    const inTier = minus(end, ends[tier - 1] ?? ZERO);
    const usd = over(times(inTier, list.usd(price, region)), exact(list.row(price).per));
    return { price, quantity: inTier, usd };
  });
  return parts.filter((part) => isPositive(part.quantity));
}

/** CF-1 to CF-9: everything that these functions pay, with the free tier of one month. */
export function charge(usages: readonly Usage[], list: PriceList, freeTier: FreeTier): Charge[] {
  const items = usages.flatMap((usage) =>
    COST_KINDS.flatMap((kind): Item[] => {
      const quantity = usage.quantities[kind];
      return quantity === undefined || !isPositive(quantity) ? [] : [{ usage, kind, quantity }];
    }),
  );
  const free = freeShares(items, freeTier);
  const paid = items.map(({ quantity }, at) => minus(quantity, free[at]!));
  const pools = poolsOf(items, paid);
  return items.map(({ usage, kind }, at) => {
    const pool = pools.get(poolOf(items[at]!)) ?? ZERO;
    const prices = KINDS[kind].prices[usage.architecture];
    const share = isPositive(pool) ? over(paid[at]!, pool) : ZERO;
    const parts = tiersOf(list, prices, usage.region, pool).map((part) => scaled(part, share));
    return { usage, kind, free: free[at]!, parts: parts.filter(({ quantity }) => isPositive(quantity)) };
  });
}

const scaled = ({ price, quantity, usd }: Part, share: Exact): Part => ({
  price,
  quantity: times(quantity, share),
  usd: times(usd, share),
});

/** PR-R4, LP-8: what the allowances take off, shared out by what each function has used. */
function freeShares(items: readonly Item[], freeTier: FreeTier): Exact[] {
  const covered = (allowance: Allowance, { usage, kind }: Item): boolean =>
    KINDS[kind].allowance === allowance && (freeTier === "account" || (freeTier === "onDemand" && usage.onDemandOnly));
  const rates = (["requests", "duration"] as const).map((allowance) => {
    const used = total(items.filter((item) => covered(allowance, item)).map(({ quantity }) => quantity));
    const given = smaller(used, exact(FREE_TIER[allowance]));
    return { allowance, rate: isPositive(used) ? over(given, used) : ZERO };
  });
  return items.map((item) => {
    const own = rates.find(({ allowance }) => covered(allowance, item));
    return own === undefined ? ZERO : times(item.quantity, own.rate);
  });
}

/** PR-R3: functions of one Region and architecture fill the tiers together. */
const poolOf = ({ usage, kind }: Item): string =>
  `${usage.region} ${kind} ${KINDS[kind].prices[usage.architecture].join()}`;

function poolsOf(items: readonly Item[], paid: readonly Exact[]): Map<string, Exact> {
  const pools = new Map<string, Exact>();
  for (const [at, item] of items.entries()) {
    pools.set(poolOf(item), plus(pools.get(poolOf(item)) ?? ZERO, paid[at]!));
  }
  return pools;
}

const shown = (list: PriceList, price: string, region: string) => {
  const { unit, per } = list.row(price);
  return { unit, priceUsd: rounded(list.usd(price, region), 15), per };
};

/** By function and kind, each line rounded by itself. */
export function runLines(charges: readonly Charge[], list: PriceList): CostLine[] {
  return charges.flatMap(({ usage, kind, parts }) =>
    parts.map(({ price, quantity, usd }) => ({
      function: usage.function,
      region: usage.region,
      kind,
      price,
      quantity: rounded(quantity, QUANTITY_DECIMALS),
      ...shown(list, price, usage.region),
      usd: rounded(usd, RUN_DECIMALS),
    })),
  );
}

/** By Region, kind and price, over all functions: PR-R25, each line to the cent. */
export function monthLines(charges: readonly Charge[], list: PriceList): MonthLine[] {
  const regions = [...new Set(charges.map(({ usage }) => usage.region))].sort();
  return regions.flatMap((region) =>
    COST_KINDS.flatMap((kind) => {
      const own = charges.filter((one) => one.usage.region === region && one.kind === kind);
      const rows = Object.values(KINDS[kind].prices).flatMap((prices) =>
        own.some(({ usage }) => KINDS[kind].prices[usage.architecture] === prices) ? [prices] : [],
      );
      return [...new Set(rows)].flatMap((prices) => linesOf(own, prices, list));
    }),
  );
}

/** Of one kind, Region and set of tiers: what is free stands on the first line, also when nothing else is left. */
function linesOf(charges: readonly Charge[], prices: readonly string[], list: PriceList): MonthLine[] {
  const own = charges.filter(({ usage, kind }) => KINDS[kind].prices[usage.architecture] === prices);
  return prices.flatMap((price, tier): MonthLine[] => {
    const parts = own.flatMap((one) => one.parts).filter((part) => part.price === price);
    const free = tier === 0 ? total(own.map((one) => one.free)) : ZERO;
    if (parts.length === 0 && !isPositive(free)) return [];
    const { kind, usage } = own[0]!;
    return [
      {
        region: usage.region,
        kind,
        price,
        quantity: rounded(total(parts.map(({ quantity }) => quantity)), QUANTITY_DECIMALS),
        freeQuantity: rounded(free, QUANTITY_DECIMALS),
        ...shown(list, price, usage.region),
        usd: rounded(total(parts.map(({ usd }) => usd)), MONTH_DECIMALS),
      },
    ];
  });
}

/** What rounded amounts add up to: no more digits than they have. */
export const sumUsd = (amounts: readonly number[]): number => rounded(total(amounts.map(exact)), RUN_DECIMALS);

/** USD of one function, whatever the lines. */
export const usdOf = (charges: readonly Charge[], name: string): number =>
  rounded(
    total(charges.filter(({ usage }) => usage.function === name).flatMap(({ parts }) => parts.map(({ usd }) => usd))),
    RUN_DECIMALS,
  );
