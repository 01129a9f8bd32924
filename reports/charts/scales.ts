/** Axes and the arithmetic of their scales: round ticks, our own labels, and the pixel at which a value lies. */
import { clock, count, duration, moment } from "../words/numbers.ts";
import { SIZE } from "./theme.ts";

interface Tick {
  readonly value: number;
  readonly text: string;
}

/** How values of one panel become heights. */
export interface Scale {
  readonly type: "linear" | "log";
  readonly domain: readonly [low: number, high: number];
  readonly ticks: readonly Tick[];
  /** Px from the top of a panel of that height. */
  y(value: number, height: number): number;
}

interface ScaleOptions {
  /** No ticks between whole numbers. */
  readonly whole?: boolean;
  /** So many ticks above 0 at most. */
  readonly ticks?: number;
}

const STEPS = [1, 2, 5, 10];
const TICKS = 5;
/** Room above the highest value. */
const HEADROOM = 1.04;
const WEEK_MS = 604_800_000;
/** Steps of time that people count in, in ms. */
const TIME_STEPS_MS = [
  0.001,
  0.002,
  0.005,
  0.01,
  0.02,
  0.05,
  0.1,
  0.2,
  0.5,
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  1_000,
  2_000,
  5_000,
  10_000,
  15_000,
  30_000,
  60_000,
  120_000,
  300_000,
  600_000,
  900_000,
  1_800_000,
  3_600_000,
  7_200_000,
  10_800_000,
  21_600_000,
  43_200_000,
  86_400_000,
  172_800_000,
  WEEK_MS,
];
const MOST_TIME_TICKS = 9;
/** Above this ratio between the highest and the lowest value, a log scale shows more. */
const LOG_FROM = 30;

/** From 0 to a little above `max`. */
export function linearScale(max: number, toText: (value: number) => string, options: ScaleOptions = {}): Scale {
  const step = roundStep(max * HEADROOM, options.ticks ?? TICKS, options.whole ?? false);
  return upwards(max, step, toText);
}

/** For lengths of time: steps that people count in; a log scale where values lie far apart. */
export function durationScale(min: number, max: number, wanted = TICKS): Scale {
  if (min > 0 && max / min >= LOG_FROM) return logScale(min, max, wanted);
  return upwards(max, timeStep(max, wanted), duration);
}

function upwards(max: number, step: number, toText: (value: number) => string): Scale {
  const top = tidy(max * HEADROOM);
  const ticks = Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => tidy(i * step));
  return {
    type: "linear",
    domain: [0, top],
    // Nothing has no unit.
    ticks: ticks.map((value) => ({ value, text: value === 0 ? count(0) : toText(value) })),
    y: (value, height) => height * (1 - value / top),
  };
}

function logScale(min: number, max: number, wanted: number): Scale {
  const low = TIME_STEPS_MS.findLast((step) => step <= min) ?? min;
  const high = tidy(max * HEADROOM);
  const span = Math.log(high / low);
  const far = span / (wanted + 2);
  const values: number[] = [];
  for (const value of TIME_STEPS_MS.filter((step) => step >= low && step <= high)) {
    if (values.length === 0 || Math.log(value / values.at(-1)!) > far) values.push(value);
  }
  return {
    type: "log",
    domain: [low, high],
    ticks: values.map((value) => ({ value, text: duration(value) })),
    y: (value, height) => Math.round(height * (1 - Math.log(value / low) / span) * 10) / 10,
  };
}

/** The horizontal axis of every panel: simulated time from 0 to the horizon. */
export function timeAxis(horizonMs: number, labelled: boolean): object {
  const step = timeStep(horizonMs, MOST_TIME_TICKS);
  const values = Array.from({ length: Math.floor(horizonMs / step) + 1 }, (_, i) => i * step);
  const texts = values.map((value) => ({ value, text: step < 1_000 ? moment(value) : clock(value) }));
  return {
    title: null,
    grid: false,
    ...ticksAt(values),
    labels: labelled,
    labelExpr: labelExpr(texts),
    labelFlush: false,
  };
}

/** The vertical axis: few lines, no domain, its meaning written out level above it. */
export function valueAxis(scale: Scale, title: string, rows: number): object {
  return {
    title,
    titleAngle: 0,
    titleAlign: "left",
    titleAnchor: "end",
    titleBaseline: "bottom",
    titleX: -SIZE.left,
    titleY: -12 - rows * 15,
    ...ticksAt(scale.ticks.map(({ value }) => value)),
    labelExpr: labelExpr(scale.ticks),
    domain: false,
    ticks: false,
    labelPadding: 6,
    minExtent: SIZE.left,
    maxExtent: SIZE.left,
  };
}

/** A horizontal axis of values, under bars. */
export function barAxis(scale: Scale): object {
  return {
    title: null,
    grid: false,
    ...ticksAt(scale.ticks.map(({ value }) => value)),
    labelExpr: labelExpr(scale.ticks),
  };
}

/** Vega would leave some of them out where it thinks that there are too many. */
const ticksAt = (values: readonly number[]): object => ({ values, tickCount: values.length });

/** Vega formats nothing itself: each tick finds its text in a table. */
function labelExpr(ticks: readonly Tick[]): string {
  return `${JSON.stringify(Object.fromEntries(ticks.map(({ value, text }) => [String(value), text])))}[datum.value]`;
}

/** The shortest step that divides a span into so many parts at most. */
export const timeStep = (span: number, most: number): number =>
  TIME_STEPS_MS.find((step) => span / step <= most) ?? WEEK_MS * Math.ceil(span / WEEK_MS / most);

/** The shortest round step with so many ticks above 0 at most. */
function roundStep(top: number, most: number, whole: boolean): number {
  const power = Number(`1e${(top / most).toExponential().split("e")[1]}`);
  const step = tidy(power * (STEPS.find((each) => Math.floor(top / tidy(each * power)) <= most) ?? 10));
  return whole ? Math.max(1, Math.round(step)) : step;
}

/** Takes off the dust of binary fractions: 0.30000000000000004 is 0.3. */
const tidy = (value: number): number => Number(value.toPrecision(12));
