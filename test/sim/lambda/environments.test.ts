/** How environments start, are reset, are chosen and end. */
import { describe, expect, test } from "vitest";
import type { Duration } from "../../../sim/index.ts";
import { milliseconds, seconds } from "../../../sim/index.ts";
import { constant } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { atSecond, functionIn } from "../kit.ts";

describe("EX-32, LIFE-3: an Init of 12 s is aborted at 10 s and made again in the first run", () => {
  const first = (timeout: number, init = 12_000) =>
    play({
      seconds: 300,
      functions: { f: { init, run: 1000, timeout } },
      traffic: [{ invoke: "f", at: [0, 100_000] }],
    });

  test("timeout 30 s: answer after 10 + 12 + 1 s, the second Init in the duration (MET-4)", () => {
    const { timeline, result } = first(30_000);
    expect(timeline.slice(0, 4)).toEqual([
      "0ms f#1 cold on 1",
      "23000ms f#1 end success",
      "100000ms f#2 warm on 1",
      "101000ms f#2 end success",
    ]);
    // LIFE-18: the aborted Init is not billed; 13 s and 1 s are.
    expect(functionIn(result, "f")).toMatchObject({ durationMsMax: 13_000, initMsMax: 10_000, billedMsSum: 14_000 });
    expect(functionIn(result, "f").latencyMsMax).toBe(23_000);
  });

  test("LIFE-4: timeout 3 s: the run of every request ends in it, the second time too", () => {
    const { timeline, result } = first(3000);
    expect(timeline.slice(0, 4)).toEqual([
      "0ms f#1 cold on 1",
      "13000ms f#1 end timeout",
      "100000ms f#2 warm on 1",
      "103000ms f#2 end timeout",
    ]);
    // As a REPORT line of such a call has it: 3,000 ms.
    expect(functionIn(result, "f").billedMsSum).toBe(6000);
  });

  test("timeout 13 s is just enough, 12.999 s is not", () => {
    expect(first(13_000).timeline[1]).toBe("23000ms f#1 end success");
    expect(first(12_999).timeline[1]).toBe("22999ms f#1 end timeout");
  });

  test("LIFE-2: an Init of exactly 10 s is not aborted, 1 ms more is", () => {
    expect(first(60_000, 10_000).timeline[1]).toBe("11000ms f#1 end success");
    expect(first(60_000, 10_001).timeline[1]).toBe("21001ms f#1 end success");
  });
});

describe("SNAP-5: SnapStart restores", () => {
  const restored = (restore: number) =>
    play({
      functions: { f: { init: 5000, run: 100, restore, timeout: 3000 } },
      traffic: [{ invoke: "f:live", at: [0, 30_000] }],
    });

  test("a cold start takes Restore instead of Init", () => {
    const { timeline, result } = restored(500);
    expect(timeline).toEqual([
      "0ms f#1 cold on 1",
      "600ms f#1 end success",
      "30000ms f#2 warm on 1",
      "30100ms f#2 end success",
    ]);
    expect(functionIn(result, "f")).toMatchObject({ coldStartsCount: 1, initMsMax: 500, durationMsMax: 100 });
  });
  test("LIFE-5: the 10 s rule is not for it", () => {
    expect(restored(12_000).timeline[1]).toBe("12100ms f#1 end success");
  });
  test("$LATEST of the same function still runs Init", () => {
    const { timeline } = play({
      functions: { f: { init: 5000, run: 100, restore: 500 } },
      traffic: [{ invoke: "f", at: [0] }],
    });
    expect(timeline[1]).toBe("5100ms f#1 end success");
  });
});

describe("LIFE-7: the timeout bounds the handler, not Init", () => {
  const timed = (timeout: number, init: number) =>
    play({ functions: { f: { init, run: 1000, timeout } }, traffic: [{ invoke: "f", at: [0] }] });

  test.each([
    [1001, "9000ms", "success"],
    [1000, "9000ms", "success"],
    [999, "8999ms", "timeout"],
  ])("a run of 1,000 ms after an Init of 8 s, timeout %i ms: %s %s", (timeout, at, outcome) => {
    expect(timed(timeout, 8000).timeline[1]).toBe(`${at} f#1 end ${outcome}`);
  });

  test("MET-2, MET-29: a timeout is an error that lasted exactly the timeout", () => {
    expect(functionIn(timed(999, 0).result, "f")).toMatchObject({
      errorsCount: 1,
      timeoutsCount: 1,
      durationMsMax: 999,
      billedMsSum: 999,
    });
  });
});

