/** What a run costs, as its Result tells it: lines of a bill, of the run and of a month that is all like it. */
import type { SubjectKind } from "./vocabulary/metrics/metric.ts";
import type { CostKind } from "./vocabulary/prices/kinds.ts";

/** PR-R4: `onDemand` for functions without provisioned units, as AWS's page says; `account` for all, as it reckons. */
export type FreeTier = "none" | "onDemand" | "account";

/** One price times a quantity. */
interface PricedLine {
  /** Name of the Region. */
  region: string;
  kind: CostKind;
  /** Row of the price book, as in "LP-2"; tiers have lines of their own (PR-R3). */
  price: string;
  /** Units charged, 0 or more, to six decimals. */
  quantity: number;
  unit: string;
  /** USD for `per` units, discount included. */
  priceUsd: number;
  per: number;
}

/** What one subject pays of one price in the run, in USD to nine decimals. No free tier: that is a month's (CF-8). */
export interface CostLine extends PricedLine {
  subjectKind: SubjectKind;
  subject: string;
  usd: number;
}

/** What all functions of a Region pay of one price in a month, in USD to the cent (PR-R25). */
export interface MonthLine extends PricedLine {
  /** Units that the free tier has taken off (PR-R4), not in `quantity`. */
  freeQuantity: number;
  usd: number;
}

/** CF-8: a month in which everything goes on as in the run. */
export interface MonthCost {
  /** PR-R24. */
  hours: number;
  freeTier: FreeTier;
  lines: MonthLine[];
  /** Sum of the lines. */
  totalUsd: number;
}

/** What a stretch of a run costs. */
export interface CostResult {
  /** Prices of which Region and month. */
  book: string;
  lines: CostLine[];
  /** Sum of the lines. */
  totalUsd: number;
  /** Total for each million invocations; null without any. */
  perMillionUsd: number | null;
  /** Null for a stretch without length. */
  month: MonthCost | null;
}

/** What one subject costs, in USD to nine decimals: in the run, and its share of the month (null without one). */
export interface SubjectCost {
  costUsd: number;
  costMonthUsd: number | null;
}
