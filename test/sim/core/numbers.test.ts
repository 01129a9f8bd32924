/** Numbers that the core holds itself, against where the rest of the simulator says them. */
import { describe, expect, test } from "vitest";
import { Agenda, Entry, NOTHING, RANKS } from "../../../sim/core/base/agenda.ts";
import { TABLE_CELLS } from "../../../sim/core/base/law.ts";
import * as numbers from "../../../sim/core/base/numbers.ts";
import { BURST_2021, FIXED_WINDOW, type Scaling, SLIDING_WINDOW, scalingOf } from "../../../sim/core/base/rates.ts";
import * as functions from "../../../sim/core/objects/functions.ts";
import { BY_SERVER, BY_THROTTLING, BY_TIMEOUT } from "../../../sim/core/objects/source.ts";
import { EXPONENTIAL } from "../../../sim/kernel/random.ts";
import { type Instant, MICROS_PER_SECOND, NEVER } from "../../../sim/kernel/time.ts";
import { keyOf } from "../../../sim/kernel/timers.ts";
import { ENDINGS } from "../../../sim/measure/recorders/troubles.ts";
import { TrafficCount } from "../../../sim/measure/tables/counts.ts";
import { Accepted } from "../../../sim/sources/node.ts";
import { Failure } from "../../../sim/sources/retry-modes.ts";
import { FACTS } from "../../../sim/vocabulary/facts.ts";
import { Rank } from "../../../sim/vocabulary/ranks.ts";
import { StateRefusal } from "../../../sim/vocabulary/state-refusals.ts";
import { Admission, REFUSALS } from "../../../sim/vocabulary/throttles.ts";
import { range } from "../kit.ts";

const { asyncFirstRetrySeconds, asyncSecondRetrySeconds, asyncBackoffFirstSeconds, asyncBackoffMaxSeconds } = FACTS;

test.each([
  ["a second", numbers.SECOND, MICROS_PER_SECOND],
  ["never", numbers.NEVER, NEVER],
  ["LIFE-2: the limit of Init", numbers.INIT_LIMIT, FACTS.initLimitSeconds.value * MICROS_PER_SECOND],
  ["ASY-4: the wait after the first error", numbers.FIRST_ERROR_WAIT, asyncFirstRetrySeconds.value],
  ["ASY-4: the wait after the second error", numbers.SECOND_ERROR_WAIT, asyncSecondRetrySeconds.value],
  ["ASY-6: the wait after the first refusal", numbers.FIRST_BACKOFF, asyncBackoffFirstSeconds.value],
  ["ASY-6: the longest wait", numbers.LONGEST_BACKOFF, asyncBackoffMaxSeconds.value],
  ["ASY-20: invocations of a chain", numbers.RECURSION_LIMIT, FACTS.recursionLimit.value],
])("%s is what the facts say", (_what, ours, theirs) => {
  expect(ours).toBe(theirs);
});

describe("AWS's numbers that are only met in what they do", () => {
  const taken = (scaling: Scaling, second: number, count: number): number =>
    range(count).filter(() => scaling.take(second * MICROS_PER_SECOND)).length;
  const allowance = FACTS.scalingAllowance.value;
  const period = FACTS.scalingPeriodSeconds.value;

  test("SCALE-1: the token bucket refills its allowance in one period", () => {
    expect(scalingOf(0, allowance).bucket).toMatchObject({
      perSecond: allowance / period,
      capacity: allowance * MICROS_PER_SECOND,
    });
  });
  test.each([
    ["sliding", SLIDING_WINDOW],
    ["fixed", FIXED_WINDOW],
  ])("SCALE-1: a %s window is one period long", (_name, kind) => {
    const scaling = scalingOf(kind, allowance);
    expect([0, period - 0.001, period].map((second) => taken(scaling, second, allowance + 1))).toEqual([
      allowance,
      0,
      allowance,
    ]);
  });
  test("SCALE-10: the growth of a minute", () => {
    const scaling = scalingOf(BURST_2021, FACTS.legacyBurst.value);
    expect([0, 60].map((second) => taken(scaling, second, 5000))).toEqual([
      FACTS.legacyBurst.value,
      FACTS.legacyGrowthPerMinute.value,
    ]);
  });
});

