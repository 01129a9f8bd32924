/**
 * Provisioned concurrency over time: allocation, increments, decreases, and what they leave to others (PC-4 to PC-20).
 */
import { describe, expect, test } from "vitest";
import { functionOf, type Literal } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { atSecond, burst, change, functionIn, readyUnits } from "../kit.ts";

const asked = (count: number) => ({ provisioned: { count, allocateAtStart: true } });
/** READY units of `f` from each moment on, in seconds. */
const readyOf = (literal: Literal) => readyUnits(play(literal).result, "f");

describe("PC-4, PC-5: units come together, after their preparation and at 6,000 a minute", () => {
  test("100 units: 90 s of preparation and 1 s of allocation", () => {
    expect(readyOf({ seconds: 200, functions: { f: asked(100) } })).toEqual([
      [0, 0],
      [91, 100],
    ]);
  });

  test("600 units: 6 s of allocation, and the last one's Init of 12 s, which nothing aborts (PC-8)", () => {
    expect(readyOf({ seconds: 200, functions: { f: { ...asked(600), init: 12_000 } } })).toEqual([
      [0, 0],
      [108, 600],
    ]);
  });

  test("both are knobs of the model", () => {
    const model = { provisionedPreparation: atSecond(60) as number as never, provisionedPerMinute: 600 };
    expect(readyOf({ seconds: 200, model, functions: { f: asked(100) } })).toEqual([
      [0, 0],
      [70, 100],
    ]);
  });

  test("nothing serves before: cold at 90 s, warm on a unit at 91 s", () => {
    const { timeline } = play({
      seconds: 200,
      functions: { f: { ...asked(100), run: 10 } },
      traffic: [{ invoke: "f:live", at: [90_000, 91_000] }],
    });
    expect(timeline.filter((line) => !line.includes("end"))).toEqual([
      "90000ms f#1 cold on 1",
      "91000ms f#2 provisioned on 2",
    ]);
  });
});

describe("PC-20: units are claimed from the account when asked for, from a reservation when READY", () => {
  test("an unreserved function's units leave the shared pool at once", () => {
    const { result } = play({ seconds: 60, concurrency: 1000, functions: { f: asked(300) } });
    expect(result.limits.regions["us-east-1"]).toEqual([{ fromMs: 0, concurrency: 1000, unreserved: 700 }]);
  });

  test("with RC = PC the function still runs on demand while it waits for its units", () => {
    const { result } = play({
      seconds: 200,
      functions: { f: { ...asked(10), reserved: 10, run: 1000 } },
      traffic: [
        { invoke: "f:live", demand: burst(10, 10) },
        { invoke: "f", demand: burst(150, 1) },
      ],
    });
    // PC-11: from 90.1 s on, nothing is left for `$LATEST`.
    expect(functionIn(result, "f")).toMatchObject({ coldStartsCount: 10, throttlesCount: 1 });
    expect(functionIn(result, "f").throttles).toMatchObject([{ cause: "reserved-full", firstMs: 150_000, limit: 0 }]);
  });
});

describe("PC-6: another number of units", () => {
  const changed = (from: number, to: number | null, traffic: Literal["traffic"] = []) =>
    readyOf({
      seconds: 400,
      functions: { f: { provisioned: from, run: 200_000 } },
      traffic,
      changes: [change(100, { functions: [functionOf("f", to === null ? {} : { provisioned: to, run: 200_000 })] })],
    });

  test("more: the READY ones serve on, only the increment waits", () => {
    expect(changed(10, 110)).toEqual([
      [0, 10],
      [191, 110],
    ]);
  });
  test("fewer: idle ones go at once", () => {
    expect(changed(10, 4)).toEqual([
      [0, 10],
      [100, 4],
    ]);
  });
  test("fewer than are busy: those go after their request", () => {
    expect(changed(10, 4, [{ invoke: "f:live", demand: burst(50, 7) }])).toEqual([
      [0, 10],
      [100, 7],
      [250, 4],
    ]);
  });
  test("none at all", () => {
    expect(changed(10, null)).toEqual([
      [0, 10],
      [100, 0],
    ]);
  });
  test("units that are still on their way are called off first", () => {
    const { result } = play({
      seconds: 400,
      functions: { f: { provisioned: 10 } },
      changes: [
        change(100, { functions: [functionOf("f", { provisioned: 110 })] }),
        change(150, { functions: [functionOf("f", { provisioned: 60 })] }),
      ],
    });
    expect(readyUnits(result, "f")).toEqual([
      [0, 10],
      [191, 60],
    ]);
  });
});

test("PC-9, RPS-3: the rate that units carry grows with them", () => {
  const { result } = play({
    seconds: 300,
    functions: { f: { provisioned: 1, run: 1 } },
    traffic: [
      { invoke: "f:live", rate: 30, fromSeconds: 50, toSeconds: 60 },
      { invoke: "f:live", rate: 30, fromSeconds: 250, toSeconds: 260 },
    ],
    changes: [change(100, { functions: [functionOf("f", { provisioned: 3, run: 1 })] })],
    windows: [{ name: "late", spans: [{ from: atSecond(250), to: atSecond(260) }] }],
  });
  // Of the first 300: 10 at once, and 99 whole tokens until the last one arrives at 9.967 s. Later all 300.
  expect(functionIn(result, "f")).toMatchObject({ spilloverCount: 191, provisionedInvocationsCount: 409 });
  expect(result.windows.late!.functions.f).toMatchObject({ spilloverCount: 0 });
});

test("a reader can jump to the moments at which units are asked for and READY", () => {
  const { events } = play({ seconds: 200, functions: { f: asked(100) } }).result;
  expect(events.map(({ atMs, kind, subject, rule, detail }) => [atMs, kind, subject, rule, detail])).toEqual([
    [0, "provisioned", "f", "PC-4", "live: 100 provisioned units wanted, 0 before"],
    [91_000, "provisioned", "f", "PC-5", "live: 100 provisioned units READY, 100 now"],
  ]);
});
