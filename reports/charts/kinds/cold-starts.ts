/** Chart of cold starts: how many, and which share of the invocations. */
import type { Result } from "../../../sim/index.ts";
import { clock, count, duration, share } from "../../words/numbers.ts";
import { functionChart } from "../function-chart.ts";
import { area, line, type Part, stack, stackLabels } from "../layers.ts";
import { linearScale } from "../scales.ts";
import type { Layer, Panel, Row } from "../spec.ts";
import { type NumberColumn, shareOf, sumOf } from "../stretches.ts";
import { highest, inSteps, momentsOf, peakOf, rowsOf, type Subject, troubled } from "../subject.ts";
import { SIZE, TONES } from "../theme.ts";
import { thin } from "../thin.ts";
import { type Base, before, changed, type Side, type View } from "../view.ts";

/** The share is taken over stretches, since a second with one invocation says nothing: so many at most. */
const STRETCHES = 60;

export const coldStarts = functionChart({
  name: "cold-starts",
  section: "cold-starts",
  weight: (total) => (total.coldStartsCount > 0 ? troubled(total) : 0),
  chosenBy: ({ coldStartsCount }) => coldStartsCount,
  title,
  change,
  draw: (view) => ({
    subtitle: `Invocations of ${view.subject.shown} that waited for Init or Restore${view.aside}`,
    panels: [counts(view), shares(view)],
  }),
  columns,
});

function counts({ result, subject, base, around }: View): Panel {
  const { coldStarts } = subject.series;
  // Buckets of the base may be longer: both are told for one of this run.
  const scaled = (base?.subject.series.coldStarts ?? []).map(
    (each) => (each * result.series.bucketMs) / (base?.result.series.bucketMs ?? 1),
  );
  const drawn =
    base === null
      ? coldStack(result, coldStarts)
      : [
          ...area(rowsOf(base.result, thin([scaled]), scaled), TONES.grey, inSteps(base.result)),
          ...line(rowsOf(result, thin([coldStarts]), coldStarts), TONES.blue, 1.4, inSteps(result)),
          ...stackLabels(legend(base), SIZE.halfPanel),
        ];
  return {
    height: SIZE.halfPanel,
    scale: linearScale(Math.max(1, highest(coldStarts), highest(scaled)), count, { ticks: 3, whole: true }),
    axisTitle: `cold starts in each ${duration(result.series.bucketMs)}`,
    rows: around.rows,
    layers: [...around.under(SIZE.halfPanel, true), ...drawn, ...around.over(SIZE.halfPanel)],
  };
}

function coldStack(result: Result, coldStarts: readonly number[]): Layer[] {
  const kept = thin([coldStarts]);
  const part = { name: "cold starts", tone: TONES.blue, values: kept.map((index) => coldStarts[index]!) };
  return stack([part], momentsOf(result, kept), inSteps(result));
}

const legend = ({ names }: Base): Part[] => [
  { name: names.base, tone: TONES.grey, values: [] },
  { name: names.head, tone: TONES.blue, values: [] },
];

function shares({ result, subject, base, around }: View): Panel {
  const stepMs = Math.ceil(result.series.buckets / STRETCHES) * result.series.bucketMs;
  const rows = sharesOf(result, subject, stepMs);
  const before = base === null ? [] : sharesOf(base.result, base.subject, stepMs);
  const most = [...rows, ...before].reduce((highest, { value }) => Math.max(highest, Number(value)), 0);
  const drawn =
    base === null
      ? area(rows, TONES.purple, true)
      : [...area(before, TONES.grey, true), ...line(rows, TONES.purple, 1.6, true)];
  return {
    height: SIZE.halfPanel,
    scale: linearScale(most === 0 ? 1 : most, share, { ticks: 3 }),
    axisTitle: `share of invocations, over each ${duration(stepMs)}`,
    rows: 0,
    layers: [...around.under(SIZE.halfPanel, false), ...drawn, ...around.over(SIZE.halfPanel)],
  };
}

const invoked = ({ series: { requests, throttles } }: Subject): number[] =>
  requests.map((each, i) => each - throttles[i]!);

/** Cold starts over invocations of each stretch; one without an invocation has a gap. */
function sharesOf(result: Result, subject: Subject, stepMs: number): Row[] {
  const { bucketMs, buckets } = result.series;
  const step = Math.max(1, Math.round(stepMs / bucketMs));
  const all = invoked(subject);
  const sum = (column: readonly number[], from: number): number =>
    column.slice(from, from + step).reduce((total, each) => total + each, 0);
  const rows = Array.from({ length: Math.ceil(buckets / step) }, (_, i): Row => {
    const invocations = sum(all, i * step);
    const value = invocations > 0 ? sum(subject.series.coldStarts, i * step) / invocations : null;
    return { atMs: i * step * bucketMs, value };
  });
  return [...rows, { atMs: result.horizonMs, value: rows.at(-1)?.value ?? null }];
}

function columns({ result, subject, suffix }: Side): NumberColumn[] {
  const { coldStarts } = subject.series;
  return [
    sumOf(result, `cold starts${suffix}`, coldStarts, count),
    shareOf(result, `share of invocations${suffix}`, [coldStarts, invoked(subject)], share),
  ];
}

function title({ result, subject: { shown, total, series } }: View): string {
  const { coldStartsCount: cold, invocationsCount: invocations } = total;
  if (invocations === 0) return `${shown} ran no invocation`;
  if (cold === 0) return `None of the ${count(invocations)} invocations of ${shown} started cold`;
  const all = `${count(cold)} of ${count(invocations)} invocations of ${shown}`;
  const part = `${all} start cold (${share(cold / invocations)})`;
  const worst = peakOf(result, series.coldStarts);
  const most = `${count(worst?.value ?? 0)} in ${duration(result.series.bucketMs)}`;
  return worst === null ? part : `${part}, most at ${clock(worst.atMs)} (${most})`;
}

function change({ subject: { shown, total } }: View, { subject: was, when }: Base): string {
  const part = ({ coldStartsCount, invocationsCount }: Subject["total"]): string =>
    coldStartsCount === 0 ? "none" : share(coldStartsCount / invocationsCount);
  if (total.invocationsCount === 0) return `${shown} ran no invocation`;
  const number = changed(count(total.coldStartsCount), count(was.total.coldStartsCount), when);
  const some = `${part(total)} of the invocations of ${shown} start cold`;
  return `${some}, ${before(part(total), part(was.total), when)}; in all ${number}`;
}
