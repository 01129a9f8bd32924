/** Managed Instances: workers, timeouts, scaling, bounds, CPU and metrics (LMI). */
import { describe, expect, test } from "vitest";
import type { ManagedConfig } from "../../../sim/index.ts";
import { seconds } from "../../../sim/index.ts";
import type { Literal } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { atSecond, CALLS_DB, functionIn, service } from "../../sim/kit.ts";
import { at, environments, f, PROVIDER, rates, refusals, type Traffic } from "./kit.ts";

describe("LMI-1, LMI-6: an environment serves as many requests at once as it has workers", () => {
  const { timeline, result } = f({ min: 2, perEnvironment: 2 }, at(0, 0, 0, 0, 0, 999, 1000));

  test("the fewest first; when all workers are busy the next request is refused, and a free one serves again", () => {
    expect(timeline).toEqual([
      "0ms f#1 warm on 1",
      "0ms f#2 warm on 2",
      "0ms f#3 warm on 1",
      "0ms f#4 warm on 2",
      "0ms f#5 throttle managed-concurrency",
      "999ms f#6 throttle managed-concurrency",
      "1000ms f#1 end success",
      "1000ms f#2 end success",
      "1000ms f#3 end success",
      "1000ms f#4 end success",
      "1000ms f#7 warm on 1",
      "2000ms f#7 end success",
    ]);
    expect(refusals(result)).toEqual([["ConcurrencyThrottles", "managed-concurrency", "LMI-6", 2, 4]]);
  });

  test("requests count as running, environments as idle only when nothing runs in them", () => {
    expect(functionIn(result, "f")).toMatchObject({
      busyMax: 4,
      environmentsMin: 2,
      environmentsMax: 2,
      warmMin: 0,
      warmMax: 2,
      workerUtilizationMax: 1,
    });
    // 5 s of runs in a minute of 4 workers.
    expect(functionIn(result, "f").workerUtilizationMean).toBe(0.020833);
  });

  test("outside the account's concurrency and request rates: 12 at once where 1 may run on demand", () => {
    const crowd = f({}, at(...Array<number>(12).fill(0)), { concurrency: 1 }).result;
    expect(functionIn(crowd, "f")).toMatchObject({ invocationsCount: 12, throttlesCount: 0 });
    expect(crowd.regions["us-east-1"]).toMatchObject({ concurrencyMax: 0, claimedMax: 0 });
    expect(crowd.assumptions.map(({ policy }) => policy)).toContain("managedQuotas (f)");
  });
});

describe("LMI-6: a timeout fails its request, and its code keeps the worker to its own end", () => {
  const one = { min: 1, perEnvironment: 1 };
  const slow = (literal: Partial<Literal["functions"][string]>, traffic: Traffic, more: Partial<Literal> = {}) =>
    play({ functions: { f: { run: 5000, timeout: 2000, managed: one, ...literal } }, traffic, ...more });

  test("the caller hears after 2 s, the next request is refused up to 5 s", () => {
    const { timeline, result } = slow({}, at(0, 4999, 5000), { seconds: 6 });
    expect(timeline).toEqual([
      "0ms f#1 warm on 1",
      "2000ms f#1 end timeout",
      "4999ms f#2 throttle managed-concurrency",
      "5000ms f#3 warm on 1",
    ]);
    expect(functionIn(result, "f")).toMatchObject({
      timeoutsCount: 1,
      errorsCount: 1,
      latencyMsMax: 2000,
      durationMsMax: 2000,
      workerUtilizationMean: 1,
    });
    // Requests: 0 to 2 s and 5 to 6 s of 6 s.
    expect(functionIn(result, "f").busyMean).toBe(0.5);
  });

  test("a run of just its timeout succeeds", () => {
    expect(slow({ run: 2000 }, at(0)).timeline.at(-1)).toBe("2000ms f#1 end success");
  });

  test("a call that lasts longer than the timeout goes on too", () => {
    const { timeline, result } = slow({ run: 0, calls: CALLS_DB }, at(0, 2500, 3000), {
      downstreams: [service({ latency: 3000 })],
    });
    expect(timeline.slice(0, 4)).toEqual([
      "0ms f#1 warm on 1",
      "2000ms f#1 end timeout",
      "2500ms f#2 throttle managed-concurrency",
      "3000ms f#3 warm on 1",
    ]);
    expect(result.downstreams.db).toMatchObject({ latencyMsMax: 3000, inUseMax: 1 });
  });

  test("nothing is reset after it or after an error: no Init, the same environment", () => {
    const { timeline, result } = slow({ run: 100, init: 700, errors: 1 }, at(0, 100));
    expect(timeline).toEqual([
      "0ms f#1 warm on 1",
      "100ms f#1 end error",
      "100ms f#2 warm on 1",
      "200ms f#2 end error",
    ]);
    expect(functionIn(result, "f")).toMatchObject({ initMsSamples: 0, environmentsCreatedCount: 1 });
  });

  test("a caller that gives up leaves the worker busy, and the timeout counts once", () => {
    const client = { timeout: seconds(1) };
    const { result } = slow({}, [{ invoke: "f", at: [0], client }], { seconds: 10 });
    expect(result.traffic["traffic-1"]).toMatchObject({ abandonedCount: 1, pendingCount: 0 });
    expect(functionIn(result, "f")).toMatchObject({ timeoutsCount: 1, workerUtilizationMean: 0.5 });
  });
});

