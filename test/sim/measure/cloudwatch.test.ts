/** CloudWatch's one-minute metrics. */
import { describe, expect, test } from "vitest";
import { play } from "../../helpers/play.ts";
import { burst, range, sum } from "../kit.ts";

const metricsOf = (literal: Parameters<typeof play>[0], name = "f") =>
  play(literal).result.metrics.functions[name]!["AWS/Lambda"];
const minutes = (...moments: number[]): number[] => moments.map((minute) => minute * 60_000);

describe("EX-24, MET-26: one invocation a minute, of 2 min each, on 10 units", () => {
  const metrics = metricsOf({
    seconds: 300,
    functions: { f: { run: 120_000, provisioned: 10 } },
    traffic: [{ invoke: "f:live", at: minutes(0, 1, 2, 3, 4) }],
  });

  test("MET-9: 1 in the first minute, 2 in every later one", () => {
    expect(metrics.ProvisionedConcurrentExecutions).toEqual([1, 2, 2, 2, 2]);
    expect(metrics.ConcurrentExecutions).toEqual([1, 2, 2, 2, 2]);
  });
  test("MET-11: 1 a minute; MET-12: none spilled", () => {
    expect(metrics.ProvisionedConcurrencyInvocations).toEqual([1, 1, 1, 1, 1]);
    expect(metrics.ProvisionedConcurrencySpilloverInvocations).toEqual([0, 0, 0, 0, 0]);
  });
  test("MET-10: a tenth, then a fifth", () => {
    expect(metrics.ProvisionedConcurrencyUtilization).toEqual([0.1, 0.2, 0.2, 0.2, 0.2]);
  });
});

describe("EX-25, MET-10: utilisation is the highest use over the units", () => {
  test.each([
    [100, 50, 0.5],
    [100, 60, 0.6],
    [10, 7, 0.7],
  ])("%i units, %i busy: %d", (provisioned, busy, utilisation) => {
    const metrics = metricsOf({
      functions: { f: { run: 1000, provisioned } },
      traffic: [{ invoke: "f:live", demand: burst(1, busy) }],
    });
    expect(metrics.ProvisionedConcurrentExecutions).toEqual([busy]);
    expect(metrics.ProvisionedConcurrencyUtilization).toEqual([utilisation]);
  });
});

describe("MET-11 + MET-12 = MET-1 of that qualifier", () => {
  test("3 on units, 2 spilled over, 5 in all", () => {
    const metrics = metricsOf({
      functions: { f: { run: 1000, provisioned: 3 } },
      traffic: [{ invoke: "f:live", demand: burst(1, 5) }],
    });
    expect(metrics.ProvisionedConcurrencyInvocations).toEqual([3]);
    expect(metrics.ProvisionedConcurrencySpilloverInvocations).toEqual([2]);
    expect(metrics.Invocations).toEqual([5]);
  });

  test("$LATEST beside it counts in MET-1 of the function only", () => {
    const metrics = metricsOf({
      functions: { f: { run: 1000, provisioned: 3 } },
      traffic: [
        { invoke: "f:live", demand: burst(1, 4) },
        { invoke: "f", demand: burst(1, 10) },
      ],
    });
    expect([
      sum(metrics.ProvisionedConcurrencyInvocations),
      sum(metrics.ProvisionedConcurrencySpilloverInvocations),
    ]).toEqual([3, 1]);
    expect(metrics.Invocations).toEqual([14]);
  });

  test("MET-9: a minute in which only $LATEST was invoked has no data for the qualifier", () => {
    const metrics = metricsOf({
      seconds: 180,
      functions: { f: { run: 1000, provisioned: 3 } },
      traffic: [
        { invoke: "f", at: minutes(0, 1) },
        { invoke: "f:live", at: minutes(1) },
      ],
    });
    expect(metrics.Invocations).toEqual([1, 2, null]);
    expect(metrics.ProvisionedConcurrencyInvocations).toEqual([null, 1, null]);
    expect(metrics.ProvisionedConcurrencySpilloverInvocations).toEqual([null, 0, null]);
    expect(metrics.ProvisionedConcurrentExecutions).toEqual([null, 1, null]);
  });

  test("a function without units has none of the four", () => {
    const metrics = metricsOf({ functions: { f: {} }, traffic: [{ invoke: "f", at: [0] }] });
    expect([
      metrics.ProvisionedConcurrencyInvocations,
      metrics.ProvisionedConcurrencySpilloverInvocations,
      metrics.ProvisionedConcurrentExecutions,
      metrics.ProvisionedConcurrencyUtilization,
    ]).toEqual([[null], [null], [null], [null]]);
  });
});

describe("data or no data", () => {
  test("null in a minute without any, 0 in a minute with invocations", () => {
    const metrics = metricsOf({
      seconds: 240,
      functions: { f: { run: 100 } },
      traffic: [{ invoke: "f", at: minutes(1) }],
    });
    expect(metrics.Invocations).toEqual([null, 1, null, null]);
    expect(metrics.Errors).toEqual([null, 0, null, null]);
    expect(metrics.Throttles).toEqual([null, 0, null, null]);
    expect(metrics.DurationAverage).toEqual([null, 100, null, null]);
    expect(metrics.ConcurrentExecutions).toEqual([null, 1, null, null]);
    expect(metrics.AsyncEventsReceived).toEqual([null, null, null, null]);
    expect(metrics.DeadLetterErrors).toEqual([null, null, null, null]);
  });

  test("ERR-5, MET-1: what is refused counts in Throttles, in neither Invocations nor Errors", () => {
    const metrics = metricsOf({
      functions: { f: { run: 1000, reserved: 2 } },
      traffic: [{ invoke: "f", demand: burst(1, 5) }],
    });
    expect([metrics.Invocations, metrics.Throttles, metrics.Errors]).toEqual([[2], [3], [0]]);
  });

  test("a minute with nothing but refusals", () => {
    const metrics = metricsOf({ functions: { f: { reserved: 0 } }, traffic: [{ invoke: "f", at: [0, 1] }] });
    expect([metrics.Invocations, metrics.Throttles, metrics.ConcurrentExecutions]).toEqual([[0], [2], [null]]);
  });
});

