/** What must hold for every run, on generated configs. `npm run laws` does the same on many more. */
import { beforeAll, describe, expect, test } from "vitest";
import { type DownstreamConfig, type Instant, milliseconds, type Result } from "../sim/index.ts";
import { configOf, constant } from "./helpers/config.ts";
import { CRASH, LAWS, RAISING, raising, smallest, survey } from "./laws/check.ts";
import { raiseBreaches } from "./laws/limits.ts";
import type { Attempt, Decision } from "./laws/runs/attempts.ts";
import { type Observed, observe, type RequestLog } from "./laws/runs/observed.ts";

const twice = (log: RequestLog): RequestLog => ({ ...log, events: [...log.events, log.events.at(-1)!] });
const inTheFirst = (attempt: Attempt): Attempt => ({ ...attempt, environment: 1 });
const overfull = (one: Decision): Decision => ({ ...one, inUse: one.limit + 1 });
/** Refused by the shared pool, while its Region has room. */
const reserved = (one: Decision): Decision => ({ ...one, reserved: 1, busyInRegion: 0 });

const SEED = 20_261_101;
const RUNS = 1_800;
const RAISES = 400;

describe(`${RUNS} generated configs, each simulated once for all laws`, () => {
  let broken: ReadonlyMap<string, number> = new Map();
  beforeAll(() => {
    broken = survey({ runs: RUNS, seed: SEED });
  }, 120_000);

  test.each([CRASH, ...LAWS.map(({ title }) => title)])("%s", { timeout: 90_000 }, (title) => {
    const at = broken.get(title);
    expect(at === undefined ? "" : smallest(title, at, SEED)).toBe("");
  });
});

test(`${RAISING} (${RAISES} pairs of configs)`, () => {
  expect(raising({ runs: RAISES, seed: SEED })).toBe("");
});

const POOL: readonly DownstreamConfig[] = [
  {
    name: "pool",
    limit: { kind: "pool", size: 1 },
    latency: constant(10),
    whenFull: "wait",
    maxWait: milliseconds(9000),
  },
];
/** A run with a queue of throttles, whose log and numbers are then falsified one by one. */
const honest = observe(
  configOf({
    seconds: 10,
    concurrency: 2,
    downstreams: POOL,
    functions: { checkout: { run: 500, init: 100, errors: 0.5 } },
    traffic: [{ name: "shoppers", invoke: "checkout", at: [0, 10, 20, 700, 2000] }],
  }),
);
const checkout = honest.result.functions.checkout!;
const broken = (run: Observed): string[] =>
  LAWS.filter((law) => law.breaches(run).length > 0).map(({ title }) => title);
const withNumbers = (numbers: Partial<typeof checkout>): Observed => ({
  ...honest,
  result: { ...honest.result, functions: { checkout: { ...checkout, ...numbers } } },
});
/** As if its code had been replaced then: its environments are older. */
const withUpdateAt = (ms: number): Observed => {
  const at = milliseconds(ms) as number as Instant;
  const updates = [{ at, qualifier: "$LATEST", takes: null, waits: true }];
  const lifecycle = { initial: "active", pendingFor: milliseconds(0), vpc: null, events: "refuse", updates } as const;
  const functions = honest.config.functions.map((settings) => ({ ...settings, lifecycle }));
  return { ...honest, config: { ...honest.config, functions } };
};

