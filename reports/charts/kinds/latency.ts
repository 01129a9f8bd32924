/** Chart of latency: p50, p95 and p99 over time, as lines with the bands between them. */
import type { FunctionResult, Result } from "../../../sim/index.ts";
import { clock, duration } from "../../words/numbers.ts";
import { functionChart } from "../function-chart.ts";
import { band, line, type SideLabel, sideLabels } from "../layers.ts";
import { type Multiples, SMALL, spread, type Variant, type Variants } from "../multiples.ts";
import { shownName } from "../names.ts";
import { durationScale, type Scale } from "../scales.ts";
import type { Layer, Row } from "../spec.ts";
import { mostOf, type NumberColumn } from "../stretches.ts";
import { peakOf, rowsOf, type Subject, troubled } from "../subject.ts";
import { SIZE, TONES, type Tone } from "../theme.ts";
import { thin } from "../thin.ts";
import { type Base, changed, type Side, type View } from "../view.ts";

type Percentile = "latencyMsP50" | "latencyMsP95" | "latencyMsP99";

interface Curve {
  readonly rows: readonly Row[];
  readonly name: string;
  readonly tone: Tone;
}

const LINES: readonly { readonly key: Percentile; readonly name: string; readonly tone: Tone }[] = [
  { key: "latencyMsP99", name: "p99", tone: TONES.red },
  { key: "latencyMsP95", name: "p95", tone: TONES.orange },
  { key: "latencyMsP50", name: "p50", tone: TONES.blue },
];
/** Two runs in one chart show the middle and the tail only. */
const COMPARED = LINES.filter(({ name }) => name !== "p95");
/** Values of p99 within this factor of each other are called steady. */
const STEADY = 1.15;
/** Top of an empty panel. */
const SECOND = 1_000;

export const latency = functionChart({
  name: "latency",
  section: "latency",
  weight: (total) => (total.durationMsSamples > 0 ? troubled(total) : 0),
  chosenBy: troubled,
  title,
  change,
  draw,
  columns,
  variants: inVariants,
});

function draw(view: View) {
  const { result, subject, base, around, aside } = view;
  const scale = latencyScale([subject, ...(base === null ? [] : [base.subject])].flatMap(valuesOf));
  const log = scale.type === "log" ? ", log scale" : "";
  const curves = base === null ? curvesOf(result, subject) : comparedCurves(view, base);
  const axisTitle = answered(subject.total) ? "latency" : "duration";
  const layers = [
    ...around.under(SIZE.panel, true),
    ...(base === null ? bands(curves) : []),
    ...curves.flatMap(({ rows, tone }) => line(rows, tone, 1.1)),
    ...around.over(SIZE.panel),
    ...sideLabels(
      curves.flatMap((each) => label(each, scale)),
      SIZE.panel,
    ),
  ];
  return {
    subtitle: `${whose(subject)}: percentiles of each ${duration(result.series.bucketMs)}${log}${aside}`,
    panels: [{ height: SIZE.panel, scale, axisTitle, rows: around.rows, layers }],
  };
}

function curvesOf(result: Result, { series }: Subject): Curve[] {
  const kept = thin(LINES.map(({ key }) => series[key]));
  return LINES.map(({ key, name, tone }) => ({ rows: rowsOf(result, kept, series[key]), name, tone }));
}

/** The base below, in grey. */
function comparedCurves({ result, subject }: View, base: Base): Curve[] {
  const curve = (of: Result, { series }: Subject, key: Percentile): readonly Row[] =>
    rowsOf(of, thin(COMPARED.map((each) => series[each.key])), series[key]);
  const { names } = base;
  return [
    ...COMPARED.map(({ key, name }) => {
      return { rows: curve(base.result, base.subject, key), name: `${name} ${names.base}`, tone: TONES.grey };
    }),
    ...COMPARED.map(({ key, name, tone }) => {
      return { rows: curve(result, subject, key), name: `${name} ${names.head}`, tone };
    }),
  ];
}

function bands([p99, p95, p50]: readonly Curve[]): Layer[] {
  const between = (low: Curve, high: Curve): Row[] =>
    low.rows.map((row, i) => ({ ...row, high: high.rows[i]?.value ?? null }));
  return [band(between(p50!, p95!), TONES.orange), band(between(p95!, p99!), TONES.red)];
}

const valuesOf = ({ series }: Subject): (number | null)[] => LINES.flatMap(({ key }) => series[key]);

/** A scale that holds all of these times. */
function latencyScale(values: readonly (number | null)[], ticks?: number): Scale {
  const known = values.filter((each) => each !== null);
  const max = known.reduce((most, each) => Math.max(most, each), 0);
  const min = known.reduce((least, each) => Math.min(least, each), max);
  return durationScale(min, max === 0 ? SECOND : max, ticks);
}

