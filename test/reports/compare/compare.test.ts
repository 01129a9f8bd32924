/** Comparing: the judgement of one metric, its direction, tolerances, and what a document counts. */

import { describe, expect, test } from "vitest";
import { compareSides } from "../../../reports/compare/compare.ts";
import { compareMetric, DEFAULT_TOLERANCE } from "../../../reports/compare/metric.ts";
import { comparedKind, comparedMetrics, seedValues } from "../../../reports/compare/metrics.ts";
import { sideOf } from "../../../reports/compare/side.ts";
import { independent95, interval95 } from "../../../reports/judge/student.ts";
import { parseTolerances, toleranceFor } from "../../../reports/judge/tolerances.ts";
import { combine, type Result, simulate } from "../../../sim/index.ts";
import { compare, evaluate, render } from "../../../ui/library/index.ts";
import { configOf, constant } from "../../helpers/config.ts";
import { sampleResult } from "../../helpers/sample-result.ts";

const NAME = { metric: "a.throttles.rate", kind: "function" as const, subject: "a" };
const SHARE = { unit: "share", worse: "up", headline: true } as const;
const TIME = { unit: "ms", worse: "up", headline: true } as const;
const DOWN = { unit: "share", worse: "down", headline: true } as const;
const COUNT = { unit: "count", worse: null, headline: false } as const;

describe("one metric", () => {
  test.each([
    ["equal in every seed", SHARE, [0.1, 0.2], [0.1, 0.2], "same"],
    ["the interval holds 0", SHARE, [0.1, 0.2, 0.3], [0.2, 0.1, 0.35], "no change"],
    ["0.09 points, all seeds agree", SHARE, [0.01, 0.02], [0.0109, 0.0209], "within tolerance"],
    ["0.11 points, all seeds agree", SHARE, [0.01, 0.02], [0.0111, 0.0211], "worse"],
    ["0.11 points less", SHARE, [0.01, 0.02], [0.0089, 0.0189], "better"],
    ["a share that should be high falls", DOWN, [0.9, 0.9], [0.8, 0.8], "worse"],
    ["less than 1 % of a time", TIME, [1000, 1000], [1009, 1009], "within tolerance"],
    ["more than 1 % of a time", TIME, [1000, 1000], [1011, 1011], "worse"],
    ["0.9 ms of a short time", TIME, [5, 5], [5.9, 5.9], "within tolerance"],
    ["one of a count", COUNT, [10, 10], [11, 11], "within tolerance"],
    ["two of a count, neither way is worse", COUNT, [10, 10], [12, 12], "differs"],
    ["no samples before", TIME, [null, null], [5, 5], "differs"],
  ] as const)("%s", (...[, kind, base, head, verdict]) => {
    expect(compareMetric(NAME, kind, { base, head, paired: true }, DEFAULT_TOLERANCE)?.verdict).toBe(verdict);
  });

  test("without samples on both sides there is nothing to compare", () => {
    expect(compareMetric(NAME, TIME, { base: [null], head: [null], paired: true }, DEFAULT_TOLERANCE)).toBeNull();
  });

  test("one seed gives no interval, so the tolerance alone decides", () => {
    const found = compareMetric(NAME, SHARE, { base: [0.01], head: [0.02], paired: true }, DEFAULT_TOLERANCE);
    expect(found).toMatchObject({ change: 0.01, interval: null, verdict: "worse" });
  });

  test("pairing leaves the luck of the seeds out of the interval", () => {
    const base = [0.1, 0.2, 0.3, 0.4, 0.5];
    const head = [0.102, 0.2021, 0.3019, 0.4022, 0.5018];
    const paired = compareMetric(NAME, SHARE, { base, head, paired: true }, DEFAULT_TOLERANCE);
    const apart = compareMetric(NAME, SHARE, { base, head, paired: false }, DEFAULT_TOLERANCE);
    expect(paired).toMatchObject({ change: 0.002, verdict: "worse" });
    expect(apart).toMatchObject({ change: 0.002, verdict: "no change" });
  });

  test("a tolerance of its own: percentage points for shares, per cent of the base for the rest, or an amount", () => {
    const judge = (kind: typeof SHARE | typeof TIME, by: number, tolerance: { value: number; percent: boolean }) =>
      compareMetric(NAME, kind, { base: [0.5], head: [0.5 + by], paired: true }, tolerance)?.verdict;
    expect(judge(SHARE, 0.04, { value: 0.05, percent: true })).toBe("within tolerance");
    expect(judge(SHARE, 0.06, { value: 0.05, percent: true })).toBe("worse");
    expect(judge(TIME, 0.04, { value: 0.05, percent: true })).toBe("worse");
    expect(judge(TIME, 0.04, { value: 0.05, percent: false })).toBe("within tolerance");
  });
});

