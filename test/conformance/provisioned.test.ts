/** Worked examples on provisioned concurrency (§13.2 to §13.4), and what monitoring makes of claims. */
import { describe, expect, test } from "vitest";
import { evaluate, passed } from "../../reports/judge/evaluate.ts";
import { parseThresholds } from "../../reports/judge/thresholds.ts";
import { play } from "../helpers/play.ts";
import { atSecond, burst, functionIn, readyUnits } from "../sim/kit.ts";

const REGION = "us-east-1";

describe("EX-11, RPS-3: 100 units and requests of 50 ms", () => {
  const run = (rate: number) =>
    functionIn(
      play({
        seconds: 60,
        functions: { f: { provisioned: 100, run: 50, init: 100 } },
        traffic: [{ invoke: "f:live", rate }],
      }).result,
      "f",
    );
  test("1,000 requests/s are all warm, on 50 units", () => {
    expect(run(1000)).toMatchObject({ coldStartsCount: 0, spilloverCount: 0, busyMax: 50, throttlesCount: 0 });
  });
  test("of 1,100 a hundred a second spill over once the bucket of 1,000 is empty, some cold; 55 run at once", () => {
    const { coldStartsCount, spilloverCount, busyMax, throttlesCount } = run(1100);
    // 66,000 less the bucket and what has come into it up to the last arrival, just before 60 s: 59,999.
    expect([spilloverCount, throttlesCount]).toEqual([66_000 - 1000 - 59_999, 0]);
    expect(coldStartsCount).toBeGreaterThan(0);
    expect(busyMax).toBeLessThan(100);
  });
});

test("EX-19, PC-12: 100 units of an idle function leave 900 to the others", () => {
  const { result } = play({
    functions: { a: { provisioned: 100 }, others: { run: 30_000 } },
    traffic: [{ invoke: "others", demand: burst(0, 1000) }],
  });
  expect(functionIn(result, "others")).toMatchObject({ busyMax: 900, throttlesCount: 100 });
});

describe("EX-20: 400 units of orange in a Region of 1,000", () => {
  const stage = (name: string, from: number) => ({ name, spans: [{ from: atSecond(from), to: atSecond(from + 20) }] });
  const { result } = play({
    seconds: 100,
    functions: { orange: { provisioned: 400, run: 10_000, init: 500 }, green: { run: 10_000, init: 500 } },
    traffic: [
      { invoke: "orange:live", demand: burst(0, 300) },
      { invoke: "orange:live", demand: burst(20, 500) },
      { invoke: "orange:live", demand: burst(40, 400) },
      { invoke: "green", demand: burst(60, 500) },
      { invoke: "orange:live", demand: burst(80, 400) },
      { invoke: "green", demand: burst(80, 650) },
    ],
    windows: ["t1", "t2", "t3", "t4", "t5"].map((name, index) => stage(name, index * 20)),
  });
  const at = (window: string, name: string) => result.windows[window]!.functions[name]!;
  const UNUSED = { coldStartsCount: 0, throttlesCount: 0, spilloverCount: 0 };

  test("t1: orange starts, all of it warm", () => {
    expect(at("t1", "orange")).toMatchObject({ ...UNUSED, provisionedInvocationsCount: 300 });
  });
  test("t2: above 400 the extra 100 run on the 600 unreserved, cold here, none refused (PC-9, PC-10)", () => {
    const t2 = { provisionedInvocationsCount: 400, spilloverCount: 100, coldStartsCount: 100, throttlesCount: 0 };
    expect(at("t2", "orange")).toMatchObject(t2);
  });
  test("t3: back at 400, all warm again", () => {
    expect(at("t3", "orange")).toMatchObject({ ...UNUSED, provisionedInvocationsCount: 400 });
  });
  test("t4: any function's burst uses the unreserved units", () => {
    expect(at("t4", "green")).toMatchObject({ coldStartsCount: 500, throttlesCount: 0, busyMax: 500 });
  });
  test("t5: at 1,000 in the Region the rest is throttled", () => {
    expect(at("t5", "orange")).toMatchObject({ throttlesCount: 0, provisionedInvocationsCount: 400 });
    expect(at("t5", "green").throttles).toMatchObject([{ cause: "unreserved-pool-full", count: 50, limit: 600 }]);
    expect(result.windows.t5!.regions[REGION]!.concurrencyMax).toBe(1000);
  });
});

