/** The sections of a summary below the thresholds: functions, versions, refusals, callers, events, downstreams. */
import type { FunctionResult, Result, TrafficResult, VersionResult } from "../../sim/index.ts";
import { costPieces } from "../words/cost-text.ts";
import { count, duration, money, share, tenths } from "../words/numbers.ts";
import { type Cell, type Colour, cut, flow, grid, indented, type Paint, printable } from "../words/table.ts";
import { whyRefused } from "../words/why-refused.ts";
import type { Page } from "./thresholds.ts";

const INDENT = 4;
const WIDE = 100;
/** More functions than this are counted, not listed. */
const MOST_ROWS = 20;
const LONGEST_NAME = { wide: 30, narrow: 24 };
/** Columns that go first when the terminal is narrow. */
const DROPPED = ["p95", "cost/run", "cold", "p50", "busy max"];

const longestName = (width: number): number => (width < WIDE ? LONGEST_NAME.narrow : LONGEST_NAME.wide);

type Named<T> = [name: string, value: T];

/** A table column: its heading and what it shows of a function. */
interface Column {
  readonly heading: string;
  readonly of: (fn: FunctionResult) => Cell;
}

const COLUMNS: readonly Column[] = [
  { heading: "requests", of: (fn) => ({ text: count(fn.requestsCount) }) },
  {
    heading: "throttled",
    of: (fn) => ({ ...ratio(fn.throttlesCount, fn.requestsCount), ...redIf(fn.throttlesCount) }),
  },
  { heading: "cold", of: (fn) => ratio(fn.coldStartsCount, fn.invocationsCount) },
  { heading: "p50", of: (fn) => time(fn.latencyMsP50, fn.durationMsP50) },
  { heading: "p95", of: (fn) => time(fn.latencyMsP95, fn.durationMsP95) },
  { heading: "p99", of: (fn) => time(fn.latencyMsP99, fn.durationMsP99) },
  { heading: "busy max", of: (fn) => ({ text: count(Math.ceil(fn.busyMax)) }) },
  { heading: "cost/run", of: (fn) => ({ text: money(fn.costUsd) }) },
];

/** Functions with refusals first, then by requests. */
export function functions(result: Result, page: Page): string[] {
  const all = Object.entries(result.functions).sort(byTrouble);
  const shown = all.slice(0, MOST_ROWS);
  const lines = fitting(shown, page);
  const rest = all.slice(MOST_ROWS);
  const quiet = rest.every(([, fn]) => fn.throttlesCount === 0) ? ", none of them throttled" : "";
  const more = rest.length === 0 ? [] : [`    and ${count(rest.length)} more${quiet}`];
  return [...lines, ...more, ...onDuration(shown, page)];
}

export const byTrouble = ([a, one]: Named<FunctionResult>, [b, other]: Named<FunctionResult>): number =>
  other.throttlesCount - one.throttlesCount || other.requestsCount - one.requestsCount || (a < b ? -1 : 1);

/** The table with as many columns as the width bears. */
function fitting(shown: readonly Named<FunctionResult>[], { width, paint }: Page): string[] {
  const first = width < WIDE ? 1 : 0;
  const layouts = DROPPED.map((_, i) => DROPPED.slice(0, i + first)).map((dropped) => {
    const columns = COLUMNS.filter(({ heading }) => !dropped.includes(heading));
    const head: Cell[] = [{ text: "functions" }, ...columns.map(({ heading }) => ({ text: heading }))];
    const body = shown.map(([name, fn]) => [
      { text: `  ${cut(printable(name), longestName(width))}` },
      ...columns.map(({ of }) => of(fn)),
    ]);
    return { rows: [head, ...body], align: `l${"r".repeat(columns.length)}` };
  });
  const draw = ({ rows, align }: (typeof layouts)[number], painted: boolean): string[] =>
    indented(grid(rows, { align, gap: 3, paint: painted ? paint : (text) => text }), 2);
  const best = layouts.find((layout) => draw(layout, false).every((line) => line.length <= width));
  return draw(best ?? layouts.at(-1)!, true);
}

