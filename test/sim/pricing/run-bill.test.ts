/** The bill of whole runs, each checked with numbers that one can work out by hand. */
import { describe, expect, test } from "vitest";
import { type ChangeConfig, type Instant, milliseconds, type Result, seconds } from "../../../sim/index.ts";
import { constant, functionOf, type Literal, liveAlias } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";

type FunctionLiteral = Literal["functions"][string];

const run = (f: FunctionLiteral, more: Partial<Literal> = {}): Result =>
  play({ functions: { f }, traffic: [{ invoke: "f", at: [0] }], ...more }).result;
const changeOf = (at: number, f: FunctionLiteral): ChangeConfig => ({
  at: seconds(at) as number as Instant,
  why: "",
  set: [],
  regions: [],
  functions: [functionOf("f", f)],
  downstreams: [],
});
/** "kind quantity usd" of every line of the run. */
const lines = ({ cost }: Result): string[] => cost.lines.map((line) => `${line.kind} ${line.quantity} ${line.usd}`);
const quantityOf = ({ cost }: Result, kind: string): number =>
  cost.lines.filter((line) => line.kind === kind).reduce((sum, line) => sum + line.quantity, 0);

describe("on demand", () => {
  test("CF-1, PR-R1: ten requests of 100 ms and 1 GB", () => {
    const at = [0, 200, 400, 600, 800, 1_000, 1_200, 1_400, 1_600, 1_800];
    const result = run({ run: 100, memoryMb: 1_024 }, { traffic: [{ invoke: "f", at }] });
    // 10 x 0.0000002, and 1 GB-s x 0.0000166667.
    expect(lines(result)).toEqual(["requests 10 0.000002", "duration 1 0.000016667"]);
    expect(result.cost).toMatchObject({ totalUsd: 0.000018667, perMillionUsd: 1.8667, book: "us-east-1@2026-09" });
    expect(result.functions.f).toMatchObject({ costUsd: 0.000018667 });
  });

  test("CF-2, PR-R2: the Init of a cold start is charged with its run", () => {
    expect(quantityOf(run({ run: 100, init: 400, memoryMb: 1_024 }), "duration")).toBe(0.5);
  });

  test("PR-R1: 100.001 ms are charged as 101 ms", () => {
    expect(quantityOf(run({ run: 100.001, memoryMb: 1_024 }), "duration")).toBe(0.101);
  });

  test("PR-R12: what is throttled is not charged", () => {
    const result = run({ run: 1_000, reserved: 1 }, { traffic: [{ invoke: "f", at: [0, 1, 2] }] });
    expect(result.functions.f!.throttlesCount).toBe(2);
    expect(quantityOf(result, "requests")).toBe(1);
  });

  test("no traffic costs nothing, and a million requests have no price", () => {
    const { cost, functions } = run({}, { traffic: [] });
    expect(cost).toEqual({
      book: "us-east-1@2026-09",
      lines: [],
      totalUsd: 0,
      perMillionUsd: null,
      month: { hours: 730, freeTier: "none", lines: [], totalUsd: 0 },
    });
    expect(functions.f).toMatchObject({ costUsd: 0, costMonthUsd: 0 });
  });

  test("arm has prices of its own", () => {
    const [, duration] = run({ memoryMb: 1_024, architecture: "arm64" }).cost.lines;
    expect(duration).toMatchObject({ price: "LP-5", priceUsd: 0.0000133334, per: 1, unit: "GB-s", usd: 0.000001333 });
  });

  test("PR-R9: /tmp above 512 MB, for as long as runs are charged", () => {
    expect(quantityOf(run({ run: 1_000, storageMb: 1_536 }), "ephemeral-storage")).toBe(1);
    expect(quantityOf(run({ run: 1_000, storageMb: 512 }), "ephemeral-storage")).toBe(0);
  });

  test("another memory from a moment on is charged from then on", () => {
    const [before, after] = [
      { run: 1_000, memoryMb: 1_024 },
      { run: 1_000, memoryMb: 2_048 },
    ];
    const traffic = [{ invoke: "f", at: [0, 30_000] }];
    expect(quantityOf(run(before, { traffic, changes: [changeOf(10, after)] }), "duration")).toBe(1 + 2);
  });

  test("the warm-up is left out", () => {
    const result = run({ memoryMb: 1_024 }, { ignoreSeconds: 30, traffic: [{ invoke: "f", at: [0, 40_000] }] });
    expect(lines(result)).toEqual(["requests 1 2e-7", "duration 0.1 0.000001667"]);
  });

  test("a phase has a bill of its own", () => {
    const spans = [{ from: seconds(10) as number as Instant, to: seconds(20) as number as Instant }];
    const { windows } = run({}, { windows: [{ name: "peak", spans }], traffic: [{ invoke: "f", at: [0, 12_000] }] });
    expect(windows.peak!.cost.lines[0]).toMatchObject({ kind: "requests", quantity: 1 });
    expect(windows.peak!.functions.f!.costUsd).toBe(windows.peak!.cost.totalUsd);
  });
});

