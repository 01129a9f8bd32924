/** CONC-4, SNAP-5, SNAP-7: load tests of frameworks with and without SnapStart, their users made again step by step. */
import { type Distribution, type Instant, milliseconds, type TraceEvent } from "../../../sim/index.ts";
import { constant } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { type Case, compare } from "../case.ts";
import { type LoadTest, loadTests, type Percentiles } from "../data.ts";
import { atShare, shareSlack } from "../statistics.ts";

/** From load-test.yml: 100 users a second; four of five put, get and delete a product, the fifth lists them. */
const USERS_PER_SECOND = 100;
const MAKERS = 0.8;
const THINK_MS = 3000;
/** Cold starts fall into the first seconds; the rest of the test reuses environments. */
const SECONDS = 60;
const MEDIAN_TOLERANCE = 0.11;

const JAVA = "aws-samples/serverless-java-frameworks-samples, README and load-test.yml";
const DOTNET = "aws-samples/serverless-dotnet-demo, README and load-test.yml";
/** OQ-18: clients saw hello-world JavaScript start cold in 264 ms, of which Init says 135; not from these tests. */
const BEFORE_INIT_MS = 129;
const NO_TIME_BEFORE_INIT =
  "the time before Init is in no REPORT line and 0 by default (OQ-18): the rows after these give it 129 ms";
const STILL_LESS = "Native AOT starts so fast that what comes before Init weighs most; 129 ms was seen with JavaScript";

export const loadTestCases = (): Case[] => [...quantiles(), ...counts()];

/** Cold latency of the two frameworks whose tests the specification cites. */
function quantiles(): Case[] {
  const tests = loadTests("java-frameworks.csv").filter(({ mode }) => mode !== "GraalVM native");
  return tests.flatMap((test) => {
    const name = `${test.framework.replace(/ \(.*/, "")}, ${test.mode === "SnapStart" ? "SnapStart" : "plain"}`;
    const id = name.toLowerCase().replace(/[ ,]+/g, "-");
    const cold = fourFunctions(test).flatMap(({ coldMs }) => coldMs);
    const common = {
      source: `${JAVA}; published percentiles as the law of cold and warm times`,
      rules: [test.mode === "SnapStart" ? "SNAP-5" : "LIFE-1", "CONC-4"],
      unit: "ms",
      scale: "relative",
    } as const;
    return [
      compare({
        ...common,
        id: `${id}-p50`,
        title: `${name}: cold p50`,
        measured: test.cold[0],
        simulated: atShare(cold, 0.5),
        tolerance: MEDIAN_TOLERANCE,
      }),
      compare({
        ...common,
        id: `${id}-p99`,
        title: `${name}: cold p99`,
        measured: test.cold[2],
        simulated: atShare(cold, 0.99),
        tolerance: tailSpread(test.cold, cold.length),
      }),
    ];
  });
}

/** Tests whose number of cold starts is published, with nothing before Init, and with what a client saw elsewhere. */
function counts(): Case[] {
  const tests = loadTests("dotnet-load-tests.csv").filter(({ coldCount }) => coldCount !== null);
  return [
    ...tests.map((test) => coldShare(test, 0, NO_TIME_BEFORE_INIT)),
    ...tests.map((test) => coldShare(test, BEFORE_INIT_MS, STILL_LESS)),
  ];
}

function coldShare(test: LoadTest, beforeInitMs: number, miss: string): Case {
  const simulated = fourFunctions(test, beforeInitMs);
  const cold = simulated.flatMap(({ coldMs }) => coldMs).length;
  const published = test.coldCount! + test.warmCount!;
  const id = test.mode.toLowerCase().replaceAll(/[ _]/g, "-");
  return compare({
    id: `cold-share-${id}${beforeInitMs > 0 ? "-delayed" : ""}`,
    title: `${test.framework} ${test.mode}: cold share${beforeInitMs > 0 ? `, ${beforeInitMs}ms before` : ""}`,
    source: `${DOTNET}; runs of 60 s, as their 15,600 requests and the published totals say`,
    rules: ["CONC-4", "LIFE-17", "OQ-18"],
    measured: test.coldCount! / published,
    simulated: cold / simulated.reduce((sum, { count }) => sum + count, 0),
    unit: "share",
    // Twice the standard deviation of the count.
    tolerance: (2 * Math.sqrt(test.coldCount!)) / published,
    miss,
  });
}

interface Played {
  readonly count: number;
  readonly coldMs: readonly number[];
  /** Moments of the answers, in ms. */
  readonly answers: readonly number[];
}

/** Put, then get once that is answered, then delete after a pause: a function each, so each can run by itself. */
function fourFunctions(test: LoadTest, beforeInitMs = 0): Played[] {
  const given = { ...test, beforeInitMs };
  const put = playOne(given, evenly(USERS_PER_SECOND * MAKERS));
  const get = playOne(given, put.answers);
  const remove = playOne(
    given,
    get.answers.map((ms) => ms + THINK_MS),
  );
  return [put, get, remove, playOne(given, evenly(USERS_PER_SECOND * (1 - MAKERS)))];
}

const evenly = (perSecond: number): number[] =>
  Array.from({ length: Math.round(SECONDS * perSecond) }, (_, index) => (index * 1000) / perSecond);

function playOne(test: LoadTest & { readonly beforeInitMs: number }, at: readonly number[]): Played {
  const times = at.toSorted((a, b) => a - b).map((ms) => milliseconds(Math.round(ms * 1000) / 1000));
  const warm = lawOf(test.warm, 0);
  const start = lawOf(test.cold, test.warm[0]);
  const snapStart = test.mode.startsWith("SnapStart");
  const { events } = play({
    seconds: Math.ceil((at.at(-1) ?? 0) / 1000) + 60,
    model: { platformDelay: constant(test.beforeInitMs) },
    functions: {
      f: {
        memoryMb: 1024,
        run: warm,
        init: start,
        versions: [{ qualifier: "$LATEST", provisioned: null, restore: snapStart ? start : null }],
      },
    },
    traffic: [
      { invoke: "f", demand: { kind: "times", times: times as unknown as readonly Instant[], durations: null } },
    ],
  });
  return { count: at.length, coldMs: coldTimes(events), answers: momentsOf(events, "answer") };
}

/** From a cold start to the end of its run, as the sources add Init, or Restore, and Duration. */
function coldTimes(events: readonly TraceEvent[]): number[] {
  const ends = new Map(events.filter(({ kind }) => kind === "end").map(({ request, atUs }) => [request, atUs]));
  return events
    .filter(({ kind }) => kind === "cold")
    .map(({ request, atUs }) => ((ends.get(request) ?? Number.NaN) - atUs) / 1000);
}

const momentsOf = (events: readonly TraceEvent[], kind: TraceEvent["kind"]): number[] =>
  events.filter((event) => event.kind === kind).map(({ atUs }) => atUs / 1000);

/** Published percentiles, less a constant; flat below the median, of which nothing is published. */
function lawOf([p50, p90, p99, max]: Percentiles, less: number): Distribution {
  const point = (share: number, ms: number) => [share, milliseconds(Math.round((ms - less) * 1000) / 1000)] as const;
  return { kind: "quantiles", points: [point(0.5, p50), point(0.9, p90), point(0.99, p99), point(1, max)] };
}

/** How far the p99 of as many cold starts may lie from the published one, along the published tail. */
function tailSpread([, p90, p99, max]: Percentiles, count: number): number {
  const slack = shareSlack(count, 0.99);
  const low = (slack / 0.09) * (p99 - p90);
  const high = Math.min(1, slack / 0.01) * (max - p99);
  return Math.max(low, high) / p99;
}
