/** PC-14, SNAP-5, OQ-18: Restores, first runs and what clients see, the defaults against what they are not made of. */
import { SDK_FUNCTIONS, SDK_MEMORY } from "../../../scenarios/values/measured/sdk.ts";
import { ofProcessorAt } from "../../../scenarios/values/memory-steps.ts";
import { type Case, compare } from "../case.ts";
import { CLIENT_COLD_STARTS, heldOut, heldOutRestores } from "../data.ts";
import { loadedFunctions, msAt, platformDelay } from "../defaults.ts";
import { median } from "../statistics.ts";
import { fieldsOf } from "./cold-starts.ts";

const MEDIAN_TOLERANCE = 0.11;
const RESTORES = "maxday/lambda-perf, 12 configurations with SnapStart, July and August 2025, 490 starts each";

export const firstRunCases = (): Case[] => [...restores(), ...firstRuns(), sizesLeftOut(), ...clients()];

const restoring = (rows: readonly { readonly runtime: string; readonly memoryMb: number }[]) =>
  loadedFunctions(
    rows.map(({ runtime, memoryMb }) => `runtime: ${runtime}, memory: ${memoryMb}MB, snapStart: true, aliases: [live]`),
  );

/** Errors of the default Restores, without signs. */
export function restoreErrors(quantile: "p50" | "p99"): number[] {
  const rows = heldOutRestores();
  const functions = restoring(rows);
  return rows.map((row, index) => {
    const { restore } = functions[index]!.versions.find(({ qualifier }) => qualifier === "live")!;
    return Math.abs(msAt(restore, quantile) / row[quantile] - 1);
  });
}

function restores(): Case[] {
  const common = { source: RESTORES, rules: ["SNAP-5", "SNAP-13"], unit: "share", measured: 0 } as const;
  return (["p50", "p99"] as const).map((quantile) =>
    compare({
      ...common,
      id: `restore-median-error-${quantile}`,
      title: `Restore, summer of 2025: ${quantile}, median error`,
      simulated: median(restoreErrors(quantile)),
      tolerance: quantile === "p50" ? 0.03 : 0.2,
    }),
  );
}

/** First runs longer than this are what the law is for. */
const LONG_MS = 5;
const WARM_MS = 1.2;

interface RunErrors {
  /** Of a model in which a first run is a warm one. */
  readonly without: readonly number[];
  readonly errors: readonly number[];
}

/** @param longer  what each first run takes longer than a warm run of hello world, in ms. */
function runErrors(measured: readonly number[], longer: readonly number[]): RunErrors {
  const errorsOf = (model: readonly number[]): number[] =>
    model.map((more, index) => Math.abs((WARM_MS + more) / measured[index]! - 1));
  return { without: errorsOf(measured.map(() => 0)), errors: errorsOf(longer) };
}

export function firstRunErrors(): RunErrors {
  const rows = heldOut().filter(({ firstRunMs }) => firstRunMs >= LONG_MS);
  const longer = loadedFunctions(rows.map(fieldsOf)).map(({ firstRun }) => msAt(firstRun?.time, "p50"));
  return runErrors(
    rows.map(({ firstRunMs }) => firstRunMs),
    longer,
  );
}

export function restoredRunErrors(): RunErrors {
  const rows = heldOutRestores();
  const longer = restoring(rows).map(({ firstRun }) => msAt(firstRun?.restored, "p50"));
  return runErrors(
    rows.map(({ firstRunMs }) => firstRunMs),
    longer,
  );
}

function firstRuns(): Case[] {
  const [plain, restored] = [firstRunErrors().errors, restoredRunErrors().errors];
  const common = { rules: ["PC-14", "LIFE-24"], unit: "share", measured: 0, tolerance: MEDIAN_TOLERANCE } as const;
  return [
    compare({
      ...common,
      id: "first-run-median-error",
      title: "First run after Init, July 2026: median error",
      source: `maxday/lambda-perf, ${plain.length} configurations, means of 1 to 22 July 2026 of at least 5 ms`,
      simulated: median(plain),
    }),
    compare({
      ...common,
      id: "restored-run-median-error",
      title: "First run after Restore, summer of 2025: median error",
      source: RESTORES,
      simulated: median(restored),
    }),
  ];
}

/** A size of memory is left out and read from those around it. */
export function leftOutErrors(): number[] {
  return Object.values(SDK_FUNCTIONS).flatMap((architectures) =>
    Object.values(architectures).flatMap(({ longerMean }) =>
      SDK_MEMORY.flatMap((left, index) => {
        const others = SDK_MEMORY.flatMap((memoryMb, other) =>
          memoryMb === left ? [] : [[memoryMb, longerMean[other]!] as const],
        );
        return left === SDK_MEMORY[0] ? [] : [Math.abs(ofProcessorAt(others, left) / longerMean[index]! - 1)];
      }),
    ),
  );
}

function sizesLeftOut(): Case {
  const errors = leftOutErrors();
  return compare({
    id: "sdk-first-run-left-out",
    title: "First run with the AWS SDK, sizes left out: median error",
    source: `cebert/aws-lambda-performance-benchmarks, ${errors.length} means of 20, each read from the other sizes`,
    rules: ["PC-14", "LIFE-21"],
    measured: 0,
    simulated: median(errors),
    unit: "share",
    tolerance: MEDIAN_TOLERANCE,
  });
}

/** What runs today where those of 2021 ran. */
const TODAY: Readonly<Record<string, string>> = {
  "JavaScript, zip": "runtime: nodejs24.x, memory: 1GB",
  "Python, zip": "runtime: python3.14, memory: 1GB",
  "Java, zip": "runtime: java11, memory: 1GB",
  "JavaScript, image": "runtime: nodejs24.x, package: image, memory: 1GB",
};

/** Medians in ms: time before Init, Init, and what the first run takes longer. */
export function clientColdStart(name: string): number {
  const { init, firstRun } = loadedFunctions([TODAY[name]!])[0]!;
  return msAt(platformDelay(), "p50") + msAt(init, "p50") + msAt(firstRun?.time, "p50");
}

function clients(): Case[] {
  return CLIENT_COLD_STARTS.map(({ function: name, n, p50Ms }) =>
    compare({
      id: `client-${name.toLowerCase().replace(", ", "-")}`,
      title: `Cold less warm at a client, ${name}: p50`,
      source: `mikhailshilkov/mikhailio-hugo, ${n} cold starts of January 2021, against the runtimes of 2026`,
      rules: ["OQ-18", "LIFE-1", "PC-14"],
      measured: p50Ms,
      simulated: clientColdStart(name),
      unit: "ms",
      scale: "relative",
      tolerance: MEDIAN_TOLERANCE,
      miss: "images were two months old in January 2021; what clients see of them today is not published",
    }),
  );
}
