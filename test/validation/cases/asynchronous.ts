/** ASY-3 to ASY-9: how long asynchronous events waited on AWS, and what became of those of a stopped function. */
import { type Result, simulate, type TraceEvent } from "../../../sim/index.ts";
import { configOf } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { type Case, compare } from "../case.ts";
import { OBSERVED } from "../data.ts";
import { groupBy } from "../groups.ts";

const SOURCE = "cosmo-grant/aws-by-example, docs/lambda_retries.html";
/** ASY-6: waits are up to this share longer. */
const JITTER = 0.1;
const EVENTS = 400;
const MODEL = { asyncJitter: JITTER };
/** Apart far enough that no event meets another. */
const APART_MS = 400_000;
const ERROR_WAITS = [60, 120];
const BEYOND =
  "AWS waited longer than 10 % more at times; what lies between the due moment and the start is not modelled";

export const asynchronousCases = (): Case[] => [...errorGaps(), ...throttledAges(), ...outcomes()];

const eventTimes = (): number[] => Array.from({ length: EVENTS }, (_, index) => index * APART_MS);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Moments in ms at which the handler started, event by event. */
function startsOf(events: readonly TraceEvent[]): number[][] {
  const starts = events.filter(({ kind }) => kind === "ready");
  return [...groupBy(starts, ({ request }) => request).values()].map((each) => each.map(({ atUs }) => atUs / 1000));
}

/** From the start of one attempt to the start of the next, after function errors. */
function errorGaps(): Case[] {
  return OBSERVED.asyncErrorGaps.flatMap(({ durationMs, initMs, timeoutMs, gapsSeconds }, experiment) => {
    const { events } = play({
      seconds: (EVENTS * APART_MS) / 1000,
      model: MODEL,
      functions: {
        f: {
          init: initMs,
          errors: 1,
          run: durationMs ?? 10_000,
          ...(timeoutMs === null ? {} : { timeout: timeoutMs }),
        },
      },
      traffic: [{ invoke: "f", event: true, at: eventTimes() }],
    });
    const starts = startsOf(events);
    return gapsSeconds.map((measured, gap) =>
      compare({
        id: `async-${timeoutMs === null ? "error" : "timeout"}-gap-${gap + 1}`,
        title: `Async ${timeoutMs === null ? "error" : "timeout"}: from attempt ${gap + 1} to attempt ${gap + 2}`,
        source: `${SOURCE}; experiment ${experiment + 1} of 2, its Duration and Init from the same author's log`,
        rules: ["ASY-3", "ASY-4"],
        measured,
        simulated: mean(starts.map((moments) => (moments[gap + 1]! - moments[gap]!) / 1000)),
        unit: "s",
        tolerance: (ERROR_WAITS[gap]! * JITTER) / 2,
        miss: BEYOND,
      }),
    );
  });
}

/** Age of one event at its later attempts, all refused. */
function throttledAges(): Case[] {
  const { events } = play({
    seconds: 900,
    model: MODEL,
    functions: { f: { run: 900_000, reserved: 1 } },
    traffic: [
      { invoke: "f", name: "holder", at: [0] },
      { invoke: "f", name: "refused", event: true, at: Array.from({ length: EVENTS }, () => 1000) },
    ],
  });
  const refusals = [
    ...groupBy(
      events.filter(({ kind }) => kind === "throttle"),
      ({ request }) => request,
    ).values(),
  ];
  return OBSERVED.asyncThrottledAges.map(({ attempt, seconds }) =>
    compare({
      id: `async-throttled-age-${attempt}`,
      title: `Async throttled: age at attempt ${attempt}`,
      source: SOURCE,
      rules: ["ASY-5", "ASY-6"],
      measured: seconds,
      simulated: mean(refusals.map((each) => each[attempt - 1]!.atUs / 1e6 - 1)),
      unit: "s",
      // The waits before it add up to 2^(k-1) - 1 seconds, each up to a share longer.
      tolerance: ((2 ** (attempt - 1) - 1) * JITTER) / 2,
      miss: BEYOND,
    }),
  );
}

const total = (column: readonly (number | null)[]): number =>
  column.reduce<number>((sum, value) => sum + (value ?? 0), 0);

/** How many of the recorded facts hold. */
const agreeing = (facts: readonly (readonly [recorded: unknown, simulated: unknown])[]): number =>
  facts.filter(([recorded, simulated]) => recorded === simulated).length;

function facts(
  id: string,
  title: string,
  rules: readonly string[],
  pairs: readonly (readonly [unknown, unknown])[],
): Case {
  const source = `${SOURCE}; localstack/localstack, recorded on AWS in November 2025`;
  return compare({ id, title, source, rules, measured: pairs.length, simulated: agreeing(pairs), unit: "count" });
}

const conditionOf = (events: readonly TraceEvent[]): string | undefined =>
  events.find(({ kind }) => kind === "drop")?.detail;

function outcomes(): Case[] {
  const zero = OBSERVED.zeroReserved;
  const stopped = play({
    functions: { f: { reserved: 0, async: { retries: 0, onFailure: "queue" } } },
    traffic: [{ invoke: "f", event: true, at: [0] }],
  });
  const { AsyncEventsReceived, AsyncEventsDropped, Throttles } = stopped.result.metrics.functions.f!["AWS/Lambda"];
  const failed = play({
    seconds: 600,
    functions: { f: { errors: 1, async: { onFailure: "queue" } } },
    traffic: [{ invoke: "f", event: true, at: [0] }],
  });
  return [
    facts(
      "zero-reserved-async",
      "Reserved 0, async: received, dropped, runs, throttles, condition",
      ["ASY-9", "RES-5"],
      [
        [zero.asyncEventsReceived, total(AsyncEventsReceived)],
        [zero.asyncEventsDropped, total(AsyncEventsDropped)],
        [zero.invocations, stopped.result.functions.f!.invocationsCount],
        [zero.throttles ?? 0, total(Throttles)],
        [zero.condition, conditionOf(stopped.events)],
      ],
    ),
    facts(
      "zero-reserved-sync",
      "Reserved 0, sync: refused once, with AWS's reason",
      ["RES-5", "ERR-2"],
      [
        [zero.syncReason, refusalOf(simulate(stoppedSync())).reason],
        [1, refusalOf(simulate(stoppedSync())).count],
      ],
    ),
    facts(
      "retries-exhausted",
      "Async error: attempts and condition of the failure record",
      ["ASY-10", "ASY-16"],
      [
        [OBSERVED.retriesExhausted.condition, conditionOf(failed.events)],
        [OBSERVED.retriesExhausted.approximateInvokeCount, failed.result.functions.f!.invocationsCount],
      ],
    ),
  ];
}

const stoppedSync = () => configOf({ functions: { f: { reserved: 0 } }, traffic: [{ invoke: "f", at: [0] }] });

function refusalOf(result: Result): { readonly reason: string; readonly count: number } {
  return result.functions.f!.throttles[0] ?? { reason: "none", count: 0 };
}
