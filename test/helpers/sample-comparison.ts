/** A comparison of the flash sale on two branches, as plain data: one metric worse, one better, the rest unmoved. */
import type { ComparedMetric, Comparison } from "../../reports/compare/comparison.ts";

const metric = (name: string, rest: Partial<ComparedMetric>): ComparedMetric => ({
  metric: name,
  kind: "function",
  subject: "checkout",
  unit: "count",
  headline: false,
  base: 0,
  head: 0,
  change: 0,
  interval: null,
  tolerance: 1,
  verdict: "same",
  ...rest,
});

const side = (letter: string): NonNullable<Comparison["base"]> => ({
  engine: "0.1.0",
  digest: `sha256:${letter.repeat(64)}`,
  scenarioDigest: `sha256:${letter.repeat(32)}${"0".repeat(32)}`,
  prices: "us-east-1@2026-09",
});

export function sampleComparison(): Comparison {
  const file = "flash-sale.burst.yaml";
  const place = { file, line: 107, column: 5, why: "", state: "judged", samples: 631_508 } as const;
  const rate = { that: "checkout.throttles.rate < 0.1%", level: "error", unit: "share" } as const;
  return {
    name: "flash-sale",
    file,
    variant: "base",
    verdict: "worse",
    seeds: [42, 43, 44, 45, 46],
    paired: true,
    base: side("a"),
    head: side("b"),
    changesKnown: true,
    suggestion: { path: "functions.checkout.reserved", value: 331, from: 300, to: 400 },
    changes: [
      { path: "functions.checkout.reserved", base: "400", head: "300", file, line: 34 },
      { path: "functions.checkout.provisioned", base: "{ alias: live, count: 50 }", head: null, file, line: 35 },
    ],
    metrics: [
      metric("checkout.throttles.rate", {
        unit: "share",
        head: 0.0241,
        change: 0.0241,
        interval: [0.0235, 0.0247],
        verdict: "worse",
      }),
      metric("checkout.throttles.count", { head: 15_219, change: 15_219, verdict: "worse" }),
      metric("cost.total", { unit: "usd", base: 7.02, head: 6.57, change: -0.45, verdict: "better", subject: "cost" }),
      metric("search.latency.p99", { unit: "ms", base: 240, head: 240, subject: "search" }),
    ],
    thresholds: [{ ...rate, ...place, passed: false, value: 0.0241, interval: [0.0235, 0.0247], basePassed: true }],
    refusals: [
      {
        function: "checkout",
        why: "reserved 300 all busy",
        rule: "RES-7",
        count: 15_219,
        firstMs: 149_612,
        unusedInRegionCount: 603,
      },
    ],
  };
}
