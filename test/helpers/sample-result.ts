/** A complete Result of the flash sale, made by plain arithmetic, for tests that read Results. */
import type {
  DownstreamResult,
  FunctionLimits,
  FunctionResult,
  FunctionSeries,
  Gauged,
  NotableEvent,
  RegionLimits,
  RegionResult,
  RegionSeries,
  Result,
  SubjectCost,
  ThrottleResult,
  TrafficResult,
  WindowResult,
} from "../../sim/index.ts";
import { type Cost, costOf } from "../../sim/pricing/cost.ts";
import { ONE } from "../../sim/pricing/exact.ts";
import { MB_MS } from "../../sim/pricing/metering.ts";
import {
  addUp,
  cloudWatch,
  functionSeries,
  gauge,
  mapValues,
  PEAK,
  perSecond,
  REGION,
  SECONDS,
  SHAPES,
  type Shape,
  type Span,
  sum,
  times,
} from "./sample-series.ts";

const IGNORED = 60;
const QUOTA_CHANGE_MS = 780_000;
const RESERVED_UNITS = 360;
const UNUSED_UNITS = 603;

/** The sample with seed 42. */
export function sampleResult(): Result {
  return sample(42, 1);
}

/** One Result for each of `n` seeds from 42 on; their traffic differs by up to 0.4 %. */
export function sampleRuns(n: number): Result[] {
  return Array.from({ length: n }, (_, i) => sample(42 + i, 1 + ((i % 5) - 2) * 0.001));
}

function sample(seed: number, factor: number): Result {
  const series = mapValues(SHAPES, (shape) => functionSeries(shape, factor));
  const regionSeries = regionOf(series);
  const window = (span: Span): WindowResult => windowOf(series, regionSeries, span);
  return {
    schema: "burstlab.result/2",
    engine: "0.1.0",
    scenario: { name: "flash-sale", file: "flash-sale.burst.yaml", digest: `sha256:${"5d".repeat(32)}` },
    variant: "base",
    seeds: [seed],
    horizonMs: SECONDS * 1000,
    ignoreMs: IGNORED * 1000,
    limits: { functions: mapValues(SHAPES, functionLimits), regions: { [REGION]: regionLimits() } },
    destinations: { "thumbs-failed": 4 },
    ...window({ from: IGNORED, to: SECONDS }),
    windows: { peak: window(PEAK) },
    series: { bucketMs: 1000, buckets: SECONDS, functions: series, regions: { [REGION]: regionSeries } },
    metrics: cloudWatch(series, regionSeries),
    events: eventsOf(series.checkout!),
    assumptions: [
      { policy: "idleLifetime", value: "measured-2020", rule: "LIFE-13" },
      { policy: "pick", value: "most-recent", rule: "LIFE-15" },
      { policy: "requestRateWindow", value: "1s", rule: "RPS-8" },
      { policy: "scaling", value: "token-bucket", rule: "SCALE-5" },
    ],
    digest: `sha256:${(seed % 256).toString(16).padStart(2, "0").repeat(32)}`,
  };
}

function regionOf(series: Readonly<Record<string, FunctionSeries>>): RegionSeries {
  const busy = (names: readonly string[]): number[] => perSecond((i) => sum(names.map((n) => series[n]!.busyMax[i]!)));
  const unreservedMax = busy(["search", "thumbs"]);
  return {
    concurrencyMax: busy(["checkout", "fulfil", "search", "thumbs"]),
    unreservedMax,
    claimedMax: unreservedMax.map((units) => units + RESERVED_UNITS),
  };
}

function windowOf(series: Readonly<Record<string, FunctionSeries>>, region: RegionSeries, span: Span): WindowResult {
  const plain = mapValues(SHAPES, (shape, name) => functionResult(shape, series[name]!, span));
  const { cost, payers } = billOf(plain, span);
  const functions = mapValues(plain, (fn, name): FunctionResult => ({ ...fn, ...payers.get(`function ${name}`)! }));
  const { checkout, fulfil, search, thumbs } = functions as Record<string, FunctionResult>;
  return {
    seconds: span.to - span.from,
    functions,
    traffic: {
      browsing: callerResult(search!),
      orders: callerResult(fulfil!),
      photos: eventResult(thumbs!),
      shoppers: callerResult(checkout!),
    },
    sources: { uploads: { type: "s3", ...eventResult(thumbs!) }, web: { type: "direct", ...callerResult(checkout!) } },
    downstreams: {
      "orders-db": downstream(checkout!, { rejected: 0, waited: 12, busy: 41, p50: 4, p99: 40 }),
      payments: downstream(checkout!, { rejected: 31, waited: 0, busy: 96, p50: 30, p99: 150 }),
    },
    regions: { [REGION]: regionResult(region, checkout!.throttlesCount, span) },
    cost,
  };
}

type PlainResult = Omit<FunctionResult, keyof SubjectCost>;