/** Functions without synchronous callers show the time of their handler instead. */
function onDuration(shown: readonly Named<FunctionResult>[], { width, paint }: Page): string[] {
  const names = shown.filter(([, fn]) => fn.latencyMsSamples === 0 && fn.durationMsSamples > 0).map(([name]) => name);
  if (names.length === 0) return [];
  const list = names.length > 3 ? `${count(names.length)} functions` : names.map(printable).join(", ");
  const text = `times: what callers waited; for ${list} (asynchronous): length of runs`;
  return indented(flow(text.split(" "), " ", width - INDENT), INDENT).map((line) => paint(line, "dim"));
}

/** One line where it fits; nothing where nothing is charged. */
export function cost(result: Result, { width }: Page): string[] {
  if (result.cost.totalUsd === 0) return [];
  return indented(flow(costPieces(result), ", ", width - INDENT), INDENT);
}

export function refusals(result: Result, { width }: Page): string[] {
  const all = whyRefused(result);
  const names = Math.min(longestName(width), Math.max(0, ...all.map(({ name }) => name.length)));
  const limits = Math.max(0, ...all.map(({ limit }) => limit.length));
  return all.flatMap(({ name, limit, extent, circumstances }, i) => {
    const label = name === all[i - 1]?.name ? "" : cut(name, names);
    const room = width - INDENT - names - 3;
    const oneLine = `${limit.padEnd(limits)}   ${extent}`;
    const main = oneLine.length <= room ? [oneLine] : flow([limit, extent], ", ", room);
    const lines = [...main, ...flow(circumstances, ", ", room)];
    return lines.map((line, row) => `    ${(row === 0 ? label : "").padEnd(names)}   ${line}`);
  });
}

/** How each request of a caller ended; columns that are 0 everywhere are left out. */
export const ENDINGS: readonly { readonly heading: string; readonly of: (one: TrafficResult) => number }[] = [
  { heading: "requests", of: (one) => one.requestsCount },
  { heading: "succeeded", of: (one) => one.succeededCount },
  { heading: "failed", of: (one) => one.failedCount },
  { heading: "refused", of: (one) => one.throttledCount },
  { heading: "not ready", of: (one) => one.refusedCount ?? 0 },
  { heading: "gave up", of: (one) => one.abandonedCount },
  { heading: "dropped", of: (one) => one.droppedCount },
  { heading: "unfinished", of: (one) => one.pendingCount },
  { heading: "retries", of: (one) => one.retriesCount },
];
const BAD_ENDS = ["refused", "not ready", "gave up", "dropped"];

/** The callers that were refused for good, gave up, or retried. */
export function callers({ traffic, calls = {} }: Result, { width, paint }: Page): string[] {
  const rows = [...Object.entries(traffic), ...Object.entries(calls)].filter(
    ([, one]) =>
      one.retriesCount + one.throttledCount + (one.refusedCount ?? 0) + one.abandonedCount > 0 ||
      one.quotaExhaustedCount > 0,
  );
  if (rows.length === 0) return [];
  const shown = ENDINGS.filter(({ of }) => rows.some(([, one]) => of(one) > 0));
  const head: Cell[] = [{ text: "" }, ...shown.map(({ heading }) => ({ text: heading }))];
  const body = rows.map(([name, one]) => [
    { text: cut(printable(name), longestName(width)) },
    ...shown.map(({ heading, of }) => ({ text: count(of(one)), ...redIf(BAD_ENDS.includes(heading) ? of(one) : 0) })),
  ]);
  const lines = (gap: number, painted: Paint): string[] =>
    indented(grid([head, ...body], { align: `l${"r".repeat(shown.length)}`, gap, paint: painted }), INDENT);
  const gap = lines(3, (text) => text).every((line) => line.length <= width) ? 3 : 1;
  const quota = rows.filter(([, one]) => one.quotaExhaustedCount > 0).flatMap((row) => quotaLines(row, width));
  return [...lines(gap, paint), ...quota];
}

