/** What holds for every run: each request ends once, limits hold, and slices change nothing. On generated configs. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RetryMode, type ScalingName, type SimConfig, seconds, start, type TraceEvent } from "../../sim/index.ts";
import { configOf, type Literal } from "../helpers/config.ts";
import { burst, CALLS_DB, change, region, service } from "./kit.ts";

const QUOTA = 40;
const HORIZON = 90;

const law = fc.oneof(
  fc.integer({ min: 0, max: 3000 }),
  fc.integer({ min: 1, max: 1500 }).map((mean) => ({ kind: "exponential" as const, mean: (mean * 1000) as never })),
);

/** `reserved` at most 12, so that three functions leave a pool. */
const functionLiteral = fc.record({
  run: law,
  init: fc.oneof(fc.constant(0), fc.constant(12_000), fc.integer({ min: 0, max: 2000 })),
  timeout: fc.integer({ min: 1, max: 20 }).map((n) => n * 1000),
  reserved: fc.option(fc.integer({ min: 0, max: 12 })),
  errors: fc.constantFrom(0, 0.3),
  calls: fc.constantFrom([], CALLS_DB, [{ to: "db", share: 0.5 }]),
  async: fc.record({ retries: fc.constantFrom(0, 2), maxAgeSeconds: fc.constantFrom(60, 21_600) }),
});

const NAMES = ["a", "b", "c"] as const;

const trafficLiteral = fc
  .record({
    to: fc.constantFrom(...NAMES),
    live: fc.boolean(),
    event: fc.boolean(),
    arrivals: fc.constantFrom("poisson" as const, "regular" as const),
    rate: fc.integer({ min: 0, max: 30 }),
    spike: fc.integer({ min: 0, max: 150 }),
    retry: fc.constantFrom<RetryMode>("none", "standard-2026", "adaptive", "legacy-python", "standard-js"),
    attempts: fc.integer({ min: 1, max: 5 }),
    clients: fc.integer({ min: 1, max: 3 }),
    patience: fc.option(fc.integer({ min: 1, max: 4000 })),
  })
  .map(({ to, live, event, arrivals, rate, spike, retry, attempts, clients, patience }) => ({
    invoke: live ? `${to}:live` : to,
    event,
    arrivals,
    ...(spike % 2 === 0 ? { rate } : { demand: burst(7, spike, 2000) }),
    client: { retry, attempts, clients, timeout: patience === null ? null : seconds(patience / 1000) },
  }));

const config: fc.Arbitrary<SimConfig> = fc
  .record({
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    functions: fc.tuple(functionLiteral, functionLiteral, functionLiteral),
    provisioned: fc.constantFrom(null, 1, 5),
    traffic: fc.array(trafficLiteral, { minLength: 1, maxLength: 3 }),
    scaling: fc.constantFrom<ScalingName>("token-bucket", "sliding-window", "fixed-window", "burst-2021"),
    pick: fc.constantFrom("most-recent" as const, "least-recent" as const, "random" as const),
    jitter: fc.constantFrom(0, 0.1),
    broken: fc.constantFrom(0, 0.2),
    db: fc.record({
      size: fc.integer({ min: 1, max: 6 }),
      latency: fc.integer({ min: 0, max: 800 }),
      maxWait: fc.constantFrom(0, 300, 60_000),
      whenFull: fc.constantFrom("wait" as const, "error" as const),
    }),
    quotaLater: fc.constantFrom(QUOTA, 60, 120),
  })
  .map((drawn) => {
    const [a, b, c] = drawn.functions;
    const units = drawn.provisioned === null ? {} : { provisioned: drawn.provisioned };
    const first = {
      ...a,
      reserved: a.reserved === null || a.reserved === 0 ? a.reserved : Math.max(a.reserved, 5),
      ...units,
    };
    const model = {
      scaling: drawn.scaling,
      legacyBurst: 20,
      pick: drawn.pick,
      asyncJitter: drawn.jitter,
      asyncSystemErrors: drawn.broken,
    };
    const literal: Literal = {
      seconds: HORIZON,
      seed: drawn.seed,
      regions: [region(QUOTA, model)],
      functions: { a: first, b, c } as Literal["functions"],
      downstreams: [service(drawn.db)],
      traffic: drawn.traffic,
      changes: [change(40, { regions: [region(drawn.quotaLater, model)] })],
      windows: [{ name: "late", spans: [{ from: seconds(30) as never, to: seconds(80) as never }] }],
    };
    return configOf(literal);
  });

function played(of: SimConfig) {
  const events: TraceEvent[] = [];
  const result = start(of, { onEvent: (event) => events.push(event) }).finish();
  return { result, events };
}

const STARTS = ["cold", "warm", "provisioned"];

/** Most requests of these functions running at once, from one second to another. */
function peak(events: readonly TraceEvent[], names: readonly string[], from: number, to: number): number {
  let running = 0;
  let highest = 0;
  for (const { kind, function: name, atUs } of events) {
    if (!names.includes(name)) continue;
    if (STARTS.includes(kind)) running++;
    if (kind === "end") running--;
    if (atUs >= from * 1e6 && atUs < to * 1e6) highest = Math.max(highest, running);
  }
  return highest;
}

const count = (events: readonly TraceEvent[], kind: TraceEvent["kind"], detail?: string): number =>
  events.filter((event) => event.kind === kind && (detail === undefined || event.detail === detail)).length;
