/** Small Results for tests of charts: the minute of the sample in which throttling begins, and no traffic at all. */
import type { NotableEvent, Result, ThrottleCause, WindowResult } from "../../sim/index.ts";
import { sampleResult } from "./sample-result.ts";

const FROM = 120;
const SECONDS = 60;

/** 02:00 to 03:00 of the sample, without warm-up, in two phases: p99 is 900ms in the first, as it was in the second. */
export function minuteResult(): Result {
  const sample = sampleResult();
  const cut = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.slice(FROM, FROM + SECONDS);
    return Object.fromEntries(Object.entries(value as object).map(([key, each]) => [key, cut(each)]));
  };
  const { functions, regions } = sample.series;
  const series = { ...sample.series, buckets: SECONDS, ...(cut({ functions, regions }) as object) };
  const limits = { functions: firstOnly(sample.limits.functions), regions: firstOnly(sample.limits.regions) };
  return {
    ...sample,
    horizonMs: SECONDS * 1000,
    ignoreMs: 0,
    series,
    limits,
    functions: mapValues(sample.functions, (total) => ({
      ...total,
      throttles: total.throttles.map((each) => ({ ...each, firstMs: 29_612 })),
    })),
    windows: { climb: calmer(sample), peak: sample },
    events: [phase("climb", 0, 30_000), phase("peak", 30_000, 60_000)],
  };
}

/** The same minute with 400 reserved: checkout runs up to 360 at once, nothing is refused, and half of p99 is gone. */
export function relievedResult(): Result {
  const result: Result = structuredClone(minuteResult());
  const { checkout } = result.functions;
  const { checkout: series } = result.series.functions;
  const limits = result.limits.functions.checkout!;
  Object.assign(checkout!, { busyMax: 360, throttlesCount: 0, throttles: [], latencyMsP50: 210, latencyMsP99: 990 });
  Object.assign(series!, {
    busyMax: series!.busyMax.map((units) => (units === 300 ? 360 : units)),
    throttles: series!.throttles.map(() => 0),
    throttlesByCause: {},
    latencyMsP99: series!.latencyMsP99.map((ms) => (ms === null ? null : ms / 2)),
  });
  result.limits.functions.checkout = limits.map((each) => ({ ...each, reserved: 400, onDemand: 350 }));
  return { ...result, variant: "reserved-400" };
}

/** Checkout refused for all of these causes: 20 a second each in the second half of the minute. */
export function refusedResult(causes: readonly ThrottleCause[]): Result {
  const result: Result = structuredClone(minuteResult());
  const checkout = result.functions.checkout!;
  const series = result.series.functions.checkout!;
  const [first] = checkout.throttles;
  const late = (each: number): number[] => series.requests.map((_, i) => (i < FROM / 4 ? 0 : each));
  checkout.throttles = causes.map((cause) => ({ ...first!, cause, count: 600 }));
  checkout.throttlesCount = 600 * causes.length;
  series.throttlesByCause = Object.fromEntries(causes.map((cause) => [cause, late(20)]));
  series.throttles = late(20 * causes.length);
  return result;
}

/** The first ten seconds of checkout are refused by its state, and nothing by a limit. */
export function pendingResult(): Result {
  const result = refusedResult([]);
  const pending = { error: "ResourceConflictException", status: 409, cause: "version-pending" } as const;
  const refusals = [{ ...pending, rule: "LIFE-25", count: 300, firstMs: 0 }];
  Object.assign(result.functions.checkout!, { refusedCount: 300, refusals });
  const { requests } = result.series.functions.checkout!;
  Object.assign(result.series.functions.checkout!, { refused: requests.map((_, i) => (i < 10 ? 30 : 0)) });
  return result;
}

/** The same scenario in which nothing arrives. */
export function emptyResult(): Result {
  return JSON.parse(JSON.stringify(minuteResult()), (key, value: unknown) => {
    if (KEPT.has(key)) return value;
    if (key === "throttles" && typeof (value as unknown[])[0] === "object") return [];
    if (key.startsWith("latencyMsP") && Array.isArray(value)) return value.map(() => null);
    if (key === "asyncAgeMsMax" && Array.isArray(value)) return value.map(() => null);
    if (MEASURED.test(key)) return null;
    return typeof value === "number" ? 0 : value;
  }) as Result;
}

/** The sample with checkout under another name. */
export function renamedResult(name: string): Result {
  const result = minuteResult();
  const rename = <Value>({ checkout, ...rest }: Record<string, Value>): Record<string, Value> => ({
    ...rest,
    [name]: checkout as Value,
  });
  const called = (each: string): string => (each === "checkout" ? name : each);
  return {
    ...result,
    functions: rename(result.functions),
    cost: { ...result.cost, lines: result.cost.lines.map((line) => ({ ...line, subject: called(line.subject) })) },
    limits: { ...result.limits, functions: rename(result.limits.functions) },
    series: { ...result.series, functions: rename(result.series.functions) },
  };
}

const KEPT = new Set([
  "bucketMs",
  "buckets",
  "horizonMs",
  "fromMs",
  "atMs",
  "untilMs",
  "reserved",
  "provisioned",
  "onDemand",
  "concurrency",
  "unreserved",
]);
const MEASURED = /Ms(Mean|Min|Max|P50|P95|P99)$/;

const firstOnly = <Value>(lists: Record<string, Value[]>): Record<string, Value[]> =>
  mapValues(lists, (list) => list.slice(0, 1));

const calmer = (sample: Result): WindowResult => ({
  ...sample,
  functions: mapValues(sample.functions, (total) => ({ ...total, latencyMsP99: 900 })),
});

function phase(subject: string, atMs: number, untilMs: number): NotableEvent {
  const nothing = { cause: null, rule: "", count: 0, limit: null, inUse: null, unusedInRegionCount: null, detail: "" };
  return { ...nothing, kind: "phase", subjectKind: "phase", subject, atMs, untilMs };
}

function mapValues<From, To>(record: Record<string, From>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
