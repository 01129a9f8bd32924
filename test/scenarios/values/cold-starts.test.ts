/** Measured cold starts: their shape, and that they agree with the single day of measurements in the specification. */
import { describe, expect, test } from "vitest";
import {
  type Deployed,
  firstRunDefault,
  type Grounded,
  initDefault,
  type Restores,
  RUNTIMES,
  restoreDefault,
  restoredRunDefault,
} from "../../../scenarios/values/cold-starts.ts";
import { FRAMEWORKS, frameworkStart } from "../../../scenarios/values/frameworks.ts";

const deployed = (runtime: string, more: Partial<Deployed> = {}): Deployed => ({
  runtime,
  packageType: "zip",
  architecture: "x86_64",
  memoryMb: 1024,
  ...more,
});
const points = (of: Grounded | null) => (of?.time.kind === "quantiles" ? of.time.points : []);
const valueAt = (of: Grounded | null, share: number) =>
  points(of).find((point) => point[0] === share)?.[1] ?? Number.NaN;
const constantMs = (of: Grounded | null) => (of?.time.kind === "constant" ? of.time.value / 1000 : null);
const restore = (runtime: string, memoryMb = 1024, restores: Restores = "daily") =>
  restoreDefault(deployed(runtime, { memoryMb }), restores);
const median = (of: Deployed) => valueAt(initDefault(of), 0.5);
const ascending = (numbers: readonly number[]) => [...numbers].sort((left, right) => left - right);

/** LIFE-19: smallest and largest Init of ten in ms, on 2026-08-22, copied from the table of the specification. */
const ONE_DAY = [
  { runtime: "nodejs24.x", packageType: "zip", least: 118, most: 183 },
  { runtime: "nodejs24.x", packageType: "image", least: 207, most: 621 },
  { runtime: "python3.14", packageType: "zip", least: 81, most: 112 },
  { runtime: "python3.12", packageType: "image", least: 121, most: 360 },
  { runtime: "java25", packageType: "zip", least: 164, most: 234 },
  { runtime: "dotnet10", packageType: "zip", least: 229, most: 267 },
  { runtime: "ruby3.4", packageType: "zip", least: 165, most: 267 },
  { runtime: "provided.al2023:go", packageType: "zip", least: 44, most: 53 },
  { runtime: "provided.al2023:rust", packageType: "image", least: 27, most: 83 },
] as const;

describe("LIFE-19: measured Init", () => {
  test.each(ONE_DAY)(
    "$runtime $packageType: the median lies in $least..$most ms",
    ({ runtime, packageType, ...day }) => {
      expect(median(deployed(runtime, { packageType }))).toBeGreaterThanOrEqual(day.least * 1_000);
      expect(median(deployed(runtime, { packageType }))).toBeLessThanOrEqual(day.most * 1_000);
    },
  );

  test("each architecture has its own: nodejs24.x zip, p50 and p99 in µs", () => {
    const [x86, arm] = [
      initDefault(deployed("nodejs24.x")),
      initDefault(deployed("nodejs24.x", { architecture: "arm64" })),
    ];
    expect([valueAt(x86, 0.5), valueAt(x86, 0.99)]).toEqual([134_030, 186_540]);
    expect([valueAt(arm, 0.5), valueAt(arm, 0.99)]).toEqual([122_400, 154_010]);
  });

  test("LIFE-24: memory does not change it", () => {
    expect(initDefault(deployed("java25", { memoryMb: 128 }))).toEqual(initDefault(deployed("java25")));
  });

  test.each(["nodejs26.x", "constructor", ""])("a runtime that was not measured has none: '%s'", (runtime) => {
    expect(initDefault(deployed(runtime))).toBeNull();
    expect(restore(runtime)).toBeNull();
  });

  test("the layer for bun was measured as zip on x86_64 only", () => {
    const bun = deployed("provided.al2:bun-layer");
    expect(initDefault(bun)).not.toBeNull();
    expect(initDefault({ ...bun, packageType: "image" })).toBeNull();
    expect(initDefault({ ...bun, architecture: "arm64" })).toBeNull();
  });
});

describe("every row rises", () => {
  const kinds = (["zip", "image"] as const).flatMap((packageType) =>
    (["x86_64", "arm64"] as const).map((architecture) => ({ packageType, architecture })),
  );
  test.each(RUNTIMES)("%s", (runtime) => {
    const rows = kinds.map((kind) => points(initDefault(deployed(runtime, kind))).map((point) => point[1]));
    expect(rows[0]).toHaveLength(11);
    expect(rows).toEqual(rows.map(ascending));
    const restores = [restore(runtime), restore(runtime, 1024, "burst"), restore(runtime, 128, "burst")];
    for (const row of restores.map((one) => points(one).map((point) => point[1]))) expect(row).toEqual(ascending(row));
  });
});

describe("SNAP-13: a tiny function restores slower than it starts plainly", () => {
  test.each(["java11", "java17", "java21"])("%s", (runtime) => {
    expect(valueAt(restore(runtime), 0.5)).toBeGreaterThan(median(deployed(runtime)));
  });
});

