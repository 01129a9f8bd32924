/** A change in words: percentage points for shares, per cent of the base for the rest, with its interval. */
import type { ChangeVerdict, ComparedMetric, ComparedRefusal, Comparison } from "../compare/comparison.ts";
import type { Verdict } from "../judge/verdict.ts";
import { count, percentage, quantity } from "./numbers.ts";

type Unit = Verdict["unit"];

/** "0.00 %" next to "2.41 %": a value, "-" where a side has none. */
export const sideText = (value: number | null, unit: Unit): string => (value === null ? "-" : quantity(value, unit));

/** "+2.41 pp", "-6.4 %", "+3" where the base is 0 or next to it; empty where a side has no value or nothing changed. */
export function changeText({ base, change, unit }: ComparedMetric): string {
  if (change === null || change === 0) return "";
  if (unit === "share") return `${signed(change * 100)} pp`;
  return isRelative(base, change) ? `${signed((change / Math.abs(base)) * 100)} %` : absolute(change, unit);
}

/** Beyond this many times the base, per cent tell nothing. */
const MOST_TIMES = 10;
const isRelative = (base: number | null, change: number): base is number =>
  base !== null && Math.abs(change) <= MOST_TIMES * Math.abs(base);

/** "[+2.35, +2.47]", in the unit of `changeText`; empty without one, or where it is a point. */
export function changeInterval({ base, change, unit, interval }: ComparedMetric): string {
  if (interval === null || change === null || interval[0] === interval[1]) return "";
  const scale = (value: number): string => {
    if (unit === "share") return signed(value * 100);
    return isRelative(base, change) ? signed((value / Math.abs(base)) * 100) : absolute(value, unit);
  };
  return `[${interval.map(scale).join(", ")}]`;
}

const signed = (percent: number): string => `${percent < 0 ? "-" : "+"}${percentage(Math.abs(percent))}`;
const absolute = (value: number, unit: Unit): string => `${value < 0 ? "-" : "+"}${quantity(Math.abs(value), unit)}`;

/** The threshold of the head that judges this metric in the whole run: "< 0.1%", and whether it is met. */
export function limitOf(
  metric: ComparedMetric,
  { thresholds }: Comparison,
): { text: string; met: boolean; warn: boolean } | null {
  const own = thresholds.find(
    ({ that }) => that.startsWith(metric.metric) && /^\s*[<>=]/.test(that.slice(metric.metric.length)),
  );
  if (own === undefined || / while /.test(own.that)) return null;
  return { text: own.that.slice(metric.metric.length).trim(), met: own.passed, warn: own.level === "warn" };
}

/** "5 paired seeds", "1 seed", "seeds that differ: 3 and 5". */
export function seedsText({ seeds, paired }: Comparison): string {
  if (seeds.length <= 1) return "1 seed";
  return `${count(seeds.length)} ${paired ? "paired seeds" : "seeds, not paired"}`;
}

/** Beyond the tolerance, worst first. */
export const MOVED = ["worse", "better", "differs"] as const satisfies readonly ChangeVerdict[];

/** Nothing happened that a reader has to know of. */
export const isCalm = ({ verdict }: Pick<ComparedMetric | Comparison, "verdict">): boolean =>
  verdict === "same" || verdict === "no change";

/** Metrics that moved beyond their tolerance, worst first. */
export function moved({ metrics }: Comparison): ComparedMetric[] {
  return MOVED.flatMap((verdict) => metrics.filter((metric) => metric.verdict === verdict));
}

/** Those that a reader needs: headlines and what a threshold limits; without any, all that got worse or better. */
export function notable(comparison: Comparison): ComparedMetric[] {
  const all = moved(comparison);
  const judged = all.filter(({ verdict }) => verdict !== "differs");
  const first = judged.filter((metric) => metric.headline || limitOf(metric, comparison) !== null);
  return [first, judged, all].find((list) => list.length > 0) ?? [];
}

/** Whether refusals are what got worse; all are news in a scenario that is new. */
export const isNews = ({ function: name }: ComparedRefusal, { metrics, verdict }: Comparison): boolean =>
  verdict === "new" || metrics.some((one) => one.metric === `${name}.throttles.rate` && one.verdict === "worse");
