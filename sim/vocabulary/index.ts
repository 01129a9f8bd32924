/** What AWS has names and numbers for, and we have codes for: plain data, for every layer. */
export { FACTS, type Fact } from "./facts.ts";
export { type CloudWatchColumn, cloudWatchColumns } from "./metrics/cloudwatch.ts";
export { EXTENSION_METRICS, MINUTE_METRICS, PERIOD_METRICS } from "./metrics/function.ts";
export { METRICS, METRICS_OF_ALL, METRICS_OF_SOME } from "./metrics/index.ts";
export type { Distributed, Gauged, LimitName, Metric, Reading, SubjectKind, Worse } from "./metrics/metric.ts";
export { REGION_GAUGES } from "./metrics/region.ts";
export { NOTABLE, type NotableKind } from "./notable.ts";
export { PRICES } from "./prices/book.ts";
export { INSTANCE_TYPES, INSTANCES, type InstanceType } from "./prices/instances.ts";
export { type Architecture, type CostKind, RUN_PRICES } from "./prices/kinds.ts";
export type { Price } from "./prices/price.ts";
export { FAMILIES, RULES } from "./rules/index.ts";
export { PRICE_FAMILIES } from "./rules/pricing.ts";
export type { Confidence, Rule } from "./rules/rule.ts";
export { SOURCE_TYPES, type SourceTypeName, sourceType } from "./sources/index.ts";
export type { Destination, SourceType } from "./sources/source.ts";
export { STATE_REFUSALS, type StateCause } from "./state-refusals.ts";
export { REFUSALS, type ThrottleCause } from "./throttles.ts";
