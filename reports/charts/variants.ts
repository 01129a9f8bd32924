/** Small multiples: variants of one scenario below each other, on the same axes, each before the first in grey. */
import type { Result } from "../../sim/index.ts";
import { count, duration, rate, share } from "../words/numbers.ts";
import { cutText, textWidth } from "../words/text-width.ts";
import { latencyScale, percentiles, whose } from "./kinds/latency.ts";
import { refusedRate, refusedStack } from "./kinds/throttles.ts";
import { area, haloed, limitLine, line, sideLabels, stack, stackLabels } from "./layers.ts";
import { guidesOf, highestRow, lastValue } from "./limits.ts";
import { shownName } from "./names.ts";
import { attempts, refusedCounts, refusedShare } from "./refusals.ts";
import { linearScale, type Scale } from "./scales.ts";
import { type Chart, frame, type Layer, type Panel } from "./spec.ts";
import { mostOf, stretchTable, sumOf } from "./stretches.ts";
import { highest, inSteps, rowsOf, type Subject, subjectOf } from "./subject.ts";
import { INK, SIZE, TEXT, TONES } from "./theme.ts";
import { thin } from "./thin.ts";
import { timeline, warmUp } from "./timeline.ts";

/** One variant's run of a function. */
export interface Variant {
  readonly result: Result;
  readonly subject: Subject;
  /** As charts write it. */
  readonly name: string;
}

/** How one kind of small multiples differs from the others. */
interface Multiples {
  /** What is drawn, and what the vertical axes count. */
  readonly subtitle: string;
  readonly axisTitle: string;
  /** Of the chart, and of one panel. */
  readonly title: string;
  readonly finding: (variant: Variant) => string;
  readonly scale: Scale;
  readonly draw: (variant: Variant, behind: Variant | null) => Layer[];
  readonly column: (variant: Variant) => ReturnType<typeof mostOf>;
}

/** More panels than this no reader compares. */
const MOST_PANELS = 8;
const HEIGHT = 84;
const SPACING = 10;
const TICKS = 3;

/** The runs that have a function; the first is what the others are compared with. */
export function variantsOf(results: readonly Result[], name: string): Variant[] {
  return results
    .filter(({ functions }) => functions[name] !== undefined)
    .map((result) => {
      const subject = subjectOf(result, { function: name }, () => 0);
      return { result, subject, name: shownName(result.variant) };
    });
}

function multiples(variants: readonly [Variant, ...Variant[]], kind: Multiples): Chart {
  const shown = variants.slice(0, MOST_PANELS);
  const horizonMs = Math.max(...variants.map(({ result }) => result.horizonMs));
  const [first] = variants;
  const left = variants.length - shown.length;
  const more = left === 0 ? "" : `; ${count(left)} more ${left === 1 ? "variant is" : "variants are"} left out`;
  return frame({
    title: kind.title,
    subtitle: `${kind.subtitle}; grey: ${first.name}${more}${warmUp(first.result)}`,
    horizonMs,
    spacing: SPACING,
    panels: shown.map((variant, i) => panel(variant, i === 0 ? null : first, [kind, horizonMs])),
    numbers: stretchTable(first.result, horizonMs, shown.map(kind.column)),
  });
}

function panel(variant: Variant, behind: Variant | null, [kind, horizonMs]: readonly [Multiples, number]): Panel {
  const around = timeline(variant.result, horizonMs);
  const isFirst = behind === null;
  const rows = isFirst ? around.rows : 0;
  const heading = cutText(`${variant.name}: ${kind.finding(variant)}`, SIZE.left + SIZE.plot, TEXT.label, true);
  return {
    height: HEIGHT,
    scale: kind.scale,
    axisTitle: heading,
    rows,
    layers: [
      ...around.under(HEIGHT, isFirst),
      ...kind.draw(variant, behind),
      ...around.over(HEIGHT),
      ...(isFirst ? unit(kind.axisTitle, rows, heading) : []),
    ],
  };
}

/** What the axes count, written once: at the right end of the first panel's heading. */
function unit(text: string, rows: number, heading: string): Layer[] {
  const right = SIZE.plot + SIZE.right;
  if (textWidth(heading, TEXT.label, true) + textWidth(text, TEXT.label) + 12 > right + SIZE.left) return [];
  const mark = { type: "text", text, align: "right", baseline: "bottom", fontSize: TEXT.label } as const;
  return [
    {
      data: { values: [{}] },
      mark: { ...mark, color: INK.quiet },
      encoding: { x: { value: right }, y: { value: -12 - rows * 15 } },
    },
  ];
}

