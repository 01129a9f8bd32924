/** From what was recorded to what is charged: the usage of every function over some segments of a run. */
import type { SimConfig } from "../../config.ts";
import { byName, type Functions } from "../../lambda/front/functions.ts";
import type { Runtimes } from "../../lambda/runtimes/runtimes.ts";
import type { Quantity, Usage } from "../../pricing/bill.ts";
import { type Exact, ONE } from "../../pricing/exact.ts";
import { MB, MB_MICROS, MB_MS } from "../../pricing/metering.ts";
import type { Nodes } from "../../sources/nodes.ts";
import type { Traffic } from "../../sources/traffic.ts";
import type { CostKind } from "../../vocabulary/prices/kinds.ts";
import type { Recorder } from "../recorders/recorder.ts";
import { Held, Weighed } from "../recorders/usage-recorder.ts";
import { Count, TrafficCount } from "../tables/counts.ts";
import { regionOfSource } from "./callers.ts";

interface Measured {
  readonly config: SimConfig;
  readonly nodes: Nodes;
  readonly functions: Functions;
  readonly traffic: Traffic;
  readonly recorder: Recorder;
  readonly runtimes: Runtimes;
}

type Quantities = Partial<Record<CostKind, Quantity>>;

const counted = (count: number, unit: Exact = ONE): Quantity => ({ count, unit });

/** In name order. */
export function usagesOf(measured: Measured, segments: readonly number[]): Usage[] {
  const extra = extraRequests(measured, segments);
  const functions = measured.functions.settings.map(
    ({ name, region, architecture }, index): Usage => ({
      subjectKind: "function",
      subject: name,
      region,
      architecture: architecture ?? "x86_64",
      onDemandOnly: measured.recorder.usage.held(segments, index, Held.Provisioned) === 0,
      quantities: {
        ...invocations(measured, segments, index, extra.get(name)),
        ...running(measured, segments, index),
        ...snapshots(measured, segments, index),
        ...others(measured, segments, index),
      },
    }),
  );
  return [...functions, ...sourceUsages(measured, segments)];
}

/**
 * In name order: sources that AWS charges for, in the Region of what they invoke; of none, or of several, in the first
 * of all.
 */
function sourceUsages({ config, functions, traffic, nodes }: Measured, segments: readonly number[]): Usage[] {
  return config.sources.toSorted(byName).flatMap((source): Usage[] => {
    const { name } = source;
    const place = nodes.placeOf(name);
    const { charges } = traffic.typeOf(source);
    if (place === null || charges.length === 0) return [];
    const counts: Readonly<Record<string, unknown>> = place.measures.fields(segments, place.index);
    const quantities = charges.map(({ kind, field }) => [kind, counted(Number(counts[field]))]);
    return [
      {
        subjectKind: "source",
        subject: name,
        region: regionOfSource(source, { config, functions, traffic }) ?? functions.regions[0]!.name,
        architecture: "x86_64",
        onDemandOnly: true,
        quantities: Object.fromEntries(quantities),
      },
    ];
  });
}

/** PR-R5: by name of the function, what its larger events count as beyond one request each. */
function extraRequests({ traffic, recorder }: Measured, segments: readonly number[]): Map<string, number> {
  const extra = new Map<string, number>();
  for (const [entry, { function: name, requestsPerEvent }] of traffic.entries.entries()) {
    if (requestsPerEvent === undefined || name === null) continue;
    const events = recorder.trafficCounts.total(segments, entry, TrafficCount.requestsCount);
    extra.set(name, (extra.get(name) ?? 0) + events * (requestsPerEvent - 1));
  }
  return extra;
}

/** PR-R12: what was throttled is not here. PR-R7: a spill-over is a request like any other. */
function invocations({ recorder }: Measured, segments: readonly number[], index: number, extra = 0) {
  const provisioned = recorder.counts.total(segments, index, Count.provisionedInvocationsCount);
  return {
    requests: counted(recorder.counts.total(segments, index, Count.invocationsCount) - provisioned + extra),
    "provisioned-requests": counted(provisioned),
  };
}

/** GB-s; none where something else is charged (LP-20). */
function running({ runtimes, recorder }: Measured, segments: readonly number[], index: number): Quantities {
  if (!runtimes.chargesDuration(index)) return {};
  const { usage } = recorder;
  const provisioned = usage.weighed(segments, index, Weighed.ProvisionedMs);
  return {
    duration: counted(usage.weighed(segments, index, Weighed.BilledMs) - provisioned, MB_MS),
    "provisioned-duration": counted(provisioned + usage.weighed(segments, index, Weighed.UnitInitMs), MB_MS),
    provisioned: counted(usage.held(segments, index, Held.Provisioned), MB_MICROS),
    "ephemeral-storage": counted(usage.weighed(segments, index, Weighed.StorageMs), MB_MS),
  };
}

/** SNAP-10: nothing where snapshots are free. */
function snapshots({ functions, recorder }: Measured, segments: readonly number[], index: number): Quantities {
  if (functions.settings[index]!.snapStart?.charged === undefined) return {};
  return {
    "snapstart-cache": counted(recorder.usage.held(segments, index, Held.Snapshots), MB_MICROS),
    "snapstart-restores": counted(recorder.usage.weighed(segments, index, Weighed.Restores), MB),
  };
}

/** TEN-3; and what the function's runtime has to be paid for. */
function others({ functions, recorder, runtimes }: Measured, segments: readonly number[], index: number): Quantities {
  const settings = functions.settings[index]!;
  const created = settings.tenancy === null ? 0 : recorder.usage.weighed(segments, index, Weighed.Created);
  return { "tenant-environments": counted(created, MB), ...runtimes.usage(segments, index) };
}
