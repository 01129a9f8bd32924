/** What SDK clients do about refusals, errors and their own timeouts. */
import { describe, expect, test } from "vitest";
import type { ClientConfig, RetryMode } from "../../../sim/index.ts";
import { seconds } from "../../../sim/index.ts";
import { functionOf } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { change, functionIn, range } from "../kit.ts";

const REQUESTS = 400;
const STOPPED = { reserved: 0 };

/** Moments of the attempts of each request, in s. */
function attemptsOf(played: ReturnType<typeof play>): number[][] {
  const attempts = played.events.filter(({ kind }) => ["throttle", "cold", "warm"].includes(kind));
  const numbers = [...new Set(attempts.map(({ request }) => request))].sort((a, b) => a - b);
  return numbers.map((number) => attempts.filter(({ request }) => request === number).map(({ atUs }) => atUs / 1e6));
}

/** Requests that are refused for ever, each by a client of its own. */
const refused = (retry: RetryMode, attempts: number) =>
  play({
    seconds: 300,
    functions: { f: STOPPED },
    traffic: [{ invoke: "f", at: range(REQUESTS), client: { retry, attempts, clients: REQUESTS } }],
  });

describe("retries of refusals: full jitter under a ceiling that doubles", () => {
  test.each<[string, RetryMode, number[]]>([
    ["none", "none", []],
    ["SDK-1", "legacy-python", [1, 2, 4, 8, 16, 32]],
    ["SDK-2", "standard-python", [1, 2, 4, 8, 16, 20, 20]],
    ["SDK-3", "standard-js", [0.5, 1, 2, 4, 8, 16, 20]],
    ["SDK-4", "legacy-java", [0.5, 1, 2]],
    ["SDK-5", "standard-2026", [1, 2, 4, 8, 16, 20, 20]],
  ])("%s, %s: waits of at most %j s", (_rule, retry, ceilings) => {
    const attempts = attemptsOf(refused(retry, ceilings.length + 1));
    expect(attempts).toHaveLength(REQUESTS);
    expect([...new Set(attempts.map(({ length }) => length))]).toEqual([ceilings.length + 1]);
    const waits = ceilings.map((ceiling, i) => attempts.map((at) => (at[i + 1]! - at[i]!) / ceiling));
    // Uniform on 0..1 of the ceiling: of 400 the lowest is below 0.05 and the highest above 0.95.
    expect(waits.map((shares) => Math.min(...shares) < 0.05 && Math.min(...shares) >= 0)).toEqual(
      ceilings.map(() => true),
    );
    expect(waits.map((shares) => Math.max(...shares) > 0.95 && Math.max(...shares) <= 1)).toEqual(
      ceilings.map(() => true),
    );
  });

  test("none sends once, whatever number of attempts is allowed", () => {
    const { result } = refused("none", 5);
    expect(result.traffic["traffic-1"]).toMatchObject({
      attemptsCount: REQUESTS,
      retriesCount: 0,
      throttledCount: REQUESTS,
    });
  });

  test("EX-59: three attempts, then the caller has a 429: its latency is the sum of both waits", () => {
    const { result } = refused("standard-2026", 3);
    expect(result.traffic["traffic-1"]).toMatchObject({
      attemptsCount: 3 * REQUESTS,
      retriesCount: 2 * REQUESTS,
      throttledCount: REQUESTS,
      quotaExhaustedCount: 0,
    });
    expect(result.traffic["traffic-1"]!.latencyMsMean).toBeGreaterThan(1400);
    expect(result.traffic["traffic-1"]!.latencyMsMax).toBeLessThan(3000);
  });
});

describe("retries after the client's own timeout: attempts last 1 s, the wait comes on top", () => {
  test.each<[string, RetryMode, number[]]>([
    ["SDK-1", "legacy-python", [1, 2]],
    ["SDK-2", "standard-python", [1, 2]],
    ["SDK-3", "standard-js", [0.1, 0.2]],
    ["SDK-4", "legacy-java", [0.1, 0.2]],
    ["SDK-5", "standard-2026", [0.05, 0.1]],
  ])("%s, %s: waits of at most %j s", (_rule, retry, ceilings) => {
    const count = 200;
    const attempts = attemptsOf(
      play({
        seconds: 30,
        functions: { f: { run: 600_000 } },
        traffic: [
          { invoke: "f", at: range(count), client: { retry, attempts: 3, timeout: seconds(1), clients: count } },
        ],
      }),
    );
    const highest = ceilings.map((ceiling, i) =>
      Math.max(...attempts.map((at) => (at[i + 1]! - at[i]! - 1) / ceiling)),
    );
    const lowest = ceilings.map((ceiling, i) => Math.min(...attempts.map((at) => (at[i + 1]! - at[i]! - 1) / ceiling)));
    expect(highest.map((share) => share > 0.9 && share <= 1 + 1e-6)).toEqual([true, true]);
    expect(lowest.map((share) => share < 0.1 && share >= -1e-6)).toEqual([true, true]);
  });
});