test("EX-31, LIFE-9: 523 ms of Init made again unseen after a timeout: 2.5 s become a Duration of 3,022.91 ms", () => {
  const { result } = play({
    functions: { f: { init: 522.91, timeout: 4000 } },
    traffic: [
      {
        invoke: "f",
        demand: {
          kind: "times",
          times: [atSecond(0), atSecond(10)],
          durations: [milliseconds(9000), milliseconds(2500)],
        },
      },
    ],
  });
  expect(functionIn(result, "f")).toMatchObject({
    timeoutsCount: 1,
    environmentsCreatedCount: 1,
    initMsSamples: 1,
    durationMsMin: 3022.91,
    durationMsMax: 4000,
  });
});

describe("LIFE-9: a timeout resets the environment, an error does not (LIFE-10)", () => {
  // Runs: 5,000 ms (cut at 2,000), then 100 ms each.
  const played = (first: number, errors = 0) =>
    play({
      functions: { f: { init: 700, timeout: 2000, errors } },
      traffic: [
        {
          invoke: "f",
          demand: {
            kind: "times",
            times: [0, 10, 20].map(seconds) as never[],
            durations: [first, 100, 100].map((ms) => (ms * 1000) as Duration),
          },
        },
      ],
    });

  test("the next request pays Init again, inside its duration, warm and unseen; the one after does not", () => {
    const { timeline, result } = played(5000);
    expect(timeline).toEqual([
      "0ms f#1 cold on 1",
      "2700ms f#1 end timeout",
      "10000ms f#2 warm on 1",
      "10800ms f#2 end success",
      "20000ms f#3 warm on 1",
      "20100ms f#3 end success",
    ]);
    expect(functionIn(result, "f")).toMatchObject({
      coldStartsCount: 1,
      initMsSamples: 1,
      environmentsCreatedCount: 1,
    });
  });
  test("EX-31: 2.5 s from START to END and a Duration of 3,022.91 ms: Init of 522.91 ms, not shown as one", () => {
    const { result } = play({
      functions: { f: { init: 522.91, timeout: 5000 } },
      traffic: [
        {
          invoke: "f",
          demand: {
            kind: "times",
            times: [0, 10].map(seconds) as never[],
            durations: [9_000_000, 2_500_000] as Duration[],
          },
        },
      ],
      windows: [{ name: "second", spans: [{ from: seconds(10), to: seconds(60) } as never] }],
    });
    expect(result.windows.second!.functions.f).toMatchObject({
      durationMsMax: 3022.91,
      durationMsMin: 3022.91,
      initMsSamples: 0,
      coldStartsCount: 0,
      billedMsSum: 3023,
    });
  });
  test("after an error the next request starts at once", () => {
    expect(played(1000, 1).timeline).toEqual([
      "0ms f#1 cold on 1",
      "1700ms f#1 end error",
      "10000ms f#2 warm on 1",
      "10100ms f#2 end error",
      "20000ms f#3 warm on 1",
      "20100ms f#3 end error",
    ]);
  });
});

test("PC-13, OQ-21: a unit that timed out comes back after its Init; requests spill over meanwhile", () => {
  const { timeline } = play({
    functions: { f: { init: 1000, run: 5000, timeout: 2000, provisioned: 1 } },
    traffic: [{ invoke: "f:live", at: [0, 2999, 3000] }],
  });
  expect(timeline.slice(0, 4)).toEqual([
    "0ms f#1 provisioned on 1",
    "2000ms f#1 end timeout",
    "2999ms f#2 cold on 2",
    "3000ms f#3 provisioned on 1",
  ]);
});

test("OQ-18: time before Init delays the start and is neither Init nor billed", () => {
  const { result } = play({
    model: { platformDelay: constant(400) },
    functions: { f: { init: 100, run: 50 } },
    traffic: [{ invoke: "f", at: [0] }],
  });
  expect(functionIn(result, "f")).toMatchObject({
    latencyMsMax: 550,
    initMsMax: 100,
    waitMsMax: 500,
    billedMsSum: 150,
  });
});
