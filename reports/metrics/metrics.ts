/** What can be asked of a result: every metric by subject, its statistics and units, and how to look one up. */

import { METRICS, type Metric, type Reading, type SubjectKind } from "../../sim/vocabulary/index.ts";
import type { Verdict } from "../judge/verdict.ts";
import { grid, painter } from "../words/table.ts";

const STATISTICS: Readonly<Record<Reading["family"], readonly string[]>> = {
  count: ["count", "rate"],
  listed: ["count", "rate"],
  peak: ["max"],
  gauge: ["mean", "min", "max", "last"],
  time: ["mean", "min", "max", "p1 .. p99.99"],
  ratio: ["mean", "max"],
  sum: ["sum"],
  money: ["sum"],
  unsupported: [],
};
const PERCENTILE = /^p([1-9][0-9]?(?:\.[0-9]{1,2})?)$/;

/** The metrics of one kind of subject, in the order of the catalogue. */
export function metricsOf(kind: SubjectKind): readonly Metric[] {
  return METRICS.filter((metric) => metric.kind === kind);
}

/** The statistics that a metric has; "p1 .. p99.99" stands for every percentile between. */
export function statisticsOf({ reading }: Metric): readonly string[] {
  if (reading.family === "count" && reading.of === null) return ["count"];
  return STATISTICS[reading.family];
}

/** The statistic meant by a metric without one: `checkout.latency` is `checkout.latency.p99`. */
export function defaultStatistic({ reading }: Metric): string {
  if (reading.family === "count" || reading.family === "listed") return "count";
  if (reading.family === "money" || reading.family === "sum") return "sum";
  return reading.family === "time" ? reading.usually : "max";
}

export function hasStatistic(metric: Metric, statistic: string): boolean {
  const percentiles = metric.reading.family === "time" && percentile(statistic) !== null;
  return percentiles || statisticsOf(metric).includes(statistic);
}

/** "p99.9" is 99.9; null for anything that is not a percentile from p1 to p99.99. */
export function percentile(statistic: string): number | null {
  const digits = PERCENTILE.exec(statistic)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The unit of a statistic; a gauge that is compared with a percentage of its limit is a share instead. */
export function unitOf({ reading }: Metric, statistic: string): Verdict["unit"] {
  if (reading.family === "time" || reading.family === "sum") return "ms";
  if (reading.family === "ratio") return "share";
  if (reading.family === "money") return "usd";
  const isCount = reading.family === "count" || reading.family === "listed";
  if (!isCount || statistic === "count") return "count";
  return reading.of === "second" ? "perSecond" : "share";
}

/** Whether a percentage of the metric means of its limit. */
export function hasLimit({ reading }: Metric): boolean {
  return reading.family === "gauge" && reading.limit !== null;
}

const UNIT_WORDS: Readonly<Record<Verdict["unit"], string>> = {
  ms: "time",
  share: "share",
  count: "count",
  perSecond: "per second",
  usd: "US dollars",
};

/** The catalogue as text, for `burstlab schema --metrics`. The statistic used when none is named comes first. */
export function metricTable(): string {
  const rows = METRICS.map((metric) => [
    `${metric.kind}.${metric.name}`,
    statisticsText(metric),
    unitText(metric),
    metric.cloudWatch === "" ? "-" : metric.cloudWatch,
    metric.meaning,
  ]);
  const cells = [["metric", "statistics", "unit", "CloudWatch", "meaning"], ...rows].map((row) =>
    row.map((text) => ({ text })),
  );
  return `${grid(cells, { align: "lllll", gap: 2, paint: painter(false) }).join("\n")}\n`;
}

function statisticsText(metric: Metric): string {
  if (metric.reading.family === "unsupported") return "not in this version";
  const first = defaultStatistic(metric);
  return [first, ...statisticsOf(metric).filter((statistic) => statistic !== first)].join(", ");
}

function unitText(metric: Metric): string {
  if (metric.reading.family === "unsupported") return "-";
  const units = statisticsOf(metric).map((statistic) => UNIT_WORDS[unitOf(metric, statistic)]);
  const limit = hasLimit(metric) ? ["share of its limit"] : [];
  return [...new Set([...units, ...limit])].join(", ");
}
