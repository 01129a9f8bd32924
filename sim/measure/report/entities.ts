/** The numbers of one function, caller, downstream or Region over some segments of a run. */
import type { SubjectCost } from "../../cost-result.ts";
import { toMs } from "../../kernel/time.ts";
import type { Functions } from "../../lambda/front/functions.ts";
import type { Runtimes } from "../../lambda/runtimes/runtimes.ts";
import type { DownstreamResult, FunctionResult, RegionResult, ThrottleResult, TrafficResult } from "../../result.ts";
import { RECORD_METRICS, TRAFFIC_METRICS, TRAFFIC_STATE_METRICS } from "../../vocabulary/metrics/callers.ts";
import { DOWNSTREAM_METRICS } from "../../vocabulary/metrics/downstream.ts";
import { FUNCTION_METRICS, TENANT_METRICS } from "../../vocabulary/metrics/function.ts";
import type { FieldsOf, GaugeName, TimeName } from "../../vocabulary/metrics/metric.ts";
import { REGION_METRICS } from "../../vocabulary/metrics/region.ts";
import { REFUSALS } from "../../vocabulary/throttles.ts";
import type { Recorder } from "../recorders/recorder.ts";
import { columnIn } from "../tables/columns.ts";
import { Count, DownstreamCount, TrafficCount } from "../tables/counts.ts";
import { fieldsOf, histogramsOf, NOT_RECORDED, type Recorded } from "../tables/fields.ts";
import { Gauge, RegionGauge } from "../tables/gauges.ts";
import { rounded, roundedShare } from "../tables/rounding.ts";
import { Time } from "../tables/times.ts";

export interface Scope {
  readonly recorder: Recorder;
  readonly runtimes: Runtimes;
  readonly segments: readonly number[];
}

/** All but what it costs. */
export function functionResult(
  scope: Scope,
  functions: Functions,
  index: number,
): Omit<FunctionResult, keyof SubjectCost> {
  const { recorder, runtimes, segments } = scope;
  return {
    ...functionNumbers(scope, functions, index),
    histograms: {
      ...histogramsOf(FUNCTION_METRICS, functionRecorded(scope, index)),
      ...recorder.environments?.histograms(segments, index),
      ...runtimes.histograms(segments, index),
    },
  };
}

/** The same without histograms. */
export function functionNumbers(
  scope: Scope,
  functions: Functions,
  index: number,
): Omit<FunctionResult, keyof SubjectCost | "histograms"> {
  const { recorder, runtimes, segments } = scope;
  return {
    region: functions.regions[functions.regionOf(index)]!.name,
    ...fieldsOf(FUNCTION_METRICS, functionRecorded(scope, index)),
    throttles: throttleResults(scope, functions, index),
    ...versionResults(scope, functions, index),
    ...recorder.losses.fields(segments, index),
    ...recorder.environments?.result(segments, index),
    ...tenants(scope, functions, index),
    ...stateRefusals(scope, index),
    ...runtimes.fields(segments, index),
  };
}

const TIMES: Readonly<Record<string, Time>> = {
  latencyMs: Time.Latency,
  durationMs: Time.Duration,
  initMs: Time.Init,
  waitMs: Time.Wait,
  asyncAgeMs: Time.AsyncAge,
} satisfies Record<TimeName<typeof FUNCTION_METRICS>, Time>;
const GAUGES: Readonly<Record<string, Gauge>> = {
  busy: Gauge.Busy,
  environments: Gauge.Environments,
  warm: Gauge.Warm,
  asyncDepth: Gauge.AsyncDepth,
} satisfies Record<GaugeName<typeof FUNCTION_METRICS>, Gauge>;

function functionRecorded({ recorder, segments }: Scope, index: number): Recorded {
  const gauge = (kind: Gauge) => recorder.gauges.summary(segments, recorder.segments, index, kind);
  return {
    count: (field) => recorder.counts.total(segments, index, columnIn(Count, field)),
    gauge: (prefix) => gauge(GAUGES[prefix]!),
    time: (prefix) => recorder.times.merged(segments, [index], TIMES[prefix]!),
    // Of provisioned units: there is nothing to use before there are some.
    ratio: () => (gauge(Gauge.Units).max > 0 ? gauge(Gauge.Utilisation) : null),
  };
}

