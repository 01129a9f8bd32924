/** Capacity providers: what functions share, what a scenario becomes, and what it is told. */
import { describe, expect, test } from "vitest";
import { simulate } from "../../../sim/index.ts";
import { configOf, problemsOf, warningsOf, withTraffic } from "../reading.ts";

const system = (providers: string, functions: string): string =>
  withTraffic(`capacityProviders: { ${providers} }\nfunctions: { ${functions} }`);
const on = (name: string, provider: string, fields = "memory: 2GB"): string =>
  `${name}: { run: 200ms, ${fields}, managedInstances: { capacityProvider: ${provider} } }`;
const providersOf = (text: string) =>
  configOf(text).functions.map(({ versions }) => versions[0]!.managed?.capacityProvider);
/** Others are invoked, too. */
const andOf = (text: string, ...names: string[]): string =>
  names.reduce(
    (all, name) => all.replace("traffic: [", `traffic: [{ invoke: ${name}, phases: [{ for: 5m, rate: 1/s }] }, `),
    text,
  );
const told = (text: string): string[] => problemsOf(text).map(({ id, text: what }) => `${id}: ${what}`);

test("LMI-5: those who name it have its limit, its target and its instances; others have one of their own", () => {
  const pool = "pool: { maxVCpuCount: 40, targetCpu: 70%, instanceType: m7i.xlarge }";
  const shared = { name: "pool", maxVCpuCount: 40, targetCpu: 0.7, instanceType: "m7i.xlarge" };
  const used = `${on("checkout", "pool")}, ${on("tax", "pool")}, ${on("own", "{ maxVCpuCount: 9 }")}`;
  const text = andOf(system(pool, used), "tax", "own");
  expect(providersOf(text)).toEqual([
    shared,
    { name: null, maxVCpuCount: 9, targetCpu: 0.5, instanceType: null },
    shared,
  ]);
});

test("LMI-4, LMI-5: two functions on one stand on three instances; on two, on six", () => {
  const hoursOf = (text: string) =>
    simulate(configOf(text))
      .cost.lines.filter(({ kind }) => kind === "c7i.xlarge")
      .map(({ quantity }) => quantity);
  const pool = "pool: { maxVCpuCount: 40 }";
  const shared = andOf(system(pool, `${on("checkout", "pool")}, ${on("tax", "pool")}`), "tax");
  const apart = shared.replaceAll("capacityProvider: pool", "capacityProvider: { maxVCpuCount: 40 }");
  const sum = (all: number[]) => all.reduce((total, hours) => total + hours, 0);
  expect(sum(hoursOf(apart)) / sum(hoursOf(shared))).toBeCloseTo(2, 3);
});

describe("what is told", () => {
  const one = "pool: { maxVCpuCount: 40 }";

  test("a name that none has", () => {
    expect(told(system(one, on("checkout", "pol")))).toEqual([
      "unknown-name: functions.checkout.managedInstances.capacityProvider is 'pol', which is no capacity provider " +
        "here",
    ]);
    expect(problemsOf(system(one, on("checkout", "pol")))[0]!.hint).toBe("did you mean 'pool'?");
  });

  test("more environments than it holds, alone and together", () => {
    expect(told(system("pool: { maxVCpuCount: 2 }", on("checkout", "pool")))).toEqual([
      "out-of-range: functions.checkout.managedInstances asks for 3 environments of 1 vCPU, but the capacity " +
        "provider holds 2 with 2 vCPU (LMI-5)",
    ]);
    expect(told(system("pool: { maxVCpuCount: 5 }", `${on("checkout", "pool")}, ${on("tax", "pool")}`))).toEqual([
      "out-of-range: capacityProviders.pool.maxVCpuCount is 5, but the fewest environments on it need 6 vCPU " +
        "together (LMI-5)",
    ]);
  });

  test("nothing of functions of which one writes out what the other has by default", () => {
    const plain = "memory: 2GB, architecture: x86_64, region: us-east-1";
    expect(told(system(one, `${on("checkout", "pool")}, ${on("tax", "pool", plain)}`))).toEqual([]);
  });

  test("functions that differ in architecture, and instances of another one", () => {
    const arm = "memory: 2GB, architecture: arm64";
    expect(told(system(one, `${on("checkout", "pool")}, ${on("tax", "pool", arm)}`))).toEqual([
      "bad-value: capacityProviders.pool has 'checkout' and 'tax' on it, which differ in Region or architecture " +
        "(LMI-5)",
    ]);
    expect(told(system("", on("checkout", "{ instanceType: c7i.xlarge }", arm)))).toEqual([
      "bad-value: functions.checkout.managedInstances.capacityProvider is of c7i.xlarge, which is x86_64, but the " +
        "architecture is arm64 (LMI-5)",
    ]);
  });

  test("one on which nothing runs", () => {
    expect(warningsOf(system(one, "checkout: { run: 200ms }"))).toEqual([
      "2:22 useless-field: capacityProviders.pool has no effect: no function runs on it",
    ]);
  });
});
