/** Services of limited capacity that functions call. */
import { describe, expect, test } from "vitest";
import { load } from "../../scenarios/index.ts";
import { type DownstreamConfig, type Duration, seconds, simulate } from "../../sim/index.ts";
import { functionOf, type Literal } from "../helpers/config.ts";
import { play } from "../helpers/play.ts";
import { CALLS_DB, change, functionIn, range, service, sum } from "./kit.ts";

/** Requests for `f`, which calls `db` and then runs for 50 ms. */
const calling = (
  db: DownstreamConfig,
  at: readonly number[],
  f: Literal["functions"][string] = {},
  more: Partial<Literal> = {},
) =>
  play({
    functions: { f: { run: 50, calls: CALLS_DB, ...f } },
    downstreams: [db],
    traffic: [{ invoke: "f", at }],
    ...more,
  });
/** "request outcome at ms" in order. */
const ends = (played: ReturnType<typeof play>): string[] =>
  played.events
    .filter(({ kind }) => kind === "end")
    .map(({ request, detail, atUs }) => `${request} ${detail} ${atUs / 1000}`);
const db = (played: ReturnType<typeof play>) => played.result.downstreams.db!;

describe("pool", () => {
  test("a place for each: calls take their time, and the handler's own comes after", () => {
    const played = calling(service({ size: 2 }), [0, 10]);
    expect(ends(played)).toEqual(["1 success 150", "2 success 160"]);
    expect(db(played)).toMatchObject({
      callsCount: 2,
      waitedCount: 0,
      rejectedCount: 0,
      inUseMax: 2,
      latencyMsMax: 100,
    });
  });

  test("one place too few: the next waits for it", () => {
    const played = calling(service({ size: 1 }), [0, 10]);
    expect(ends(played)).toEqual(["1 success 150", "2 success 250"]);
    expect(db(played)).toMatchObject({ waitedCount: 1, inUseMax: 1, latencyMsMax: 190, latencyMsMin: 100 });
  });

  test("first come, first served", () => {
    const played = calling(service({ size: 1 }), [0, 1, 2, 3, 4]);
    expect(ends(played)).toEqual(["1 success 150", "2 success 250", "3 success 350", "4 success 450", "5 success 550"]);
  });

  test("inUse over time: 200 of 60,000 ms, twice", () => {
    const played = calling(service({ size: 2 }), [0, 0, 0, 0]);
    expect(db(played)).toMatchObject({ inUseMean: 0.007, inUseMax: 2, inUseLast: 0 });
  });

  test("a place freed at the moment of a call is its own", () => {
    expect(db(calling(service({ size: 1 }), [0, 100])).waitedCount).toBe(0);
    expect(db(calling(service({ size: 1 }), [0, 99.999])).waitedCount).toBe(1);
  });
});

describe("pool with maxWait", () => {
  test("a place after 90 ms: 91 ms of patience is enough, 90 too, 89 is not", () => {
    const waiting = (maxWait: number) => calling(service({ size: 1, maxWait }), [0, 10]);
    expect(ends(waiting(91))).toEqual(["1 success 150", "2 success 250"]);
    expect(ends(waiting(90))).toEqual(["1 success 150", "2 success 250"]);
    expect(ends(waiting(89))).toEqual(["2 error 99", "1 success 150"]);
    expect(db(waiting(89))).toMatchObject({ callsCount: 2, waitedCount: 1, rejectedCount: 1, latencyMsSamples: 1 });
  });

  test("one who has left the line is passed over", () => {
    // 2 leaves at 60 ms; 3 came later and is served at 100 ms.
    const played = calling(service({ size: 1, maxWait: 50 }), [0, 10, 55]);
    expect(ends(played)).toEqual(["2 error 60", "1 success 150", "3 success 250"]);
  });

  test("a failed call fails the run: no own time, an error, the environment kept (LIFE-10)", () => {
    const { result, timeline } = calling(service({ size: 1, maxWait: 0 }), [0, 10, 300], { init: 5 });
    expect(timeline.filter((line) => line.includes("#2") || line.includes("#3"))).toEqual([
      "10ms f#2 cold on 2",
      "15ms f#2 end error",
      "300ms f#3 warm on 1",
      "450ms f#3 end success",
    ]);
    expect(functionIn(result, "f")).toMatchObject({ errorsCount: 1, timeoutsCount: 0 });
  });
});