describe("the laws see what they are for", () => {
  test("an honest run breaks none", () => expect(broken(honest)).toEqual([]));

  test.each<[what: string, falsified: Observed, law: RegExp]>([
    ["busyMean", withNumbers({ busyMean: checkout.busyMean + 0.002 }), /CONC-5, ADM-2/],
    ["invocations", withNumbers({ invocationsCount: 99 }), /totals are what the log counts/],
    ["a percentile", withNumbers({ durationMsP95: 1 }), /percentiles are ordered/],
    ["spill-over", withNumbers({ spilloverCount: 1 }), /MET-11/],
    ["environments", withNumbers({ environmentsCreatedCount: 7 }), /environments made/],
    ["a refusal that nobody logged", withNumbers({ refusedCount: 1 }), /ERR-5, LIFE-25/],
    ["a start in replaced code", withUpdateAt(1000), /ADM-4/],
    ["a second answer", { ...honest, requests: honest.requests.map(twice) }, /ends exactly once/],
    ["a run in a used environment", { ...honest, attempts: honest.attempts.map(inTheFirst) }, /CONC-1, CONC-4/],
    ["a start above the pool", { ...honest, decisions: honest.decisions.map(overfull) }, /CONC-9, CONC-14/],
    ["a borrowed reservation", { ...honest, decisions: honest.decisions.map(reserved) }, /RES-2, RES-3/],
    ["another order", { ...honest, turnedDigest: () => "another" }, /order of declaration/],
    ["other slices", { ...honest, turnedDigest: () => "another", plainDigest: () => "another" }, /slices/],
    ["a step back in time", { ...honest, events: honest.events.toReversed() }, /back in time/],
  ])("%s", (_what, falsified, law) => {
    expect(broken(falsified)).toContainEqual(expect.stringMatching(law));
  });

  test("calls of downstreams that were not made, or have no end", () => {
    const run = observe(
      configOf({
        downstreams: POOL,
        functions: { checkout: { run: 500, calls: [{ to: "pool", share: 1 }] } },
        traffic: [{ invoke: "checkout", at: [0, 10, 20] }],
      }),
    );
    const told = (numbers: Partial<Result["downstreams"][string]>): string =>
      broken({
        ...run,
        result: { ...run.result, downstreams: { pool: { ...run.result.downstreams.pool!, ...numbers } } },
      }).join();
    expect(told({})).toBe("");
    expect(told({ inUseMax: 2 })).toMatch(/a pool downstream/);
    expect(told({ callsCount: 2 })).toMatch(/has made all its calls/);
    expect(told({ callsCount: 4 })).toMatch(/each call is answered/);
    expect(told({ inUseLast: 1 })).toMatch(/each call is answered/);
  });

  test("DUR-1, DUR-2: executions that are lost, or last too long, or wait without running", () => {
    const { result, ...run } = observe(
      configOf({
        downstreams: POOL,
        functions: { approve: { durable: { steps: [100, -1000, 100] } } },
        traffic: [{ invoke: "approve:live", at: [0, 500] }],
      }),
    );
    const approve = result.functions.approve!;
    const told = (numbers: Partial<typeof approve>): string[] =>
      broken({ ...run, result: { ...result, functions: { approve: { ...approve, ...numbers } } } });
    expect(told({})).toEqual([]);
    expect(told({ executionsSucceededCount: 1 }).join()).toMatch(/ends once/);
    expect(told({ executionMsMax: 900_001 }).join()).toMatch(/longer than it may/);
    expect(told({ executionsRunningMean: 1 }).join()).toMatch(/executions over time/);
    expect(told({ executionsRunningLast: 1 }).join()).toMatch(/at the end/);
    expect(told({ resumptionsCount: 3 }).join()).toMatch(/what waits/);
  });

  test("TEN-1, TEN-2: a strange tenant, and an environment that should have ended before", () => {
    const run = observe(
      configOf({
        seconds: 10,
        seed: 4,
        model: {
          idleLifetime: { name: "custom", environment: constant(5000), version: null, maxAge: milliseconds(1e7) },
        },
        downstreams: POOL,
        functions: { render: { tenancy: { share: "pool" }, reserved: 1 } },
        traffic: [{ invoke: "render", at: [0, 1000, 1500, 2000, 7000], tenants: { count: 9, skew: 0 } }],
      }),
    );
    const renamed = run.events.map((event) => (event.kind === "warm" ? { ...event, detail: "tenant 99" } : event));
    const kept = run.events.filter(({ kind }) => kind !== "expire");
    expect(broken(run)).toEqual([]);
    expect(broken({ ...run, events: renamed })).toContainEqual(expect.stringMatching(/^TEN-1/));
    expect(broken({ ...run, events: kept })).toContainEqual(expect.stringMatching(/^TEN-2/));
  });

  test("RES-10: a higher limit that serves fewer", () => {
    const pair = (concurrency: number) =>
      configOf({ concurrency, functions: { checkout: {} }, traffic: [{ invoke: "checkout", at: [0, 10, 20] }] });
    expect(raiseBreaches({ low: pair(2), high: pair(1) })).toEqual([
      "of the first 2 requests the lower limit served 2, the higher 1",
      "of the first 3 requests the lower limit served 2, the higher 1",
    ]);
    expect(raiseBreaches({ low: pair(1), high: pair(2) })).toEqual([]);
  });
});
