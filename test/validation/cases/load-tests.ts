/** CONC-4, OQ-18: how many starts of load tests are cold, their users made again step by step. */
import { type Distribution, type Instant, milliseconds, type TraceEvent } from "../../../sim/index.ts";
import { play } from "../../helpers/play.ts";
import { type Case, compare } from "../case.ts";
import { type LoadTest, loadTests, type Percentiles } from "../data.ts";
import { platformDelay } from "../defaults.ts";

/** From load-test.yml: 100 users a second; four of five put, get and delete a product, the fifth lists them. */
const USERS_PER_SECOND = 100;
const MAKERS = 0.8;
const THINK_MS = 3000;
/** Cold starts fall into the first seconds; the rest of the test reuses environments. */
const SECONDS = 60;

const DOTNET = "aws-samples/serverless-dotnet-demo, README and load-test.yml";
const STILL_LESS =
  "Native AOT starts so fast that what comes before Init weighs most; its default was seen with slower runtimes";

/** Tests whose number of cold starts is published; their percentiles are the laws of cold and warm times. */
export const loadTestCases = (): Case[] =>
  loadTests("dotnet-load-tests.csv")
    .filter(({ coldCount }) => coldCount !== null)
    .map(coldShare);

function coldShare(test: LoadTest): Case {
  const simulated = fourFunctions(test);
  const cold = sum(simulated.map((each) => each.cold));
  const published = test.coldCount! + test.warmCount!;
  return compare({
    id: `cold-share-${test.mode.toLowerCase().replaceAll(/[ _]/g, "-")}`,
    title: `${test.framework} ${test.mode}: cold share`,
    source: `${DOTNET}; runs of 60 s, as their 15,600 requests and the published totals say`,
    rules: ["CONC-4", "LIFE-17", "OQ-18"],
    measured: test.coldCount! / published,
    simulated: cold / sum(simulated.map(({ count }) => count)),
    unit: "share",
    // Twice the standard deviation of the count.
    tolerance: (2 * Math.sqrt(test.coldCount!)) / published,
    miss: STILL_LESS,
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

interface Played {
  readonly count: number;
  readonly cold: number;
  /** Moments of the answers, in ms. */
  readonly answers: readonly number[];
}

/** Put, then get once that is answered, then delete after a pause: a function each, so each can run by itself. */
function fourFunctions(test: LoadTest): Played[] {
  const put = playOne(test, evenly(USERS_PER_SECOND * MAKERS));
  const get = playOne(test, put.answers);
  const remove = playOne(
    test,
    get.answers.map((ms) => ms + THINK_MS),
  );
  return [put, get, remove, playOne(test, evenly(USERS_PER_SECOND * (1 - MAKERS)))];
}

const evenly = (perSecond: number): number[] =>
  Array.from({ length: Math.round(SECONDS * perSecond) }, (_, index) => (index * 1000) / perSecond);

function playOne(test: LoadTest, at: readonly number[]): Played {
  const times = at.toSorted((a, b) => a - b).map((ms) => milliseconds(Math.round(ms * 1000) / 1000));
  const warm = lawOf(test.warm, 0);
  const start = lawOf(test.cold, test.warm[0]);
  const snapStart = test.mode.startsWith("SnapStart");
  const { events } = play({
    seconds: Math.ceil((at.at(-1) ?? 0) / 1000) + 60,
    model: { platformDelay: platformDelay() },
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
  return { count: at.length, cold: momentsOf(events, "cold").length, answers: momentsOf(events, "answer") };
}

const momentsOf = (events: readonly TraceEvent[], kind: TraceEvent["kind"]): number[] =>
  events.filter((event) => event.kind === kind).map(({ atUs }) => atUs / 1000);

/** Published percentiles, less a constant; flat below the median, of which nothing is published. */
function lawOf([p50, p90, p99, max]: Percentiles, less: number): Distribution {
  const point = (share: number, ms: number) => [share, milliseconds(Math.round((ms - less) * 1000) / 1000)] as const;
  return { kind: "quantiles", points: [point(0.5, p50), point(0.9, p90), point(0.99, p99), point(1, max)] };
}
