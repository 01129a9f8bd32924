/** Durable functions: executions that wait without an invocation, their callers, their time, and their number. */
import { describe, expect, test } from "vitest";
import { FACTS, simulate } from "../../sim/index.ts";
import { configOf, type Literal } from "../helpers/config.ts";
import { play } from "../helpers/play.ts";
import { burst, functionIn } from "../sim/kit.ts";

const HOUR = 3_600_000;
type FunctionLiteral = Literal["functions"][string];

/** One event, or one call, at 0. */
const one = (f: FunctionLiteral, more: Partial<Literal> = {}, event = true) =>
  play({ seconds: 10_000, functions: { f }, traffic: [{ invoke: "f:live", event, at: [0] }], ...more });
const call = (f: FunctionLiteral, more: Partial<Literal> = {}) => one(f, more, false);
const told = ({ timeline }: ReturnType<typeof play>) => timeline.filter((line) => !line.includes("expire"));
const answers = ({ events }: ReturnType<typeof play>) =>
  events.filter(({ kind }) => kind === "answer").map(({ atUs, detail }) => `${atUs / 1000}ms ${detail}`);

describe("DUR-2: a wait ends the invocation", () => {
  const waiting = () => one({ durable: { steps: [200, -600_000, 300, 100, -5000], timeout: HOUR } });

  test("each continuation is a new invocation; the last one only returns", () => {
    expect(told(waiting())).toEqual([
      "0ms f#1 cold on 1",
      "200ms f#1 end suspended",
      "600200ms f#1 warm on 1",
      "600600ms f#1 end suspended",
      "605600ms f#1 warm on 1",
      "605600ms f#1 end success",
    ]);
  });

  test("no concurrency and no billed time while it waits", () => {
    const fn = functionIn(waiting().result, "f");
    expect(fn).toMatchObject({ invocationsCount: 3, billedMsSum: 600, busyMax: 1, errorsCount: 0 });
    expect(fn).toMatchObject({
      executionsStartedCount: 1,
      executionsSucceededCount: 1,
      executionsPendingCount: 0,
      resumptionsCount: 2,
      executionMsMax: 605_600,
      executionsRunningMax: 1,
      executionsWaitingMax: 1,
      executionsWaitingMean: 0.061,
    });
  });

  test("a thousand executions wait on one unit", () => {
    const { result } = play({
      seconds: 4000,
      concurrency: 1,
      functions: { f: { durable: { steps: [1, -HOUR, 0], timeout: 2 * HOUR } } },
      traffic: [{ invoke: "f:live", event: true, demand: burst(0, 1000, 100_000) }],
    });
    expect(functionIn(result, "f")).toMatchObject({ busyMax: 1, executionsWaitingMax: 1000, throttlesCount: 0 });
  });

  test("a continuation replays what is done: replayPerStep for each step and wait before it", () => {
    const { events } = one({ durable: { steps: [200, -1000, 300, -1000, 400], replay: 10 } });
    const ends = events.filter(({ kind }) => kind === "end").map(({ atUs }) => atUs / 1000);
    // 200; 1000 + 2 x 10 + 300; 1000 + 4 x 10 + 400.
    expect(ends).toEqual([200, 1520, 2960]);
  });

  test("the timeout of the function is that of each invocation, not of all of them", () => {
    const { result } = one({ timeout: 1000, durable: { steps: [900, -1000, 900, -1000, 900] } });
    expect(functionIn(result, "f")).toMatchObject({ timeoutsCount: 0, executionsSucceededCount: 1 });
  });
});

