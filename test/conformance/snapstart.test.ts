/** SnapStart: hooks, what is billed of a Restore, its limit, publishing, and snapshots that are deleted. */
import { describe, expect, test } from "vitest";
import { FACTS, type SnapStartConfig, seconds } from "../../sim/index.ts";
import { constant } from "../helpers/config.ts";
import { lifecycle, update } from "../helpers/lifecycle.ts";
import { play } from "../helpers/play.ts";
import { functionIn } from "../sim/kit.ts";

const snapStart = (given: Partial<SnapStartConfig> = {}): SnapStartConfig => ({
  beforeCheckpoint: constant(0),
  afterRestore: constant(0),
  billedRestore: { share: 0 },
  snapshot: constant(0),
  deletedAfter: null,
  ...given,
});
const published = (second: number, waits = true) =>
  lifecycle({ updates: [update(second, null, { qualifier: "live", waits })] });

test("SNAP-7, EX-30: Restore 511.56, 136 of it billed, Duration 36.97: 173 ms billed, 548.53 ms in all", () => {
  const { result } = play({
    functions: {
      f: {
        run: 36.97,
        restore: 511.56,
        snapStart: snapStart({ billedRestore: { law: constant(136) } }),
      },
    },
    traffic: [{ name: "caller", invoke: "f:live", at: [0] }],
  });
  expect(functionIn(result, "f")).toMatchObject({ initMsMax: 511.56, durationMsMax: 36.97, billedMsSum: 173 });
  expect(result.traffic.caller).toMatchObject({ latencyMsMax: 548.53 });
});

test("SNAP-7: a share of the Restore, and never more than the Restore", () => {
  const billed = (billedRestore: SnapStartConfig["billedRestore"]) => {
    const { result } = play({
      functions: { f: { run: 10, restore: 400, snapStart: snapStart({ billedRestore }) } },
      traffic: [{ invoke: "f:live", at: [0] }],
    });
    return functionIn(result, "f").billedMsSum;
  };
  expect(billed({ share: 0.25 })).toBe(110);
  expect(billed({ law: constant(900) })).toBe(410);
});

test("SNAP-6: after-restore hooks of 50 ms lengthen each Restore and are billed; a warm run has neither", () => {
  const { result, timeline } = play({
    functions: { f: { run: 10, restore: 400, snapStart: snapStart({ afterRestore: constant(50) }) } },
    traffic: [{ invoke: "f:live", at: [0, 1000] }],
  });
  expect(timeline).toEqual([
    "0ms f#1 cold on 1",
    "460ms f#1 end success",
    "1000ms f#2 warm on 1",
    "1010ms f#2 end success",
  ]);
  expect(functionIn(result, "f")).toMatchObject({ initMsMax: 450, billedMsSum: 60 + 10 });
});

describe("SNAP-5: runtime load and after-restore hooks together have 10 s", () => {
  const hooked = (afterRestore: number) =>
    play({
      functions: {
        f: {
          run: 10,
          restore: 1000,
          snapStart: snapStart({ billedRestore: { law: constant(400) }, afterRestore: constant(afterRestore) }),
        },
      },
      traffic: [{ name: "caller", invoke: "f:live", at: [0, 20_000] }],
    });

  test("at 10 s all is well, and the environment is kept", () => {
    expect(hooked(9600).timeline).toEqual([
      "0ms f#1 cold on 1",
      "10610ms f#1 end success",
      "20000ms f#2 warm on 1",
      "20010ms f#2 end success",
    ]);
  });

  test("beyond it, SnapStartTimeoutException at 600 ms + 10 s; no handler runs, and the environment ends", () => {
    const { result, timeline } = hooked(9601);
    expect(timeline).toEqual([
      "0ms f#1 cold on 1",
      "10600ms f#1 end restore-timeout",
      "10600ms f expire on 1",
      "20000ms f#2 cold on 2",
      "30600ms f#2 end restore-timeout",
      "30600ms f expire on 2",
    ]);
    expect(functionIn(result, "f")).toMatchObject({ errorsCount: 2, throttlesCount: 0, billedMsSum: 20_000 });
    expect(functionIn(result, "f").refusals).toEqual([
      {
        error: "SnapStartTimeoutException",
        status: 408,
        cause: "restore-timeout",
        rule: "SNAP-5",
        count: 2,
        firstMs: 10_600,
      },
    ]);
    expect(result.traffic.caller).toMatchObject({ failedCount: 2 });
  });
});

