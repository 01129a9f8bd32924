/** Notable events, the history of limits, and the assumptions that a result lists. */
import { describe, expect, test } from "vitest";
import { functionOf, liveAlias } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { atSecond, burst, CALLS_DB, change, range, region, service } from "../kit.ts";

const eventsOf = (literal: Parameters<typeof play>[0]) => play(literal).result.events;
/** `f` has one unit that a long request holds from the start; the others are refused. */
const refusals = (seconds: number, at: readonly number[]) =>
  eventsOf({
    seconds,
    functions: { f: { run: 900_000, reserved: 1 } },
    traffic: [
      { name: "holder", invoke: "f", at: [0] },
      { name: "refused", invoke: "f", at },
    ],
  });

describe("episodes", () => {
  test("refusals with less than 10 s between them are one episode; more quiet begins another", () => {
    const events = refusals(100, [1000, 5000, 15_000, 25_001]);
    expect(events.map(({ atMs, untilMs, count }) => [atMs, untilMs, count])).toEqual([
      [1000, 15_000, 3],
      [25_001, 25_001, 1],
    ]);
    expect(events[0]).toMatchObject({
      kind: "throttling",
      subject: "f",
      cause: "reserved-full",
      rule: "RES-7",
      limit: 1,
    });
  });

  test("what goes on to the end stays open", () => {
    const [event] = refusals(
      60,
      range(59, 1).map((second) => second * 1000),
    );
    expect(event).toMatchObject({ atMs: 1000, untilMs: null, count: 59 });
  });

  test("a long run bounds their number: a hundredth of it is the quiet between two", () => {
    // 3,000 s: 30 s of quiet.
    const events = refusals(
      3000,
      [10_000, 40_000, 70_001].map((at) => at + 1),
    );
    expect(events.filter(({ atMs }) => atMs < 900_000).map(({ count }) => count)).toEqual([2, 1]);
  });

  test("each cause has episodes of its own", () => {
    const events = eventsOf({
      seconds: 20,
      concurrency: 1010,
      functions: { f: { run: 20_000 } },
      traffic: [
        { invoke: "f", demand: burst(0, 1020) },
        { invoke: "f", demand: burst(1, 15) },
      ],
    });
    expect(events.map(({ atMs, cause, rule, count }) => [atMs, cause, rule, count])).toEqual([
      [0, "scaling-rate", "SCALE-1", 20],
      [1000, "unreserved-pool-full", "CONC-9", 5],
    ]);
  });

  test("spillover, drops and a downstream's refusals", () => {
    const events = eventsOf({
      seconds: 20,
      functions: {
        a: { run: 1000, provisioned: 1 },
        b: { errors: 1, async: { retries: 0 } },
        c: { run: 1000, calls: CALLS_DB },
      },
      downstreams: [service({ size: 1, whenFull: "error", latency: 1000 })],
      traffic: [
        { invoke: "a:live", at: [0, 1, 2] },
        { invoke: "b", event: true, at: [5000] },
        { invoke: "c", at: [8000, 8001] },
      ],
    });
    expect(events).toMatchObject([
      { atMs: 1, kind: "spillover", subject: "a", rule: "PC-9", count: 2, limit: 1, inUse: 1 },
      { atMs: 5100, kind: "async-dropped", subject: "b", rule: "ASY-3", count: 1, detail: "RetriesExhausted" },
      { atMs: 8001, kind: "downstream-rejecting", subject: "db", count: 1, limit: 1 },
    ]);
  });

  test("phases and changes stand in order of time, with the user's words", () => {
    const events = eventsOf({
      seconds: 60,
      functions: { f: {} },
      changes: [{ ...change(30, { regions: [region(500)] }), why: "quota cut", set: ["region.concurrency = 500"] }],
      windows: [{ name: "peak", spans: [{ from: atSecond(20), to: atSecond(40) }] }],
    });
    expect(events).toMatchObject([
      { atMs: 20_000, untilMs: 40_000, kind: "phase", subject: "peak" },
      { atMs: 30_000, untilMs: null, kind: "change", subject: "", detail: "region.concurrency = 500: quota cut" },
    ]);
  });
});

