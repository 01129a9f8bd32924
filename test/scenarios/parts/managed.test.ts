/** Managed Instances: what a scenario becomes, what it is told, and the worked example of its schedules. */
import { describe, expect, test } from "vitest";
import { type Result, simulate } from "../../../sim/index.ts";
import { configOf, lineOf, problemsOf, warningsOf, withTraffic } from "../reading.ts";

const MINUTE = 60_000_000;
const shop = (managed: string, fields = "memory: 2GB"): string =>
  withTraffic(`functions: { checkout: { run: 200ms, ${fields}, managedInstances: { ${managed} } } }`);
const versionsOf = (text: string) => configOf(text).functions[0]!.versions;
const managedOf = (managed: string, fields?: string) => versionsOf(shop(managed, fields))[0]!.managed;

describe("what is not given", () => {
  test("LMI-3, LMI-4, LMI-5: 3 environments, no maximum, 2 GiB for each vCPU, half of CPU and workers to spare", () => {
    expect(managedOf("")).toEqual({
      perEnvironment: 64,
      min: 3,
      max: null,
      schedules: [],
      publishAtStart: false,
      vCpus: 1,
      capacityProvider: { name: null, maxVCpuCount: 15_000, targetCpu: 0.5, instanceType: null },
      cpuShare: 0.05,
      cpuThrottlesAbove: 96,
      targetConcurrency: 0.5,
      evaluationPeriod: MINUTE / 2,
      launchTime: 67_000_000,
      environmentTime: 67_000_000,
      scaleInWindow: 5 * MINUTE,
    });
  });

  test.each([
    ["nodejs24.x", "4GB", 128],
    ["java25", "2GB", 32],
    ["dotnet10", "6GB", 96],
    ["python3.14", "3GB", 24],
  ])("LMI-1: workers of %s with %s", (runtime, memory, workers) => {
    expect(managedOf("", `memory: ${memory}, runtime: ${runtime}, init: 1s`)?.perEnvironment).toBe(workers);
  });

  test("a version that nothing invokes has no environments", () => {
    const text = shop("", "memory: 2GB, aliases: [live, old]").replace("invoke: checkout", "invoke: 'checkout:live'");
    expect(versionsOf(text).map(({ qualifier, managed }) => [qualifier, managed?.min])).toEqual([
      ["$LATEST", undefined],
      ["live", 3],
      ["old", undefined],
    ]);
  });
});

test("LMI-5, LIFE-23: the computing part of a run takes as long as with the memory that gives as many vCPUs", () => {
  const cpu = "memory: 4GB, cpu: { bound: 100%, threads: 2, measuredAt: 1769MB }";
  expect(configOf(shop("", cpu)).functions[0]!.run).toEqual({ kind: "constant", value: 100_000 });
  expect(managedOf("", cpu.replace("100%", "30%"))?.cpuShare).toBe(0.3);
});

const FIELD = "functions.checkout.managedInstances";
const told = (text: string): string[] => problemsOf(text).map(({ id, text: what }) => `${id}: ${what}`);

