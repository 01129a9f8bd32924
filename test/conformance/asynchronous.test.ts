/** Worked examples on asynchronous invocation (§13.9). */
import { describe, expect, test } from "vitest";
import { play } from "../helpers/play.ts";
import { functionIn, range } from "../sim/kit.ts";

const sum = (column: readonly (number | null)[]): number =>
  column.reduce<number>((total, value) => total + (value ?? 0), 0);

test("EX-50: a function that always fails is tried at once, a minute after, and two minutes after that", () => {
  const { timeline, result } = play({
    seconds: 600,
    functions: { f: { run: 1000, errors: 1, async: { onFailure: "failed" } } },
    traffic: [{ invoke: "f", event: true, at: [0] }],
  });
  expect(timeline.filter((line) => !line.includes("expire"))).toEqual([
    "0ms f#1 cold on 1",
    "1000ms f#1 end error",
    "61000ms f#1 warm on 1",
    "62000ms f#1 end error",
    "182000ms f#1 warm on 1",
    "183000ms f#1 end error",
    "183000ms f#1 drop RetriesExhausted",
  ]);
  const metrics = result.metrics.functions.f!["AWS/Lambda"];
  expect(sum(metrics.Errors)).toBe(3);
  expect(sum(metrics.AsyncEventsDropped)).toBe(1);
  expect(result.destinations).toEqual({ failed: 1 });
});

test("EX-51: with no retries a failing event is tried once and dropped", () => {
  const { result } = play({
    seconds: 4000,
    functions: { f: { errors: 1, async: { retries: 0, maxAgeSeconds: 3600 } } },
    traffic: [{ invoke: "f", event: true, at: [0] }],
  });
  expect(result.functions.f).toMatchObject({ invocationsCount: 1, asyncDroppedCount: 1, asyncExhaustedCount: 1 });
});

test("EX-52: with a reservation of 0 the event is accepted, never tried, and dead-lettered at once", () => {
  const { timeline, result } = play({
    functions: { f: { reserved: 0, async: { deadLetter: "dead", onFailure: "failed" } } },
    traffic: [{ invoke: "f", event: true, at: [5000] }],
  });
  expect(timeline).toEqual(["5000ms f#1 drop ZeroReservedConcurrency"]);
  const { AsyncEventsReceived, AsyncEventsDropped, Throttles } = result.metrics.functions.f!["AWS/Lambda"];
  expect([sum(AsyncEventsReceived), sum(AsyncEventsDropped), sum(Throttles)]).toEqual([1, 1, 0]);
  expect(result.destinations).toEqual({ dead: 1, failed: 1 });
});

/** The only unit of `f` is taken for the whole run by a request that never ends in time. */
const blocked = (maxAgeSeconds: number) =>
  play({
    seconds: 22_000,
    functions: { f: { run: 900_000, reserved: 1, async: { maxAgeSeconds } } },
    traffic: [
      ...Array.from({ length: 25 }, (_, turn) => ({
        name: `blocker-${String(turn).padStart(2, "0")}`,
        invoke: "f",
        at: [turn * 900_000],
      })),
      { name: "event", invoke: "f", event: true, at: [1] },
    ],
  });

describe("EX-54: an event that is always refused", () => {
  test.each([
    [21_600, 80, 21_511],
    [3600, 20, 3511],
    [300, 9, 255],
    [60, 6, 31],
  ])("ASY-6, ASY-7, OQ-6: at most %i s old: %i attempts, the end at the last, at %i s", (maxAge, attempts, last) => {
    const { events, result } = blocked(maxAge);
    const ages = events
      .filter(({ kind, request }) => kind === "throttle" && request === 2)
      .map((e) => e.atUs / 1e6 - 0.001);
    expect(ages).toHaveLength(attempts);
    expect(ages.slice(0, 6).map(Math.round)).toEqual([0, 1, 3, 7, 15, 31]);
    expect(ages.at(-1)).toBeCloseTo(last, 6);
    const drop = events.find(({ kind }) => kind === "drop")!;
    expect(drop).toMatchObject({ detail: "EventAgeExceeded", atUs: last * 1e6 + 1000 });
    expect(result.functions.f).toMatchObject({ asyncExpiredCount: 1, throttlesCount: attempts });
  });
});

describe("EX-56: who retries what", () => {
  test.each([0, 1, 2])("function error: %i retries when so configured", (retries) => {
    const { result } = play({
      seconds: 600,
      functions: { f: { errors: 1, async: { retries } } },
      traffic: [{ invoke: "f", event: true, at: [0] }],
    });
    expect(result.functions.f!.invocationsCount).toBe(retries + 1);
  });

  test("ASY-5, ASY-21: a platform error is tried again until the event is 6 h old, whatever the retries", () => {
    const { result } = play({
      seconds: 22_000,
      model: { asyncSystemErrors: 1 },
      functions: { f: { async: { retries: 0 } } },
      traffic: [{ invoke: "f", event: true, at: [0] }],
    });
    expect(result.functions.f).toMatchObject({ invocationsCount: 0, asyncExpiredCount: 1, asyncAgeMsSamples: 80 });
  });

  test("ASY-9: a reservation of 0 is not retried", () => {
    const { result } = play({
      functions: { f: { reserved: 0 } },
      traffic: [{ invoke: "f", event: true, at: [0] }],
    });
    expect(result.functions.f).toMatchObject({ asyncAgeMsSamples: 0, asyncStoppedCount: 1 });
  });
});

test("EX-55, ASY-20: a function that feeds itself runs 16 times and no 17th; its other callers go on", () => {
  const { result } = play({
    seconds: 120,
    functions: { f: { run: 100, async: { onSuccess: "f" } } },
    traffic: [
      { name: "loop", invoke: "f", at: [0], event: true },
      { name: "others", invoke: "f", at: range(100, 1).map((second) => second * 1000) },
    ],
  });
  const dropped = result.metrics.functions.f!["AWS/Lambda"].RecursiveInvocationsDropped;
  expect(dropped.filter((count) => count !== null)).toEqual([1]);
  expect(functionIn(result, "f").invocationsCount).toBe(16 + 100);
  expect(result.traffic.others).toMatchObject({ succeededCount: 100, throttledCount: 0 });
});
