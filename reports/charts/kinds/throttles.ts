/** Chart of throttles: attempts refused per second, stacked by cause. */
import type { Result } from "../../../sim/index.ts";
import { clock, count, rate, share } from "../../words/numbers.ts";
import { area, haloed, type Part, stack, stackLabels } from "../layers.ts";
import { attempts, CAUSES, mainThrottle, refusalParts, refusedCounts, refusedShare, stateTitle } from "../refusals.ts";
import { linearScale } from "../scales.ts";
import { type Chart, frame, type Layer } from "../spec.ts";
import { type NumberColumn, stretchTable, sumOf } from "../stretches.ts";
import { type ChartOptions, highest, inSteps, momentsOf, peakOf, rowsOf, type Subject, troubled } from "../subject.ts";
import { SIZE, TONES } from "../theme.ts";
import { thin } from "../thin.ts";
import { type Base, before, sidesOf, type View, viewOf } from "../view.ts";

export function throttles(result: Result, options: ChartOptions): Chart {
  const view = viewOf(result, options, troubled);
  const { subject, base, around, aside } = view;
  const { parts, moments, total } = refusedStack(result, subject);
  const earlier = base === null ? [] : refusedRate(base.result, base.subject);
  const most = Math.max(highest(total), highest(earlier));
  const scale = linearScale(most === 0 ? 1 : most, count, { whole: [...total, ...earlier].every(Number.isInteger) });
  const other: Part[] = base === null ? [] : [baseEntry(base)];
  const behind = base === null ? { under: [], over: [] } : refusedBehind(base.result, earlier);
  const status = (subject.total.refusedCount ?? 0) > 0 ? "" : " with 429";
  return frame({
    title: base === null ? title(result, subject, total) : changeTitle(view, base),
    subtitle: `Attempts on ${subject.shown} refused${status}, per second, by cause${aside}`,
    horizonMs: view.horizonMs,
    panels: [
      {
        height: SIZE.panel,
        scale,
        axisTitle: "refused per second",
        rows: around.rows,
        layers: [
          ...around.under(SIZE.panel, true),
          ...behind.under,
          ...stack(parts, moments, inSteps(result)),
          ...behind.over,
          ...around.over(SIZE.panel),
          ...stackLabels([...other, ...parts], SIZE.panel),
        ],
      },
    ],
    numbers: stretchTable(result, view.horizonMs, sidesOf(view).flatMap(columns)),
  });
}

function baseEntry({ names, subject: { total } }: Base): Part {
  const refused = total.throttlesCount + (total.refusedCount ?? 0);
  return { name: `${names.base}: ${count(refused)}`, tone: TONES.grey, values: [] };
}

/** Refused per second by cause, thinned, and the rate of all of them in each bucket. */
export function refusedStack(result: Result, subject: Subject) {
  const causes = refusalParts(subject);
  const rates = causes.map(({ counts }) => toRate(result, counts));
  const total = refusedRate(result, subject);
  const kept = thin([total, ...rates]);
  const parts = causes.map(({ label, tone, refused }, i): Part => {
    return { name: `${label}: ${count(refused)}`, tone, values: kept.map((index) => rates[i]![index]!) };
  });
  return { parts, moments: momentsOf(result, kept), total };
}

const toRate = ({ series }: Result, counts: readonly number[]): number[] =>
  counts.map((each) => (each * 1000) / series.bucketMs);
export const refusedRate = (result: Result, subject: Subject): number[] => toRate(result, refusedCounts(subject));

/** What another run refused: an area under a stack, and its edge over it. */
function refusedBehind(result: Result, perSecond: readonly number[]): { under: Layer[]; over: Layer[] } {
  const rows = rowsOf(result, thin([perSecond]), perSecond);
  return { under: area(rows, TONES.grey, inSteps(result)), over: haloed(rows, TONES.grey, inSteps(result)) };
}

/** Refusals of each stretch, in all and by cause. */
function columns({ result, subject, suffix }: ReturnType<typeof sidesOf>[number]): NumberColumn[] {
  const causes = refusalParts(subject);
  const all = sumOf(result, `attempts refused${suffix}`, refusedCounts(subject), count);
  if (causes.length < 2) return [all];
  return [all, ...causes.map(({ label, counts }) => sumOf(result, `${label}${suffix}`, counts, count))];
}

function title(result: Result, subject: Subject, perSecond: readonly number[]): string {
  const { requestsCount, throttlesCount, throttles } = subject.total;
  const main = mainThrottle(subject);
  const states = stateTitle(subject);
  if (main === undefined && states !== null) return states;
  if (requestsCount === 0) return `${subject.shown} received no request`;
  if (main === undefined) return `No request of ${subject.shown} was refused (of ${count(requestsCount)})`;
  const refused = `${subject.shown} refuses ${count(throttlesCount)} of ${count(requestsCount)} ${attempts(subject)}`;
  const part = throttles.length === 1 ? "all" : share(main.count / throttlesCount);
  const why = `${part} because ${CAUSES[main.cause].because}`;
  const worst = peakOf(result, perSecond);
  const most = worst === null ? "" : `; at worst ${rate(worst.value)}, at ${clock(worst.atMs)}`;
  return `${refused} (${share(throttlesCount / requestsCount)}), ${why}${most}`;
}

function changeTitle({ subject }: View, { subject: was, when }: Base): string {
  const { shown, total } = subject;
  const told = before(refusedShare(subject), refusedShare(was), when);
  const main = mainThrottle(subject);
  if (main === undefined && was.total.throttlesCount === 0) return stateTitle(subject) ?? `${shown} refuses no request`;
  if (main === undefined) return `${shown} refuses none of ${count(total.requestsCount)} ${attempts(subject)}, ${told}`;
  const part = total.throttles.length === 1 ? "all" : share(main.count / total.throttlesCount);
  const why = `${part} because ${CAUSES[main.cause].because}`;
  return `${shown} refuses ${refusedShare(subject)} of ${attempts(subject)}, ${told}; ${why}`;
}
