/** Numbers that a run keeps in columns of typed arrays: each fits, or the run ends with a broken invariant. */
import { describe, expect, test } from "vitest";
import { EventKind } from "../../sim/events.ts";
import { seconds } from "../../sim/index.ts";
import { InvariantError } from "../../sim/kernel/assert.ts";
import { EventQueue, Sequence } from "../../sim/kernel/event-queue.ts";
import { START } from "../../sim/kernel/time.ts";
import { Executions } from "../../sim/lambda/executions.ts";
import { Caller, NO_TRAFFIC, Requests } from "../../sim/lambda/requests.ts";
import { Histogram } from "../../sim/measure/histogram.ts";
import { RETRY_POLICIES } from "../../sim/sources/retry-modes.ts";
import { play } from "../helpers/play.ts";
import { functionIn, range, service } from "./kit.ts";

/** More than 16 bits hold. */
const MANY = 70_000;

test.each([255, 256, 300, 1000])("a function with %d calls makes all of them", (calls) => {
  const { result } = play({
    functions: { f: { run: 0, calls: range(calls).map(() => ({ to: "db", share: 1 })) } },
    downstreams: [service({ size: 1, latency: 10 })],
    traffic: [{ invoke: "f", at: [0] }],
  });
  expect(result.downstreams.db!.callsCount).toBe(calls);
  expect(functionIn(result, "f").durationMsMax).toBe(10 * calls);
});

describe("requests", () => {
  const opened = (caller: Caller = Caller.AsyncQueue) => {
    const requests = new Requests();
    return { requests, id: requests.open(caller, NO_TRAFFIC, 0, START) };
  };

  test("attempts, refusals and the segment go beyond 16 bits", () => {
    const { requests, id } = opened();
    for (const _ of range(MANY)) {
      requests.countAttempt(id);
      requests.countRefusal(id);
    }
    requests.setSegment(id, MANY);
    expect([requests.attemptsOf(id), requests.refusalsOf(id), requests.segmentOf(id)]).toEqual([MANY, MANY, MANY]);
  });

  test.each([
    [
      "errors",
      ({ requests, id }: ReturnType<typeof opened>, more: number) => {
        for (const _ of range(255 + more)) requests.countError(id);
      },
    ],
    [
      "links of a chain",
      ({ requests, id }: ReturnType<typeof opened>, more: number) => requests.setChain(id, 255 + more),
    ],
    [
      "the cost of a retry",
      ({ requests, id }: ReturnType<typeof opened>, more: number) => requests.setRetryCost(id, 255 + more),
    ],
  ])("%s: 255 fit, 256 break an invariant", (_title, store) => {
    expect(() => store(opened(), 0)).not.toThrow();
    expect(() => store(opened(), 1)).toThrow(InvariantError);
  });

  test("every cost of a retry fits", () => {
    const costs = Object.values(RETRY_POLICIES).flatMap(({ cost }) => cost);
    expect(costs.filter((cost) => cost > 255 || !Number.isInteger(cost))).toEqual([]);
  });
});

test("DUR-2: an execution may have more stretches, and begin in a later segment, than 16 bits hold", () => {
  const executions = new Executions();
  const id = executions.open(0, 0, START, START);
  for (const _ of range(MANY)) executions.nextStretch(id);
  executions.setSegment(id, MANY);
  expect([executions.stretchOf(id), executions.segmentOf(id)]).toEqual([MANY, MANY]);
});

describe("events", () => {
  const stored = (kind: number, item: number): number[] => {
    const queue = new EventQueue(new Sequence());
    queue.push(START, 0, kind, item);
    queue.pushNext(START, 0, kind, item);
    return [0, 1].flatMap(() => {
      queue.look();
      queue.pop();
      return [queue.poppedKind, queue.poppedItem];
    });
  };

  test("every kind and 2^27 items fit one number", () => {
    const last = 2 ** 27 - 1;
    const kinds = Object.values(EventKind);
    expect(kinds.map((kind) => stored(kind, last))).toEqual(kinds.map((kind) => [kind, last, kind, last]));
  });

  test.each([
    [16, 0],
    [0, 2 ** 27],
  ])("kind %d of item %d breaks an invariant", (kind, item) => {
    const queue = new EventQueue(new Sequence());
    expect(() => queue.push(START, 0, kind, item)).toThrow(InvariantError);
    expect(() => queue.pushNext(START, 0, kind, item)).toThrow(InvariantError);
  });
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
