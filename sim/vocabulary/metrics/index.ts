/** Every metric, in the order in which `burstlab schema --metrics` lists them. */
import { LATER_METRICS, SOURCE_METRICS, TRAFFIC_METRICS } from "./callers.ts";
import { COST_METRICS } from "./cost.ts";
import { DOWNSTREAM_METRICS } from "./downstream.ts";
import { DURABLE_METRICS } from "./durable.ts";
import { FUNCTION_METRICS } from "./function.ts";
import type { Metric } from "./metric.ts";
import { REGION_METRICS } from "./region.ts";

export const METRICS: readonly Metric[] = [
  FUNCTION_METRICS,
  DURABLE_METRICS,
  TRAFFIC_METRICS,
  SOURCE_METRICS,
  DOWNSTREAM_METRICS,
  REGION_METRICS,
  COST_METRICS,
  LATER_METRICS,
].flat();
