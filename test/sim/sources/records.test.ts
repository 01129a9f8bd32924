/** Destinations and dead-letter queues that are sources of the scenario: their consumers see the records. */
import { describe, expect, test } from "vitest";
import type { Literal } from "../../helpers/config.ts";
import { functionOf } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { change, functionIn, pushSource, sum } from "../kit.ts";

const events = (literal: Literal, at: readonly number[] = [0]) =>
  play({ seconds: 1000, ...literal, traffic: [{ name: "in", invoke: "f", event: true, at }] });

const ENDED = { requestsCount: 1, succeededCount: 1, droppedCount: 0, pendingCount: 0 };

describe("ASY-13: a source as destination", () => {
  const { timeline, result } = events({
    functions: { f: { run: 1000, async: { onSuccess: "done" } }, next: { run: 500 } },
    sources: [pushSource("done", "next", { afterMs: 200 })],
  });

  test("carries the record in its own time, and its function runs on it", () => {
    expect(timeline.slice(0, 4)).toEqual([
      "0ms f#1 cold on 1",
      "1000ms f#1 end success",
      "1200ms next#1 cold on 1",
      "1700ms next#1 end success",
    ]);
  });
  test("it is counted once in the source, from when the record was sent, and once by the function", () => {
    expect(result.sources.done).toMatchObject({ ...ENDED, attemptsCount: 1, latencyMsMax: 700 });
    expect(functionIn(result, "next")).toMatchObject({ asyncReceivedCount: 1, asyncSucceededCount: 1 });
  });
  test("and nowhere else: it is no sink, and no request of the traffic", () => {
    expect(result.destinations).toEqual({});
    expect(result.traffic).toMatchObject({ in: { ...ENDED, latencyMsMax: 1000 } });
  });
});

describe("ASY-13, ASY-14: a drop goes to both", () => {
  const { result } = events(
    {
      functions: {
        f: { errors: 1, async: { retries: 0, onFailure: "lost", deadLetter: "dead" } },
        mend: { reserved: 0, async: { onFailure: "given-up" } },
        tell: {},
      },
      sources: [pushSource("lost", "mend", { type: "s3", afterMs: 1000 }), pushSource("dead", "tell")],
    },
    [0, 5, 10],
  );

  test("each source has three records, each ends once", () => {
    expect(result.sources.dead).toMatchObject({ requestsCount: 3, succeededCount: 3, pendingCount: 0 });
    expect(result.sources.lost).toMatchObject({ requestsCount: 3, succeededCount: 0, droppedCount: 3 });
  });
  test("ASY-9: what the second function drops goes on to its own destination, a sink", () => {
    expect(result.destinations).toEqual({ "given-up": 3 });
  });
});

test("traffic and records go the same way, and the source counts both", () => {
  const { result } = play({
    seconds: 100,
    functions: { f: { run: 100, async: { onSuccess: "topic" } }, g: { run: 100 } },
    sources: [pushSource("topic", "g")],
    traffic: [
      { name: "events", invoke: "f", event: true, at: [0, 1000] },
      { name: "straight", invoke: "g", event: true, source: "topic", at: [0, 500, 1000] },
    ],
  });
  expect(result.sources).toEqual({ topic: expect.objectContaining({ requestsCount: 5, succeededCount: 5 }) });
  expect(result.traffic.straight).toMatchObject({ requestsCount: 3 });
  expect(functionIn(result, "g")).toMatchObject({ asyncReceivedCount: 5, invocationsCount: 5 });
});

test("LIM-12: a source names an alias, so the record runs on its version", () => {
  const { events: log } = events({
    functions: { f: { async: { onSuccess: "done" } }, next: { provisioned: 1 } },
    sources: [pushSource("done", "next:live")],
  });
  const started = log.find(({ kind, function: name }) => kind === "provisioned" && name === "next");
  expect(started).toMatchObject({ qualifier: "live", atUs: 100_000 });
});

test("ASY-15: a record that is lost on its way never comes into the source", () => {
  const { result } = events({
    model: { asyncDeliveryFailures: 1 },
    functions: { f: { async: { onSuccess: "done" } }, next: {} },
    sources: [pushSource("done", "next")],
  });
  expect(result.sources.done).toMatchObject({ requestsCount: 0 });
  expect(sum(result.metrics.functions.f!["AWS/Lambda"].DestinationDeliveryFailures)).toBe(1);
});

test("ASY-13: a function is meant where a function and a source have the same name", () => {
  const { result } = events({
    functions: { f: { async: { onSuccess: "next" } }, next: {}, other: {} },
    sources: [pushSource("next", "other")],
  });
  expect(functionIn(result, "next").invocationsCount).toBe(1);
  expect(functionIn(result, "other").invocationsCount).toBe(0);
});

test("ASY-13: a change of the destination holds for what succeeds from then on", () => {
  const { result } = events(
    {
      functions: { f: { async: { onSuccess: "sink" } }, next: {} },
      sources: [pushSource("done", "next")],
      changes: [change(10, { functions: [functionOf("f", { async: { onSuccess: "done" } })] })],
    },
    [0, 20_000],
  );
  expect(result.destinations).toEqual({ sink: 1 });
  expect(result.sources.done).toMatchObject(ENDED);
});

test("what is still on its way when the run ends is pending", () => {
  const { result } = events({
    functions: { f: { async: { onSuccess: "done" } }, next: {} },
    sources: [pushSource("done", "next", { afterMs: 2_000_000 })],
  });
  expect(result.sources.done).toMatchObject({ requestsCount: 1, pendingCount: 1 });
});
