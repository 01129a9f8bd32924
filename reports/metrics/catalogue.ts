/** The catalogue of metrics: one row for each thing that a threshold may name, and where its value stands. */
import type {
  Distributed,
  DownstreamResult,
  DurableResult,
  FunctionResult,
  Gauged,
  RegionResult,
  TrafficCounts,
  TrafficResult,
} from "../../sim/index.ts";

/** Whom a metric is about. */
export type SubjectKind = "function" | "traffic" | "source" | "downstream" | "region" | "cost";

/** Which limit a percentage of a gauge means. */
export type LimitName = "function" | "quota" | "pool";

/**
 * Where a value comes from in a WindowResult. `field` and `of` are names there; `prefix` starts flattened names.
 * - `count`: its rate is a share of the sum of `of`, or per second without one.
 * - `gauge`: over time; `limit` is what a percentage means.
 * - `time`: sampled, with a histogram.
 * - `money`: a field of a function, or of the bill.
 * - `ratio`: a share that is already one in the result, with a mean and a maximum.
 */
export type Reading =
  | { readonly family: "count"; readonly field: string; readonly of: readonly string[] | "second" | null }
  | { readonly family: "gauge"; readonly prefix: string; readonly limit: LimitName | null }
  | { readonly family: "time"; readonly prefix: string; readonly usually: "p99" | "max" }
  | { readonly family: "ratio"; readonly prefix: string }
  /** In US dollars, one for the stretch that is looked at. */
  | { readonly family: "money"; readonly field: "costUsd" | "costMonthUsd" | "totalUsd" | "perMillionUsd" | "monthUsd" }
  /** Known, but nothing in this version produces it. */
  | { readonly family: "unsupported"; readonly why: string };

export interface Metric {
  readonly kind: SubjectKind;
  readonly name: string;
  /** CloudWatch's name in the namespace AWS/Lambda; empty where CloudWatch has no such metric. */
  readonly cloudWatch: string;
  readonly meaning: string;
  readonly reading: Reading;
}

/** Names that can be flattened into Mean, Min, Max and so on of a type, so that the compiler checks every row. */
type GaugeOf<T> = {
  [K in string & keyof T]: K extends `${infer P}Last` ? (T extends Gauged<P> ? P : never) : never;
}[string & keyof T];
type TimeOf<T> = {
  [K in string & keyof T]: K extends `${infer P}P50` ? (T extends Distributed<P> ? P : never) : never;
}[string & keyof T];
type CountOf<T> = string & { [K in keyof T]: K extends `${string}Count` ? K : never }[keyof T];

const counter = <T>(field: CountOf<T>, of: readonly CountOf<T>[] | "second" | null): Reading => ({
  family: "count",
  field,
  of,
});
const gauge = <T>(prefix: GaugeOf<T>, limit: LimitName | null): Reading => ({ family: "gauge", prefix, limit });
const time = <T>(prefix: TimeOf<T>, usually: "p99" | "max" = "p99"): Reading => ({ family: "time", prefix, usually });
const unsupported = (what: string): Reading => ({
  family: "unsupported",
  why: `${what} not simulated by this version of burstlab`,
});
const row =
  (kind: SubjectKind) =>
  (name: string, reading: Reading, cloudWatch: string, meaning: string): Metric => ({
    kind,
    name,
    cloudWatch,
    meaning,
    reading,
  });

