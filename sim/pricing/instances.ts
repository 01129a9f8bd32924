/** Which EC2 instances stand behind Managed Instances: the price book's only ones that fit (LP-18, MOD). */
import type { FunctionConfig } from "../config.ts";
import type { ManagedConfig } from "../function-kinds.ts";
import { MICROS_PER_SECOND } from "../kernel/time.ts";
import type { Architecture } from "../vocabulary/prices/kinds.ts";
import { type Exact, exact, ONE, over } from "./exact.ts";

/** What Managed Instances run on, by architecture and GiB of memory for each vCPU. */
export type InstanceType = "c7i.xlarge" | "c7g.xlarge" | "m6i.large" | "m7g.xlarge";

const MB_PER_GIB = 1_024;
const MICROS_PER_HOUR = 3_600 * MICROS_PER_SECOND;

export interface Instance {
  readonly type: InstanceType;
  /** GiB of memory for each vCPU. */
  readonly memoryPerVCpu: number;
  /** Its hours while one vCPU is in use for a µs. */
  readonly hoursPerVCpuMicro: Exact;
}

/** Sizes as EC2 names them: xlarge has 4 vCPUs, large 2. */
const instance = (type: InstanceType, vCpus: number, memoryPerVCpu: number): Instance => ({
  type,
  memoryPerVCpu,
  hoursPerVCpuMicro: over(ONE, exact(vCpus * MICROS_PER_HOUR)),
});

const INSTANCES: Readonly<Record<Architecture, readonly Instance[]>> = {
  x86_64: [instance("c7i.xlarge", 4, 2), instance("m6i.large", 2, 4)],
  arm64: [instance("c7g.xlarge", 4, 2), instance("m7g.xlarge", 4, 4)],
};

/** Its settings where some version of it runs on Managed Instances; versions share them. */
export const managedOf = ({ versions }: FunctionConfig): ManagedConfig | null =>
  versions.find(({ managed }) => managed !== undefined)?.managed ?? null;

/** The smallest with memory enough for each vCPU; null where the price book has none, as for 8 GiB. */
export function instanceOf(settings: FunctionConfig): Instance | null {
  const managed = managedOf(settings);
  if (managed === null) return null;
  const needed = settings.memoryMb / MB_PER_GIB / managed.vCpus;
  return INSTANCES[settings.architecture ?? "x86_64"].find(({ memoryPerVCpu }) => memoryPerVCpu >= needed) ?? null;
}
