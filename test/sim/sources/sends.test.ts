/** What functions send when a run has ended well: records into sources, events to functions (ASY-1). */
import { describe, expect, test } from "vitest";
import type { Literal } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { functionIn, pushSource, range, sendOf } from "../kit.ts";

const sending = (functions: Literal["functions"], at: readonly number[] = [0], more: Partial<Literal> = {}) =>
  play({ seconds: 600, functions, traffic: [{ name: "in", invoke: "a", at }], ...more });

describe("into a source", () => {
  const { timeline, result } = sending(
    { a: { run: 100, sends: [sendOf("topic", { delayMs: 40 })] }, b: { run: 50 } },
    [0, 1000],
    { sources: [pushSource("topic", "b", { afterMs: 30 })] },
  );

  test("after the run, its delay and the delivery", () => {
    expect(timeline.slice(0, 4)).toEqual([
      "0ms a#1 cold on 1",
      "100ms a#1 end success",
      "170ms b#1 cold on 1",
      "220ms b#1 end success",
    ]);
  });
  test("the source counts each from when it is put in; the run itself is not longer", () => {
    expect(result.sources.topic).toMatchObject({ requestsCount: 2, succeededCount: 2, latencyMsMax: 80 });
    expect(result.traffic.in).toMatchObject({ succeededCount: 2, latencyMsMax: 100 });
    expect([result.sends, result.calls, result.destinations]).toEqual([undefined, undefined, {}]);
  });
});

describe("to a function: an event (ASY-1), whatever invoked the run", () => {
  test.each([
    ["a client", {}],
    ["an event", { event: true }],
  ])("%s", (_what, how) => {
    const { timeline, result } = play({
      functions: { a: { run: 100, sends: [sendOf("b", { qualifier: "live" })] }, b: { provisioned: 1 } },
      traffic: [{ name: "in", invoke: "a", at: [0], ...how }],
    });
    expect(timeline[2]).toBe("100ms b#1 provisioned on 1");
    expect(functionIn(result, "b")).toMatchObject({ asyncReceivedCount: 1, asyncSucceededCount: 1 });
    expect(result.sends).toEqual({
      "a/sends/b:live": expect.objectContaining({ requestsCount: 1, succeededCount: 1, latencyMsMax: 100 }),
    });
  });

  test("ASY-3: the event has the retries of its function, and ends once", () => {
    const { result } = sending({
      a: { sends: [sendOf("b", { qualifier: "$LATEST" })] },
      b: { errors: 1, async: { onFailure: "lost" } },
    });
    expect(functionIn(result, "b")).toMatchObject({ invocationsCount: 3, asyncExhaustedCount: 1 });
    expect(result.sends!["a/sends/b"]).toMatchObject({ requestsCount: 1, droppedCount: 1, attemptsCount: 3 });
    expect(result.destinations).toEqual({ lost: 1 });
  });
});

describe("only a run that has ended well sends", () => {
  const sent = (a: Literal["functions"][string], more: Partial<Literal> = {}) =>
    sending({ a: { sends: [sendOf("topic")], ...a }, b: {} }, [0], { sources: [pushSource("topic", "b")], ...more })
      .result.sources.topic!.requestsCount;

  test.each([
    ["LIFE-10: not one with a function error", { errors: 1 }, 0],
    ["LIFE-7: not one that timed out", { run: 5000, timeout: 3000 }, 0],
    ["LIFE-8: one whose extensions time out afterwards", { run: 100, afterRun: 5000, timeout: 3000 }, 1],
    ["LMI-6: one on Managed Instances", { managed: {} }, 1],
    ["LMI-6: there also one that ends later than its timeout", { managed: {}, run: 5000, timeout: 3000 }, 1],
  ])("%s", (_what, a, records) => expect(sent(a)).toBe(records));

  test("SDK-8: one whose caller has gone sends, too", () => {
    const traffic = [{ invoke: "a", at: [0], client: { timeout: 50_000 as never } }];
    expect(sent({ run: 100 }, { traffic })).toBe(1);
  });
  test("ASY-3: of an event that fails twice and then succeeds, the third run", () => {
    const { result } = play({
      seconds: 600,
      functions: { a: { run: 0, errors: 0.5, sends: [sendOf("topic")] }, b: {} },
      sources: [pushSource("topic", "b")],
      traffic: [{ name: "in", invoke: "a", event: true, at: range(100) }],
    });
    expect(result.sources.topic!.requestsCount).toBe(result.traffic.in!.succeededCount);
    expect(result.traffic.in!.droppedCount).toBeGreaterThan(0);
  });
});

test("a share of the runs sends, each thing by its own luck", () => {
  const { result } = sending(
    {
      a: { run: 1, sends: [sendOf("one", { share: 0.25 }), sendOf("two", { share: 0.5 })] },
      b: { run: 1 },
    },
    range(4000),
    { sources: [pushSource("one", "b"), pushSource("two", "b")] },
  );
  // Four standard errors.
  expect(Math.abs(result.sources.one!.requestsCount - 1000)).toBeLessThan(4 * Math.sqrt(4000 * 0.25 * 0.75));
  expect(Math.abs(result.sources.two!.requestsCount - 2000)).toBeLessThan(4 * Math.sqrt(4000 * 0.25));
});

test("atMost: three of ten, the first ones", () => {
  const { result, timeline } = sending(
    { a: { run: 1, sends: [sendOf("topic", { atMost: 3 })] }, b: { run: 1 } },
    range(10).map((n) => n * 1000),
    { sources: [pushSource("topic", "b")] },
  );
  expect(result.sources.topic).toMatchObject({ requestsCount: 3 });
  expect(timeline.filter((line) => /b#\d (cold|warm)/.test(line))).toEqual([
    "1ms b#1 cold on 1",
    "1001ms b#2 warm on 1",
    "2001ms b#3 warm on 1",
  ]);
});

test("atMost seeds a loop: one request, four turns of 10 s each", () => {
  const { result } = sending({ a: { run: 100, sends: [sendOf("topic", { delayMs: 9900, atMost: 3 })] } }, [0], {
    sources: [pushSource("topic", "a")],
  });
  expect(functionIn(result, "a")).toMatchObject({ invocationsCount: 4 });
  expect(result.sources.topic).toMatchObject({ requestsCount: 3, succeededCount: 3 });
});

test("what is under way when the run ends has not come into its source", () => {
  const { result } = sending({ a: { sends: [sendOf("topic", { delayMs: 900_000 })] }, b: {} }, [0], {
    sources: [pushSource("topic", "b")],
  });
  expect(result.sources.topic).toMatchObject({ requestsCount: 0, pendingCount: 0 });
});