test("EX-22, PC-11: with all 10 reserved units provisioned the alias is always warm, and $LATEST gets 429", () => {
  const { result, timeline } = play({
    functions: { f: { reserved: 10, provisioned: 10, run: 1000, init: 500 } },
    traffic: [
      { name: "live", invoke: "f:live", demand: burst(0, 10) },
      { name: "latest", invoke: "f", at: [5000] },
    ],
  });
  expect(functionIn(result, "f")).toMatchObject({ provisionedInvocationsCount: 10, coldStartsCount: 0 });
  expect(timeline.at(-1)).toBe("5000ms f#11 throttle reserved-full");
  expect(functionIn(result, "f").throttles).toMatchObject([
    { reason: "ReservedFunctionConcurrentInvocationLimitExceeded", count: 1, limit: 0 },
  ]);
});

test("EX-26: a usual peak of 200: with a tenth on top, 220 units, nothing starts cold and 20 are left", () => {
  const peak = (provisioned: number) =>
    functionIn(
      play({
        functions: { f: { provisioned, run: 1000, init: 500 } },
        traffic: [{ invoke: "f:live", rate: 200 }],
      }).result,
      "f",
    );
  expect(peak(220)).toMatchObject({ busyMax: 200, coldStartsCount: 0, spilloverCount: 0 });
  expect(peak(220).provisionedUtilizationMax).toBeCloseTo(200 / 220, 4);
});

describe("MET-8: claims", () => {
  test("EX-27: 600 reserved and 200 provisioned: 800, and 200 for the others; with 100 of those in use 900", () => {
    const { result } = play({
      seconds: 180,
      functions: { orange: { reserved: 600 }, blue: { provisioned: 200 }, green: { run: 90_000 } },
      traffic: [
        { invoke: "blue:live", at: [1000] },
        { invoke: "green", demand: burst(61, 100) },
        { invoke: "blue:live", at: [121_000] },
      ],
    });
    expect(result.metrics.regions[REGION]!["AWS/Lambda"].ClaimedAccountConcurrency).toEqual([800, 900, 900]);
    expect(result.limits.regions[REGION]).toMatchObject([{ concurrency: 1000, unreserved: 200 }]);
  });

  test.each([
    [400, true],
    [700, true],
    [701, false],
  ])("EX-28: an alarm above 70 %% of 1,000 with %i claimed: OK is %s", (reserved, ok) => {
    const { result } = play({ functions: { f: { reserved } }, traffic: [{ invoke: "f", at: [0] }] });
    const that = { that: "region.claimed.max <= 70%", level: "error", why: "", ifEmpty: "fail" } as const;
    const names = { functions: ["f"], traffic: [], sources: [], downstreams: [], regions: [REGION], phases: [] };
    const { thresholds } = parseThresholds([{ ...that, file: "a", line: 1, column: 1 }], names);
    expect(passed(evaluate(thresholds, result))).toBe(ok);
    expect(result.regions[REGION]!.claimedMax).toBe(reserved);
  });
});

test("EX-33, PC-5: 100 units asked for: claimed at once, none allocated, all 100 after 91 s", () => {
  const { result } = play({ seconds: 120, functions: { f: { provisioned: { count: 100, allocateAtStart: true } } } });
  expect(readyUnits(result, "f")).toEqual([
    [0, 0],
    [91, 100],
  ]);
  expect(result.regions[REGION]!.claimedMin).toBe(100);
  expect(result.events.map(({ detail }) => detail)).toEqual([
    "live: 100 provisioned units wanted, 0 before",
    "live: 100 provisioned units READY, 100 now",
  ]);
});