const fn = row("function");
const FUNCTION: readonly Metric[] = [
  fn("requests", counter<FunctionResult>("requestsCount", "second"), "", "attempts: invocations + throttles"),
  fn(
    "invocations",
    counter<FunctionResult>("invocationsCount", "second"),
    "Invocations",
    "runs of the handler started",
  ),
  fn(
    "throttles",
    counter<FunctionResult>("throttlesCount", ["throttlesCount", "invocationsCount"]),
    "Throttles",
    "attempts refused with 429; rate: of all attempts",
  ),
  fn(
    "refusals",
    counter<FunctionResult>("refusedCount", ["refusedCount", "throttlesCount", "invocationsCount"]),
    "",
    "attempts refused by the function's state; rate: of all attempts",
  ),
  fn(
    "errors",
    counter<FunctionResult>("errorsCount", ["invocationsCount"]),
    "Errors",
    "runs that failed, timeouts included; rate: of invocations",
  ),
  fn(
    "timeouts",
    counter<FunctionResult>("timeoutsCount", ["invocationsCount"]),
    "",
    "runs ended by the function's timeout; rate: of invocations",
  ),
  fn(
    "coldStarts",
    counter<FunctionResult>("coldStartsCount", ["invocationsCount"]),
    "",
    "runs that waited for Init or Restore; rate: of invocations",
  ),
  fn(
    "spillover",
    counter<FunctionResult>("spilloverCount", ["invocationsCount"]),
    "ProvisionedConcurrencySpilloverInvocations",
    "runs outside provisioned concurrency that has no free unit; rate: of invocations",
  ),
  fn("latency", time<FunctionResult>("latencyMs"), "", "what a synchronous caller waits, its retries included"),
  fn("duration", time<FunctionResult>("durationMs"), "Duration", "the handler, without the Init of a cold start"),
  fn("init", time<FunctionResult>("initMs"), "", "Init or Restore of cold starts"),
  fn("wait", time<FunctionResult>("waitMs"), "", "from the first attempt to the start of the handler"),
  fn("busy", gauge<FunctionResult>("busy", "function"), "ConcurrentExecutions", "requests running at once"),
  fn(
    "environments",
    gauge<FunctionResult>("environments", "function"),
    "",
    "execution environments, provisioned ones included",
  ),
  fn("warm", gauge<FunctionResult>("warm", "function"), "", "environments idle and ready"),
  fn(
    "provisioned.utilization",
    { family: "ratio", prefix: "provisionedUtilization" },
    "ProvisionedConcurrencyUtilization",
    "provisioned units running, of all of them",
  ),
  fn(
    "workers.utilization",
    { family: "ratio", prefix: "workerUtilization" },
    "",
    "workers of Managed Instances at work, of all of them",
  ),
  fn(
    "cpu.utilization",
    { family: "ratio", prefix: "cpuUtilization" },
    "ExecutionEnvironmentCPUUtilization",
    "vCPUs of Managed Instances in use, of all of them",
  ),
  fn(
    "async.received",
    counter<FunctionResult>("asyncReceivedCount", "second"),
    "AsyncEventsReceived",
    "events queued, each counted once",
  ),
  fn(
    "async.succeeded",
    counter<FunctionResult>("asyncSucceededCount", ["asyncReceivedCount"]),
    "",
    "events that ended in success; rate: of events received",
  ),
  fn(
    "async.dropped",
    counter<FunctionResult>("asyncDroppedCount", ["asyncReceivedCount"]),
    "AsyncEventsDropped",
    "events that ended without success; rate: of events received",
  ),
  fn("async.pending", counter<FunctionResult>("asyncPendingCount", null), "", "events still queued at the end"),
  fn("async.retries", counter<FunctionResult>("asyncRetriesCount", null), "", "attempts after an event's first"),
  fn("async.depth", gauge<FunctionResult>("asyncDepth", null), "", "events waiting in the asynchronous queue"),
  fn("async.age", time<FunctionResult>("asyncAgeMs", "max"), "AsyncEventAge", "age of an event at each attempt"),
  fn("cost", { family: "money", field: "costUsd" }, "", "what it costs in the run, without free tier"),
  fn("cost.month", { family: "money", field: "costMonthUsd" }, "", "its part of the month that is like the run"),
];

const ofExecutions = (name: string, field: CountOf<DurableResult>, cloudWatch: string, meaning: string): Metric =>
  fn(
    `executions.${name}`,
    counter<DurableResult>(field, ["executionsStartedCount"]),
    cloudWatch,
    `durable executions ${meaning}; rate: of those begun`,
  );

/** Of durable functions only. */
const DURABLE: readonly Metric[] = [
  fn(
    "executions.started",
    counter<DurableResult>("executionsStartedCount", "second"),
    "DurableExecutionStarted",
    "durable executions begun",
  ),
  ofExecutions("succeeded", "executionsSucceededCount", "DurableExecutionSucceeded", "that ended in success"),
  ofExecutions("failed", "executionsFailedCount", "DurableExecutionFailed", "that ended in an error"),
  ofExecutions("timedOut", "executionsTimedOutCount", "DurableExecutionTimedOut", "that exceeded executionTimeout"),
  ofExecutions("pending", "executionsPendingCount", "", "not ended at the end of the run"),
  fn("executions.resumed", counter<DurableResult>("resumptionsCount", "second"), "", "waits that were over"),
  fn(
    "executions.running",
    gauge<DurableResult>("executionsRunning", null),
    "ApproximateRunningDurableExecutions",
    "durable executions begun and not ended, waiting ones included",
  ),
  fn("executions.waiting", gauge<DurableResult>("executionsWaiting", null), "", "those in a wait, without concurrency"),
  fn(
    "executions.duration",
    time<DurableResult>("executionMs"),
    "DurableExecutionDuration",
    "from the first invocation to the end, waits included",
  ),
];

