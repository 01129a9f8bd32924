/** ASY-20: chains through destinations, calls and sends; how deep they may go, and what Lambda does not see. */
import { describe, expect, test } from "vitest";
import type { Literal } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { callOf, functionIn, pushSource, putInto, range, sendOf, sum } from "../kit.ts";

/** One event for f1; MET-18 by function. */
function chain(functions: Literal["functions"], sources: Literal["sources"] = [], seconds = 1000) {
  const first = Object.keys(functions)[0]!;
  const { result, timeline } = play({
    seconds,
    functions,
    sources,
    traffic: [{ name: "in", invoke: first, event: true, at: [0] }],
  });
  const dropped = (name: string) => sum(result.metrics.functions[name]!["AWS/Lambda"].RecursiveInvocationsDropped);
  return { result, timeline, dropped, runs: (name: string) => functionIn(result, name).invocationsCount };
}

const LOOPS: readonly [string, Literal["functions"][string], Literal["sources"]][] = [
  ["a destination that is a topic", { async: { onSuccess: "loop" } }, [pushSource("loop", "f")]],
  ["calls that put into a topic", { calls: [putInto("loop")] }, [pushSource("loop", "f")]],
  ["sends into a bucket", { sends: [sendOf("loop")] }, [pushSource("loop", "f", { type: "s3" })]],
  ["sends into a topic, much later", { sends: [sendOf("loop", { delayMs: 5000 })] }, [pushSource("loop", "f")]],
];

describe("a function that feeds itself runs 16 times, and the 17th record is stopped", () => {
  test.each(LOOPS)("by %s", (_what, f, sources) => {
    const { result, runs, dropped } = chain({ f: { run: 100, ...f } }, sources);
    expect([runs("f"), dropped("f")]).toEqual([16, 1]);
    // 16 records: 15 that ran, and one that was dropped.
    expect(result.sources.loop).toMatchObject({ requestsCount: 16, succeededCount: 15, droppedCount: 1 });
    expect(functionIn(result, "f").asyncReceivedCount).toBe(16);
  });
  test("by a failure destination: that takes the stopped event, too, which is stopped once more", () => {
    const f = { run: 100, errors: 1, async: { retries: 0, onFailure: "loop" } };
    const { result, runs, dropped } = chain({ f }, [pushSource("loop", "f", { type: "s3" })]);
    expect([runs("f"), dropped("f")]).toEqual([16, 2]);
    expect(result.sources.loop).toMatchObject({ requestsCount: 17, droppedCount: 17, pendingCount: 0 });
  });
  test("by events to itself", () => {
    const { result, runs, dropped } = chain({ f: { run: 100, sends: [sendOf("f", { qualifier: "$LATEST" })] } });
    expect([runs("f"), dropped("f")]).toEqual([16, 1]);
    expect(result.sends!["f/sends/f"]).toMatchObject({ requestsCount: 16, succeededCount: 15, droppedCount: 1 });
  });
  test("by calls of itself: 16 run at once, the call of the last one is refused, and all fail", () => {
    const { result, runs, dropped } = chain({ f: { run: 100, async: { retries: 0 }, calls: [callOf("f")] } });
    expect([runs("f"), dropped("f"), functionIn(result, "f").errorsCount]).toEqual([16, 1, 16]);
    expect(functionIn(result, "f").busyMax).toBe(16);
    expect(result.calls!["f/calls/f"]).toMatchObject({ requestsCount: 16, failedCount: 16 });
  });
});

/** ASY-9: an event of a stopped function goes on at once. Where nothing stops the chain, 1 ms keeps time going. */
describe("MOD: no chain is endless in one moment", () => {
  const stopped = { reserved: 0, async: { retries: 0 } };
  test.each<[string, Literal["functions"], Literal["sources"]]>([
    ["allowed, to itself", { f: { ...stopped, recursiveLoop: "Allow", async: { onFailure: "f" } } }, []],
    [
      "through EventBridge",
      { f: { ...stopped, async: { onFailure: "bus" } } },
      [pushSource("bus", "f", { type: "eventbridge" })],
    ],
    [
      "allowed, through a topic",
      { f: { ...stopped, recursiveLoop: "Allow", async: { deadLetter: "topic" } } },
      [pushSource("topic", "f")],
    ],
    [
      "runs of no length that send",
      { f: { run: 0, sends: [sendOf("bus")] } },
      [pushSource("bus", "f", { type: "eventbridge" })],
    ],
  ])("%s", (_what, functions, sources = []) => {
    const { result } = play({ seconds: 1, functions, sources, traffic: [{ invoke: "f", at: [0], event: true }] });
    expect(functionIn(result, "f").asyncReceivedCount).toBeGreaterThan(400);
    expect(functionIn(result, "f").asyncReceivedCount).toBeLessThanOrEqual(2002);
  });
});

