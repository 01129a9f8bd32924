/** Requests per second: limits of the account, of reservations, of provisioned units, and how fast a rate may grow. */
import { describe, expect, test } from "vitest";
import { type Bucket, fullBucket, type Growth, growthOf, resize } from "../../../sim/core/base/rates.ts";
import { seconds } from "../../../sim/index.ts";
import { play } from "../../helpers/play.ts";
import { atSecond, burst, functionIn, range } from "../kit.ts";

const resultOf = (literal: Parameters<typeof play>[0]) => play(literal).result;

/** How many of `count` attempts at this moment the bucket serves. */
const served = (bucket: Bucket, now: number, count: number): number =>
  range(count).filter(() => {
    const has = bucket.has(now);
    if (has) bucket.use();
    return has;
  }).length;

describe("RPS-8: token bucket of 10 a second", () => {
  const bucket = () => fullBucket(10, seconds(1));

  test("starts full: 10 at once, not 11", () => {
    expect(served(bucket(), 0, 11)).toBe(10);
  });
  test("refills one every 100 ms, to the microsecond", () => {
    const one = bucket();
    expect([served(one, 0, 10), served(one, 99_999, 1), served(one, 100_000, 1), served(one, 199_999, 1)]).toEqual([
      10, 0, 1, 0,
    ]);
  });
  test("never holds more than its window", () => {
    const one = bucket();
    expect([served(one, 0, 20), served(one, 60_000_000, 20)]).toEqual([10, 10]);
    expect(served(fullBucket(10, seconds(3)), 0, 40)).toBe(30);
  });
  test("tells how long until the next token; one taken ahead is owed", () => {
    const one = bucket();
    expect(one.delay(0)).toBe(0);
    expect(served(one, 0, 10)).toBe(10);
    expect(one.delay(0)).toBe(100_000);
    one.use();
    expect(one.delay(0)).toBe(200_000);
    expect(one.delay(150_000)).toBe(50_000);
  });
  test("rate 0 never has one", () => {
    const none = fullBucket(0, seconds(1));
    expect(served(none, 1_000_000, 1)).toBe(0);
    expect(none.delay(0)).toBe(Number.MAX_SAFE_INTEGER);
  });
  test("RES-10: what the capacity gains can be used at once, what it loses is gone at once", () => {
    const one = bucket();
    expect(served(one, 0, 4)).toBe(4);
    resize(one, 0, 20, seconds(1));
    expect(served(one, 0, 30)).toBe(16);
    const other = bucket();
    resize(other, 0, 3, seconds(1));
    expect(served(other, 0, 30)).toBe(3);
  });
});

describe("RPS-1: the account serves ten times its quota a second", () => {
  // A run of 0 s is over before the next request of the same moment: only the rate can bind.
  const account = (count: number, concurrency = 20) =>
    resultOf({ concurrency, functions: { f: { run: 0 } }, traffic: [{ invoke: "f", demand: burst(5, count) }] });

  test("200 at once with a quota of 20", () => {
    expect(functionIn(account(200), "f").throttlesCount).toBe(0);
  });
  test("the 201st is refused", () => {
    expect(functionIn(account(201), "f").throttles).toEqual([
      {
        reason: "FunctionInvocationRateLimitExceeded",
        cause: "request-rate-account",
        rule: "RPS-1",
        count: 1,
        firstMs: 5000,
        limit: 200,
        inUse: null,
        unusedInRegionCount: 20,
        heldBy: {},
      },
    ]);
  });
  test("all functions of the Region share it", () => {
    const result = resultOf({
      concurrency: 20,
      functions: { f: { run: 0 }, g: { run: 0 } },
      traffic: [
        { invoke: "f", demand: burst(5, 150) },
        { invoke: "g", demand: burst(5.001, 60) },
      ],
    });
    // 50 left, and no whole token more: 1 ms adds 0.2.
    expect(functionIn(result, "g")).toMatchObject({ invocationsCount: 50, throttlesCount: 10 });
  });
});

describe("RPS-2: a reservation of 3 serves 30 a second", () => {
  const reserved = (count: number) =>
    functionIn(
      resultOf({ functions: { f: { run: 0, reserved: 3 } }, traffic: [{ invoke: "f", demand: burst(5, count) }] }),
      "f",
    );

  test("30 at once", () => expect(reserved(30).throttlesCount).toBe(0));
  test("the 31st is refused", () => {
    expect(reserved(31).throttles).toMatchObject([
      {
        reason: "ReservedFunctionInvocationRateLimitExceeded",
        cause: "request-rate-reserved",
        rule: "RPS-2",
        count: 1,
        limit: 30,
        heldBy: {},
      },
    ]);
  });
});

