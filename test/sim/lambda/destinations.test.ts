/** Where asynchronous events end: destinations, dead-letter queues, and chains of functions. */
import { describe, expect, test } from "vitest";
import { destinationNames, simulate } from "../../../sim/index.ts";
import { configOf, type Literal } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { functionIn, range, sum } from "../kit.ts";

const chain = (functions: Literal["functions"], invoke = "f", events = 1) =>
  play({ seconds: 1000, functions, traffic: [{ invoke, event: true, at: range(events).map((n) => n * 5000) }] });

describe("ASY-13, ASY-14: records", () => {
  test.each([
    ["a success", 0, { bad: 0, dead: 0, ok: 1 }],
    ["a drop, to both the failure destination and the dead-letter queue", 1, { bad: 1, dead: 1, ok: 0 }],
  ])("%s", (_title, errors, destinations) => {
    const { result } = chain({ f: { errors, async: { onSuccess: "ok", onFailure: "bad", deadLetter: "dead" } } });
    expect(result.destinations).toEqual(destinations);
  });

  test("the same queue for both gets both", () => {
    const { result } = chain({ f: { errors: 1, async: { onFailure: "bad", deadLetter: "bad" } } }, "f", 3);
    expect(result.destinations).toEqual({ bad: 6 });
  });

  test("MET-15: dropped counts although a destination took the event", () => {
    const { result } = chain({ f: { errors: 1, async: { onFailure: "bad" } } });
    expect(functionIn(result, "f").asyncDroppedCount).toBe(1);
  });

  test("what is neither a function nor a source can be named in thresholds before there is a result", () => {
    const functions = { f: { async: { onSuccess: "ok", onFailure: "g", deadLetter: "dead" } }, g: {} };
    const config = configOf({ functions, traffic: [{ invoke: "f", event: true, at: [0] }] });
    expect(destinationNames(config)).toEqual(["dead", "ok"]);
    expect(Object.keys(simulate(config).destinations)).toEqual(["dead", "ok"]);
  });

  test("synchronous invocations send no records", () => {
    const { result } = play({
      functions: { f: { errors: 0.5, async: { onSuccess: "ok", onFailure: "bad" } } },
      traffic: [{ invoke: "f", rate: 1 }],
    });
    expect(result.destinations).toEqual({ bad: 0, ok: 0 });
  });
});

describe("ASY-13: a function as destination", () => {
  test("runs on an event of its own, after the first one's success", () => {
    const { timeline, result } = chain({ f: { run: 1000, async: { onSuccess: "next" } }, next: { run: 500 } });
    expect(timeline.slice(0, 4)).toEqual([
      "0ms f#1 cold on 1",
      "1000ms f#1 end success",
      "1000ms next#1 cold on 1",
      "1500ms next#1 end success",
    ]);
    expect(functionIn(result, "next")).toMatchObject({ asyncReceivedCount: 1, asyncSucceededCount: 1 });
    expect(result.traffic["traffic-1"]).toMatchObject({ requestsCount: 1, succeededCount: 1, latencyMsMax: 1000 });
  });

  test("or after its last failure", () => {
    const { timeline } = chain({
      f: { run: 1000, errors: 1, async: { retries: 0, onFailure: "fix" } },
      fix: { run: 500 },
    });
    expect(timeline.slice(1, 4)).toEqual([
      "1000ms f#1 end error",
      "1000ms f#1 drop RetriesExhausted",
      "1000ms fix#1 cold on 1",
    ]);
  });

  test("with its own settings: a stopped one drops it (ASY-9)", () => {
    const { result } = chain({
      f: { async: { onSuccess: "next" } },
      next: { reserved: 0, async: { onFailure: "bad" } },
    });
    expect(functionIn(result, "next")).toMatchObject({
      asyncReceivedCount: 1,
      asyncStoppedCount: 1,
      invocationsCount: 0,
    });
    expect(result.destinations).toEqual({ bad: 1 });
  });
});