/** Requests running at once, with the limits of each variant. */
export function concurrencyVariants(variants: readonly [Variant, ...Variant[]]): Chart {
  const used = Math.max(1, ...variants.map(({ subject }) => highest(subject.series.busyMax)));
  const limits = variants.map(({ result, subject }) => guidesOf(result, subject, used));
  const top = Math.max(used, ...limits.flatMap(({ near }) => near.map(({ rows }) => highestRow(rows))));
  const scale = linearScale(top, count, { whole: true, ticks: TICKS });
  const { shown } = variants[0].subject;
  const busy = ({ result, subject }: Variant) => rowsOf(result, thin([subject.series.busyMax]), subject.series.busyMax);
  return multiples(variants, {
    title: refusalSpread(variants),
    subtitle: `Requests of ${shown} running at once; dashed: its limits`,
    axisTitle: "requests running at once",
    finding: ({ subject }) => `at most ${count(subject.total.busyMax)} at once, ${refusedText(subject)}`,
    scale,
    draw: (variant, behind) => {
      const { near, far } = guidesOf(variant.result, variant.subject, used);
      const labels = near.map(({ rows, label, tone }) => ({ text: label, y: scale.y(lastValue(rows), HEIGHT), tone }));
      const steps = inSteps(variant.result);
      return [
        ...(behind === null ? [] : area(busy(behind), TONES.grey, inSteps(behind.result))),
        ...(behind === null ? area(busy(variant), TONES.blue, steps) : line(busy(variant), TONES.blue, 1.3, steps)),
        ...near.map(({ rows, tone }) => limitLine(rows, tone)),
        ...sideLabels([...far, ...labels], HEIGHT),
      ];
    },
    column: ({ result, subject, name }) =>
      mostOf(result, `running at once, most (${name})`, subject.series.busyMax, count),
  });
}

/** Attempts refused per second, by cause. */
export function throttleVariants(variants: readonly [Variant, ...Variant[]]): Chart {
  const rates = variants.map(({ result, subject }) => refusedRate(result, subject));
  const most = Math.max(...rates.map(highest));
  const scale = linearScale(most === 0 ? 1 : most, count, {
    whole: rates.flat().every(Number.isInteger),
    ticks: TICKS,
  });
  const { shown } = variants[0].subject;
  return multiples(variants, {
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
        ...stackLabels(parts, HEIGHT),
      ];
    },
    column: ({ result, subject, name }) => sumOf(result, `attempts refused (${name})`, refusedCounts(subject), count),
  });
}

/** The slowest in a hundred, of callers or of the handler. */
export function latencyVariants(variants: readonly [Variant, ...Variant[]]): Chart {
  const scale = latencyScale(
    variants.flatMap(({ subject }) => subject.series.latencyMsP99),
    TICKS,
  );
  const [{ subject: first, result }] = variants;
  const each = duration(result.series.bucketMs);
  const rows = ({ result, subject: { series } }: Variant) =>
    rowsOf(result, thin([series.latencyMsP99]), series.latencyMsP99);
  const p99 = ({ subject }: Variant): number | null => percentiles(subject)?.p99 ?? null;
  return multiples(variants, {
    title: spread(`p99 of ${first.shown}`, variants, p99, duration),
    subtitle: `${whose(first)}: p99 of each ${each}${scale.type === "log" ? ", log scale" : ""}`,
    axisTitle: "p99",
    finding: ({ subject }) => {
      const known = percentiles(subject);
      return known === null ? "no answer" : `p99 ${duration(known.p99)}, p50 ${duration(known.p50)}`;
    },
    scale,
    draw: (variant, behind) => [
      ...(behind === null ? [] : line(rows(behind), TONES.grey, 1.1)),
      ...line(rows(variant), TONES.red, 1.1),
    ],
    column: ({ result, subject, name }) =>
      mostOf(result, `p99, highest of any ${each} (${name})`, subject.series.latencyMsP99, duration),
  });
}

function refusedText(subject: Subject): string {
  const { requestsCount, throttlesCount } = subject.total;
  if (requestsCount === 0) return `no ${attempts(subject)}`;
  return throttlesCount === 0 ? "none refused" : `${refusedShare(subject)} of ${attempts(subject)} refused`;
}

function refusalSpread(variants: readonly [Variant, ...Variant[]]): string {
  const part = ({ subject: { total } }: Variant): number | null =>
    total.requestsCount === 0 ? null : total.throttlesCount / total.requestsCount;
  const { subject } = variants[0];
  if (variants.every((each) => part(each) === 0)) return `No variant refuses a request of ${subject.shown}`;
  return spread(`The share that ${subject.shown} refuses`, variants, part, share);
}

/** "p99 of checkout is 2.66s in base, least in reserved-400 (1.82s), most in peak-doubled (4.1s)". */
function spread(
  what: string,
  variants: readonly [Variant, ...Variant[]],
  of: (variant: Variant) => number | null,
  write: (value: number) => string,
): string {
  const [first] = variants;
  const known = variants.flatMap((variant) => {
    const value = of(variant);
    return value === null ? [] : [{ name: variant.name, value, text: write(value) }];
  });
  const base = of(first);
  const start = base === null ? "" : ` is ${write(base)} in ${first.name}`;
  if (known.length === 0) return `${what} has no value in any variant`;
  const least = known.reduce((a, b) => (b.value < a.value ? b : a));
  const most = known.reduce((a, b) => (b.value > a.value ? b : a));
  if (least.text === most.text) return `${what} is ${most.text} in every variant`;
  const ends = [
    ...(base !== null && least.value >= base ? [] : [`least in ${least.name} (${least.text})`]),
    ...(base !== null && most.value <= base ? [] : [`most in ${most.name} (${most.text})`]),
  ];
  return `${what}${[start, ...ends].filter((part) => part !== "").join(", ")}`;
}