/** As if all were on demand, of 1 GB, on x86. */
function billOf(functions: Readonly<Record<string, PlainResult>>, { from, to }: Span): Cost {
  const usages = Object.entries(functions).map(([name, { invocationsCount, billedMsSum }]) => ({
    subjectKind: "function" as const,
    subject: name,
    region: REGION,
    architecture: "x86_64" as const,
    onDemandOnly: true,
    quantities: {
      requests: { count: invocationsCount, unit: ONE },
      duration: { count: billedMsSum * 1_024, unit: MB_MS },
    },
  }));
  const invocations = sum(Object.values(functions).map((fn) => fn.invocationsCount));
  return costOf({ usages, lengthMs: (to - from) * 1000, invocations });
}

function functionResult(shape: Shape, series: FunctionSeries, span: Span): PlainResult {
  const total = (column: readonly number[]): number => sum(column.slice(span.from, span.to));
  const requestsCount = total(series.requests);
  const throttlesCount = total(series.throttles);
  const invocationsCount = requestsCount - throttlesCount;
  const spilloverCount = Math.min(invocationsCount, total(series.spillover));
  const coldStartsCount = total(series.coldStarts);
  const events = shape.async ? invocationsCount : 0;
  const latency = times("latencyMs", shape.async ? 0 : requestsCount, shape.p50, shape.p99);
  const duration = times("durationMs", invocationsCount, shape.p50 * 0.95, shape.p99 * 0.95);
  const init = times("initMs", coldStartsCount, 450, 1400);
  const wait = times("waitMs", invocationsCount, 1, 480);
  const age = times("asyncAgeMs", events, 35, 1700);
  return {
    region: "us-east-1",
    requestsCount,
    invocationsCount,
    throttlesCount,
    errorsCount: total(series.errors),
    timeoutsCount: Math.floor(total(series.errors) / 10),
    coldStartsCount,
    spilloverCount,
    provisionedInvocationsCount: shape.provisioned === 0 ? 0 : invocationsCount - spilloverCount,
    environmentsCreatedCount: coldStartsCount,
    environmentsEndedCount: Math.floor(coldStartsCount / 2),
    asyncReceivedCount: shape.async ? events - 20 : 0,
    asyncSucceededCount: shape.async ? events - 31 : 0,
    asyncDroppedCount: shape.async ? 4 : 0,
    asyncPendingCount: shape.async ? 7 : 0,
    asyncRetriesCount: shape.async ? 20 : 0,
    asyncExhaustedCount: shape.async ? 4 : 0,
    asyncExpiredCount: 0,
    asyncStoppedCount: 0,
    billedMsSum: Math.round(invocationsCount * shape.meanMs),
    ...gauge("busy", series.busyMean, series.busyMax, span),
    ...gauge("environments", addUp(series.running, series.idle), addUp(series.running, series.idle), span),
    ...gauge("warm", addUp(series.idle, series.provisionedIdle), addUp(series.idle, series.provisionedIdle), span),
    ...gauge("asyncDepth", series.asyncDepthMax, series.asyncDepthMax, span),
    ...latency.numbers,
    ...duration.numbers,
    ...init.numbers,
    ...wait.numbers,
    ...age.numbers,
    provisionedUtilizationMean: shape.provisioned === 0 ? null : 0.91,
    provisionedUtilizationMax: shape.provisioned === 0 ? null : 1,
    throttles: refusals(series, throttlesCount, shape.reserved, span),
    histograms: {
      latencyMs: latency.histogram,
      durationMs: duration.histogram,
      initMs: init.histogram,
      waitMs: wait.histogram,
      asyncAgeMs: age.histogram,
    },
  };
}

function refusals(series: FunctionSeries, count: number, reserved: number | null, span: Span): ThrottleResult[] {
  if (count === 0) return [];
  const first = series.throttles.findIndex((throttles, i) => throttles > 0 && i >= span.from);
  return [
    {
      reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
      cause: "reserved-full",
      rule: "RES-7",
      count,
      firstMs: first * 1000 + 612,
      limit: reserved,
      inUse: reserved,
      unusedInRegionCount: UNUSED_UNITS,
      heldBy: { checkout: 1 },
    },
  ];
}

/** A synchronous caller that retries: half of the refusals were retried, one in fifty of them was given up. */
function callerResult(fn: FunctionResult): TrafficResult {
  const retriesCount = Math.floor(fn.throttlesCount / 2);
  const requestsCount = fn.requestsCount - retriesCount;
  const throttledCount = fn.throttlesCount - retriesCount;
  const latency = times("latencyMs", requestsCount, fn.latencyMsP50 ?? 0, fn.latencyMsP99 ?? 0);
  return {
    requestsCount,
    succeededCount: requestsCount - fn.errorsCount - throttledCount,
    failedCount: fn.errorsCount,
    throttledCount,
    abandonedCount: 0,
    droppedCount: 0,
    pendingCount: 0,
    attemptsCount: fn.requestsCount,
    retriesCount,
    quotaExhaustedCount: Math.floor(throttledCount / 10),
    ...latency.numbers,
    histograms: { latencyMs: latency.histogram },
  };
}

