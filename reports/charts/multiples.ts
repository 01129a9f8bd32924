/** Small multiples: variants of one scenario below each other, on the same axes, each before the first in grey. */
import type { Result } from "../../sim/index.ts";
import { count } from "../words/numbers.ts";
import { cutText, textWidth } from "../words/text-width.ts";
import { shownName } from "./names.ts";
import type { Scale } from "./scales.ts";
import { type Chart, frame, type Layer, type Panel } from "./spec.ts";
import { type mostOf, stretchTable } from "./stretches.ts";
import { type Subject, subjectOf } from "./subject.ts";
import { INK, SIZE, TEXT } from "./theme.ts";
import { timeline, warmUp } from "./timeline.ts";

/** One variant's run of a function. */
export interface Variant {
  readonly result: Result;
  readonly subject: Subject;
  /** As charts write it. */
  readonly name: string;
}

/** At least two of them, the base first. */
export type Variants = readonly [Variant, ...Variant[]];

/** How one kind of small multiples differs from the others. */
export interface Multiples {
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
const SPACING = 10;
/** Of one panel, in px; and how many ticks its axis has room for. */
export const SMALL = { height: 84, ticks: 3 } as const;

/** The runs that have a function; the first is what the others are compared with. */
export function variantsOf(results: readonly Result[], name: string): Variant[] {
  return results
    .filter(({ functions }) => functions[name] !== undefined)
    .map((result) => {
      const subject = subjectOf(result, { function: name }, () => 0);
      return { result, subject, name: shownName(result.variant) };
    });
}

export function multiples(variants: Variants, kind: Multiples): Chart {
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
    height: SMALL.height,
    scale: kind.scale,
    axisTitle: heading,
    rows,
    layers: [
      ...around.under(SMALL.height, isFirst),
      ...kind.draw(variant, behind),
      ...around.over(SMALL.height),
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

/** "p99 of checkout is 2.66s in base, least in reserved-400 (1.82s), most in peak-doubled (4.1s)". */
export function spread(
  what: string,
  variants: Variants,
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
