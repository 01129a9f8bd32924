/** Measured cold starts: their shape, and that they agree with the single day of measurements in the specification. */
import { describe, expect, test } from "vitest";
import { type Deployed, initDefault, RUNTIMES, restoreDefault } from "../../../scenarios/values/cold-starts.ts";

const deployed = (runtime: string, more: Partial<Deployed> = {}): Deployed => ({
  runtime,
  packageType: "zip",
  architecture: "x86_64",
  memoryMb: 1024,
  ...more,
});
const points = (law: ReturnType<typeof initDefault>) => (law?.kind === "quantiles" ? law.points : []);
const valueAt = (law: ReturnType<typeof initDefault>, share: number) =>
  points(law).find((point) => point[0] === share)?.[1] ?? Number.NaN;
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
    expect(restoreDefault(deployed(runtime))).toBeNull();
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
    const restore = points(restoreDefault(deployed(runtime))).map((point) => point[1]);
    expect(restore).toEqual(ascending(restore));
  });
});

describe("SNAP-13: a tiny function restores slower than it starts plainly", () => {
  test.each(["java11", "java17", "java21"])("%s", (runtime) => {
    expect(valueAt(restoreDefault(deployed(runtime)), 0.5)).toBeGreaterThan(median(deployed(runtime)));
  });
});

describe("SNAP-5: Restore by memory", () => {
  const at = (memoryMb: number) => valueAt(restoreDefault(deployed("java21", { memoryMb })), 0.5) / 1000;
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
    expect(restoreDefault(deployed(runtime))).toBeNull();
  });
});
