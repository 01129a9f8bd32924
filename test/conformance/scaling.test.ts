/** Worked examples on how fast environments may be added (§13.6). */
import { describe, expect, test } from "vitest";
import type { ScalingName } from "../../sim/index.ts";
import { type Instant, milliseconds } from "../../sim/index.ts";
import { play } from "../helpers/play.ts";

const RETRY_EVERY_SECOND = 60;
/**
 * `count` requests at once, each sent again every second by its caller until it is served: as arrivals of their own.
 */
const burst = (atSeconds: number, count: number) => ({
  kind: "spikes" as const,
  at: [milliseconds(atSeconds * 1000) as number as Instant],
  count,
  within: milliseconds(0),
});

test("EX-34: an allowance left unused for ten seconds is still 1,000", () => {
  const { result } = play({
    concurrency: 10_000,
    functions: { f: { run: 600_000 } },
    traffic: [{ invoke: "f", demand: burst(10, 3000) }],
  });
  expect(result.functions.f).toMatchObject({ environmentsCreatedCount: 1000, throttlesCount: 2000 });
  expect(result.functions.f!.throttles).toMatchObject([
    { cause: "scaling-rate", rule: "SCALE-1", reason: "ConcurrentInvocationLimitExceeded" },
  ]);
});

describe("EX-40, SCALE-11: with 500 per 10 s as the allowance", () => {
  const run = (run: number, count: number) =>
    play({
      concurrency: 10_000,
      model: { scalingAllowance: 500 },
      functions: { f: { run } },
      traffic: [{ invoke: "f", demand: burst(0, count) }],
    }).result;

  test("concurrency grows by 500 at once, and by no more", () => {
    const { functions, assumptions } = run(600_000, 3000);
    expect(functions.f).toMatchObject({ busyMax: 500, throttlesCount: 2500 });
    expect(functions.f!.throttles.map(({ cause }) => cause)).toEqual(["scaling-rate"]);
    expect(assumptions).toContainEqual({ policy: "scalingAllowance", value: "500", rule: "SCALE-11" });
  });

  test("and the rate by 5,000 requests/s", () => {
    const { functions } = run(0, 6000);
    expect(functions.f).toMatchObject({ requestsCount: 6000, throttlesCount: 1000 });
    expect(functions.f!.throttles.map(({ cause }) => cause)).toEqual(["request-rate-growth"]);
  });
});

/** Environments at each second when whatever of 5,000 was refused tries again a second later. */
function climb(scaling: ScalingName, functions: readonly string[]) {
  const seconds = RETRY_EVERY_SECOND;
  // More than is missing every second: what is over is refused and changes nothing (RPS-9, SCALE-5).
  const traffic = functions.flatMap((invoke) =>
    Array.from({ length: seconds }, (_, second) => ({
      name: `${invoke}-${String(second).padStart(2, "0")}`,
      invoke,
      demand: burst(second, 5000),
    })),
  );
  const reserved = 5000;
  const { result } = play({
    seconds,
    concurrency: 20_000,
    model: { scaling },
    functions: Object.fromEntries(functions.map((name) => [name, { run: 900_000, reserved }])),
    traffic,
  });
  return (name: string, second: number) => result.series.functions[name]!.busyMax[second];
}

describe("EX-35: 5,000 long requests at once, each refused one sent again every second", () => {
  test("SCALE-5, token bucket: 1,000, 1,100, 2,000, 3,000 and 5,000 at 0, 1, 10, 20 and 40 s", () => {
    const at = climb("token-bucket", ["f"]);
    expect([0, 1, 10, 20, 39, 40].map((second) => at("f", second))).toEqual([1000, 1100, 2000, 3000, 4900, 5000]);
  });

  test("SCALE-2: two functions do not share the allowance", () => {
    const at = climb("token-bucket", ["f", "g"]);
    expect([at("f", 40), at("g", 40)]).toEqual([5000, 5000]);
  });

  test("SCALE-5, fixed window: 1,000 more at 0, 10, 20, 30 and 40 s", () => {
    const at = climb("fixed-window", ["f"]);
    expect([0, 9, 10, 20, 30, 40].map((second) => at("f", second))).toEqual([1000, 1000, 2000, 3000, 4000, 5000]);
  });
});

test("EX-36, SCALE-10: the model of 2021 serves a burst of 3,000 out of 10,000", () => {
  const { result } = play({
    concurrency: 10_000,
    model: { scaling: "burst-2021" },
    functions: { f: { run: 30_000 } },
    traffic: [{ invoke: "f", demand: burst(0, 10_000) }],
  });
  expect(result.functions.f).toMatchObject({ invocationsCount: 3000, throttlesCount: 7000 });
});
