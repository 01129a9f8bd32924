/** Numbers that a run keeps in columns and fields of 32 bits: each fits, or the run ends with a broken invariant. */
import { describe, expect, test } from "vitest";
import { Agenda } from "../../sim/core/base/agenda.ts";
import { Histogram as CoreHistogram } from "../../sim/core/base/histogram.ts";
import { ints } from "../../sim/core/base/prelude.ts";
import { seconds, start } from "../../sim/index.ts";
import { InvariantError } from "../../sim/kernel/assert.ts";
import { Settling } from "../../sim/measure/recorders/settling.ts";
import { Histogram } from "../../sim/measure/tables/histogram.ts";
import { configOf } from "../helpers/config.ts";
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

test("an event has all its attempts and refusals, beyond what 8 bits hold", () => {
  // Refused at 0, 1, 3, ... 511 s, then every 300 s up to 99,811 s; at 100,000 s it is too old.
  const { result } = play({
    seconds: 110_000,
    concurrency: 1,
    functions: {
      hog: { run: 200_000_000, timeout: 200_000_000 },
      f: { async: { maxAgeSeconds: 100_000 } },
    },
    traffic: [
      { invoke: "hog", at: [0] },
      { invoke: "f", event: true, at: [1] },
    ],
  });
  expect(result.traffic["traffic-2"]).toMatchObject({ attemptsCount: 10 + 331, droppedCount: 1 });
});

test("DUR-2: an execution has all its stretches, beyond what 8 bits hold", () => {
  const { result } = play({
    seconds: 3600,
    functions: {
      f: { durable: { steps: range(301).map((step) => (step % 2 === 0 ? 10 : -1000)), timeout: 3_600_000 } },
    },
    traffic: [{ invoke: "f", event: true, at: [0] }],
  });
  expect(functionIn(result, "f").invocationsCount).toBe(151);
});

describe("times", () => {
  const most = 2 ** 32 - 1;
  /** What the core has after so many times of 0: cells of 32 bits, and a count of more. */
  const zeros = (count: number): CoreHistogram => {
    const cells = ints(256);
    cells[0] = count;
    const counted = new CoreHistogram(cells);
    counted.length = cells.length;
    counted.count = count;
    counted.min = 0;
    return counted;
  };

  test("one histogram counts 2^32 - 1 of them", () => {
    const times = new Histogram();
    times.addZeros(most);
    expect(times.entries()).toEqual([[0, most]]);
  });

  test("and takes as many from the core, whose cells hold half of that", () => {
    const times = new Histogram();
    const counted = zeros(most - 1);
    counted.add(0);
    times.take(counted);
    expect([times.count, times.entries()]).toEqual([most, [[0, most]]]);
    expect([counted.count, counted.cells.every((cell) => cell === 0)]).toEqual([0, true]);
  });

  test("one more breaks an invariant, however it comes", () => {
    const one = new Histogram();
    one.add(seconds(1));
    const ways: ((times: Histogram) => void)[] = [
      (times) => times.add(0),
      (times) => times.merge(one),
      (times) => times.take(zeros(1)),
      (times) => times.addZeros(1),
    ];
    for (const way of ways) {
      const times = new Histogram();
      times.addZeros(most);
      expect(() => way(times)).toThrow(InvariantError);
    }
    expect(() => new Histogram().take(zeros(most + 1))).toThrow(InvariantError);
    expect(() => new Histogram().addZeros(most + 1)).toThrow(InvariantError);
  });
});

describe("what is counted between two looks at the core", () => {
  type Given = ConstructorParameters<typeof Settling>;
  /** Of a run without functions, in which so much has been scheduled. */
  const settling = (agenda: Agenda): Settling => {
    const core = { agenda, minuteStart: 0, minuteEnd: 0 };
    const parts = { core, fns: [], regions: [], versions: [], services: [], horizon: seconds(60) };
    return new Settling({ versions: null } as unknown as Given[0], parts as unknown as Given[1]);
  };

  test("2,000,000,000 things each time fit its 32 bits, one more breaks an invariant", () => {
    const agenda = new Agenda();
    const one = settling(agenda);
    for (const _ of range(3)) {
      agenda.sequence += 2e9;
      expect(() => one.settle(0)).not.toThrow();
    }
    agenda.sequence += 2e9 + 1;
    expect(() => one.settle(0)).toThrow(InvariantError);
  });
});

test("an invariant that breaks in the core is told with seed, simulated time and event, as any other", () => {
  const config = configOf({ seed: 7, functions: { f: { run: 100 } }, traffic: [{ invoke: "f", at: [0, 2500] }] });
  const broken = (how: Error) => () =>
    start(config, {
      onEvent: ({ kind, atUs }) => {
        if (kind === "arrive" && atUs > 0) throw how;
      },
    }).finish();
  const how = new InvariantError("a unit was given back twice");
  expect(broken(how)).toThrow(/^a unit was given back twice \(seed 7, 2500 ms, event \d+\)$/);
  expect(broken(how)).toThrow(InvariantError);
  expect(broken(new Error("the listener's own"))).toThrow(/^the listener's own$/);
});
