/** Metrics of a downstream that functions call. */
import { count, flow, gauge, type Metric, metricOf, time } from "./metric.ts";

const metric = metricOf("downstream");

export const DOWNSTREAM_METRICS = [
  metric("calls", flow("callsCount"), "calls made"),
  metric(
    "rejected",
    count("rejectedCount", "callsCount"),
    "calls refused, or not served within maxWait; rate: of calls",
    { worse: "up", first: ["rate"] },
  ),
  metric("waited", count("waitedCount", "callsCount"), "calls that waited for a place; rate: of calls", {
    worse: "up",
  }),
  metric("busy", gauge("inUse"), "calls in progress at once"),
  metric("latency", time("latencyMs"), "waiting and service of calls that succeeded", { worse: "up" }),
] as const satisfies readonly Metric[];