describe("SDK-11: the retry quota", () => {
  const quota = (count: number, client: Partial<ClientConfig>, f: object = STOPPED) =>
    play({
      seconds: 60,
      functions: { f },
      traffic: [{ invoke: "f", at: range(count), client: { retry: "standard-2026", attempts: 2, ...client } }],
    }).result.traffic["traffic-1"]!;

  test("EX-59: a full one pays for 100 retries of refusals: 100 requests retry, of 101 one does not", () => {
    expect(quota(100, {})).toMatchObject({ retriesCount: 100, quotaExhaustedCount: 0 });
    expect(quota(101, {})).toMatchObject({ retriesCount: 100, quotaExhaustedCount: 1, throttledCount: 101 });
  });
  test("or for 35 after timeouts", () => {
    const client = { timeout: seconds(0.1) };
    expect(quota(35, client, { run: 600_000 })).toMatchObject({ retriesCount: 35, quotaExhaustedCount: 0 });
    expect(quota(36, client, { run: 600_000 })).toMatchObject({
      retriesCount: 35,
      quotaExhaustedCount: 1,
      abandonedCount: 36,
    });
  });
  test("SDK-2: 50 after timeouts before 2026", () => {
    const client = { retry: "standard-python" as const, timeout: seconds(0.1) };
    expect(quota(51, client, { run: 600_000 })).toMatchObject({ retriesCount: 50, quotaExhaustedCount: 1 });
  });
  test("SDK-1: legacy clients have none", () => {
    expect(quota(300, { retry: "legacy-python" })).toMatchObject({ retriesCount: 300, quotaExhaustedCount: 0 });
  });
  test("each client has its own: two of them, taking requests in turn, pay for 200", () => {
    expect(quota(201, { clients: 2 })).toMatchObject({ retriesCount: 200, quotaExhaustedCount: 1 });
  });
});

describe("what a success gives back", () => {
  /** 101 refused requests empty the quota; then `clean` successes; then one more refusal. */
  const again = (clean: number, retry: RetryMode = "standard-2026") =>
    play({
      seconds: 100,
      functions: { f: STOPPED },
      traffic: [
        {
          invoke: "f",
          at: [...range(101), ...range(clean).map((n) => 55_000 + n), 70_000],
          client: { retry, attempts: 2 },
        },
      ],
      changes: [
        change(50, { functions: [functionOf("f", {})] }),
        change(60, { functions: [functionOf("f", STOPPED)] }),
      ],
    }).result.traffic["traffic-1"]!;

  test.each<RetryMode>(["standard-2026", "standard-python", "standard-js"])(
    "%s: a clean one gives one token, so five pay for a retry and four do not",
    (retry) => {
      expect(again(4, retry)).toMatchObject({ retriesCount: 100, quotaExhaustedCount: 2, succeededCount: 4 });
      expect(again(5, retry)).toMatchObject({ retriesCount: 101, quotaExhaustedCount: 1, succeededCount: 5 });
    },
  );

  /** Every 10 s one request finds the only unit taken for 5 ms and succeeds later. */
  const rescued = (retry: RetryMode) =>
    play({
      seconds: 2000,
      functions: { f: { run: 5, reserved: 1 } },
      traffic: [
        { name: "holder", invoke: "f", at: range(150).map((n) => n * 10_000) },
        { name: "rescued", invoke: "f", at: range(150).map((n) => n * 10_000 + 1), client: { retry, attempts: 9 } },
      ],
    }).result.traffic.rescued!;

  test("SDK-5: a retried one gives back what its last retry cost: 150 of them never empty it", () => {
    expect(rescued("standard-2026")).toMatchObject({ succeededCount: 150, quotaExhaustedCount: 0 });
  });
  test("SDK-2: before 2026 it gives nothing: the quota is empty after 100 retries", () => {
    const { retriesCount, succeededCount, throttledCount, quotaExhaustedCount } = rescued("standard-python");
    expect(retriesCount).toBe(100);
    expect(throttledCount).toBe(quotaExhaustedCount);
    expect(succeededCount + throttledCount).toBe(150);
    expect(quotaExhaustedCount).toBeGreaterThanOrEqual(50);
  });
});