describe("LMI-2, LMI-3, LMI-7: scaling follows what runs, some minutes later", () => {
  /** 24 of 48 workers busy. */
  const twelve = { min: 12 };

  test("twice the traffic within 5 minutes, and twice that in the next 5, without a refusal or a cold start", () => {
    const { result } = f(twelve, rates([0, 300, 24], [300, 600, 24, 48], [600, 900, 48, 96], [900, 1200, 96]), {
      seconds: 1200,
    });
    expect(functionIn(result, "f")).toMatchObject({ throttlesCount: 0, coldStartsCount: 0, environmentsLast: 48 });
  });

  test("at the target nothing moves; more than twice at once is refused until environments have come", () => {
    const { result } = f(twelve, rates([0, 300, 24], [300, 900, 60]), { seconds: 900 });
    // At 330 s 48 have run on average, less the first second's rise: 24 environments, there at 450 s; at 480 s the
    // 60 that run now want 30, there at 600 s.
    expect(environments(result)).toEqual([
      [0, 12],
      [450, 24],
      [600, 30],
    ]);
    expect(result.limits.functions.f!.map(({ fromMs, onDemand, managed }) => [fromMs, onDemand, managed])).toEqual([
      [0, 48, true],
      [450_000, 96, true],
      [600_000, 120, true],
    ]);
    const [[reason, cause, , count] = []] = refusals(result);
    expect([reason, cause]).toEqual(["ConcurrencyThrottles", "managed-concurrency"]);
    // 12 of 60 each second, for 150 s.
    expect(count).toBe(1800);
  });

  test("environments go when a whole window has not needed them, down to the minimum and not to zero", () => {
    const { result } = f({ min: 2 }, rates([0, 600, 16]), { seconds: 1200 });
    const steps = environments(result);
    expect(steps.slice(0, 2)).toEqual([
      [0, 2],
      [150, 4],
    ]);
    // 16 run on 8 environments; the look at 600 s is the last that wants them, the one at 900 s sees it no more.
    expect(steps.slice(-2)).toEqual([
      [300, 8],
      [900, 2],
    ]);
    expect(functionIn(result, "f").environmentsLast).toBe(2);
  });

  test("LMI-7: an environment that is to go finishes what it has; durations are not billed", () => {
    const schedules = [{ at: [atSecond(1)], min: 1, max: 1 }];
    const run = { f: { run: 10_000, managed: { min: 2, perEnvironment: 1, schedules } } };
    const { timeline, result } = play({ functions: run, traffic: at(0, 0, 2000), seconds: 20 });
    expect(timeline).toEqual([
      "0ms f#1 warm on 1",
      "0ms f#2 warm on 2",
      "2000ms f#3 throttle managed-concurrency",
      "10000ms f#1 end success",
      "10000ms f expire on 1",
      "10000ms f#2 end success",
    ]);
    expect(functionIn(result, "f")).toMatchObject({ environmentsLast: 1, billedMsSum: 0 });
  });
});

