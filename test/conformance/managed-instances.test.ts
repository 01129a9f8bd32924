/** Managed Instances: workers, timeouts, scaling, bounds, CPU and metrics (LMI). */
import { describe, expect, test } from "vitest";
import type { Demand, ManagedConfig, Result } from "../../sim/index.ts";
import { seconds } from "../../sim/index.ts";
import type { Literal } from "../helpers/config.ts";
import { play } from "../helpers/play.ts";
import { atSecond, CALLS_DB, functionIn, service } from "../sim/kit.ts";

const PROVIDER = { name: null, maxVCpuCount: 15_000, targetCpu: 0.5, instanceType: null };
type Traffic = NonNullable<Literal["traffic"]>;

/** `f` with runs of 1 s on Managed Instances; the plain settings are 3 environments of 4 workers. */
const f = (managed: Partial<ManagedConfig>, traffic: Traffic, more: Partial<Literal> = {}) =>
  play({ functions: { f: { run: 1000, managed } }, traffic, ...more });
const at = (...ms: number[]): Traffic => [{ invoke: "f", at: ms }];
const rates = (...steps: readonly [from: number, to: number, rate: number, rateTo?: number][]): Traffic => {
  const segments = steps.map(([from, to, rateFrom, rateTo = rateFrom]) => {
    return { from: atSecond(from), to: atSecond(to), rateFrom, rateTo, wave: null };
  });
  const demand: Demand = { kind: "rate", segments };
  return [{ invoke: "f", demand }];
};

/** Environments from each moment on, in seconds, as the ends of the buckets show them. */
function environments({ series }: Result): [second: number, count: number][] {
  const { running, idle } = series.functions.f!;
  const counts = running.map((some, bucket) => some + idle[bucket]!);
  return counts.flatMap((count, bucket): [number, number][] =>
    count === counts[bucket - 1] ? [] : [[(bucket * series.bucketMs) / 1000, count]],
  );
}

const refusals = (result: Result) =>
  functionIn(result, "f").throttles.map(({ reason, cause, rule, count, limit }) => [reason, cause, rule, count, limit]);

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

