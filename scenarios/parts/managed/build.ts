/** From the fields of Managed Instances to a SimConfig's: vCPUs, workers by runtime, bounds. */
import { FACTS, type ManagedConfig, type VersionConfig } from "../../../sim/index.ts";
import { RUNTIME_DEFAULT } from "../../values/cold-starts.ts";
import { type Clock, momentsOf } from "../../values/timetable.ts";
import type { Building } from "../building.ts";
import type { FunctionSpec } from "../function/schema.ts";
import type { ManagedSpec } from "./schema.ts";

const MB_PER_GIB = 1_024;
/** LMI-8, MOD: runs of the kind that these instances are made for wait most of the time. */
const CPU_SHARE = 0.05;

/** LMI-1: what AWS sets for each vCPU, by runtime; null where it names no number. */
const WORKERS: readonly (readonly [runtime: RegExp, perVCpu: number])[] = [
  [/^nodejs/, 64],
  [/^(java|dotnet)/, 32],
  [/^python/, 16],
];

/** LMI-5: what an environment of this memory has. */
export const vCpusOf = (memoryMb: number, managed: ManagedSpec): number =>
  memoryMb / MB_PER_GIB / managed.executionEnvironmentMemoryGiBPerVCpu;

export function workersOf(managed: ManagedSpec, runtime: string, vCpus: number): number | null {
  if (managed.perExecutionEnvironmentMaxConcurrency !== undefined) return managed.perExecutionEnvironmentMaxConcurrency;
  const [, perVCpu = null] = WORKERS.find(([pattern]) => pattern.test(runtime)) ?? [];
  return perVCpu === null ? null : Math.max(1, Math.floor(perVCpu * vCpus));
}

/** LMI-4: 3 environments and no maximum, unless both are set. */
export const boundsOf = ({ minExecutionEnvironments, maxExecutionEnvironments }: ManagedSpec) => ({
  min: minExecutionEnvironments ?? FACTS.managedEnvironmentsDefault.value,
  max: maxExecutionEnvironments ?? null,
});

function managedOf(spec: FunctionSpec, managed: ManagedSpec, runtime: string, clock: Clock): ManagedConfig {
  const vCpus = vCpusOf(spec.memory, managed);
  const { cpuShare, ...model } = managed.model;
  return {
    perEnvironment: workersOf(managed, runtime, vCpus) ?? 1,
    ...boundsOf(managed),
    schedules: managed.schedule.map((each) => ({
      at: momentsOf(each, clock),
      min: each.minExecutionEnvironments,
      max: each.maxExecutionEnvironments,
    })),
    publishAtStart: managed.publishAtStart,
    vCpus,
    ...managed.capacityProvider,
    ...model,
    cpuShare: cpuShare ?? spec.cpu?.bound ?? CPU_SHARE,
  };
}

/** LMI-4: environments for each version that something invokes, so that none stands there for nothing. */
export function managedVersion(
  { name, qualifier }: { readonly name: string; readonly qualifier: string },
  spec: FunctionSpec,
  { system, used: allUsed, clock }: Building,
): Pick<VersionConfig, "managed"> {
  if (spec.managedInstances === undefined) return {};
  const used = allUsed.get(name) ?? new Set(["$LATEST"]);
  const isSentTo = system.functions.some(
    (part) => part.spec?.async.onSuccess === name || part.spec?.async.onFailure === name,
  );
  if (!used.has(qualifier) && !(isSentTo && qualifier === "$LATEST")) return {};
  return { managed: managedOf(spec, spec.managedInstances, spec.runtime ?? RUNTIME_DEFAULT, clock) };
}