describe("LMI-4: what is there, and between which bounds", () => {
  const stopped = { min: 0, max: 0 };

  test("3 environments take requests as the run begins; published then, they do 2 minutes later, together", () => {
    expect(environments(f({}, at(0)).result)).toEqual([[0, 3]]);
    const { timeline, result } = f({ publishAtStart: true }, at(0, 119_999, 120_000), { seconds: 180 });
    expect(timeline.slice(0, 3)).toEqual([
      "0ms f#1 throttle managed-inactive",
      "119999ms f#2 throttle managed-inactive",
      "120000ms f#3 warm on 1",
    ]);
    expect(environments(result)).toEqual([
      [0, 0],
      [120, 3],
    ]);
    expect(refusals(result)).toEqual([["Deactivated", "managed-inactive", "LMI-4", 2, 0]]);
  });

  test("both 0: no request is served, and none wakes it", () => {
    const { result } = f(stopped, rates([0, 600, 10]), { seconds: 600 });
    expect(environments(result)).toEqual([[0, 0]]);
    expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 0, throttlesCount: 6000 });
  });

  test("never more than the maximum, nor (LMI-5) than the capacity provider's vCPUs hold", () => {
    const steps = (settings: Partial<ManagedConfig>) =>
      environments(f(settings, rates([0, 600, 40]), { seconds: 600 }).result);
    expect(steps({ max: 5 }).at(-1)).toEqual([150, 5]);
    expect(steps({ vCpus: 2, capacityProvider: { ...PROVIDER, maxVCpuCount: 9 } }).at(-1)).toEqual([150, 4]);
  });

  test("what has not come when the maximum falls is called off", () => {
    const schedules = [
      { at: [atSecond(10)], min: 10, max: 20 },
      { at: [atSecond(100)], min: 4, max: 5 },
    ];
    const { result } = f({ schedules }, at(0), { seconds: 180 });
    expect(environments(result)).toEqual([
      [0, 3],
      [130, 5],
    ]);
    expect(result.events.map(({ atMs, kind, detail }) => [atMs, kind, detail])).toEqual([
      [10_000, "managed", "$LATEST: 10 to 20 environments"],
      [100_000, "managed", "$LATEST: 4 to 5 environments"],
    ]);
  });
});

describe("LMI-8: CPU and metrics of every 5 minutes", () => {
  test("scaled on the CPU in use, of which there is never more than all", () => {
    const steps = (rate: number) => environments(f({ cpuShare: 0.5 }, rates([0, 600, rate]), { seconds: 600 }).result);
    expect(steps(3)).toEqual([[0, 3]]);
    expect(steps(4)).toEqual([
      [0, 3],
      [150, 4],
    ]);
    // 12 runs want 6 of 3 vCPUs.
    const full = f({ cpuShare: 0.5 }, at(...Array<number>(12).fill(0))).result;
    expect(functionIn(full, "f")).toMatchObject({ cpuUtilizationMax: 1, workerUtilizationMax: 1, throttlesCount: 0 });
  });

  test("AWS's names, one value for each 5 minutes, none without an environment", () => {
    const schedules = [{ at: [atSecond(600)], min: 0, max: 0 }];
    const settings = { min: 2, perEnvironment: 2, cpuShare: 0.5, max: 2, schedules };
    const traffic: Traffic = [{ invoke: "f", at: [0, 0, 0, 400_000, 400_000, 400_000, 400_000, 400_000, 700_000] }];
    const { result } = f(settings, traffic, { seconds: 900 });
    expect(result.metrics.managedInstances).toEqual({
      periodMs: 300_000,
      functions: {
        f: {
          "AWS/Lambda": {
            ExecutionEnvironmentConcurrency: [2, 2, null],
            ExecutionEnvironmentConcurrencyLimit: [2, 2, null],
            // 3 and 4 runs of 1 s at half a vCPU, of 2 vCPUs for 300 s.
            ExecutionEnvironmentCPUUtilization: [0.0025, 0.003333, null],
            ConcurrencyThrottles: [0, 1, null],
            CPUThrottles: [0, 0, null],
          },
        },
      },
    });
  });

  test("without Managed Instances a result says nothing of them", () => {
    const { result } = play({ functions: { f: {} }, traffic: at(0) });
    expect(result.metrics).not.toHaveProperty("managedInstances");
    expect(functionIn(result, "f")).not.toHaveProperty("workerUtilizationMax");
    expect(result.assumptions.filter(({ policy }) => policy.startsWith("managed"))).toEqual([]);
  });
});
