/** Metrics of the executions of a durable function, and of no other. */
import { count, flow, gauge, type Metric, metricOf, time } from "./metric.ts";

const metric = metricOf("function");
const STARTED = "executionsStartedCount";

export const DURABLE_METRICS = [
  metric("executions.started", flow(STARTED), "durable executions begun", { cloudWatch: "DurableExecutionStarted" }),
  metric(
    "executions.succeeded",
    count("executionsSucceededCount", STARTED),
    "durable executions that ended in success; rate: of those begun",
    { cloudWatch: "DurableExecutionSucceeded", worse: "down" },
  ),
  metric(
    "executions.failed",
    count("executionsFailedCount", STARTED),
    "durable executions that ended in an error; rate: of those begun",
    { cloudWatch: "DurableExecutionFailed", worse: "up", first: ["rate"] },
  ),
  metric(
    "executions.timedOut",
    count("executionsTimedOutCount", STARTED),
    "durable executions that exceeded executionTimeout; rate: of those begun",
    { cloudWatch: "DurableExecutionTimedOut", worse: "up", first: ["rate"] },
  ),
  metric(
    "executions.pending",
    { ...count("executionsPendingCount", STARTED), from: [STARTED], less: ["executionMsSamples"] },
    "durable executions not ended at the end of the run; rate: of those begun",
  ),
  metric("executions.resumed", flow("resumptionsCount"), "waits that were over"),
  metric(
    "executions.running",
    gauge("executionsRunning"),
    "durable executions begun and not ended, waiting ones included",
    {
      cloudWatch: "ApproximateRunningDurableExecutions",
    },
  ),
  metric("executions.waiting", gauge("executionsWaiting"), "those in a wait, without concurrency"),
  metric("executions.duration", time("executionMs"), "from the first invocation to the end, waits included", {
    cloudWatch: "DurableExecutionDuration",
    worse: "up",
  }),
] as const satisfies readonly Metric[];
