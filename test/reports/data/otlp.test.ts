/** OpenTelemetry's metrics: the message against the rules of OTLP's JSON, and against the result it is made of. */
import { describe, expect, test } from "vitest";
import { otlp } from "../../../reports/data/otlp.ts";
import type { Result } from "../../../sim/index.ts";
import { sampleResult } from "../../helpers/sample-result.ts";

const SAMPLE = sampleResult();
const NAMES = Object.keys(SAMPLE.functions);

interface Point {
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
  readonly asInt?: string;
  readonly count?: string;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  readonly bucketCounts?: readonly string[];
  readonly explicitBounds?: readonly number[];
}
interface Data {
  readonly aggregationTemporality: number;
  readonly isMonotonic?: boolean;
  readonly dataPoints: readonly Point[];
}
interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly sum?: Data;
  readonly histogram?: Data;
}
interface ResourceMetrics {
  readonly resource: {
    readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
  };
  readonly scopeMetrics: readonly { readonly scope: object; readonly metrics: readonly Metric[] }[];
}

const read = (result: Result = SAMPLE): readonly ResourceMetrics[] =>
  JSON.parse(otlp([{ result }])).resourceMetrics as ResourceMetrics[];
const metricsOf = (result: Result, index = 0): Map<string, Metric> =>
  new Map(read(result)[index]!.scopeMetrics[0]!.metrics.map((metric) => [metric.name, metric]));
const pointOf = (metric: Metric | undefined): Point => (metric?.sum ?? metric?.histogram)!.dataPoints[0]!;
const counted = (name: string, result: Result = SAMPLE): number => Number(pointOf(metricsOf(result).get(name)).asInt);

const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  startTimeUnixNano: (value) => /^\d+$/.test(String(value)) && typeof value === "string",
  timeUnixNano: (value) => /^\d+$/.test(String(value)) && typeof value === "string",
  asInt: (value) => /^-?\d+$/.test(String(value)) && typeof value === "string",
  intValue: (value) => /^-?\d+$/.test(String(value)) && typeof value === "string",
  count: (value) => /^\d+$/.test(String(value)) && typeof value === "string",
  bucketCounts: (value) => Array.isArray(value) && value.every((one) => /^\d+$/.test(one) && typeof one === "string"),
  explicitBounds: (value) => Array.isArray(value) && value.every(Number.isFinite),
  aggregationTemporality: (value) => value === 2,
  isMonotonic: (value) => value === true,
  sum: (value) => Number.isFinite(value) || (typeof value === "object" && value !== null),
};

/** Every field of the message, however deep, that breaks a rule of the JSON form. */
function flaws(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(flaws);
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(/^[a-z][A-Za-z]*$/.test(key) ? [] : [`${key} is not in lowerCamelCase`]),
    ...((FIELDS[key] ?? (() => true))(inner) ? [] : [`${key}: ${JSON.stringify(inner)}`]),
    ...flaws(inner),
  ]);
}

describe("the message", () => {
  test("keeps the rules of OTLP's JSON: names, 64-bit integers as strings, enums as integers", () => {
    expect(flaws(JSON.parse(otlp([{ result: SAMPLE }])))).toEqual([]);
  });

  test("the check finds what is wrong", () => {
    expect(flaws({ data_points: [{ asInt: 5, bucketCounts: [1] }] })).toHaveLength(3);
  });

  test("is one line, as files of OTLP have one message a line", () => {
    expect(otlp([{ result: SAMPLE }, { result: SAMPLE }]).split("\n")).toHaveLength(2);
  });

  test("each function is a resource, and no two are the same instance", () => {
    const attribute = (one: ResourceMetrics, key: string) =>
      one.resource.attributes.find((each) => each.key === key)?.value.stringValue;
    expect(read().map((one) => attribute(one, "faas.name"))).toEqual(NAMES);
    expect(read().map((one) => attribute(one, "service.instance.id"))).toEqual(
      NAMES.map((name) => `${SAMPLE.digest}/${name}`),
    );
    expect(attribute(read()[0]!, "service.name")).toBe("flash-sale");
    expect(attribute(read()[0]!, "cloud.region")).toBe("us-east-1");
  });

  test("units and kinds are those of the conventions", () => {
    expect([...metricsOf(SAMPLE).values()].map((one) => [one.name, one.unit, one.sum ? "sum" : "histogram"])).toEqual([
      ["faas.invocations", "{invocation}", "sum"],
      ["faas.errors", "{error}", "sum"],
      ["faas.timeouts", "{timeout}", "sum"],
      ["faas.coldstarts", "{coldstart}", "sum"],
      ["faas.invoke_duration", "s", "histogram"],
      ["faas.init_duration", "s", "histogram"],
    ]);
  });
});

