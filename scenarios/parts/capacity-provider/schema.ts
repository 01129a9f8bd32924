/** Fields of a capacity provider: the instances behind functions, and what bounds them (LMI-5). */
import type * as z from "zod";
import { FACTS, INSTANCE_TYPES } from "../../../sim/index.ts";
import { choice, count, fields, share } from "../../values/units.ts";

export const TARGET = { min: 0.01, max: 1, rule: "LMI-3" };

export const capacityProvider = fields("a capacity provider", () => ({
  maxVCpuCount: count({ min: 1, max: FACTS.managedVCpusMax.value, rule: "LMI-5" })
    .prefault(FACTS.managedVCpusMax.value)
    .describe("vCPUs of all environments on it at most, 1 to 15000; default 15000 (LMI-5)."),
  instanceType: choice(INSTANCE_TYPES)
    .optional()
    .describe(
      "EC2 instances that it launches; default by memory for each vCPU: c7i.xlarge up to 2 GiB, m7i.xlarge up to 4, " +
        "r7i.xlarge up to 8, on arm64 those of 7g (LP-18).",
    ),
  targetCpu: share(TARGET)
    .prefault("50%")
    .describe("CPU utilisation that scaling aims at, 1% to 100%; default 50%, room to double (LMI-3, LMI-5)."),
}));

export type CapacityProviderSpec = z.output<typeof capacityProvider>;
