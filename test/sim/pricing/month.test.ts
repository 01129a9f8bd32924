/** The month: free tier, tiers, discount and own prices, functions and Regions apart, and many seeds. */
import { describe, expect, test } from "vitest";
import { combine, simulate } from "../../../sim/index.ts";
import { billOf, monthOf, used } from "../../helpers/bill.ts";
import { configOf, type Literal } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";

describe("the free tier", () => {
  const usage = used({ requests: 3_000_000, duration: 1_000_000 });
  const withUnits = used({ requests: 3_000_000, duration: 1_000_000 }, { subject: "g", onDemandOnly: false });

  test("LP-8: a million requests and 400,000 GB-s, or nothing", () => {
    expect(monthOf([usage])).toEqual({ requests: 0.6, duration: 16.67, total: 17.27 });
    expect(monthOf([usage], { freeTier: "account" })).toEqual({ requests: 0.4, duration: 10, total: 10.4 });
  });

  test("LP-8: what is less than that is free, and stands there with what was taken off", () => {
    const { month } = billOf([used({ requests: 1_000_000, duration: 400_000 })], { freeTier: "account" });
    expect(month).toMatchObject({
      lines: [
        { kind: "requests", quantity: 0, freeQuantity: 1_000_000, usd: 0 },
        { kind: "duration", quantity: 0, freeQuantity: 400_000, usd: 0 },
      ],
      totalUsd: 0,
    });
  });

  test("LP-8: a request more is paid", () => {
    const { month } = billOf([used({ requests: 1_000_001 })], { freeTier: "account" });
    expect(month!.lines[0]).toMatchObject({ quantity: 1, freeQuantity: 1_000_000 });
  });

  test("PR-R4: onDemand is for functions without provisioned units only", () => {
    expect(monthOf([withUnits], { freeTier: "onDemand" })).toEqual(monthOf([withUnits]));
    expect(monthOf([usage], { freeTier: "onDemand" }).total).toBe(10.4);
    expect(monthOf([usage, withUnits], { freeTier: "onDemand" })).toEqual({
      requests: 1,
      duration: 26.67,
      total: 27.67,
    });
  });

  test("NX-2: account is for all of them, once, for both architectures together", () => {
    const arm = used({ requests: 3_000_000 }, { subject: "g", architecture: "arm64" });
    expect(billOf([usage, arm], { freeTier: "account" }).month!.lines[0]).toMatchObject({
      quantity: 5_000_000,
      freeQuantity: 1_000_000,
    });
  });

  test("PR-R4: provisioned units and what runs on them are never free", () => {
    const units = used({ provisioned: 1_000_000, "provisioned-duration": 1_000_000 });
    expect(monthOf([units], { freeTier: "account" })).toEqual(monthOf([units]));
  });

  test("CF-8: the run itself is charged without it", () => {
    expect(billOf([usage], { freeTier: "account" }).totalUsd).toBeCloseTo(17.2667, 9);
  });
});

describe("PR-R3: tiers", () => {
  const BILLION = 1_000_000_000;
  const duration = (quantity: number) => used({ duration: quantity });

  test("each price is that of its own tier", () => {
    const { month } = billOf([duration(16 * BILLION)]);
    expect(month!.lines.map(({ price, quantity, usd }) => [price, quantity, usd])).toEqual([
      ["LP-2", 6 * BILLION, 100_000.2],
      ["LP-3", 9 * BILLION, 135_000],
      ["LP-4", BILLION, 13_333.4],
    ]);
  });

  test("functions of one Region and architecture fill them together", () => {
    const [a, b] = [duration(4 * BILLION), used({ duration: 4 * BILLION }, { subject: "g" })];
    expect(billOf([a, b]).month!.lines.map(({ quantity }) => quantity)).toEqual([6 * BILLION, 2 * BILLION]);
  });

  test.each([
    ["another architecture", { architecture: "arm64" as const }],
    ["another Region", { region: "eu-west-1" }],
  ])("%s fills its own", (_title, more) => {
    const other = used({ duration: 4 * BILLION }, { subject: "g", ...more });
    const { month } = billOf([duration(4 * BILLION), other]);
    expect(month!.lines.map(({ quantity }) => quantity)).toEqual([4 * BILLION, 4 * BILLION]);
  });
});

test("PR-R25: the total is the sum of lines that are whole cents", () => {
  // Three times 0.4 cents are 1.2 cents by themselves, and nothing as lines.
  const { month } = billOf([used({ requests: 20_000, "provisioned-requests": 20_000, "durable-operations": 500 })]);
  expect(month!.lines.map(({ usd }) => usd)).toEqual([0, 0, 0]);
  expect(month!.totalUsd).toBe(0);
});

