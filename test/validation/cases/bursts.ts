/** CONC-1, CONC-6: bursts of simultaneous calls, replayed at the moments at which the client made them. */
import { type Distribution, type Instant, milliseconds, type TraceEvent } from "../../../sim/index.ts";
import { constant } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { type Case, compare } from "../case.ts";
import { type BurstRow, burst } from "../data.ts";
import { median } from "../statistics.ts";

const SOURCE =
  "danielBCN/faas-parallelism-benchmark, sleep of 1 s, Python 3.8, 2020; moments and run times as recorded";
const RULES = ["CONC-1", "CONC-6", "LIFE-15"];
/** A handler that began later than this was not waiting warm: those that were began within 90 ms of the call. */
const LATE_MS = 150;
/** The earlier run that warms environments; well inside their idle lifetime. */
const WARM_UP_AT_MS = 0;
const BURST_AT_MS = 60_000;

interface Setting {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  /** Left by an earlier run. */
  readonly warm: number;
  /** So many were warm by the recording's own starts, which its cold starts therefore cannot prove. */
  readonly readOff?: true;
}

const SETTINGS: readonly Setting[] = [
  { id: "burst-10-cold", title: "Burst of 10, cold", file: "sleep-10", warm: 0 },
  { id: "burst-100-half", title: "Burst of 100, 50 left warm", file: "sleep-100", warm: 50, readOff: true },
  { id: "burst-50-warm", title: "Burst of 50, warmed", file: "sleep_warm-50", warm: 50 },
  { id: "burst-100-warm", title: "Burst of 100, warmed", file: "sleep_warm-100", warm: 100 },
  { id: "burst-500-warm", title: "Burst of 500, warmed", file: "sleep_warm-500", warm: 500 },
];

export const burstCases = (): Case[] => [...SETTINGS.flatMap(rowsOf), lastAnswer()];

function rowsOf({ id, title, file, warm, readOff }: Setting): Case[] {
  const recorded = burst(file);
  const handled = recorded.map(({ handlerStart, handlerEnd }) => ({ from: handlerStart, to: handlerEnd }));
  const runs = recorded.map(({ handlerStart, handlerEnd }) => handlerEnd - handlerStart);
  const simulated = replay({ at: recorded.map(({ clientStart }) => clientStart), runs, warm, init: coldExtra() });
  const common = { source: SOURCE, rules: RULES, unit: "count" } as const;
  return [
    compare({
      ...common,
      id: `${id}-environments`,
      title: `${title}: environments used`,
      measured: new Set(recorded.map(({ environment }) => environment)).size,
      simulated: new Set(simulated.map(({ environment }) => environment)).size,
    }),
    compare({
      ...common,
      id: `${id}-peak`,
      title: `${title}: handlers running at once`,
      measured: peakOf(handled),
      simulated: peakOf(simulated),
    }),
    ...(readOff
      ? []
      : [
          compare({
            ...common,
            id: `${id}-starts`,
            title: `${title}: cold starts`,
            measured: recorded.filter(isLate).length,
            simulated: simulated.filter(({ cold }) => cold).length,
            miss: "one handler began late; the recording does not say whether its environment was new",
          }),
        ]),
  ];
}

