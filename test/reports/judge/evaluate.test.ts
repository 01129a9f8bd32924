/** Judgement of thresholds, on numbers that can be checked by hand. */
import { describe, expect, test } from "vitest";
import { evaluate, passed } from "../../../reports/judge/evaluate.ts";
import { parseThresholds } from "../../../reports/judge/thresholds.ts";
import type { ThresholdSource, Verdict } from "../../../reports/judge/verdict.ts";
import type { FunctionResult, RegionResult, Result } from "../../../sim/index.ts";
import { sampleResult } from "../../helpers/sample-result.ts";

const SAMPLE = sampleResult();
const REGION = "us-east-1";

function threshold(that: string, more: Partial<ThresholdSource> = {}) {
  const source = { that, level: "error", why: "", ifEmpty: "fail", file: "a.burst.yaml", line: 7, column: 5 } as const;
  const { thresholds, problems } = parseThresholds([{ ...source, ...more }], {
    functions: ["checkout", "thumbs"],
    traffic: ["shoppers"],
    sources: [],
    downstreams: [],
    destinations: ["thumbs-failed", "unused"],
    regions: [REGION],
    phases: ["peak"],
  });
  expect(problems).toEqual([]);
  return thresholds;
}

const judged = (that: string, runs: Result | readonly Result[], more: Partial<ThresholdSource> = {}): Verdict =>
  evaluate(threshold(that, more), runs)[0]!;

/** The sample with other numbers for checkout, and for the Region. */
function result(checkout: Partial<FunctionResult>, region: Partial<RegionResult> = {}): Result {
  const functions = { ...SAMPLE.functions, checkout: { ...SAMPLE.functions.checkout!, ...checkout } };
  return { ...SAMPLE, functions, regions: { [REGION]: { ...SAMPLE.regions[REGION]!, ...region } } };
}

describe("values", () => {
  const counts = result({ invocationsCount: 390, throttlesCount: 10, errorsCount: 39, coldStartsCount: 0 });
  test.each([
    ["checkout.throttles == 10", 10, "count", 400],
    ["checkout.throttles.rate == 2.5%", 0.025, "share", 400],
    ["checkout.errors.rate == 10%", 0.1, "share", 390],
    ["checkout.coldStarts.rate == 0", 0, "share", 390],
    ["checkout.invocations.rate < 1/s", 0.464, "perSecond", 390],
    ["checkout.latency.p50 == 210ms", 210, "ms", SAMPLE.functions.checkout!.latencyMsSamples],
    ["checkout.busy.max == 300", 300, "count", 840],
    ["checkout.provisioned.utilization.mean == 91%", 0.91, "share", 840],
  ])("%s", (that, value, unit, samples) => {
    expect(judged(that, counts)).toMatchObject({ passed: true, value, unit, samples, state: "judged", interval: null });
  });

  test("what lists count by cause: 0 of what they do not have; none at all, and there is no rate", () => {
    const { throttles } = SAMPLE.functions.checkout!;
    const refused = result({ invocationsCount: 90, throttlesCount: 10, throttles: [{ ...throttles[0]!, count: 4 }] });
    expect(judged("checkout.throttles.reserved-full == 4", refused)).toMatchObject({ passed: true, samples: 100 });
    expect(judged("checkout.throttles.reserved-full.rate == 4%", refused)).toMatchObject({ passed: true, value: 0.04 });
    expect(judged("checkout.throttles.scaling-rate == 0", refused)).toMatchObject({ passed: true, value: 0 });
    expect(judged("checkout.refusals.function-failed == 0", refused)).toMatchObject({ passed: true, value: 0 });
    const idle = result({ invocationsCount: 0, throttlesCount: 0, throttles: [] });
    expect(judged("checkout.throttles.reserved-full.rate < 1%", idle)).toMatchObject({ state: "empty" });
  });

  test("records of a destination; of one that a result does not know there are none to judge", () => {
    expect(judged("thumbs-failed.records == 4", SAMPLE)).toMatchObject({ passed: true, value: 4 });
    expect(judged("unused.records == 0", SAMPLE)).toMatchObject({ passed: false, state: "empty" });
  });

  test("CloudWatch's points: the highest of the periods that are looked at", () => {
    const { metrics } = SAMPLE;
    const points = [7, 40, null, 12, 3];
    const part = { ...metrics.functions.checkout!["AWS/Lambda"], ProvisionedConcurrentExecutions: points };
    const functions = { ...metrics.functions, checkout: { "AWS/Lambda": part } };
    const run: Result = { ...SAMPLE, metrics: { ...metrics, functions } };
    expect(judged("checkout.provisioned.busy < 41", run)).toMatchObject({ passed: true, value: 40, samples: 3 });
    // The first minute is warm-up. The phase is from 150 to 750 s: from the third minute on.
    expect(judged("checkout.provisioned.busy < 41 while peak", run)).toMatchObject({ value: 12, samples: 2 });
    expect(judged("checkout.workers.busiest < 1", run)).toMatchObject({ state: "empty" });
  });

  test("a percentile that is not stored comes from the histogram: p75 of 3 + 1 samples is the third's bound", () => {
    const latencyMs: [number, number][] = [
      [10, 1],
      [20, 2],
      [40, 1],
    ];
    const histograms = { ...SAMPLE.functions.checkout!.histograms, latencyMs };
    const run = result({ latencyMsSamples: 4, latencyMsMax: 38, histograms });
    const value = (statistic: string) => judged(`checkout.latency.${statistic} < 1s`, run).value;
    expect(["p25", "p26", "p75", "p76", "p99.99"].map(value)).toEqual([10, 20, 20, 38, 38]);
  });

  test("a phase has its own numbers", () => {
    const windows = { peak: { ...SAMPLE.windows.peak!, functions: counts.functions } };
    const run = { ...result({ invocationsCount: 100, throttlesCount: 0 }), windows };
    expect(judged("checkout.throttles.rate <= 2.5% while peak", run)).toMatchObject({ passed: true, value: 0.025 });
  });

  test("the operator decides at the limit itself", () => {
    const met = (operator: string) => judged(`checkout.throttles ${operator} 10`, counts).passed;
    expect(["<", "<=", "==", ">=", ">"].map(met)).toEqual([false, true, true, true, false]);
  });
});

