/** SDK-10: the adaptive mode's rate limiter. */
import { describe, expect, test } from "vitest";
import { limiterOf } from "../../../sim/core/base/limiter.ts";
import type { RetryMode } from "../../../sim/index.ts";
import { play } from "../../helpers/play.ts";
import { functionIn, limiter, range } from "../kit.ts";

type Limiter = ReturnType<typeof limiter>;

/** Answers at an even rate from one second to another. */
function answers(of: Limiter, perSecond: number, from: number, to: number): void {
  range(Math.round((to - from) * perSecond)).forEach((n) => {
    of.onSuccess(from + n / perSecond);
  });
}
/** Rate in force: how much later each further token of one moment is, once there are none left. */
function rateAt(of: Limiter, second: number): number {
  const waits = range(3000).map(() => of.acquire(second));
  return 1e6 / (waits.at(-1)! - waits.at(-2)!);
}

describe("SDK-10: the limiter", () => {
  test("off until the first throttle", () => {
    const one = limiter();
    answers(one, 100, 0, 10);
    expect(
      range(1000)
        .map(() => one.acquire(10))
        .filter((wait) => wait > 0),
    ).toEqual([]);
  });

  test("a throttle with nothing measured: one request every 2 s", () => {
    const one = limiter();
    one.onThrottle(0);
    expect([one.acquire(0), one.acquire(0), one.acquire(0)]).toEqual([2e6, 4e6, 6e6]);
  });

  test("a throttle at 100 answers a second: 0.7 of that", () => {
    const one = limiter();
    answers(one, 100, 0, 10);
    one.onThrottle(10);
    expect(rateAt(one, 10)).toBeCloseTo(70, 0);
  });

  test.each([
    // 0.4 (t - K)^3 + 100, K the cube root of 75, 4.217 s; the answers go on at 100 a second.
    [2, 95.6],
    [4.22, 100],
    [6, 102.3],
    [8, 121.6],
    [12, 200],
  ])("%d s after the throttle: %d a second, at most twice what is measured", (later, rate) => {
    const one = limiter();
    answers(one, 100, 0, 10);
    one.onThrottle(10);
    answers(one, 100, 10, 10 + later);
    expect(Math.abs(rateAt(one, 10 + later) / rate - 1)).toBeLessThan(0.02);
  });

  test("a second throttle takes 0.7 of the rate in force", () => {
    const one = limiter();
    answers(one, 100, 0, 10);
    one.onThrottle(10);
    one.onThrottle(10);
    expect(rateAt(one, 10)).toBeCloseTo(49, 0);
  });

  test("never below one request every 2 s", () => {
    const one = limiter();
    range(50).forEach((n) => {
      one.onThrottle(n);
    });
    expect(rateAt(one, 50)).toBeCloseTo(0.5, 6);
  });

  test("each client has its own: those before and after it in the row feel nothing", () => {
    const one = limiter();
    answers(one, 100, 0, 10);
    one.onThrottle(10);
    range(20).map(() => one.acquire(10));
    const fresh = limiter();
    const others = (of: Limiter) => [of.cells.slice(0, limiterOf(1)), of.cells.slice(limiterOf(2))];
    expect(others(one)).toEqual(others(fresh));
    expect(one.cells).not.toEqual(fresh.cells);
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

  test("SDK-6: slows down: a tenth of the refusals that the standard mode meets", () => {
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
