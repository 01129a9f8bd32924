/** Managed Instances as a runtime: they serve requests by themselves, and instances are charged, not durations. */
import type { SimConfig } from "../../../config.ts";
import { after, type Instant, START } from "../../../kernel/time.ts";
import type { Usage } from "../../../pricing/bill.ts";
import { HOURS_PER_MICRO, managedOf } from "../../../pricing/instances.ts";
import type { InstanceType } from "../../../vocabulary/prices/instances.ts";
import { Rank } from "../../../vocabulary/ranks.ts";
import { Admission } from "../../../vocabulary/throttles.ts";
import { AS_ON_DEMAND, type Runtime, type RuntimeOwners } from "../runtime.ts";
import { ManagedInstances } from "./managed-instances.ts";
import { managedAssumptions } from "./managed-policies.ts";
import { METRIC_PERIOD } from "./managed-recorder.ts";
import { beginScaling } from "./managed-scaling.ts";

const REFUSALS: readonly Admission[] = [Admission.ManagedConcurrency, Admission.ManagedCpu, Admission.ManagedInactive];

/** Null when no version runs on Managed Instances. */
export function openManaged(config: SimConfig, owners: RuntimeOwners): Runtime | null {
  const { functions } = owners;
  if (functions.settings.every((settings) => managedOf(settings) === null)) return null;
  const managed = new ManagedInstances(config, owners);
  const { recorder } = managed;
  return {
    ...AS_ON_DEMAND,
    runs: (version) => managed.fleetOf(version) !== null,
    serving: managed,
    chargesDuration: false,
    begin: () => begin(owners, managed, config.horizon as number as Instant),
    endBucket: () => recorder.endBucket(),
    endSegment: (now) => recorder.endSegment(now),
    endRun: (now) => managed.endPeriod(now),
    limitOf: (version, admission) => (REFUSALS.includes(admission) ? managed.limitOf(version, admission) : null),
    limits: (index) => ({ onDemand: managed.roomOf(index), managed: true }),
    fields: (segments, index) => recorder.fields(segments, index),
    series: (index) => recorder.series(index),
    metrics: () => ({ managedInstances: managed.metrics() }),
    usage: (segments, index) =>
      machines(managed.providerOf(index).instanceType, recorder.instanceTime(segments, index)),
    assumptions: () => managedAssumptions(functions.settings, (index) => managed.providerOf(index)),
  };
}

/** What is there as the run begins, and the clock of everything that changes it; AWS's periods besides (LMI-8). */
function begin(owners: RuntimeOwners, managed: ManagedInstances, horizon: Instant): void {
  beginScaling(owners, managed);
  managed.recorder.beginRun();
  const endPeriod = (now: Instant): void => {
    managed.endPeriod(now);
    if (after(now, METRIC_PERIOD) < horizon) owners.timer(after(now, METRIC_PERIOD), Rank.Measure, endPeriod);
  };
  // The last period ends with the run.
  if (METRIC_PERIOD < horizon) owners.timer(after(START, METRIC_PERIOD), Rank.Measure, endPeriod);
}

/** LMI-7. @param count  instances x µs */
function machines(type: InstanceType, count: number): Usage["quantities"] {
  const hours = { count, unit: HOURS_PER_MICRO };
  return { [type]: hours, [`${type}-fee`]: hours };
}