describe("SNAP-5: Restore by memory", () => {
  const at = (memoryMb: number) => valueAt(restore("java21", memoryMb), 0.5) / 1000;
  test("as measured where it was, the median in ms", () => {
    expect([128, 256, 512, 1024].map(at)).toEqual([1085.66, 823.33, 729.77, 735.69]);
  });
  test("between two sizes on the line over 1 / memory: 192MB lies two thirds of the way from 128MB to 256MB", () => {
    expect(at(192)).toBeCloseTo(1085.66 + (2 / 3) * (823.33 - 1085.66), 2);
  });
  test("above the largest as at the largest", () => {
    expect([1769, 10_240].map(at)).toEqual([735.69, 735.69]);
  });
  test.each(["java25", "python3.14", "dotnet10"])("none is invented for %s", (runtime) => {
    expect(restore(runtime)).toBeNull();
  });
});

test("SNAP-11: a Restore of a burst takes 23 % less at p50 and 35 % less at p99", () => {
  const [daily, burst] = [restore("java21"), restore("java21", 1024, "burst")];
  expect(valueAt(burst, 0.5) / valueAt(daily, 0.5)).toBeCloseTo(0.77, 4);
  expect(valueAt(burst, 0.99) / valueAt(daily, 0.99)).toBeCloseTo(0.65, 4);
});

describe("PC-14, LIFE-24: first runs of hello world by runtime, memory, package and architecture", () => {
  const at = (runtime: string, memoryMb: number, more: Partial<Deployed> = {}) =>
    constantMs(firstRunDefault(deployed(runtime, { memoryMb, ...more })));
  test.each([
    ["as measured, less the 1.2 ms of a warm run", "dotnet10", 128, 791.9],
    ["", "dotnet10", 1024, 78.9],
    ["between 512MB and 1024MB, half way over 1 / memory is two thirds of the larger", "dotnet10", 2048 / 3, 128.9],
    ["above, as fast as the processor grows, to one vCPU at 1,769MB", "dotnet10", 1769, 45.7],
    ["and no further", "dotnet10", 10_240, 45.7],
    ["", "nodejs24.x", 512, 1.9],
    ["what cannot be told from a warm run is none", "java17", 1769, 1.3],
    ["", "python3.14", 1024, null],
    ["", "nodejs26.x", 1024, null],
  ])("%s: %s at %d MB", (_title, runtime, memoryMb, expected) => {
    expect(at(runtime, memoryMb)).toBe(expected);
  });
  test("arm64 and images have their own", () => {
    expect(at("java25", 128, { architecture: "arm64" })).toBe(285.1);
    expect(at("java25", 128, { packageType: "image" })).toBe(231);
  });
  test("after a Restore it is another: the snapshot holds compiled code, but its pages come one by one", () => {
    expect([128, 1024].map((memoryMb) => constantMs(restoredRunDefault(deployed("java17", { memoryMb }))))).toEqual([
      37.2, 8.2,
    ]);
    expect(restoredRunDefault(deployed("java25"))).toBeNull();
  });
});

describe("frameworks, where somebody has measured them", () => {
  test("a load test is Init and first run together, less a warm run", () => {
    const start = frameworkStart("spring-boot", deployed("java17"));
    expect([valueAt(start!.init, 0.5), valueAt(start!.init, 0.99)]).toEqual([5_303_800, 6_175_340]);
    expect(valueAt(start!.restore, 0.5)).toBe(1_040_250);
    expect(start!.firstRun).toBeNull();
    expect(start!.init.basis).toContain("spring-boot on java17, zip at 1024MB");
  });
  test("the AWS SDK: Init of 348 ms on nodejs22.x, and a first run that memory stretches", () => {
    const longer = (memoryMb: number, runtime = "nodejs22.x") =>
      frameworkStart("aws-sdk", deployed(runtime, { memoryMb }))?.firstRun?.time;
    expect(frameworkStart("aws-sdk", deployed("nodejs22.x"))?.init.time).toEqual({
      kind: "lognormal",
      p50: 348_400,
      p99: 375_900,
    });
    expect(longer(128)).toEqual({ kind: "lognormal", p50: 976_200, p99: 1_012_200 });
    expect(longer(10_240)).toEqual({ kind: "lognormal", p50: 96_200, p99: 103_200 });
    expect(longer(128, "nodejs24.x")).toEqual(longer(128));
  });
  test.each([
    ["spring-boot", "java25", "java17"],
    ["quarkus", "provided.al2023:java21-graalvm", "java17-graalvm"],
    ["dagger", "java21", "java11"],
    ["aspnet-minimal", "dotnet10", "dotnet6"],
    ["aws-sdk", "dotnet10", "dotnet8"],
    ["aws-sdk", "dotnet6", "dotnet6"],
    ["aws-sdk", "python3.14", "python3.14"],
    ["aws-sdk", "provided.al2:rust", "provided.al2023:rust"],
  ] as const)("%s on %s is told as measured on %s", (framework, runtime, on) => {
    expect(frameworkStart(framework, deployed(runtime))?.init.basis).toContain(on);
  });
  test.each([
    ["spring-boot", "nodejs24.x", "zip"],
    ["spring-boot", "java17", "image"],
    ["aws-sdk", "java21", "zip"],
    ["aws-sdk", "python3.14", "image"],
    ["aws-sdk", "ruby3.4", "zip"],
  ] as const)("%s on %s as %s was not measured", (framework, runtime, packageType) => {
    expect(frameworkStart(framework, deployed(runtime, { packageType }))).toBeNull();
  });
  test("each was measured somewhere", () => {
    const somewhere = ["java17", "dotnet6", "nodejs22.x"];
    const known = FRAMEWORKS.filter((name) =>
      somewhere.some((runtime) => frameworkStart(name, deployed(runtime)) !== null),
    );
    expect(known).toEqual([...FRAMEWORKS]);
  });
});
