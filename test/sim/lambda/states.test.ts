/** States of functions and deployments: how they overlap, what is noted, and that nobody else notices them. */
import { describe, expect, test } from "vitest";
import { combine, seconds } from "../../../sim/index.ts";
import { constant, functionOf } from "../../helpers/config.ts";
import { lifecycle, update } from "../../helpers/lifecycle.ts";
import { play } from "../../helpers/play.ts";
import { change, functionIn, range } from "../kit.ts";

const starts = (timeline: readonly string[]): string[] => timeline.filter((line) => / (cold|warm|refuse) /.test(line));
const IMPATIENT = { qualifier: "live", waits: false };

describe("nobody else notices", () => {
  const plain = play({ functions: { f: {} }, traffic: [{ invoke: "f", at: [0, 500] }] }).result;

  test("without states a result has no field of theirs", () => {
    expect(functionIn(plain, "f")).not.toHaveProperty("refusedCount");
    expect(plain.traffic["traffic-1"]).not.toHaveProperty("refusedCount");
    expect(plain.series.functions.f).not.toHaveProperty("refused");
    expect(plain.assumptions.map(({ policy }) => policy).filter((policy) => policy.includes("."))).toEqual([]);
  });

  test("a function that is Active throughout runs as one without states", () => {
    const { result } = play({ functions: { f: { lifecycle: lifecycle() } }, traffic: [{ invoke: "f", at: [0, 500] }] });
    const { refusedCount, refusals, ...rest } = functionIn(result, "f");
    expect({ refusedCount, refusals }).toEqual({ refusedCount: 0, refusals: [] });
    expect(rest).toEqual(functionIn(plain, "f"));
  });
});

describe("LIFE-25: units that an Inactive function has got are there when it wakes", () => {
  const settings = (count: number) => ({
    run: 10,
    provisioned: { count, schedules: [{ at: [], min: null, max: null }] },
    lifecycle: lifecycle({ initial: "inactive", pendingFor: seconds(10) }),
  });
  const { result } = play({
    seconds: 700,
    functions: { f: settings(0) },
    changes: [change(10, { functions: [functionOf("f", settings(9))] })],
    traffic: [{ invoke: "f:live", at: [600_000, 620_000, 620_000] }],
  });

  test("the first request is refused, those after it run on them", () => {
    expect(functionIn(result, "f")).toMatchObject({
      refusedCount: 1,
      provisionedInvocationsCount: 2,
      coldStartsCount: 0,
    });
  });

  test("all of them stay READY", () => {
    expect(functionIn(result, "f")).toMatchObject({ warmLast: 9, environmentsLast: 9 });
  });
});

describe("SDK-8: who is refused by a limit is throttled, whatever state another function is in", () => {
  const beside = (initial: "active" | "pending" | "failed", retry: "none" | "standard-js") => {
    const { result, timeline } = play({
      functions: {
        // One worker: of two requests at once, one is refused.
        fleet: { run: 1000, managed: { min: 1, perEnvironment: 1 } },
        neighbour: { run: 10, lifecycle: lifecycle({ initial, pendingFor: seconds(50) }) },
      },
      traffic: [
        { name: "to-fleet", invoke: "fleet", at: [1000, 1000], client: { retry, attempts: 20 } },
        { name: "to-neighbour", invoke: "neighbour", at: [999] },
      ],
    });
    const { throttledCount, refusedCount, succeededCount, retriesCount } = result.traffic["to-fleet"]!;
    return { throttledCount, refusedCount, succeededCount, retriesCount, timeline };
  };

  test.each(["active", "pending", "failed"] as const)(
    "a neighbour that is %s: not retried, it is throttled",
    (state) => {
      expect(beside(state, "none")).toMatchObject({ throttledCount: 1, refusedCount: 0, succeededCount: 1 });
    },
  );

  test.each(["active", "pending", "failed"] as const)("a neighbour that is %s: retried, it succeeds", (state) => {
    const { retriesCount, ...rest } = beside(state, "standard-js");
    expect(rest).toMatchObject({ throttledCount: 0, refusedCount: 0, succeededCount: 2 });
    expect(retriesCount).toBeGreaterThan(0);
  });
});

