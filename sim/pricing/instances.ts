/** Which EC2 instances stand behind Managed Instances: the price book's only ones that fit (LP-18, MOD). */
import type { FunctionConfig } from "../config.ts";
import type { Architecture, InstanceType } from "../cost-result.ts";
import type { ManagedConfig } from "../function-kinds.ts";

const MB_PER_GIB = 1_024;

/** Sizes as EC2 names them: xlarge has 4 vCPUs, large 2. */
export interface Instance {
  readonly type: InstanceType;
  readonly vCpus: number;
  /** GiB of memory for each vCPU. */
  readonly memoryPerVCpu: number;
}

const INSTANCES: Readonly<Record<Architecture, readonly Instance[]>> = {
  x86_64: [
    { type: "c7i.xlarge", vCpus: 4, memoryPerVCpu: 2 },
    { type: "m6i.large", vCpus: 2, memoryPerVCpu: 4 },
  ],
  arm64: [
    { type: "c7g.xlarge", vCpus: 4, memoryPerVCpu: 2 },
    { type: "m7g.xlarge", vCpus: 4, memoryPerVCpu: 4 },
  ],
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
