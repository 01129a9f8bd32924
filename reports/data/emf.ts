/**
 * Results in CloudWatch's embedded metric format: one JSON document a line, which CloudWatch Logs turns into metrics.
 *
 * Names are AWS's of `AWS/Lambda`; the namespace is `Burstlab`, so that no alarm takes a simulated run for a real one.
 * There is one document for each minute and function, with the dimension `FunctionName`, and one for each minute and
 * Region, without a dimension, as AWS has the metrics of an account. A result holds no metric of one version or alias,
 * so there is no dimension `Resource`. Region, scenario, variant and seed stand in each document; they are dimensions
 * (`Region`, `Run`) only where one file holds several of them, which would else be added up.
 *
 * What CloudWatch keeps of a metric are samples; what a result keeps of a minute are its statistics. So `Invocations`
 * and other counts are the minute's sum, to be read with `Sum`; `ConcurrentExecutions` and other gauges are its highest
 * sample, to be read with `Maximum`. `Duration`, `AsyncEventAge` and `PostRuntimeExtensionsDuration` are the minute's
 * mean, which `Average` shows as AWS would with a period of one minute; their highest values have names of their own
 * (`DurationMaximum`). Percentiles cannot be given back and are not written: they are in the result and its series.
 * A minute for which CloudWatch would have no data point has none here. Of several seeds, the first is written.
 *
 * Timestamps count from the scenario's `simulate.startsAt`, without one from 1970-01-01T00:00:00Z. CloudWatch refuses
 * what is older than two weeks or lies more than two hours ahead: `--set simulate.startsAt=...` moves a run.
 */
import type { CloudWatchFunction, CloudWatchManaged, Result } from "../../sim/index.ts";
import {
  type CloudWatchTable,
  EXTENSION_CLOUDWATCH,
  FUNCTION_CLOUDWATCH,
  MANAGED_CLOUDWATCH,
  type Metric,
  REGION_CLOUDWATCH,
  SOURCE_TYPES,
  sourceType,
} from "../../sim/vocabulary/index.ts";

const NAMESPACE = "Burstlab";
const RESOLUTION_SECONDS = 60;
const PERCENT = 100;

type Point = number | null;

/** In the order in which a document has them. */
const FUNCTION_METRICS: CloudWatchTable = { ...FUNCTION_CLOUDWATCH, ...EXTENSION_CLOUDWATCH };

/** AWS adds these up over the functions of a Region. */
const REGION_SUMS = ["Invocations", "Errors", "Throttles"] as const;
const { Invocations, Errors, Throttles } = FUNCTION_CLOUDWATCH;
const REGION_METRICS: CloudWatchTable = { Invocations, Errors, Throttles, ...REGION_CLOUDWATCH };

/** Of what nodes declare: of a time, its mean has AWS's name. */
function cloudWatchOf(metrics: readonly Metric[]): CloudWatchTable {
  const rows = metrics.flatMap(({ cloudWatch: name, reading }): [string, CloudWatchTable[string]][] => {
    if (name === "") return [];
    if (reading.family !== "time") return [[name, { name, unit: "Count" }]];
    return [
      [`${name}Average`, { name, unit: "Milliseconds" }],
      [`${name}Maximum`, { name: `${name}Maximum`, unit: "Milliseconds" }],
    ];
  });
  return Object.fromEntries(rows);
}

const SOURCE_METRICS = cloudWatchOf(Object.values(SOURCE_TYPES).flatMap(({ metrics }) => metrics));

/** A result, and the name of its run where a file holds several. */
export interface NamedRun {
  readonly result: Result;
  readonly run: string | null;
}

