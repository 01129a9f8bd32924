/** The data of a chart as a table: rows of a round length, numbers with their units, nothing that cannot be read. */
import { expect, test } from "vitest";
import { charts } from "../../../reports/charts/index.ts";
import type { ThrottleCause } from "../../../sim/index.ts";
import { minuteResult, refusedResult, renamedResult } from "../../helpers/chart-results.ts";
import { sampleResult } from "../../helpers/sample-result.ts";

const numbersOf = (name: string) => charts(minuteResult()).find((each) => each.name === name)!.numbers;

// Seconds 40 and 41 make one row: 58 + 60 are refused, and 5 + 5 start cold of the 954 + 956 - 118 that run.
test.each([
  ["concurrency-checkout", ["from", "requests running at once, most", "limit"], ["00:40", "300", "300"]],
  ["throttles-checkout", ["from", "attempts refused"], ["00:40", "118"]],
  [
    "latency-checkout",
    ["from", "p50, highest of any 1s", "p95, highest of any 1s", "p99, highest of any 1s"],
    ["00:40", "263ms", "1.02s", "2.48s"],
  ],
  ["cold-starts-checkout", ["from", "cold starts", "share of invocations"], ["00:40", "10", "0.56 %"]],
  ["async-queue-thumbs", ["from", "events waiting, most", "oldest event tried"], ["00:40", "2", "124ms"]],
  ["environments-checkout", ["from", "environments, most", "running, most"], ["00:40", "302", "300"]],
  ["region-us-east-1", ["from", "units claimed, most", "requests running, most"], ["00:40", "402", "397"]],
  ["cost", ["function", "cost", "duration", "requests"], undefined],
])("%s has its numbers in a table", (name, heads, row) => {
  const { heads: actual, rows } = numbersOf(name);
  expect(actual.slice(0, heads.length)).toEqual(heads);
  expect(rows.find(([first]) => first === row?.[0])?.slice(0, heads.length)).toEqual(row);
  expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([actual.length]));
});

test("the cost is told by function, the dearest first", () => {
  const { rows } = numbersOf("cost");
  expect(rows.map(([name, cost]) => [name, cost])).toEqual([
    ["checkout", "$3.47"],
    ["fulfil", "$0.66"],
    ["thumbs", "$0.36"],
    ["search", "$0.12"],
  ]);
});

test("a long run has 30 rows at most, each of a round length", () => {
  const tables = charts(sampleResult()).map(({ numbers }) => numbers.rows);
  expect(Math.max(...tables.map(({ length }) => length))).toBeLessThanOrEqual(30);
  expect(tables[0]!.slice(0, 3).map(([from]) => from)).toEqual(["00:00", "00:30", "01:00"]);
});

test("sums over the rows are the sums of the run", () => {
  const result = minuteResult();
  const refused = numbersOf("throttles-checkout").rows.map(([, count]) => Number(count));
  const total = result.series.functions.checkout!.throttles.reduce((sum, each) => sum + each);
  expect(refused.reduce((sum, each) => sum + each)).toBe(total);
});

test("several causes have a column each, beside that of all", () => {
  const causes: readonly ThrottleCause[] = ["managed-concurrency", "managed-cpu", "managed-inactive"];
  const { numbers } = charts(refusedResult(causes)).find(({ name }) => name === "throttles-checkout")!;
  expect(numbers.heads).toEqual(["from", "attempts refused", "workers busy", "CPU full", "no environment"]);
  expect(numbers.rows.at(-1)).toEqual(["00:58", "120", "40", "40", "40"]);
});

test("titles and tables are plain text: no control character of a name is left, and names stay short", () => {
  const made = charts(renamedResult(`a\u0000b\u202e${"x".repeat(200)}`));
  const texts = made.flatMap(({ title, numbers }) => [title, ...numbers.heads, ...numbers.rows.flat()]);
  expect(texts.join("")).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(Math.max(...texts.map(({ length }) => length))).toBeLessThan(200);
});

test("the title is the one that the chart draws", () => {
  const drawn = charts(minuteResult()).map(({ spec }) => (spec.title as { text: string[] }).text.join(" "));
  expect(charts(minuteResult()).map(({ title }) => title)).toEqual(drawn.map((text) => text.replaceAll("\u00a0", " ")));
});
