/** Which EC2 instances stand behind Managed Instances, and what they are charged by (LP-18, MOD). */
import type { FunctionConfig } from "../config.ts";
import type { ManagedConfig } from "../function-kinds.ts";
import { assert } from "../kernel/assert.ts";
import { MICROS_PER_SECOND } from "../kernel/time.ts";
import { INSTANCE_TYPES, INSTANCES, type InstanceType } from "../vocabulary/prices/instances.ts";
import type { Architecture } from "../vocabulary/prices/kinds.ts";
import { type Exact, exact, ONE, over } from "./exact.ts";

const MICROS_PER_HOUR = 3_600 * MICROS_PER_SECOND;

/** Hours of an instance that is there for a µs. */
export const HOURS_PER_MICRO: Exact = over(ONE, exact(MICROS_PER_HOUR));

/** Its settings where some version of it runs on Managed Instances; versions share them. */
export const managedOf = ({ versions }: FunctionConfig): ManagedConfig | null =>
  versions.find(({ managed }) => managed !== undefined)?.managed ?? null;

/** LMI-5: the first with memory enough for each vCPU, 8 GiB at most. */
export function instanceFor(architecture: Architecture, gibPerVCpu: number): InstanceType {
  const fits = (type: InstanceType): boolean => {
    const { architecture: own, vCpus, memoryGib } = INSTANCES[type];
    return own === architecture && memoryGib >= gibPerVCpu * vCpus;
  };
  const found = INSTANCE_TYPES.find(fits);
  assert(found !== undefined, "LMI-5: an environment has more memory for a vCPU than any instance");
  return found;
}
