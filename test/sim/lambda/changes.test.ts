/** Settings that change during a run. */
import { describe, expect, test } from "vitest";
import { functionOf, type Literal } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { burst, change, functionIn, region } from "../kit.ts";

const LONG = 30_000;

describe("CONC-14: the quota is lowered from 10 to 4 while 6 run", () => {
  const lowered = (second: number) =>
    play({
      concurrency: 10,
      functions: { f: { run: LONG }, g: {} },
      traffic: [
        { invoke: "f", demand: burst(0, 6) },
        { invoke: "g", demand: burst(second, 5) },
      ],
      changes: [change(10, { regions: [region(4)] })],
    }).result;

  test("what runs goes on", () => {
    expect(functionIn(lowered(5), "f")).toMatchObject({ invocationsCount: 6, busyMax: 6, errorsCount: 0 });
  });
  test("before the change 4 of 5 fit, from its moment on none", () => {
    expect(functionIn(lowered(9), "g").throttlesCount).toBe(1);
    expect(functionIn(lowered(10), "g").throttlesCount).toBe(5);
    expect(functionIn(lowered(29), "g").throttles).toMatchObject([{ limit: 4, inUse: 6, unusedInRegionCount: 0 }]);
  });
  test("when the 6 have ended, 4 fit", () => {
    expect(functionIn(lowered(30), "g").throttlesCount).toBe(1);
  });
});

test("CONC-14: after a quota below the reservations is raised again, the rate is there at once (RPS-1)", () => {
  const { result } = play({
    seconds: 180,
    functions: { kept: { reserved: 900 }, f: { run: 10 } },
    traffic: [{ invoke: "f", rate: 1 }],
    changes: [change(60, { regions: [region(800)] }), change(120, { regions: [region(1000)] })],
  });
  expect(functionIn(result, "f")).toMatchObject({ throttlesCount: 60, invocationsCount: 120 });
  expect(functionIn(result, "f").throttles).toMatchObject([{ firstMs: 60_000, limit: 0 }]);
});

describe("RES-9: a reservation is lowered from 5 to 2 while 5 run", () => {
  const settings = (reserved: number | null) => functionOf("f", { run: LONG, reserved });
  const lowered = (second: number, concurrency = 1000) =>
    play({
      concurrency,
      functions: { f: { run: LONG, reserved: 5 } },
      traffic: [
        { invoke: "f", demand: burst(0, 5) },
        { invoke: "f", demand: burst(second, 3) },
      ],
      changes: [change(10, { functions: [settings(2)] })],
    }).result;

  test("what runs goes on, new requests are refused until fewer than 2 run", () => {
    expect(functionIn(lowered(29), "f")).toMatchObject({ invocationsCount: 5, throttlesCount: 3, busyMax: 5 });
    expect(functionIn(lowered(30), "f")).toMatchObject({ invocationsCount: 7, throttlesCount: 1 });
  });

  test("RES-2: the units it gave up are the others' at once", () => {
    const { result } = play({
      concurrency: 10,
      functions: { f: { run: LONG, reserved: 5 }, g: { run: LONG } },
      traffic: [
        { invoke: "g", demand: burst(9, 6) },
        { invoke: "g", demand: burst(10, 4) },
      ],
      changes: [change(10, { functions: [settings(2)] })],
    });
    expect(functionIn(result, "g")).toMatchObject({ throttlesCount: 2, busyMax: 8 });
  });
});

describe("RES-10: raising or removing a reservation holds at once", () => {
  const withChange = (reserved: number | null, second: number, count: number) =>
    functionIn(
      play({
        concurrency: 120,
        functions: { f: { run: LONG, reserved: 2 } },
        traffic: [
          { invoke: "f", demand: burst(0, 2) },
          { invoke: "f", demand: burst(second, count) },
        ],
        changes: [change(10, { functions: [functionOf("f", { run: LONG, reserved })] })],
      }).result,
      "f",
    );

  test("raised to 5: 3 more, not 4", () => {
    expect(withChange(5, 9, 3).throttlesCount).toBe(3);
    expect(withChange(5, 10, 3).throttlesCount).toBe(0);
    expect(withChange(5, 10, 4).throttlesCount).toBe(1);
  });
  test("removed: what it runs now counts in the pool of 120", () => {
    expect(withChange(null, 10, 118).throttlesCount).toBe(0);
    expect(withChange(null, 10, 119)).toMatchObject({ throttlesCount: 1, busyMax: 120 });
  });
  test("RES-5: 0 stops it, and its removal starts it again", () => {
    expect(withChange(0, 10, 1).throttles).toMatchObject([{ cause: "reserved-zero", inUse: 2 }]);
  });
});

