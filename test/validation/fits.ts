/**
 * How far the defaults of cold starts are from each set of measurements: before they were made by architecture, memory
 * and framework (commit bfce7ce), and now. Counted nowhere: some compare a default with its own data.
 */
import { share } from "../../reports/words/numbers.ts";
import { grid, painter } from "../../reports/words/table.ts";
import type { Case } from "./case.ts";
import { initErrors, type Stretch } from "./cases/cold-starts.ts";
import { firstRunErrors, leftOutErrors, restoredRunErrors, restoreErrors } from "./cases/first-runs.ts";
import { loadTests } from "./data.ts";
import { loadedFunctions, msAt, shareWithin } from "./defaults.ts";
import { median } from "./statistics.ts";

export interface Fit {
  readonly dataSet: string;
  readonly figure: string;
  /** The default is made of these very numbers. */
  readonly own: boolean;
  /** Errors without their signs, as shares. */
  readonly before: number;
  readonly now: number;
}

type Before = readonly [median: number, beyond11: number, beyond20: number | null];

/** Of what stood at bfce7ce, where both architectures shared a default. */
const INIT_BEFORE: Readonly<Record<Stretch, Before>> = {
  own: [0.0485, 0.0565, 0.1081],
  july: [0.0598, 0.1565, 0.1903],
  june: [0.0918, 0.3968, 0.3516],
  day: [0.0509, 0.1726, null],
};
const DAYS: Readonly<Record<Stretch, string>> = {
  own: "23 July to 21 August 2026",
  july: "1 to 22 July 2026",
  june: "June 2026",
  day: "22 August 2026",
};

export const fits = (cases: readonly Case[]): Fit[] => [
  ...(["own", "july", "june", "day"] as const).flatMap(initFits),
  ...runFits(),
  ...frameworkFits(),
  ...caseFits(cases),
];

function initFits(stretch: Stretch): Fit[] {
  const { p50, p99 } = initErrors(stretch);
  const [medianBefore, beyond11, beyond20] = INIT_BEFORE[stretch];
  const common = { dataSet: `lambda-perf, ${DAYS[stretch]}`, own: stretch === "own" };
  return [
    { ...common, figure: "Init p50, median error", before: medianBefore, now: median(p50) },
    { ...common, figure: "Init p50, beyond 11 %", before: beyond11, now: 1 - shareWithin(p50, 0.11) },
    ...(beyond20 === null
      ? []
      : [{ ...common, figure: "Init p99, beyond 20 %", before: beyond20, now: 1 - shareWithin(p99, 0.2) }]),
  ];
}

function runFits(): Fit[] {
  const [plain, restored] = [firstRunErrors(), restoredRunErrors()];
  const summer = "lambda-perf, July and August 2025";
  return [
    {
      dataSet: summer,
      figure: "Restore p50, median error",
      own: false,
      before: 0.0653,
      now: median(restoreErrors("p50")),
    },
    {
      dataSet: summer,
      figure: "Restore p99, median error",
      own: false,
      before: 0.1055,
      now: median(restoreErrors("p99")),
    },
    {
      dataSet: summer,
      figure: "first run after Restore, median error",
      own: false,
      before: median(restored.without),
      now: median(restored.errors),
    },
    {
      dataSet: `lambda-perf, ${DAYS.july}`,
      figure: "first run after Init, median error",
      own: false,
      before: median(plain.without),
      now: median(plain.errors),
    },
    // Without a first run of its own all of what is longer was missing.
    {
      dataSet: "cebert, December 2025",
      figure: "first run, a size left out, median error",
      own: false,
      before: 1,
      now: median(leftOutErrors()),
    },
  ];
}