describe("SNAP-4, SNAP-6: published at 5 s, Pending for Init (3 s), its hook (1 s) and the snapshot (6 s)", () => {
  const deployed = (waits: boolean) =>
    play({
      functions: {
        f: {
          run: 10,
          init: 3000,
          restore: 400,
          snapStart: snapStart({ beforeCheckpoint: constant(1000), snapshot: constant(6000) }),
          lifecycle: published(5, waits),
        },
      },
      traffic: [{ invoke: "f:live", at: [0, 6000, 14_999, 15_000] }],
    });

  test("the alias serves the old version until then, and the new one starts cold", () => {
    const { timeline, result } = deployed(true);
    expect(timeline).toEqual([
      "0ms f#1 cold on 1",
      "410ms f#1 end success",
      "6000ms f#2 warm on 1",
      "6010ms f#2 end success",
      "14999ms f#3 warm on 1",
      "15000ms f#4 cold on 2",
      "15009ms f#3 end success",
      "15009ms f expire on 1",
      "15410ms f#4 end success",
    ]);
    expect(functionIn(result, "f")).toMatchObject({ refusedCount: 0, refusals: [] });
  });

  test("an alias that moves at once fails with a 409, which no SDK tries again, until the version is Active", () => {
    const { timeline, result } = deployed(false);
    expect(timeline).toEqual([
      "0ms f#1 cold on 1",
      "410ms f#1 end success",
      "5000ms f expire on 1",
      "6000ms f#2 refuse version-pending",
      "14999ms f#3 refuse version-pending",
      "15000ms f#4 cold on 2",
      "15410ms f#4 end success",
    ]);
    expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 2, throttlesCount: 0, refusedCount: 2 });
    expect(functionIn(result, "f").refusals).toEqual([
      {
        error: "ResourceConflictException",
        status: 409,
        cause: "version-pending",
        rule: "SNAP-4",
        count: 2,
        firstMs: 6000,
      },
    ]);
    expect(result.traffic["traffic-1"]).toMatchObject({ refusedCount: 2, retriesCount: 0, throttledCount: 0 });
  });
});

test("SNAP-4: Init of a new version may last longer than 10 s, as PC-8 allows", () => {
  const { result } = play({
    functions: {
      f: { init: 20_000, restore: 100, snapStart: snapStart(), lifecycle: published(5, false) },
    },
    traffic: [{ invoke: "f:live", at: [24_999, 25_000] }],
  });
  expect(functionIn(result, "f")).toMatchObject({ refusedCount: 1, invocationsCount: 1 });
});

test("SNAP-11: the first Restores of a newly published version meet an empty cache again", () => {
  const { result } = play({
    model: { snapshotCache: 0.5 },
    functions: { f: { run: 10, restore: 400, snapStart: snapStart(), lifecycle: published(5) } },
    traffic: [{ invoke: "f:live", at: [0, 6000] }],
  });
  expect(functionIn(result, "f")).toMatchObject({ initMsMin: 600, initMsMax: 600 });
});

describe("SNAP-8: a snapshot without an invocation for 20 s (14 days on AWS) is deleted", () => {
  const idle = (deletedAfter: number | null, at: readonly number[]) =>
    play({
      functions: {
        f: {
          run: 10,
          init: 3000,
          restore: 400,
          snapStart: snapStart({
            deletedAfter: deletedAfter === null ? null : seconds(deletedAfter),
            snapshot: constant(2000),
          }),
        },
      },
      traffic: [{ invoke: "f:live", at }],
    });

  test("the next request fails; the version is initialised anew for 5 s, then works", () => {
    const { timeline, result } = idle(20, [0, 20_000, 24_999, 25_000]);
    expect(timeline).toEqual([
      "0ms f#1 cold on 1",
      "410ms f#1 end success",
      "20000ms f#2 refuse snapshot-deleted",
      "20000ms f expire on 1",
      "24999ms f#3 refuse snapshot-deleted",
      "25000ms f#4 cold on 2",
      "25410ms f#4 end success",
    ]);
    expect(functionIn(result, "f").refusals).toMatchObject([
      { error: "SnapStartNotReadyException", status: 409, count: 2 },
    ]);
  });

  test("14 days are 14 days, in a run of 15", () => {
    const days = FACTS.snapshotIdleDays.value * 86_400;
    const { timeline } = play({
      seconds: 15 * 86_400,
      functions: { f: { run: 10, restore: 400, snapStart: snapStart({ deletedAfter: seconds(days) }) } },
      traffic: [{ invoke: "f:live", at: [0, 14 * 86_400_000] }],
    });
    expect(timeline.at(-1)).toBe("1209600000ms f#2 refuse snapshot-deleted");
  });

  test("one millisecond earlier it is there; so it always is without such a rule", () => {
    expect(functionIn(idle(20, [0, 19_999, 39_998]).result, "f")).toMatchObject({
      invocationsCount: 3,
    });
    expect(functionIn(idle(null, [0, 50_000]).result, "f")).toMatchObject({ invocationsCount: 2 });
    expect(functionIn(idle(null, [0, 50_000]).result, "f")).not.toHaveProperty("refusedCount");
  });
});
