/** List prices of Lambda in us-east-1, by the specification's ids, with a suffix where a row holds several prices. */
import { million, origin, type Price, row } from "./price.ts";

const AWS = origin("A", "2026-09", "PR1", "PR2");
const LIST = origin("A", "2026-09", "PR2");
const LIST_2 = origin("A", "2026-09", "PR2", "PR4");
const LIST_5 = origin("A", "2026-09", "PR2", "PR5");
const PAGE = origin("A", "2026-09", "PR1");
const TABLES = origin("B", "2026-11", "PR12");
/** GB-s of a month at which the tiers of duration end. */
const X86_TIERS = [6_000_000_000, 15_000_000_000] as const;
const ARM_TIERS = [7_500_000_000, 18_750_000_000] as const;

const DURATION: Readonly<Record<string, Price>> = {
  "LP-2": { ...row("duration, x86, tier 1", "0.0000166667", "GB-s", AWS), upTo: X86_TIERS[0] },
  "LP-3": { ...row("duration, x86, tier 2", "0.0000150000", "GB-s", LIST_5), upTo: X86_TIERS[1] },
  "LP-4": row("duration, x86, tier 3", "0.0000133334", "GB-s", LIST_5),
  "LP-5": { ...row("duration, arm, tier 1", "0.0000133334", "GB-s", LIST_2), upTo: ARM_TIERS[0] },
  "LP-6": { ...row("duration, arm, tier 2", "0.0000120001", "GB-s", LIST), upTo: ARM_TIERS[1] },
  "LP-7": row("duration, arm, tier 3", "0.0000106667", "GB-s", LIST_5),
};

const PROVISIONED: Readonly<Record<string, Price>> = {
  "LP-9/x86_64": row("provisioned concurrency, x86", "0.0000041667", "GB-s", AWS),
  "LP-9/arm64": row("provisioned concurrency, arm", "0.0000033334", "GB-s", AWS),
  "LP-10/x86_64": row("duration on provisioned units, x86", "0.0000097222", "GB-s", AWS),
  "LP-10/arm64": row("duration on provisioned units, arm", "0.0000077778", "GB-s", AWS),
  "LP-11": million("requests on provisioned units", "0.20", "requests", PAGE),
};

const POLLERS: Readonly<Record<string, Price>> = {
  "LP-16": row("provisioned pollers of SQS", "0.00925", "EPU-hours", AWS),
  "LP-17": row("provisioned pollers of Kafka", "0.185", "EPU-hours", origin("A", "2026-09", "PR1", "PR2", "PR7")),
};

/** LP-18: the fee is 15 % of the list price of the instance, also where the instance itself is discounted. */
const INSTANCES: Readonly<Record<string, Price>> = {
  "LP-18/m7g.xlarge": row("management fee, m7g.xlarge", "0.02448", "instance-hours", PAGE),
  "LP-18/m7i.xlarge": row("management fee, m7i.xlarge", "0.03024", "instance-hours", TABLES),
  "LP-18/r7i.xlarge": row("management fee, r7i.xlarge", "0.03969", "instance-hours", TABLES),
  "LP-18/r7g.xlarge": row("management fee, r7g.xlarge", "0.03213", "instance-hours", TABLES),
  "LP-18/m6i.large": row("management fee, m6i.large", "0.0144", "instance-hours", PAGE),
  "LP-19/c7i.xlarge": row("management fee, c7i.xlarge", "0.026775", "instance-hours", LIST),
  "LP-19/c7g.xlarge": row("management fee, c7g.xlarge", "0.02175", "instance-hours", LIST),
};

const SAVINGS_PLANS: Readonly<Record<string, Price>> = {
  "LP-23/x86_64/no-upfront": row("duration, Compute Savings Plan", "0.0000147", "GB-s", LIST),
  "LP-23/x86_64/all-upfront": row("duration, Compute Savings Plan", "0.0000138", "GB-s", LIST),
  "LP-23/arm64/no-upfront": row("duration, Compute Savings Plan", "0.0000117", "GB-s", LIST),
  "LP-23/arm64/all-upfront": row("duration, Compute Savings Plan", "0.0000111", "GB-s", LIST),
  "LP-24/provisioned": row("provisioned concurrency, Compute Savings Plan", "0.00000367", "GB-s", LIST),
  "LP-24/duration": row("duration on provisioned units, Compute Savings Plan", "0.00000856", "GB-s", LIST),
};

export const LAMBDA_PRICES: Readonly<Record<string, Price>> = {
  "LP-1": million("requests", "0.20", "requests", AWS),
  ...DURATION,
  ...PROVISIONED,
  "LP-12": row("SnapStart, keeping a snapshot", "0.0000015046", "GB-s", origin("A", "2026-09", "PR1", "PR2", "PR4")),
  "LP-13": row("SnapStart, restores", "0.0001397998", "GB", origin("A", "2026-09", "PR1", "PR2", "PR4")),
  "LP-14": row("/tmp above 512 MB", "0.0000000309", "GB-s", AWS),
  "LP-15": row("response streaming", "0.008", "GB", AWS),
  ...POLLERS,
  ...INSTANCES,
  "LP-21/operations": million("operations of durable functions", "8.00", "operations", AWS),
  "LP-21/written": row("data that durable functions write", "0.25", "GB", AWS),
  "LP-21/kept": row("data that durable functions keep", "0.15", "GB-months", AWS),
  "LP-22/x86_64": row("environments made for tenants, x86", "0.000166667", "GB", LIST),
  "LP-22/arm64": row("environments made for tenants, arm", "0.000133333", "GB", LIST),
  ...SAVINGS_PLANS,
  "LP-27/requests": million("Lambda@Edge, requests", "0.60", "requests", PAGE),
  "LP-27/duration": row("Lambda@Edge, duration", "0.00005001", "GB-s", PAGE),
  "LP-29": million("CloudFront Functions", "0.10", "invocations", origin("A", "2026-09", "PR4", "PR5")),
};

/** LP-8: each month, requests and GB-s of both architectures together. */
export const FREE_TIER = { requests: 1_000_000, duration: 400_000 } as const;

/** LP-15: beyond this of each response, and of each month. */
export const STREAMING = { freeMbPerResponse: 6, freeGbPerMonth: 100 } as const;

/** Of Regions that are known to have another price, that price alone (PR2; the last row PR4). */
export const REGIONAL_PRICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "af-south-1": { "LP-2": "0.0000221" },
  "ap-east-1": { "LP-1": "0.28", "LP-11": "0.28", "LP-2": "0.00002292" },
  "eu-south-1": { "LP-2": "0.0000195172" },
  "me-south-1": { "LP-2": "0.0000206667" },
  "ap-northeast-2": { "LP-12": "0.0000018383", "LP-13": "0.0001674588" },
};
