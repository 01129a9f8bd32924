/**
 * Results as metrics of OpenTelemetry: one OTLP message (ExportMetricsServiceRequest) in its JSON form, on one line,
 * under the names of the FaaS conventions, whose status is "Development".
 *
 * Each function of each result is a resource of its own, since the conventions have these metrics recorded by the
 * function: `faas.name`, `cloud.region` and so on are attributes of the resource, and the points have none. `service`
 * is the scenario; `service.instance.id` is the digest of the run with the function's name, so no two are alike.
 *
 * Each metric has one cumulative point for the whole run without its warm-up (`ignore`). `faas.invocations` counts
 * successful ones, as the conventions have it: runs that ended in this time, less errors. `faas.errors` includes
 * timeouts. Both together are the samples of `faas.invoke_duration`. Histograms have the buckets of the result in
 * seconds, empty ones left out, not the few that the conventions advise; `sum` is the mean, rounded to a µs, times the
 * samples. Of several seeds, counts are means, histograms hold all seeds with the mean of their means, and there is no
 * `min` or `max`, of which the result has means only.
 *
 * Times count from the scenario's `simulate.startsAt`, without one from 1970-01-01T00:00:00Z.
 */

import type { FunctionResult, Histogram, Result } from "../../sim/index.ts";
import type { NamedRun } from "./emf.ts";

/** AGGREGATION_TEMPORALITY_CUMULATIVE; OTLP's JSON has enums as integers. */
const CUMULATIVE = 2;
const MICROS_PER_MS = 1000;
const MICROS_PER_SECOND = 1_000_000;
const NANOS_PER_MICRO = 1000n;

interface Attribute {
  readonly key: string;
  readonly value: object;
}

/** Start and end of all points, in ns since 1970. */
interface Span {
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
}

export function otlp(runs: readonly Pick<NamedRun, "result">[]): string {
  const resourceMetrics = runs.flatMap(({ result }) =>
    Object.entries(result.functions).map(([name, fn]) => ({
      resource: { attributes: attributesOf(result, name, fn.region) },
      scopeMetrics: [{ scope: { name: "burstlab", version: result.engine }, metrics: metricsOf(result, fn) }],
    })),
  );
  return `${JSON.stringify({ resourceMetrics })}\n`;
}

/** 64-bit integers are decimal strings in OTLP's JSON. */
const int64 = (value: number): string => BigInt(value).toString();

const text = (key: string, stringValue: string): Attribute => ({ key, value: { stringValue } });

function attributesOf({ scenario, variant, seeds, digest }: Result, name: string, region: string): Attribute[] {
  const values = seeds.map((seed) => ({ intValue: int64(seed) }));
  return [
    text("service.name", scenario.name),
    text("service.namespace", "burstlab"),
    text("service.instance.id", `${digest}/${name}`),
    text("faas.name", name),
    text("cloud.provider", "aws"),
    text("cloud.platform", "aws_lambda"),
    text("cloud.region", region),
    text("burstlab.scenario.digest", scenario.digest),
    text("burstlab.variant", variant),
    { key: "burstlab.seeds", value: { arrayValue: { values } } },
  ];
}

function metricsOf(result: Result, fn: FunctionResult): object[] {
  const span = spanOf(result);
  const { durationMsSamples, errorsCount, timeoutsCount, coldStartsCount, histograms } = fn;
  const single = result.seeds.length === 1;
  const run = { buckets: histograms.durationMs, meanMs: fn.durationMsMean };
  const init = { buckets: histograms.initMs, meanMs: fn.initMsMean };
  return [
    sum("faas.invocations", "{invocation}", durationMsSamples - errorsCount, span),
    sum("faas.errors", "{error}", errorsCount, span),
    sum("faas.timeouts", "{timeout}", timeoutsCount, span),
    sum("faas.coldstarts", "{coldstart}", coldStartsCount, span),
    histogram("faas.invoke_duration", { ...run, range: single ? [fn.durationMsMin, fn.durationMsMax] : [] }, span),
    histogram("faas.init_duration", { ...init, range: single ? [fn.initMsMin, fn.initMsMax] : [] }, span),
  ];
}

function spanOf({ scenario, ignoreMs, horizonMs }: Result): Span {
  // Added up as whole µs: ns since 1970 are more than a number holds.
  const nanos = (ms: number): string => {
    const micros = Math.round((scenario.startsAtMs ?? 0) * MICROS_PER_MS) + Math.round(ms * MICROS_PER_MS);
    return (BigInt(micros) * NANOS_PER_MICRO).toString();
  };
  return { startTimeUnixNano: nanos(ignoreMs), timeUnixNano: nanos(horizonMs) };
}

const DESCRIPTIONS = {
  "faas.invocations": "Runs that ended well",
  "faas.errors": "Runs that ended in an error, timeouts included",
  "faas.timeouts": "Runs that were ended by the timeout of the function",
  "faas.coldstarts": "Runs that waited for Init or Restore",
  "faas.invoke_duration": "Time of the handler and its extensions, without cold Init",
  "faas.init_duration": "Time of Init or Restore of cold starts",
} as const;
type Name = keyof typeof DESCRIPTIONS;

function sum(name: Name, unit: string, value: number, span: Span): object {
  const point = { ...span, asInt: int64(value) };
  const data = { dataPoints: [point], aggregationTemporality: CUMULATIVE, isMonotonic: true };
  return { name, description: DESCRIPTIONS[name], unit, sum: data };
}

interface Measured {
  readonly buckets: Histogram;
  readonly meanMs: number | null;
  /** Lowest and highest, where they are known. */
  readonly range: readonly (number | null)[];
}

/** A bound belongs to the bucket below it, in a result as in OTLP; the bucket above the last one is empty. */
function histogram(name: Name, { buckets, meanMs, range }: Measured, span: Span): object {
  const count = buckets.reduce((total, [, samples]) => total + samples, 0);
  const [min, max] = range.flatMap((ms) => (ms === null ? [] : [seconds(ms)]));
  const point = {
    ...span,
    count: int64(count),
    sum: seconds((meanMs ?? 0) * count),
    bucketCounts: [...buckets.map(([, samples]) => int64(samples)), int64(0)],
    explicitBounds: buckets.map(([boundMs]) => seconds(boundMs)),
    ...(min === undefined || max === undefined ? {} : { min, max }),
  };
  const data = { dataPoints: [point], aggregationTemporality: CUMULATIVE };
  return { name, description: DESCRIPTIONS[name], unit: "s", histogram: data };
}

/** To a whole µs, so that 60.974 ms are 0.060974 s and no more digits. */
const seconds = (ms: number): number => Math.round(ms * MICROS_PER_MS) / MICROS_PER_SECOND;