describe("provisioned concurrency", () => {
  test("CF-3, PR-R7, PC-17: units while they stand there, requests on them, and those that spill over", () => {
    const traffic = [{ invoke: "f:live", at: [0, 0, 0] }];
    const result = run({ run: 100, memoryMb: 1_024, provisioned: 2 }, { traffic });
    // 2 x 1 GB x 60 s x 0.0000041667; 2 x 0.1 s x 0.0000097222; 0.1 s x 0.0000166667.
    expect(lines(result)).toEqual([
      "requests 1 2e-7",
      "duration 0.1 0.000001667",
      "provisioned 120 0.000500004",
      "provisioned-requests 2 4e-7",
      "provisioned-duration 0.2 0.000001944",
    ]);
  });

  test("PR-R6: from the moment they are asked for, ready or not", () => {
    const result = run({ memoryMb: 1_024, provisioned: { count: 1, allocateAtStart: true } }, { traffic: [] });
    expect(result.limits.functions.f).toMatchObject([{ provisioned: 0 }]);
    expect(quantityOf(result, "provisioned")).toBe(60);
  });

  test("PR-R6: disabled after 61 s, they are charged for 5 minutes", () => {
    const changes = [changeOf(61, { memoryMb: 1_024, provisioned: 0 })];
    expect(quantityOf(run({ memoryMb: 1_024, provisioned: 3 }, { seconds: 120, changes }), "provisioned")).toBe(900);
  });

  test("PR-R6: more units in the middle are charged from then on, and at the end nothing is rounded", () => {
    const changes = [changeOf(40, { memoryMb: 1_024, provisioned: 5 })];
    const result = run({ memoryMb: 1_024, provisioned: 2 }, { changes });
    expect(quantityOf(result, "provisioned")).toBe(2 * 40 + 5 * 20);
    expect(result.assumptions).toContainEqual({
      policy: "provisionedCharge (f)",
      value: "not rounded up at the end of the run",
      rule: "PR-R6",
    });
  });

  test("PR-R6: 300 s are 300 s, and 301 s are 600 s", () => {
    const disabled = (at: number) => [changeOf(at, { memoryMb: 1_024, provisioned: 0 })];
    const charged = (at: number): number =>
      quantityOf(run({ memoryMb: 1_024, provisioned: 1 }, { seconds: 900, changes: disabled(at) }), "provisioned");
    expect([charged(300), charged(301)]).toEqual([300, 600]);
  });

  test("PC-17: the Init of units that come is charged, also of those that nobody uses", () => {
    const provisioned = { count: 3, allocateAtStart: true };
    const f = { memoryMb: 1_024, init: 400, provisioned };
    const model = { provisionedPreparation: seconds(10) };
    expect(quantityOf(run(f, { traffic: [], model }), "provisioned-duration")).toBe(1.2);
    expect(quantityOf(run({ ...f, provisioned: 3 }, { traffic: [], model }), "provisioned-duration")).toBe(0);
  });

  test("PR-R6, PC-15: an alias that moves to another version keeps its period", () => {
    const live = (version: string) => ({ ...liveAlias(0, 2), version, additional: null });
    const f = { memoryMb: 1_024, aliases: [live("1")] };
    const changes = [changeOf(20, { ...f, aliases: [live("2")] })];
    expect(quantityOf(run(f, { traffic: [], changes }), "provisioned")).toBe(120);
  });
});