test("a discount is taken off every list price, and not off prices of one's own", () => {
  const usage = used({ requests: 10_000_000, duration: 1_000_000 });
  const bill = monthOf([usage], { discount: 0.5, prices: { "LP-2": 0.00001 } });
  expect(bill).toEqual({ requests: 1, duration: 10, total: 11 });
});

test("PR-R24: a month of 720 hours is a little less", () => {
  const literal: Literal = { seconds: 36, functions: { f: {} }, traffic: [{ invoke: "f", rate: 100 }] };
  const cost = { freeTier: "none", discount: 0, monthHours: 720, prices: {} } as const;
  const requests = (one: Literal) => play(one).result.cost.month!.lines[0]!.quantity;
  expect([requests(literal), requests({ ...literal, cost })]).toEqual([262_800_000, 259_200_000]);
});

describe("what a bill rests on", () => {
  const policies = (literal: Partial<Literal>) =>
    play({ functions: { f: {} }, ...literal }).result.assumptions.filter(({ rule }) => /^(PR-R|LP-|CF-)/.test(rule));

  test("no free tier and 730 hours, unless the scenario says otherwise", () => {
    expect(policies({})).toEqual([
      { policy: "freeTier", value: "none", rule: "PR-R4" },
      { policy: "monthHours", value: "730", rule: "PR-R24" },
    ]);
    const cost = { freeTier: "account", discount: 0.12, monthHours: 720, prices: { "LP-1": 0.1 } } as const;
    expect(policies({ cost })).toEqual([
      { policy: "freeTier", value: "account", rule: "PR-R4" },
      { policy: "monthHours", value: "720", rule: "PR-R24" },
      { policy: "discount", value: "12%", rule: "CF-9" },
      { policy: "price (LP-1)", value: "0.1", rule: "LP-1" },
    ]);
  });

  test("a Region without prices of its own is named, and so is what is known of it", () => {
    const home = configOf({ functions: { f: {} } }).regions[0]!;
    const regions = ["us-east-1", "eu-west-1", "af-south-1"].map((name) => ({ ...home, name }));
    expect(policies({ regions }).filter(({ rule }) => rule === "PR-R3")).toEqual([
      { policy: "prices (af-south-1)", value: "us-east-1@2026-09, but its own LP-2", rule: "PR-R3" },
      { policy: "prices (eu-west-1)", value: "us-east-1@2026-09", rule: "PR-R3" },
    ]);
  });

  test("PR-R5: large events count as several requests each", () => {
    const { result } = play({
      functions: { f: {} },
      traffic: [{ name: "big", invoke: "f", event: true, at: [0, 1_000], requestsPerEvent: 3 }],
    });
    expect(result.cost.lines[0]).toMatchObject({ kind: "requests", quantity: 6 });
    expect(result.assumptions).toContainEqual({ policy: "payload (big)", value: "that of every event", rule: "PR-R5" });
  });
});

describe("many seeds", () => {
  const literal: Literal = {
    seconds: 600,
    functions: { f: { run: 100 }, g: { run: 50, reserved: 1, init: 10 } },
    traffic: [
      { name: "a", invoke: "f", rate: 7, arrivals: "poisson" },
      { name: "b", invoke: "g", rate: 0.001, arrivals: "poisson" },
    ],
  };
  const runs = [1, 2, 3, 4, 5].map((seed) => simulate(configOf({ ...literal, seed })));
  const all = combine(runs);
  const mean = (of: (run: (typeof runs)[number]) => number) => runs.reduce((sum, run) => sum + of(run), 0) / 5;

  test("the cost is the mean, and everything adds up", () => {
    expect(all.cost.totalUsd).toBeCloseTo(
      mean(({ cost }) => cost.totalUsd),
      7,
    );
    expect(all.cost.month!.totalUsd).toBeCloseTo(
      mean(({ cost }) => cost.month!.totalUsd),
      6,
    );
    const { f, g } = all.functions;
    expect(f!.costUsd + g!.costUsd).toBeCloseTo(all.cost.totalUsd, 9);
    expect(all.cost.lines.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(all.cost.totalUsd, 9);
  });

  test("a function that ran in some seeds only counts as nothing in the others", () => {
    const without = runs.filter(({ functions }) => functions.g!.costUsd === 0).length;
    expect([0 < without, without < 5]).toEqual([true, true]);
    expect(all.functions.g!.costUsd).toBeCloseTo(
      mean(({ functions }) => functions.g!.costUsd),
      8,
    );
  });

  test("lines stand in the order of a single run", () => {
    expect(all.cost.lines.map((line) => `${line.subject} ${line.kind}`)).toEqual([
      "f requests",
      "f duration",
      "g requests",
      "g duration",
    ]);
  });
});
