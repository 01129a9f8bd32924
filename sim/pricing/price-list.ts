/** What prices a scenario pays: the book's, what a Region is known to price otherwise, what it overrides. */
import type { CostConfig } from "../config.ts";
import { PRICES } from "../vocabulary/prices/book.ts";
import { REGIONAL_PRICES } from "../vocabulary/prices/lambda.ts";
import type { Price } from "../vocabulary/prices/price.ts";
import { type Exact, exact, minus, times } from "./exact.ts";

/** PR-R24: as AWS's calculators have it. */
const MONTH_HOURS = 730;

export const COST_DEFAULTS: CostConfig = { freeTier: "none", discount: 0, monthHours: MONTH_HOURS, prices: {} };

/** List prices for a Region, after the scenario's own prices and its discount. */
export class PriceList {
  readonly #own: Readonly<Record<string, number>>;
  readonly #factor: Exact;

  constructor({ prices, discount }: Pick<CostConfig, "prices" | "discount">) {
    this.#own = prices;
    this.#factor = minus(exact(1), exact(discount));
  }

  row(id: string): Price {
    return PRICES[id]!;
  }

  /** USD for `per` units of the row. A scenario's own price is what is paid: no discount on top. */
  usd(id: string, region: string): Exact {
    const own = this.#own[id];
    if (own !== undefined) return exact(own);
    return times(exact(REGIONAL_PRICES[region]?.[id] ?? this.row(id).usd), this.#factor);
  }
}
