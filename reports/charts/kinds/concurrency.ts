/** Chart of concurrency: requests running at once against the limits in force. */
import type { Result } from "../../../sim/index.ts";
import { clock, count, duration, share } from "../../words/numbers.ts";
import { functionChart } from "../function-chart.ts";
import { area, limitLine, line, type SideLabel, sideLabels } from "../layers.ts";
import { ceiling, type Guide, guidesOf, highestRow, lastValue, limitGuides, limitName } from "../limits.ts";
import { type Multiples, SMALL, type Variant, type Variants } from "../multiples.ts";
import { mainThrottle, refusalSpread, refusalTitle, refusedShare, refusedText } from "../refusals.ts";
import { linearScale } from "../scales.ts";
import type { Layer, Row } from "../spec.ts";
import { atStart, mostOf, NOTHING, type NumberColumn } from "../stretches.ts";
import { highest, inForce, inSteps, peakOf, rowsOf, type Subject, troubled } from "../subject.ts";
import { SIZE, TONES } from "../theme.ts";
import { thin } from "../thin.ts";
import { type Base, before, changed, type Side, type View } from "../view.ts";

export const concurrency = functionChart({
  name: "concurrency",
  section: "concurrency",
  weight: troubled,
  chosenBy: troubled,
  title,
  change,
  draw,
  columns,
  variants: inVariants,
});

function draw(view: View) {
  const { subject, base, around } = view;
  const pool = poolUse(view);
  const busiest = Math.max(highest(subject.series.busyMax), highest(base?.subject.series.busyMax ?? []));
  const used = Math.max(busiest, ...pool.map(({ rows }) => highestRow(rows)));
  const { near, far } = limitGuides(view, used);
  const top = Math.max(1, used, ...near.map(({ rows }) => highestRow(rows)));
  const scale = linearScale(top, count, { whole: true });
  const guides = [...near, ...pool];
  const layers = [
    ...around.under(SIZE.panel, true),
    ...runs(view),
    ...guides.flatMap(({ rows, tone, dashed }) => (dashed ? [limitLine(rows, tone)] : line(rows, tone, 1.2))),
    ...around.over(SIZE.panel),
    ...sideLabels([...far, ...labels(view, guides, (value) => scale.y(value, SIZE.panel))], SIZE.panel),
  ];
  return {
    subtitle: subtitle(view),
    panels: [{ height: SIZE.panel, scale, axisTitle: "requests running at once", rows: around.rows, layers }],
  };
}

const busyRows = (result: Result, { series }: Subject): Row[] => rowsOf(result, thin([series.busyMax]), series.busyMax);

/** The area of a run alone; of two, the base as a grey area and this run as a line over it. */
function runs({ result, subject, base }: View): Layer[] {
  const own = busyRows(result, subject);
  if (base === null) return area(own, TONES.blue, inSteps(result));
  return [
    ...area(busyRows(base.result, base.subject), TONES.grey, inSteps(base.result)),
    ...line(own, TONES.blue, 1.6, inSteps(result)),
  ];
}

function columns({ result, subject, suffix }: Side): NumberColumn[] {
  const limitAt = (atMs: number): string => {
    const limits = inForce(subject.limits, atMs);
    return limits === undefined ? NOTHING : count(ceiling(limits));
  };
  return [
    mostOf(result, `requests running at once, most${suffix}`, subject.series.busyMax, count),
    atStart(`limit${suffix}`, limitAt),
  ];
}

function title({ result, subject }: View): string {
  const { shown, total } = subject;
  const main = mainThrottle(subject);
  if (total.requestsCount === 0) return `${shown} received no request`;
  if (main !== undefined) return refusalTitle(subject, main);
  const peak = peakOf(result, subject.series.busyMax);
  const limits = inForce(subject.limits, peak?.atMs ?? 0);
  // A refusal by the function's state is no throttle (ERR-5), but a refusal.
  const quiet = `no request was ${(total.refusedCount ?? 0) > 0 ? "throttled" : "refused"}`;
  const needs = `${shown} runs at most ${count(total.busyMax)}${requestsOf(total.busyMax)} at once`;
  if (peak === null || limits === undefined) return `${needs}; ${quiet}`;
  const part = share(total.busyMax / Math.max(1, ceiling(limits)));
  return `${needs} (${part} of ${limitName(limits)}), at ${clock(peak.atMs)}; ${quiet}`;
}

