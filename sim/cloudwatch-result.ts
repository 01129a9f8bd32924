/** The part of a Result that CloudWatch would show: AWS's metrics under AWS's names (`vocabulary/cloudwatch.ts`). */
import type {
  EXTENSION_CLOUDWATCH,
  FUNCTION_CLOUDWATCH,
  MANAGED_CLOUDWATCH,
  REGION_CLOUDWATCH,
} from "./vocabulary/cloudwatch.ts";

/** One value for each period; null where CloudWatch would have no data point (§10). */
type Points = (number | null)[];
type PointsOf<Table> = Record<keyof Table, Points>;

export type CloudWatchFunction = PointsOf<typeof FUNCTION_CLOUDWATCH> & Partial<PointsOf<typeof EXTENSION_CLOUDWATCH>>;
export type CloudWatchRegion = PointsOf<typeof REGION_CLOUDWATCH>;
/** Null while there is no environment. */
export type CloudWatchManaged = PointsOf<typeof MANAGED_CLOUDWATCH>;

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
