/** Worked examples of AWS on environments, concurrency and request rates (§13.1, §13.2). */
import { describe, expect, test } from "vitest";
import { play } from "../helpers/play.ts";
import { functionIn } from "../sim/kit.ts";

const inSeconds = (...moments: number[]): number[] => moments.map((moment) => moment * 1000);

test("EX-01: two requests one after the other share one environment, the second one warm", () => {
  const { timeline, result } = play({
    functions: { f: { run: 100 } },
    traffic: [{ invoke: "f", at: [0, 200] }],
  });
  expect(timeline).toEqual([
    "0ms f#1 cold on 1",
    "100ms f#1 end success",
    "200ms f#2 warm on 1",
    "300ms f#2 end success",
  ]);
  expect(result.functions.f).toMatchObject({ coldStartsCount: 1, environmentsCreatedCount: 1, busyMax: 1 });
});

test("EX-02: ten requests of 10 s use the environments A B C D E A B C F D, six at once at 12.5 s", () => {
  const { events, result } = play({
    functions: { f: { run: 10_000 } },
    traffic: [{ invoke: "f", at: inSeconds(0, 1, 2, 3, 4, 10, 11, 12, 12.5, 13) }],
  });
  const begun = events.filter(({ kind }) => kind === "cold" || kind === "warm");
  expect(begun.map(({ environment }) => "ABCDEF"[environment - 1]).join(" ")).toBe("A B C D E A B C F D");
  expect(begun.filter(({ kind }) => kind === "cold")).toHaveLength(6);
  expect(result.functions.f).toMatchObject({ coldStartsCount: 6, environmentsCreatedCount: 6, busyMax: 6 });
  expect(result.series.functions.f!.busyMax.slice(2, 3)).toEqual([3]);
  expect(result.series.functions.f!.busyMax.indexOf(6)).toBe(12);
});

describe("CONC-5: concurrency is requests per second times duration", () => {
  test.each([
    ["EX-03", 100, 1000, 100],
    ["EX-04", 100, 500, 50],
    ["EX-05", 200, 250, 50],
    ["EX-06", 5000, 200, 1000],
  ])("%s: %i requests/s of %i ms hold %i environments", (_id, rate, run, concurrency) => {
    const { result } = play({ seconds: 20, functions: { f: { run } }, traffic: [{ invoke: "f", rate }] });
    expect(result.functions.f).toMatchObject({
      throttlesCount: 0,
      busyMax: concurrency,
      environmentsCreatedCount: concurrency,
    });
  });

  test.each([
    [600, 83],
    [500, 100],
  ])("EX-07: 50 environments of %i ms serve %i requests/s", (run, served) => {
    const { result } = play({
      seconds: 120,
      ignoreSeconds: 60,
      functions: { f: { run, reserved: 50 } },
      traffic: [{ invoke: "f", rate: 200 }],
    });
    const { invocationsCount } = result.functions.f!;
    expect(Math.floor(invocationsCount / 60)).toBe(served);
    expect(result.functions.f!.throttlesCount).toBe(200 * 60 - invocationsCount);
  });
});

describe("EX-08: 20,000 requests/s of 50 ms", () => {
  const run = (concurrency: number) =>
    play({
      seconds: 40,
      ignoreSeconds: 30,
      concurrency,
      functions: { f: { run: 50 } },
      traffic: [{ invoke: "f", rate: 20_000 }],
    }).result;

  test("RPS-1: a quota of 1,000 serves 10,000 of them and refuses 10,000, for their rate and not their number", () => {
    const result = run(1000);
    const { requestsCount, invocationsCount, throttles, busyMax } = result.functions.f!;
    expect(requestsCount).toBe(200_000);
    expect(invocationsCount).toBe(100_000);
    expect(throttles).toMatchObject([
      { cause: "request-rate-account", reason: "FunctionInvocationRateLimitExceeded", count: 100_000, limit: 10_000 },
    ]);
    expect(busyMax).toBeLessThanOrEqual(1000);
  });

  test("RPS-7: a quota of 2,000 serves all of them", () => {
    expect(run(2000).functions.f).toMatchObject({ invocationsCount: 200_000, throttlesCount: 0, busyMax: 1000 });
  });
});

test("EX-12, CONC-5: of 10,000 requests/s of 1 s, as API Gateway lets through, 1,000 are served, the rest not", () => {
  const { result } = play({
    seconds: 20,
    ignoreSeconds: 10,
    functions: { f: { run: 1000 } },
    traffic: [{ invoke: "f", rate: 10_000 }],
  });
  expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 10_000, throttlesCount: 90_000, busyMax: 1000 });
});
