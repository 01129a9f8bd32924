/** The numbers of one function, caller, downstream or Region over some segments of a run. */
import type { FunctionCost } from "../../cost-result.ts";
import { MICROS_PER_MILLISECOND, toMs } from "../../kernel/time.ts";
import type { Functions } from "../../lambda/front/functions.ts";
import type {
  DownstreamResult,
  DurableResult,
  FunctionResult,
  RegionResult,
  ThrottleResult,
  TrafficResult,
} from "../../result.ts";
import { REFUSALS } from "../../vocabulary/throttles.ts";
import { type DurableRecorder, ExecutionCount, ExecutionGauge } from "../recorders/durable-recorder.ts";
import type { Recorder } from "../recorders/recorder.ts";
import { Count, DownstreamCount, TrafficCount } from "../tables/counts.ts";
import { distributed } from "../tables/distributed.ts";
import { Gauge, named, RegionGauge } from "../tables/gauges.ts";
import type { Histogram } from "../tables/histogram.ts";
import { rounded, roundedShare } from "../tables/rounding.ts";
import { Time } from "../tables/times.ts";

export interface Scope {
  readonly recorder: Recorder;
  /** Null when no function is durable. */
  readonly durable: DurableRecorder | null;
  readonly segments: readonly number[];
}

/** Bounds are whole µs: three decimals of a ms hold them without rounding. */
const entries = (histogram: Histogram): [number, number][] => histogram.entries(MICROS_PER_MILLISECOND);

/** All but what it costs. */
export function functionResult(
  scope: Scope,
  functions: Functions,
  index: number,
): Omit<FunctionResult, keyof FunctionCost> {
  const times = functionTimes(scope, index);
  const executions = executionTimes(scope, functions, index);
  return {
    ...functionNumbers(scope, functions, index),
    histograms: {
      latencyMs: entries(times.latencyMs),
      durationMs: entries(times.durationMs),
      initMs: entries(times.initMs),
      waitMs: entries(times.waitMs),
      asyncAgeMs: entries(times.asyncAgeMs),
      ...(executions === null ? {} : { executionMs: entries(executions) }),
    },
  };
}

function functionTimes({ recorder, segments }: Scope, index: number) {
  const time = (kind: Time) => recorder.times.merged(segments, [index], kind);
  return {
    latencyMs: time(Time.Latency),
    durationMs: time(Time.Duration),
    initMs: time(Time.Init),
    waitMs: time(Time.Wait),
    asyncAgeMs: time(Time.AsyncAge),
  };
}

/** Null for a function that is not durable. */
const executionTimes = ({ durable, segments }: Scope, functions: Functions, index: number): Histogram | null =>
  functions.isDurable(index) ? (durable?.times.merged(segments, [index], 0) ?? null) : null;

/** The same without histograms. */
export function functionNumbers(
  scope: Scope,
  functions: Functions,
  index: number,
): Omit<FunctionResult, keyof FunctionCost | "histograms"> {
  const { recorder, segments } = scope;
  const count = (kind: Count) => recorder.counts.total(segments, index, kind);
  const gauge = (kind: Gauge) => recorder.gauges.summary(segments, recorder.segments, index, kind);
  const times = functionTimes(scope, index);
  const provisioned = gauge(Gauge.Units).max > 0;
  const used = gauge(Gauge.Utilisation);
  return {
    region: functions.regions[functions.regionOf(index)]!.name,
    ...functionCounts(count),
    ...named("busy", gauge(Gauge.Busy), rounded),
    ...named("environments", gauge(Gauge.Environments), rounded),
    ...named("warm", gauge(Gauge.Warm), rounded),
    ...named("asyncDepth", gauge(Gauge.AsyncDepth), rounded),
    ...distributed("latencyMs", times.latencyMs),
    ...distributed("durationMs", times.durationMs),
    ...distributed("initMs", times.initMs),
    ...distributed("waitMs", times.waitMs),
    ...distributed("asyncAgeMs", times.asyncAgeMs),
    provisionedUtilizationMean: provisioned ? roundedShare(used.mean) : null,
    provisionedUtilizationMax: provisioned ? roundedShare(used.max) : null,
    throttles: throttleResults(scope, functions, index),
    ...versionResults(scope, functions, index),
    ...durableResult(scope, index, executionTimes(scope, functions, index)),
    ...recorder.environments?.result(segments, index),
    ...tenants(scope, functions, index),
    ...stateRefusals(scope, index),
  };
}

