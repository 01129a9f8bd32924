/** Numbers that a run keeps in columns of typed arrays: each fits, or the run ends with a broken invariant. */
import { describe, expect, test } from "vitest";
import { seconds } from "../../sim/index.ts";
import { InvariantError } from "../../sim/kernel/assert.ts";
import { Histogram } from "../../sim/measure/histogram.ts";
import { play } from "../helpers/play.ts";
import { functionIn, range, service } from "./kit.ts";

test.each([255, 256, 300, 1000])("a function with %d calls makes all of them", (calls) => {
  const { result } = play({
    functions: { f: { run: 0, calls: range(calls).map(() => ({ to: "db", share: 1 })) } },
    downstreams: [service({ size: 1, latency: 10 })],
    traffic: [{ invoke: "f", at: [0] }],
  });
  expect(result.downstreams.db!.callsCount).toBe(calls);
  expect(functionIn(result, "f").durationMsMax).toBe(10 * calls);
});

describe("times", () => {
  const most = 2 ** 32 - 1;

  test("one histogram counts 2^32 - 1 of them", () => {
    const times = new Histogram();
    times.addZeros(most);
    expect(times.entries()).toEqual([[0, most]]);
  });

  test("one more breaks an invariant, however it comes", () => {
    const times = new Histogram();
    const one = new Histogram();
    times.addZeros(most);
    one.add(seconds(1));
    expect(() => times.merge(one)).toThrow(InvariantError);
    times.clear();
    times.addZeros(most);
    expect(() => times.add(0)).toThrow(InvariantError);
    times.clear();
    expect(() => times.addZeros(most + 1)).toThrow(InvariantError);
  });
});
