/** What reports say of durable executions, and that they say nothing of functions without any. */
import { expect, test } from "vitest";
import { evaluate, parseThresholds } from "../../reports/index.ts";
import { markdown } from "../../reports/summary/markdown.ts";
import { summary } from "../../reports/summary/summary.ts";
import type { Literal } from "../helpers/config.ts";
import { play } from "../helpers/play.ts";

const resultOf = (approve: Literal["functions"][string]) =>
  play({
    functions: { approve },
    traffic: [{ invoke: "approve:live", event: true, at: [0, 0, 59_000] }],
  }).result;
const RESULT = resultOf({ durable: { steps: [100, -1000, 100] } });
const PLAIN = resultOf({ run: 100 });
const inTerminal = (result: typeof RESULT) => summary(result, [], { columns: 120, color: false });

test("how they ended, how long they took, and how few units that needed", () => {
  const line = "3 begun, 2 done, 1 not ended, p50 1.20s, p99 1.20s, at most 2 at once on 2 units (DUR-2)";
  expect(inTerminal(RESULT)).toContain(`  durable executions\n    approve   ${line}\n`);
  expect(markdown(RESULT, [])).toContain(`**Durable executions**\n\n- \`approve\`: ${line}\n`);
});

test("nothing of other functions", () => {
  expect([inTerminal(PLAIN), markdown(PLAIN, [])].join()).not.toMatch(/durable/i);
  expect(Object.keys(PLAIN.functions.approve!).filter((name) => /execution|resumption/.test(name))).toEqual([]);
});

test("thresholds read them", () => {
  const sources = [
    "approve.executions.running.max <= 2",
    "approve.executions.duration.p99 < 1.3s",
    "approve.executions.pending.rate == 0%",
    "approve.executions.resumed == 2",
  ].map((that, line) => ({
    that,
    level: "error" as const,
    why: "",
    ifEmpty: "fail" as const,
    file: "",
    line,
    column: 1,
  }));
  const scope = { functions: ["approve"], traffic: [], sources: [], downstreams: [], regions: [], phases: [] };
  const { thresholds, problems } = parseThresholds(sources, scope);
  expect(problems).toEqual([]);
  expect(evaluate(thresholds, RESULT).map(({ passed }) => passed)).toEqual([true, true, false, true]);
  expect(evaluate(thresholds, PLAIN).map(({ passed }) => passed)).toEqual([false, false, false, false]);
});
