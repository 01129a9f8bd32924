/** Chart of the asynchronous queue: how many events wait, and how old they get. */
import type { Result } from "../../../sim/index.ts";
import { clock, count, duration } from "../../words/numbers.ts";
import { functionChart } from "../function-chart.ts";
import { area, line, type SideLabel, sideLabels } from "../layers.ts";
import { shownName } from "../names.ts";
import { durationScale, linearScale } from "../scales.ts";
import type { Layer, Panel } from "../spec.ts";
import { mostOf, type NumberColumn } from "../stretches.ts";
import { highest, inSteps, peakOf, rowsOf, type Subject } from "../subject.ts";
import { SIZE, TONES } from "../theme.ts";
import { thin } from "../thin.ts";
import { type Base, changed, type Side, type View } from "../view.ts";

/** Top of an empty panel. */
const SECOND = 1_000;

export const asyncQueue = functionChart({
  name: "async-queue",
  section: "async",
  weight: ({ asyncDepthMax }) => asyncDepthMax,
  chosenBy: ({ asyncDepthMax, asyncReceivedCount }) => asyncDepthMax + asyncReceivedCount / (1 + asyncReceivedCount),
  title,
  change,
  draw: (view) => ({ subtitle: subtitle(view), panels: [depths(view), ages(view)] }),
  columns,
});

function depths({ result, subject, base, around }: View): Panel {
  const { asyncDepthMax: depth } = subject.series;
  const before = base?.subject.series.asyncDepthMax ?? [];
  const rows = rowsOf(result, thin([depth]), depth);
  const drawn =
    base === null
      ? area(rows, TONES.blue, inSteps(result))
      : [
          ...area(rowsOf(base.result, thin([before]), before), TONES.grey, inSteps(base.result)),
          ...line(rows, TONES.blue, 1.6, inSteps(result)),
          ...sideNames(base, TONES.blue),
        ];
  return {
    height: SIZE.halfPanel,
    scale: linearScale(Math.max(1, highest(depth), highest(before)), count, { whole: true, ticks: 3 }),
    axisTitle: "events waiting",
    rows: around.rows,
    layers: [...around.under(SIZE.halfPanel, true), ...drawn, ...around.over(SIZE.halfPanel)],
  };
}

function ages({ result, subject, base, around }: View): Panel {
  const { asyncAgeMsMax: age } = subject.series;
  const before = base?.subject.series.asyncAgeMsMax ?? [];
  const known = [...age, ...before].filter((each) => each !== null);
  const oldest = highest(known);
  const youngest = known.reduce((least, each) => (each > 0 && each < least ? each : least), oldest);
  const other = base === null ? [] : line(rowsOf(base.result, thin([before]), before), TONES.grey);
  return {
    height: SIZE.halfPanel,
    scale: durationScale(youngest, oldest === 0 ? SECOND : oldest, 3),
    axisTitle: "event age when tried",
    rows: 0,
    layers: [
      ...around.under(SIZE.halfPanel, false),
      ...other,
      ...line(rowsOf(result, thin([age]), age), TONES.red),
      ...(base === null ? [] : sideNames(base, TONES.red)),
      ...around.over(SIZE.halfPanel),
    ],
  };
}

/** Which line is whose, at the top of the panel. */
function sideNames({ names }: Base, tone: SideLabel["tone"]): Layer[] {
  return sideLabels(
    [
      { text: names.head, y: 8, tone, swatch: true },
      { text: names.base, y: 26, tone: TONES.grey, swatch: true },
    ],
    SIZE.halfPanel,
  );
}

function columns({ result, subject, suffix }: Side): NumberColumn[] {
  const { asyncDepthMax, asyncAgeMsMax } = subject.series;
  return [
    mostOf(result, `events waiting, most${suffix}`, asyncDepthMax, count),
    mostOf(result, `oldest event tried${suffix}`, asyncAgeMsMax, duration),
  ];
}

function subtitle({ result, subject, aside }: View): string {
  const each = duration(result.series.bucketMs);
  const drawn = `Events of ${subject.shown} waiting in Lambda's queue, and the oldest tried in each ${each}`;
  return `${drawn}${lostFrom(result, subject)}${aside}`;
}

/** Whose events were dropped: a result tells it only where one function alone receives events. */
function lostFrom({ functions, sources }: Result, { total }: Subject): string {
  const receiving = Object.values(functions).filter(({ asyncReceivedCount }) => asyncReceivedCount > 0);
  if (receiving.length !== 1 || total.asyncDroppedCount === 0) return "";
  const lost = Object.entries(sources).filter(([, { droppedCount }]) => droppedCount > 0);
  const told = lost.map(([name, { droppedCount }]) => `${shownName(name)} ${count(droppedCount)}`);
  return told.length === 0 ? "" : `; dropped by source: ${told.join(", ")}`;
}

function title({ result, subject: { shown, total, series } }: View): string {
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

function change({ subject: { shown, total } }: View, { subject: { total: was }, when }: Base): string {
  if (total.asyncReceivedCount === 0) return `${shown} received no event`;
  const oldest = (ms: number | null): string => (ms === null ? "none" : duration(ms));
  const dropped = (events: number): string => (events === 0 ? "none" : count(events));
  const grows = changed(count(total.asyncDepthMax), count(was.asyncDepthMax), when, " events");
  const age = changed(oldest(total.asyncAgeMsMax), oldest(was.asyncAgeMsMax), when);
  const lost = changed(dropped(total.asyncDroppedCount), dropped(was.asyncDroppedCount), when);
  return `The queue of ${shown} grows to ${grows}; the oldest is tried after ${age}; dropped: ${lost}`;
}
