/** What the first run of an environment takes longer: on demand, on units, after a Restore, after a reset (PC-14). */
import { describe, expect, test } from "vitest";
import type { FirstRunConfig } from "../../../sim/index.ts";
import { constant } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { functionIn } from "../kit.ts";

const longer = (ms: number, restoredMs = 0): FirstRunConfig => ({
  time: constant(ms),
  restored: constant(restoredMs),
  basis: "a test",
});

describe("PC-14: the first run of an environment takes longer than the others", () => {
  test("on demand: 200 ms of Init, 130 ms of the first run, 100 ms of the second, all billed (LIFE-18)", () => {
    const { timeline, result } = play({
      functions: { f: { init: 200, run: 100, firstRun: longer(30) } },
      traffic: [{ invoke: "f", at: [0, 1000] }],
    });
    expect(timeline).toEqual([
      "0ms f#1 cold on 1",
      "330ms f#1 end success",
      "1000ms f#2 warm on 1",
      "1100ms f#2 end success",
    ]);
    expect(functionIn(result, "f")).toMatchObject({ billedMsSum: 430, durationMsMax: 130, initMsMax: 200 });
  });

  test("a provisioned unit has its Init behind it, and its first run before it", () => {
    const { timeline } = play({
      functions: { f: { init: 200, run: 100, provisioned: 1, firstRun: longer(30) } },
      traffic: [{ invoke: "f:live", at: [0, 1000] }],
    });
    expect(timeline).toEqual([
      "0ms f#1 provisioned on 1",
      "130ms f#1 end success",
      "1000ms f#2 provisioned on 1",
      "1100ms f#2 end success",
    ]);
  });

  test("after a Restore by a law of its own", () => {
    const { timeline } = play({
      functions: { f: { restore: 500, run: 100, firstRun: longer(30, 7) } },
      traffic: [{ invoke: "f:live", at: [0] }],
    });
    expect(timeline).toEqual(["0ms f#1 cold on 1", "607ms f#1 end success"]);
  });

  test("LIFE-7: the function's timeout bounds it", () => {
    const { timeline } = play({
      functions: { f: { run: 100, timeout: 1000, firstRun: longer(901) } },
      traffic: [{ invoke: "f", at: [0, 5000] }],
    });
    expect(timeline).toEqual([
      "0ms f#1 cold on 1",
      "1000ms f#1 end timeout",
      "5000ms f#2 warm on 1",
      "6000ms f#2 end timeout",
    ]);
  });

  test("LIFE-9: a reset environment makes Init again, and its next run is a first one", () => {
    const { events } = play({
      functions: { f: { init: 200, run: 100, timeout: 350, firstRun: longer(30) } },
      traffic: [
        { invoke: "f", demand: { kind: "times", times: [0 as never], durations: [400_000 as never] } },
        { invoke: "f", at: [1000, 2000] },
      ],
    });
    const ends = events.filter(({ kind }) => kind === "end").map(({ atUs, detail }) => [atUs / 1000, detail]);
    expect(ends).toEqual([
      [550, "timeout"],
      [1330, "success"],
      [2100, "success"],
    ]);
  });

  test("LIFE-3: an Init above 10 s is made again in the first run, which is longer besides", () => {
    const { timeline } = play({
      functions: { f: { init: 12_000, run: 100, firstRun: longer(30) } },
      traffic: [{ invoke: "f", at: [0] }],
    });
    expect(timeline).toEqual(["0ms f#1 cold on 1", "22130ms f#1 end success"]);
  });

  test("LIFE-16: the spare environment of a request that moved still has its first run before it", () => {
    const { timeline } = play({
      model: { proactiveInit: true },
      functions: { f: { init: 200, run: 100, firstRun: longer(30) } },
      traffic: [{ invoke: "f", at: [0, 250, 2000, 2000] }],
    });
    expect(timeline).toEqual([
      "0ms f#1 cold on 1",
      "250ms f#2 cold on 2",
      "330ms f#1 end success",
      "330ms f#2 move on 1",
      "430ms f#2 end success",
      "2000ms f#3 warm on 2",
      "2000ms f#4 warm on 1",
      "2100ms f#4 end success",
      "2130ms f#3 end success",
    ]);
  });
});

describe("chance", () => {
  const law = { kind: "uniform", min: 10_000 as never, max: 50_000 as never } as const;
  const played = (firstRun?: FirstRunConfig) =>
    play({
      functions: {
        f: {
          init: { kind: "uniform", min: 0 as never, max: 200_000 as never },
          run: { kind: "uniform", min: 0 as never, max: 90_000 as never },
          ...(firstRun === undefined ? {} : { firstRun }),
        },
      },
      traffic: [{ invoke: "f", at: [0, 5, 10, 1000, 1001, 1002] }],
    });
  const readyAt = ({ events }: ReturnType<typeof played>) =>
    events.filter(({ kind }) => kind === "ready").map(({ atUs }) => atUs);

  test("it is drawn from a stream of its own: no Init and no later run is another one", () => {
    const [without, with_] = [played(), played({ time: law, restored: null, basis: "a test" })];
    expect(readyAt(with_)).toEqual(readyAt(without));
    const sum = (of: typeof without) => functionIn(of.result, "f").durationMsMean! * 6;
    expect(sum(with_) - sum(without)).toBeGreaterThanOrEqual(30);
    expect(sum(with_) - sum(without)).toBeLessThanOrEqual(150);
  });
});

test("a result tells what first runs rest on, and what Init does", () => {
  const { result } = play({
    functions: {
      f: { firstRun: longer(30), restore: 500, initBasis: "hello world" },
      g: { firstRun: { time: null, restored: null, basis: "none" }, initBasis: "hello world" },
      h: { initBasis: "hello world" },
    },
  });
  expect(result.assumptions.filter(({ policy }) => /init$|firstRun/.test(policy))).toEqual([
    { policy: "init", value: "hello world", rule: "LIFE-1" },
    { policy: "f.firstRun", value: "30ms, 0ms when restored: a test", rule: "PC-14" },
    { policy: "g.firstRun", value: "none: none", rule: "PC-14" },
  ]);
});
