/** Metrics of who makes requests: an entry of `traffic`, a source that carries them, functions that call or send. */
import { count, flow, type Metric, metricOf, money, type Told, time } from "./metric.ts";

/** How a request ends, each once; `refused` only where states play a part. */
const ENDED = ["succeededCount", "failedCount", "throttledCount", "refusedCount", "abandonedCount", "droppedCount"];

function callers<const Kind extends "traffic" | "source" | "call" | "send">(kind: Kind) {
  const metric = metricOf(kind);
  const ended = <const Field extends string>(name: string, field: Field, what: string, told: Told) =>
    metric(name, count(field, "requestsCount"), `${what}; rate: of requests`, told);
  const first = kind === "traffic" ? ["rate"] : [];
  return {
    always: [
      metric("requests", flow("requestsCount"), "requests made, retries not counted"),
      ended("succeeded", "succeededCount", "requests that ended in success", { worse: "down" }),
      ended("failed", "failedCount", "requests answered with an error or timeout of the function", { worse: "up" }),
      ended("throttled", "throttledCount", "requests given up after the last 429", { worse: "up" }),
      ended("abandoned", "abandonedCount", "requests given up by the caller's own timeout", { worse: "up", first }),
      ended("dropped", "droppedCount", "asynchronous events that ended without success", {
        worse: "up",
        first: ["rate"],
      }),
      metric(
        "pending",
        { ...count("pendingCount", "requestsCount"), from: ["requestsCount"], less: ENDED },
        "requests not ended when the run stopped; rate: of requests",
      ),
      metric("attempts", flow("attemptsCount"), "requests and their retries"),
      metric("retries", count("retriesCount", "attemptsCount"), "attempts after the first; rate: of attempts", {
        worse: "up",
      }),
      metric(
        "quotaExhausted",
        count("quotaExhaustedCount", "requestsCount"),
        "retries not made as the SDK's retry quota was empty (SDK-11); rate: of requests",
        { worse: "up" },
      ),
      metric("latency", time("latencyMs"), "first attempt to final answer, or event to success", { worse: "up" }),
    ],
    states: [
      ended("refused", "refusedCount", "requests given up after a refusal by the function's state", { worse: "up" }),
    ],
  } as const;
}

const source = metricOf("source");
const later = (what: string) => ({
  family: "unsupported" as const,
  why: `${what} not simulated by this version of burstlab`,
});

/** What one function calls of another, and the events that it sends to one. */
export const LINK_METRICS = [callers("call"), callers("send")].flatMap(({ always, states }) => [...always, ...states]);
const TRAFFIC = callers("traffic");
const SOURCE = callers("source");
export const TRAFFIC_METRICS = TRAFFIC.always;
export const SOURCE_METRICS = SOURCE.always;
/** Where states of functions play a part (LIFE-25). */
export const TRAFFIC_STATE_METRICS = TRAFFIC.states;
export const SOURCE_STATE_METRICS = SOURCE.states;
/** Of sources that act by themselves and take records: what was handed to them; their requests are what they invoke. */
export const RECORD_METRICS = [
  source("records", flow("recordsCount"), "records handed to it, by traffic and by functions"),
  source("records.refused", count("recordsRefusedCount", "recordsCount"), "records that it turned away; rate: of all", {
    worse: "up",
    first: ["rate"],
  }),
  source(
    "records.dropped",
    count("recordsDroppedCount", "recordsCount"),
    "records that it dropped as they came; rate: of all",
    { worse: "up" },
  ),
] as const satisfies readonly Metric[];
/** Of sources that AWS charges for. */
export const SOURCE_COST_METRICS = [
  source("cost", money("costUsd"), "what it costs in the run, without free tier", { worse: "up" }),
  source("cost.month", money("costMonthUsd"), "its part of the month that is like the run", { worse: "up" }),
] as const;
/** Of queues and streams. */
export const LATER_METRICS: readonly Metric[] = [
  source("age", later("queues of type 'sqs' are"), "age of a message when it is handed over"),
  source("backlog", later("queues of type 'sqs' are"), "messages waiting"),
  source("iteratorAge", later("streams are"), "age of the last record of a batch when it is sent", {
    cloudWatch: "IteratorAge",
  }),
];