describe("codes", () => {
  test("ranks (ADM-3), and keys that timers share", () => {
    const { COMPLETION, LIFECYCLE, TIMEOUT, RETRY, ARRIVAL } = numbers;
    expect([COMPLETION, LIFECYCLE, TIMEOUT, RETRY, ARRIVAL]).toEqual([
      Rank.Completion,
      Rank.Lifecycle,
      Rank.Timeout,
      Rank.Retry,
      Rank.Arrival,
    ]);
    expect(Math.max(...Object.values(Rank))).toBeLessThan(RANKS);
    const entry = new Entry();
    new Agenda().add(entry, 1234, 6, 1);
    expect(entry.key).toBe(keyOf(1234 as Instant, 6));
  });

  test("admissions and refusals", () => {
    expect({
      Provisioned: numbers.PROVISIONED,
      Warm: numbers.WARM,
      Cold: numbers.COLD,
      ReservedZero: numbers.RESERVED_ZERO,
      ReservedFull: numbers.RESERVED_FULL,
      PoolFull: numbers.POOL_FULL,
      RateReserved: numbers.RATE_RESERVED,
      RateAccount: numbers.RATE_ACCOUNT,
      RateGrowth: numbers.RATE_GROWTH,
      ScalingRate: numbers.SCALING_RATE,
      // Of Managed Instances, which the host admits to.
      ManagedConcurrency: 10,
      ManagedCpu: 11,
      ManagedInactive: 12,
      ExecutionsFull: numbers.EXECUTIONS_FULL,
      TenantsFull: numbers.TENANTS_FULL,
      NotInvokable: numbers.NOT_INVOKABLE,
      Stopped: numbers.STOPPED_CHAIN,
    }).toEqual(Admission);
    const states = Object.values(StateRefusal);
    expect(Admission.Stopped).toBeGreaterThan(Admission.NotInvokable + Math.max(...states));
    expect([numbers.TAKEN, numbers.TURNED_AWAY]).toEqual([Accepted.Taken, Accepted.TurnedAway]);
    expect(numbers.VPC_RECLAIMED).toBe(Admission.NotInvokable + StateRefusal.VpcReclaimed);
  });

  test("kinds of trouble: each refusal, spill-over, each way in which an event ends", () => {
    const { REFUSAL_KINDS, SPILLOVER, EXHAUSTED, EXPIRED, STOPPED, TROUBLES } = functions;
    expect(REFUSAL_KINDS).toBe(REFUSALS.length);
    expect(REFUSAL_KINDS).toBe(Admission.NotInvokable - Admission.ReservedZero);
    const kinds = [SPILLOVER, EXHAUSTED, EXPIRED, STOPPED, TROUBLES];
    expect(kinds).toEqual(range(5, REFUSAL_KINDS));
    const endings = [EXHAUSTED, EXPIRED, STOPPED, functions.EXECUTION_TIMED_OUT, functions.LOOPED].map(
      (kind) => ENDINGS[kind - EXHAUSTED]!.rule,
    );
    expect(endings).toEqual(["ASY-3", "ASY-7", "ASY-9", "DUR-1", "ASY-20"]);
    expect(ENDINGS).toHaveLength(5);
  });

  test("counts of a source", () => {
    expect({
      requestsCount: numbers.REQUESTS,
      succeededCount: numbers.ANSWERED,
      failedCount: numbers.FAILED,
      throttledCount: numbers.THROTTLED,
      abandonedCount: numbers.ABANDONED,
      droppedCount: numbers.LOST,
      attemptsCount: numbers.ATTEMPTS,
      retriesCount: numbers.RETRIES,
      quotaExhaustedCount: numbers.QUOTA_EXHAUSTED,
      refusedCount: numbers.REFUSED,
    }).toEqual(TrafficCount);
    expect(functions.TRAFFIC_COUNTS).toBe(Object.keys(TrafficCount).length);
  });

  test("counts of asynchronous events: received, succeeded, dropped, and dropped by each ending", () => {
    const { RECEIVED, SUCCEEDED, DROPPED, ASYNC_COUNTS, EXHAUSTED, STOPPED } = functions;
    expect([RECEIVED, SUCCEEDED, DROPPED]).toEqual([0, 1, 2]);
    expect(ASYNC_COUNTS).toBe(DROPPED + 1 + (STOPPED - EXHAUSTED + 1));
  });

  test("failures of an attempt", () => {
    expect({ Throttling: BY_THROTTLING, Timeout: BY_TIMEOUT, Server: BY_SERVER }).toEqual(Failure);
  });

  const { RUN_END, ARRIVES, CALL_STEP, INIT_END, CLIENT_TIMEOUT, RETRY_DUE, ASYNC_DUE } = numbers;
  const { DELIVERY, PATIENCE_END, EXTENSIONS_END } = numbers;
  const happens = [RUN_END, ARRIVES, CALL_STEP, INIT_END, CLIENT_TIMEOUT, RETRY_DUE, ASYNC_DUE];
  const told = Object.entries(numbers).flatMap(([name, code]) => (name.startsWith("TOLD_") ? [code] : []));

  test.each([
    ["can happen to an entry", [NOTHING, ...happens, DELIVERY, PATIENCE_END, EXTENSIONS_END]],
    ["can be told", told],
  ])("what %s is numbered, each with a number of its own", (_what, codes) => {
    expect([...codes].sort((a, b) => a - b)).toEqual(range(11));
  });
});

test("a table has the cells that the core reads: of the middle, and of both tails", () => {
  expect(EXPONENTIAL.terms).toHaveLength(4 * TABLE_CELLS);
});
