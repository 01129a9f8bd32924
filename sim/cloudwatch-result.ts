/** The part of a Result that CloudWatch would show: AWS's metrics under the names that `vocabulary/metrics` gives. */
import type { CloudWatchName } from "./vocabulary/metrics/cloudwatch.ts";
import type { EXTENSION_METRICS, MINUTE_METRICS, PERIOD_METRICS } from "./vocabulary/metrics/function.ts";
import type { Metric } from "./vocabulary/metrics/metric.ts";
import type { REGION_GAUGES } from "./vocabulary/metrics/region.ts";

/** One value for each period; null where CloudWatch would have no data point (§10). */
export type Points = (number | null)[];
export type PointsOf<Rows extends readonly Metric[]> = Record<CloudWatchName<Rows>, Points>;

export type CloudWatchFunction = PointsOf<typeof MINUTE_METRICS> & Partial<PointsOf<typeof EXTENSION_METRICS>>;
export type CloudWatchRegion = PointsOf<typeof REGION_GAUGES>;
/** Null while there is no environment. */
export type CloudWatchManaged = PointsOf<typeof PERIOD_METRICS>;

/** By namespace: a subject may have metrics in several. */
interface OfLambda<Metrics> {
  "AWS/Lambda": Metrics;
}

/** LMI-8: AWS's metrics of functions on Managed Instances. */
export interface ManagedMetrics {
  periodMs: number;
  functions: Record<string, OfLambda<CloudWatchManaged>>;
}

export interface CloudWatch {
  periodMs: number;
  functions: Record<string, OfLambda<CloudWatchFunction>>;
  regions: Record<string, OfLambda<CloudWatchRegion>>;
  /** By namespace and name; only of sources that count by themselves. */
  sources?: Record<string, Record<string, Record<string, Points>>>;
  /** Absent where no function runs on Managed Instances. */
  managedInstances?: ManagedMetrics;
}
