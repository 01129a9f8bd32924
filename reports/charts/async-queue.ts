/** Chart of the asynchronous queue: how many events wait, and how old they get. */
import type { Result } from "../../sim/index.ts";
import { clock, count, duration } from "../numbers.ts";
import { area, line } from "./layers.ts";
import { durationScale, linearScale } from "./scales.ts";
import { frame, type VegaLiteSpec } from "./spec.ts";
import { type ChartOptions, highest, inSteps, peakOf, rowsOf, type Subject, subjectOf } from "./subject.ts";
import { SIZE, TONES } from "./theme.ts";
import { thin } from "./thin.ts";
import { timeline, warmUp } from "./timeline.ts";

/** Top of an empty panel. */
const SECOND = 1_000;

export function asyncQueueChart(result: Result, options: ChartOptions = {}): VegaLiteSpec {
  const subject = subjectOf(
    result,
    options,
    ({ asyncDepthMax, asyncReceivedCount }) => asyncDepthMax + asyncReceivedCount / (1 + asyncReceivedCount),
  );
  const { asyncDepthMax: depth, asyncAgeMsMax: age } = subject.series;
  const around = timeline(result);
  const known = age.filter((each) => each !== null);
  const oldest = highest(known);
  const youngest = known.reduce((least, each) => (each > 0 && each < least ? each : least), oldest);
  return frame({
    title: title(result, subject),
    subtitle: subtitle(result, subject),
    horizonMs: result.horizonMs,
    panels: [
      {
        height: SIZE.halfPanel,
        scale: linearScale(Math.max(1, highest(depth)), count, { whole: true, ticks: 3 }),
        axisTitle: "events waiting",
        rows: around.rows,
        layers: [
          ...around.under(SIZE.halfPanel, true),
          ...area(rowsOf(result, thin([depth]), depth), TONES.blue, inSteps(result)),
          ...around.over(SIZE.halfPanel),
        ],
      },
      {
        height: SIZE.halfPanel,
        scale: durationScale(youngest, oldest === 0 ? SECOND : oldest, 3),
        axisTitle: "event age when tried",
        rows: 0,
        layers: [
          ...around.under(SIZE.halfPanel, false),
          ...line(rowsOf(result, thin([age]), age), TONES.red),
          ...around.over(SIZE.halfPanel),
        ],
      },
    ],
  });
}

function subtitle(result: Result, { shown }: Subject): string {
  const each = duration(result.series.bucketMs);
  return `Events of ${shown} waiting in Lambda's queue, and the oldest tried in each ${each}${warmUp(result)}`;
}

function title(result: Result, { shown, total, series }: Subject): string {
  const { asyncReceivedCount: received, asyncDroppedCount: dropped, asyncPendingCount: pending } = total;
  if (received === 0) return `${shown} received no event`;
  const deepest = peakOf(result, series.asyncDepthMax);
  const oldest = total.asyncAgeMsMax;
  const grows =
    deepest === null || deepest.value === 0
      ? `No event of ${shown} had to wait`
      : `The queue of ${shown} grows to ${count(deepest.value)} events at ${clock(deepest.atMs)}`;
  const age = oldest === null ? "" : `; the oldest is tried after ${duration(oldest)}`;
  const lost = dropped === 0 ? "none is dropped" : `${count(dropped)} of ${count(received)} are dropped`;
  const left = pending === 0 ? "" : `, ${count(pending)} still wait at the end`;
  return `${grows}${age}; ${lost}${left}`;
}
