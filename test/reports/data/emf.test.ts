/** CloudWatch's embedded metric format: each line against the specification, and against the result it is made of. */
import { describe, expect, test } from "vitest";
import { emf } from "../../../reports/data/emf.ts";
import { type Result, SOURCE_TYPES, type SourceType } from "../../../sim/index.ts";
import { flow, metricOf, ratio } from "../../../sim/vocabulary/metrics/metric.ts";
import { sampleResult } from "../../helpers/sample-result.ts";

interface Document {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string; readonly StorageResolution: number }[];
    }[];
  };
  readonly [member: string]: unknown;
}

const SAMPLE = sampleResult();
const STARTS_AT_MS = 1_795_766_400_000;
const UNITS = ["Count", "Milliseconds", "Percent", "None"];

const documents = (...runs: Parameters<typeof emf>[0]): Document[] =>
  emf(runs)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
const alone = (result: Result): Document[] => documents({ result, run: null });
const started = (result: Result): Result => ({
  ...result,
  scenario: { ...result.scenario, startsAtMs: STARTS_AT_MS },
});

/** What the specification forbids: names and values that are missing, and limits that are passed. */
function flaws(document: Document): string[] {
  const { Timestamp, CloudWatchMetrics } = document._aws;
  const [directive, ...more] = CloudWatchMetrics;
  const { Namespace = "", Dimensions = [], Metrics = [] } = directive ?? {};
  const keys = Dimensions.flat();
  const rules: [string, boolean][] = [
    ["a timestamp in whole ms since 1970", Number.isInteger(Timestamp) && Timestamp >= 0],
    ["one directive of one namespace", more.length === 0 && Namespace === "Burstlab"],
    ["one set of at most 30 dimensions", Dimensions.length === 1 && keys.length <= 30],
    ["1 to 100 metrics, each once", Metrics.length > 0 && Metrics.length <= 100],
    ["no metric twice", new Set(Metrics.map(({ Name }) => Name)).size === Metrics.length],
    ["units of CloudWatch", Metrics.every(({ Unit }) => UNITS.includes(Unit))],
    ["standard resolution", Metrics.every(({ StorageResolution }) => StorageResolution === 60)],
    ["each metric a number on the root", Metrics.every(({ Name }) => Number.isFinite(document[Name]))],
    ["each dimension a text on the root", keys.every((key) => /^.{1,1024}$/s.test(String(document[key] ?? "")))],
    ["at most 1 MB", Buffer.byteLength(JSON.stringify(document)) < 1_000_000],
  ];
  return rules.filter(([, kept]) => !kept).map(([rule]) => rule);
}

const of = (all: readonly Document[], name: string): Document[] => all.filter((one) => one.FunctionName === name);
const values = (all: readonly Document[], metric: string): unknown[] => all.map((one) => one[metric]);

describe("every line", () => {
  test("is a document that the specification allows", () => {
    expect(alone(started(SAMPLE)).flatMap(flaws)).toEqual([]);
  });

  test("the check finds what is wrong", () => {
    const [first] = alone(SAMPLE);
    expect(flaws({ ...first!, Invocations: "12", FunctionName: "" })).toEqual([
      "each metric a number on the root",
      "each dimension a text on the root",
    ]);
  });

  test("one for each minute and function, then one for the Region", () => {
    const first = alone(SAMPLE).slice(0, 5);
    expect(values(first, "FunctionName")).toEqual([...Object.keys(SAMPLE.functions), undefined]);
    expect(first.map((one) => one._aws.CloudWatchMetrics[0]?.Dimensions)).toEqual([
      ...Object.keys(SAMPLE.functions).map(() => [["FunctionName"]]),
      [[]],
    ]);
  });
});

describe("times", () => {
  test("count from the moment at which the run starts", () => {
    const times = of(alone(started(SAMPLE)), "checkout").map((one) => one._aws.Timestamp);
    expect(times).toEqual(
      SAMPLE.metrics.functions.checkout!["AWS/Lambda"].Invocations.map((_, i) => STARTS_AT_MS + i * 60_000),
    );
  });

  test("count from 1970 where the scenario does not say when it starts", () => {
    expect(of(alone(SAMPLE), "checkout")[1]?._aws.Timestamp).toBe(60_000);
  });
});