function change({ subject }: View, { subject: was, when }: Base): string {
  const { shown, total } = subject;
  if (total.requestsCount === 0) return `${shown} received no request`;
  const main = mainThrottle(subject);
  if (main !== undefined)
    return `${refusalTitle(subject, main)}, ${before(refusedShare(subject), refusedShare(was), when)}`;
  const most = changed(count(total.busyMax), count(was.total.busyMax), when, requestsOf(total.busyMax));
  const needs = `${shown} runs at most ${most} at once`;
  const refused = was.total.throttlesCount === 0 ? " in either" : `, ${refusedShare(was)} ${when}`;
  return `${needs}; no request was refused${refused}`;
}

function subtitle({ result, subject, aside }: View): string {
  const drawn = `Requests of ${subject.shown} running at once, the most in each ${duration(result.series.bucketMs)}`;
  return `${drawn}; dashed: its limits${aside}`;
}

const requestsOf = (units: number): string => (units === 1 ? " request" : " requests");

/**
 * A function without limits of its own shares the pool: what all of them together use. Two runs leave room for it only
 * where the pool refuses.
 */
function poolUse({ result, subject, base }: View): Guide[] {
  const { name, series, limits } = subject;
  const region = result.series.regions[result.functions[name]?.region ?? ""];
  const sharing = limits.every((each) => each.reserved === null && each.provisioned === 0 && !each.managed);
  if (region === undefined || !sharing) return [];
  if (base !== null && mainThrottle(subject)?.cause !== "unreserved-pool-full") return [];
  if (highest(region.unreservedMax) <= highest(series.busyMax)) return [];
  const rows = rowsOf(result, thin([region.unreservedMax]), region.unreservedMax);
  const tone = base === null ? TONES.grey : TONES.black;
  return [{ rows, label: "all that share the pool", tone, dashed: false }];
}

function labels({ result, subject, base }: View, guides: readonly Guide[], y: (value: number) => number): SideLabel[] {
  const runLabel = (of: Result, one: Subject, text: string, tone: SideLabel["tone"]): SideLabel => {
    return { text, y: y(lastValue(busyRows(of, one))), tone };
  };
  const rest = guides.map(({ rows, label, tone }): SideLabel => ({ text: label, y: y(lastValue(rows)), tone }));
  const own = runLabel(result, subject, base?.names.head ?? subject.shown, TONES.blue);
  if (base === null) return [...rest, own];
  return [...rest, own, runLabel(base.result, base.subject, base.names.base, TONES.grey)];
}

/** Requests running at once, with the limits of each variant. */
function inVariants(variants: Variants): Multiples {
  const used = Math.max(1, ...variants.map(({ subject }) => highest(subject.series.busyMax)));
  const limits = variants.map(({ result, subject }) => guidesOf(result, subject, used));
  const top = Math.max(used, ...limits.flatMap(({ near }) => near.map(({ rows }) => highestRow(rows))));
  const scale = linearScale(top, count, { whole: true, ticks: SMALL.ticks });
  const { shown } = variants[0].subject;
  const busy = ({ result, subject }: Variant) => rowsOf(result, thin([subject.series.busyMax]), subject.series.busyMax);
  return {
    title: refusalSpread(variants),
    subtitle: `Requests of ${shown} running at once; dashed: its limits`,
    axisTitle: "requests running at once",
    finding: ({ subject }) => `at most ${count(subject.total.busyMax)} at once, ${refusedText(subject)}`,
    scale,
    draw: (variant, behind) => {
      const { near, far } = guidesOf(variant.result, variant.subject, used);
      const labels = near.map(({ rows, label, tone }) => ({
        text: label,
        y: scale.y(lastValue(rows), SMALL.height),
        tone,
      }));
      const steps = inSteps(variant.result);
      return [
        ...(behind === null ? [] : area(busy(behind), TONES.grey, inSteps(behind.result))),
        ...(behind === null ? area(busy(variant), TONES.blue, steps) : line(busy(variant), TONES.blue, 1.3, steps)),
        ...near.map(({ rows, tone }) => limitLine(rows, tone)),
        ...sideLabels([...far, ...labels], SMALL.height),
      ];
    },
    column: ({ result, subject, name }) =>
      mostOf(result, `running at once, most (${name})`, subject.series.busyMax, count),
  };
}
