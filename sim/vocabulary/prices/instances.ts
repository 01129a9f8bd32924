/** EC2 instances on which Managed Instances run: those of the price book. */
import type { Architecture } from "./kinds.ts";

interface Instance {
  readonly architecture: Architecture;
  readonly vCpus: number;
  readonly memoryGib: number;
}

/** As EC2 names them. The first of an architecture with memory enough for each vCPU is the default (LP-18, MOD). */
const ROWS = {
  "c7i.xlarge": { architecture: "x86_64", vCpus: 4, memoryGib: 8 },
  "m7i.xlarge": { architecture: "x86_64", vCpus: 4, memoryGib: 16 },
  "r7i.xlarge": { architecture: "x86_64", vCpus: 4, memoryGib: 32 },
  "m6i.large": { architecture: "x86_64", vCpus: 2, memoryGib: 8 },
  "c7g.xlarge": { architecture: "arm64", vCpus: 4, memoryGib: 8 },
  "m7g.xlarge": { architecture: "arm64", vCpus: 4, memoryGib: 16 },
  "r7g.xlarge": { architecture: "arm64", vCpus: 4, memoryGib: 32 },
} as const satisfies Readonly<Record<string, Instance>>;

export type InstanceType = keyof typeof ROWS;

export const INSTANCES: Readonly<Record<InstanceType, Instance>> = ROWS;

export const INSTANCE_TYPES = Object.keys(ROWS) as [InstanceType, ...InstanceType[]];