describe("the minute of the start", () => {
  test("MET-2, MET-4: an error and its duration are stamped there, however late it ends", () => {
    const metrics = metricsOf({
      seconds: 240,
      functions: { f: { run: 90_000, errors: 1 } },
      traffic: [{ invoke: "f", at: [59_000] }],
    });
    expect(metrics.Errors).toEqual([1, null, null, null]);
    expect(metrics.DurationMaximum).toEqual([90_000, null, null, null]);
  });

  test("MET-4: durations of 100 and 300 ms average 200, at most 300, without the Init of 5 s", () => {
    const metrics = metricsOf({
      functions: { f: { run: { kind: "empirical", values: [200_000 as never] }, init: 5000 } },
      traffic: [
        { invoke: "f", demand: { kind: "times", times: [0, 1] as never[], durations: [100_000, 300_000] as never[] } },
      ],
    });
    expect([metrics.DurationAverage, metrics.DurationMaximum]).toEqual([[200], [300]]);
  });

  test("MET-26: busy is sampled at starts only, so a long run without a start leaves no point", () => {
    const metrics = metricsOf({
      seconds: 180,
      functions: { f: { run: 150_000 } },
      traffic: [{ invoke: "f", at: [0] }],
    });
    expect(metrics.ConcurrentExecutions).toEqual([1, null, null]);
  });

  test("the 60th second belongs to the second minute, what comes 1 ms before it to the first", () => {
    const at = (ms: number) => metricsOf({ seconds: 120, functions: { f: {} }, traffic: [{ invoke: "f", at: [ms] }] });
    expect(at(59_999).Invocations).toEqual([1, null]);
    expect(at(60_000).Invocations).toEqual([null, 1]);
  });
});

describe("the asynchronous queue", () => {
  test("MET-13, MET-14: received once, age at each attempt (ASY-12)", () => {
    const metrics = metricsOf({
      seconds: 120,
      functions: { f: { run: 2500, reserved: 1 } },
      traffic: [{ invoke: "f", event: true, at: [0, 0] }],
    });
    // Ages 0, 0, 1,000 and 3,000 ms.
    expect(metrics.AsyncEventsReceived).toEqual([2, null]);
    expect(metrics.AsyncEventAgeAverage).toEqual([1000, null]);
    expect(metrics.AsyncEventAgeMaximum).toEqual([3000, null]);
    expect(metrics.Throttles).toEqual([2, null]);
    expect(metrics.AsyncEventsDropped).toEqual([0, null]);
  });

  test("MET-15: a drop counts in the minute in which it happens", () => {
    const metrics = metricsOf({
      seconds: 300,
      functions: { f: { run: 100, errors: 1 } },
      traffic: [{ invoke: "f", event: true, at: [0] }],
    });
    // Attempts at 0, 60.1 and 180.2 s.
    expect(metrics.AsyncEventsDropped).toEqual([0, 0, null, 1, null]);
    expect(metrics.Errors).toEqual([1, 1, null, 1, null]);
  });
});

describe("the Region", () => {
  const { result } = play({
    seconds: 120,
    functions: { orange: { run: 1000, reserved: 600 }, blue: { run: 1000, provisioned: 200 }, green: { run: 1000 } },
    traffic: [
      { invoke: "orange", demand: burst(1, 7) },
      { invoke: "blue:live", demand: burst(1, 5) },
      { invoke: "green", demand: burst(61, 100) },
    ],
  });
  const metrics = result.metrics.regions["us-east-1"]!["AWS/Lambda"];

  test("MET-6: all that run, reserved and provisioned included", () => {
    expect(metrics.ConcurrentExecutions).toEqual([12, 100]);
  });
  test("MET-7, OQ-10: unreserved on-demand only", () => {
    expect(metrics.UnreservedConcurrentExecutions).toEqual([0, 100]);
  });
  test("MET-8, EX-27: unreserved in use, 600 reserved and 200 provisioned: 800, then 900", () => {
    expect(metrics.ClaimedAccountConcurrency).toEqual([800, 900]);
  });
});

test("what a run of less than a minute does is in its one minute", () => {
  const metrics = metricsOf({ seconds: 1, functions: { f: { run: 1000 } }, traffic: [{ invoke: "f", at: range(3) }] });
  expect([metrics.Invocations, metrics.DurationMaximum]).toEqual([[3], [1000]]);
});

test("MET-2: an error belongs to the minute in which its invocation began, cold start and all", () => {
  const { result } = play({
    seconds: 120,
    functions: { a: { init: 9000, run: 10, errors: 1 } },
    traffic: [{ invoke: "a", at: [55_000] }],
  });
  const { Invocations, Errors, DurationAverage } = result.metrics.functions.a!["AWS/Lambda"];
  expect({ Invocations, Errors, DurationAverage }).toEqual({
    Invocations: [1, null],
    Errors: [1, null],
    DurationAverage: [10, null],
  });
});
