/** Measured cold starts: their shape, and that they agree with the single day of measurements in the specification. */
import { describe, expect, test } from "vitest";
import { initDefault, RUNTIMES, restoreDefault } from "../../../scenarios/values/cold-starts.ts";

const points = (law: ReturnType<typeof initDefault>) => (law?.kind === "quantiles" ? law.points : []);
const valueAt = (law: ReturnType<typeof initDefault>, share: number) =>
  points(law).find((point) => point[0] === share)?.[1] ?? Number.NaN;
const ascending = (numbers: readonly number[]) => [...new Set(numbers)].sort((left, right) => left - right);

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
      const median = valueAt(initDefault(runtime, packageType), 0.5);
      expect(median).toBeGreaterThanOrEqual(day.least * 1_000);
      expect(median).toBeLessThanOrEqual(day.most * 1_000);
    },
  );

  test("nodejs24.x zip, all quantiles in µs", () => {
    expect(initDefault("nodejs24.x", "zip")).toEqual({
      kind: "quantiles",
      points: [
        [0, 70_310],
        [0.01, 91_490],
        [0.05, 95_950],
        [0.1, 100_140],
        [0.25, 119_780],
        [0.5, 127_380],
        [0.75, 135_150],
        [0.9, 144_770],
        [0.95, 154_160],
        [0.99, 181_140],
        [1, 546_030],
      ],
    });
  });

  test.each(["nodejs26.x", "constructor", ""])("a runtime that was not measured has none: '%s'", (runtime) => {
    expect(initDefault(runtime, "zip")).toBeNull();
    expect(restoreDefault(runtime)).toBeNull();
  });

  test("the layer for bun was measured as zip only", () => {
    expect(initDefault("provided.al2:bun-layer", "zip")).not.toBeNull();
    expect(initDefault("provided.al2:bun-layer", "image")).toBeNull();
  });
});

describe("every row rises", () => {
  test.each(RUNTIMES)("%s", (runtime) => {
    const zip = points(initDefault(runtime, "zip")).map((point) => point[1]);
    const image = points(initDefault(runtime, "image")).map((point) => point[1]);
    const restore = points(restoreDefault(runtime)).map((point) => point[1]);
    expect(zip).toHaveLength(11);
    expect(zip).toEqual(ascending(zip));
    expect(image).toEqual(ascending(image));
    expect(restore).toEqual(ascending(restore));
  });
});

describe("SNAP-13: a tiny function restores slower than it starts plainly", () => {
  test.each(["java11", "java17", "java21"])("%s", (runtime) => {
    expect(valueAt(restoreDefault(runtime), 0.5)).toBeGreaterThan(valueAt(initDefault(runtime, "zip"), 0.5));
  });
});
