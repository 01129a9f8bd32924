/** Metrics of the bill. */
import { type Metric, metricOf, money } from "./metric.ts";

const metric = metricOf("cost");

export const COST_METRICS: readonly Metric[] = [
  metric("total", money("totalUsd"), "cost of the run, without free tier", { worse: "up", first: ["sum"] }),
  metric("perMillion", money("perMillionUsd"), "cost of the run for each million invocations", { worse: "up" }),
  metric("month", money("monthUsd"), "bill of a month that is like the run, free tier taken off", { worse: "up" }),
];