const total = <T>(items: Record<string, T>, of: (item: T) => number): number =>
  Object.values(items).reduce((sum, item) => sum + of(item), 0);

const RUNS = { numRuns: 100, seed: 20_260_101, endOnFailure: true };

describe("100 generated configs", () => {
  test("every request ends once: succeeded, failed, throttled, abandoned, dropped or pending", () => {
    fc.assert(
      fc.property(config, (of) => {
        const { result, events } = played(of);
        const { traffic, functions } = result;
        expect(total(traffic, (t) => t.requestsCount)).toBe(count(events, "arrive"));
        expect(total(traffic, (t) => t.failedCount)).toBe(count(events, "answer", "error"));
        expect(total(traffic, (t) => t.throttledCount)).toBe(count(events, "answer", "throttled"));
        expect(total(traffic, (t) => t.abandonedCount)).toBe(count(events, "answer", "abandoned"));
        expect(total(traffic, (t) => t.droppedCount)).toBe(count(events, "drop"));
        expect(total(traffic, (t) => t.succeededCount)).toBe(
          count(events, "answer", "success") + total(functions, (f) => f.asyncSucceededCount),
        );
        expect(
          Object.values(traffic)
            .map((t) => t.pendingCount)
            .filter((pending) => pending < 0),
        ).toEqual([]);
        // Received events end once too.
        expect(total(functions, (f) => f.asyncReceivedCount)).toBe(
          total(functions, (f) => f.asyncSucceededCount + f.asyncDroppedCount + f.asyncPendingCount),
        );
      }),
      RUNS,
    );
  });

  test("attempts, runs and environments add up", () => {
    fc.assert(
      fc.property(config, (of) => {
        const { result, events } = played(of);
        const { functions, regions } = result;
        const starts = STARTS.map((kind) => count(events, kind as TraceEvent["kind"]));
        expect(total(functions, (f) => f.coldStartsCount)).toBe(starts[0]);
        expect(total(functions, (f) => f.provisionedInvocationsCount)).toBe(starts[2]);
        expect(total(functions, (f) => f.invocationsCount)).toBe(starts[0]! + starts[1]! + starts[2]!);
        expect(total(functions, (f) => f.throttlesCount)).toBe(count(events, "throttle"));
        expect(regions["us-east-1"]!.throttlesCount).toBe(count(events, "throttle"));
        expect(total(functions, (f) => f.invocationsCount - f.busyLast)).toBe(count(events, "end"));
        expect(total(functions, (f) => f.errorsCount)).toBe(
          count(events, "end", "error") + count(events, "end", "timeout"),
        );
        expect(
          total(functions, (f) => f.environmentsCreatedCount - f.environmentsEndedCount - f.environmentsLast),
        ).toBe(0);
        expect(total(functions, (f) => f.throttles.reduce((sum, entry) => sum + entry.count, 0))).toBe(
          count(events, "throttle"),
        );
      }),
      RUNS,
    );
  });

  test("CONC-1, CONC-9, RES-1: what runs at once is never above its limit", () => {
    fc.assert(
      fc.property(config, (of) => {
        const { result, events } = played(of);
        const reserved = of.functions.filter((f) => f.reserved !== null);
        const others = of.functions.filter((f) => f.reserved === null).map(({ name }) => name);
        const later = of.changes[0]!.regions[0]!.concurrency;
        const claimed = reserved.reduce((sum, f) => sum + f.reserved!, 0);
        expect(reserved.filter((f) => peak(events, [f.name], 0, HORIZON) > f.reserved!)).toEqual([]);
        expect(peak(events, others, 0, 40)).toBeLessThanOrEqual(QUOTA - claimed);
        expect(peak(events, others, 40, HORIZON)).toBeLessThanOrEqual(later - claimed);
        expect(peak(events, NAMES, 40, HORIZON)).toBeLessThanOrEqual(later);
        expect(result.regions["us-east-1"]!.concurrencyMax).toBeLessThanOrEqual(later);
        expect(result.regions["us-east-1"]!.claimedMax).toBeLessThanOrEqual(later);
        expect(result.downstreams.db!.inUseMax).toBeLessThanOrEqual(
          of.downstreams.reduce((size, { limit }) => (limit.kind === "pool" ? limit.size : size), 0),
        );
      }),
      RUNS,
    );
  });

  test("slices of any length give the same digest as one finish, and so does a listener", () => {
    const moments = fc.array(fc.integer({ min: -1, max: (HORIZON + 5) * 1000 }), { maxLength: 12 });
    fc.assert(
      fc.property(config, moments, (of, slices) => {
        const run = start(of);
        slices.forEach((ms) => {
          run.advanceTo(ms + 0.25);
          run.snapshot();
        });
        const { digest } = start(of).finish();
        expect(run.finish().digest).toBe(digest);
        expect(played(of).result.digest).toBe(digest);
      }),
      RUNS,
    );
  });

  test("time never runs backwards, and nothing ends before it begins", () => {
    fc.assert(
      fc.property(config, (of) => {
        const { result, events } = played(of);
        const backwards = events.filter(({ atUs }, index) => index > 0 && atUs < events[index - 1]!.atUs);
        expect(backwards).toEqual([]);
        const lowest = Object.values(result.functions).flatMap((f) => [
          f.busyMin,
          f.warmMin,
          f.environmentsMin,
          f.asyncDepthMin,
        ]);
        expect(Math.min(...lowest)).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  });
});