describe("updates that overlap", () => {
  test("each alias move retires what the one before has started", () => {
    const { timeline } = play({
      functions: { f: { run: 10, lifecycle: lifecycle({ updates: [update(5, 10), update(10, 2)] }) } },
      traffic: [{ invoke: "f", at: [0, 11_999, 12_000, 14_999, 15_000] }],
    });
    expect(starts(timeline)).toEqual([
      "0ms f#1 cold on 1",
      "11999ms f#2 warm on 1",
      "12000ms f#3 cold on 2",
      "14999ms f#4 warm on 2",
      "15000ms f#5 cold on 3",
    ]);
  });

  test("SNAP-4: a shorter Pending does not end a longer one", () => {
    const updates = [update(5, 10, IMPATIENT), update(6, 2, IMPATIENT)];
    const { timeline } = play({
      functions: { f: { run: 10, lifecycle: lifecycle({ updates }) } },
      traffic: [{ invoke: "f:live", at: [8000, 14_999, 15_000] }],
    });
    expect(starts(timeline)).toEqual([
      "8000ms f#1 refuse version-pending",
      "14999ms f#2 refuse version-pending",
      "15000ms f#3 cold on 1",
    ]);
  });

  test("a version that is Pending leaves $LATEST alone", () => {
    const { timeline } = play({
      functions: { f: { run: 10, lifecycle: lifecycle({ updates: [update(5, 10, IMPATIENT)] }) } },
      traffic: [{ invoke: "f", at: [0, 6000] }],
    });
    expect(starts(timeline)).toEqual(["0ms f#1 cold on 1", "6000ms f#2 warm on 1"]);
  });
});

test("LIFE-20: a long run keeps its function from being idle", () => {
  const vpc = { reclaimedAfter: seconds(20), coldStartExtra: constant(0) };
  const { timeline } = play({
    functions: { f: { run: 25_000, lifecycle: lifecycle({ vpc }) } },
    traffic: [{ invoke: "f", at: [0, 24_000] }],
  });
  expect(starts(timeline)).toEqual(["0ms f#1 cold on 1", "24000ms f#2 cold on 2"]);
});

test("a run tells of its states and deployments, with their rules", () => {
  const { result } = play({
    functions: { f: { run: 10, lifecycle: lifecycle({ initial: "inactive", updates: [update(30, 5)] }) } },
    traffic: [{ invoke: "f", at: [5000, 6000] }],
  });
  const told = result.events.map(({ atMs, kind, rule, count, detail }) => [atMs, kind, rule, count, detail]);
  expect(told).toEqual([
    [0, "deployment", "LIFE-25", 1, "inactive as the run begins"],
    [5000, "deployment", "LIFE-25", 1, "invoked while Inactive: Pending"],
    [5000, "refusing", "LIFE-25", 1, "409 ResourceConflictException: function-inactive"],
    [6000, "refusing", "LIFE-25", 1, "409 ResourceConflictException: function-pending"],
    [15_000, "deployment", "LIFE-25", 1, "$LATEST: Active"],
    [15_000, "deployment", "LIFE-25", 1, "live: Active"],
    [30_000, "deployment", "ADM-4", 1, "$LATEST: update InProgress for 5 s"],
    [35_000, "deployment", "ADM-4", 1, "$LATEST: new code serves: its environments start cold"],
  ]);
});

test("the assumptions of states and snapshots are told where they are in force", () => {
  const { result } = play({
    functions: { f: { lifecycle: lifecycle({ initial: "pending", updates: [update(5, null)] }) } },
  });
  expect(result.assumptions.filter(({ policy }) => policy.startsWith("f."))).toEqual([
    { policy: "f.pendingFor", value: "10000ms", rule: "LIFE-25" },
    { policy: "f.refusedEvents", value: "refuse", rule: "LIFE-25" },
    { policy: "f.updates.takes", value: "0ms", rule: "SNAP-4" },
  ]);
});

test("several seeds: the mean of each kind of refusal, and their sum", () => {
  const runs = range(3, 1).map(
    (seed) =>
      play({
        seed,
        functions: { f: { run: 10, lifecycle: lifecycle({ initial: "pending" }) } },
        traffic: [{ invoke: "f", rate: 10, arrivals: "poisson" }],
      }).result,
  );
  const each = runs.map((run) => functionIn(run, "f").refusedCount!);
  const mean = Math.round(each.reduce((sum, count) => sum + count, 0) / 3);
  const combined = functionIn(combine(runs), "f");
  expect(new Set(each).size).toBeGreaterThan(1);
  expect(combined).toMatchObject({ refusedCount: mean, refusals: [{ cause: "function-pending", count: mean }] });
});