describe("the caller's own timeout", () => {
  const timed = (timeout: number, client: Partial<ClientConfig> = {}) =>
    play({
      seconds: 20,
      functions: { f: { run: 4000, init: 1000, reserved: 1 } },
      traffic: [
        { name: "a", invoke: "f", at: [0], client: { timeout: seconds(timeout), ...client } },
        { name: "b", invoke: "f", at: [4999, 5000] },
      ],
    });

  test("just short of the answer: the caller leaves, Lambda goes on and keeps its unit", () => {
    const { result, timeline } = timed(4.999);
    expect(result.traffic.a).toMatchObject({ abandonedCount: 1, succeededCount: 0, latencyMsMax: 4999 });
    expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 2, errorsCount: 0, durationMsMax: 4000 });
    expect(timeline).toContain("4999ms f#2 throttle reserved-full");
    expect(timeline).toContain("5000ms f#3 warm on 1");
  });
  test("ADM-3: an answer at the same moment comes first", () => {
    expect(timed(5).result.traffic.a).toMatchObject({ abandonedCount: 0, succeededCount: 1, latencyMsMax: 5000 });
  });
  test("it counts for each attempt anew", () => {
    // The first attempt ends at 2 s. The unit is taken until 5 s: the retry is refused.
    const { result } = timed(2, { retry: "standard-2026", attempts: 2 });
    expect(result.traffic.a).toMatchObject({
      attemptsCount: 2,
      retriesCount: 1,
      throttledCount: 1,
      abandonedCount: 0,
    });
  });
  test("no answer of an abandoned run is counted, though its handler's duration is", () => {
    const { result } = timed(2);
    expect(functionIn(result, "f")).toMatchObject({ durationMsSamples: 2, latencyMsSamples: 1 });
  });
  test("retries run on other units, both runs are billed", () => {
    const { result } = play({
      functions: { f: { run: 4000 } },
      traffic: [{ invoke: "f", at: [0], client: { retry: "standard-2026", attempts: 3, timeout: seconds(1) } }],
    });
    expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 3, busyMax: 3, billedMsSum: 12_000 });
    expect(result.traffic["traffic-1"]).toMatchObject({ abandonedCount: 1, requestsCount: 1 });
  });
});

describe("SDK-8: a function error is an answer", () => {
  test.each([
    ["error", { errors: 1, run: 100 }],
    ["timeout of the function", { run: 5000, timeout: 100 }],
  ])("an %s is not retried", (_title, f) => {
    const { result } = play({
      functions: { f },
      traffic: [{ invoke: "f", at: [0], client: { retry: "standard-2026", attempts: 3 } }],
    });
    expect(result.traffic["traffic-1"]).toMatchObject({ attemptsCount: 1, failedCount: 1, latencyMsMax: 100 });
  });
});

test("latency runs from the first attempt to the answer, and what was drawn stays through all attempts", () => {
  const { result, events } = play({
    functions: { f: { run: { kind: "uniform", min: seconds(1), max: seconds(9) }, reserved: 1 } },
    traffic: [{ invoke: "f", at: [0, 1], client: { retry: "legacy-python", attempts: 9 } }],
  });
  const alone = play({
    functions: { f: { run: { kind: "uniform", min: seconds(1), max: seconds(9) } } },
    traffic: [{ invoke: "f", at: [0, 1] }],
  });
  const runOf = (played: typeof events): number => {
    const of = played.filter(({ request }) => request === 2);
    const at = (kinds: readonly string[]) => of.findLast(({ kind }) => kinds.includes(kind))!.atUs;
    return at(["end"]) - at(["cold", "warm"]);
  };
  expect(runOf(events)).toBe(runOf(alone.events));
  expect(result.traffic["traffic-1"]!.latencyMsMax).toBeGreaterThan(runOf(events) / 1000);
});

describe("SDK-9, ERR-3: a Retry-After lengthens the wait, by five seconds at most", () => {
  /** Waits of each request between its two attempts, in s. */
  const waits = (retryAfterSeconds: number, retry: RetryMode) => {
    const played = play({
      seconds: 300,
      model: { retryAfter: seconds(retryAfterSeconds) },
      functions: { f: STOPPED },
      traffic: [{ invoke: "f", at: range(REQUESTS), client: { retry, attempts: 2, clients: REQUESTS } }],
    });
    return attemptsOf(played).map(([first, second]) => second! - first!);
  };
  const plain = waits(0, "standard-2026");

  test("a hint of 3 s: no wait of at most 1 s is shorter than that", () => {
    expect(plain.every((wait) => wait <= 1)).toBe(true);
    expect(waits(3, "standard-2026").every((wait) => Math.abs(wait - 3) < 1e-6)).toBe(true);
  });
  test("a hint of 60 s: five seconds more than without", () => {
    const longer = waits(60, "standard-2026").map((wait, index) => wait - plain[index]!);
    expect(longer.every((wait) => Math.abs(wait - 5) < 1e-5)).toBe(true);
  });
  test("SDKs before 2026 do not read it", () => {
    expect(waits(60, "standard-js")).toEqual(waits(0, "standard-js"));
  });
});