function eventResult(fn: FunctionResult): TrafficResult {
  const latency = times("latencyMs", fn.asyncSucceededCount, 1935, 6600);
  return {
    requestsCount: fn.asyncReceivedCount,
    succeededCount: fn.asyncSucceededCount,
    failedCount: 0,
    throttledCount: 0,
    abandonedCount: 0,
    droppedCount: fn.asyncDroppedCount,
    pendingCount: fn.asyncReceivedCount - fn.asyncSucceededCount - fn.asyncDroppedCount,
    attemptsCount: fn.requestsCount,
    retriesCount: fn.asyncRetriesCount,
    quotaExhaustedCount: 0,
    ...latency.numbers,
    histograms: { latencyMs: latency.histogram },
  };
}

interface Service {
  readonly rejected: number;
  readonly waited: number;
  readonly busy: number;
  readonly p50: number;
  readonly p99: number;
}

function downstream(caller: FunctionResult, service: Service): DownstreamResult {
  const callsCount = caller.invocationsCount;
  const latency = times("latencyMs", callsCount - service.rejected, service.p50, service.p99);
  return {
    type: "pool",
    callsCount,
    rejectedCount: service.rejected,
    waitedCount: service.waited,
    ...({ inUseMean: service.busy / 4, inUseMin: 0, inUseMax: service.busy, inUseLast: 2 } as Gauged<"inUse">),
    ...latency.numbers,
    histograms: { latencyMs: latency.histogram },
  };
}

function regionResult(series: RegionSeries, throttlesCount: number, span: Span): RegionResult {
  return {
    throttlesCount,
    ...gauge("concurrency", series.concurrencyMax, series.concurrencyMax, span),
    ...gauge("unreserved", series.unreservedMax, series.unreservedMax, span),
    ...gauge("claimed", series.claimedMax, series.claimedMax, span),
  };
}

function functionLimits({ reserved, provisioned }: Shape): FunctionLimits[] {
  const from = (fromMs: number, pool: number): FunctionLimits => {
    return { fromMs, reserved, provisioned, onDemand: reserved === null ? pool : reserved - provisioned };
  };
  const changed = from(QUOTA_CHANGE_MS, 1500 - RESERVED_UNITS);
  return reserved === null ? [from(0, 1000 - RESERVED_UNITS), changed] : [from(0, 0)];
}

function regionLimits(): RegionLimits[] {
  return [
    { fromMs: 0, concurrency: 1000, unreserved: 1000 - RESERVED_UNITS },
    { fromMs: QUOTA_CHANGE_MS, concurrency: 1500, unreserved: 1500 - RESERVED_UNITS },
  ];
}

/** The named phase, the quota's change, and one episode of throttling for each crest of the wave. */
function eventsOf(checkout: FunctionSeries): NotableEvent[] {
  const nothing = { cause: null, rule: "", count: 0, limit: null, inUse: null, unusedInRegionCount: null, detail: "" };
  const phase = {
    ...nothing,
    atMs: PEAK.from * 1000,
    untilMs: PEAK.to * 1000,
    kind: "phase" as const,
    subjectKind: "phase" as const,
    subject: "peak",
  };
  const detail = "the quota increase is granted: region.concurrency = 1500";
  const change = {
    ...nothing,
    atMs: QUOTA_CHANGE_MS,
    untilMs: null,
    kind: "change" as const,
    subjectKind: null,
    subject: "",
    detail,
  };
  const spillover = {
    ...nothing,
    atMs: 124_870,
    untilMs: 893_020,
    kind: "spillover" as const,
    subjectKind: "function" as const,
    subject: "checkout",
    rule: "PC-9",
    count: sum(checkout.spillover),
    limit: 50,
    inUse: 50,
  };
  const starts = perSecond((i) => i).filter((i) => checkout.throttles[i]! > 0 && checkout.throttles[i - 1] === 0);
  const throttling = starts.map((start): NotableEvent => {
    const length = checkout.throttles.slice(start).indexOf(0);
    const count = sum(checkout.throttles.slice(start, start + length));
    return {
      ...nothing,
      atMs: start * 1000 + 612,
      untilMs: (start + length) * 1000,
      kind: "throttling",
      subjectKind: "function",
      subject: "checkout",
      cause: "reserved-full",
      rule: "RES-7",
      count,
      limit: 300,
      inUse: 300,
      unusedInRegionCount: UNUSED_UNITS,
    };
  });
  return [phase, change, spillover, ...throttling].sort((a, b) => a.atMs - b.atMs);
}
