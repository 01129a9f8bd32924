/** Every metric, in the order in which `burstlab schema --metrics` lists them. */

import { SOURCE_TYPES } from "../sources/index.ts";
import type { SourceType } from "../sources/source.ts";
import {
  LATER_METRICS,
  LINK_METRICS,
  RECORD_METRICS,
  SOURCE_COST_METRICS,
  SOURCE_METRICS,
  SOURCE_STATE_METRICS,
  TRAFFIC_METRICS,
  TRAFFIC_STATE_METRICS,
} from "./callers.ts";
import { COST_METRICS } from "./cost.ts";
import { DOWNSTREAM_METRICS } from "./downstream.ts";
import { DURABLE_METRICS } from "./durable.ts";
import {
  EXTENSION_METRICS,
  FUNCTION_METRICS,
  MANAGED_METRICS,
  PROACTIVE_METRICS,
  STATE_METRICS,
  TENANT_METRICS,
} from "./function.ts";
import type { Metric } from "./metric.ts";
import { REGION_METRICS } from "./region.ts";

/** What sources of some types have: their own counts, records, and a price. */
const TYPES: readonly SourceType[] = Object.values(SOURCE_TYPES);
const OF_TYPES: readonly Metric[] = [
  ...TYPES.flatMap(({ metrics }) => metrics),
  ...(TYPES.some(({ acts, takesRecords }) => acts && takesRecords) ? RECORD_METRICS : []),
  ...(TYPES.some(({ charges }) => charges.length > 0) ? SOURCE_COST_METRICS : []),
];

/** What every subject of its kind has: a result without its field was written before it was counted. */
export const METRICS_OF_ALL: readonly Metric[] = [
  FUNCTION_METRICS,
  TRAFFIC_METRICS,
  SOURCE_METRICS,
  DOWNSTREAM_METRICS,
  REGION_METRICS,
].flat();

export const METRICS: readonly Metric[] = [
  FUNCTION_METRICS,
  STATE_METRICS,
  MANAGED_METRICS,
  EXTENSION_METRICS,
  PROACTIVE_METRICS,
  TENANT_METRICS,
  DURABLE_METRICS,
  TRAFFIC_METRICS,
  TRAFFIC_STATE_METRICS,
  SOURCE_METRICS,
  SOURCE_STATE_METRICS,
  OF_TYPES,
  LINK_METRICS,
  DOWNSTREAM_METRICS,
  REGION_METRICS,
  COST_METRICS,
  LATER_METRICS,
].flat();