function versionResults(
  { recorder, segments }: Scope,
  functions: Functions,
  index: number,
): Pick<FunctionResult, "versions"> {
  const { versions } = recorder;
  if (versions === null || functions.settings[index]!.aliases === undefined) return {};
  const own = functions.versionsOf(index);
  return {
    versions: Object.fromEntries(
      own.map((version) => [functions.qualifierOf(version), versions.result(segments, version)]),
    ),
  };
}

/** Nothing of a function that is not durable. */
function durableResult({ recorder, durable, segments }: Scope, index: number, times: Histogram | null) {
  if (durable === null || times === null) return {};
  const count = (kind: ExecutionCount) => durable.counts.total(segments, index, kind);
  const gauge = (kind: number) => durable.gauges.summary(segments, recorder.segments, index, kind);
  const executions = {
    executionsStartedCount: count(ExecutionCount.Started),
    executionsSucceededCount: count(ExecutionCount.Succeeded),
    executionsFailedCount: count(ExecutionCount.Failed),
    executionsTimedOutCount: count(ExecutionCount.TimedOut),
  };
  return {
    ...executions,
    executionsPendingCount: executions.executionsStartedCount - times.count,
    resumptionsCount: count(ExecutionCount.Resumed),
    ...named("executionsRunning", gauge(ExecutionGauge.Running), rounded),
    ...named("executionsWaiting", gauge(ExecutionGauge.Waiting), rounded),
    ...distributed("executionMs", times),
  } satisfies DurableResult;
}

/** TEN-2: only of a function with tenancy. */
function tenants({ recorder, segments }: Scope, functions: Functions, index: number): { tenantsServedCount?: number } {
  if (functions.settings[index]!.tenancy === null || recorder.tenants === null) return {};
  return { tenantsServedCount: recorder.tenants.count(segments, index) };
}

function functionCounts(count: (kind: Count) => number) {
  const ended = count(Count.AsyncSucceeded) + count(Count.AsyncDropped);
  return {
    requestsCount: count(Count.Invocations) + count(Count.Throttles),
    invocationsCount: count(Count.Invocations),
    throttlesCount: count(Count.Throttles),
    errorsCount: count(Count.Errors),
    timeoutsCount: count(Count.Timeouts),
    coldStartsCount: count(Count.ColdStarts),
    spilloverCount: count(Count.Spillover),
    provisionedInvocationsCount: count(Count.Provisioned),
    environmentsCreatedCount: count(Count.Created),
    environmentsEndedCount: count(Count.Ended),
    asyncReceivedCount: count(Count.AsyncReceived),
    asyncSucceededCount: count(Count.AsyncSucceeded),
    asyncDroppedCount: count(Count.AsyncDropped),
    asyncPendingCount: count(Count.AsyncReceived) - ended,
    asyncRetriesCount: count(Count.AsyncRetries),
    asyncExhaustedCount: count(Count.AsyncExhausted),
    asyncExpiredCount: count(Count.AsyncExpired),
    asyncStoppedCount: count(Count.AsyncStopped),
    billedMsSum: count(Count.BilledMs),
  };
}

function throttleResults(scope: Scope, functions: Functions, index: number): ThrottleResult[] {
  const { recorder, segments } = scope;
  return REFUSALS.flatMap((kind, refusal) => {
    const count = recorder.refusals.total(segments, index, refusal);
    if (count === 0) return [];
    const first = recorder.refusals.first(segments, index, refusal);
    return [
      {
        reason: first.reserved ? kind.reasonReserved : kind.reason,
        cause: kind.cause,
        rule: kind.rule,
        count,
        firstMs: rounded(toMs(first.at)),
        limit: first.limit < 0 ? null : first.limit,
        inUse: first.inUse < 0 ? null : first.inUse,
        unusedInRegionCount: first.unusedInRegion,
        heldBy: heldBy(scope, functions, index, refusal),
      },
    ];
  });
}

