/** Metrics of a destination that is declared nowhere else: a queue, topic or bucket that takes records (ASY-13). */
import { type Metric, metricOf, number } from "./metric.ts";

const metric = metricOf("destination");

export const DESTINATION_RECORDS = [
  metric("records", number("recordsCount"), "records received in the whole run, warm-up included"),
] as const satisfies readonly Metric[];