describe("a percentage of a gauge is of its limit", () => {
  const before = { functions: SAMPLE.limits.functions, regions: { [REGION]: [SAMPLE.limits.regions[REGION]![0]!] } };

  test("of the Region's quota: 900 of 1 000 is not below 90 %", () => {
    const run = { ...result({}, { claimedMax: 900 }), limits: before };
    expect(judged("region.claimed.max < 90%", run)).toMatchObject({ passed: false, value: 0.9, unit: "share" });
    expect(judged("region.claimed.max <= 90%", run).passed).toBe(true);
  });

  test("of the shared pool, for unreserved: 320 of 1 000 - 360 is 50 %", () => {
    const run = { ...result({}, { unreservedMean: 320 }), limits: before };
    expect(judged("region.unreserved.mean <= 50%", run)).toMatchObject({ passed: true, value: 0.5 });
  });

  test("of a function's reservation, provisioned units included: 150 of 300", () => {
    expect(judged("checkout.busy.last == 50%", result({ busyLast: 150 })).value).toBe(0.5);
  });

  test("a maximum under a limit that changes is the highest share of any bucket, not of the last limit", () => {
    const claimedMax = SAMPLE.series.regions[REGION]!.claimedMax.map((_, second) => (second < 780 ? 500 : 900));
    const regions = { [REGION]: { ...SAMPLE.series.regions[REGION]!, claimedMax } };
    const run = { ...result({}, { claimedMax: 900 }), series: { ...SAMPLE.series, regions } };
    expect(judged("region.claimed.max < 90%", run).value).toBe(0.6);
    expect(judged("region.claimed.max < 90% while peak", run).value).toBe(
      SAMPLE.windows.peak!.regions[REGION]!.claimedMax / 1000,
    );
  });

  test("anything else under a limit that changes is held against the stricter limit", () => {
    const run = result({}, { claimedMean: 600 });
    expect(judged("region.claimed.mean < 90%", run).value).toBe(0.6);
    expect(judged("region.claimed.mean > 10%", run).value).toBe(0.4);
  });

  test("a function that may use nothing has no share", () => {
    const functions = { checkout: [{ fromMs: 0, reserved: 0, provisioned: 0, onDemand: 0 }] };
    const run = { ...result({ busyMax: 0 }), limits: { ...SAMPLE.limits, functions } };
    expect(judged("checkout.busy.max < 90%", run)).toMatchObject({ passed: false, value: null, state: "empty" });
  });
});