describe("SnapStart", () => {
  const snapStart = {
    beforeCheckpoint: constant(0),
    afterRestore: constant(0),
    billedRestore: { share: 0 },
    snapshot: constant(0),
    deletedAfter: null,
  };
  const traffic = [{ invoke: "f:live", at: [0, 0] }];
  const update = (at: number) => ({
    at: seconds(at) as number as Instant,
    qualifier: "live",
    takes: milliseconds(0),
    waits: true,
  });
  const lifecycle = (...moments: number[]) => ({
    initial: "active" as const,
    pendingFor: milliseconds(0),
    vpc: null,
    events: "refuse" as const,
    updates: moments.map(update),
  });

  test("CF-5, SNAP-10: a snapshot while it is kept, and every restore", () => {
    const f = { memoryMb: 2_048, restore: 200, snapStart: { ...snapStart, charged: true as const } };
    const result = run(f, { traffic });
    expect([quantityOf(result, "snapstart-cache"), quantityOf(result, "snapstart-restores")]).toEqual([120, 4]);
  });

  test("SNAP-10: Java pays for neither", () => {
    const kinds = run({ restore: 200, snapStart }, { traffic }).cost.lines.map(({ kind }) => kind);
    expect(kinds).toEqual(["requests", "duration"]);
  });

  test("PR-R8: a version that is replaced after 20 s is charged for 3 hours", () => {
    const f = { memoryMb: 1_024, restore: 200, snapStart: { ...snapStart, charged: true as const } };
    const kept = (...moments: number[]): number =>
      quantityOf(run({ ...f, lifecycle: lifecycle(...moments) }, { traffic }), "snapstart-cache");
    // The first version is older than the run, and the last one goes on.
    expect(kept(10)).toBe(60);
    expect(kept(10, 30)).toBe(60 - 20 + 3 * 3_600);
  });
});

describe("other kinds", () => {
  test("TEN-3: environments made for tenants", () => {
    const tenants = { count: 1, skew: 0 };
    const result = run(
      { memoryMb: 2_048, tenancy: { share: "pool" } },
      { traffic: [{ invoke: "f", at: [0, 0, 0], tenants }] },
    );
    expect(quantityOf(result, "tenant-environments")).toBe(6);
  });

  test("LP-21: an execution's start, its two steps and its wait are four operations", () => {
    const result = run({ durable: { steps: [1_000, -5_000, 1_000] } }, { seconds: 60 });
    expect(quantityOf(result, "durable-operations")).toBe(4);
    expect(result.assumptions).toContainEqual({ policy: "durableData (f)", value: "0 GB", rule: "LP-21" });
  });

  test("CF-9, LMI-7: instances and the fee on them, whatever runs there", () => {
    const result = run({ memoryMb: 2_048, managed: { min: 4, max: 4 } }, { seconds: 1_800 });
    // 4 environments of 1 vCPU on three c7i.xlarge, one in each zone, for half an hour.
    expect(lines(result)).toEqual(["requests 1 2e-7", "c7i.xlarge 1.5 0.26775", "c7i.xlarge-fee 1.5 0.0401625"]);
  });

  test.each([
    [2_048, "x86_64", "c7i.xlarge"],
    [4_096, "x86_64", "m7i.xlarge"],
    [8_192, "x86_64", "r7i.xlarge"],
    [2_048, "arm64", "c7g.xlarge"],
    [3_072, "arm64", "m7g.xlarge"],
    [8_192, "arm64", "r7g.xlarge"],
  ] as const)("LP-18: %s MB for a vCPU on %s stand on %s, and the run says so", (memoryMb, architecture, type) => {
    const result = run({ memoryMb, managed: {}, ...(architecture === "arm64" ? { architecture } : {}) });
    expect(result.cost.lines.map(({ kind }) => kind)).toEqual(["requests", type, `${type}-fee`]);
    expect(result.assumptions).toContainEqual({ policy: "instances (f)", value: type, rule: "LP-18" });
  });
});

describe("the month", () => {
  const part = { seconds: 36, traffic: [{ invoke: "f", rate: 10 }] };

  test("CF-8, PR-R24: as often as it goes into a month", () => {
    const { month } = run({ run: 100, memoryMb: 1_024 }, part).cost;
    // 26.28 million requests x 0.1 s x 1 GB.
    expect(month!.lines).toMatchObject([
      { kind: "requests", quantity: 26_280_000, usd: 5.26 },
      { kind: "duration", quantity: 2_628_000, usd: 43.8 },
    ]);
    expect(month!.totalUsd).toBe(49.06);
  });

  test("a function's part of a month is its own lines, to the digit", () => {
    const { functions } = run({ run: 100, memoryMb: 1_024 }, part);
    // 5.256 + 43.8000876.
    expect(functions.f!.costMonthUsd).toBe(49.0560876);
  });
});
