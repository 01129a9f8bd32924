/** Chart of cold starts: how many, and which share of the invocations. */
import type { Result } from "../../sim/index.ts";
import { clock, count, duration, share } from "../numbers.ts";
import { area, stack } from "./layers.ts";
import { linearScale } from "./scales.ts";
import { frame, type Panel, type Row, type VegaLiteSpec } from "./spec.ts";
import { type ChartOptions, highest, inSteps, momentsOf, peakOf, type Subject, subjectOf } from "./subject.ts";
import { SIZE, TONES } from "./theme.ts";
import { thin } from "./thin.ts";
import { type Timeline, timeline, warmUp } from "./timeline.ts";

/** The share is taken over stretches, since a second with one invocation says nothing: so many at most. */
const STRETCHES = 60;

export function coldStartsChart(result: Result, options: ChartOptions = {}): VegaLiteSpec {
  const subject = subjectOf(result, options, ({ coldStartsCount }) => coldStartsCount);
  const around = timeline(result);
  return frame({
    title: title(result, subject),
    subtitle: `Invocations of ${subject.shown} that waited for Init or Restore${warmUp(result)}`,
    horizonMs: result.horizonMs,
    panels: [counts(result, subject.series.coldStarts, around), shares(result, subject, around)],
  });
}

function counts(result: Result, coldStarts: readonly number[], around: Timeline): Panel {
  const kept = thin([coldStarts]);
  const part = { name: "cold starts", tone: TONES.blue, values: kept.map((index) => coldStarts[index]!) };
  return {
    height: SIZE.halfPanel,
    scale: linearScale(Math.max(1, highest(coldStarts)), count, { ticks: 3, whole: true }),
    axisTitle: `cold starts in each ${duration(result.series.bucketMs)}`,
    rows: around.rows,
    layers: [
      ...around.under(SIZE.halfPanel, true),
      ...stack([part], momentsOf(result, kept), inSteps(result)),
      ...around.over(SIZE.halfPanel),
    ],
  };
}

function shares(result: Result, subject: Subject, around: Timeline): Panel {
  const step = Math.ceil(result.series.buckets / STRETCHES);
  const rows = sharesOf(result, subject, step);
  const most = rows.reduce((highest, { value }) => Math.max(highest, Number(value)), 0);
  return {
    height: SIZE.halfPanel,
    scale: linearScale(most === 0 ? 1 : most, share, { ticks: 3 }),
    axisTitle: `share of invocations, over each ${duration(step * result.series.bucketMs)}`,
    rows: 0,
    layers: [...around.under(SIZE.halfPanel, false), ...area(rows, TONES.purple, true), ...around.over(SIZE.halfPanel)],
  };
}

/** Cold starts over invocations of each stretch; one without an invocation has a gap. */
function sharesOf(result: Result, { series }: Subject, step: number): Row[] {
  const { bucketMs, buckets } = result.series;
  const sum = (column: readonly number[], from: number): number =>
    column.slice(from, from + step).reduce((total, each) => total + each, 0);
  const rows = Array.from({ length: Math.ceil(buckets / step) }, (_, i): Row => {
    const invocations = sum(series.requests, i * step) - sum(series.throttles, i * step);
    const value = invocations > 0 ? sum(series.coldStarts, i * step) / invocations : null;
    return { atMs: i * step * bucketMs, value };
  });
  return [...rows, { atMs: result.horizonMs, value: rows.at(-1)?.value ?? null }];
}

function title(result: Result, { shown, total, series }: Subject): string {
  const { coldStartsCount: cold, invocationsCount: invocations } = total;
  if (invocations === 0) return `${shown} ran no invocation`;
  if (cold === 0) return `None of the ${count(invocations)} invocations of ${shown} started cold`;
  const all = `${count(cold)} of ${count(invocations)} invocations of ${shown}`;
  const part = `${all} start cold (${share(cold / invocations)})`;
  const worst = peakOf(result, series.coldStarts);
  const most = `${count(worst?.value ?? 0)} in ${duration(result.series.bucketMs)}`;
  return worst === null ? part : `${part}, most at ${clock(worst.atMs)} (${most})`;
}
