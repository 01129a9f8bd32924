/** Chart of throttles: attempts refused per second, stacked by cause. */
import type { Result } from "../../../sim/index.ts";
import { clock, count, rate, share } from "../../words/numbers.ts";
import { REFUSALS } from "../../words/refusals.ts";
import { functionChart } from "../function-chart.ts";
import { area, haloed, type Part, stack, stackLabels } from "../layers.ts";
import { type Multiples, SMALL, type Variants } from "../multiples.ts";
import {
  attempts,
  mainThrottle,
  refusalParts,
  refusalSpread,
  refusedCounts,
  refusedShare,
  refusedText,
  stateTitle,
} from "../refusals.ts";
import { linearScale } from "../scales.ts";
import type { Layer } from "../spec.ts";
import { type NumberColumn, sumOf } from "../stretches.ts";
import { highest, inSteps, momentsOf, peakOf, rowsOf, type Subject, troubled } from "../subject.ts";
import { SIZE, TONES } from "../theme.ts";
import { thin } from "../thin.ts";
import { type Base, before, type Side, type View } from "../view.ts";

export const throttles = functionChart({
  name: "throttles",
  section: "throttles",
  weight: ({ throttlesCount, refusedCount = 0 }) => throttlesCount + refusedCount,
  chosenBy: troubled,
  title,
  change,
  draw,
  columns,
  variants: inVariants,
});

function draw({ result, subject, base, around, aside }: View) {
  const { parts, moments, total } = refusedStack(result, subject);
  const earlier = base === null ? [] : refusedRate(base.result, base.subject);
  const most = Math.max(highest(total), highest(earlier));
  const scale = linearScale(most === 0 ? 1 : most, count, { whole: [...total, ...earlier].every(Number.isInteger) });
  const other: Part[] = base === null ? [] : [baseEntry(base)];
  const behind = base === null ? { under: [], over: [] } : refusedBehind(base.result, earlier);
  const status = (subject.total.refusedCount ?? 0) > 0 ? "" : " with 429";
  const layers = [
    ...around.under(SIZE.panel, true),
    ...behind.under,
    ...stack(parts, moments, inSteps(result)),
    ...behind.over,
    ...around.over(SIZE.panel),
    ...stackLabels([...other, ...parts], SIZE.panel),
  ];
  return {
    subtitle: `Attempts on ${subject.shown} refused${status}, per second, by cause${aside}`,
    panels: [{ height: SIZE.panel, scale, axisTitle: "refused per second", rows: around.rows, layers }],
  };
}

function baseEntry({ names, subject: { total } }: Base): Part {
  const refused = total.throttlesCount + (total.refusedCount ?? 0);
  return { name: `${names.base}: ${count(refused)}`, tone: TONES.grey, values: [] };
}

/** Refused per second by cause, thinned, and the rate of all of them in each bucket. */
function refusedStack(result: Result, subject: Subject) {
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
const refusedRate = (result: Result, subject: Subject): number[] => toRate(result, refusedCounts(subject));

/** What another run refused: an area under a stack, and its edge over it. */
function refusedBehind(result: Result, perSecond: readonly number[]): { under: Layer[]; over: Layer[] } {
  const rows = rowsOf(result, thin([perSecond]), perSecond);
  return { under: area(rows, TONES.grey, inSteps(result)), over: haloed(rows, TONES.grey, inSteps(result)) };
}

/** Refusals of each stretch, in all and by cause. */
function columns({ result, subject, suffix }: Side): NumberColumn[] {
  const causes = refusalParts(subject);
  const all = sumOf(result, `attempts refused${suffix}`, refusedCounts(subject), count);
  if (causes.length < 2) return [all];
  return [all, ...causes.map(({ label, counts }) => sumOf(result, `${label}${suffix}`, counts, count))];
}

function title({ result, subject }: View): string {
  const { requestsCount, throttlesCount, throttles } = subject.total;
  const main = mainThrottle(subject);
  const states = stateTitle(subject);
  if (main === undefined && states !== null) return states;
  if (requestsCount === 0) return `${subject.shown} received no request`;
  if (main === undefined) return `No request of ${subject.shown} was refused (of ${count(requestsCount)})`;
  const refused = `${subject.shown} refuses ${count(throttlesCount)} of ${count(requestsCount)} ${attempts(subject)}`;
  const part = throttles.length === 1 ? "all" : share(main.count / throttlesCount);
  const why = `${part} because ${REFUSALS[main.cause].because}`;
  const worst = peakOf(result, refusedRate(result, subject));
  const most = worst === null ? "" : `; at worst ${rate(worst.value)}, at ${clock(worst.atMs)}`;
  return `${refused} (${share(throttlesCount / requestsCount)}), ${why}${most}`;
}

function change({ subject }: View, { subject: was, when }: Base): string {
  const { shown, total } = subject;
  const told = before(refusedShare(subject), refusedShare(was), when);
  const main = mainThrottle(subject);
  if (main === undefined && was.total.throttlesCount === 0) return stateTitle(subject) ?? `${shown} refuses no request`;
  if (main === undefined) return `${shown} refuses none of ${count(total.requestsCount)} ${attempts(subject)}, ${told}`;
  const part = total.throttles.length === 1 ? "all" : share(main.count / total.throttlesCount);
  const why = `${part} because ${REFUSALS[main.cause].because}`;
  return `${shown} refuses ${refusedShare(subject)} of ${attempts(subject)}, ${told}; ${why}`;
}

/** Attempts refused per second, by cause. */
function inVariants(variants: Variants): Multiples {
  const rates = variants.map(({ result, subject }) => refusedRate(result, subject));
  const most = Math.max(...rates.map(highest));
  const scale = linearScale(most === 0 ? 1 : most, count, {
    whole: rates.flat().every(Number.isInteger),
    ticks: SMALL.ticks,
  });
  const { shown } = variants[0].subject;
  return {
    title: refusalSpread(variants),
    subtitle: `Attempts on ${shown} refused, per second, by cause`,
    axisTitle: "refused per second",
    finding: ({ result, subject }) => {
      const worst = highest(refusedRate(result, subject));
      return worst === 0 ? refusedText(subject) : `${refusedText(subject)}, at worst ${rate(worst)}`;
    },
    scale,
    draw: ({ result, subject }, behind) => {
      const { parts, moments } = refusedStack(result, subject);
      const before = behind === null ? [] : refusedRate(behind.result, behind.subject);
      const rows = behind === null ? [] : rowsOf(behind.result, thin([before]), before);
      const steps = inSteps(result);
      return [
        ...(behind === null ? [] : area(rows, TONES.grey, steps)),
        ...stack(parts, moments, steps),
        ...(behind === null ? [] : haloed(rows, TONES.grey, steps).slice(1)),
        ...stackLabels(parts, SMALL.height),
      ];
    },
    column: ({ result, subject, name }) => sumOf(result, `attempts refused (${name})`, refusedCounts(subject), count),
  };
}