function quotaLines([name, one]: Named<TrafficResult>, width: number): string[] {
  const text = `${count(one.quotaExhaustedCount)} retries not made, the SDK's retry quota was empty (SDK-11)`;
  return indented(flow(`${printable(name)}: ${text}`.split(" "), " ", width - INDENT), INDENT);
}

export function asynchronous({ functions: all, destinations }: Result, { width }: Page): string[] {
  const rows = Object.entries(all)
    .filter(([, fn]) => fn.asyncReceivedCount > 0)
    .map(([name, fn]): Labelled => [name, eventPieces(fn)]);
  const sent = Object.entries(destinations).filter(([, records]) => records > 0);
  const pieces = sent.map(([name, records]) => `${count(records)} to ${printable(name)}`);
  return labelled(sent.length === 0 ? rows : [...rows, ["sent on", pieces]], width);
}

function eventPieces(fn: FunctionResult): string[] {
  const reasons = [
    { size: fn.asyncExhaustedCount, text: "retries used up" },
    { size: fn.asyncExpiredCount, text: "too old" },
    { size: fn.asyncStoppedCount, text: "function stopped" },
  ].filter(({ size }) => size > 0);
  const why = reasons.map(({ size, text }) => (reasons.length === 1 ? text : `${count(size)} ${text}`)).join(", ");
  const oldest = fn.asyncAgeMsMax === null ? [] : [`oldest tried at ${duration(fn.asyncAgeMsMax)}`];
  return [
    `${count(fn.asyncReceivedCount)} received`,
    `${count(fn.asyncSucceededCount)} done`,
    `${count(fn.asyncDroppedCount)} dropped${why === "" ? "" : ` (${why}; ASY-10)`}`,
    `${count(fn.asyncPendingCount)} ${fn.executionsStartedCount === undefined ? "still queued" : "not ended"}`,
    `${count(fn.asyncRetriesCount)} retries`,
    ...oldest,
  ];
}

export function durable({ functions: all }: Result, { width }: Page): string[] {
  const rows = Object.entries(all).map(([name, fn]): Labelled => [name, executionPieces(fn)]);
  return labelled(
    rows.filter(([, pieces]) => pieces.length > 0),
    width,
  );
}

/** Nothing for a function that is not durable. */
export function executionPieces(fn: FunctionResult): string[] {
  if (fn.executionsStartedCount === undefined) return [];
  const ends = [
    { size: fn.executionsFailedCount ?? 0, text: "failed" },
    { size: fn.executionsTimedOutCount ?? 0, text: "timed out" },
    { size: fn.executionsPendingCount ?? 0, text: "not ended" },
  ].filter(({ size }) => size > 0);
  const median = fn.executionMsP50 ?? null;
  const most = Math.ceil(fn.executionsRunningMax ?? 0);
  return [
    `${count(fn.executionsStartedCount)} begun`,
    `${count(fn.executionsSucceededCount ?? 0)} done`,
    ...ends.map(({ size, text }) => `${count(size)} ${text}`),
    ...(median === null ? [] : [`p50 ${duration(median)}`, `p99 ${duration(fn.executionMsP99 ?? median)}`]),
    `at most ${count(most)} at once on ${count(Math.ceil(fn.busyMax))} units (DUR-2)`,
  ];
}

export function downstreams(result: Result, { width }: Page): string[] {
  const rows = Object.entries(result.downstreams)
    .filter(([, one]) => one.rejectedCount + one.waitedCount > 0)
    .map(([name, one]): Labelled => {
      const waited = one.waitedCount === 0 ? [] : [`${count(one.waitedCount)} waited for a place`];
      const rejected = `${count(one.rejectedCount)} of ${count(one.callsCount)} calls rejected`;
      return [name, [rejected, ...waited, `busy max ${count(one.inUseMax)}`]];
    });
  return labelled(rows, width);
}

