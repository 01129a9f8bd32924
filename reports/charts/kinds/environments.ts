/** Chart of execution environments: how many exist, and what they are doing. */
import type { FunctionSeries } from "../../../sim/index.ts";
import { clock, count, duration, share } from "../../words/numbers.ts";
import { functionChart } from "../function-chart.ts";
import { haloed, type Part, stack, stackLabels } from "../layers.ts";
import { linearScale } from "../scales.ts";
import type { Layer } from "../spec.ts";
import { mostOf, type NumberColumn } from "../stretches.ts";
import { highest, inSteps, momentsOf, peakOf, rowsOf, type Subject, troubled } from "../subject.ts";
import { SIZE, TONES, type Tone } from "../theme.ts";
import { thin } from "../thin.ts";
import { type Base, changed, type Side, type View } from "../view.ts";

type State = "running" | "starting" | "idle" | "provisionedIdle";

/** From the bottom up. */
const STATES: readonly { readonly state: State; readonly label: string; readonly tone: Tone }[] = [
  { state: "running", label: "running", tone: TONES.blue },
  { state: "starting", label: "starting", tone: TONES.red },
  { state: "provisionedIdle", label: "provisioned, idle", tone: TONES.green },
  { state: "idle", label: "idle", tone: TONES.sky },
];

export const environments = functionChart({
  name: "environments",
  section: "cold-starts",
  weight: (total) => (total.environmentsMax > 0 ? troubled(total) : 0),
  chosenBy: troubled,
  title,
  change,
  draw,
  columns,
});

function draw(view: View) {
  const { result, subject, base, around } = view;
  const total = existing(subject.series);
  const shown = statesOf(subject);
  const kept = thin([total, ...shown.map(({ state }) => subject.series[state])]);
  const parts = shown.map(({ state, label, tone }): Part => {
    return { name: label, tone, values: kept.map((index) => subject.series[state][index]!) };
  });
  const most = Math.max(1, highest(total), highest(base === null ? [] : existing(base.subject.series)));
  const other: Part[] = base === null ? [] : [{ name: base.names.base, tone: TONES.grey, values: [] }];
  const scale = linearScale(most, count, { whole: true });
  const layers = [
    ...around.under(SIZE.panel, true),
    ...stack(parts, momentsOf(result, kept), inSteps(result)),
    ...(base === null ? [] : baseLine(base)),
    ...around.over(SIZE.panel),
    ...stackLabels([...parts, ...other], SIZE.panel),
  ];
  return {
    subtitle: subtitle(view),
    panels: [{ height: SIZE.panel, scale, axisTitle: "execution environments", rows: around.rows, layers }],
  };
}

const statesOf = ({ series }: Subject) => STATES.filter(({ state }) => highest(series[state]) > 0);

function existing({ running, starting, idle, provisionedIdle }: FunctionSeries): number[] {
  return running.map((each, i) => each + starting[i]! + idle[i]! + provisionedIdle[i]!);
}

/** All environments of the base, over the stack. */
function baseLine({ result, subject }: Base): Layer[] {
  const total = existing(subject.series);
  return haloed(rowsOf(result, thin([total]), total), TONES.grey, inSteps(result));
}

function columns({ result, subject, suffix }: Side): NumberColumn[] {
  const { series } = subject;
  return [
    mostOf(result, `environments, most${suffix}`, existing(series), count),
    ...statesOf(subject).map(({ state, label }) => mostOf(result, `${label}, most${suffix}`, series[state], count)),
  ];
}

function subtitle({ result, subject, aside }: View): string {
  return `Environments of ${subject.shown} by state, at the end of each ${duration(result.series.bucketMs)}${aside}`;
}

function title({ result, subject: { shown, total, series } }: View): string {
  const peak = peakOf(result, existing(series));
  if (peak === null || total.environmentsMax === 0) return `${shown} has no environment`;
  const most = `${shown} keeps up to ${count(total.environmentsMax)} environments (at ${clock(peak.atMs)})`;
  const { environmentsCreatedCount: made, environmentsMean: mean, warmMean: warm } = total;
  const started = made === 0 ? "starts none" : `starts ${count(made)}`;
  const idle = mean > 0 ? `; ${share(warm / mean)} of their time is idle` : "";
  return `${most} and ${started}${idle}`;
}

function change({ subject: { shown, total } }: View, { subject: { total: was }, when }: Base): string {
  const most = changed(count(total.environmentsMax), count(was.environmentsMax), when, " environments");
  const made = changed(count(total.environmentsCreatedCount), count(was.environmentsCreatedCount), when);
  return `${shown} keeps at most ${most} at once, and starts ${made}`;
}