describe("RPS-10, OQ-4: do functions with a reservation count in the account's rate?", () => {
  const both = (accountRateIncludesReserved: boolean) =>
    resultOf({
      concurrency: 20,
      model: { accountRateIncludesReserved },
      functions: { kept: { run: 0, reserved: 5 }, f: { run: 0 } },
      traffic: [
        { invoke: "kept", demand: burst(5, 50) },
        { invoke: "f", demand: burst(5.001, 200) },
      ],
    });

  test("no: the others have 10 x (20 - 5), whatever it does", () => {
    expect(functionIn(both(false), "kept").throttlesCount).toBe(0);
    expect(functionIn(both(false), "f")).toMatchObject({ invocationsCount: 150, throttlesCount: 50 });
    expect(functionIn(both(false), "f").throttles[0]!.limit).toBe(150);
  });
  test("yes: the others have what is left of 10 x 20", () => {
    expect(functionIn(both(true), "f")).toMatchObject({ invocationsCount: 150, throttlesCount: 50 });
    expect(functionIn(both(true), "f").throttles[0]!.limit).toBe(200);
    const alone = resultOf({
      concurrency: 20,
      model: { accountRateIncludesReserved: true },
      functions: { kept: { reserved: 5 }, f: { run: 0 } },
      traffic: [{ invoke: "f", demand: burst(5, 201) }],
    });
    expect(functionIn(alone, "f")).toMatchObject({ invocationsCount: 200, throttlesCount: 1 });
  });

  test("where both rates are used up, its own is the one that a reader is told (RPS-2 before RPS-1)", () => {
    const { throttles } = functionIn(
      resultOf({
        concurrency: 3,
        model: { accountRateIncludesReserved: true },
        functions: { f: { run: 0, reserved: 3 } },
        traffic: [{ invoke: "f", demand: burst(5, 31) }],
      }),
      "f",
    );
    expect(throttles.map(({ cause, count }) => [cause, count])).toEqual([["request-rate-reserved", 1]]);
  });
});

describe("RPS-3, EX-10: ten provisioned units serve 100 a second, the rest spills over", () => {
  const provisioned = (count: number, event = false) =>
    functionIn(
      resultOf({
        functions: { f: { run: 0, provisioned: 10 } },
        traffic: [{ invoke: "f:live", demand: burst(5, count), event }],
      }),
      "f",
    );

  test("100: none spills", () => expect(provisioned(100)).toMatchObject({ spilloverCount: 0, throttlesCount: 0 }));
  test("101: one spills, and is not refused", () => {
    expect(provisioned(101)).toMatchObject({ provisionedInvocationsCount: 100, spilloverCount: 1, throttlesCount: 0 });
  });
  test("asynchronous ones too", () => {
    expect(provisioned(101, true)).toMatchObject({ provisionedInvocationsCount: 100, spilloverCount: 1 });
  });
});

test("RPS-4: asynchronous invocations have no rate limit", () => {
  const result = resultOf({
    concurrency: 20,
    functions: { f: { run: 0 } },
    traffic: [{ invoke: "f", event: true, demand: burst(5, 1000) }],
  });
  expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 1000, throttlesCount: 0 });
});

test("RPS-4, RPS-9: and they use up nothing of what synchronous ones may", () => {
  const result = resultOf({
    concurrency: 20,
    functions: { f: { run: 0 } },
    traffic: [
      { name: "a", invoke: "f", event: true, demand: burst(5, 1000) },
      { name: "b", invoke: "f", demand: burst(5, 200) },
    ],
  });
  expect(functionIn(result, "f").throttlesCount).toBe(0);
});

test("RPS-9: refused requests use up no rate", () => {
  // One unit is held to 10 s; 50 requests are refused for it; then all 10 of the first second's rate but one are left.
  const { result } = play({
    functions: { f: { run: 0, reserved: 1 } },
    traffic: [
      {
        name: "holder",
        invoke: "f",
        demand: { kind: "times", times: [atSecond(9.9)], durations: [seconds(0.1)] },
      },
      { name: "refused", invoke: "f", demand: burst(9.95, 50) },
      { name: "then", invoke: "f", demand: burst(10, 11) },
    ],
  });
  expect(result.traffic.refused!.throttledCount).toBe(50);
  expect(functionIn(result, "f").throttles).toMatchObject([
    { cause: "reserved-full", count: 50 },
    // 9 left at 9.9 s, one more by 10 s.
    { cause: "request-rate-reserved", count: 1 },
  ]);
  expect(result.traffic.then).toMatchObject({ succeededCount: 10, throttledCount: 1 });
});

test("§0.1: the rate is asked before concurrency and after a reservation of 0", () => {
  const result = resultOf({
    concurrency: 1,
    functions: { f: { run: 60_000 }, stopped: { reserved: 0 } },
    traffic: [
      { invoke: "f", demand: burst(0, 20) },
      { invoke: "stopped", demand: burst(0, 20) },
    ],
  });
  expect(functionIn(result, "f").throttles.map(({ cause, count }) => [cause, count])).toEqual([
    ["unreserved-pool-full", 19],
  ]);
  expect(functionIn(result, "stopped").throttles.map(({ cause, count }) => [cause, count])).toEqual([
    ["reserved-zero", 20],
  ]);
});

