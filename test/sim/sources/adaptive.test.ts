/** SDK-10: the adaptive mode's rate limiter. */
import { describe, expect, test } from "vitest";
import type { Instant, RetryMode } from "../../../sim/index.ts";
import { AdaptiveLimiter } from "../../../sim/sources/adaptive-limiter.ts";
import { play } from "../../helpers/play.ts";
import { functionIn, range } from "../kit.ts";

const at = (second: number): Instant => Math.round(second * 1e6) as Instant;

/** Answers at an even rate from one moment to another. */
function answers(limiter: AdaptiveLimiter, perSecond: number, from: number, to: number): void {
  range(Math.round((to - from) * perSecond)).forEach((n) => {
    limiter.onSuccess(at(from + n / perSecond));
  });
}
/** Rate in force: how much later each further token of one moment is, once there are none left. */
function rateAt(limiter: AdaptiveLimiter, second: number): number {
  const waits = range(3000).map(() => limiter.acquire(at(second)));
  return 1e6 / (waits.at(-1)! - waits.at(-2)!);
}

describe("limiter", () => {
  test("off until the first throttle", () => {
    const limiter = new AdaptiveLimiter();
    answers(limiter, 100, 0, 10);
    expect(
      range(1000)
        .map(() => limiter.acquire(at(10)))
        .filter((wait) => wait > 0),
    ).toEqual([]);
  });

  test("a throttle with nothing measured: one request every 2 s", () => {
    const limiter = new AdaptiveLimiter();
    limiter.onThrottle(at(0));
    expect([limiter.acquire(at(0)), limiter.acquire(at(0)), limiter.acquire(at(0))]).toEqual([2e6, 4e6, 6e6]);
  });

  test("a throttle at 100 answers a second: 0.7 of that", () => {
    const limiter = new AdaptiveLimiter();
    answers(limiter, 100, 0, 10);
    limiter.onThrottle(at(10));
    expect(rateAt(limiter, 10)).toBeCloseTo(70, 0);
  });

  test.each([
    // 0.4 (t - K)^3 + 100, K the cube root of 75, 4.217 s; the answers go on at 100 a second.
    [2, 95.6],
    [4.22, 100],
    [6, 102.3],
    [8, 121.6],
    [12, 200],
  ])("%d s after the throttle: %d a second, at most twice what is measured", (later, rate) => {
    const limiter = new AdaptiveLimiter();
    answers(limiter, 100, 0, 10);
    limiter.onThrottle(at(10));
    answers(limiter, 100, 10, 10 + later);
    expect(Math.abs(rateAt(limiter, 10 + later) / rate - 1)).toBeLessThan(0.02);
  });

  test("a second throttle takes 0.7 of the rate in force", () => {
    const limiter = new AdaptiveLimiter();
    answers(limiter, 100, 0, 10);
    limiter.onThrottle(at(10));
    limiter.onThrottle(at(10));
    expect(rateAt(limiter, 10)).toBeCloseTo(49, 0);
  });

  test("never below one request every 2 s", () => {
    const limiter = new AdaptiveLimiter();
    range(50).forEach((n) => {
      limiter.onThrottle(at(n));
    });
    expect(rateAt(limiter, 50)).toBeCloseTo(0.5, 6);
  });
});

describe("a client", () => {
  // 10 units of 100 ms serve 100 a second; 200 a second are asked for.
  const overloaded = (retry: RetryMode) =>
    play({
      seconds: 60,
      functions: { f: { run: 100, reserved: 10 } },
      traffic: [{ invoke: "f", rate: 200, client: { retry, attempts: 3 } }],
    }).result;

  test("slows down: a tenth of the refusals that the standard mode meets", () => {
    const [standard, adaptive] = [overloaded("standard-2026"), overloaded("adaptive")];
    expect(functionIn(standard, "f").throttlesCount).toBeGreaterThan(5000);
    expect(functionIn(adaptive, "f").throttlesCount).toBeLessThan(functionIn(standard, "f").throttlesCount / 10);
    expect(adaptive.traffic["traffic-1"]!.pendingCount).toBeGreaterThan(1000);
  });

  test("with nothing refused it is the standard mode", () => {
    const free = (retry: RetryMode) =>
      play({ functions: { f: {} }, traffic: [{ invoke: "f", rate: 20, client: { retry, attempts: 3 } }] }).result;
    expect(free("adaptive").traffic).toEqual(free("standard-2026").traffic);
  });

  test.each(range(10, 1))("seed %i: a retry that waits long takes one token, not the time of its wait", (seed) => {
    // At the lowest rate of 0.5 a second: one token owed by the retry, one for the new request, 4 s at most.
    const { events } = play({
      seed,
      seconds: 120,
      functions: { f: { reserved: 0 } },
      traffic: [{ invoke: "f", at: [0, 60_000], client: { retry: "adaptive", attempts: 12 } }],
    });
    const second = events.find(({ kind, request }) => kind === "throttle" && request === 2)!;
    expect(second.atUs / 1e6 - 60).toBeLessThanOrEqual(4);
  });
});