describe("times", () => {
  const span = (result: Result) => {
    const { startTimeUnixNano, timeUnixNano } = pointOf(metricsOf(result).get("faas.errors"));
    return [startTimeUnixNano, timeUnixNano];
  };

  test("cover the run without its warm-up, from 1970 where the scenario does not say when it starts", () => {
    expect(span(SAMPLE)).toEqual(["60000000000", `${SAMPLE.horizonMs}000000`]);
  });

  test("count from the moment at which the run starts, to the µs", () => {
    const scenario = { ...SAMPLE.scenario, startsAtMs: 1_795_766_400_000 };
    expect(span({ ...SAMPLE, scenario, ignoreMs: 0.001, horizonMs: 1500 })).toEqual([
      "1795766400000001000",
      "1795766401500000000",
    ]);
  });
});

describe("values", () => {
  const fn = SAMPLE.functions.checkout!;

  test("counts are those of the result; successes and errors are all runs that ended", () => {
    expect(counted("faas.errors")).toBe(fn.errorsCount);
    expect(counted("faas.timeouts")).toBe(fn.timeoutsCount);
    expect(counted("faas.coldstarts")).toBe(fn.coldStartsCount);
    expect(counted("faas.invocations") + counted("faas.errors")).toBe(fn.durationMsSamples);
  });

  test.each([
    ["faas.invoke_duration", fn.histograms.durationMs],
    ["faas.init_duration", fn.histograms.initMs],
  ])("%s has the buckets of the result, and an empty one above", (name, buckets) => {
    const point = pointOf(metricsOf(SAMPLE).get(name));
    expect(point.explicitBounds?.map((bound) => Math.round(bound * 1e6))).toEqual(
      buckets.map(([bound]) => Math.round(bound * 1e3)),
    );
    expect(point.bucketCounts).toEqual([...buckets.map(([, count]) => String(count)), "0"]);
    expect(Number(point.count)).toBe(buckets.reduce((sum, [, count]) => sum + count, 0));
  });

  test("bounds rise, and sum, min and max are in seconds", () => {
    const point = pointOf(metricsOf(SAMPLE).get("faas.invoke_duration"));
    const bounds = point.explicitBounds ?? [];
    expect([...new Set(bounds)].sort((a, b) => a - b)).toEqual(bounds);
    expect(point.sum).toBeCloseTo((fn.durationMsMean! * Number(point.count)) / 1000, 3);
    expect(point.min).toBeCloseTo(fn.durationMsMin! / 1000, 9);
    expect(point.max).toBeCloseTo(fn.durationMsMax! / 1000, 9);
  });

  test("of several seeds there is no lowest and highest, which the result has as means only", () => {
    const point = pointOf(metricsOf({ ...SAMPLE, seeds: [1, 2] }).get("faas.invoke_duration"));
    expect(point).not.toHaveProperty("min");
    expect(point).not.toHaveProperty("max");
  });

  test("nothing measured is one empty bucket", () => {
    const histograms = { ...fn.histograms, initMs: [] };
    const functions = { checkout: { ...fn, initMsMean: null, initMsMin: null, initMsMax: null, histograms } };
    expect(pointOf(metricsOf({ ...SAMPLE, functions }).get("faas.init_duration"))).toMatchObject({
      count: "0",
      sum: 0,
      bucketCounts: ["0"],
      explicitBounds: [],
    });
  });
});