describe("several seeds", () => {
  // Mean 6, standard deviation sqrt(10): 2.7764 * sqrt(10) / sqrt(5) = 3.9264.
  const five = [2, 4, 6, 8, 10].map((throttlesCount) => result({ throttlesCount }));

  test("five seeds: the mean and Student's 95 % interval with four degrees of freedom", () => {
    const { value, interval } = judged("checkout.throttles < 7", five);
    expect([value, interval]).toEqual([6, [2.074, 9.926]]);
  });

  test("two seeds: 12.7062 * sqrt(2) / sqrt(2) on each side, and no count is below 0", () => {
    const two = [4, 6].map((throttlesCount) => result({ throttlesCount }));
    expect(judged("checkout.throttles < 7", two).interval).toEqual([0, 17.706]);
  });

  test("forty seeds: 2.0211 * s / sqrt(40), with s = sqrt(40 / 39)", () => {
    const forty = Array.from({ length: 40 }, (_, i) => result({ throttlesCount: 10 + (i % 2) * 2 - 1 }));
    expect(judged("checkout.throttles < 11", forty).interval).toEqual([9.676, 10.324]);
  });

  test("the mean is judged, or with `strict` the whole interval", () => {
    const of = (that: string, strict: boolean) => evaluate(threshold(that), five, { strict })[0]!.passed;
    expect([of("checkout.throttles < 7", false), of("checkout.throttles < 7", true)]).toEqual([true, false]);
    expect([of("checkout.throttles < 9.9", true), of("checkout.throttles < 10", true)]).toEqual([false, true]);
  });

  test("equal runs give their value exactly", () => {
    const share = result({ invocationsCount: 9943, throttlesCount: 57 });
    const verdict = judged("checkout.throttles.rate == 0.57%", [share, share, share]);
    expect(verdict).toMatchObject({ passed: true, value: 0.0057, interval: [0.0057, 0.0057] });
  });
});

describe("without samples", () => {
  const nothing = { latencyMsSamples: 0, latencyMsP99: null, invocationsCount: 0, throttlesCount: 0 };
  test.each([
    ["checkout.latency.p99 < 1s", "fail", { passed: false, state: "empty", value: null }],
    ["checkout.latency.p99 < 1s", "pass", { passed: true, state: "empty", value: null }],
    ["checkout.throttles.rate < 1%", "fail", { passed: false, state: "empty", value: null }],
    ["checkout.throttles == 0", "fail", { passed: true, state: "judged", value: 0 }],
    ["checkout.invocations.rate < 1/s", "fail", { passed: true, state: "judged", value: 0 }],
    ["thumbs.latency.p99 < 1s", "fail", { passed: false, state: "empty", value: null }],
    ["thumbs.provisioned.utilization < 90%", "fail", { passed: false, state: "empty", value: null }],
  ] as const)("%s, ifEmpty %s", (that, ifEmpty, verdict) => {
    expect(judged(that, result(nothing), { ifEmpty })).toMatchObject({ ...verdict, samples: 0 });
  });
});

test("a threshold against the base is measured, not judged", () => {
  const verdict = judged("checkout.throttles <= base + 5%", result({ throttlesCount: 10 }));
  expect(verdict).toMatchObject({ passed: true, state: "compare-only", value: 10 });
});

test("a warning never fails the run, an error does", () => {
  const warning = judged("checkout.throttles == 0", SAMPLE, { level: "warn" });
  const error = judged("checkout.throttles == 0", SAMPLE);
  expect([passed([warning]), passed([warning, error]), passed([])]).toEqual([true, false, true]);
});

test("a verdict carries the place and the reason of its threshold", () => {
  const why = "leave room for one more service";
  expect(judged("region.claimed.max < 90%", SAMPLE, { why })).toMatchObject({
    why,
    file: "a.burst.yaml",
    line: 7,
    column: 5,
  });
});
