/**
 * Worked examples on reserved concurrency and on billing (§13.3, §13.5): what a scenario may ask for, and what comes of
 * it.
 */
import { describe, expect, test } from "vitest";
import { load } from "../../scenarios/index.ts";
import { milliseconds } from "../../sim/index.ts";
import { play } from "../helpers/play.ts";

/** Ids of what is wrong with a scenario whose functions reserve this much. */
function problemsOf(concurrency: number, reserved: readonly number[]): string[] {
  const functions = reserved.map((units, index) => `  f${index}: { reserved: ${units}, run: 100ms }`);
  const text = [
    "version: 1",
    "name: limits",
    "simulate: { for: 1m }",
    `region: { concurrency: ${concurrency} }`,
    "functions:",
    ...functions,
    "traffic:",
    "  - { name: t, invoke: f0, phases: [{ for: 1m, rate: 1/s }] }",
  ].join("\n");
  const loaded = load(text, "limits.burst.yaml");
  return loaded.ok ? [] : loaded.problems.map(({ id }) => id);
}

describe("EX-13, CONC-7: a quota of 1,000 with nothing reserved", () => {
  test("900 can be reserved", () => expect(problemsOf(1000, [900])).toEqual([]));
  test("901 cannot", () => expect(problemsOf(1000, [901])).toEqual(["reserved-too-high"]));
  test("1,000 cannot", () => expect(problemsOf(1000, [1000])).toEqual(["reserved-too-high"]));
});

describe("EX-15, CONC-7: a quota of 2,000", () => {
  test("1,900 in all can be reserved", () => expect(problemsOf(2000, [1000, 900])).toEqual([]));
  test("1,901 cannot", () => expect(problemsOf(2000, [1000, 901])).toContain("reserved-too-high"));
});

test("EX-14, RES-2: with 100 reserved by an idle function the others share 900", () => {
  const { result } = play({
    functions: { idle: { reserved: 100 }, busy: { run: 60_000 } },
    traffic: [{ invoke: "busy", demand: { kind: "spikes", at: [0 as never], count: 1000, within: milliseconds(0) } }],
  });
  expect(result.functions.busy).toMatchObject({ busyMax: 900, throttlesCount: 100 });
  expect(result.functions.busy!.throttles).toMatchObject([
    { cause: "unreserved-pool-full", rule: "CONC-9", limit: 900, inUse: 900, heldBy: { busy: 1 } },
  ]);
});

describe("EX-17, RES-7: a function that needs 20 at its peak", () => {
  const peak = (reserved: number) =>
    play({
      functions: { f: { reserved, run: 1000 } },
      traffic: [
        { invoke: "f", rate: 8, toSeconds: 10 },
        { invoke: "f", rate: 20, fromSeconds: 10, toSeconds: 20 },
      ],
    }).result.functions.f!;

  test("loses nothing with 20 reserved", () => expect(peak(20)).toMatchObject({ busyMax: 20, throttlesCount: 0 }));
  test("loses requests with 19", () => {
    expect(peak(19).throttles).toMatchObject([
      { reason: "ReservedFunctionConcurrentInvocationLimitExceeded", cause: "reserved-full", limit: 19, inUse: 19 },
    ]);
  });
});

describe("EX-29, LIFE-18: billed duration is run and Init together, rounded up to 1 ms", () => {
  test.each([
    [128.83, 166.62, 296],
    [3004.92, 111.23, 3117],
    [133.61, 80.0, 214],
    [3016.78, 84.0, 3101],
    [933.59, 0, 934],
    // Each rounded up by itself would be 101 and 51.
    [100.4, 50.4, 151],
  ])("%f ms and %f ms of Init: %i ms", (run, init, billed) => {
    const { result } = play({ functions: { f: { run, init } }, traffic: [{ invoke: "f", at: [0] }] });
    expect(result.functions.f!.billedMsSum).toBe(billed);
  });
});