/** The same for an entry of `traffic` and for a source that carries it. */
const callers = (kind: "traffic" | "source"): readonly Metric[] => {
  const caller = row(kind);
  const ended = (name: string, field: CountOf<TrafficCounts>, meaning: string): Metric =>
    caller(name, counter<TrafficCounts>(field, ["requestsCount"]), "", `${meaning}; rate: of requests`);
  return [
    caller("requests", counter<TrafficCounts>("requestsCount", "second"), "", "requests made, retries not counted"),
    ended("succeeded", "succeededCount", "requests that ended in success"),
    ended("failed", "failedCount", "requests answered with an error or timeout of the function"),
    ended("throttled", "throttledCount", "requests given up after the last 429"),
    ended("refused", "refusedCount", "requests given up after a refusal by the function's state"),
    ended("abandoned", "abandonedCount", "requests given up by the caller's own timeout"),
    ended("dropped", "droppedCount", "asynchronous events that ended without success"),
    ended("pending", "pendingCount", "requests not ended when the run stopped"),
    caller("attempts", counter<TrafficCounts>("attemptsCount", "second"), "", "requests and their retries"),
    caller(
      "retries",
      counter<TrafficCounts>("retriesCount", ["attemptsCount"]),
      "",
      "attempts after the first; rate: of attempts",
    ),
    caller("latency", time<TrafficResult>("latencyMs"), "", "first attempt to final answer, or event to success"),
  ];
};

const service = row("downstream");
const DOWNSTREAM: readonly Metric[] = [
  service("calls", counter<DownstreamResult>("callsCount", "second"), "", "calls made"),
  service(
    "rejected",
    counter<DownstreamResult>("rejectedCount", ["callsCount"]),
    "",
    "calls refused, or not served within maxWait; rate: of calls",
  ),
  service(
    "waited",
    counter<DownstreamResult>("waitedCount", ["callsCount"]),
    "",
    "calls that waited for a place; rate: of calls",
  ),
  service("busy", gauge<DownstreamResult>("inUse", null), "", "calls in progress at once"),
  service("latency", time<DownstreamResult>("latencyMs"), "", "waiting and service of calls that succeeded"),
];

const region = row("region");
const REGION: readonly Metric[] = [
  region("throttles", counter<RegionResult>("throttlesCount", null), "Throttles", "requests refused with 429"),
  region(
    "concurrency",
    gauge<RegionResult>("concurrency", "quota"),
    "ConcurrentExecutions",
    "requests running at once in the Region",
  ),
  region(
    "unreserved",
    gauge<RegionResult>("unreserved", "pool"),
    "UnreservedConcurrentExecutions",
    "requests running on the shared on-demand pool",
  ),
  region(
    "claimed",
    gauge<RegionResult>("claimed", "quota"),
    "ClaimedAccountConcurrency",
    "unreserved in use, all reservations, and provisioned units of unreserved functions",
  ),
];

const queue = row("source");
const LATER: readonly Metric[] = [
  queue("age", unsupported("queues of type 'sqs' are"), "", "age of a message when it is handed over"),
  queue("backlog", unsupported("queues of type 'sqs' are"), "", "messages waiting"),
  queue("iteratorAge", unsupported("streams are"), "IteratorAge", "age of the last record of a batch when it is sent"),
];

const bill = row("cost");
const COST: readonly Metric[] = [
  bill("total", { family: "money", field: "totalUsd" }, "", "cost of the run, without free tier"),
  bill("perMillion", { family: "money", field: "perMillionUsd" }, "", "cost of the run for each million invocations"),
  bill(
    "month",
    { family: "money", field: "monthUsd" },
    "",
    "bill of a month that is like the run, free tier taken off",
  ),
];

export const CATALOGUE: readonly Metric[] = [
  ...FUNCTION,
  ...DURABLE,
  ...callers("traffic"),
  ...callers("source"),
  ...DOWNSTREAM,
  ...REGION,
  ...COST,
  ...LATER,
];
