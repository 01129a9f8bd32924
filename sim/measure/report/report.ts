/** From what was recorded to a Result: every number rounded once, every name in order. */
import type { SimConfig } from "../../config.ts";
import { digestOf } from "../../kernel/canonical.ts";
import { type Duration, type Instant, MICROS_PER_MINUTE, MICROS_PER_SECOND, toMs } from "../../kernel/time.ts";
import { byName, type Functions } from "../../lambda/front/functions.ts";
import { lifecycleAssumptions } from "../../lambda/front/lifecycle-assumptions.ts";
import { assumptions } from "../../lambda/front/policies.ts";
import { tenantAssumptions } from "../../lambda/front/tenants.ts";
import type { Allocations } from "../../lambda/provisioned/allocations.ts";
import type { ManagedInstances } from "../../lambda/runtimes/managed/managed-instances.ts";
import { managedAssumptions } from "../../lambda/runtimes/managed/managed-policies.ts";
import { costAssumptions } from "../../pricing/assumptions.ts";
import { payerKey } from "../../pricing/bill.ts";
import { type Cost, costOf } from "../../pricing/cost.ts";
import type { Result, Series, SourceResult, WindowResult } from "../../result.ts";
import { RESULT_SCHEMA } from "../../result.ts";
import { linkAssumptions } from "../../sources/links.ts";
import type { Nodes, Place } from "../../sources/nodes.ts";
import type { Traffic } from "../../sources/traffic.ts";
import { ENGINE } from "../../version.ts";
import type { DurableRecorder } from "../recorders/durable-recorder.ts";
import type { LimitHistory } from "../recorders/limit-history.ts";
import type { Recorder } from "../recorders/recorder.ts";
import { Count } from "../tables/counts.ts";
import { countedSegments, windowSegments } from "../tables/segments.ts";
import { configDigest } from "./config-digest.ts";
import {
  downstreamResult,
  functionResult,
  recordsNumbers,
  regionResult,
  type Scope,
  trafficNumbers,
  trafficResult,
} from "./entities.ts";
import { usagesOf } from "./usage-report.ts";

export interface Observed {
  readonly config: SimConfig;
  readonly functions: Functions;
  readonly traffic: Traffic;
  readonly nodes: Nodes;
  readonly downstreams: readonly string[];
  /** Records that went to each destination outside Lambda. */
  readonly deliveries: readonly [name: string, records: number][];
  readonly allocations: Allocations;
  readonly recorder: Recorder;
  readonly managed: ManagedInstances | null;
  /** Null when no function is durable. */
  readonly durable: DurableRecorder | null;
  readonly limits: LimitHistory;
}

/** The Result of a run that has reached its horizon. */
export function report(observed: Observed): Result {
  const { config, recorder } = observed;
  const allocations = observed.allocations.result();
  const whole = countedSegments(recorder.segments, config);
  const body: Omit<Result, "digest"> = {
    schema: RESULT_SCHEMA,
    engine: ENGINE,
    scenario: scenarioOf(config),
    variant: config.variant,
    seeds: [config.seed],
    horizonMs: toMs(config.horizon),
    ignoreMs: toMs(config.ignore),
    ...windowResult(observed, whole),
    limits: observed.limits.result(),
    ...(allocations === null ? {} : { allocations }),
    destinations: Object.fromEntries(observed.deliveries),
    windows: windowResults(observed),
    series: series(observed),
    metrics: metrics(observed),
    events: recorder.notable(config.horizon as number as Instant),
    assumptions: [
      ...assumptions(observed.functions, observed.config),
      ...managedAssumptions(observed.functions.settings),
      ...tenantAssumptions(observed.functions.settings),
      ...lifecycleAssumptions(config),
      ...linkAssumptions(config),
      ...costAssumptions(config),
    ],
  };
  return { ...body, digest: resultDigest(body) };
}

function scenarioOf(config: SimConfig): Result["scenario"] {
  const { name, file, startsAtMs } = config.scenario;
  return { name, file, digest: configDigest(config), ...(startsAtMs === undefined ? {} : { startsAtMs }) };
}