function label({ rows, name, tone }: Curve, scale: Scale): SideLabel[] {
  const last = rows.findLast(({ value }) => value !== null)?.value;
  return typeof last === "number" ? [{ text: name, y: scale.y(last, SIZE.panel), tone }] : [];
}

function columns({ result, subject, suffix }: Side): NumberColumn[] {
  const each = duration(result.series.bucketMs);
  return LINES.toReversed().map(({ key, name }) =>
    mostOf(result, `${name}, highest of any ${each}${suffix}`, subject.series[key], duration),
  );
}

const answered = ({ latencyMsSamples }: FunctionResult): boolean => latencyMsSamples > 0;

/** Without a synchronous caller, the series show the handler (see FunctionSeries). */
const whose = ({ shown, total }: Subject): string =>
  answered(total) ? `What callers of ${shown} wait, retries included` : `Duration of the handler of ${shown}`;

/** As the series: of callers, else of the handler. Null when there was no answer. */
function percentiles({ total }: Subject): { p50: number; p99: number } | null {
  const [p50, p99] = answered(total)
    ? [total.latencyMsP50, total.latencyMsP99]
    : [total.durationMsP50, total.durationMsP99];
  return p50 === null || p99 === null ? null : { p50, p99 };
}

function title({ result, subject }: View): string {
  const { shown, total } = subject;
  const known = percentiles(subject);
  if (known === null) return `${shown} gave no answer`;
  const { p50, p99 } = known;
  const phases = phaseTitle(result, subject);
  if (phases !== null) return phases;
  const worst = peakOf(result, subject.series.latencyMsP99);
  const far = worst !== null && worst.value > p99 * STEADY;
  const peak = far ? `; worst at ${clock(worst.atMs)}, with a p99 of ${duration(worst.value)}` : "";
  const half = `${shown} ${answered(total) ? "answers" : "finishes"} half of its requests within ${duration(p50)}`;
  return `${half} and 99 % within ${duration(p99)}${peak}`;
}

function change({ subject }: View, { subject: was, when }: Base): string {
  const now = percentiles(subject);
  const before = percentiles(was);
  if (now === null) return `${subject.shown} gave no answer`;
  if (before === null) return `${subject.shown} has a p99 of ${duration(now.p99)}; it gave no answer ${when}`;
  const p99 = changed(duration(now.p99), duration(before.p99), when);
  return `p99 of ${subject.shown} is ${p99}; p50 is ${changed(duration(now.p50), duration(before.p50), when)}`;
}

/** How p99 differs between the named phases, in the order of the run; null with fewer than two of them. */
function phaseTitle(result: Result, { name, shown }: Subject): string | null {
  const order = result.events.filter(({ kind }) => kind === "phase").map(({ subject }) => subject);
  const phases = [...new Set(order)].flatMap((phase) => {
    const p99 = result.windows[phase]?.functions[name]?.latencyMsP99;
    return typeof p99 === "number" ? [{ phase, p99 }] : [];
  });
  const [first] = phases;
  if (first === undefined || phases.length < 2) return null;
  const best = phases.reduce((a, b) => (b.p99 < a.p99 ? b : a));
  const worst = phases.reduce((a, b) => (b.p99 > a.p99 ? b : a));
  const told = ({ phase, p99 }: typeof first): string => `${duration(p99)} (${shownName(phase)})`;
  if (worst.p99 < best.p99 * STEADY) {
    const some = phases.length < new Set(order).size ? " with answers" : "";
    const [low, high] = [duration(best.p99), duration(worst.p99)];
    return `p99 of ${shown} is ${low === high ? low : `between ${low} and ${high}`} in every phase${some}`;
  }
  const [from, to] = phases.indexOf(best) < phases.indexOf(worst) ? [best, worst] : [worst, best];
  return `p99 of ${shown} ${from === best ? "rises" : "falls"} from ${told(from)} to ${told(to)}`;
}

/** The slowest in a hundred, of callers or of the handler. */
function inVariants(variants: Variants): Multiples {
  const scale = latencyScale(
    variants.flatMap(({ subject }) => subject.series.latencyMsP99),
    SMALL.ticks,
  );
  const [{ subject: first, result }] = variants;
  const each = duration(result.series.bucketMs);
  const rows = ({ result, subject: { series } }: Variant) =>
    rowsOf(result, thin([series.latencyMsP99]), series.latencyMsP99);
  const p99 = ({ subject }: Variant): number | null => percentiles(subject)?.p99 ?? null;
  return {
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
  };
}
