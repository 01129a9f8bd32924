/** The price book: every row, by its id in the specification. */
import { LAMBDA_PRICES } from "./lambda.ts";
import { OTHER_PRICES } from "./others.ts";
import type { Price } from "./price.ts";

/** Region and month of the list prices. */
export const BOOK = "us-east-1@2026-09";
export const BOOK_REGION = "us-east-1";

export const PRICES: Readonly<Record<string, Price>> = { ...LAMBDA_PRICES, ...OTHER_PRICES };
