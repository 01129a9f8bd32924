/** A gauge as a share of its limit, also where the limit changes during the run. */
import type { FunctionLimits, RegionLimits, Result } from "../../sim/index.ts";
import type { LimitName } from "../../sim/vocabulary/index.ts";
import type { Measured } from "../judge/threshold-names.ts";
import { NOTHING, type Observation, observe } from "./measure.ts";
import { overlap, type Span, spansOf } from "./spans.ts";

/** A limit while it was in force. */
interface InForce extends Span {
  readonly limit: number;
}

/**
 * The gauge divided by its limit. With several limits in the time looked at: a maximum is the highest share of any
 * bucket of the series, if the series has the gauge; anything else is divided by the `strictest` of the limits.
 */
export function observeShare(
  result: Result,
  measured: Measured,
  phase: string | null,
  strictest: "lowest" | "highest",
): Observation {
  const { value, samples } = observe(result, measured, phase);
  const spans = spansOf(result, phase);
  const limits = limitsOf(result, measured).filter((one) => spans.some((span) => overlap(one, span)));
  if (value === null || limits.length === 0) return NOTHING;
  const sizes = limits.map(({ limit }) => limit);
  const column = sizes.every((size) => size === sizes[0]) ? undefined : seriesOf(result, measured);
  if (column !== undefined) return { value: highestShare(result, column, spans, limits), samples };
  const size = strictest === "lowest" ? Math.min(...sizes) : Math.max(...sizes);
  return size === 0 ? NOTHING : { value: value / size, samples };
}

function limitsOf(result: Result, { metric, subject }: Measured): InForce[] {
  const name = metric.reading.family === "gauge" ? metric.reading.limit : null;
  if (name === "function") return inForce(result, result.limits.functions[subject] ?? [], functionLimit);
  return inForce(result, result.limits.regions[subject] ?? [], (limits) => regionLimit(limits, name));
}

/** Units that a function can have at work at most: on demand and provisioned. */
const functionLimit = ({ onDemand, provisioned }: FunctionLimits): number => onDemand + provisioned;
const regionLimit = (limits: RegionLimits, name: LimitName | null): number =>
  name === "pool" ? limits.unreserved : limits.concurrency;

function inForce<Limits extends { readonly fromMs: number }>(
  result: Result,
  limits: readonly Limits[],
  size: (limits: Limits) => number,
): InForce[] {
  return limits.map((one, i) => ({
    fromMs: one.fromMs,
    untilMs: limits[i + 1]?.fromMs ?? result.horizonMs,
    limit: size(one),
  }));
}

/** The series of highest values of a gauge, when a maximum is asked for and there is such a series. */
function seriesOf(result: Result, { metric, subject, statistic }: Measured): readonly number[] | undefined {
  if (metric.reading.family !== "gauge" || statistic !== "max") return undefined;
  if (metric.kind === "function") return metric.name === "busy" ? result.series.functions[subject]?.busyMax : undefined;
  const region = result.series.regions[subject];
  const columns: Readonly<Record<string, readonly number[] | undefined>> = {
    concurrency: region?.concurrencyMax,
    unreserved: region?.unreservedMax,
    claimed: region?.claimedMax,
  };
  return columns[metric.name];
}

/** A bucket in which the limit changes counts against the higher one. Null when no limit leaves room for anything. */
function highestShare(
  { series }: Result,
  column: readonly number[],
  spans: readonly Span[],
  limits: readonly InForce[],
): number | null {
  const shares = column.flatMap((value, i) => {
    const bucket = { fromMs: i * series.bucketMs, untilMs: (i + 1) * series.bucketMs };
    const sizes = limits.filter((one) => overlap(one, bucket)).map(({ limit }) => limit);
    const counts = spans.some((span) => overlap(span, bucket)) && Math.max(0, ...sizes) > 0;
    return counts ? [value / Math.max(...sizes)] : [];
  });
  return shares.length === 0 ? null : Math.max(...shares);
}