/** LIFE-25: nothing where every function is Active all the time. */
function stateRefusals({ recorder, segments }: Scope, index: number) {
  if (!recorder.states.used) return {};
  const refusals = recorder.states.results(segments, index);
  return { refusedCount: refusals.reduce((sum, { count }) => sum + count, 0), refusals };
}

/** Who held the capacity: the function itself within its reservation, whoever ran on the shared pool. */
function heldBy(scope: Scope, functions: Functions, index: number, refusal: number): Record<string, number> {
  if (REFUSALS[refusal]!.cause === "reserved-full") return { [functions.settings[index]!.name]: 1 };
  const holders = scope.recorder.refusals.holders(scope.segments, index, refusal);
  return Object.fromEntries(holders.map(([holder, share]) => [functions.settings[holder]!.name, roundedShare(share)]));
}

/** @param indexes  entries of traffic taken together: one of them, or all that go into a source. */
export function trafficResult(scope: Scope, indexes: readonly number[]): TrafficResult {
  const latency = scope.recorder.trafficTimes.merged(scope.segments, indexes, 0);
  return { ...trafficNumbers(scope, indexes), histograms: { latencyMs: entries(latency) } };
}

/** The same without histograms. */
export function trafficNumbers(scope: Scope, indexes: readonly number[]): Omit<TrafficResult, "histograms"> {
  const { recorder, segments } = scope;
  const count = (kind: TrafficCount) =>
    indexes.reduce((sum, index) => sum + recorder.trafficCounts.total(segments, index, kind), 0);
  const latency = recorder.trafficTimes.merged(segments, indexes, 0);
  const requests = count(TrafficCount.Requests);
  const ended = [
    TrafficCount.Succeeded,
    TrafficCount.Failed,
    TrafficCount.Throttled,
    TrafficCount.Abandoned,
    TrafficCount.Dropped,
    TrafficCount.Refused,
  ].reduce((sum, kind) => sum + count(kind), 0);
  return {
    requestsCount: requests,
    succeededCount: count(TrafficCount.Succeeded),
    failedCount: count(TrafficCount.Failed),
    throttledCount: count(TrafficCount.Throttled),
    ...(recorder.states.used ? { refusedCount: count(TrafficCount.Refused) } : {}),
    abandonedCount: count(TrafficCount.Abandoned),
    droppedCount: count(TrafficCount.Dropped),
    pendingCount: requests - ended,
    attemptsCount: count(TrafficCount.Attempts),
    retriesCount: count(TrafficCount.Retries),
    quotaExhaustedCount: count(TrafficCount.QuotaExhausted),
    ...distributed("latencyMs", latency),
  };
}

export function downstreamResult(scope: Scope, index: number): DownstreamResult {
  const latency = scope.recorder.downstreams.times.merged(scope.segments, [index], 0);
  return { ...downstreamNumbers(scope, index), histograms: { latencyMs: entries(latency) } };
}

/** The same without histograms. */
export function downstreamNumbers(scope: Scope, index: number): Omit<DownstreamResult, "histograms"> {
  const { recorder, segments } = scope;
  const count = (kind: DownstreamCount) => recorder.downstreams.counts.total(segments, index, kind);
  const latency = recorder.downstreams.times.merged(segments, [index], 0);
  return {
    callsCount: count(DownstreamCount.Calls),
    rejectedCount: count(DownstreamCount.Rejected),
    waitedCount: count(DownstreamCount.Waited),
    ...named("inUse", recorder.downstreams.gauges.summary(segments, recorder.segments, index, 0), rounded),
    ...distributed("latencyMs", latency),
  };
}

export function regionResult(scope: Scope, functions: Functions, index: number): RegionResult {
  const { recorder, segments } = scope;
  const gauge = (kind: number) => recorder.regionGauges.summary(segments, recorder.segments, index, kind);
  const throttles = [...functions.settings.keys()]
    .filter((candidate) => functions.regionOf(candidate) === index)
    .reduce((sum, candidate) => sum + recorder.counts.total(segments, candidate, Count.Throttles), 0);
  return {
    throttlesCount: throttles,
    ...named("concurrency", gauge(RegionGauge.Concurrency), rounded),
    ...named("unreserved", gauge(RegionGauge.Unreserved), rounded),
    ...named("claimed", gauge(RegionGauge.Claimed), rounded),
  };
}