describe("pool that answers with an error when full", () => {
  test("the call fails at once", () => {
    const played = calling(service({ size: 2, whenFull: "error" }), [0, 1, 2, 100]);
    expect(ends(played)).toEqual(["3 error 2", "1 success 150", "2 success 151", "4 success 250"]);
    expect(db(played)).toMatchObject({ callsCount: 4, rejectedCount: 1, waitedCount: 0 });
  });
});

describe("the function's timeout during a call (LIFE-7)", () => {
  test("in service: the run ends, and the place is free at once", () => {
    const played = calling(service({ size: 1, latency: 1000 }), [0, 10], { timeout: 300 });
    // 2 gets the place at 300 ms, and has 10 ms left.
    expect(ends(played)).toEqual(["1 timeout 300", "2 timeout 310"]);
    expect(db(played)).toMatchObject({ inUseMax: 1, inUseLast: 0, latencyMsSamples: 0 });
    expect(db(played).inUseMean).toBe(0.005);
  });
  test("in line: the run ends, and the line goes on without it", () => {
    const played = calling(service({ size: 1, latency: 250 }), [0, 10, 200], { timeout: 400 });
    // 2 is served from 250, until its time is over at 410; 3 from 410, until 600.
    expect(ends(played)).toEqual(["1 success 300", "2 timeout 410", "3 timeout 600"]);
  });
  test("it beats the end of patience at the same moment", () => {
    const played = calling(service({ size: 1, latency: 1000, maxWait: 300 }), [0, 10], { timeout: 300 });
    expect(ends(played)[1]).toBe("2 timeout 310");
    expect(db(played).rejectedCount).toBe(0);
  });
  test("an answer at the deadline is in time, one after it is not", () => {
    expect(ends(calling(service({ latency: 250 }), [0], { timeout: 300 }))).toEqual(["1 success 300"]);
    expect(ends(calling(service({ latency: 251 }), [0], { timeout: 300 }))).toEqual(["1 timeout 300"]);
  });
});

describe("rate", () => {
  const rate = (literal: Parameters<typeof service>[0], at: readonly number[], f = {}) =>
    calling(service({ perSecond: 10, latency: 0, ...literal }), at, { run: 0, ...f });

  test("one at a time: each further call waits 100 ms more", () => {
    const played = rate({ burst: 1 }, [0, 1, 2]);
    expect(ends(played)).toEqual(["1 success 0", "2 success 100", "3 success 200"]);
    expect(db(played)).toMatchObject({ callsCount: 3, waitedCount: 2, rejectedCount: 0 });
  });
  test("a burst of 3 is served at once, the 4th waits", () => {
    expect(ends(rate({ burst: 3 }, [0, 0, 0, 0]))).toEqual([
      "1 success 0",
      "2 success 0",
      "3 success 0",
      "4 success 100",
    ]);
  });
  test("unused tokens do not add up beyond the burst", () => {
    expect(ends(rate({ burst: 2 }, [10_000, 10_000, 10_000])).at(-1)).toBe("3 success 10100");
  });
  test("maxWait: a token after 100 ms is worth 100 ms of patience, not 99", () => {
    expect(ends(rate({ maxWait: 100 }, [0, 0]))).toEqual(["1 success 0", "2 success 100"]);
    expect(ends(rate({ maxWait: 99 }, [0, 0]))).toEqual(["1 success 0", "2 error 0"]);
  });
  test("a refused call takes no token", () => {
    expect(ends(rate({ maxWait: 99 }, [0, 0, 0, 100]))).toEqual([
      "1 success 0",
      "2 error 0",
      "3 error 0",
      "4 success 100",
    ]);
  });
  test("error: over the rate the call fails at once", () => {
    const played = rate({ whenFull: "error" }, [0, 99, 100]);
    expect(ends(played)).toEqual(["1 success 0", "2 error 99", "3 success 100"]);
    expect(db(played)).toMatchObject({ rejectedCount: 1, waitedCount: 0 });
  });
  test("waiting counts in the call's latency, and in the function's time until its timeout", () => {
    const played = rate({ latency: 20 }, [0, 0, 0], { timeout: 200 });
    expect(ends(played)).toEqual(["1 success 20", "2 success 120", "3 timeout 200"]);
    expect(db(played)).toMatchObject({ latencyMsMin: 20, latencyMsMax: 120, latencyMsSamples: 2 });
  });

  test.each([3, 7, 49, 98, 107, 0.3, 1999])(
    "%d a second with a burst of 1: one call in time is served",
    (perSecond) => {
      expect(db(rate({ perSecond, burst: 1, whenFull: "error" }, [0, 20_000, 40_000]))).toMatchObject({
        callsCount: 3,
        rejectedCount: 0,
      });
    },
  );
  test.each([3, 49, 1999])("%d a second with a burst of 5: five at once, not six", (perSecond) => {
    expect(
      db(
        rate(
          { perSecond, burst: 5, whenFull: "error" },
          range(6).map(() => 1000),
        ),
      ),
    ).toMatchObject({ rejectedCount: 1 });
  });
});