/** What each load test is of, for a scenario, and the default of its runtime alone, which was all there was. */
const TESTED: readonly (readonly [test: string, mode: string, fields: string, beforeMs: number])[] = [
  ["Spring Boot (Java 17)", "managed JVM", "framework: spring-boot, runtime: java17", 209.97],
  ["Micronaut (Java 17)", "managed JVM", "framework: micronaut, runtime: java17", 209.97],
  ["Quarkus (Java 17)", "managed JVM", "framework: quarkus, runtime: java17", 209.97],
  ["Dagger", "managed JVM", "framework: dagger, runtime: java11", 281.44],
  [".NET 8", "x86_64", "framework: aws-sdk, runtime: dotnet8", 271.81],
  [".NET 6", "Minimal API on x86", "framework: aspnet-minimal, runtime: dotnet8", 271.81],
  [
    ".NET 6",
    "Minimal API with aws lambda web adapter on x86",
    "framework: aspnet-web-adapter, runtime: dotnet8",
    271.81,
  ],
];

/** Median of a cold start: Init, the first run's extra and a warm run. */
function frameworkFits(): Fit[] {
  const tests = [...loadTests("java-frameworks.csv"), ...loadTests("dotnet-load-tests.csv")];
  const functions = loadedFunctions(TESTED.map(([, , fields]) => `${fields}, memory: 1GB`));
  return TESTED.map(([name, mode, fields, beforeMs], index) => {
    const { cold, warm } = tests.find((test) => test.framework === name && test.mode === mode)!;
    const { init, firstRun } = functions[index]!;
    const errorOf = (longer: number): number => Math.abs((longer + warm[0]) / cold[0] - 1);
    return {
      dataSet: `load test, ${/framework: ([a-z-]+)/.exec(fields)![1]} (${name})`,
      figure: "cold p50",
      own: true,
      before: errorOf(beforeMs),
      now: errorOf(msAt(init, "p50") + msAt(firstRun?.time, "p50")),
    };
  });
}

/** Errors of comparisons at bfce7ce: as shares of the measured value, points of shares as they are. */
const CASES_BEFORE: readonly (readonly [id: string, dataSet: string, figure: string, before: number])[] = [
  ["client-javascript-zip", "mikhailio 2021, JavaScript", "client's cold start, p50", 0.5177],
  ["client-python-zip", "mikhailio 2021, Python", "client's cold start, p50", 0.5186],
  ["client-java-zip", "mikhailio 2021, Java", "client's cold start, p50", 0.2436],
  ["client-javascript-image", "mikhailio 2021, JavaScript image", "client's cold start, p50", 0.6829],
  ["cold-share-x86-64", "load test, .NET 8", "share of cold starts", 0.0046],
  ["cold-share-snapstart-x86-64", "load test, .NET 8 SnapStart", "share of cold starts", 0.0058],
  ["cold-share-x86-64-native-aot", "load test, .NET 8 Native AOT", "share of cold starts", 0.0058],
  ["burst-100-half-last", "danielbcn 2020, burst of 100", "last answer", 0.07],
  ["idle-2021-default-agreement", "mikhailio 2021, idle probes", "agreement, default lifetime", 0.1519],
];

/** What a default was fitted on: `platformDelay` on the recorded bursts. */
const OWN: ReadonlySet<string> = new Set(["burst-100-half-last"]);

const caseFits = (cases: readonly Case[]): Fit[] =>
  CASES_BEFORE.map(([id, dataSet, figure, before]) => {
    const { error } = cases.find((each) => each.id === id)!;
    return { dataSet, figure, own: OWN.has(id), before, now: Math.abs(error) };
  });

const HEAD = ["data set", "error of", "before", "now", ""] as const;

const cellsOf = ({ dataSet, figure, before, now, own }: Fit): string[] => [
  dataSet,
  figure,
  share(rounded(before)),
  share(rounded(now)),
  own ? "own data" : "",
];

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

export function fitsTable(all: readonly Fit[]): string {
  const rows = [HEAD, ...all.map(cellsOf)].map((row) => row.map((text) => ({ text })));
  const title = "Defaults of cold starts, errors before (bfce7ce) and now; not counted above:";
  return [title, ...grid(rows, { align: "llrrl", gap: 2, paint: painter(false) })].join("\n");
}

export function fitsMarkdown(all: readonly Fit[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(HEAD), "| --- | --- | ---: | ---: | --- |", ...all.map((fit) => line(cellsOf(fit)))].join("\n");
}
