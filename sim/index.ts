/** The simulator: `simulate(config)` for a whole run, `start(config)` to advance in slices. */
export type * from "./cloudwatch-result.ts";
export type * from "./config.ts";
export { adoptCore, compiledCore } from "./core/host/doors.ts";
export type * from "./cost-result.ts";
export { type MeasureOptions, measure } from "./experiment/measure.ts";
export { combine } from "./experiment/replicate.ts";
export { type Search, type Searching, search, searching } from "./experiment/search.ts";
export type * from "./function-kinds.ts";
export type { Distribution } from "./kernel/distribution.ts";
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
export { atMemory, type CpuUse } from "./lambda/environments/memory.ts";
export type { MetricPath } from "./measure/report/numbers.ts";
export { eventRequests } from "./pricing/metering.ts";
export type * from "./result.ts";
export { type Run, type Snapshot, type StartOptions, simulate, start } from "./simulation.ts";
export { aimed, linkName, linkNames } from "./sources/link-names.ts";
export type { Trace, TraceEvent } from "./trace.ts";
export { ENGINE } from "./version.ts";
export * from "./vocabulary/index.ts";
