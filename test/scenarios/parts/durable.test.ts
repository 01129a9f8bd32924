/** Durable functions in scenarios: limits just under and just over, what is built, what is hardly ever meant. */
import { describe, expect, test } from "vitest";
import { seconds } from "../../../sim/index.ts";
import { constant } from "../../helpers/config.ts";
import { configOf, lineOf, problemsOf, warningsOf } from "../reading.ts";

const EVENT = "invocationType: Event, ";
/** One durable function behind an alias, and one entry of traffic that sends it events or calls it. */
const shop = (durable: string, type = EVENT, invoke = "order:live", fields = "timeout: 15m"): string =>
  `simulate: { for: 5m }\nfunctions: { order: { ${fields}, durable: { ${durable} } } }\n` +
  `traffic: [{ invoke: ${invoke}, ${type}phases: [{ for: 5m, rate: 1/s }] }]\n`;
const ids = (text: string) => problemsOf(text).map(({ id }) => id);
const STEPS = "steps: [{ run: 200ms }, { wait: 1h }]";

describe("DUR-1: an execution lasts up to 31,622,400 s, its history is kept for 1 to 90 days", () => {
  test.each([
    ["1s", []],
    ["31622400s", []],
    ["366d", []],
    ["999ms", ["out-of-range"]],
    ["31622401s", ["out-of-range"]],
  ])("executionTimeout: %s", (executionTimeout, expected) => {
    expect(ids(shop(`${STEPS}, executionTimeout: ${executionTimeout}`))).toEqual(expected);
  });

  test.each([
    ["1d", []],
    ["90d", []],
    ["12h", ["out-of-range"]],
    ["36h", ["out-of-range"]],
    ["91d", ["out-of-range"]],
  ])("retentionPeriod: %s", (retentionPeriod, expected) => {
    expect(ids(shop(`${STEPS}, executionTimeout: 2h, retentionPeriod: ${retentionPeriod}`))).toEqual(expected);
  });

  test("$LATEST may be named, but not left out", () => {
    const invoking = (target: string) => ids(shop(`${STEPS}, executionTimeout: 2h`, EVENT, target));
    expect(invoking("order:$LATEST")).toEqual([]);
    expect(invoking("order")).toEqual(["durable-unqualified"]);
  });

  test("it is set at creation: no change may touch it", () => {
    const changes = "changes: [{ at: 1m, set: { functions.order.durable.repeat: 2 } }]";
    expect(ids(shop(`${STEPS}, executionTimeout: 2h`) + changes)).toEqual(["unsupported"]);
  });
});

describe("DUR-3: synchronous callers wait for 15 minutes at most", () => {
  test.each([
    ["900s", "", []],
    ["901s", "", ["durable-synchronous"]],
    ["901s", EVENT, []],
  ])("executionTimeout: %s with '%s'", (executionTimeout, type, expected) => {
    const steps = "steps: [{ run: 200ms }, { wait: 10m }]";
    expect(ids(shop(`${steps}, executionTimeout: ${executionTimeout}`, type))).toEqual(expected);
  });

  test("a dead-letter queue, but no destinations", () => {
    const sending = (async: string) => ids(shop(`${STEPS}, executionTimeout: 2h`, EVENT, "order:live", async));
    expect(sending("async: { deadLetter: dead }")).toEqual([]);
    expect(sending("async: { onSuccess: done }")).toEqual(["durable-destination"]);
    expect(sending("async: { onFailure: failed }")).toEqual(["durable-destination"]);
  });
});

test.each([
  [1500, []],
  [1501, ["too-many-operations"]],
])("DUR-4: an execution has at most 3,000 operations: two steps %i times", (repeat, expected) => {
  expect(ids(shop(`steps: [{ run: 200ms }, { wait: 1s }], repeat: ${repeat}, executionTimeout: 1d`))).toEqual(expected);
});

test("DUR-2: steps are repeated, measured at a memory like any run, and laws as everywhere", () => {
  const cpu = "memory: 1769MB, cpu: { measuredAt: 3538MB, threads: 2 }";
  const steps = "steps: [{ run: 200ms }, { wait: { min: 1s, max: 2s } }]";
  const text = shop(`${steps}, repeat: 2, executionTimeout: 1m, replayPerStep: 3ms`, "", "order:live", cpu);
  const [order] = configOf(text).functions;
  const run = { kind: "run", time: constant(400) };
  const wait = { kind: "wait", time: { kind: "uniform", min: seconds(1), max: seconds(2) } };
  expect(order?.durable).toEqual({
    steps: [run, wait, run, wait],
    executionTimeout: seconds(60),
    replayPerStep: seconds(0.003),
  });
});

test("a recorded run time cannot be shared out among steps", () => {
  const text =
    `simulate: { for: 5m }\nfunctions: { order: { durable: { ${STEPS}, executionTimeout: 2h } } }\n` +
    `traffic: [{ invoke: order:live, ${EVENT}trace: { file: a.csv, time: at, duration: ms } }]\n`;
  const problems = problemsOf(text, { read: () => "at,ms\n1,20\n" });
  expect(problems.map(lineOf)).toEqual([
    "3:98 useless-field: traffic.0.trace.duration has no meaning for order: one length cannot be shared out among " +
      "its steps",
  ]);
});

test.each([
  [
    "DUR-1: executions that usually take longer than they may",
    shop("steps: [{ run: 1s }, { wait: 1m }], repeat: 3, executionTimeout: 3m"),
    "execution-over-timeout: functions.order.durable.executionTimeout is usually exceeded by the steps and waits",
  ],
  [
    "LIFE-7: steps between two waits that are longer than the timeout",
    shop("steps: [{ run: 2s }, { run: 2s }, { wait: 1m }], executionTimeout: 3m", EVENT, "order:live", "timeout: 3s"),
    "run-over-timeout: functions.order.durable.steps run longer from one wait to the next than the timeout allows",
  ],
])("%s", (_what, text, expected) => {
  expect(warningsOf(text).join()).toContain(expected);
});

test("a good durable function is not warned about", () => {
  expect(warningsOf(shop("steps: [{ run: 2s }, { wait: 1m }, { run: 2s }], executionTimeout: 3m"))).toEqual([]);
});
