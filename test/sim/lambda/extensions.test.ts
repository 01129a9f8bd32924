/** Extensions that work after the handler: who waits for them, what they occupy, and what bounds them. */
import { describe, expect, test } from "vitest";
import { functionOf, type Literal } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { change, functionIn } from "../kit.ts";

/** A handler of 100 ms, and extensions that go on for 400 ms after it. */
const extended = (at: readonly number[], f: Literal["functions"][string] = {}, more: Partial<Literal> = {}) =>
  play({ functions: { f: { run: 100, afterRun: 400, ...f } }, traffic: [{ invoke: "f", at }], ...more });

describe("LIFE-8: the environment is busy until extensions are done, its caller is not", () => {
  test("a request at 200 ms finds it busy, one at 500 ms does not; all wait 100 ms for their answers", () => {
    const { timeline, result } = extended([0, 200, 700]);
    expect(timeline).toEqual([
      "0ms f#1 cold on 1",
      "100ms f#1 end success",
      "200ms f#2 cold on 2",
      "300ms f#2 end success",
      "500ms f#1 release success",
      "700ms f#2 release success",
      "700ms f#3 warm on 2",
      "800ms f#3 end success",
      "1200ms f#3 release success",
    ]);
    expect(functionIn(result, "f")).toMatchObject({ latencyMsMin: 100, latencyMsMax: 100, coldStartsCount: 2 });
  });

  test("its unit of concurrency is held as long: with one unit, 499 ms is too early and 500 ms is not", () => {
    expect(extended([0, 499, 500], {}, { concurrency: 1 }).timeline).toEqual([
      "0ms f#1 cold on 1",
      "100ms f#1 end success",
      "499ms f#2 throttle unreserved-pool-full",
      "500ms f#1 release success",
      "500ms f#3 warm on 1",
      "600ms f#3 end success",
      "1000ms f#3 release success",
    ]);
  });

  test("so is a provisioned unit: the next request spills over", () => {
    const f = { functions: { f: { run: 100, afterRun: 400, provisioned: 1 } } };
    expect(play({ ...f, traffic: [{ invoke: "f:live", at: [0, 200, 500] }] }).timeline.slice(0, 5)).toEqual([
      "0ms f#1 provisioned on 1",
      "100ms f#1 end success",
      "200ms f#2 cold on 2",
      "300ms f#2 end success",
      "500ms f#1 release success",
    ]);
  });

  test("CONC-5: concurrency over time counts them: 3 requests of 500 ms in 60 s", () => {
    expect(functionIn(extended([0, 200, 700]).result, "f").busyMean).toBe(0.025);
  });

  test("an event's retry waits from the answer of its handler on", () => {
    const traffic = [{ invoke: "f", event: true, at: [0] }];
    const { timeline } = extended([], { errors: 1, async: { retries: 1 } }, { seconds: 100, traffic });
    expect(timeline).toEqual([
      "0ms f#1 cold on 1",
      "100ms f#1 end error",
      "500ms f#1 release error",
      "60100ms f#1 warm on 1",
      "60200ms f#1 end error",
      "60200ms f#1 drop RetriesExhausted",
      "60600ms f#1 release error",
    ]);
  });

  test("a change during the run holds for the requests that arrive after it", () => {
    const changes = [change(10, { functions: [functionOf("f", { run: 100, afterRun: 1000 })] })];
    const { timeline } = extended([0, 9900, 10_000], { afterRun: null }, { changes });
    expect(timeline).toEqual([
      "0ms f#1 cold on 1",
      "100ms f#1 end success",
      "9900ms f#2 warm on 1",
      "10000ms f#2 end success",
      "10000ms f#3 warm on 1",
      "10100ms f#3 end success",
      "11100ms f#3 release success",
    ]);
  });
});

describe("LIFE-7: the timeout bounds handler and extensions together", () => {
  const cut = extended([0, 2000], { timeout: 1000, run: 700, init: 50 });

  test("extensions of 400 ms after 700 ms are cut at 1 s; the answer was given, the environment is reset", () => {
    expect(cut.timeline).toEqual([
      "0ms f#1 cold on 1",
      "750ms f#1 end success",
      "1050ms f#1 release timeout",
      "2000ms f#2 warm on 1",
      "2750ms f#2 end success",
      "3000ms f#2 release timeout",
    ]);
  });

  test("the invocation counts as an error, for its caller it was none (MET-2)", () => {
    expect(functionIn(cut.result, "f")).toMatchObject({ errorsCount: 2, timeoutsCount: 2, durationMsMax: 1000 });
    expect(cut.result.traffic["traffic-1"]).toMatchObject({ succeededCount: 2, failedCount: 0 });
  });

  test("with 300 ms they end just in time", () => {
    const { timeline } = extended([0], { timeout: 1000, run: 700, afterRun: 300 });
    expect(timeline.at(-1)).toBe("1000ms f#1 release success");
  });

  test("after a handler that has timed out no time is left for them", () => {
    expect(extended([0], { timeout: 1000, run: 5000 }).timeline).toEqual([
      "0ms f#1 cold on 1",
      "1000ms f#1 end timeout",
    ]);
  });
});

describe("MET-5: PostRuntimeExtensionsDuration", () => {
  test("average and maximum of each minute, at the start of the invocation (MET-2); none without one", () => {
    const { result } = extended([0, 59_900, 120_000], {}, { seconds: 180 });
    const { PostRuntimeExtensionsDurationAverage, PostRuntimeExtensionsDurationMaximum } =
      result.metrics.functions.f!["AWS/Lambda"];
    expect(PostRuntimeExtensionsDurationAverage).toEqual([400, null, 400]);
    expect(PostRuntimeExtensionsDurationMaximum).toEqual([400, null, 400]);
  });

  test("of 200 and 600 ms the maximum is 600, and the average what the shares of both make", () => {
    const at = Array.from({ length: 50 }, (_, index) => index * 1000);
    const afterRun = { kind: "empirical", values: [200_000, 600_000] } as never;
    const { metrics, functions } = extended(at, { afterRun }).result;
    const long = functions.f!.afterRunMsMean!;
    expect(metrics.functions.f!["AWS/Lambda"].PostRuntimeExtensionsDurationMaximum).toEqual([600]);
    expect(metrics.functions.f!["AWS/Lambda"].PostRuntimeExtensionsDurationAverage).toEqual([long]);
    expect([functions.f!.durationMsMean, long % 8]).toEqual([100 + long, 0]);
  });

  test("a time that the timeout cuts counts as far as it went: 300 of 400 ms", () => {
    const { result } = extended([0], { timeout: 1000, run: 700 });
    expect(functionIn(result, "f")).toMatchObject({ afterRunMsSamples: 1, afterRunMsMax: 300 });
  });

  test("MET-4, LIFE-18: Duration and what is billed hold handler and extensions", () => {
    const { result } = extended([0], { init: 250 });
    expect(functionIn(result, "f")).toMatchObject({ durationMsMax: 500, billedMsSum: 750, latencyMsMax: 350 });
    expect(result.metrics.functions.f!["AWS/Lambda"].DurationMaximum).toEqual([500]);
  });

  test("a function without extensions has no such metric, beside one that has", () => {
    const both = { f: { afterRun: 400 }, g: {} };
    const { metrics, functions } = play({ functions: both, traffic: [{ invoke: "g", at: [0] }] }).result;
    expect(Object.keys(metrics.functions.g!["AWS/Lambda"])).not.toContain("PostRuntimeExtensionsDurationAverage");
    expect([functions.g!.afterRunMsSamples, functions.f!.afterRunMsSamples]).toEqual([undefined, 0]);
  });
});
