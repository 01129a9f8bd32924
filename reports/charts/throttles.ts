/** Chart of throttles: requests refused per second, stacked by cause. */
import type { Result } from "../../sim/index.ts";
import { clock, count, rate, share } from "../numbers.ts";
import { type Part, stack, stackLabels } from "./layers.ts";
import { attempts, CAUSE_ORDER, CAUSES, mainThrottle } from "./refusals.ts";
import { linearScale } from "./scales.ts";
import { frame, type VegaLiteSpec } from "./spec.ts";
import {
  type ChartOptions,
  highest,
  inSteps,
  momentsOf,
  peakOf,
  type Subject,
  subjectOf,
  troubled,
} from "./subject.ts";
import { SIZE } from "./theme.ts";
import { thin } from "./thin.ts";
import { timeline, warmUp } from "./timeline.ts";

export function throttlesChart(result: Result, options: ChartOptions = {}): VegaLiteSpec {
  const subject = subjectOf(result, options, troubled);
  const { throttles, throttlesByCause } = subject.series;
  const toRate = (counts: readonly number[]): number[] => counts.map((each) => (each * 1000) / result.series.bucketMs);
  const causes = CAUSE_ORDER.filter((cause) => highest(throttlesByCause[cause] ?? []) > 0);
  const columns = causes.map((cause) => toRate(throttlesByCause[cause] ?? []));
  const total = toRate(throttles);
  const kept = thin([total, ...columns]);
  const parts = causes.map((cause, i): Part => {
    const refused = subject.total.throttles.find((each) => each.cause === cause)?.count ?? 0;
    const { label, tone } = CAUSES[cause];
    return { name: `${label}: ${count(refused)}`, tone, values: kept.map((index) => columns[i]![index]!) };
  });
  const around = timeline(result);
  const scale = linearScale(highest(total) === 0 ? 1 : highest(total), count, { whole: total.every(Number.isInteger) });
  return frame({
    title: title(result, subject, total),
    subtitle: `Attempts on ${subject.shown} refused with 429, per second, by cause${warmUp(result)}`,
    horizonMs: result.horizonMs,
    panels: [
      {
        height: SIZE.panel,
        scale,
        axisTitle: "refused per second",
        rows: around.rows,
        layers: [
          ...around.under(SIZE.panel, true),
          ...stack(parts, momentsOf(result, kept), inSteps(result)),
          ...around.over(SIZE.panel),
          ...stackLabels(parts, SIZE.panel),
        ],
      },
    ],
  });
}

function title(result: Result, subject: Subject, perSecond: readonly number[]): string {
  const { requestsCount, throttlesCount, throttles } = subject.total;
  const main = mainThrottle(subject);
  if (requestsCount === 0) return `${subject.shown} received no request`;
  if (main === undefined) return `No request of ${subject.shown} was refused (of ${count(requestsCount)})`;
  const refused = `${subject.shown} refuses ${count(throttlesCount)} of ${count(requestsCount)} ${attempts(subject)}`;
  const part = throttles.length === 1 ? "all" : share(main.count / throttlesCount);
  const why = `${part} because ${CAUSES[main.cause].because}`;
  const worst = peakOf(result, perSecond);
  const most = worst === null ? "" : `; at worst ${rate(worst.value)}, at ${clock(worst.atMs)}`;
  return `${refused} (${share(throttlesCount / requestsCount)}), ${why}${most}`;
}