/** By hand: means 2 and 5, variances 1 and 4, three values each: t(2.94 degrees, taken as 2) = 4.3027. */
test("independent means: Welch's interval, with the degrees of freedom rounded down", () => {
  const [low, high] = independent95([1, 2, 3], [3, 5, 7])!;
  const reach = 4.3027 * Math.sqrt(1 / 3 + 4 / 3);
  expect([low, high]).toEqual([3 - reach, 3 + reach]);
  expect(independent95([1], [2, 3])).toBeNull();
  expect(independent95([1, 1], [2, 2])).toEqual([1, 1]);
  expect(interval95([3])).toBeNull();
});

describe("directions", () => {
  test.each([
    ["function", "throttles.rate", "up"],
    ["function", "latency.p99", "up"],
    ["function", "async.succeeded.rate", "down"],
    ["function", "requests.count", null],
    ["traffic", "succeeded.rate", "down"],
    ["downstream", "rejected.rate", "up"],
    ["region", "claimed.max", null],
    ["cost", "total", "up"],
  ] as const)("%s %s: worse is %s", (kind, tail, worse) => {
    expect(comparedKind(kind, tail)?.worse).toBe(worse);
  });

  test("every metric that tells of failure, waiting or money has a direction", () => {
    const without = comparedMetrics().filter(({ worse }) => worse === null);
    const bad = /(throttle|refus|error|timeout|failed|dropped|reject|latency|age|cost|abandon|retries)/i;
    expect(without.filter(({ tail }) => bad.test(tail)).map(({ kind, tail }) => `${kind} ${tail}`)).toEqual([]);
  });
});

describe("tolerances", () => {
  const scope = { functions: ["a"], traffic: [], sources: [], downstreams: ["db"], regions: ["eu"], phases: [] };
  const parse = (metric: string, value: string) => parseTolerances([{ metric, value }], scope);

  test("the most exact name counts", () => {
    const value = (number: number) => ({ value: number, percent: false });
    const tolerances = { latency: value(4), "latency.p99": value(3), "a.latency": value(2), "a.latency.p99": value(1) };
    const of = (subject: string, tail: string) => toleranceFor(tolerances, { kind: "function", subject, tail })?.value;
    expect(
      ["a.latency.p99", "a.latency.p50", "b.latency.p99", "b.latency.p50"].map((name) => {
        const [subject = "", ...tail] = name.split(".");
        return of(subject, tail.join("."));
      }),
    ).toEqual([1, 2, 3, 4]);
    expect(of("a", "errors.rate")).toBeUndefined();
    const cost = { cost: value(5) };
    expect(toleranceFor(cost, { kind: "cost", subject: "cost", tail: "total" })?.value).toBe(5);
    expect(toleranceFor(cost, { kind: "function", subject: "a", tail: "cost.month" })?.value).toBe(5);
  });

  test.each([
    ["a.latency.p99", "5%", { value: 0.05, percent: true }],
    ["latency", "20ms", { value: 20, percent: false }],
    ["cost.total", "$0.10", { value: 0.1, percent: false }],
    ["a.requests.count", "3", { value: 3, percent: false }],
    ["region.claimed.max", "10", { value: 10, percent: false }],
  ])("%s: %s", (metric, text, expected) => {
    expect(parse(metric, text)).toEqual({ tolerances: { [metric]: expected }, problems: [] });
  });

  test.each([
    ["b.latency.p99", "5%", "unknown-metric"],
    ["latency.p99", "five", "threshold-value"],
    ["latency.p99", "3", "wrong-unit"],
    ["cost.total", "3ms", "wrong-unit"],
  ])("%s: %s is refused", (metric, text, id) => {
    expect(parse(metric, text).problems.map((problem) => problem.id)).toEqual([id]);
  });
});

