/** Chart of latency: p50, p95 and p99 over time, as lines with the bands between them. */
import type { FunctionResult, FunctionSeries, Result } from "../../sim/index.ts";
import { clock, duration } from "../numbers.ts";
import { band, line, type SideLabel, sideLabels } from "./layers.ts";
import { shownName } from "./names.ts";
import { durationScale, type Scale } from "./scales.ts";
import { frame, type Row, type VegaLiteSpec } from "./spec.ts";
import { type ChartOptions, peakOf, rowsOf, type Subject, subjectOf, troubled } from "./subject.ts";
import { SIZE, TONES, type Tone } from "./theme.ts";
import { thin } from "./thin.ts";
import { timeline, warmUp } from "./timeline.ts";

type Percentile = "latencyMsP50" | "latencyMsP95" | "latencyMsP99";

const LINES: readonly { readonly key: Percentile; readonly name: string; readonly tone: Tone }[] = [
  { key: "latencyMsP99", name: "p99", tone: TONES.red },
  { key: "latencyMsP95", name: "p95", tone: TONES.orange },
  { key: "latencyMsP50", name: "p50", tone: TONES.blue },
];
/** Values of p99 within this factor of each other are called steady. */
const STEADY = 1.15;
/** Top of an empty panel. */
const SECOND = 1_000;

export function latencyChart(result: Result, options: ChartOptions = {}): VegaLiteSpec {
  const subject = subjectOf(result, options, troubled);
  const { series } = subject;
  const kept = thin(LINES.map(({ key }) => series[key]));
  const rows = (key: Percentile): Row[] => rowsOf(result, kept, series[key]);
  const scale = scaleOf(series);
  const log = scale.type === "log" ? ", log scale" : "";
  const around = timeline(result);
  return frame({
    title: title(result, subject),
    subtitle: `${whose(subject)}: percentiles of each ${duration(result.series.bucketMs)}${log}${warmUp(result)}`,
    horizonMs: result.horizonMs,
    panels: [
      {
        height: SIZE.panel,
        scale,
        axisTitle: answered(subject.total) ? "latency" : "duration",
        rows: around.rows,
        layers: [
          ...around.under(SIZE.panel, true),
          band(between(rows("latencyMsP50"), rows("latencyMsP95")), TONES.orange),
          band(between(rows("latencyMsP95"), rows("latencyMsP99")), TONES.red),
          ...LINES.flatMap(({ key, tone }) => line(rows(key), tone, 1.1)),
          ...around.over(SIZE.panel),
          ...sideLabels(
            LINES.flatMap((each) => label(rows(each.key), each, scale)),
            SIZE.panel,
          ),
        ],
      },
    ],
  });
}

const between = (low: readonly Row[], high: readonly Row[]): Row[] =>
  low.map((row, i) => ({ ...row, high: high[i]?.value ?? null }));

function scaleOf(series: FunctionSeries): Scale {
  const all = LINES.flatMap(({ key }) => series[key]).filter((each) => each !== null);
  const max = all.reduce((most, each) => Math.max(most, each), 0);
  const min = all.reduce((least, each) => Math.min(least, each), max);
  return durationScale(min, max === 0 ? SECOND : max);
}

function label(rows: readonly Row[], { name, tone }: (typeof LINES)[number], scale: Scale): SideLabel[] {
  const last = rows.findLast(({ value }) => value !== null)?.value;
  return typeof last === "number" ? [{ text: name, y: scale.y(last, SIZE.panel), tone }] : [];
}

const answered = ({ latencyMsSamples }: FunctionResult): boolean => latencyMsSamples > 0;

/** Without a synchronous caller, the series show the handler (see FunctionSeries). */
const whose = ({ shown, total }: Subject): string =>
  answered(total) ? `What callers of ${shown} wait, retries included` : `Duration of the handler of ${shown}`;

function title(result: Result, subject: Subject): string {
  const { shown, total } = subject;
  const [p50, p99] = answered(total)
    ? [total.latencyMsP50, total.latencyMsP99]
    : [total.durationMsP50, total.durationMsP99];
  if (p50 === null || p99 === null) return `${shown} gave no answer`;
  const phases = phaseTitle(result, subject);
  if (phases !== null) return phases;
  const worst = peakOf(result, subject.series.latencyMsP99);
  const far = worst !== null && worst.value > p99 * STEADY;
  const peak = far ? `; worst at ${clock(worst.atMs)}, with a p99 of ${duration(worst.value)}` : "";
  const half = `${shown} ${answered(total) ? "answers" : "finishes"} half of its requests within ${duration(p50)}`;
  return `${half} and 99 % within ${duration(p99)}${peak}`;
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