describe("DUR-3: a synchronous caller waits for the whole execution", () => {
  test("its latency includes the waits", () => {
    const played = call({ durable: { steps: [200, -600_000, 300] } });
    expect(answers(played)).toEqual(["600500ms success"]);
    expect(played.result.traffic["traffic-1"]).toMatchObject({ succeededCount: 1, latencyMsMax: 600_500 });
  });

  test("it hears of an execution that ends in an error, or in no time", () => {
    expect(answers(call({ errors: 1, durable: { steps: [200, -1000, 300] } }))).toEqual(["200ms error"]);
    expect(answers(call({ durable: { steps: [200, -890_000, 300, -20_000] } }))).toEqual(["900000ms error"]);
  });

  test("a caller that gives up leaves the execution alone, and its retry begins another", () => {
    const played = call(
      { durable: { steps: [200, -3000, 300] } },
      {
        traffic: [
          { invoke: "f:live", at: [0], client: { retry: "standard-2026", attempts: 2, timeout: 1_000_000 as never } },
        ],
      },
    );
    expect(played.result.traffic["traffic-1"]).toMatchObject({ abandonedCount: 1, attemptsCount: 2, retriesCount: 1 });
    expect(functionIn(played.result, "f")).toMatchObject({
      invocationsCount: 4,
      executionsStartedCount: 2,
      executionsSucceededCount: 2,
      executionMsMax: 3500,
    });
    // Nobody's executions have no number any more.
    expect(told(played).filter((line) => line.includes("f end success"))).toHaveLength(2);
  });

  test("a caller that gives up in the first run leaves it running", () => {
    const client = { timeout: 100_000 as never };
    const played = call(
      { durable: { steps: [200, -3000, 300] } },
      { traffic: [{ invoke: "f:live", at: [0], client }] },
    );
    expect(answers(played)).toEqual(["100ms abandoned"]);
    expect(told(played)).toEqual([
      "0ms f#1 cold on 1",
      "200ms f end suspended",
      "3200ms f warm on 1",
      "3500ms f end success",
    ]);
  });

  test("a failed execution of an event goes to the dead-letter queue, once", () => {
    const played = one({ errors: 1, durable: { steps: [200, -1000, 300] }, async: { retries: 0, deadLetter: "dead" } });
    expect(told(played)).toEqual(["0ms f#1 cold on 1", "200ms f#1 end error", "200ms f#1 drop RetriesExhausted"]);
    expect(played.result.destinations).toEqual({ dead: 1 });
    expect(functionIn(played.result, "f")).toMatchObject({ asyncDroppedCount: 1, executionsFailedCount: 1 });
  });
});

describe("DUR-1: an execution has its time, from the start of its first invocation", () => {
  const lasting = (timeout: number) => functionIn(one({ durable: { steps: [200, -1000, 300], timeout } }).result, "f");

  test("1,500 ms are enough, 1,499 are not", () => {
    expect(lasting(1500)).toMatchObject({ executionsSucceededCount: 1, executionsTimedOutCount: 0 });
    expect(lasting(1499)).toMatchObject({ executionsSucceededCount: 0, executionsTimedOutCount: 1 });
  });

  test("in a run: the run goes on for nobody", () => {
    const played = one({ durable: { steps: [200, -1000, 300], timeout: 1499 } });
    expect(told(played).slice(2)).toEqual([
      "1200ms f#1 warm on 1",
      "1499ms f#1 drop ExecutionTimedOut",
      "1500ms f end success",
    ]);
    expect(functionIn(played.result, "f")).toMatchObject({ executionMsMax: 1499, asyncDroppedCount: 1 });
  });

  test("in a wait, and at its very end", () => {
    const waiting = (timeout: number) => told(one({ durable: { steps: [200, -1000, 300], timeout } })).slice(2);
    expect(waiting(1000)).toEqual(["1000ms f#1 drop ExecutionTimedOut"]);
    expect(waiting(1200)).toEqual(["1200ms f#1 drop ExecutionTimedOut"]);
  });

  test("while it waits for a unit", () => {
    // The only unit is held from 1 s to 61 s; the continuation is refused at 1.2, 2.2, 4.2, 8.2 s.
    const played = play({
      seconds: 100,
      functions: { f: { reserved: 1, durable: { steps: [200, -1000, 300], timeout: 10_000 } } },
      traffic: [{ invoke: "f:live", event: true, at: [0, 1000] }],
    });
    expect(functionIn(played.result, "f")).toMatchObject({ executionsSucceededCount: 2 });
    const held = play({
      seconds: 100,
      concurrency: 1,
      functions: { f: { durable: { steps: [200, -1000, 300], timeout: 10_000 } }, holder: { run: 60_000 } },
      traffic: [
        { invoke: "f:live", event: true, at: [0] },
        { invoke: "holder", at: [1000] },
      ],
    });
    const refused = held.events.filter(({ kind }) => kind === "throttle").map(({ atUs }) => atUs / 1e6);
    expect(refused).toEqual([1.2, 2.2, 4.2, 8.2]);
    expect(held.timeline).toContain("10000ms f#1 drop ExecutionTimedOut");
  });

  test("it stays on the version that it began on", () => {
    const played = play({
      seconds: 100,
      functions: { f: { durable: { steps: [200, -1000, 300] }, provisioned: 1 } },
      traffic: [{ invoke: "f:live", event: true, at: [0] }],
    });
    expect(told(played)).toContain("1200ms f#1 provisioned on 1");
  });
});

