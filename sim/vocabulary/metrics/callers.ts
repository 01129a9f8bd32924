/** Metrics of who makes requests: an entry of `traffic`, and a source that carries its requests. */
import { count, flow, type Metric, metricOf, time, type Worse } from "./metric.ts";

function callers(kind: "traffic" | "source"): readonly Metric[] {
  const metric = metricOf(kind);
  const ended = (name: string, what: string, worse: Worse, first: readonly string[] = []): Metric =>
    metric(name, count(`${name}Count`, "requestsCount"), `${what}; rate: of requests`, {
      first,
      ...(worse === null ? {} : { worse }),
    });
  return [
    metric("requests", flow("requestsCount"), "requests made, retries not counted"),
    ended("succeeded", "requests that ended in success", "down"),
    ended("failed", "requests answered with an error or timeout of the function", "up"),
    ended("throttled", "requests given up after the last 429", "up"),
    ended("refused", "requests given up after a refusal by the function's state", "up"),
    ended("abandoned", "requests given up by the caller's own timeout", "up", kind === "traffic" ? ["rate"] : []),
    ended("dropped", "asynchronous events that ended without success", "up", ["rate"]),
    ended("pending", "requests not ended when the run stopped", null),
    metric("attempts", flow("attemptsCount"), "requests and their retries"),
    metric("retries", count("retriesCount", "attemptsCount"), "attempts after the first; rate: of attempts", {
      worse: "up",
    }),
    metric("latency", time("latencyMs"), "first attempt to final answer, or event to success", { worse: "up" }),
  ];
}

const source = metricOf("source");
const later = (what: string) => ({
  family: "unsupported" as const,
  why: `${what} not simulated by this version of burstlab`,
});

export const TRAFFIC_METRICS: readonly Metric[] = callers("traffic");
export const SOURCE_METRICS: readonly Metric[] = callers("source");
/** Of queues and streams. */
export const LATER_METRICS: readonly Metric[] = [
  source("age", later("queues of type 'sqs' are"), "age of a message when it is handed over"),
  source("backlog", later("queues of type 'sqs' are"), "messages waiting"),
  source("iteratorAge", later("streams are"), "age of the last record of a batch when it is sent", {
    cloudWatch: "IteratorAge",
  }),
];