/** Where an alias divides requests over versions: those that got any. */
export function versions(result: Result, { width }: Page): string[] {
  const rows = Object.entries(result.functions).flatMap(([name, { versions: all = {} }]) =>
    Object.entries(all)
      .filter(([, { requestsCount }]) => requestsCount > 0)
      .map(([version, one]): Labelled => [`${name}:${version}`, versionPieces(one)]),
  );
  return labelled(rows, width);
}

function versionPieces(one: VersionResult): string[] {
  const pieces = [
    { size: one.throttlesCount, text: "throttled" },
    { size: one.errorsCount, text: "failed" },
    { size: one.coldStartsCount, text: "cold" },
    { size: one.provisionedInvocationsCount, text: "on provisioned units" },
  ];
  const met = pieces.filter(({ size }) => size > 0).map(({ size, text }) => `${count(size)} ${text}`);
  return [`${count(one.requestsCount)} requests`, ...met];
}

/** LMI-4, LMI-8: how many environments there were, on how many instances, and how full. */
export function managedInstances({ functions: all }: Result, { width }: Page): string[] {
  const rows = Object.entries(all).flatMap(([name, fn]): Labelled[] => {
    const {
      workerUtilizationMean: workers = null,
      workerUtilizationMax: most = null,
      cpuUtilizationMean: cpu = null,
      instancesMin: least = null,
      instancesMax: greatest = null,
    } = fn;
    if (workers === null || most === null || cpu === null || least === null || greatest === null) return [];
    const { environmentsMin, environmentsMax, environmentsMean } = fn;
    const environments = `${count(environmentsMin)} to ${count(environmentsMax)} environments`;
    const busy = `workers ${share(workers)} busy, ${share(most)} at most`;
    return [
      [
        name,
        [
          `${environments}, ${tenths(environmentsMean)} on average`,
          `on ${least === greatest ? "" : `${tenths(least)} to `}${tenths(greatest)} instances`,
          busy,
          `CPU ${share(cpu)}`,
        ],
      ],
    ];
  });
  return labelled(rows, width);
}

/** Functions whose environments belong to tenants: how many that makes. */
export function tenants({ functions: all, limits }: Result, { width }: Page): string[] {
  const rows = Object.entries(all).flatMap(([name, fn]): Labelled[] => {
    if (fn.tenantsServedCount === undefined) return [];
    const most = Math.max(0, ...(limits.functions[name] ?? []).map((one) => one.tenantEnvironments ?? 0));
    return [
      [
        name,
        [
          `${count(fn.tenantsServedCount)} tenants served`,
          `up to ${count(fn.environmentsMax)} of ${count(most)} environments (TEN-2)`,
          `${count(fn.environmentsCreatedCount)} made and charged (TEN-3)`,
        ],
      ],
    ];
  });
  return labelled(rows, width);
}

type Labelled = [label: string, pieces: readonly string[]];

/** Pieces of text beside a label, in as many lines as they need. */
function labelled(rows: readonly Labelled[], width: number): string[] {
  const labels = rows.map(([label]) => cut(printable(label), longestName(width)));
  const widest = Math.max(0, ...labels.map(({ length }) => length));
  return rows.flatMap(([, pieces], i) =>
    flow(pieces, ", ", width - INDENT - widest - 3).map(
      (line, row) => `    ${(row === 0 ? labels[i]! : "").padEnd(widest)}   ${line}`,
    ),
  );
}

/** "0" where nothing happened, else the share; "-" of nothing. */
const ratio = (part: number, whole: number): Cell => ({
  text: whole === 0 ? "-" : part === 0 ? "0" : share(part / whole),
});
const redIf = (size: number): { colour?: Colour } => (size > 0 ? { colour: "red" } : {});
const time = (caller: number | null, run: number | null): Cell => {
  const ms = caller ?? run;
  return { text: ms === null ? "-" : duration(ms) };
};
