/** Reads one metric of one run, with the samples behind it. */
import type { Histogram, Result, WindowResult } from "../../sim/index.ts";
import type { Reading, SubjectKind } from "../../sim/vocabulary/index.ts";
import type { Measured } from "../judge/threshold-names.ts";
import { percentile } from "./metrics.ts";
import { pointsOf } from "./points.ts";

export interface Observation {
  /** In the unit of the metric; null without samples. */
  readonly value: number | null;
  readonly samples: number;
}

/** One subject's numbers as the catalogue names them. */
type Flat = Readonly<Record<string, unknown>>;

export const NOTHING: Observation = { value: null, samples: 0 };

/** Where a window keeps the subjects of each kind. What is told of the bill and of destinations stands elsewhere. */
export const GROUPS = {
  function: "functions",
  traffic: "traffic",
  source: "sources",
  call: "calls",
  send: "sends",
  downstream: "downstreams",
  region: "regions",
} as const satisfies Partial<Record<SubjectKind, keyof WindowResult>>;

/** The value in the whole run or one phase; nothing when the result lacks the subject or the phase. */
export function observe(result: Result, measured: Measured, phase: string | null): Observation {
  const window = phase === null ? result : result.windows[phase];
  const flat = window === undefined ? undefined : subjectOf(window, measured);
  if (window === undefined || flat === undefined) return NOTHING;
  const { reading } = measured.metric;
  if (reading.family === "peak") return highestPoint(result, measured, phase);
  if (reading.family === "count") return counted(reading, measured.statistic, flat, window.seconds);
  if (reading.family === "listed") return counted(reading, measured.statistic, flat, window.seconds);
  if (reading.family === "time") return timed(reading.prefix, measured.statistic, flat);
  if (reading.family === "sum") return added(number(flat, reading.field), flat);
  if (reading.family === "money") return paid(number(flat, reading.field), window);
  if (reading.family === "unsupported" || window.seconds === 0) return NOTHING;
  const value = number(flat, `${reading.prefix}${capital(measured.statistic)}`);
  return { value, samples: value === null ? 0 : window.seconds };
}

/** A period counts as a sample. */
function highestPoint(result: Result, measured: Measured, phase: string | null): Observation {
  const points = pointsOf(result, measured, phase);
  return points.length === 0 ? NOTHING : { value: Math.max(...points), samples: points.length };
}

/** The lowest bound that at least this percentage of the samples does not exceed; null without samples. */
function fromHistogram(histogram: Histogram, percent: number): number | null {
  const total = histogram.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [bound, count] of histogram) {
    seen += count;
    if (seen * 100 >= total * percent) return bound;
  }
  return null;
}

function subjectOf(window: WindowResult, { metric, subject }: Measured): Flat | undefined {
  if (metric.kind === "cost") return { ...window.cost, monthUsd: window.cost.month?.totalUsd };
  if (metric.kind === "destination") return recordsOf(window, subject);
  const group: Readonly<Record<string, object>> = window[GROUPS[metric.kind]] ?? {};
  return group[subject] as Flat | undefined;
}

/** Only the whole run tells of destinations. */
function recordsOf(window: WindowResult | Result, subject: string): Flat | undefined {
  const records = "destinations" in window ? window.destinations[subject] : undefined;
  return records === undefined ? undefined : { recordsCount: records };
}

/** Behind a sum of a function stand its invocations. */
const added = (value: number | null, flat: Flat): Observation => ({
  value,
  samples: value === null ? 0 : (number(flat, "invocationsCount") ?? 0),
});

/** Behind an amount stand all invocations. */
function paid(value: number | null, { functions }: WindowResult): Observation {
  const samples = sum(Object.values(functions).map(({ invocationsCount }) => invocationsCount));
  return { value, samples: value === null ? 0 : samples };
}

/** A count is 0 when nothing happened; a share of nothing has no value. */
function counted(
  reading: Extract<Reading, { readonly family: "count" | "listed" }>,
  statistic: string,
  flat: Flat,
  seconds: number,
): Observation {
  const { of } = reading;
  const count = (reading.family === "listed" ? listed(flat, reading) : number(flat, reading.field)) ?? 0;
  const population = Array.isArray(of) ? sum(of.map((name) => number(flat, name) ?? 0)) : count;
  if (statistic === "count") return { value: count, samples: population };
  const divisor = of === "second" ? seconds : population;
  return divisor === 0 ? NOTHING : { value: count / divisor, samples: population };
}

type Listed = Extract<Reading, { readonly family: "listed" }>;

/** What a list of this subject counts of the cause; null where it does not have it. */
export function listed(flat: Flat, { list, cause }: Pick<Listed, "list" | "cause">): number | null {
  const entries = (flat[list] ?? []) as readonly { readonly cause: string; readonly count: number }[];
  return entries.find((entry) => entry.cause === cause)?.count ?? null;
}

function timed(prefix: string, statistic: string, flat: Flat): Observation {
  const samples = number(flat, `${prefix}Samples`) ?? 0;
  const stored = number(flat, `${prefix}${capital(statistic)}`);
  if (stored !== null || samples === 0) return { value: stored, samples };
  const histogram = (flat.histograms as Readonly<Record<string, Histogram>>)[prefix] ?? [];
  const bound = fromHistogram(histogram, percentile(statistic) ?? 0);
  const longest = number(flat, `${prefix}Max`);
  return { value: bound === null || longest === null ? bound : Math.min(bound, longest), samples };
}

function number(flat: Flat, name: string): number | null {
  const value = flat[name];
  return typeof value === "number" ? value : null;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
