/** Requests for provisioned units that fail: when, with which reason, and what is left. */
import { describe, expect, test } from "vitest";
import { functionOf, type Literal } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { atSecond, change, readyUnits } from "../kit.ts";

const asked = (count: number, initErrors = 1) => ({ provisioned: { count, allocateAtStart: true, initErrors } });
const run = (f: Literal["functions"][string], more: Partial<Literal> = {}) =>
  play({ seconds: 400, functions: { f }, ...more }).result;

const ROW = { function: "f", qualifier: "live", unitsCount: 100, askedMs: 0 };
const FAILED = { status: "FAILED", statusReason: "FUNCTION_ERROR_INIT_FAILURE" };

describe("PC-7: an allocation is IN_PROGRESS, then READY or FAILED", () => {
  test("each Init fails: FAILED with the first, after 90 s, 10 ms and an Init of 2 s", () => {
    expect(run({ ...asked(100), init: 2000 }).allocations).toEqual([{ ...ROW, ...FAILED, endedMs: 92_010 }]);
  });

  test("one microsecond before that it is IN_PROGRESS", () => {
    const { allocations } = run({ ...asked(100), init: 2000 }, { seconds: 92.009999 });
    expect(allocations).toEqual([{ ...ROW, endedMs: null, status: "IN_PROGRESS", statusReason: null }]);
  });

  test("no Init fails: READY after 90 s, 1 s and the Init", () => {
    const { allocations } = run({ ...asked(100, 1e-12), init: 2000 });
    expect(allocations).toEqual([{ ...ROW, endedMs: 93_000, status: "READY", statusReason: null }]);
  });

  test("a rare failure comes when its unit would have: no earlier than the first, no later than the last", () => {
    const ends = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((seed) => run(asked(100, 0.05), { seed }).allocations ?? []);
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(["FAILED"]));
    const late = ends.map(({ endedMs }) => endedMs! - 90_000);
    expect(late.every((ms) => ms % 10 === 0 && ms >= 10 && ms <= 1000)).toBe(true);
    expect(new Set(late).size).toBeGreaterThan(4);
  });

  test("PC-20: none of the units becomes available, and what they claimed is given back", () => {
    const { limits, events } = run(asked(100));
    expect(readyUnits(run(asked(100)), "f")).toEqual([[0, 0]]);
    expect(limits.regions["us-east-1"]).toEqual([
      { fromMs: 0, concurrency: 1000, unreserved: 900 },
      { fromMs: 90_010, concurrency: 1000, unreserved: 1000 },
    ]);
    const { detail, rule } = events.at(-1)!;
    expect([rule, detail]).toEqual(["PC-7", "live: 100 provisioned units FAILED: FUNCTION_ERROR_INIT_FAILURE"]);
  });

  test("requests are served on demand meanwhile and afterwards: on-demand Init does not fail with it", () => {
    const { timeline } = play({
      seconds: 200,
      functions: { f: { ...asked(2), run: 10 } },
      traffic: [{ invoke: "f:live", at: [89_000, 100_000] }],
    });
    expect(timeline.filter((line) => !line.includes("end"))).toEqual([
      "89000ms f#1 cold on 1",
      "100000ms f#2 warm on 1",
    ]);
  });

  test("PC-6: an increase that fails leaves the READY units as they are", () => {
    const changes = [change(10, { functions: [functionOf("f", { provisioned: { count: 8, initErrors: 1 } })] })];
    const result = run({ provisioned: 5 }, { changes });
    expect(readyUnits(result, "f")).toEqual([[0, 5]]);
    expect(result.allocations).toEqual([{ ...ROW, ...FAILED, unitsCount: 3, askedMs: 10_000, endedMs: 100_010 }]);
  });

  test("a request called off before it ends was none", () => {
    const changes = [change(10, { functions: [functionOf("f", { provisioned: { count: 0, initErrors: 1 } })] })];
    expect(run(asked(100), { changes }).allocations).toEqual([]);
  });

  test("where no Init can fail the result says nothing of it", () => {
    expect(run(asked(100, 0)).allocations).toBeUndefined();
  });
});

describe("PC-8: Init of a unit has max(130 s, timeout)", () => {
  const end = (init: number, timeout: number) => {
    const { allocations, limits } = run({ ...asked(100, 0), init, timeout });
    return [allocations?.map(({ status, endedMs }) => [status, endedMs]), limits.functions.f!.at(-1)!.provisioned];
  };

  test.each([
    ["130 s are enough", 130_000, 3000, [undefined, 100]],
    ["130 s and a microsecond are too long", 130_000.001, 3000, [[["FAILED", 221_000]], 0]],
    ["with a timeout of 200 s there is time for 200 s", 200_000, 200_000, [undefined, 100]],
    ["and no more", 200_001, 200_000, [[["FAILED", 291_000]], 0]],
  ])("%s", (_title, init, timeout, expected) => {
    expect(end(init, timeout)).toEqual(expected);
  });

  test("a failed allocation is asked for again by the next scheduled rise", () => {
    const schedules = [{ at: [atSecond(200)], min: 2, max: null }];
    const { allocations } = run({ provisioned: { count: 2, allocateAtStart: true, initErrors: 1, schedules } });
    expect(allocations?.map(({ askedMs, endedMs }) => [askedMs, endedMs])).toEqual([
      [0, 90_010],
      [200_000, 290_010],
    ]);
  });
});
