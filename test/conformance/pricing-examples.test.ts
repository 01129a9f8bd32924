/** Published examples of prices (PX), to the cent, through the formulas that bill a run. */
import { describe, expect, test } from "vitest";
import { tiersOf } from "../../sim/pricing/bill.ts";
import { type Exact, exact, rounded, times, total } from "../../sim/pricing/exact.ts";
import { expressGbHours, gbSeconds, kafkaUnits } from "../../sim/pricing/metering.ts";
import { COST_DEFAULTS, PriceList } from "../../sim/pricing/price-list.ts";
import { monthOf, used } from "../helpers/bill.ts";

const HOUR = 3_600_000;
const LIST = new PriceList(COST_DEFAULTS);

/** GB-s of so many times so many ms of so many MB. */
const duration = (count: number, ms: number, mb: number): Exact => gbSeconds(exact(count * ms * mb));
/** USD of each tier, to the cent. */
const tiers = (quantity: number | Exact, ...prices: string[]): number[] =>
  tiersOf(LIST, prices, "us-east-1", typeof quantity === "number" ? exact(quantity) : quantity).map(({ usd }) =>
    rounded(usd, 2),
  );

describe("Lambda", () => {
  const api = { requests: 7_440_000, duration: duration(7_440_000, 2_000, 1_024) };

  test("PX-2: 7.44 million requests of 2 s and 1,024 MB", () => {
    expect(monthOf([used(api)])).toEqual({ requests: 1.49, duration: 248, total: 249.49 });
  });

  test("PX-4, NX-2: provisioned units for 8 h, with the free tier of the whole account", () => {
    const usage = {
      provisioned: duration(100, 8 * HOUR, 1_536),
      "provisioned-requests": 500_000,
      "provisioned-duration": duration(500_000, 100, 1_536),
      requests: 2_500_000,
      duration: duration(2_500_000, 120, 1_536),
    };
    const bill = monthOf([used(usage, { onDemandOnly: false })], { freeTier: "account" });
    const { requests = 0, "provisioned-requests": provisioned = 0, ...rest } = bill;
    expect(requests + provisioned).toBeCloseTo(0.4, 9);
    expect(rest).toEqual({ provisioned: 18, "provisioned-duration": 0.73, duration: 0.83, total: 19.96 });
  });

  test("PX-6: PX-2 with a snapshot kept for 31 days and 74,400 restores", () => {
    const snapshots = {
      "snapstart-cache": duration(1, 31 * 24 * HOUR, 1_024),
      "snapstart-restores": 74_400,
    };
    expect(monthOf([used({ ...api, ...snapshots })])).toEqual({
      requests: 1.49,
      duration: 248,
      "snapstart-cache": 4.03,
      "snapstart-restores": 10.4,
      total: 263.92,
    });
  });

  test("PX-8: provisioned pollers of SQS for 8,000 unit-hours", () => {
    const usage = { requests: 30_000_000, duration: duration(30_000_000, 1_000, 1_024), "sqs-pollers": 8_000 };
    expect(monthOf([used(usage)])).toEqual({ requests: 6, duration: 500, "sqs-pollers": 74, total: 580 });
  });

  test("PX-9: ten Kafka mappings of one poller, alone and in one group", () => {
    const alone = monthOf([used({ "kafka-pollers": 10 * kafkaUnits(1) * 720 })]).total!;
    const grouped = monthOf([used({ "kafka-pollers": kafkaUnits(10) * 720 })]).total!;
    expect([alone, grouped, alone - grouped]).toEqual([1_332, 133.2, 1_198.8]);
  });

  test("PX-11: Lambda@Edge", () => {
    const usage = { "edge-requests": 10_000_000, "edge-duration": duration(10_000_000, 10, 128) };
    expect(monthOf([used(usage)])).toEqual({ "edge-requests": 6, "edge-duration": 0.63, total: 6.63 });
  });

  test("PX-12, NX-4: Managed Instances at a price that was negotiated, with the fee on the list price", () => {
    const usage = { requests: 100_000_000, "m7g.xlarge": 2_000, "m7g.xlarge-fee": 2_000 };
    const prices = { "ST-17/m7g.xlarge": 0.0457 };
    expect(monthOf([used(usage, { architecture: "arm64" })], { prices })).toEqual({
      requests: 20,
      "m7g.xlarge": 91.4,
      "m7g.xlarge-fee": 48.96,
      total: 160.36,
    });
  });

  test("PX-13: a durable function on arm, with the free tier", () => {
    const usage = {
      requests: 2_000_000,
      duration: duration(1_000_000, 32_000, 1_024),
      "durable-operations": 4_000_000,
      "durable-written": 104,
      "durable-kept": times(exact(104), { part: 7n + 14n, of: 30n }),
    };
    expect(monthOf([used(usage, { architecture: "arm64" })], { freeTier: "account" })).toEqual({
      requests: 0.2,
      duration: 421.34,
      "durable-operations": 32,
      "durable-written": 26,
      "durable-kept": 10.92,
      total: 490.46,
    });
  });

  test("PX-17: logs of 60 TB, before and after the prices of May 2025", () => {
    expect(tiers(60_000, "ST-19/ingest")).toEqual([30_000]);
    expect(monthOf([used({ logs: 60_000 })]).total).toBe(12_500);
  });

  test.each([
    ["PX-21: 128 MB on x86", 128, "x86_64", 0.07],
    ["PX-21: 128 MB on arm", 128, "arm64", 0.06],
    ["PX-21: 512 MB on x86", 512, "x86_64", 0.29],
    ["PX-21: 512 MB on arm", 512, "arm64", 0.23],
  ] as const)("%s", (_title, mb, architecture, usd) => {
    const usage = used({ requests: 100_000, duration: duration(100_000, 350, mb) }, { architecture });
    expect(monthOf([usage])).toMatchObject({ requests: 0.02, duration: usd });
  });
});