/** f1 hands to f2 and so on, in each of the ways in turn; the last one to nobody, or to f1. */
function line(length: number, ring = false): [Literal["functions"], Literal["sources"]] {
  const ways = [
    (to: string) => ({ calls: [callOf(to)] }),
    (to: string) => ({ sends: [sendOf(to, { qualifier: "$LATEST" })] }),
    (to: string) => ({ sends: [sendOf(`topic-${to}`)] }),
    (to: string) => ({ calls: [putInto(`topic-${to}`)] }),
  ];
  const functions = range(length, 1).map((n) => {
    const onward = n < length ? ways[n % ways.length]!(`f${n + 1}`) : ring ? ways[n % ways.length]!("f1") : {};
    return [`f${n}`, { run: 10, async: { retries: 0 }, ...onward }] as const;
  });
  return [Object.fromEntries(functions), range(length, 1).map((n) => pushSource(`topic-f${n}`, `f${n}`))];
}

describe("calls, sends and sources are links of one chain", () => {
  test("20 functions in a row run through: each runs once", () => {
    const { runs } = chain(...line(20));
    expect(range(20, 1).map((n) => runs(`f${n}`))).toEqual(range(20).map(() => 1));
  });
  test("in a ring of four, each handing on in another way, the first is stopped when all have run 16 times", () => {
    const [functions, sources] = line(4, true);
    const { runs, dropped } = chain(functions, sources);
    expect(range(4, 1).map((n) => runs(`f${n}`))).toEqual([16, 16, 16, 16]);
    expect(range(4, 1).map((n) => dropped(`f${n}`))).toEqual([1, 0, 0, 0]);
  });
});

test("retries of an SDK and of the asynchronous queue are no links (ASY-3)", () => {
  const { runs } = chain({ f: { run: 0, errors: 1, async: { onFailure: "loop" } } }, [pushSource("loop", "f")], 5000);
  expect(runs("f")).toBe(48);
});

describe("RecursiveLoop: Allow", () => {
  test("goes on for as long as the run does: a turn a second", () => {
    const { runs, dropped } = chain(
      { f: { run: 1000, recursiveLoop: "Allow", async: { onSuccess: "loop" } } },
      [pushSource("loop", "f")],
      100,
    );
    // From 0 to 100 s, both included.
    expect([runs("f"), dropped("f")]).toEqual([101, 0]);
  });
  test("is the function's own: another one behind it stops", () => {
    const { runs, dropped } = chain(
      {
        f: { run: 1000, recursiveLoop: "Allow", sends: [sendOf("g", { qualifier: "$LATEST" })] },
        g: { run: 1000, sends: [sendOf("f", { qualifier: "$LATEST" })] },
      },
      [],
      100,
    );
    expect([runs("f"), runs("g"), dropped("f"), dropped("g")]).toEqual([17, 16, 0, 1]);
  });
});

test("Lambda sees no chain through EventBridge, which is none of the services that it knows", () => {
  const { runs, dropped } = chain(
    { f: { run: 500, async: { onSuccess: "bus" } } },
    [pushSource("bus", "f", { type: "eventbridge", afterMs: 500 })],
    100,
  );
  expect([runs("f"), dropped("f")]).toEqual([101, 0]);
});

describe("what is stopped goes to the failure destination and the dead-letter queue", () => {
  test("sinks", () => {
    const { result } = chain(
      { f: { run: 100, sends: [sendOf("loop")], async: { onFailure: "bad", deadLetter: "dead" } } },
      [pushSource("loop", "f")],
    );
    expect(result.destinations).toEqual({ bad: 1, dead: 1 });
  });
  test("MOD: a source has it, but its function is of the same chain, and stops it as well, once", () => {
    const { result, runs, dropped } = chain(
      { f: { run: 100, sends: [sendOf("loop")], async: { deadLetter: "dead" } }, g: { async: { deadLetter: "dead" } } },
      [pushSource("loop", "f"), pushSource("dead", "g")],
    );
    expect(result.sources.dead).toMatchObject({ requestsCount: 1, droppedCount: 1 });
    expect([runs("g"), dropped("g")]).toEqual([0, 1]);
  });
  test("one that allows loops runs on it", () => {
    const { runs } = chain(
      {
        f: { run: 100, sends: [sendOf("loop")], async: { deadLetter: "dead" } },
        g: { recursiveLoop: "Allow", sends: [sendOf("f", { qualifier: "$LATEST" })] },
      },
      [pushSource("loop", "f"), pushSource("dead", "g")],
    );
    // What g sends is of a chain that is broken: f stops it, and the dead-letter queue gets no second record.
    expect([runs("f"), runs("g")]).toEqual([16, 1]);
  });
  test("a dead-letter queue that invokes the function itself does not go round for ever", () => {
    const { result, runs, dropped } = chain({ f: { run: 0, async: { onSuccess: "loop", deadLetter: "loop" } } }, [
      pushSource("loop", "f"),
    ]);
    expect([runs("f"), dropped("f")]).toEqual([16, 2]);
    expect(result.sources.loop).toMatchObject({ requestsCount: 17, succeededCount: 15, droppedCount: 2 });
  });
});
