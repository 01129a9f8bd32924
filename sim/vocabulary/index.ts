/** What AWS has names and numbers for, and we have codes for: plain data, for every layer. */
export {
  type CloudWatchTable,
  EXTENSION_CLOUDWATCH,
  FUNCTION_CLOUDWATCH,
  MANAGED_CLOUDWATCH,
  REGION_CLOUDWATCH,
} from "./cloudwatch.ts";
export { FACTS, type Fact } from "./facts.ts";
export { METRICS, METRICS_OF_ALL } from "./metrics/index.ts";
export type { Distributed, Gauged, LimitName, Metric, Reading, SubjectKind, Worse } from "./metrics/metric.ts";
export { NOTABLE, type NotableKind } from "./notable.ts";
export { PRICES } from "./prices/book.ts";
export { type Architecture, type CostKind, RUN_PRICES } from "./prices/kinds.ts";
export type { Price } from "./prices/price.ts";
export { FAMILIES, RULES } from "./rules/index.ts";
export { PRICE_FAMILIES } from "./rules/pricing.ts";
export type { Confidence, Rule } from "./rules/rule.ts";
export { SOURCE_TYPES, type SourceTypeName, sourceType } from "./sources/index.ts";
export type { Destination, SourceType } from "./sources/source.ts";
export { STATE_REFUSALS, type StateCause } from "./state-refusals.ts";
export { REFUSALS, type ThrottleCause } from "./throttles.ts";