describe("services beside Lambda", () => {
  test("PX-15: REST calls, and what they send out", () => {
    expect([...tiers(5_000_000, "FD-1"), ...tiers(exact("14.3"), "FD-8")]).toEqual([17.5, 1.29]);
  });

  test("PX-16: tiers of the REST API", () => {
    const calls = 333_000_000 + 667_000_000 + 14_000_000_000;
    const usd = tiers(calls, "FD-1", "FD-2/tier-2", "FD-2/tier-3", "FD-2/tier-4");
    expect(usd).toEqual([1_165.5, 1_867.6, 33_320]);
    expect(rounded(total(usd.map(exact)), 2)).toBe(36_353.1);
  });

  test("PX-22: a short Express workflow is charged 200 ms and 64 MB", () => {
    const used = expressGbHours(100_000, 123, 0);
    expect(rounded(used, 4)).toBe(0.3472);
    expect([...tiers(used, "MS-15/tier-1"), ...tiers(100_000, "MS-14")]).toEqual([0.02, 0.1]);
  });

  test("PX-23: Express workflows into the second tier", () => {
    const used = expressGbHours(10_000_000, 800, 512);
    expect(rounded(used, 4)).toBe(1_111.1111);
    expect(tiers(used, "MS-15/tier-1", "MS-15/tier-2", "MS-15/tier-3")).toEqual([60.01, 3.33]);
    expect(tiers(10_000_000, "MS-14")).toEqual([10]);
  });

  test.each([
    ["PX-25: transitions of a Standard workflow", ["MS-13"], 10_000, [0.25]],
    ["PX-26: an HTTP API", ["FD-3/tier-1", "FD-3/tier-2"], 1_000_000_000, [300, 630]],
    ["PX-26: WebSocket messages", ["FD-4/tier-1", "FD-4/tier-2"], 1_500_000_000, [1_000, 400]],
    ["PX-26: WebSocket minutes", ["FD-5"], 10_000_000, [2.5]],
    ["PX-27: DynamoDB writes on demand", ["ST-1/write"], 3_000_000, [1.88]],
    ["PX-27: DynamoDB reads on demand", ["ST-1/read"], 8_000_000, [1]],
    ["PX-27: 20 provisioned write units", ["ST-2/write"], 20 * 730, [9.49]],
    ["PX-27: 30 provisioned read units", ["ST-2/read"], 30 * 730, [2.85]],
    ["PX-29: one vCPU of Fargate", ["ST-12/vcpu"], 730, [29.55]],
    ["PX-29: 2 GB of Fargate", ["ST-12/memory"], 2 * 730, [6.49]],
    ["PX-30: Aurora Serverless", ["ST-9"], 3_650, [438]],
    ["PX-31: requests to standard queues", ["MS-1"], 2_000_000, [0.8]],
    ["PX-31: requests to FIFO queues", ["MS-2"], 1_000_000, [0.5]],
  ] as const)("%s", (_title, prices, quantity, usd) => {
    expect(tiers(quantity, ...prices)).toEqual(usd);
  });
});
