/** The comparer of engines: equal ones are equal, and of a falsified one the first difference is named. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Result, type Run, start, type TraceEvent } from "../../../sim/index.ts";
import { configOf } from "../../helpers/config.ts";
import { config } from "../configs/configs.ts";
import { engineDifference, type Start } from "./engines.ts";

const CONFIG = configOf({
  seconds: 10,
  concurrency: 2,
  functions: { checkout: { run: 500, init: 100 } },
  traffic: [{ name: "shoppers", invoke: "checkout", at: [0, 10, 20, 700] }],
});

/** Its log, as the engine tells it. */
const EVENTS: TraceEvent[] = [];
start(CONFIG, { onEvent: (event) => EVENTS.push(event) }).finish();

/** The engine as it is, but for what this makes of one of its events. */
const withEvent =
  (change: (event: TraceEvent, number: number) => TraceEvent | null): Start =>
  (of, { onEvent } = {}) => {
    let number = 0;
    if (onEvent === undefined) return start(of);
    return start(of, {
      onEvent: (event) => {
        number++;
        const changed = change(event, number);
        if (changed !== null) onEvent(changed);
      },
    });
  };

/** The engine as it is, but for its result. */
const withResult =
  (change: (result: Result, listening: boolean) => Result): Start =>
  (of, options) => {
    const run = start(of, options);
    const finish = () => change(run.finish(), options?.onEvent !== undefined);
    return { finish, advanceTo: (ms) => run.advanceTo(ms) } as Partial<Run> as Run;
  };

const breaksOff: Start = () => {
  throw new Error("out of order");
};

const compared = (other: Start, ignored: Parameters<typeof engineDifference>[2] = []): string =>
  engineDifference(CONFIG, { one: start, other }, ignored);

describe("a falsified engine", () => {
  test("an event with another field: its number, both, and those before", () => {
    const late = withEvent((event, number) => (number === 3 ? { ...event, atUs: event.atUs + 1 } : event));
    const [first, second, third] = EVENTS;
    expect(compared(late).split("\n")).toEqual([
      "event 3 differs",
      `  before: ${JSON.stringify(first)}`,
      `  before: ${JSON.stringify(second)}`,
      `  one:    ${JSON.stringify(third)}`,
      `  other:  ${JSON.stringify({ ...third, atUs: 10_001 })}`,
    ]);
    expect(compared(late, ["numbers"])).toMatch(/^event 3 differs/);
    expect(compared(late, ["events"])).toBe("");
  });

  test("an event that is missing at the end, one that is added, and a new field", () => {
    const last = EVENTS.length;
    expect(compared(withEvent((event, number) => (number === last ? null : event)))).toMatch(/other: {2}nothing more$/);
    expect(engineDifference(CONFIG, { one: withEvent((e, n) => (n === last ? null : e)), other: start })).toMatch(
      /one: {4}nothing more\n/,
    );
    const wider = withEvent((event) => ({ ...event, more: "" }));
    expect(compared(wider)).toMatch(/^event 1 differs/);
  });

  test("other numbers of environments, unless they are to be ignored", () => {
    const renumbered = withEvent((event) => ({ ...event, environment: event.environment + 7 }));
    expect(compared(renumbered)).toMatch(/^event 1 differs/);
    expect(compared(renumbered, ["numbers"])).toBe("");
  });

  test.each<[string, (result: Result) => Result, string]>([
    ["a number", (r) => ({ ...r, seeds: [1.5] }), "seeds.0: one 1, other 1.5"],
    ["a zero below zero", (r) => ({ ...r, ignoreMs: -0 }), "ignoreMs: one 0, other -0"],
    ["a list that is longer", (r) => ({ ...r, seeds: [1, 2] }), "seeds: 1 only in the other"],
    ["a part that is missing", ({ seeds: _, ...r }) => r as Result, "the result: seeds only in one"],
    ["another order", ({ schema, ...r }) => ({ ...r, schema }), "the result: the same keys in another order"],
    ["a list for a map", (r) => ({ ...r, windows: [] as never }), "windows: one {}, other []"],
    ["a digest", (r) => ({ ...r, digest: "d" }), expect.stringMatching(/^digest: one "sha256:[0-9a-f]+", other "d"$/)],
  ])("%s of its result", (_what, change, found) => {
    expect(compared(withResult(change))).toEqual(found);
  });

  test("a result that a listener changes", () => {
    const shy = withResult((result, listening) => (listening ? result : { ...result, ignoreMs: 1 }));
    expect(compared(shy)).toBe("without a listener: ignoreMs: one 0, other 1");
    const both = withResult((result, listening) => (listening ? result : { ...result, digest: "d" }));
    expect(engineDifference(CONFIG, { one: both, other: both })).toMatch(/^one engine, digest with a listener/);
  });

  test("an engine that breaks off", () => {
    expect(compared(breaksOff, ["events"])).toBe("other breaks off: out of order");
    expect(engineDifference(CONFIG, { one: breaksOff, other: breaksOff })).toBe("");
  });
});

test("an engine is equal to itself, on generated configs", () => {
  const same = fc.property(config, (of) => engineDifference(of, { one: start, other: start }) === "");
  expect(fc.check(same, { numRuns: 60, seed: 3 }).failed).toBe(false);
});
