/** Records handed to a source that acts by itself: by traffic, destinations, calls, and what functions send. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { type CallConfig, type Result, type SendConfig, simulate } from "../../../sim/index.ts";
import { Simulation } from "../../../sim/simulation.ts";
import type { NodeType } from "../../../sim/sources/node.ts";
import { configOf, constant, type Literal } from "../../helpers/config.ts";
import { ROOT } from "../../tidy/tree.ts";
import { hoppers } from "./hopper.ts";

let Built: typeof Simulation;
beforeAll(async () => {
  const url = pathToFileURL(join(ROOT, "dist/sim/simulation.js")).href;
  Built = ((await import(url)) as { Simulation: typeof Simulation }).Simulation;
});

const HOPPER = {
  name: "hopper",
  type: "sns" as const,
  delivery: constant(0),
  invokes: { function: "f", qualifier: "$LATEST" },
};
const INTO = { invoke: null, source: "hopper" } as const;
const CALL: CallConfig = { kind: "source", to: "hopper", share: 1 };
const send = (delayMs: number): SendConfig => ({
  kind: "source",
  to: "hopper",
  share: 1,
  delay: constant(delayMs),
  atMost: null,
});

type Filled = (literal: Literal, types?: Readonly<Record<string, NodeType>>) => Result;

const filledBy =
  (core: "js" | "wasm"): Filled =>
  (literal, types = hoppers()) => {
    const config = configOf({ seconds: 10, sources: [HOPPER], ...literal });
    const Made = core === "js" ? Simulation : Built;
    return new Made(config, { core }, undefined, types).finish();
  };

describe.each(["js", "wasm"] as const)("by traffic, %s", (core) => {
  const filled = filledBy(core);

  test("traffic hands it records, and it invokes", () => {
    const { sources, traffic, functions } = filled({
      functions: { f: { run: 50 } },
      traffic: [{ ...INTO, name: "grain", at: [0, 10, 20, 1000] }],
    });
    // At 100 ms two of three, 100 ms later the third, and the last at 1100 ms.
    expect(sources.hopper).toMatchObject({ requestsCount: 3, succeededCount: 3, pendingCount: 0 });
    expect(sources.hopper).toMatchObject({ recordsCount: 4, recordsRefusedCount: 0, pouredCount: 4, waitingLast: 0 });
    expect(sources.hopper).toMatchObject({ heldMsMax: 230, heldMsMin: 140 });
    expect(traffic.grain).toMatchObject({ requestsCount: 4, succeededCount: 4, pendingCount: 0, attemptsCount: 4 });
    expect(functions.f).toMatchObject({ invocationsCount: 3 });
  });

  test("what it invokes is synchronous: the function and the source have latencies", () => {
    const { sources, functions, series } = filled({
      functions: { f: { run: 50, init: 200 } },
      traffic: [{ ...INTO, name: "grain", at: [0, 1000] }],
    });
    const times = { latencyMsSamples: 2, latencyMsMin: 50, latencyMsMax: 250 };
    expect(functions.f).toMatchObject(times);
    expect(sources.hopper).toMatchObject(times);
    expect(series.functions.f!.latencyMsP50.slice(0, 2)).toEqual([250, 50]);
  });

  test("a caller of the same function is told apart", () => {
    const { traffic, sources, functions } = filled({
      functions: { f: { run: 50, init: 200 } },
      traffic: [
        { ...INTO, name: "grain", at: [0] },
        { name: "users", invoke: "f", at: [5000] },
      ],
    });
    expect(functions.f).toMatchObject({ latencyMsSamples: 2, latencyMsMin: 50, latencyMsMax: 250 });
    expect(sources.hopper).toMatchObject({ latencyMsSamples: 1, latencyMsMax: 250 });
    expect(traffic.users).toMatchObject({ latencyMsSamples: 1, latencyMsMax: 50 });
  });

  test("traffic is throttled by what it turns away", () => {
    const { sources, traffic } = filled({
      functions: { f: { run: 50 } },
      traffic: [{ ...INTO, name: "grain", at: Array(7).fill(0) }],
    });
    expect(traffic.grain).toMatchObject({ requestsCount: 7, succeededCount: 5, throttledCount: 2 });
    expect(sources.hopper).toMatchObject({ recordsCount: 7, recordsRefusedCount: 2, pouredCount: 5 });
  });

  test("a record is not lost on its way while the run goes on", () => {
    const { sources, traffic } = filled({
      functions: { f: { run: 3000, reserved: 1 } },
      traffic: [{ ...INTO, name: "grain", rate: 3, arrivals: "poisson" }],
    });
    const { recordsCount, recordsRefusedCount, pouredCount, spiltCount, waitingLast } = sources.hopper as never;
    expect(recordsCount).toBe(traffic.grain!.requestsCount);
    expect(pouredCount + spiltCount + waitingLast + recordsRefusedCount).toBe(recordsCount);
    expect(sources.hopper!.throttledCount).toBeGreaterThan(0);
  });
});

describe.each(["js", "wasm"] as const)("by functions, %s", (core) => {
  const filled = filledBy(core);

  test("ASY-15: a destination that turns a record away has not got it", () => {
    const { sources, metrics } = filled({
      functions: { f: { run: 50 }, g: { async: { onSuccess: "hopper" } } },
      traffic: [{ name: "events", invoke: "g", event: true, at: Array(7).fill(0) }],
    });
    expect(sources.hopper).toMatchObject({ recordsCount: 7, recordsRefusedCount: 2, pouredCount: 5 });
    expect(metrics.functions.g!["AWS/Lambda"]!.DestinationDeliveryFailures).toEqual([2]);
  });

  test("a call is a failure when its record is turned away", () => {
    const { functions, sources } = filled({
      functions: { f: { run: 50 }, g: { run: 20, calls: [CALL] } },
      traffic: [{ invoke: "g", at: Array(7).fill(0) }],
    });
    expect(functions.g).toMatchObject({ invocationsCount: 7, errorsCount: 2 });
    // 10 ms is what it takes to put a record in.
    expect(functions.g).toMatchObject({ durationMsMax: 30, durationMsMin: 10 });
    expect(sources.hopper).toMatchObject({ recordsCount: 7, recordsRefusedCount: 2, pouredCount: 5 });
  });

  test("what a function sends is handed over after its delay", () => {
    const { sources } = filled({
      functions: { f: { run: 50 }, g: { run: 20, sends: [send(0), send(1000)] } },
      traffic: [{ invoke: "g", at: [0] }],
    });
    expect(sources.hopper).toMatchObject({ recordsCount: 2, pouredCount: 2, requestsCount: 2 });
  });

  test("ASY-20: it hands the chain on, and Lambda stops it after 16 links", () => {
    const { functions, sources, metrics } = filled({
      functions: { f: { run: 50, sends: [send(0)] } },
      traffic: [{ ...INTO, at: [0] }],
    });
    expect(functions.f).toMatchObject({ invocationsCount: 16 });
    expect(sources.hopper).toMatchObject({ recordsCount: 17, pouredCount: 16, spiltCount: 1, droppedCount: 1 });
    expect(metrics.functions.f!["AWS/Lambda"]!.RecursiveInvocationsDropped).toEqual([1]);
  });

  test("a chain that nothing stops takes some time, however fast its links are", () => {
    const { sources } = filled(
      {
        seconds: 0.05,
        functions: { f: { run: 0, recursiveLoop: "Allow", sends: [send(0)] } },
        traffic: [{ ...INTO, at: [0] }],
      },
      hoppers({ every: 0 as never }),
    );
    expect(sources.hopper!.recordsCount).toBeGreaterThan(20);
    expect(sources.hopper!.recordsCount).toBeLessThanOrEqual(51);
  });
});

test("the node invokes nothing while it is handed something", () => {
  const [[name, type] = ["", undefined]] = Object.entries(hoppers());
  const hasty: NodeType = {
    is: type!.is,
    open: (config, world) => {
      const invoke = world.invokes(config.invokes!);
      return { begin() {}, onOutcome() {}, accept: (now) => invoke(now, 0) as never };
    },
  };
  const config = configOf({ functions: { f: {} }, sources: [HOPPER], traffic: [{ ...INTO, at: [0] }] });
  expect(() => new Simulation(config, {}, undefined, { [name]: hasty }).finish()).toThrow("while a record is handed");
});

test("records go into no source that takes none, and none is missing where nothing goes in", () => {
  const [[name, type] = ["", undefined]] = Object.entries(hoppers());
  const closed: NodeType = { is: type!.is, open: () => ({ begin() {}, onOutcome() {} }) };
  const run = (traffic: Literal["traffic"] & object) =>
    new Simulation(configOf({ functions: { f: {} }, sources: [HOPPER], traffic }), {}, undefined, { [name]: closed });
  expect(() => run([{ ...INTO, at: [0] }])).toThrow("records go into a source that takes none");
  expect(run([]).finish().sources.hopper).toMatchObject({ requestsCount: 0, recordsCount: 0 });
});

test("traffic that names no function needs a source that acts", () => {
  const config = configOf({ functions: { f: {} }, sources: [HOPPER], traffic: [{ ...INTO, at: [0] }] });
  expect(() => simulate(config)).toThrow("traffic invokes what the source invokes that carries it");
});