function versionResults(
  { recorder, segments }: Scope,
  functions: Functions,
  index: number,
): Pick<FunctionResult, "versions"> {
  const { versions } = recorder;
  if (versions === null || !functions.tellsVersionsOf(index)) return {};
  const own = functions.versionsOf(index);
  return {
    versions: Object.fromEntries(
      own.map((version) => [functions.qualifierOf(version), versions.result(segments, version)]),
    ),
  };
}

/** TEN-2: only of a function with tenancy. */
function tenants({ recorder, segments }: Scope, functions: Functions, index: number): Partial<FunctionResult> {
  const { tenants: served } = recorder;
  if (functions.settings[index]!.tenancy === null || served === null) return {};
  return fieldsOf(TENANT_METRICS, { ...NOT_RECORDED, count: () => served.count(segments, index) });
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
  const recorded = trafficRecorded(scope, indexes);
  return { ...trafficNumbers(scope, indexes), histograms: histogramsOf(TRAFFIC_METRICS, recorded) };
}

/** The same without histograms. */
export function trafficNumbers(scope: Scope, indexes: readonly number[]): Omit<TrafficResult, "histograms"> {
  const recorded = trafficRecorded(scope, indexes);
  // What states refuse comes first, since requests that are still going on are those that have not ended in any way.
  const refused = scope.recorder.states.used ? TRAFFIC_STATE_METRICS : [];
  return fieldsOf([...refused, ...TRAFFIC_METRICS], recorded);
}

const RECORD_COUNTS: Readonly<Record<string, number>> = {
  recordsCount: TrafficCount.requestsCount,
  recordsRefusedCount: TrafficCount.throttledCount,
  recordsDroppedCount: TrafficCount.droppedCount,
} satisfies Record<keyof FieldsOf<typeof RECORD_METRICS>, number>;

/** @param inlets  entries of traffic and of functions that hand records to one source. */
export const recordsNumbers = ({ recorder, segments }: Scope, inlets: readonly number[]) =>
  fieldsOf(RECORD_METRICS, {
    ...NOT_RECORDED,
    count: (field) =>
      inlets.reduce((sum, index) => sum + recorder.trafficCounts.total(segments, index, RECORD_COUNTS[field]!), 0),
  });

function trafficRecorded({ recorder, segments }: Scope, indexes: readonly number[]): Recorded {
  const total = (column: number): number =>
    indexes.reduce((sum, index) => sum + recorder.trafficCounts.total(segments, index, column), 0);
  return {
    ...NOT_RECORDED,
    count: (field) => total(columnIn(TrafficCount, field)),
    time: () => recorder.trafficTimes.merged(segments, indexes, 0),
  };
}

export function downstreamResult(scope: Scope, index: number): Omit<DownstreamResult, "type"> {
  const histograms = histogramsOf(DOWNSTREAM_METRICS, downstreamRecorded(scope, index));
  return { ...downstreamNumbers(scope, index), histograms };
}

/** The same without histograms. */
export const downstreamNumbers = (scope: Scope, index: number): Omit<DownstreamResult, "type" | "histograms"> =>
  fieldsOf(DOWNSTREAM_METRICS, downstreamRecorded(scope, index));

function downstreamRecorded({ recorder, segments }: Scope, index: number): Recorded {
  const { counts, gauges, times } = recorder.downstreams;
  return {
    ...NOT_RECORDED,
    count: (field) => counts.total(segments, index, columnIn(DownstreamCount, field)),
    gauge: () => gauges.summary(segments, recorder.segments, index, 0),
    time: () => times.merged(segments, [index], 0),
  };
}

const REGION_GAUGES: Readonly<Record<string, number>> = {
  concurrency: RegionGauge.Concurrency,
  unreserved: RegionGauge.Unreserved,
  claimed: RegionGauge.Claimed,
} satisfies Record<GaugeName<typeof REGION_METRICS>, number>;

export function regionResult({ recorder, segments }: Scope, functions: Functions, index: number): RegionResult {
  const within = [...functions.settings.keys()].filter((candidate) => functions.regionOf(candidate) === index);
  return fieldsOf(REGION_METRICS, {
    ...NOT_RECORDED,
    count: (field) => within.reduce((sum, fn) => sum + recorder.counts.total(segments, fn, columnIn(Count, field)), 0),
    gauge: (prefix) => recorder.regionGauges.summary(segments, recorder.segments, index, REGION_GAUGES[prefix]!),
  });
}