describe("LMI-10: workers are the limit, and runs share the CPU of their environment", () => {
  const ends = (managed: Partial<ManagedConfig>, traffic: Traffic, more: Partial<Literal> = {}) =>
    f({ min: 1, cpuShare: 1, perEnvironment: 10, ...managed }, traffic, { seconds: 60, ...more })
      .timeline.filter((line) => line.includes(" end "))
      .map((line) => line.replace(/ms f#.*/, ""));
  const slow = { functions: { f: { run: 1000, timeout: 60_000, managed: {} } } };
  const patient = (managed: Partial<ManagedConfig>) => ({
    functions: { f: { run: 1000, timeout: 60_000, managed: { min: 1, cpuShare: 1, perEnvironment: 10, ...managed } } },
  });

  test("10 runs of 1 s of CPU on one vCPU take 10 s each, as was measured", () => {
    expect(ends({}, at(...Array<number>(10).fill(0)), patient({}))).toEqual(Array(10).fill("10000"));
    expect(ends({}, at(...Array<number>(10).fill(0)), patient({ vCpus: 2 }))).toEqual(Array(10).fill("5000"));
  });

  test("only while they are there together: half of a second alone, the other half at half the pace", () => {
    expect(ends({}, at(0, 500), patient({}))).toEqual(["1500", "2000"]);
  });

  test("runs that mostly wait disturb each other only when they want more than all of it", () => {
    expect(ends({}, at(0, 0), patient({ cpuShare: 0.5 }))).toEqual(["1000", "1000"]);
    expect(ends({}, at(0, 0, 0), patient({ cpuShare: 0.5 }))).toEqual(["1500", "1500", "1500"]);
    expect(ends({}, at(...Array<number>(10).fill(0)), patient({ cpuShare: 0 }))).toEqual(Array(10).fill("1000"));
  });

  test("April 2026: 30 at once on 3 environments of 10 workers are served, as 29 to 30 were, the last after 10 s", () => {
    const three = { min: 3, max: 3 };
    const { result } = play({ ...patient(three), traffic: at(...Array<number>(30).fill(0)), seconds: 60 });
    // Measured: 12 to 18 s.
    expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 30, throttlesCount: 0, durationMsMax: 10_000 });
    // Measured of 50 at once: 33, 20 and 18 served; waiting for I/O, 34 of 40.
    const crowd = play({ ...patient(three), traffic: at(...Array<number>(50).fill(0)), seconds: 60 }).result;
    expect(refusals(crowd)).toEqual([["ConcurrencyThrottles", "managed-concurrency", "LMI-6", 20, 30]]);
  });

  test("LMI-6: what the others stretch beyond its timeout fails, and keeps its worker until it is done", () => {
    const { timeline, result } = play({
      functions: { f: { run: 1000, timeout: 2000, managed: { min: 1, cpuShare: 1, perEnvironment: 3 } } },
      traffic: at(0, 0, 0, 2500, 3000),
      seconds: 10,
    });
    expect(timeline).toEqual([
      "0ms f#1 warm on 1",
      "0ms f#2 warm on 1",
      "0ms f#3 warm on 1",
      "2000ms f#1 end timeout",
      "2000ms f#2 end timeout",
      "2000ms f#3 end timeout",
      "2500ms f#4 throttle managed-concurrency",
      "3000ms f#5 warm on 1",
      "4000ms f#5 end success",
    ]);
    expect(functionIn(result, "f")).toMatchObject({ timeoutsCount: 3, cpuUtilizationMean: 0.4 });
  });

  test("time in a call is not CPU: a run that waits slows nobody down", () => {
    const { timeline } = play({
      functions: {
        f: { run: 1000, timeout: 60_000, calls: CALLS_DB, managed: { min: 1, cpuShare: 1, perEnvironment: 3 } },
      },
      downstreams: [service({ latency: 500, size: 2 })],
      traffic: at(0, 250, 5000),
      seconds: 20,
    });
    // The first works from 0.5 s, alone up to 0.75 s; then both at half the pace up to 2.25 s.
    expect(timeline.filter((line) => line.includes("end"))).toEqual([
      "2250ms f#1 end success",
      "2500ms f#2 end success",
      "6500ms f#3 end success",
    ]);
  });

  test("refusals for CPU come softly: none up to what is set, all at twice of it, and more and more between", () => {
    const soft = { ...patient({ cpuThrottlesAbove: 4 }), seconds: 60 };
    const of = (count: number, seed: number) =>
      functionIn(play({ ...soft, traffic: at(...Array<number>(count).fill(0)), seed }).result, "f").throttlesCount;
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];
    const mean = (count: number) => seeds.reduce((sum, seed) => sum + of(count, seed), 0) / seeds.length;
    expect(mean(4)).toBe(0);
    // The fifth is refused once in four times, the sixth, if the fifth runs, in two of four.
    expect(mean(5)).toBeGreaterThan(0);
    expect(mean(5)).toBeLessThan(0.5);
    expect(mean(10)).toBeGreaterThan(mean(5) + 1);
    const { result } = play({ ...soft, traffic: at(...Array<number>(40).fill(0)) });
    expect(functionIn(result, "f").busyMax).toBeLessThan(8);
    expect(refusals(result)).toMatchObject([["CPUThrottles", "managed-cpu", "LMI-8", expect.any(Number), 4]]);
  });

  test("what was assumed of it is told", () => {
    const told = play({ ...slow, traffic: at(0) }).result.assumptions.filter(({ rule }) => rule === "LMI-10");
    expect(told.map(({ policy, value }) => `${policy}: ${value}`)).toEqual([
      "managedCpu (f): shared evenly by the runs of an environment",
      "managedCpuThrottles (f): from 1600 busy runs for each vCPU on, all from 3200",
    ]);
  });
});

