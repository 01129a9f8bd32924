/** Fields of Managed Instances: bounds, workers, the capacity provider, and what AWS leaves unsaid of its scaling. */
import * as z from "zod";
import { FACTS } from "../../../sim/index.ts";
import { count, fields, number, positiveDuration, share, text } from "../../values/units.ts";
import { capacityProvider, TARGET } from "../capacity-provider/schema.ts";
import { when } from "../provisioned/schema.ts";

const ENVIRONMENTS = { max: FACTS.managedEnvironmentsMax.value, rule: "LMI-4" };

const schedule = fields("a schedule", () => ({
  ...when(),
  minExecutionEnvironments: count(ENVIRONMENTS).describe("Fewest environments from then on; required (LMI-4)."),
  maxExecutionEnvironments: count(ENVIRONMENTS).describe(
    "Most environments from then on; both 0 deactivate the version; required (LMI-4).",
  ),
}));

const model = fields("a model", () => ({
  cpuShare: share()
    .optional()
    .describe("Share of a run's own time in which it keeps one vCPU busy; default cpu.bound, else 5% (LMI-8)."),
  cpuThrottlesAbove: number({ min: 1, max: FACTS.managedWorkersMax.value, rule: "LMI-10" })
    .optional()
    .describe(
      "Busy runs for each vCPU above which some are refused for CPU, and at twice of it all; default 1.5 times AWS's " +
        "workers for each: 24 with Python, 48 with Java and .NET, else 96 (LMI-10).",
    ),
  targetConcurrency: share(TARGET)
    .prefault("50%")
    .describe("Share of busy workers that scaling aims at, 1% to 100%; default 50%, room to double (LMI-3)."),
  evaluationPeriod: positiveDuration()
    .prefault("30s")
    .describe("How often scaling looks at what ran since it last did; default 30s (LMI-2)."),
  launchTime: positiveDuration()
    .optional()
    .describe("Until environments on a new instance take requests; default 67s, on arm64 100s, as measured (LMI-4)."),
  environmentTime: positiveDuration()
    .optional()
    .describe(
      "Until environments on an instance with room take requests; nobody measured it; default launchTime (LMI-4).",
    ),
  scaleInWindow: positiveDuration()
    .prefault("5m")
    .describe("Environments go when nothing in this time has needed them; default 5m (LMI-7)."),
}));

export const managedInstances = fields("Managed Instances", () => ({
  perExecutionEnvironmentMaxConcurrency: count({ min: 1, max: FACTS.managedWorkersMax.value, rule: "LMI-1" })
    .optional()
    .describe(
      "Requests at once in an environment, 1 to 1600, at most 64 for each vCPU; default 64 for each with Node.js, " +
        "32 with Java and .NET, 16 with Python (LMI-1).",
    ),
  executionEnvironmentMemoryGiBPerVCpu: number({ min: 2, max: 8, rule: "LMI-5" })
    .prefault(2)
    .describe("GiB of memory for each vCPU, 2 to 8; default 2 (LMI-5)."),
  minExecutionEnvironments: count(ENVIRONMENTS)
    .optional()
    .describe("Fewest environments, 0 to 15000; set together with the maximum; default 3 (LMI-4, LMI-7)."),
  maxExecutionEnvironments: count(ENVIRONMENTS)
    .optional()
    .describe("Most environments, 0 to 15000; both 0 deactivate the version; default none (LMI-4)."),
  publishAtStart: z
    .boolean()
    .prefault(false)
    .describe("Whether the version is published as the run begins, so that it is active later; default false (LMI-4)."),
  schedule: z.array(schedule).prefault([]).describe("New bounds at set times; default none (LMI-4)."),
  capacityProvider: z
    .union([text(), capacityProvider])
    .prefault({})
    .describe("Its instances: a name under capacityProviders, shared with others, or fields of its own (LMI-5)."),
  model: model.prefault({}).describe("What AWS leaves unsaid: each policy has a documented default (LMI-2, LMI-3)."),
}));

export type ManagedSpec = z.output<typeof managedInstances>;