/** Equal digests: the same run. The file's name is no part of it. */
export function resultDigest(body: Omit<Result, "digest">): string {
  const { file: _file, ...scenario } = body.scenario;
  return digestOf({ ...body, scenario });
}

function windowResults(observed: Observed): Record<string, WindowResult> {
  const { config, recorder } = observed;
  const windows = [...config.windows].sort(byName);
  return Object.fromEntries(
    windows.map((window) => [window.name, windowResult(observed, windowSegments(recorder.segments, config, window))]),
  );
}

function windowResult(observed: Observed, segments: readonly number[]): WindowResult {
  const { config, functions, traffic, recorder, durable, downstreams, managed } = observed;
  const scope = { recorder, durable, managed, segments };
  const { cost, payers } = bill(observed, segments);
  return {
    seconds: lengthOf(observed, segments) / MICROS_PER_SECOND,
    functions: named(functions.settings, (index) => ({
      ...functionResult(scope, functions, index),
      ...payers.get(payerKey({ subjectKind: "function", subject: functions.settings[index]!.name }))!,
    })),
    traffic: named(traffic.entries, (index) => trafficResult(scope, [index])),
    sources: Object.fromEntries(
      sourcesOf(observed).map(([name, indexes]) => [
        name,
        {
          ...sourceResult(observed, scope, { name, indexes }),
          ...payers.get(payerKey({ subjectKind: "source", subject: name })),
        },
      ]),
    ),
    ...handedOn(observed, scope),
    downstreams: Object.fromEntries(
      downstreams.map((name, index) => [
        name,
        {
          type: config.downstreams.find((one) => one.name === name)?.limit.kind ?? null,
          ...downstreamResult(scope, index),
        },
      ]),
    ),
    regions: named(functions.regions, (index) => regionResult(scope, functions, index)),
    cost,
  };
}

/** How long these segments are, together. */
const lengthOf = ({ recorder }: Observed, segments: readonly number[]): Duration =>
  segments.reduce((sum, index) => sum + recorder.segments[index]!.to - recorder.segments[index]!.from, 0) as Duration;

/** CF-1 to CF-9: what these segments cost. */
export function bill(observed: Observed, segments: readonly number[]): Cost {
  const { config, functions, recorder } = observed;
  const length = lengthOf(observed, segments);
  const invocations = [...functions.settings.keys()].reduce(
    (sum, index) => sum + recorder.counts.total(segments, index, Count.invocationsCount),
    0,
  );
  return costOf({ usages: usagesOf(observed, segments), lengthMs: toMs(length), invocations }, config.cost);
}

const named = <T>(items: readonly { readonly name: string }[], make: (index: number) => T): Record<string, T> =>
  Object.fromEntries(items.map(({ name }, index) => [name, make(index)]));

type Grouped = [name: string, indexes: number[]][];

/**
 * Each source with what goes through it to a function, traffic and records of functions, or what it invokes by itself,
 * in name order.
 */
export function sourcesOf({ config, traffic }: Pick<Observed, "config" | "traffic">): Grouped {
  const sent = traffic.entries.flatMap(({ source, function: name }, index) =>
    source === null || name === null ? [] : [[source, index] as const],
  );
  const acting = config.sources.filter((source) => traffic.acts(source)).map(({ name }) => name);
  return grouped([...sent, ...linksOf(traffic, "source")], acting);
}

/** What hands records to a source that acts by itself: traffic, and functions. */
function inletsOf({ entries, links }: Traffic, name: string): number[] {
  const sent = entries.flatMap(({ source, function: fn }, index) => (source === name && fn === null ? [index] : []));
  return [...sent, ...links.flatMap((link) => (link.kind === "records" && link.name === name ? [link.index] : []))];
}

/** What functions call, or send events to, in name order. */
export const handedOnOf = (traffic: Traffic, kind: "calls" | "sends"): Grouped => grouped(linksOf(traffic, kind));