describe("LMI-4, LMI-5, LMI-7: instances of a capacity provider", () => {
  const instances = (result: Result, name = "f") => {
    const { instancesMin, instancesMax, instancesLast } = functionIn(result, name);
    return [instancesMin, instancesMax, instancesLast];
  };
  const hours = (result: Result) =>
    result.cost.lines.flatMap(({ kind, quantity, subject }) =>
      kind.includes(".") ? [`${subject} ${kind} ${quantity}`] : [],
    );

  test("three from the start, one in each zone, paid for from then on, however little of them is used", () => {
    const { result } = f({ capacityProvider: { ...PROVIDER, instanceType: "m7i.xlarge" } }, at(0), { seconds: 3600 });
    expect(instances(result)).toEqual([3, 3, 3]);
    expect(hours(result)).toEqual(["f m7i.xlarge 3", "f m7i.xlarge-fee 3"]);
    // Measured: $0.70 an hour.
    const machines = result.cost.lines.filter(({ kind }) => kind.includes("."));
    expect(machines.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(0.69552, 9);
    expect(result.assumptions).toContainEqual({ policy: "instances (f)", value: "m7i.xlarge", rule: "LP-18" });
  });

  test("what fits on those that run comes without a launch; one more is paid for as soon as it is launched", () => {
    const schedules = [
      { at: [atSecond(10)], min: 12, max: 12 },
      { at: [atSecond(60)], min: 13, max: 13 },
      { at: [atSecond(300)], min: 2, max: 2 },
    ];
    const times = { launchTime: seconds(67), environmentTime: seconds(5) };
    const { result } = f({ schedules, ...times }, at(0), { seconds: 360 });
    // c7i.xlarge have 4 vCPUs.
    expect(environments(result)).toEqual([
      [0, 3],
      [15, 12],
      [127, 13],
      [300, 2],
    ]);
    expect(instances(result)).toEqual([2, 4, 2]);
    // 3 up to 60 s, 4 up to 300 s, 2 up to 360 s.
    expect(functionIn(result, "f").instancesMean).toBeCloseTo((3 * 60 + 4 * 240 + 2 * 60) / 360, 6);
  });

  test("published as the run begins, they are paid for before anything is served", () => {
    const { result } = f({ publishAtStart: true }, at(0), { seconds: 60 });
    expect(environments(result)).toEqual([[0, 0]]);
    expect(instances(result)).toEqual([3, 3, 3]);
  });

  test("an environment of more vCPUs than one has takes several; of more memory, more of its room", () => {
    const large = { min: 2, vCpus: 6 };
    expect(instances(f(large, at(0)).result)).toEqual([4, 4, 4]);
    const heavy = {
      f: {
        run: 1000,
        memoryMb: 8192,
        managed: { min: 6, capacityProvider: { ...PROVIDER, instanceType: "c7i.xlarge" as const } },
      },
    };
    // 8 GiB each, as much as a c7i.xlarge has.
    expect(instances(play({ functions: heavy, traffic: at(0) }).result)).toEqual([6, 6, 6]);
  });

  test("LMI-5: functions share the instances of one that they name, its limit and its bill", () => {
    const shared = { ...PROVIDER, name: "pool", maxVCpuCount: 8 };
    const demand = rates([0, 600, 40]);
    const { result } = play({
      functions: {
        f: { run: 1000, managed: { capacityProvider: shared } },
        g: { run: 1000, managed: { capacityProvider: shared } },
      },
      traffic: [...demand, { name: "g", invoke: "g", at: [0] }],
      seconds: 600,
    });
    // 3 and 3 of 8 vCPUs: two more for f, which wants 20.
    expect(functionIn(result, "f").environmentsMax).toBe(5);
    expect(functionIn(result, "g").environmentsMax).toBe(3);
    expect(functionIn(result, "f").instancesMin! + functionIn(result, "g").instancesMax!).toBeCloseTo(3, 6);
    const alone = play({
      functions: { f: { run: 1000, managed: {} }, g: { run: 1000, managed: {} } },
      traffic: at(0),
    }).result;
    expect(instances(alone)).toEqual([3, 3, 3]);
    expect(instances(alone, "g")).toEqual([3, 3, 3]);
  });
});