describe("values", () => {
  const checkout = SAMPLE.metrics.functions.checkout!["AWS/Lambda"];

  test.each([
    ["Invocations", checkout.Invocations],
    ["Throttles", checkout.Throttles],
    ["Duration", checkout.DurationAverage],
    ["DurationMaximum", checkout.DurationMaximum],
    ["ConcurrentExecutions", checkout.ConcurrentExecutions],
    ["ProvisionedConcurrencyUtilization", checkout.ProvisionedConcurrencyUtilization],
  ])("%s are those of the result", (metric, expected) => {
    expect(values(of(alone(SAMPLE), "checkout"), metric)).toEqual(expected);
  });

  test("the Region has its own gauges, and its functions' counts added up", () => {
    const region = alone(SAMPLE).filter((one) => one.FunctionName === undefined);
    const { functions, regions } = SAMPLE.metrics;
    expect(values(region, "ClaimedAccountConcurrency")).toEqual(
      regions["us-east-1"]!["AWS/Lambda"].ClaimedAccountConcurrency,
    );
    expect(values(region, "Invocations")).toEqual(
      checkout.Invocations.map((_, minute) =>
        Object.values(functions).reduce((sum, fn) => sum + (fn["AWS/Lambda"].Invocations[minute] ?? 0), 0),
      ),
    );
  });

  test("a minute for which CloudWatch has no data point has none", () => {
    const nothing = Object.fromEntries(Object.entries(checkout).map(([key, points]) => [key, [null, points[1]]]));
    const functions = { checkout: { "AWS/Lambda": nothing as unknown as typeof checkout } };
    const times = alone({ ...SAMPLE, metrics: { ...SAMPLE.metrics, functions, regions: {} } });
    expect(times.map((one) => one._aws.Timestamp)).toEqual([60_000]);
    expect(values(times, "DeadLetterErrors")).toEqual([undefined]);
  });

  test("LMI-8: functions on Managed Instances have a document every five minutes, with CPU in percent", () => {
    const part = {
      ExecutionEnvironmentConcurrency: [7, null],
      ExecutionEnvironmentConcurrencyLimit: [10, null],
      ExecutionEnvironmentCPUUtilization: [0.29, null],
      ConcurrencyThrottles: [0, null],
      CPUThrottles: [3, null],
    };
    const managedInstances = { periodMs: 300_000, functions: { checkout: { "AWS/Lambda": part } } };
    const all = alone({ ...SAMPLE, metrics: { ...SAMPLE.metrics, managedInstances } });
    const managed = all.filter((one) => one.CPUThrottles !== undefined);
    expect(managed).toMatchObject([
      { FunctionName: "checkout", ExecutionEnvironmentCPUUtilization: 29, CPUThrottles: 3, _aws: { Timestamp: 0 } },
    ]);
    expect(managed.flatMap(flaws)).toEqual([]);
  });
});

describe("sources that count by themselves", () => {
  const metric = metricOf("source");
  /** Both call one thing by the same name, in other namespaces and units. */
  const types: Readonly<Record<string, SourceType>> = {
    sns: {
      ...SOURCE_TYPES.sns,
      metrics: [metric("rings", flow("ringsCount"), "rings", { cloudWatch: "Load", namespace: "AWS/Bells" })],
    },
    s3: {
      ...SOURCE_TYPES.s3,
      metrics: [
        metric("full", ratio("full"), "how full it is", {
          cloudWatch: "Load",
          namespace: "AWS/Pails",
          unit: "Percent",
        }),
        metric("drops", flow("dropsCount"), "drops", { cloudWatch: "Load", namespace: "AWS/Rain" }),
      ],
    },
  };
  const one = SAMPLE.metrics.regions["us-east-1"]!;
  const caller = Object.values(SAMPLE.traffic)[0]!;
  const result: Result = {
    ...SAMPLE,
    sources: {
      tower: { ...caller, type: "sns", region: "us-east-1" },
      well: { ...caller, type: "s3" },
      older: { ...caller, type: null },
    },
    metrics: {
      ...SAMPLE.metrics,
      regions: { "eu-west-1": one, "us-east-1": one },
      sources: {
        tower: { "AWS/Bells": { Load: [3, null] } },
        well: { "AWS/Pails": { Load: [0.5, null] }, "AWS/Rain": { Load: [null, 7] } },
        older: { "AWS/Bells": { Load: [1] } },
      },
    },
  };
  const all = emf([{ result, run: null }], (name) => types[name]!)
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Document]))
    .filter((document) => document.Load !== undefined);

  test("have names, units and dimensions of their own type, each namespace in a document of its own", () => {
    expect(all.flatMap(flaws)).toEqual([]);
    const units = all.map((document) => document._aws.CloudWatchMetrics[0]!.Metrics.map(({ Unit }) => Unit));
    expect(all.map(({ TopicName, BucketName, Load }) => [TopicName, BucketName, Load])).toEqual([
      ["tower", undefined, 3],
      [undefined, "well", 50],
      [undefined, "well", 7],
    ]);
    expect(units).toEqual([["Count"], ["Percent"], ["Count"]]);
  });

  test("stand in the Region of what they invoke, and in none where that is several, or nothing", () => {
    expect(all.map(({ Region }) => Region)).toEqual(["us-east-1", undefined, undefined]);
    expect(all.map((document) => document._aws.CloudWatchMetrics[0]!.Dimensions)).toEqual([
      [["TopicName", "Region"]],
      [["BucketName"]],
      [["BucketName"]],
    ]);
  });
});

describe("what would be added up is kept apart", () => {
  const dimensions = (all: readonly Document[]): string[] => [
    ...new Set(all.map((one) => JSON.stringify(one._aws.CloudWatchMetrics[0]?.Dimensions))),
  ];

  test("several runs in one file have the dimension Run", () => {
    const all = documents({ result: SAMPLE, run: "a" }, { result: SAMPLE, run: "b" });
    expect(dimensions(all)).toEqual(['[["FunctionName","Run"]]', '[["Run"]]']);
    expect([...new Set(values(all, "Run"))]).toEqual(["a", "b"]);
    expect(all.flatMap(flaws)).toEqual([]);
  });

  test("several Regions in one run have the dimension Region", () => {
    const one = SAMPLE.metrics.regions["us-east-1"]!;
    const regions = { "eu-west-1": one, "us-east-1": one };
    expect(dimensions(alone({ ...SAMPLE, metrics: { ...SAMPLE.metrics, regions } }))).toEqual([
      '[["FunctionName","Region"]]',
      '[["Region"]]',
    ]);
  });
});