describe("DUR-5: a continuation is an asynchronous invocation of Lambda's own", () => {
  test("ASY-5: it is refused like any other, and comes again after 1, 2, 4 seconds", () => {
    const played = play({
      seconds: 100,
      concurrency: 1,
      functions: { f: { durable: { steps: [200, -1000, 300] } }, holder: { run: 5000 } },
      traffic: [
        { invoke: "f:live", at: [0] },
        { invoke: "holder", at: [1000] },
      ],
    });
    expect(told(played).slice(2)).toEqual([
      "1000ms holder#1 cold on 1",
      "1200ms f#1 throttle unreserved-pool-full",
      "2200ms f#1 throttle unreserved-pool-full",
      "4200ms f#1 throttle unreserved-pool-full",
      "6000ms holder#1 end success",
      "8200ms f#1 warm on 1",
      "8500ms f#1 end success",
    ]);
    expect(answers(played)).toContain("8500ms success");
  });

  test("ASY-3: a continuation that fails is tried again after one and two minutes, then the execution fails", () => {
    const f = { timeout: 1000, durable: { steps: [200, -1000, 2000] } };
    const starts = (played: ReturnType<typeof play>) =>
      told(played).filter((line) => line.includes("warm") || line.includes("drop"));
    const tries = ["1200ms f#1 warm on 1", "62200ms f#1 warm on 1", "183200ms f#1 warm on 1"];
    expect(starts(one(f))).toEqual([...tries, "184200ms f#1 drop RetriesExhausted"]);
    expect(starts(call(f))).toEqual(tries);
    expect(answers(call(f))).toEqual(["184200ms error"]);
  });

  test("RPS-4: it has no request rate, while the calls that begin executions have", () => {
    const { result } = play({
      seconds: 100,
      concurrency: 2,
      functions: { f: { durable: { steps: [0, -10_000, 0] } } },
      traffic: [
        { name: "a", invoke: "f:live", demand: burst(0, 20) },
        { name: "b", invoke: "f:live", demand: burst(10, 21) },
      ],
    });
    // 20 requests/s for 2 units: of the calls at 10 s only the 21st is refused, though 20 continuations come before.
    expect(functionIn(result, "f")).toMatchObject({ executionsSucceededCount: 40, throttlesCount: 1 });
    expect(functionIn(result, "f").throttles).toMatchObject([{ cause: "request-rate-account", count: 1 }]);
  });

  test("it is not received as an event, and the event that began the execution is pending until its end", () => {
    const { result } = play({
      seconds: 2,
      functions: { f: { durable: { steps: [200, -1000, 300, -1000] } } },
      traffic: [{ invoke: "f:live", event: true, at: [0] }],
    });
    expect(functionIn(result, "f")).toMatchObject({
      asyncReceivedCount: 1,
      asyncSucceededCount: 0,
      asyncPendingCount: 1,
      executionsPendingCount: 1,
      executionsWaitingLast: 1,
    });
    expect(result.traffic["traffic-1"]).toMatchObject({ pendingCount: 1, attemptsCount: 1 });
  });

  test("the assumptions of durable functions are listed, and those of others are not", () => {
    const policies = (f: FunctionLiteral) => one(f).result.assumptions.filter(({ policy }) => policy.includes("f."));
    expect(policies({})).toEqual([]);
    expect(policies({ durable: { steps: [1], replay: 2 } })).toEqual([
      { policy: "f.resume", value: "asynchronous event", rule: "DUR-5" },
      { policy: "f.replayPerStep", value: "2ms", rule: "DUR-2" },
    ]);
  });
});

test("DUR-4: a million executions may run in a Region; the next is refused until one ends", {
  timeout: 120_000,
}, () => {
  const most = FACTS.durableExecutions.value;
  const { functions, traffic } = simulate(
    configOf({
      seconds: 8,
      concurrency: 1,
      functions: {
        f: { durable: { steps: [0, -50_000, 0] } },
        g: { durable: { steps: [0, -5000, 0] } },
      },
      traffic: [
        { name: "events", invoke: "f:live", event: true, demand: burst(0, most - 1) },
        { name: "last", invoke: "g:live", at: [1000] },
        { name: "later", invoke: "f:live", at: [2000, 7000] },
      ],
    }),
  );
  expect(functions.f!.throttles).toMatchObject([{ cause: "executions-full", rule: "DUR-4", limit: most, count: 1 }]);
  expect(functions.f).toMatchObject({ executionsStartedCount: most, executionsRunningMax: most });
  expect(functions.g).toMatchObject({ executionsSucceededCount: 1, throttlesCount: 0 });
  expect(traffic.later).toMatchObject({ throttledCount: 1, pendingCount: 1 });
});