const linksOf = ({ links }: Traffic, kind: Traffic["links"][number]["kind"]): (readonly [string, number])[] =>
  links.flatMap((link) => (link.kind === kind ? [[link.name, link.index] as const] : []));

/** @param also  names that are there in any case. */
function grouped(all: readonly (readonly [name: string, index: number])[], also: readonly string[] = []): Grouped {
  const names = [...new Set([...all.map(([name]) => name), ...also])].sort();
  return names.map((name) => [name, all.flatMap(([other, index]) => (other === name ? [index] : []))]);
}

/** Nothing where no function hands on to another one. */
function handedOn({ traffic }: Observed, scope: Scope): Pick<WindowResult, "calls" | "sends"> {
  const kinds = (["calls", "sends"] as const).filter((kind) => handedOnOf(traffic, kind).length > 0);
  const of = (kind: "calls" | "sends") =>
    handedOnOf(traffic, kind).map(([name, indexes]) => [name, trafficResult(scope, indexes)]);
  return Object.fromEntries(kinds.map((kind) => [kind, Object.fromEntries(of(kind))]));
}

interface CountedSource {
  readonly name: string;
  /** What it carries, or invokes. */
  readonly indexes: readonly number[];
}

function sourceResult(observed: Observed, scope: Scope, source: CountedSource): SourceResult {
  const own = observed.nodes.placeOf(source.name);
  return {
    type: observed.config.sources.find(({ name }) => name === source.name)?.type ?? null,
    ...sourceNumbers(observed, scope, source),
    histograms: {
      ...trafficResult(scope, source.indexes).histograms,
      ...own?.measures.histograms(scope.segments, own.index),
    },
  };
}

/** What all sources count, the records of those that take some, and what this one counts by itself; no histograms. */
export function sourceNumbers(
  { config, nodes, traffic }: Observed,
  scope: Scope,
  { name, indexes }: CountedSource,
): Omit<SourceResult, "type" | "histograms"> {
  const own = nodes.placeOf(name);
  const takes = config.sources.some((source) => source.name === name && traffic.takesRecords(source));
  return {
    ...trafficNumbers(scope, indexes),
    ...(takes ? recordsNumbers(scope, inletsOf(traffic, name)) : {}),
    ...own?.measures.fields(scope.segments, own.index),
  };
}

/** Of sources that count by themselves; nothing where there is none. */
function ofNodes<T>({ config, nodes }: Observed, of: (place: Place) => T): { sources?: Record<string, T> } {
  const found = config.sources.flatMap(({ name }) => {
    const place = nodes.placeOf(name);
    return place === null ? [] : [[name, of(place)] as const];
  });
  return found.length === 0 ? {} : { sources: Object.fromEntries(found) };
}

function series(observed: Observed): Series {
  const { config, functions, recorder, managed } = observed;
  return {
    bucketMs: toMs(config.bucket),
    buckets: recorder.series.buckets,
    functions: named(functions.settings, (index) => ({
      ...recorder.series.functionSeries(index),
      ...managed?.recorder.series(index),
      ...(recorder.states.used ? { refused: recorder.states.series(index) } : {}),
    })),
    regions: named(functions.regions, (index) => recorder.series.regionSeries(index)),
    ...ofNodes(observed, ({ measures, index }) => measures.series(index)),
  };
}

function metrics(observed: Observed): Result["metrics"] {
  const { functions, recorder, managed } = observed;
  return {
    periodMs: toMs(MICROS_PER_MINUTE as Duration),
    functions: named(functions.settings, (index) => ({
      "AWS/Lambda": {
        ...recorder.cloudWatch.functionMetrics(index),
        ...recorder.environments?.metrics(index),
      },
    })),
    regions: named(functions.regions, (index) => ({ "AWS/Lambda": recorder.cloudWatch.regionMetrics(index) })),
    ...ofNodes(observed, ({ measures, index }) => measures.cloudWatch(index)),
    ...(managed === null ? {} : { managedInstances: managed.metrics() }),
  };
}