describe("of the library", () => {
  const base = sampleResult();
  const seeded = (seed: number): Result => ({ ...base, seeds: [seed] });

  test("identical runs are the same", () => {
    expect(compare([base], [base]).verdict).toBe("same");
    expect(render(compare([base], [base]), "terminal")).toBe(`  same      ${base.scenario.name}\n\nsame\n`);
  });

  test("other seeds are not paired, and a side without a run is an error", () => {
    expect(compare([seeded(1)], [seeded(2)]).paired).toBe(false);
    expect(() => compare([], [base])).toThrow(RangeError);
  });

  test("a threshold against the base is judged on it", () => {
    const threshold = { that: "cost.total <= base", level: "error", why: "", ifEmpty: "fail" } as const;
    const place = { file: "a", line: 1, column: 1 };
    const { thresholds } = compare([base], [base], { thresholds: [{ ...threshold, ...place }] });
    expect(thresholds).toMatchObject([{ passed: true, state: "judged", basePassed: null }]);
    expect(evaluate([{ ...threshold, ...place }], base)).toMatchObject([{ passed: true, state: "compare-only" }]);
  });

  test("values of each seed are those of each run, and their mean is the combined value", () => {
    const values = seedValues([base, base]);
    const share = values.function?.checkout?.["throttles.rate"];
    expect(share?.[0]).toBe(base.functions.checkout!.throttlesCount / base.functions.checkout!.requestsCount);
    expect(combine([base]).digest).toBe(base.digest);
  });
});

describe("causes of refusals", () => {
  const run = (reserved: number | null) =>
    simulate(configOf({ functions: { orders: { run: 500, reserved } }, traffic: [{ invoke: "orders", at: [0, 10] }] }));
  const [free, refusing] = [run(null), run(1)];
  const found = (base: Result, head: Result) =>
    compare([base], [head]).metrics.filter(({ metric }) => metric.startsWith("orders.throttles."));

  test("are compared with 0 where a side has none of a cause", () => {
    expect(found(free, refusing).map(({ metric, base, head, verdict }) => [metric, base, head, verdict])).toEqual([
      ["orders.throttles.rate", 0, 0.5, "worse"],
      ["orders.throttles.reserved-full.rate", 0, 0.5, "worse"],
    ]);
    expect(found(refusing, free).map(({ metric, verdict }) => [metric, verdict])).toEqual([
      ["orders.throttles.rate", "better"],
      ["orders.throttles.reserved-full.rate", "better"],
    ]);
  });

  test("are not mentioned where neither side has them", () => {
    expect(found(free, free).map(({ metric }) => metric)).toEqual(["orders.throttles.rate"]);
  });
});

describe("a source that is called as its function is", () => {
  const run = (delivery: number) =>
    simulate(
      configOf({
        functions: { orders: {} },
        sources: [{ name: "orders", type: "s3", delivery: constant(delivery) }],
        traffic: [{ name: "orders", invoke: "orders", at: [0, 10, 20], event: true, source: "orders" }],
      }),
    );
  const side = (result: Result) => sideOf([result], result);

  test("is compared as well, with its kind behind the name", () => {
    const found = compareSides({
      ...{ name: "n", file: "f", variant: "base", changes: null, thresholds: [], tolerances: {}, strict: false },
      ...{ base: side(run(50)), head: side(run(20_000)) },
    });
    const latencies = found.metrics.filter(({ metric }) => metric.includes("latency.p99"));
    expect(latencies.map(({ metric, kind, verdict }) => [metric, kind, verdict])).toEqual([
      ["orders.latency.p99", "traffic", "worse"],
      ["orders.latency.p99 (source)", "source", "worse"],
    ]);
    expect(found.metrics.map(({ metric }) => metric)).toContain("orders.requests.count (traffic)");
  });
});
