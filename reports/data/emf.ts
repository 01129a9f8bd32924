/**
 * Results in CloudWatch's embedded metric format: one JSON document a line, which CloudWatch Logs turns into metrics.
 *
 * Names are AWS's of `AWS/Lambda`; the namespace is `Burstlab`, so that no alarm takes a simulated run for a real one.
 * There is one document for each minute and function, with the dimension `FunctionName`, and one for each minute and
 * Region, without a dimension, as AWS has the metrics of an account. A source has one for each namespace, with the
 * dimension of its type, in the Region of what it invokes. A result holds no metric of one version or alias,
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
import type { Result } from "../../sim/index.ts";
import {
  type CloudWatchColumn,
  cloudWatchColumns,
  EXTENSION_METRICS,
  MINUTE_METRICS,
  PERIOD_METRICS,
  REGION_GAUGES,
  type SourceType,
  type SourceTypeName,
  sourceType,
} from "../../sim/vocabulary/index.ts";

const NAMESPACE = "Burstlab";
const RESOLUTION_SECONDS = 60;
const PERCENT = 100;

type Point = number | null;
/** By the names of a result. */
type Part = Readonly<Record<string, readonly Point[]>>;

/** In the order in which a document has them. */
const OF_FUNCTIONS = [...cloudWatchColumns(MINUTE_METRICS), ...cloudWatchColumns(EXTENSION_METRICS)];
const OF_MANAGED = cloudWatchColumns(PERIOD_METRICS);
/** AWS adds these up over the functions of a Region. */
const ADDED_UP = OF_FUNCTIONS.filter(({ metric }) => metric.regional);
const OF_REGIONS = [...ADDED_UP, ...cloudWatchColumns(REGION_GAUGES)];

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
  /** Null for a source that invokes nothing, or functions of several Regions. */
  readonly region: string | null;
  readonly columns: readonly { readonly column: CloudWatchColumn; readonly points: readonly Point[] }[];
}

/** What is known of a type of source. */
type TypeOf = (name: SourceTypeName) => SourceType;

export function emf(runs: readonly NamedRun[], typeOf: TypeOf = sourceType): string {
  return runs.flatMap((run) => linesOf(run, typeOf)).join("");
}

/** In order of time; in each minute, functions before Regions. */
function linesOf({ result, run }: NamedRun, typeOf: TypeOf): string[] {
  const tracks = tracksOf(result, run, typeOf);
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

function tracksOf(result: Result, run: string | null, typeOf: TypeOf): Track[] {
  const { metrics, functions } = result;
  const { periodMs, managedInstances } = metrics;
  const track = trackOf(result, run);
  const ofFunction = (name: string) => track(functions[name]?.region ?? null, { FunctionName: name });
  return [
    ...Object.entries(metrics.functions).map(([name, part]) => {
      return { ...ofFunction(name), periodMs, columns: columnsOf(OF_FUNCTIONS, part["AWS/Lambda"]) };
    }),
    ...Object.entries(managedInstances?.functions ?? {}).map(([name, part]) => {
      const columns = columnsOf(OF_MANAGED, part["AWS/Lambda"]);
      return { ...ofFunction(name), periodMs: managedInstances?.periodMs ?? periodMs, columns };
    }),
    ...Object.keys(metrics.sources ?? {}).flatMap((name) => sourceTracks(result, name, { track, typeOf })),
    ...Object.entries(metrics.regions).map(([region, part]) => {
      const within = Object.keys(metrics.functions).filter((name) => functions[name]?.region === region);
      const all = { ...part["AWS/Lambda"], ...sumsOf(within.map((name) => metrics.functions[name]!["AWS/Lambda"])) };
      return { ...track(region, {}), periodMs, columns: columnsOf(OF_REGIONS, all) };
    }),
  ];
}

type Subject = Pick<Track, "dimensions" | "region">;

/** Where it stands, and what it is called by. */
function trackOf({ metrics }: Result, run: string | null) {
  const several = Object.keys(metrics.regions).length > 1;
  return (region: string | null, own: Readonly<Record<string, string>>): Subject => ({
    dimensions: {
      ...own,
      ...(several && region !== null ? { Region: region } : {}),
      ...(run === null ? {} : { Run: run }),
    },
    region,
  });
}

interface Asked {
  readonly track: ReturnType<typeof trackOf>;
  readonly typeOf: TypeOf;
}

/** What a source counts by itself, each namespace by itself: its type says what is called how there. */
function sourceTracks({ metrics, sources }: Result, name: string, { track, typeOf }: Asked): Track[] {
  const source = sources[name];
  if (source === undefined || source.type === null) return [];
  const { dimension, metrics: declared } = typeOf(source.type);
  const columns = cloudWatchColumns(declared);
  return Object.entries(metrics.sources?.[name] ?? {}).map(([namespace, part]) => ({
    ...track(source.region ?? null, { [dimension]: name }),
    periodMs: metrics.periodMs,
    columns: columnsOf(
      columns.filter(({ metric }) => metric.namespace === namespace),
      part,
    ),
  }));
}

/** In the order of the columns; what a subject has no such metric of is left out. */
function columnsOf(columns: readonly CloudWatchColumn[], part: Part): Track["columns"] {
  return columns.flatMap((column) => {
    const points = part[column.column];
    return points === undefined ? [] : [{ column, points: isShareInPercent(column) ? inPercent(points) : points }];
  });
}

const isShareInPercent = ({ unit, metric }: CloudWatchColumn): boolean =>
  unit === "Percent" && metric.reading.family === "ratio";

/** Shares have six decimals, and so percent has four. */
const inPercent = (shares: readonly Point[]): Point[] =>
  shares.map((share) => (share === null ? null : Math.round(share * PERCENT * 10_000) / 10_000));

/** No point where none of the functions has one. */
function sumsOf(parts: readonly Part[]): Part {
  return Object.fromEntries(
    ADDED_UP.map(({ column }) => {
      const all = parts.map((part) => part[column] ?? []);
      return [column, (all[0] ?? []).map((_, period) => addUp(all.map((points) => points[period] ?? null)))];
    }),
  );
}

function addUp(points: readonly Point[]): Point {
  const present = points.filter((point) => point !== null);
  return present.length === 0 ? null : present.reduce((total, point) => total + point, 0);
}

/** Null in a period without a data point. */
function documentOf({ scenario, variant, seeds }: Result, track: Track, period: number): object | null {
  const present = track.columns.flatMap(({ column, points }) => {
    const value = points[period] ?? null;
    return value === null ? [] : [{ column, value }];
  });
  if (present.length === 0) return null;
  const directive = {
    Namespace: NAMESPACE,
    Dimensions: [Object.keys(track.dimensions)],
    Metrics: present.map(({ column: { name: Name, unit: Unit } }) => ({
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
    ...(track.region === null ? {} : { Region: track.region }),
    ...track.dimensions,
    ...Object.fromEntries(present.map(({ column: { name }, value }) => [name, value])),
  };
}
