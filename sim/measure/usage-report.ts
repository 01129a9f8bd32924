/** From what was recorded to what is charged: the usage of every function over some segments of a run. */
import type { CostKind } from "../cost-result.ts";
import { MICROS_PER_MILLISECOND, MICROS_PER_SECOND } from "../kernel/time.ts";
import type { Functions } from "../lambda/functions.ts";
import type { ManagedInstances } from "../lambda/managed-instances.ts";
import type { Usage } from "../pricing/bill.ts";
import { type Exact, exact, over } from "../pricing/exact.ts";
import { instanceOf, managedOf } from "../pricing/instances.ts";
import { gbSeconds, gigabytes } from "../pricing/metering.ts";
import type { Traffic } from "../sources/traffic.ts";
import { Count, TrafficCount } from "./counts.ts";
import { type DurableRecorder, ExecutionCount } from "./durable-recorder.ts";
import type { Recorder } from "./recorder.ts";
import { Held, Weighed } from "./usage-recorder.ts";

interface Measured {
  readonly functions: Functions;
  readonly traffic: Traffic;
  readonly recorder: Recorder;
  readonly managed: ManagedInstances | null;
  readonly durable: DurableRecorder | null;
}

type Quantities = Partial<Record<CostKind, Exact>>;

const SECONDS_PER_HOUR = 3_600;

/** In name order. */
export const usagesOf = (measured: Measured, segments: readonly number[]): Usage[] =>
  measured.functions.settings.map(
    ({ name, region, architecture }, index): Usage => ({
      function: name,
      region,
      architecture: architecture ?? "x86_64",
      onDemandOnly: measured.recorder.usage.held(segments, index, Held.Provisioned) === 0,
      quantities: {
        ...invocations(measured, segments, index),
        ...running(measured, segments, index),
        ...snapshots(measured, segments, index),
        ...others(measured, segments, index),
      },
    }),
  );

/** PR-R12: what was throttled is not here. PR-R7: a spill-over is a request like any other. */
function invocations({ functions, traffic, recorder }: Measured, segments: readonly number[], index: number) {
  const { name } = functions.settings[index]!;
  const provisioned = recorder.counts.total(segments, index, Count.Provisioned);
  const more = traffic.entries.reduce((sum, { function: of, requestsPerEvent = 1 }, entry) => {
    const events = of === name ? recorder.trafficCounts.total(segments, entry, TrafficCount.Requests) : 0;
    return sum + events * (requestsPerEvent - 1);
  }, 0);
  return {
    requests: exact(recorder.counts.total(segments, index, Count.Invocations) - provisioned + more),
    "provisioned-requests": exact(provisioned),
  };
}

/** GB-s; none on Managed Instances, where instances are charged (LP-20). */
function running({ functions, recorder }: Measured, segments: readonly number[], index: number): Quantities {
  if (managedOf(functions.settings[index]!) !== null) return {};
  const { usage } = recorder;
  const provisioned = usage.weighed(segments, index, Weighed.ProvisionedMs);
  const inMicros = usage.held(segments, index, Held.Provisioned);
  return {
    duration: gbSeconds(exact(usage.weighed(segments, index, Weighed.BilledMs) - provisioned)),
    "provisioned-duration": gbSeconds(exact(provisioned + usage.weighed(segments, index, Weighed.UnitInitMs))),
    provisioned: gbSeconds(over(exact(inMicros), exact(MICROS_PER_MILLISECOND))),
    "ephemeral-storage": gbSeconds(exact(usage.weighed(segments, index, Weighed.StorageMs))),
  };
}

/** SNAP-10: nothing where snapshots are free. */
function snapshots({ functions, recorder }: Measured, segments: readonly number[], index: number): Quantities {
  if (functions.settings[index]!.snapStart?.charged === undefined) return {};
  const kept = recorder.usage.held(segments, index, Held.Snapshots);
  return {
    "snapstart-cache": gbSeconds(over(exact(kept), exact(MICROS_PER_MILLISECOND))),
    "snapstart-restores": gigabytes(exact(recorder.usage.weighed(segments, index, Weighed.Restores))),
  };
}

/** Durable functions, tenants (TEN-3), Managed Instances. */
function others({ functions, recorder, durable, managed }: Measured, segments: readonly number[], index: number) {
  const settings = functions.settings[index]!;
  const created = settings.tenancy === null ? 0 : recorder.usage.weighed(segments, index, Weighed.Created);
  const operations = functions.isDurable(index)
    ? (durable?.counts.total(segments, index, ExecutionCount.Operations) ?? 0)
    : 0;
  const instance = instanceOf(settings);
  const vCpuTime = managed?.recorder.vCpuTime(segments, index) ?? 0;
  const hours = over(exact(vCpuTime), exact((instance?.vCpus ?? 1) * SECONDS_PER_HOUR * MICROS_PER_SECOND));
  return {
    "durable-operations": exact(operations),
    "tenant-environments": gigabytes(exact(created)),
    ...(instance === null ? {} : { [instance.type]: hours, [`${instance.type}-fee`]: hours }),
  };
}
