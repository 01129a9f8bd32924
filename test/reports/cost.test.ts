/** Cost in thresholds, in the summary and in the report. */
import { describe, expect, test } from "vitest";
import { evaluate, parseThresholds, render, type ThresholdScope } from "../../reports/index.ts";
import { parseBound } from "../../reports/judge/threshold-value.ts";
import type { Result } from "../../sim/index.ts";
import { play } from "../helpers/play.ts";

const SCOPE: ThresholdScope = {
  functions: ["f"],
  traffic: [],
  sources: [],
  downstreams: [],
  regions: ["us-east-1"],
  phases: ["peak"],
};

/** 3,600 requests of 1 s and 1 GB in an hour: $0.00072 and $0.06000012; a month of 730 of them. */
const { result } = play({
  seconds: 3_600,
  functions: { f: { run: 1_000, memoryMb: 1_024 } },
  traffic: [{ invoke: "f", rate: 1 }],
  windows: [{ name: "peak", spans: [{ from: 0 as never, to: 600_000_000 as never }] }],
});
const judged = (that: string, on: Result = result) => {
  const source = { that, level: "error", why: "", ifEmpty: "fail", file: "a.yaml", line: 1, column: 1 } as const;
  const { thresholds, problems } = parseThresholds([source], SCOPE);
  expect(problems).toEqual([]);
  return evaluate(thresholds, on)[0]!;
};

describe("thresholds on cost", () => {
  test.each([
    ["cost.total < $0.07", 0.06072012, true],
    ["cost.total < $0.06", 0.06072012, false],
    ["cost.total.sum < 0.07", 0.06072012, true],
    ["cost.perMillion < $17", 16.8667, true],
    ["cost.month < $50", 44.33, true],
    ["cost.month < $44.32", 44.33, false],
    ["f.cost < $1", 0.06072012, true],
    ["f.cost.month < $0.1k", 44.3256876, true],
    ["cost.total < $0.02 while peak", 0.01012, true],
  ])("%s", (that, value, passed) => {
    const verdict = judged(that);
    expect(verdict).toMatchObject({ passed, unit: "usd", state: "judged" });
    expect(verdict.value).toBeCloseTo(value, 4);
  });

  test("a run without traffic costs nothing, and a million requests have no price", () => {
    const still = play({ functions: { f: {} } }).result;
    expect(judged("cost.total == 0", still)).toMatchObject({ passed: true, value: 0 });
    expect(judged("cost.perMillion < $1", still)).toMatchObject({ passed: false, state: "empty" });
  });

  test("against the base of a comparison, as a share or an amount", () => {
    expect(judged("cost.total <= base + 5%").state).toBe("compare-only");
    expect(judged("cost.total <= base + $1").state).toBe("compare-only");
  });

  test.each([
    ["$4.95", 4.95],
    ["$0", 0],
    ["$1.2k", 1_200],
    ["$3M", 3_000_000],
    ["4.95", 4.95],
  ])("%s", (text, value) => {
    const measure = { metric: "cost.total", unit: "usd", hasLimit: false, isGauge: false } as const;
    expect(parseBound({ text, offset: 0 }, measure)).toEqual({ value: { kind: "fixed", value, ofLimit: false } });
  });
});

describe("what is shown", () => {
  test("the summary: by function, for the run and for a month", () => {
    const text = render(result, "terminal", { columns: 120 });
    expect(text).toMatch(/busy max {3}cost\/run\n {4}f .* \$0\.06\n/);
    expect(text).toContain(
      [
        "  what it costs",
        "    $0.06 for the run, $44.33 a month at this rate, prices us-east-1@2026-09, no free tier",
      ].join("\n"),
    );
  });

  test("nothing of cost without any", () => {
    expect(render(play({ functions: { f: {} } }).result, "terminal")).not.toContain("what it costs");
  });

  test("a Region without prices of its own, in the first line about cost", () => {
    const region = "eu-west-1";
    const home = {
      ...result,
      assumptions: [{ policy: `prices (${region})`, value: "us-east-1@2026-09", rule: "PR-R3" }],
    };
    expect(render(home, "terminal", { columns: 120 })).toContain("prices us-east-1@2026-09, also for eu-west-1");
  });

  test("the report: functions, and the month's bill by price", () => {
    const text = render(result, "markdown");
    expect(text).toContain("| `f` | $0.06 | $44.33 |");
    expect(text).toContain("<details><summary>The month's bill (2 lines)</summary>");
    expect(text).toContain("| `us-east-1` | requests | 2 628 000 requests |  | $0.2 for 1 000 000 | $0.53 | `LP-1` |");
  });
});