describe("ASY-15: a record that does not arrive is lost, and a metric says so", () => {
  const played = (asyncDeliveryFailures: number) =>
    play({
      seconds: 600,
      model: { asyncDeliveryFailures },
      functions: {
        f: { errors: 1, async: { retries: 0, onFailure: "failed", deadLetter: "dead" } },
        g: { async: { onSuccess: "done" } },
      },
      traffic: [
        { invoke: "f", event: true, at: [0, 1] },
        { invoke: "g", event: true, at: [0] },
      ],
    }).result;

  test("all arrive by default", () => {
    expect(played(0).destinations).toEqual({ dead: 2, done: 1, failed: 2 });
    expect(played(0).functions.f).not.toHaveProperty("asyncDeadLetterErrorsCount");
    expect(sum(played(0).metrics.functions.f!["AWS/Lambda"].DeadLetterErrors)).toBe(0);
  });
  test("MET-16, MET-17: at a share of 1 none arrives", () => {
    const { destinations, metrics, functions } = played(1);
    expect(destinations).toEqual({ dead: 0, done: 0, failed: 0 });
    expect(functions.f).toMatchObject({ asyncDeadLetterErrorsCount: 2, asyncDeliveryFailuresCount: 2 });
    expect(functions.g).toMatchObject({ asyncDeliveryFailuresCount: 1 });
    expect(functions.g).not.toHaveProperty("asyncDeadLetterErrorsCount");
    expect(sum(metrics.functions.f!["AWS/Lambda"].DeadLetterErrors)).toBe(2);
    expect(sum(metrics.functions.f!["AWS/Lambda"].DestinationDeliveryFailures)).toBe(2);
    expect(sum(metrics.functions.g!["AWS/Lambda"].DestinationDeliveryFailures)).toBe(1);
    expect(sum(metrics.functions.f!["AWS/Lambda"].AsyncEventsDropped)).toBe(2);
  });
});

describe("ASY-20: a function that has run 16 times in a chain is not invoked again in it", () => {
  /** f1 sends to f2, f2 to f3, and so on; the last sends to a queue. */
  const line = (length: number) =>
    Object.fromEntries(
      range(length, 1).map((n) => [`f${n}`, { run: 100, async: { onSuccess: n === length ? "end" : `f${n + 1}` } }]),
    );

  test("functions in a row run through, however many: each runs once", () => {
    const { result } = chain(line(20), "f1");
    expect(functionIn(result, "f20").invocationsCount).toBe(1);
    expect(result.destinations).toEqual({ end: 1 });
  });
  test("two that feed each other run 16 times each; the 17th event of the first is dropped (MET-18)", () => {
    const { result } = chain(
      { f: { run: 100, async: { onSuccess: "g", deadLetter: "dead" } }, g: { run: 100, async: { onSuccess: "f" } } },
      "f",
    );
    expect([functionIn(result, "f").invocationsCount, functionIn(result, "g").invocationsCount]).toEqual([16, 16]);
    expect(functionIn(result, "f").asyncReceivedCount).toBe(16);
    expect(sum(result.metrics.functions.f!["AWS/Lambda"].RecursiveInvocationsDropped)).toBe(1);
    expect(result.destinations).toEqual({ dead: 1 });
  });
  test("each function is counted for itself: f runs 16 times though g drops each of its events unrun", () => {
    const { result } = chain(
      {
        f: { run: 1000, errors: 1, async: { retries: 0, onFailure: "g", deadLetter: "dead" } },
        g: { reserved: 0, async: { onFailure: "f" } },
      },
      "f",
    );
    expect([functionIn(result, "f").invocationsCount, functionIn(result, "g").invocationsCount]).toEqual([16, 0]);
    // One of each run, and the one that is stopped.
    expect(result.destinations).toEqual({ dead: 17 });
  });
  test("MOD: two of which none ever runs pass an event on 16 times each, or nothing would stop them", () => {
    const stopped = (onFailure: string) => ({ reserved: 0, async: { onFailure } });
    const { result } = chain({ f: stopped("g"), g: stopped("f") });
    expect([functionIn(result, "f").asyncReceivedCount, functionIn(result, "g").asyncReceivedCount]).toEqual([16, 16]);
  });
  test("a function that feeds itself runs 16 times an event; the stopped one goes to its dead-letter queue", () => {
    const { result } = chain({ f: { run: 100, async: { onSuccess: "f", deadLetter: "dead" } } }, "f", 3);
    expect(functionIn(result, "f").invocationsCount).toBe(48);
    expect(sum(result.metrics.functions.f!["AWS/Lambda"].RecursiveInvocationsDropped)).toBe(3);
    expect(result.destinations).toEqual({ dead: 3 });
  });
  test("and to its failure destination, unless that is a function again", () => {
    const { result } = chain({ f: { run: 100, async: { onSuccess: "f", onFailure: "bad", deadLetter: "dead" } } });
    expect(result.destinations).toEqual({ bad: 1, dead: 1 });
    const loop = chain({ f: { run: 100, errors: 1, async: { retries: 0, onFailure: "f" } } });
    expect(functionIn(loop.result, "f").invocationsCount).toBe(16);
    expect(loop.result.destinations).toEqual({});
  });
  test("retries are no links: 16 links of 3 attempts each", () => {
    const { result } = play({
      seconds: 5000,
      functions: { f: { run: 1000, errors: 1, async: { onFailure: "f" } } },
      traffic: [{ invoke: "f", event: true, at: [0] }],
    });
    expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 48, asyncExhaustedCount: 16 });
  });
});