test("RES-10: a function that gets a reservation takes what it runs out of the shared pool", () => {
  const { result } = play({
    concurrency: 110,
    functions: { f: { run: LONG }, g: { run: LONG } },
    traffic: [
      { invoke: "f", demand: burst(0, 4) },
      { invoke: "g", demand: burst(10, 107) },
      { invoke: "f", demand: burst(11, 2) },
    ],
    changes: [change(10, { functions: [functionOf("f", { run: LONG, reserved: 4 })] })],
  });
  // g: 110 - 4; f: its 4 units are taken by what was running.
  expect(functionIn(result, "g")).toMatchObject({ busyMax: 106, throttlesCount: 1 });
  expect(functionIn(result, "f")).toMatchObject({ busyMax: 4, throttlesCount: 2 });
  expect(result.regions["us-east-1"]).toMatchObject({ concurrencyMax: 110, unreservedMax: 106, claimedMax: 110 });
});

test("RES-10: what a function held of the pool before it got a reservation still explains refusals of then", () => {
  const { result } = play({
    concurrency: 104,
    functions: { a: { run: LONG }, b: { run: LONG }, late: {} },
    traffic: [
      { invoke: "a", demand: burst(0, 78) },
      { invoke: "b", demand: burst(0, 26) },
      { invoke: "late", demand: burst(1, 4) },
    ],
    changes: [change(10, { functions: [functionOf("a", { run: LONG, reserved: 3 })] })],
  });
  expect(functionIn(result, "late").throttles).toMatchObject([{ count: 4, heldBy: { a: 0.75, b: 0.25 } }]);
});

describe("RPS-2, RPS-8: a new reservation of 3 begins with a full second of its rate", () => {
  const reservation = (count: number) =>
    functionIn(
      play({
        functions: { f: { run: 0 } },
        traffic: [{ invoke: "f", demand: burst(10, count) }],
        changes: [change(10, { functions: [functionOf("f", { run: 0, reserved: 3 })] })],
      }).result,
      "f",
    );

  test("30 requests are served", () => expect(reservation(30).throttlesCount).toBe(0));
  test("the 31st is not", () => {
    expect(reservation(31).throttles).toMatchObject([{ cause: "request-rate-reserved", count: 1, limit: 30 }]);
  });
});

describe("a function's other settings hold from the change on, for requests that arrive or start after it", () => {
  const played = (before: Literal["functions"][string], after: Literal["functions"][string], at: readonly number[]) =>
    play({
      functions: { f: before },
      traffic: [{ invoke: "f", at }],
      changes: [change(10, { functions: [functionOf("f", after)] })],
    }).timeline;

  test("run", () => {
    expect(played({ run: 100 }, { run: 300 }, [9950, 11_000])).toEqual([
      "9950ms f#1 cold on 1",
      "10050ms f#1 end success",
      "11000ms f#2 warm on 1",
      "11300ms f#2 end success",
    ]);
  });
  test("timeout", () => {
    expect(played({ run: 3000 }, { run: 3000, timeout: 1000 }, [9000, 13_000])).toEqual([
      "9000ms f#1 cold on 1",
      "12000ms f#1 end success",
      "12000ms f expire on 1",
      "13000ms f#2 cold on 2",
      "14000ms f#2 end timeout",
    ]);
  });
  test("ADM-4: new memory, timeout or size of /tmp ends the environments of $LATEST", () => {
    for (const settings of [{ memoryMb: 1024 }, { timeout: 5000 }, { storageMb: 1024 }]) {
      expect(played({ run: 100 }, { run: 100, ...settings }, [9000, 11_000])).toEqual([
        "9000ms f#1 cold on 1",
        "9100ms f#1 end success",
        "10000ms f expire on 1",
        "11000ms f#2 cold on 2",
        "11100ms f#2 end success",
      ]);
    }
  });
  test("ADM-4: a published version has the configuration of its publication, and stays warm", () => {
    const { timeline } = play({
      seconds: 20,
      functions: { f: { run: 100 } },
      traffic: [{ invoke: "f:live", at: [9000, 11_000] }],
      changes: [change(10, { functions: [functionOf("f", { run: 100, memoryMb: 1024 })] })],
    });
    expect(timeline[2]).toBe("11000ms f#2 warm on 1");
  });
  test("errors", () => {
    expect(played({ run: 100 }, { run: 100, errors: 1 }, [9950, 10_000])).toEqual([
      "9950ms f#1 cold on 1",
      "10000ms f#2 cold on 2",
      "10050ms f#1 end success",
      "10100ms f#2 end error",
    ]);
  });
  test("Init", () => {
    expect(played({ init: 1000, run: 100 }, { init: 2000, run: 100 }, [9950, 10_000])).toEqual([
      "9950ms f#1 cold on 1",
      "10000ms f#2 cold on 2",
      "11050ms f#1 end success",
      "12100ms f#2 end success",
    ]);
  });
});