describe("which calls are made", () => {
  const shared = (share: number) =>
    play({
      functions: { f: { run: 0, calls: [{ to: "db", share }] } },
      downstreams: [service({ size: 1000 })],
      traffic: [{ invoke: "f", rate: 40 }],
    }).result.downstreams.db!.callsCount;

  test("none at share 0, all at share 1", () => {
    expect([shared(0), shared(1)]).toEqual([0, 2400]);
  });
  test("a quarter at 0.25, within four standard errors", () => {
    expect(Math.abs(shared(0.25) - 600)).toBeLessThan(4 * Math.sqrt(450));
  });

  test("several one after the other, in their order", () => {
    const cache: DownstreamConfig = { ...service({ size: 1, latency: 30 }), name: "cache" };
    const played = play({
      functions: {
        f: {
          run: 50,
          calls: [
            { to: "cache", share: 1 },
            { to: "db", share: 1 },
            { to: "cache", share: 1 },
          ],
        },
      },
      downstreams: [service({ size: 5 }), cache],
      traffic: [{ invoke: "f", at: [0] }],
    });
    expect(ends(played)).toEqual(["1 success 210"]);
    expect(played.result.downstreams.cache).toMatchObject({ callsCount: 2, inUseMax: 1 });
  });

  test("two functions share a pool", () => {
    const played = play({
      functions: { f: { run: 0, calls: CALLS_DB }, g: { run: 0, calls: CALLS_DB } },
      downstreams: [service({ size: 1 })],
      traffic: [
        { invoke: "f", at: [0] },
        { invoke: "g", at: [10] },
      ],
    });
    expect(functionIn(played.result, "g").durationMsMax).toBe(190);
  });
});

describe("two pools with lines of their own", () => {
  const pool = (name: string, size: number, maxWait: number, latency = 100): DownstreamConfig => ({
    ...service({ size, maxWait, latency }),
    name,
  });
  const to = (name: string) => ({ to: name, share: 1 });

  test("a place given up in one line is no place in the other", () => {
    // 2 and 3 leave the line of `db` unserved. Then `f` calls `cache` alone, where 5 waits, in the environment of 2.
    const played = play({
      functions: { f: { run: 50, calls: CALLS_DB } },
      downstreams: [service({ size: 1, latency: 5000, maxWait: 100 }), pool("cache", 1, 9000, 6000)],
      changes: [change(10, { functions: [functionOf("f", { run: 50, calls: [to("cache")] })] })],
      traffic: [{ invoke: "f", at: [9000, 9010, 9020, 10_100, 10_200] }],
    });
    expect(ends(played)).toEqual([
      "2 error 9110",
      "3 error 9120",
      "1 success 14050",
      "4 success 16150",
      "5 success 22150",
    ]);
    expect(db(played)).toMatchObject({ inUseMax: 1, inUseLast: 0 });
    expect(played.result.downstreams.cache).toMatchObject({ latencyMsMax: 11_900, inUseMax: 1, inUseLast: 0 });
  });

  interface Overload {
    readonly seed: number;
    readonly sizes: readonly [sessions: number, orders: number];
    readonly maxWait: string;
    readonly rate: number;
  }
  const overloaded = ({ seed, sizes: [sessions, orders], maxWait, rate }: Overload) => {
    const text = `simulate: { for: 45s, seed: ${seed} }
functions:
  checkout: { run: { p50: 40ms, p99: 200ms }, reserved: 200, calls: [ { to: sessions }, { to: orders-db } ] }
downstreams:
  sessions: { type: pool, size: ${sessions}, latency: { p50: 30ms, p99: 90ms }, maxWait: ${maxWait} }
  orders-db: { type: pool, size: ${orders}, latency: { p50: 30ms, p99: 90ms }, maxWait: ${maxWait} }
traffic: [ { invoke: checkout, phases: [ { for: 43s, rate: ${rate}/s }, { for: 2s, rate: 0/s } ] } ]`;
    const loaded = load(text, "pools.burst.yaml");
    if (!loaded.ok) throw new Error("the scenario has problems");
    return simulate(loaded.scenario.config()).downstreams;
  };

  test.each<[string, Overload]>([
    ["a little too much", { seed: 1, sizes: [8, 6], maxWait: "50ms", rate: 250 }],
    ["far too much", { seed: 3, sizes: [3, 2], maxWait: "200ms", rate: 80 }],
  ])("overload, %s: who had a place gives back just this one", (_title, overload) => {
    const { sessions, "orders-db": orders } = overloaded(overload);
    expect([sessions!.inUseMax, orders!.inUseMax]).toEqual(overload.sizes);
    expect([sessions!.inUseLast, orders!.inUseLast]).toEqual([0, 0]);
    expect(sessions!.callsCount - sessions!.rejectedCount).toBe(sessions!.latencyMsSamples);
    expect(orders!.callsCount).toBe(sessions!.latencyMsSamples);
    expect(orders!.callsCount - orders!.rejectedCount).toBe(orders!.latencyMsSamples);
  });
});

