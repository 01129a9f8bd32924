/** Chart of execution environments: how many exist, and what they are doing. */
import type { FunctionSeries, Result } from "../../sim/index.ts";
import { clock, count, duration, share } from "../numbers.ts";
import { type Part, stack, stackLabels } from "./layers.ts";
import { linearScale } from "./scales.ts";
import { frame, type VegaLiteSpec } from "./spec.ts";
import {
  type ChartOptions,
  highest,
  inSteps,
  momentsOf,
  peakOf,
  type Subject,
  subjectOf,
  troubled,
} from "./subject.ts";
import { SIZE, TONES, type Tone } from "./theme.ts";
import { thin } from "./thin.ts";
import { timeline, warmUp } from "./timeline.ts";

type State = "running" | "starting" | "idle" | "provisionedIdle";

/** From the bottom up. */
const STATES: readonly { readonly state: State; readonly label: string; readonly tone: Tone }[] = [
  { state: "running", label: "running", tone: TONES.blue },
  { state: "starting", label: "starting", tone: TONES.red },
  { state: "provisionedIdle", label: "provisioned, idle", tone: TONES.green },
  { state: "idle", label: "idle", tone: TONES.sky },
];

export function environmentsChart(result: Result, options: ChartOptions = {}): VegaLiteSpec {
  const subject = subjectOf(result, options, troubled);
  const total = existing(subject.series);
  const shown = STATES.filter(({ state }) => highest(subject.series[state]) > 0);
  const kept = thin([total, ...shown.map(({ state }) => subject.series[state])]);
  const parts = shown.map(({ state, label, tone }): Part => {
    return { name: label, tone, values: kept.map((index) => subject.series[state][index]!) };
  });
  const around = timeline(result);
  return frame({
    title: title(result, subject, total),
    subtitle: subtitle(result, subject),
    horizonMs: result.horizonMs,
    panels: [
      {
        height: SIZE.panel,
        scale: linearScale(Math.max(1, highest(total)), count, { whole: true }),
        axisTitle: "execution environments",
        rows: around.rows,
        layers: [
          ...around.under(SIZE.panel, true),
          ...stack(parts, momentsOf(result, kept), inSteps(result)),
          ...around.over(SIZE.panel),
          ...stackLabels(parts, SIZE.panel),
        ],
      },
    ],
  });
}

function existing({ running, starting, idle, provisionedIdle }: FunctionSeries): number[] {
  return running.map((each, i) => each + starting[i]! + idle[i]! + provisionedIdle[i]!);
}

function subtitle(result: Result, { shown }: Subject): string {
  return `Environments of ${shown} by state, at the end of each ${duration(result.series.bucketMs)}${warmUp(result)}`;
}

function title(result: Result, { shown, total }: Subject, columns: readonly number[]): string {
  const peak = peakOf(result, columns);
  if (peak === null || total.environmentsMax === 0) return `${shown} has no environment`;
  const most = `${shown} keeps up to ${count(total.environmentsMax)} environments (at ${clock(peak.atMs)})`;
  const { environmentsCreatedCount: made, environmentsMean: mean, warmMean: warm } = total;
  const started = made === 0 ? "starts none" : `starts ${count(made)}`;
  const idle = mean > 0 ? `; ${share(warm / mean)} of their time is idle` : "";
  return `${most} and ${started}${idle}`;
}
