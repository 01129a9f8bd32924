/** Metrics of a Region. */
import { gauge, type Metric, metricOf, number } from "./metric.ts";

const metric = metricOf("region");

/** What CloudWatch has of a Region by itself; what its functions have together they say (`regional`). */
export const REGION_GAUGES = [
  metric("concurrency", gauge("concurrency", "quota"), "requests running at once in the Region", {
    cloudWatch: "ConcurrentExecutions",
  }),
  metric("unreserved", gauge("unreserved", "pool"), "requests running on the shared on-demand pool", {
    cloudWatch: "UnreservedConcurrentExecutions",
  }),
  metric(
    "claimed",
    gauge("claimed", "quota"),
    "unreserved in use, all reservations, and provisioned units of unreserved functions",
    { cloudWatch: "ClaimedAccountConcurrency" },
  ),
] as const satisfies readonly Metric[];

export const REGION_METRICS = [
  metric("throttles", number("throttlesCount"), "requests refused with 429", { cloudWatch: "Throttles", worse: "up" }),
  ...REGION_GAUGES,
] as const satisfies readonly Metric[];