describe("limits over time", () => {
  const { limits } = play({
    seconds: 60,
    functions: { a: { reserved: 300, provisioned: 100 }, b: { provisioned: 50 }, c: {} },
    changes: [
      change(10, { functions: [functionOf("a", { reserved: 400, provisioned: 100 })] }),
      change(20, { regions: [region(2000)] }),
      change(30, { regions: [region(2000)] }),
    ],
  }).result;

  test("CONC-9: the shared pool is the quota less reservations and the units of unreserved functions", () => {
    expect(limits.regions["us-east-1"]).toEqual([
      { fromMs: 0, concurrency: 1000, unreserved: 650 },
      { fromMs: 10_000, concurrency: 1000, unreserved: 550 },
      { fromMs: 20_000, concurrency: 2000, unreserved: 1550 },
    ]);
  });

  test("PC-9: on demand a reserved function has its reservation less its units", () => {
    expect(limits.functions.a).toEqual([
      { fromMs: 0, reserved: 300, provisioned: 100, onDemand: 200 },
      { fromMs: 10_000, reserved: 400, provisioned: 100, onDemand: 300 },
    ]);
  });

  test("the others have what the pool has", () => {
    expect(limits.functions.b!.map(({ onDemand }) => onDemand)).toEqual([650, 550, 1550]);
    expect(limits.functions.c![0]).toEqual({ fromMs: 0, reserved: null, provisioned: 0, onDemand: 650 });
  });

  test("CONC-14: a quota below the reservations leaves a pool of 0, not less", () => {
    const { limits: cut, regions } = play({
      functions: { a: { reserved: 300 }, b: {} },
      changes: [change(10, { regions: [region(200)] })],
    }).result;
    expect(cut.regions["us-east-1"]!.at(-1)).toEqual({ fromMs: 10_000, concurrency: 200, unreserved: 0 });
    expect(cut.functions.b!.at(-1)).toMatchObject({ onDemand: 0 });
    expect(regions["us-east-1"]).toMatchObject({ claimedMin: 300, claimedMax: 300 });
  });
});

describe("assumptions", () => {
  test("name every open policy in force, with its rule", () => {
    const { assumptions } = play({ functions: { f: {} }, model: { asyncJitter: 0.1, pick: "random" } }).result;
    expect(assumptions).toContainEqual({ policy: "idleLifetime", value: "measured-2020", rule: "LIFE-13" });
    expect(assumptions).toContainEqual({ policy: "maxAge", value: "7300s", rule: "LIFE-14" });
    expect(assumptions).toContainEqual({ policy: "pick", value: "random", rule: "LIFE-15" });
    expect(assumptions).toContainEqual({ policy: "asyncJitter", value: "10%", rule: "ASY-4" });
    expect(assumptions).toContainEqual({ policy: "provisionedPreparation", value: "90s", rule: "PC-4" });
  });

  test("two Regions that differ are listed apart, where they differ", () => {
    const { assumptions } = play({
      regions: [region(1000, {}, "us-east-1"), region(1000, { scaling: "fixed-window" }, "eu-west-1")],
      functions: { f: {} },
    }).result;
    expect(assumptions.filter(({ rule }) => rule === "SCALE-5")).toEqual([
      { policy: "scaling (eu-west-1)", value: "fixed-window", rule: "SCALE-5" },
      { policy: "scaling (us-east-1)", value: "token-bucket", rule: "SCALE-5" },
    ]);
    expect(assumptions.filter(({ rule }) => rule === "LIFE-15")).toHaveLength(1);
  });

  test.each([
    ["a", "b"],
    ["b", "a"],
  ])("SCALE-11: an allowance that Region %s states alone is told for both, by name", (stating, other) => {
    const { assumptions } = play({
      regions: [
        region(1000, { scalingAllowance: 100, aliasUnits: "up" }, stating),
        region(1000, { aliasUnits: "down" }, other),
      ],
      functions: { f: { region: other, aliases: [liveAlias(0.5, 2)] } },
    }).result;
    const rows = (rule: string) =>
      assumptions.filter((one) => one.rule === rule).map(({ policy, value }) => `${policy} ${value}`);
    expect(rows("SCALE-11").sort()).toEqual(
      [`scalingAllowance (${stating}) 100`, `scalingAllowance (${other}) 1000`].sort(),
    );
    expect(rows("PC-15").sort()).toEqual([`aliasUnits (${stating}) up`, `aliasUnits (${other}) down`].sort());
  });
});
