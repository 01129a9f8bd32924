/** What a function's cold starts take: as given, as its framework was measured, or as hello world was. */
import { describe, expect, test } from "vitest";
import { firstRunDefault, restoredRunDefault } from "../../../scenarios/values/cold-starts.ts";
import { configOf, problemsOf, warningsOf, withTraffic } from "../reading.ts";

const textOf = (fields: string) => withTraffic(`functions: { checkout: { run: 200ms, ${fields} } }`);
const functionOf = (fields: string) => configOf(textOf(fields)).functions[0];
const told = (fields: string) => problemsOf(textOf(fields)).map(({ id, text }) => `${id}: ${text}`);
/** What a function is that says nothing of it. */
const DEPLOYED = { runtime: "nodejs24.x", packageType: "zip", architecture: "x86_64", memoryMb: 128 } as const;

test("PC-14: a measured first run where the scenario names a runtime and lets init default; else as given", () => {
  const firstRun = (fields: string) => functionOf(fields)?.firstRun;
  const dotnet = firstRunDefault({ ...DEPLOYED, runtime: "dotnet10" })!;
  expect(firstRun("runtime: dotnet10")).toEqual({ time: dotnet.time, restored: null, basis: dotnet.basis });
  expect(firstRun("")).toBeUndefined();
  expect(firstRun("runtime: dotnet10, init: 300ms")).toBeUndefined();
  const given = { kind: "constant", value: 50_000 };
  expect(firstRun("runtime: dotnet10, firstRun: 50ms")).toEqual({ time: given, restored: null, basis: "as given" });
  expect(firstRun("init: 300ms, firstRun: 50ms")).toEqual({ time: given, restored: null, basis: "as given" });
  expect(firstRun("framework: spring-boot, runtime: java21")).toBeUndefined();
  expect(firstRun("framework: aws-sdk, memory: 1769MB")?.time).toMatchObject({ kind: "lognormal", p50: 100_200 });
});

test("PC-14: after a Restore as given there, else as given, else measured", () => {
  const restored = (fields: string) => functionOf(`snapStart: true, aliases: [live], ${fields}`)?.firstRun?.restored;
  expect(restored("runtime: java21")).toEqual(restoredRunDefault({ ...DEPLOYED, runtime: "java21" })?.time);
  expect(restored("runtime: java21, firstRun: 50ms")).toEqual({ kind: "constant", value: 50_000 });
  const own = functionOf("snapStart: { firstRun: 9ms }, runtime: java21, aliases: [live], firstRun: 50ms")?.firstRun;
  expect([own?.time, own?.restored]).toEqual([50_000, 9_000].map((value) => ({ kind: "constant", value })));
  expect(restored("runtime: java21, restore: 1s")).toBeNull();
});

describe("OQ-18, LIFE-1: what the defaults rest on is told", () => {
  test("hello world says that a framework adds to it, and where to say which", () => {
    expect(functionOf("")?.initBasis).toContain("hello world");
    expect(functionOf("")?.initBasis).toContain("framework");
    expect(functionOf("init: 300ms")).not.toHaveProperty("initBasis");
    // LMI-2: no request waits for one.
    expect(functionOf("memory: 2GB, managedInstances: {}")).not.toHaveProperty("initBasis");
  });
  test("a framework says where it was measured and how often", () => {
    expect(functionOf("framework: aws-sdk, runtime: dotnet8")?.initBasis).toBe(
      "aws-sdk on dotnet8, zip, x86_64 at 1024MB, 1490 starts under load, first run included (aws-samples)",
    );
  });
  test("SNAP-5, SNAP-11: so does a Restore, of ten a day or of a burst", () => {
    const basis = (snapStart: string) =>
      functionOf(`runtime: java21, aliases: [live], snapStart: ${snapStart}`)?.snapStart?.restoreBasis;
    expect(basis("true")).toBe("hello world of java21, zip, x86_64 at 128MB, ten a day (lambda-perf, 2025-10)");
    expect(basis("{ restores: burst }")).toMatch(/less 23% to 35% in a burst$/);
  });
});

describe("what cannot be is refused", () => {
  test.each([
    [
      "runtime: provided.al2:bun-layer, architecture: arm64",
      "runtime is provided.al2:bun-layer, for which no Init was measured with package: zip on arm64",
    ],
    ["framework: spring-boot", "framework is spring-boot, which was not measured on nodejs24.x with package: zip"],
    [
      "framework: dagger, runtime: java11, snapStart: true, aliases: [live]",
      "framework is dagger on java11, for which no Restore was measured",
    ],
  ])("%s", (fields, expected) => {
    expect(told(fields)).toEqual([`no-measurement: functions.checkout.${expected}`]);
  });
  test("a framework that nobody has measured is unknown", () => {
    expect(told("framework: express")[0]).toMatch(/^unknown-value: functions.checkout.framework is 'express'/);
  });
});

describe("what has no effect is told", () => {
  const JAVA = "runtime: java21, aliases: [live]";
  test.each([
    ["framework: aws-sdk, init: 1s, firstRun: 1s", "framework has no effect beside init and firstRun"],
    [`snapStart: { restores: burst }, restore: 1s, ${JAVA}`, "snapStart.restores has no effect beside restore"],
    [
      `snapStart: { restores: burst }, framework: spring-boot, ${JAVA}`,
      "snapStart.restores has no effect beside framework, which was measured under load",
    ],
  ])("%s", (fields, expected) => {
    const warnings = warningsOf(textOf(fields)).filter((line) => line.includes("useless-field"));
    expect(warnings.map((line) => line.replace(/^.*useless-field: /, ""))).toEqual([`functions.checkout.${expected}`]);
  });
});
