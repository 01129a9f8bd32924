/** Metrics of a function: its requests, environments and events, and what it costs; of some functions, more. */
import { MANAGED_THROTTLE_METRICS } from "./causes.ts";
import { count, flow, gauge, type Metric, metricOf, money, number, peak, ratio, sum, time } from "./metric.ts";

const metric = metricOf("function");

/** A minute in which a qualifier with provisioned units was invoked (MET-9), and one in which its queue was used. */
const ON_UNITS = ["provisionedInvocationsCount", "spilloverCount"];
const IN_QUEUE = ["asyncReceivedCount", "asyncAgeMs"];
const ATTEMPTED = ["invocationsCount", "throttlesCount"];

export const FUNCTION_METRICS = [
  metric(
    "requests",
    { ...flow("requestsCount"), from: ["invocationsCount", "throttlesCount"] },
    "attempts: invocations + throttles",
  ),
  metric("invocations", flow("invocationsCount"), "runs of the handler started", {
    cloudWatch: "Invocations",
    place: 1,
    pointWith: ATTEMPTED,
    regional: true,
  }),
  metric(
    "throttles",
    count("throttlesCount", "throttlesCount", "invocationsCount"),
    "attempts refused with 429; rate: of all attempts",
    { cloudWatch: "Throttles", place: 3, pointWith: ATTEMPTED, regional: true, worse: "up", first: ["rate"] },
  ),
  metric(
    "errors",
    count("errorsCount", "invocationsCount"),
    "runs that failed, timeouts included; rate: of invocations",
    { cloudWatch: "Errors", place: 2, pointWith: ATTEMPTED, regional: true, worse: "up", first: ["rate"] },
  ),
  metric(
    "timeouts",
    count("timeoutsCount", "invocationsCount"),
    "runs ended by the function's timeout; rate: of invocations",
    { worse: "up", first: ["rate"] },
  ),
  metric(
    "coldStarts",
    count("coldStartsCount", "invocationsCount"),
    "runs that waited for Init or Restore; rate: of invocations",
    { worse: "up", first: ["rate"] },
  ),
  metric(
    "spillover",
    count("spilloverCount", "invocationsCount"),
    "runs outside provisioned concurrency that has no free unit; rate: of invocations",
    { cloudWatch: "ProvisionedConcurrencySpilloverInvocations", place: 9, pointWith: ON_UNITS, worse: "up" },
  ),
  metric(
    "provisioned.invocations",
    count("provisionedInvocationsCount", "invocationsCount"),
    "runs on provisioned concurrency; rate: of invocations",
    { cloudWatch: "ProvisionedConcurrencyInvocations", place: 8, pointWith: ON_UNITS },
  ),
  metric("latency", time("latencyMs"), "what a synchronous caller waits, its retries included", {
    worse: "up",
    first: ["p99"],
  }),
  metric("duration", time("durationMs"), "the handler, without the Init of a cold start", {
    cloudWatch: "Duration",
    place: 4,
    worse: "up",
  }),
  metric("init", time("initMs"), "Init or Restore of cold starts", { worse: "up" }),
  metric("wait", time("waitMs"), "from the first attempt to the start of the handler", { worse: "up" }),
  metric("busy", gauge("busy", "function"), "requests running at once", {
    cloudWatch: "ConcurrentExecutions",
    place: 5,
  }),
  metric("environments", gauge("environments", "function"), "execution environments, provisioned ones included"),
  metric("environments.created", number("environmentsCreatedCount"), "execution environments begun"),
  metric("environments.ended", number("environmentsEndedCount"), "execution environments that are gone"),
  metric("warm", gauge("warm", "function"), "environments idle and ready"),
  metric("provisioned.utilization", ratio("provisionedUtilization"), "provisioned units running, of all of them", {
    cloudWatch: "ProvisionedConcurrencyUtilization",
    place: 7,
  }),
  metric("async.received", flow("asyncReceivedCount"), "events queued, each counted once", {
    cloudWatch: "AsyncEventsReceived",
    place: 10,
    pointWith: IN_QUEUE,
  }),
  metric(
    "async.succeeded",
    count("asyncSucceededCount", "asyncReceivedCount"),
    "events that ended in success; rate: of events received",
    { worse: "down" },
  ),
  metric(
    "async.dropped",
    count("asyncDroppedCount", "asyncReceivedCount"),
    "events that ended without success; rate: of events received",
    { cloudWatch: "AsyncEventsDropped", place: 12, pointWith: IN_QUEUE, worse: "up", first: ["rate"] },
  ),
  metric(
    "async.exhausted",
    count("asyncExhaustedCount", "asyncReceivedCount"),
    "events dropped as their retries were used up (ASY-10); rate: of events received",
    { worse: "up" },
  ),
  metric(
    "async.expired",
    count("asyncExpiredCount", "asyncReceivedCount"),
    "events dropped as they grew too old (ASY-10); rate: of events received",
    { worse: "up" },
  ),
  metric(
    "async.stopped",
    count("asyncStoppedCount", "asyncReceivedCount"),
    "events dropped as 0 is reserved (ASY-9); rate: of events received",
    { worse: "up" },
  ),
  metric(
    "async.pending",
    {
      ...number("asyncPendingCount"),
      from: ["asyncReceivedCount"],
      less: ["asyncSucceededCount", "asyncDroppedCount"],
    },
    "events queued or running at the end",
    { worse: "up" },
  ),
  metric("async.retries", number("asyncRetriesCount"), "attempts after an event's first", { worse: "up" }),
  metric("async.depth", gauge("asyncDepth"), "events waiting in the asynchronous queue", { worse: "up" }),
  metric("async.age", time("asyncAgeMs", "max"), "age of an event at each attempt", {
    cloudWatch: "AsyncEventAge",
    place: 11,
    worse: "up",
    first: ["max"],
  }),
  metric("billed", sum("billedMsSum"), "billed duration, each run rounded up to 1 ms (LIFE-18)", { worse: "up" }),
  metric("cost", money("costUsd"), "what it costs in the run, without free tier", { worse: "up" }),
  metric("cost.month", money("costMonthUsd"), "its part of the month that is like the run", { worse: "up" }),
] as const satisfies readonly Metric[];

