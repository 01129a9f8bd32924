/** LIFE-1, LIFE-19: Init of hello-world functions, the defaults of a scenario against days that they have not seen. */
import { type Distribution, type FunctionResult, type Histogram, simulate } from "../../../sim/index.ts";
import { type Case, compare } from "../case.ts";
import { COLD_STARTS, type HeldOut, heldOut, type MeasuredInit } from "../data.ts";
import { loadedConfig, loadedFunctions, msAt, shareWithin } from "../defaults.ts";
import { atShare, median, spreadAt } from "../statistics.ts";

const SOURCE = "maxday/lambda-perf";
const RULES = ["LIFE-1", "LIFE-24"];
/** What research found for medians of cold starts. */
const MEDIAN_TOLERANCE = 0.11;
/** Relative error of a percentile read from a histogram. */
const HISTOGRAM = 0.01;

export const coldStartCases = (): Case[] => [
  ...heldOutCases(),
  ...COLD_STARTS.flatMap((measured) => rowsOf(measured, simulated(measured))),
];

/** One day's starts of one runtime on one architecture, as a run makes them. */
function rowsOf({ runtime, architecture, nextDay }: MeasuredInit, result: FunctionResult): Case[] {
  const common = {
    rules: RULES,
    source: `${SOURCE}, ${nextDay.length} starts of 2026-08-22, ZIP, which the defaults have not seen`,
    unit: "ms",
    scale: "relative",
  } as const;
  const id = `init-${runtime}-${architecture}`;
  return [
    compare({
      ...common,
      id: `${id}-p50`,
      title: `Init of ${runtime}, ${architecture}: p50`,
      measured: atShare(nextDay, 0.5),
      simulated: result.initMsP50!,
      tolerance: MEDIAN_TOLERANCE,
    }),
    compare({
      ...common,
      id: `${id}-p90`,
      title: `Init of ${runtime}, ${architecture}: p90`,
      measured: atShare(nextDay, 0.9),
      simulated: ofHistogram(result.histograms.initMs, 0.9),
      tolerance: spreadAt(nextDay, 0.9) + HISTOGRAM,
      miss: "slow starts come in clusters: the month behind the default held more of them than the day after it",
    }),
  ];
}

/** Five times 400 cold starts at once: half an hour apart, no environment outlives the pause (LIFE-13). */
function simulated({ runtime, architecture }: MeasuredInit): FunctionResult {
  const config = loadedConfig([
    "simulate: { for: 125m, bucket: 1m }",
    "region: { name: us-east-1, concurrency: 1000 }",
    `functions: { f: { runtime: "${runtime}", architecture: ${architecture}, timeout: 30s, run: { constant: 10s } } }`,
    "traffic: [{ name: t, invoke: f, spikes: { at: [1m, 31m, 61m, 91m, 121m], count: 400, within: 1s } }]",
  ]);
  return simulate(config).functions.f!;
}

function ofHistogram(histogram: Histogram, share: number): number {
  const total = histogram.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [bound, count] of histogram) {
    seen += count;
    if (seen >= total * share) return bound;
  }
  return Number.NaN;
}

/** Errors of the defaults at all configurations of a stretch of days: shares of the measured value, without signs. */
export interface InitErrors {
  readonly p50: readonly number[];
  /** Empty where too few starts a configuration leave it open. */
  readonly p99: readonly number[];
}

/** Stretches of days: those that the defaults are made of, and those that they have not seen. */
export type Stretch = "own" | "july" | "june" | "day";

export function initErrors(stretch: Stretch): InitErrors {
  const rows = heldOut();
  const laws = defaultLaws(rows);
  const errorsOf = (quantile: "p50" | "p99"): number[] =>
    rows.flatMap((row, index) => {
      const measured = row[stretch][quantile];
      return measured === null ? [] : [Math.abs(msAt(laws[index], quantile) / measured - 1)];
    });
  return { p50: errorsOf("p50"), p99: errorsOf("p99") };
}

/** What a scenario has for each, when it gives runtime, package and architecture. */
const defaultLaws = (rows: readonly HeldOut[]): Distribution[] =>
  loadedFunctions(rows.map(fieldsOf)).map(({ init }) => init);

export const fieldsOf = ({ runtime, packageType, architecture, memoryMb }: HeldOut): string =>
  `runtime: "${runtime}", package: ${packageType}, architecture: ${architecture}, memory: ${memoryMb}MB`;

interface Days {
  readonly stretch: Stretch;
  readonly words: string;
  readonly starts: string;
  readonly miss: string;
}

const STRETCHES: readonly Days[] = [
  {
    stretch: "july",
    words: "July 2026",
    starts: "about 220 starts each",
    miss:
      "groups of slow starts come and go with the weeks (python3.9, python3.12, java17); " +
      "220 starts a configuration allow 95 % at most",
  },
  {
    stretch: "june",
    words: "June 2026",
    starts: "about 250 starts each",
    miss:
      "AWS changed its runtimes between June and the days of the defaults: " +
      "most start a few percent sooner now, some later",
  },
  {
    stretch: "day",
    words: "22 August 2026",
    starts: "10 starts each",
    miss: "ten starts leave their median open: of samples of the laws themselves, 87 % would lie within 11 %",
  },
];

/** LIFE-19: of all configurations measured, how many the defaults meet. */
function heldOutCases(): Case[] {
  return STRETCHES.flatMap(({ stretch, words, starts, miss }) => {
    const { p50, p99 } = initErrors(stretch);
    const title = `Init, ${p50.length} configurations, ${words}`;
    const common = {
      source: `${SOURCE}, ZIP and image, both architectures, four sizes of memory, ${starts}`,
      rules: [...RULES, "LIFE-19"],
      unit: "share",
      miss,
    } as const;
    return [
      compare({
        ...common,
        id: `init-${stretch}-median`,
        title: `${title}: p50, median error`,
        measured: 0,
        simulated: median(p50),
        tolerance: 0.03,
      }),
      compare({
        ...common,
        id: `init-${stretch}-medians`,
        title: `${title}: p50 within 11 %`,
        measured: 1,
        simulated: shareWithin(p50, MEDIAN_TOLERANCE),
        tolerance: 0.05,
      }),
      ...(p99.length === 0
        ? []
        : [
            compare({
              ...common,
              id: `init-${stretch}-tails`,
              title: `${title}: p99 within 20 %`,
              measured: 1,
              simulated: shareWithin(p99, 0.2),
              tolerance: 0.1,
            }),
          ]),
    ];
  });
}