/** The same metrics of one subject over all periods. */
interface Track {
  readonly periodMs: number;
  /** Names and values of its dimensions. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly region: string;
  readonly columns: readonly { readonly metric: CloudWatchTable[string]; readonly points: readonly Point[] }[];
}

export function emf(runs: readonly NamedRun[]): string {
  return runs.flatMap(linesOf).join("");
}

/** In order of time; in each minute, functions before Regions. */
function linesOf({ result, run }: NamedRun): string[] {
  const tracks = tracksOf(result, run);
  const documents = tracks.flatMap((track, order) =>
    Array.from({ length: track.columns[0]?.points.length ?? 0 }, (_, period) => ({
      atMs: period * track.periodMs,
      order,
      document: documentOf(result, track, period),
    })),
  );
  return documents
    .sort((a, b) => a.atMs - b.atMs || a.order - b.order)
    .flatMap(({ document }) => (document === null ? [] : [`${JSON.stringify(document)}\n`]));
}

function tracksOf({ metrics, functions, sources }: Result, run: string | null): Track[] {
  const { periodMs, managedInstances } = metrics;
  const several = Object.keys(metrics.regions).length > 1;
  const track = (region: string, own: Record<string, string>): Omit<Track, "columns" | "periodMs"> => {
    const dimensions = { ...own, ...(several ? { Region: region } : {}), ...(run === null ? {} : { Run: run }) };
    return { dimensions, region };
  };
  const ofFunction = (name: string) => track(functions[name]?.region ?? "", { FunctionName: name });
  return [
    ...Object.entries(metrics.functions).map(([name, part]) => {
      return { ...ofFunction(name), periodMs, columns: columnsOf(FUNCTION_METRICS, part["AWS/Lambda"]) };
    }),
    ...Object.entries(managedInstances?.functions ?? {}).map(([name, part]) => {
      const own = part["AWS/Lambda"];
      const columns = columnsOf(MANAGED_CLOUDWATCH, { ...own, ...inPercent(own) });
      return { ...ofFunction(name), periodMs: managedInstances?.periodMs ?? periodMs, columns };
    }),
    ...Object.entries(metrics.sources ?? {}).map(([name, spaces]) => {
      const { type } = sources[name]!;
      const dimension = type === null ? "Source" : sourceType(type).dimension;
      const columns = columnsOf(SOURCE_METRICS, Object.assign({}, ...Object.values(spaces)));
      return { ...track(Object.keys(metrics.regions)[0] ?? "", { [dimension]: name }), periodMs, columns };
    }),
    ...Object.entries(metrics.regions).map(([region, part]) => {
      const within = Object.keys(metrics.functions).filter((name) => functions[name]?.region === region);
      const parts = within.flatMap((name) => metrics.functions[name]?.["AWS/Lambda"] ?? []);
      const all = { ...part["AWS/Lambda"], ...sumsOf(parts) };
      return { ...track(region, {}), periodMs, columns: columnsOf(REGION_METRICS, all) };
    }),
  ];
}

/** In the order of the table; what a function has no such metric of is left out. */
function columnsOf(table: CloudWatchTable, part: Readonly<Record<string, readonly Point[]>>): Track["columns"] {
  return Object.entries(table).flatMap(([field, metric]) => {
    const points = part[field];
    return points === undefined ? [] : [{ metric, points }];
  });
}

const inPercent = ({ ExecutionEnvironmentCPUUtilization: shares }: CloudWatchManaged) => ({
  // Shares have six decimals, and so percent has four.
  ExecutionEnvironmentCPUUtilization: shares.map((share) =>
    share === null ? null : Math.round(share * PERCENT * 10_000) / 10_000,
  ),
});

/** No point where none of the functions has one. */
function sumsOf(parts: readonly CloudWatchFunction[]): Record<(typeof REGION_SUMS)[number], Point[]> {
  const sum = (name: (typeof REGION_SUMS)[number]): Point[] => {
    const columns = parts.map((part) => part[name]);
    return (columns[0] ?? []).map((_, period) => addUp(columns.map((points) => points[period] ?? null)));
  };
  return { Invocations: sum("Invocations"), Errors: sum("Errors"), Throttles: sum("Throttles") };
}

function addUp(points: readonly Point[]): Point {
  const present = points.filter((point) => point !== null);
  return present.length === 0 ? null : present.reduce((total, point) => total + point, 0);
}

/** Null in a period without a data point. */
function documentOf({ scenario, variant, seeds }: Result, track: Track, period: number): object | null {
  const present = track.columns.flatMap(({ metric, points }) => {
    const value = points[period] ?? null;
    return value === null ? [] : [{ metric, value }];
  });
  if (present.length === 0) return null;
  const directive = {
    Namespace: NAMESPACE,
    Dimensions: [Object.keys(track.dimensions)],
    Metrics: present.map(({ metric: { name: Name, unit: Unit } }) => ({
      Name,
      Unit,
      StorageResolution: RESOLUTION_SECONDS,
    })),
  };
  return {
    _aws: { Timestamp: (scenario.startsAtMs ?? 0) + period * track.periodMs, CloudWatchMetrics: [directive] },
    Scenario: scenario.name,
    Variant: variant,
    Seed: seeds[0],
    Region: track.region,
    ...track.dimensions,
    ...Object.fromEntries(present.map(({ metric: { name }, value }) => [name, value])),
  };
}
