/** What pairing is worth: a change of a tenth of a point in a throttle share of about one per cent, with five seeds. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareMetric, DEFAULT_TOLERANCE } from "../../../reports/compare/metric.ts";
import { comparedKind } from "../../../reports/compare/metrics.ts";
import { load } from "../../../scenarios/index.ts";
import { simulate } from "../../../sim/index.ts";
import { ROOT } from "../../tidy/tree.ts";

const FILE = "scenarios/library/flash-sale.burst.yaml";

/** The share of checkout's attempts that is refused. */
function throttled(reserved: number, seed: number): number {
  const loaded = load(readFileSync(join(ROOT, FILE), "utf8"), FILE);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ text }) => text).join("\n"));
  const config = loaded.scenario.config({ seed, set: { "functions.checkout.reserved": String(reserved) } });
  const { throttlesCount, requestsCount } = simulate(config).functions.checkout!;
  return throttlesCount / requestsCount;
}

const shares = (reserved: number, seeds: readonly number[]): number[] => seeds.map((seed) => throttled(reserved, seed));
const width = (interval: readonly [number, number]): number => interval[1] - interval[0];

test("flash sale, one reserved unit less: paired seeds see it, five times as sharply as independent ones", () => {
  const seeds = [42, 43, 44, 45, 46];
  const base = shares(365, seeds);
  const kind = comparedKind("function", "throttles.rate")!;
  const name = { metric: "checkout.throttles.rate", kind: "function" as const, subject: "checkout" };
  const compare = (head: readonly number[], paired: boolean) =>
    compareMetric(name, kind, { base, head, paired }, DEFAULT_TOLERANCE)!;
  const paired = compare(shares(364, seeds), true);
  const independent = compare(shares(364, [142, 143, 144, 145, 146]), false);
  console.log(`paired ${JSON.stringify(paired.interval)}, independent ${JSON.stringify(independent.interval)}`);
  expect(paired.base).toBeCloseTo(0.017, 3);
  expect(paired.change).toBeCloseTo(0.0018, 4);
  expect(paired.verdict).toBe("worse");
  expect(independent.verdict).toBe("no change");
  expect(width(independent.interval!) / width(paired.interval!)).toBeGreaterThan(5);
}, 300_000);