test("§0.1: the rate is asked before provisioned units, which carry no request that the account may not serve", () => {
  // 100 tokens at first and 0.1 a millisecond: 111 requests leave 0.05 of one at 110.5 ms, while five units are idle.
  const result = resultOf({
    concurrency: 10,
    functions: { a: { run: 1 }, g: { provisioned: 5 } },
    traffic: [
      { invoke: "a", at: range(111) },
      { invoke: "g:live", at: [110.5, 200] },
    ],
  });
  expect(functionIn(result, "a")).toMatchObject({ invocationsCount: 111, throttlesCount: 0 });
  expect(functionIn(result, "g").throttles).toMatchObject([
    { cause: "request-rate-account", count: 1, firstMs: 110.5 },
  ]);
  expect(functionIn(result, "g").provisionedInvocationsCount).toBe(1);
});

describe("SCALE-6: the served rate may rise by 10,000 requests/s per 10 s", () => {
  /** Served of `count` attempts in one second. */
  const inSecond = (growth: Growth, second: number, count: number): number =>
    range(count).filter(() => {
      const has = growth.has(second * 1_000_000);
      if (has) growth.served++;
      return has;
    }).length;
  const growth = (memory = 640) => growthOf(memory, 10_000);

  test("10,000 in the first second, then 1,000 more with every second", () => {
    const one = growth();
    expect([0, 1, 2, 3].map((second) => inSecond(one, second, 20_000))).toEqual([10_000, 11_000, 12_000, 13_000]);
  });
  test("an allowance left unused is never more than 10,000", () => {
    const one = growth();
    expect([inSecond(one, 0, 1), inSecond(one, 100, 30_000)]).toEqual([1, 10_001]);
  });
  test("a rate reached before costs nothing again", () => {
    const one = growth();
    expect([inSecond(one, 0, 10_000), inSecond(one, 20, 5_000), inSecond(one, 21, 30_000)]).toEqual([
      10_000, 5_000, 20_000,
    ]);
  });
  test("but for a lifetime only: 100 s of memory, 100 and 101 s later", () => {
    const servedAt = (second: number): number => {
      const one = growth(100);
      inSecond(one, 0, 8_000);
      return inSecond(one, second, 30_000);
    };
    expect([servedAt(100), servedAt(101)]).toEqual([18_000, 10_000]);
  });
  test("each of twenty falling peaks is remembered for its own lifetime", () => {
    // 9,000, 8,900, ... 7,100 in the seconds 200 to 219; at 300 + k the highest one left is that of second 200 + k.
    const servedAt = (second: number): number => {
      const one = growth(100);
      inSecond(one, 0, 10_000);
      for (const falling of range(20)) inSecond(one, 200 + falling, 9_000 - 100 * falling);
      return inSecond(one, second, 30_000);
    };
    expect([300, 301, 312, 319, 320].map(servedAt)).toEqual([19_000, 18_900, 17_800, 17_100, 10_000]);
  });

  test("RPS-1 is asked first: at a quota of 1,000 that is what a reader is told", () => {
    const { throttles } = functionIn(
      resultOf({ functions: { f: { run: 0 } }, traffic: [{ invoke: "f", demand: burst(1, 10_001) }] }),
      "f",
    );
    expect(throttles).toMatchObject([{ cause: "request-rate-account", rule: "RPS-1", count: 1, limit: 10_000 }]);
  });
  test("with a quota of 2,000 the growth binds at 10,001 at once", () => {
    const { throttles } = functionIn(
      resultOf({
        concurrency: 2000,
        functions: { f: { run: 0 } },
        traffic: [{ invoke: "f", demand: burst(1, 10_001) }],
      }),
      "f",
    );
    expect(throttles).toMatchObject([
      { cause: "request-rate-growth", rule: "SCALE-6", reason: "FunctionInvocationRateLimitExceeded", count: 1 },
    ]);
  });
  test("MOD, RPS-3: what units serve is not asked, and uses nothing up: only 3,000 units' spill-over grows", () => {
    const f = functionIn(
      resultOf({
        seconds: 2,
        concurrency: 10_000,
        functions: { f: { run: 0, provisioned: 3000 } },
        traffic: [
          { invoke: "f:live", demand: burst(0, 30_000) },
          { name: "more", invoke: "f", demand: burst(0, 10_001) },
        ],
      }),
      "f",
    );
    expect(f).toMatchObject({ provisionedInvocationsCount: 30_000, invocationsCount: 40_000, throttlesCount: 1 });
    expect(f.throttles).toMatchObject([{ cause: "request-rate-growth", count: 1 }]);
  });
  test("a reserved function is told so in AWS's words", () => {
    const { throttles } = functionIn(
      resultOf({
        concurrency: 3000,
        functions: { f: { run: 0, reserved: 1500 } },
        traffic: [{ invoke: "f", demand: burst(1, 10_001) }],
      }),
      "f",
    );
    expect(throttles).toMatchObject([
      { reason: "ReservedFunctionInvocationRateLimitExceeded", limit: null, inUse: null },
    ]);
  });
});
