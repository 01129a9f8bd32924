/** The whole scenario format: the parts at its top level, and one line of documentation each. */
import * as z from "zod";
import { downstreamSchema } from "./downstreams/list.ts";
import { capacityProvider } from "./parts/capacity-provider/schema.ts";
import { change, setting } from "./parts/changes/schema.ts";
import { costSchema } from "./parts/cost/schema.ts";
import { functionSchema } from "./parts/function/schema.ts";
import { lessonSchema } from "./parts/lesson/schema.ts";
import { memberRegion, singleRegion } from "./parts/region/schema.ts";
import { simulate } from "./parts/run/schema.ts";
import { threshold } from "./parts/thresholds/schema.ts";
import { trafficSchema } from "./parts/traffic/schema.ts";
import { sourceSchema } from "./sources/list.ts";
import { CHANGE, fields, text, unsupported, WITHIN } from "./values/units.ts";

export const scenarioSchema = fields("a scenario", () => ({
  version: z.literal(1).prefault(1).describe("Version of this format; default 1."),
  name: text().optional().describe("Name in results; default the file's name."),
  description: text().optional().describe("What this scenario is for."),
  extends: z
    .union([text(), z.array(text())])
    .optional()
    .describe("Parents, relative to this file: maps merge by key, lists and values replace, null removes."),
  vars: z.record(z.string(), z.unknown()).optional().describe("Values used as $name; override with --var name=value."),
  simulate: simulate.describe("Length, seeds and resolution of the run; required."),
  region: singleRegion
    .prefault({})
    .describe("The AWS Region and its quota; default us-east-1 with 1000.")
    .register(CHANGE, WITHIN),
  regions: z
    .record(z.string(), memberRegion)
    .optional()
    .describe("Several Regions by name, in place of region.")
    .register(CHANGE, WITHIN),
  functions: z
    .record(z.string(), functionSchema)
    .describe("Lambda functions by name; required.")
    .register(CHANGE, WITHIN),
  capacityProviders: z
    .record(z.string(), capacityProvider)
    .prefault({})
    .describe("Instances that several functions on Managed Instances share, by name (LMI-5)."),
  sources: z.record(z.string(), sourceSchema).prefault({}).describe("What carries requests to functions, by name."),
  downstreams: z
    .record(z.string(), downstreamSchema)
    .prefault({})
    .describe("Limited services that functions call, by name.")
    .register(CHANGE, WITHIN),
  traffic: z.array(trafficSchema).prefault([]).describe("Who sends requests, when, and where to."),
  cost: costSchema.optional().describe("How the run is charged; default list prices without a free tier (CF-1)."),
  changes: z.array(change).prefault([]).describe("What changes in the system during the run."),
  thresholds: z.array(threshold).prefault([]).describe("What must hold for the run to pass."),
  tolerances: setting
    .prefault({})
    .describe("Changes too small to matter to compare, by metric, as in { latency.p99: 5%, cost.total: $0.10 }."),
  variants: z
    .record(z.string(), setting)
    .prefault({})
    .describe("What-ifs by name: paths and values, for the same requests."),
  sweep: unsupported("sweeps are"),
  lesson: lessonSchema.optional().describe("Steps through the run, for `burstlab teach`."),
}));

export const SCENARIO_FIELDS: readonly string[] = Object.keys(scenarioSchema.shape);
