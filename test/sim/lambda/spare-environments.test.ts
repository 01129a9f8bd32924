/** Requests that leave their Init for an environment freed meanwhile, and the spare environments they leave behind. */
import { describe, expect, test } from "vitest";
import { constant, type Literal } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { functionIn } from "../kit.ts";

/** Init 1 s, run 100 ms, unless told otherwise. */
const early = (at: readonly number[], more: Partial<Literal> = {}, proactiveInit = true) =>
  play({
    model: { proactiveInit },
    functions: { f: { init: 1000, run: 100 } },
    traffic: [{ invoke: "f", at }],
    ...more,
  });

describe("LIFE-16, OQ-17: a request in its Init takes an environment that is freed meanwhile", () => {
  const moved = early([0, 500, 1600, 1610]);

  test("it runs warm at once, and its own Init goes on for a spare environment", () => {
    expect(moved.timeline).toEqual([
      "0ms f#1 cold on 1",
      "500ms f#2 cold on 2",
      "1100ms f#1 end success",
      "1100ms f#2 move on 1",
      "1200ms f#2 end success",
      "1600ms f#3 warm on 2",
      "1610ms f#4 warm on 1",
      "1700ms f#3 end success",
      "1710ms f#4 end success",
    ]);
  });

  test("LIFE-9: one that was reset has its Init to make again, unless that takes no time", () => {
    const reset = (init: number) =>
      early([0, 700], {
        model: { proactiveInit: true, platformDelay: constant(400) },
        functions: { f: { init, run: 5000, timeout: 500 } },
      }).timeline.filter((line) => line.includes("move"));
    expect(reset(0)).toEqual(["900ms f#2 move on 1"]);
    expect(reset(1000)).toEqual([]);
  });

  test("off, which is the default, it waits its Init out", () => {
    expect(early([0, 500], {}, false).timeline).toEqual([
      "0ms f#1 cold on 1",
      "500ms f#2 cold on 2",
      "1100ms f#1 end success",
      "1600ms f#2 end success",
    ]);
  });

  test("two cold starts, one of them ended early, and two initialisations; the spare one is billed by itself", () => {
    expect(functionIn(moved.result, "f")).toMatchObject({
      coldStartsCount: 2,
      proactiveInitsCount: 1,
      environmentsCreatedCount: 2,
      initMsSamples: 2,
      latencyMsMax: 1100,
      durationMsMax: 100,
      // 1,100 of the first request, 100 of each other, and 1,000 of the spare Init.
      billedMsSum: 2400,
    });
  });

  test("its unit moves with it, and the Init holds none: 1.1 + 0.7 + 0.1 + 0.1 s in 60 s", () => {
    expect(functionIn(moved.result, "f").busyMean).toBe(0.033);
    // At 1,250 ms both units are free, though a spare environment is still in its Init.
    expect(early([0, 500, 1250, 1250], { concurrency: 2 }).timeline.slice(5)).toEqual([
      "1250ms f#3 warm on 1",
      "1250ms f#4 cold on 3",
      "1350ms f#3 end success",
      "1350ms f#4 move on 1",
      "1450ms f#4 end success",
    ]);
  });

  test("who has waited longest goes first, and a spare environment serves those who still wait", () => {
    const functions = { f: { init: 1000, run: 700 } };
    expect(early([0, 1500, 1600, 1690], { functions }).timeline).toEqual([
      "0ms f#1 cold on 1",
      "1500ms f#2 cold on 2",
      "1600ms f#3 cold on 3",
      "1690ms f#4 cold on 4",
      "1700ms f#1 end success",
      "1700ms f#2 move on 1",
      "2400ms f#2 end success",
      "2400ms f#3 move on 1",
      "2500ms f#4 move on 2",
      "3100ms f#3 end success",
      "3200ms f#4 end success",
    ]);
  });

  test("a caller that has given up leaves its run to be moved all the same", () => {
    const { timeline, result } = early([], {
      traffic: [{ invoke: "f", at: [0, 500], client: { timeout: 300_000 as never } }],
    });
    expect(timeline).toEqual([
      "0ms f#1 cold on 1",
      "500ms f#2 cold on 2",
      "1100ms f end success",
      "1100ms f move on 1",
      "1200ms f end success",
    ]);
    expect(result.traffic["traffic-1"]!.abandonedCount).toBe(2);
  });

  test("an environment that must be made anew (LIFE-9) is not what anybody waits for", () => {
    const functions = { f: { init: 1000, run: 5000, timeout: 2000 } };
    expect(early([0, 2900], { functions }).timeline).toEqual([
      "0ms f#1 cold on 1",
      "2900ms f#2 cold on 2",
      "3000ms f#1 end timeout",
      "5900ms f#2 end timeout",
    ]);
  });

  test("only within a version, and never onto a provisioned unit", () => {
    const functions = { f: { init: 1000, run: 500, provisioned: 1 } };
    const traffic = [
      { invoke: "f:live", at: [0, 100] },
      { invoke: "f", at: [110] },
    ];
    expect(early([], { functions, traffic }).timeline.filter((line) => line.includes("move"))).toEqual([]);
  });

  test("a Restore is waited out (SNAP-5): it is no Init", () => {
    const functions = { f: { run: 100, restore: 1000 } };
    const { timeline } = early([], { functions, traffic: [{ invoke: "f:live", at: [0, 500] }] });
    expect(timeline.slice(2)).toEqual(["1100ms f#1 end success", "1600ms f#2 end success"]);
  });

  test("the result says that it rests on it, and only then", () => {
    const told = ({ result }: ReturnType<typeof play>) =>
      result.assumptions.filter(({ policy }) => policy === "proactiveInit");
    expect(told(moved)).toEqual([{ policy: "proactiveInit", value: "true", rule: "LIFE-16" }]);
    expect(told(early([0], {}, false))).toEqual([]);
    expect(functionIn(early([0], {}, false).result, "f").proactiveInitsCount).toBeUndefined();
  });

  test("the series show the spare environment as starting, not as running", () => {
    // The second request moves at 2.7 s and runs to 3.9 s; the Init that it leaves ends at 3.3 s.
    const functions = { f: { init: 1500, run: 1200 } };
    const { f } = early([0, 1800], { seconds: 5, functions }).result.series.functions;
    expect([f!.starting, f!.running, f!.idle]).toEqual([
      [1, 1, 1, 0, 0],
      [0, 1, 1, 0, 0],
      [0, 0, 0, 2, 2],
    ]);
  });
});