/** What a result has as CloudWatch's points alone. */
export const POINT_METRICS = [
  metric("provisioned.busy", peak("provisionedBusy"), "requests on provisioned units at once, at their highest", {
    cloudWatch: "ProvisionedConcurrentExecutions",
    place: 6,
  }),
] as const satisfies readonly Metric[];

/** Of functions with a dead-letter queue (ASY-14), where some events do not get there (ASY-15). */
export const DEAD_LETTER_METRICS = [
  metric(
    "async.deadLetterErrors",
    number("asyncDeadLetterErrorsCount"),
    "events lost on their way to the dead-letter queue (ASY-15)",
    {
      cloudWatch: "DeadLetterErrors",
      worse: "up",
    },
  ),
] as const satisfies readonly Metric[];

/** Of functions with destinations (ASY-13), where some records do not get there (ASY-15). */
export const DESTINATION_METRICS = [
  metric(
    "async.deliveryFailures",
    number("asyncDeliveryFailuresCount"),
    "records lost on their way to a destination (ASY-15)",
    {
      cloudWatch: "DestinationDeliveryFailures",
      worse: "up",
    },
  ),
] as const satisfies readonly Metric[];

/** Of functions to which chains may come that Lambda stops (ASY-20). */
export const CHAIN_METRICS = [
  metric("recursions.dropped", number("recursionsDroppedCount"), "invocations not made in a chain too long (ASY-20)", {
    cloudWatch: "RecursiveInvocationsDropped",
    worse: "up",
  }),
] as const satisfies readonly Metric[];

/** Of every function, whatever it has. CloudWatch shows those of a minute in which they happened. */
export const COUNTED_METRICS = [
  ...FUNCTION_METRICS,
  ...DEAD_LETTER_METRICS,
  ...DESTINATION_METRICS,
  ...CHAIN_METRICS,
] as const;

/** CloudWatch's every minute. */
export const MINUTE_METRICS = [...COUNTED_METRICS, ...POINT_METRICS] as const;

/** Where states play a part (LIFE-25). */
export const STATE_METRICS = [
  metric(
    "refusals",
    count("refusedCount", "refusedCount", "throttlesCount", "invocationsCount"),
    "attempts refused by the function's state; rate: of all attempts",
    { worse: "up", first: ["rate"] },
  ),
] as const satisfies readonly Metric[];

/** On Managed Instances (LMI-8). */
export const MANAGED_METRICS = [
  metric("workers.utilization", ratio("workerUtilization"), "workers of Managed Instances at work, of all of them"),
  metric("instances", gauge("instances"), "EC2 instances behind Managed Instances; of shared ones its part by vCPUs"),
  metric("cpu.utilization", ratio("cpuUtilization"), "vCPUs of Managed Instances in use, of all of them", {
    cloudWatch: "ExecutionEnvironmentCPUUtilization",
    unit: "Percent",
  }),
] as const satisfies readonly Metric[];

/** There, too: what a result has as CloudWatch's points alone. */
export const MANAGED_POINT_METRICS = [
  metric("workers.busiest", peak("busiest"), "requests at once in the environment that has most", {
    cloudWatch: "ExecutionEnvironmentConcurrency",
  }),
  metric("workers.limit", peak("perEnvironment"), "requests that an environment takes at once", {
    cloudWatch: "ExecutionEnvironmentConcurrencyLimit",
  }),
] as const satisfies readonly Metric[];

/** CloudWatch's every five minutes. AWS also has the capacity provider as a dimension, which a result does not know. */
export const PERIOD_METRICS = [...MANAGED_POINT_METRICS, ...MANAGED_METRICS, ...MANAGED_THROTTLE_METRICS] as const;

/** Of functions with extensions (LIFE-8). */
export const EXTENSION_METRICS = [
  metric("afterRun", time("afterRunMs"), "what extensions took after the handler", {
    cloudWatch: "PostRuntimeExtensionsDuration",
    worse: "up",
  }),
] as const satisfies readonly Metric[];

/** Where environments are started ahead of need (LIFE-16). */
export const PROACTIVE_METRICS = [
  metric(
    "coldStarts.moved",
    count("proactiveInitsCount", "coldStartsCount"),
    "cold starts whose request moved to an environment that was freed first; rate: of cold starts",
  ),
] as const satisfies readonly Metric[];

/** With tenancy (TEN-1). */
export const TENANT_METRICS = [
  metric("tenants", number("tenantsServedCount"), "different tenants served"),
] as const satisfies readonly Metric[];