/** The moment of the last answer of the half-cold burst, predicted from the other two recordings. */
function lastAnswer(): Case {
  const recorded = burst("sleep-100");
  const warm = burst("sleep_warm-100");
  const there = median(warm.map(overhead));
  const back = median(warm.map(({ handlerEnd, clientEnd }) => clientEnd - handlerEnd));
  const runOf = (rows: readonly BurstRow[]): number =>
    median(rows.map(({ handlerStart, handlerEnd }) => handlerEnd - handlerStart));
  const run = runOf(warm);
  const at = recorded.map(({ clientStart }) => clientStart + there);
  const simulated = replay({
    at,
    runs: at.map(() => run),
    warm: 50,
    init: coldExtra(),
    // PC-14: the burst of 10 found no environment; its handlers ran for the first time.
    firstRun: constant(Math.round(10 * (runOf(burst("sleep-10")) - run)) / 10),
  });
  const tens = burst("sleep-10").map(({ clientStart, clientEnd }) => clientEnd - clientStart);
  return compare({
    id: "burst-100-half-last",
    title: "Burst of 100, 50 left warm: last answer",
    source: `${SOURCE}; wire and handler times from the warm burst of 100, what is cold from that of 10`,
    rules: ["CONC-4", "PC-14"],
    measured: Math.max(...recorded.map(({ clientEnd }) => clientEnd)),
    simulated: Math.max(...simulated.map(({ to }) => to)) + back,
    unit: "ms",
    scale: "relative",
    // Half the spread of answers to ten equal calls.
    tolerance: (Math.max(...tens) - Math.min(...tens)) / 2 / median(tens),
  });
}

interface Replayed {
  readonly environment: number;
  readonly cold: boolean;
  /** Of the handler, in ms since the first call of the burst. */
  readonly from: number;
  readonly to: number;
}

function replay(given: {
  readonly at: readonly number[];
  readonly runs: readonly number[];
  readonly warm: number;
  readonly init: Distribution;
  readonly firstRun?: Distribution;
}): Replayed[] {
  const moment = (ms: number) => milliseconds(Math.round(ms * 1000) / 1000) as number as Instant;
  const calls = given.at.map((ms, index) => ({ ms, run: given.runs[index]! })).sort((a, b) => a.ms - b.ms);
  const { events } = play({
    seconds: 70,
    functions: { sleep: { init: given.init, memoryMb: 256, ...firstRunOf(given.firstRun) } },
    traffic: [
      {
        invoke: "sleep",
        name: "earlier",
        demand: {
          kind: "times",
          times: Array.from({ length: given.warm }, () => moment(WARM_UP_AT_MS)),
          durations: Array.from({ length: given.warm }, () => milliseconds(1000)),
        },
      },
      {
        invoke: "sleep",
        name: "burst",
        demand: {
          kind: "times",
          times: calls.map(({ ms }) => moment(BURST_AT_MS + ms)),
          durations: calls.map(({ run }) => milliseconds(Math.round(run * 1000) / 1000)),
        },
      },
    ],
  });
  return handlersOf(events.filter(({ atUs }) => atUs >= BURST_AT_MS * 1000));
}

const firstRunOf = (time: Distribution | undefined) =>
  time === undefined ? {} : { firstRun: { time, restored: null, basis: "the burst of 10" } };

function handlersOf(events: readonly TraceEvent[]): Replayed[] {
  const ms = (event: TraceEvent | undefined): number => (event?.atUs ?? 0) / 1000 - BURST_AT_MS;
  const of = (kind: TraceEvent["kind"]) =>
    new Map(events.filter((event) => event.kind === kind).map((event) => [event.request, event]));
  const [ready, end] = [of("ready"), of("end")];
  return events
    .filter(({ kind }) => kind === "cold" || kind === "warm")
    .map(({ kind, request, environment }) => ({
      environment,
      cold: kind === "cold",
      from: ms(ready.get(request)),
      to: ms(end.get(request)),
    }));
}

/** How much later a handler begins on a new environment than on a warm one, placement included. */
const coldExtra = (): Distribution =>
  constant(
    Math.round(10 * (median(burst("sleep-10").map(overhead)) - median(burst("sleep_warm-100").map(overhead)))) / 10,
  );

const overhead = ({ clientStart, handlerStart }: BurstRow): number => handlerStart - clientStart;
const isLate = (row: BurstRow): boolean => overhead(row) > LATE_MS;

/** Most stretches that share a moment; one that ends as another begins does not. */
function peakOf(stretches: readonly { readonly from: number; readonly to: number }[]): number {
  const running = ({ from }: { readonly from: number }): number =>
    stretches.filter((other) => other.from <= from && from < other.to).length;
  return Math.max(...stretches.map(running));
}
