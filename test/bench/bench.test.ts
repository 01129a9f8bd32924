/** The benchmark's own parts: each workload runs, and a comparison names what became slower and nothing else. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { simulate } from "../../sim/index.ts";
import { slower } from "./compare.ts";
import type { Row } from "./measure.ts";
import { WORKLOADS } from "./workloads.ts";

const row = (workload: string, median: number, [min, max]: [number, number], c: number | null = null): Row => ({
  workload,
  attempts: 1000,
  events: 2000,
  nsPerAttempt: { median, min, max },
  attemptsPerSecond: 1e9 / median,
  peakRssMb: 100,
  referenceNs: c === null ? null : { median: c, min: c, max: c },
  ratio: c === null ? null : median / c,
});

describe("against an earlier table", () => {
  test("names a workload that lost more than a tenth, beyond the spread", () => {
    const base = [row("a", 100, [95, 108]), row("b", 100, [95, 108])];
    expect(slower(base, [row("a", 120, [115, 125]), row("b", 109, [109, 125])])).toEqual([
      "a: 120.0 ns per attempt, 100.0 before: 20 % slower",
    ]);
  });

  test("says nothing when the fastest repeat is as fast as the slowest one was", () => {
    expect(slower([row("a", 100, [95, 119])], [row("a", 120, [118, 125])])).toEqual([]);
  });

  test("a machine that is slower by the yardstick too is no slower code, and a new workload has no past", () => {
    const base = [row("a", 100, [95, 108], 50)];
    expect(slower(base, [row("a", 150, [145, 155], 75), row("new", 900, [900, 900])])).toEqual([]);
    expect(slower(base, [row("a", 150, [145, 155], 50)])).toHaveLength(1);
  });
});

test.each(Object.keys(WORKLOADS))("%s: its 3,000 requests are all accounted for", (name) => {
  const { config, rate } = WORKLOADS[name]!;
  const { traffic } = simulate(config(3000, rate));
  const all = Object.values(traffic);
  const total = (count: (one: (typeof all)[number]) => number): number => all.reduce((sum, one) => sum + count(one), 0);
  expect(total((one) => one.requestsCount)).toBeGreaterThan(2500);
});

test("a run in its own process tells its figures as one line of JSON", () => {
  const one = fileURLToPath(new URL("./one.ts", import.meta.url));
  const told = JSON.parse(execFileSync(process.execPath, [one, "steady-100", "500"], { encoding: "utf8" }));
  expect(Object.keys(told)).toEqual(["invocations", "throttles", "events", "ns", "peakRssMb"]);
  expect(told.invocations).toBeGreaterThan(400);
});
