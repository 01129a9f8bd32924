/** List prices of services beside Lambda in us-east-1, as far as formulas or published examples need them. */
import { million, origin, type Price, row } from "./price.ts";

const FIXTURE = origin("B", "2024-07", "PR5");
const LIST = origin("A", "2026-09", "PR2");
const TABLES = origin("B", "2026-11", "PR12");

/** What Managed Instances run on. */
const EC2: Readonly<Record<string, Price>> = {
  "ST-16/m6i.large": row("EC2 m6i.large", "0.096", "instance-hours", FIXTURE),
  "ST-16/m7i.xlarge": row("EC2 m7i.xlarge", "0.2016", "instance-hours", TABLES),
  "ST-16/r7i.xlarge": row("EC2 r7i.xlarge", "0.2646", "instance-hours", TABLES),
  "ST-17/r7g.xlarge": row("EC2 r7g.xlarge", "0.2142", "instance-hours", TABLES),
  "ST-17/m7g.xlarge": row("EC2 m7g.xlarge", "0.1632", "instance-hours", origin("A", "2026-06", "PR1", "PR11")),
  "ST-18/c7i.xlarge": row("EC2 c7i.xlarge", "0.1785", "instance-hours", LIST),
  "ST-18/c7g.xlarge": row("EC2 c7g.xlarge", "0.145", "instance-hours", LIST),
};

const LOGS = origin("B", "2025-05", "PR8");
const GB_OF_TB = 1_000;
const logs = (tier: number, usd: string): Price => row(`logs of Lambda, tier ${tier}`, usd, "GB", LOGS);

const CLOUDWATCH: Readonly<Record<string, Price>> = {
  "ST-19/ingest": row("logs, ingest", "0.50", "GB", origin("A", "2026-09", "PR4", "PR5")),
  "ST-20/tier-1": { ...logs(1, "0.50"), upTo: 10 * GB_OF_TB },
  "ST-20/tier-2": { ...logs(2, "0.25"), upTo: 30 * GB_OF_TB },
  "ST-20/tier-3": { ...logs(3, "0.10"), upTo: 50 * GB_OF_TB },
  "ST-20/tier-4": logs(4, "0.05"),
};

const REST = origin("A", "2026-08", "PR6", "PR5");
const HTTP = origin("A", "2026-09", "PR4", "PR5");

const FRONT_DOORS: Readonly<Record<string, Price>> = {
  "FD-1": { ...million("REST API, tier 1", "3.50", "calls", REST), upTo: 333_000_000 },
  "FD-2/tier-2": { ...million("REST API, tier 2", "2.80", "calls", REST), upTo: 1_000_000_000 },
  "FD-2/tier-3": { ...million("REST API, tier 3", "2.38", "calls", REST), upTo: 20_000_000_000 },
  "FD-2/tier-4": million("REST API, tier 4", "1.51", "calls", origin("B", "2024-07", "PR5")),
  "FD-3/tier-1": { ...million("HTTP API, tier 1", "1.00", "calls", HTTP), upTo: 300_000_000 },
  "FD-3/tier-2": million("HTTP API, tier 2", "0.90", "calls", FIXTURE),
  "FD-4/tier-1": { ...million("WebSocket messages, tier 1", "1.00", "messages", FIXTURE), upTo: 1_000_000_000 },
  "FD-4/tier-2": million("WebSocket messages, tier 2", "0.80", "messages", FIXTURE),
  "FD-5": million("WebSocket connections", "0.25", "minutes", FIXTURE),
  "FD-8": row("data out to the internet, after the first 100 GB", "0.09", "GB", origin("A", "2026-09", "PR2", "PR4")),
};

const EXPRESS = "Step Functions Express, duration";

const SERVICES: Readonly<Record<string, Price>> = {
  "MS-1": million("SQS standard, tier 1", "0.40", "requests", origin("B", "2026-03", "PR5", "PR10")),
  "MS-2": million("SQS FIFO, tier 1", "0.50", "requests", origin("B", "2026-03", "PR5", "PR10")),
  "MS-13": {
    ...row("Step Functions Standard", "0.025", "transitions", origin("B", "2024-07", "PR5", "PR13")),
    per: 1_000,
  },
  "MS-14": million("Step Functions Express, requests", "1.00", "requests", FIXTURE),
  "MS-15/tier-1": { ...row(EXPRESS, "0.060012", "GB-hours", FIXTURE), upTo: 1_000 },
  "MS-15/tier-2": { ...row(EXPRESS, "0.0299875", "GB-hours", FIXTURE), upTo: 5_000 },
  "MS-15/tier-3": row(EXPRESS, "0.016416", "GB-hours", FIXTURE),
  "ST-1/write": million("DynamoDB on demand, writes", "0.625", "units", origin("A", "2026-09", "PR4", "PR5")),
  "ST-1/read": million("DynamoDB on demand, reads", "0.125", "units", origin("A", "2026-09", "PR4", "PR5")),
  "ST-2/write": row("DynamoDB provisioned, writes", "0.00065", "unit-hours", origin("B", "2024-11", "PR5")),
  "ST-2/read": row("DynamoDB provisioned, reads", "0.00013", "unit-hours", origin("B", "2024-11", "PR5")),
  "ST-9": row("Aurora Serverless v2", "0.12", "ACU-hours", origin("B", "2025-03", "PR5")),
  "ST-12/vcpu": row("Fargate x86, vCPU", "0.04048", "vCPU-hours", origin("B", "2025-07", "PR5", "PR9")),
  "ST-12/memory": row("Fargate x86, memory", "0.004445", "GB-hours", origin("B", "2025-07", "PR5", "PR9")),
};

export const OTHER_PRICES: Readonly<Record<string, Price>> = { ...EC2, ...CLOUDWATCH, ...FRONT_DOORS, ...SERVICES };
