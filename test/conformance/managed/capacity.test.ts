/** Managed Instances: runs that share CPU, instances and what they cost, capacity providers (LMI-4, LMI-5, LMI-10). */
import { describe, expect, test } from "vitest";
import { type ManagedConfig, type Result, seconds } from "../../../sim/index.ts";
import type { Literal } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { atSecond, CALLS_DB, functionIn, service } from "../../sim/kit.ts";
import { at, environments, f, PROVIDER, rates, refusals, type Traffic } from "./kit.ts";

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

  test("April 2026: of 30 at once on 3 environments of 10 workers 29 to 30 were served, here 30", () => {
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