describe("changes", () => {
  const changed = (before: DownstreamConfig, after: DownstreamConfig, at: readonly number[]) =>
    calling(before, at, {}, { changes: [change(10, { downstreams: [after] })] });

  test("more places serve the line at once", () => {
    const played = changed(
      service({ size: 1, latency: 1000 }),
      service({ size: 3, latency: 1000 }),
      [9800, 9810, 9820, 9830],
    );
    // 1 is in service until 10.8 s; two more places at 10 s; the last when 1 leaves.
    expect(ends(played)).toEqual(["1 success 10850", "2 success 11050", "3 success 11050", "4 success 11850"]);
  });
  test("fewer places: calls in service go on, new ones wait for the smaller number", () => {
    const played = changed(
      service({ size: 3, latency: 1000 }),
      service({ size: 1, latency: 1000 }),
      [9800, 9900, 9950, 10_010],
    );
    expect(ends(played)).toEqual(["1 success 10850", "2 success 10950", "3 success 11000", "4 success 12000"]);
  });
  test("another latency is for requests that arrive after it", () => {
    const played = changed(service({ size: 9, latency: 100 }), service({ size: 9, latency: 700 }), [9990, 10_000]);
    expect(ends(played)).toEqual(["1 success 10140", "2 success 10750"]);
  });
  test("a rate that is raised gives its larger burst at once", () => {
    const rated = (burst: number) => service({ perSecond: 10, burst, latency: 0, whenFull: "error" });
    const played = changed(
      rated(1),
      rated(5),
      range(6).map(() => 10_000),
    );
    expect(db(played)).toMatchObject({ callsCount: 6, rejectedCount: 1 });
  });
});

test("callers that time out leave their call in service (§8.2): the pool stays in use", () => {
  const played = play({
    functions: { f: { run: 0, calls: CALLS_DB } },
    downstreams: [service({ size: 1, latency: 1000 })],
    traffic: [{ invoke: "f", at: [0, 10], client: { timeout: seconds(0.5) as Duration } }],
  });
  expect(played.result.traffic["traffic-1"]).toMatchObject({ abandonedCount: 2 });
  expect(ends(played).map((line) => line.split(" ").at(-1))).toEqual(["1000", "2000"]);
  expect(db(played)).toMatchObject({ latencyMsSamples: 2, latencyMsMax: 1990 });
});

test("every call ends once: answered, rejected, or cut off", () => {
  const { result } = play({
    seconds: 120,
    functions: { f: { run: { kind: "exponential", mean: seconds(0.1) }, timeout: 1000, calls: CALLS_DB } },
    downstreams: [{ ...service({ size: 4, maxWait: 500 }), latency: { kind: "exponential", mean: seconds(0.2) } }],
    traffic: [{ invoke: "f", rate: 25, arrivals: "poisson", toSeconds: 100 }],
  });
  const { callsCount, rejectedCount, latencyMsSamples, inUseMax, inUseLast, histograms } = result.downstreams.db!;
  const f = functionIn(result, "f");
  expect(callsCount).toBe(f.invocationsCount);
  expect(callsCount - rejectedCount - latencyMsSamples).toBeGreaterThanOrEqual(0);
  expect(callsCount - rejectedCount - latencyMsSamples).toBeLessThanOrEqual(f.timeoutsCount);
  expect(f.errorsCount).toBe(rejectedCount + f.timeoutsCount);
  expect([inUseMax, inUseLast]).toEqual([4, 0]);
  expect(sum(histograms.latencyMs.map(([, count]) => count))).toBe(latencyMsSamples);
});