describe("limits", () => {
  const WORKERS = "perExecutionEnvironmentMaxConcurrency";
  const RATIO = "executionEnvironmentMemoryGiBPerVCpu";

  test.each([
    [`${WORKERS}: 1600`, "memory: 9GB", `${WORKERS} is 1600, but 4.5 vCPU bear at most 288, 64 each (LMI-1)`],
    [`${WORKERS}: 1601`, "memory: 9GB", `${WORKERS} is 1601, but must be from 1 to 1600 (LMI-1)`],
    [`${WORKERS}: 65`, "memory: 2GB", `${WORKERS} is 65, but 1 vCPU bear at most 64, 64 each (LMI-1)`],
    [`${RATIO}: 1.9`, "memory: 2GB", `${RATIO} is 1.9, but must be from 2 to 8 (LMI-5)`],
    [`${RATIO}: 8.1`, "memory: 9GB", `${RATIO} is 8.1, but must be from 2 to 8 (LMI-5)`],
    [`${RATIO}: 4`, "memory: 2GB", `${RATIO} is 4, which leaves 0.5 vCPU, but an environment has at least 1 (LMI-5)`],
    [
      "minExecutionEnvironments: 1, maxExecutionEnvironments: 15001",
      "memory: 2GB",
      "maxExecutionEnvironments is 15001, but must be at most 15000 (LMI-4)",
    ],
    [
      "capacityProvider: { maxVCpuCount: 15001 }",
      "memory: 2GB",
      "capacityProvider.maxVCpuCount is 15001, but must be from 1 to 15000 (LMI-5)",
    ],
  ])("%s, %s", (managed, fields, expected) => {
    expect(told(shop(managed, fields))).toEqual([`out-of-range: ${FIELD}.${expected}`]);
  });

  test("LMI-1, LMI-4, LMI-5: the largest values that fit", () => {
    const bounds = "minExecutionEnvironments: 15000, maxExecutionEnvironments: 15000";
    expect(told(shop(`${WORKERS}: 64, ${RATIO}: 2, ${bounds}`))).toEqual([]);
    expect(told(shop(`${WORKERS}: 64, ${RATIO}: 8`, "memory: 8GB"))).toEqual([]);
    expect(told(shop("minExecutionEnvironments: 0, maxExecutionEnvironments: 0"))).toEqual([]);
  });

  test("LMI-2: a field that has no effect is a warning", () => {
    const what = "functions.checkout.init has no effect with managedInstances: no request waits for Init (LMI-2)";
    expect(warningsOf(shop("", "memory: 2GB, init: 1s"))).toEqual([`2:57 useless-field: ${what}`]);
  });

  test("LIM-13: an alias that names its versions does not go with them yet", () => {
    const text = shop("", "memory: 2GB, aliases: { live: { version: 1 } }");
    const what = "functions.checkout.aliases cannot be combined with managedInstances (LMI-2)";
    expect(told(text)).toEqual([`managed-with-other: ${what}`]);
  });

  test("LMI-5: another memory during the run would be another version", () => {
    const text = `${shop("")}changes: [{ at: 1m, set: { functions.checkout.memory: 4GB } }]`;
    expect(problemsOf(text).map(lineOf)).toEqual([
      "4:28 unsupported: changes of functions.checkout.memory on Managed Instances during a run are " +
        "not simulated by this version of burstlab",
    ]);
  });
});

/** Environments from each minute of the day on, as the ends of the minutes show them. */
function environments({ series }: Result): [clock: string, count: number][] {
  const { running, idle } = series.functions.checkout!;
  const counts = running.map((some, minute) => some + idle[minute]!);
  return counts.flatMap((count, minute): [string, number][] =>
    count === counts[minute - 1] ? [] : [[clock(minute + 6 * 60), count]],
  );
}
const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

describe("EX-60, LMI-4: schedules of a working day", () => {
  const text = `
simulate: { for: 26h, bucket: 1m, startsAt: 2026-11-26T06:00:00Z }
functions:
  checkout:
    run: 200ms
    memory: 2GB
    managedInstances:
      minExecutionEnvironments: 0
      maxExecutionEnvironments: 0
      schedule:
        - { cron: "0 8 * * ? *", minExecutionEnvironments: 100, maxExecutionEnvironments: 1000 }
        - { cron: "0 18 * * ? *", minExecutionEnvironments: 5, maxExecutionEnvironments: 20 }
        - { cron: "0 22 * * ? *", minExecutionEnvironments: 0, maxExecutionEnvironments: 0 }
        - { cron: "0 7 * * ? *", minExecutionEnvironments: 10, maxExecutionEnvironments: 20 }
traffic:
  - invoke: checkout
    arrivals: regular
    client: { retry: none }
    phases: [{ name: morning, for: 16h, rate: 1/m }, { name: night, for: 9h, rate: 1/m }, { for: 1h, rate: 1/m }]
`;
  const result = simulate(configOf(text));

  test("10 before work, 100 through it, 5 in the evening, none at night, 10 again", () => {
    // The minimum takes the 67 s of a launch to come; what is above the maximum goes at once, and as hardly
    // anything ran in the last five minutes, all that is above the minimum too.
    expect(environments(result)).toEqual([
      ["06:00", 0],
      ["07:01", 10],
      ["08:01", 100],
      ["18:00", 5],
      ["22:00", 0],
      ["07:01", 10],
    ]);
  });

  test("traffic at night is refused and wakes nothing", () => {
    const night = result.windows.night!.functions.checkout!;
    expect(night).toMatchObject({ invocationsCount: 0, throttlesCount: 540, environmentsMean: 0 });
    expect(night.throttles.map(({ cause, rule }) => [cause, rule])).toEqual([["managed-inactive", "LMI-4"]]);
  });
});
