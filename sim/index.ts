/** The simulator: `simulate(config)` for a whole run, `start(config)` to advance in slices. */
export type * from "./cloudwatch-result.ts";
export type * from "./config.ts";
export { adoptCore, compiledCore } from "./core/host/doors.ts";
export type * from "./cost-result.ts";
export { type MeasureOptions, measure } from "./experiment/measure.ts";
export { combine } from "./experiment/replicate.ts";
export { FACTS, type Fact } from "./facts.ts";
export type * from "./function-kinds.ts";
export type { Duration, Instant } from "./kernel/time.ts";
export {
  MICROS_PER_MILLISECOND,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  microseconds,
  milliseconds,
  NEVER,
  seconds,
  toMs,
} from "./kernel/time.ts";
export { atMemory, type CpuUse } from "./lambda/memory.ts";
export type { MetricPath } from "./measure/numbers.ts";
export { PRICES } from "./pricing/book.ts";
export { RUN_PRICES } from "./pricing/kinds.ts";
export { eventRequests } from "./pricing/metering.ts";
export type { Price } from "./pricing/price.ts";
export type * from "./result.ts";
export { FAMILIES, RULES } from "./rules/index.ts";
export { PRICE_FAMILIES } from "./rules/pricing.ts";
export type { Confidence, Rule } from "./rules/rule.ts";
export { type Run, type Snapshot, type StartOptions, simulate, start } from "./simulation.ts";
export type { Trace, TraceEvent } from "./trace.ts";
export { ENGINE } from "./version.ts";
