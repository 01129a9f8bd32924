/** The whole scenario format: fields, units, ranges, defaults, and one line of documentation each. */
import * as z from "zod";
import { costSchema } from "./parts/cost/schema.ts";
import { functionSchema } from "./parts/function/schema.ts";
import { lessonSchema } from "./parts/lesson/schema.ts";
import { memberRegion, singleRegion } from "./parts/region/schema.ts";
import { downstreamSchema, sourceSchema } from "./parts/source/schema.ts";
import { trafficSchema } from "./parts/traffic/schema.ts";
import { choice, count, duration, fields, instant, positiveDuration, text, unsupported } from "./values/units.ts";

const simulate = fields("simulate", () => ({
  for: positiveDuration().describe("Length of the run in simulated time, above 0; required."),
  seed: count({ max: Number.MAX_SAFE_INTEGER }).prefault(1).describe("First seed of the random numbers; default 1."),
  repeat: count({ min: 1, max: 10_000 }).prefault(1).describe("Number of seeds, counting up from seed; default 1."),
  ignore: duration().prefault("0s").describe("Warm-up, left out of thresholds and summary; default 0."),
  bucket: positiveDuration()
    .optional()
    .describe("Width of one point of the series; default the smallest from 1s to 1h that gives at most 1000 points."),
  startsAt: instant()
    .optional()
    .describe("Moment in UTC at which the run starts; schedules with cron or at need it; default midnight."),
}));

const setting = z.record(z.string(), z.unknown());

const change = fields("a change", () => ({
  at: duration().describe("Moment of the run, from its start; required."),
  for: positiveDuration().optional().describe("It lasts this long and is then undone; default: to the end."),
  why: text().optional().describe("In your words, for the report."),
  set: setting.describe("Paths and their new values, as in { region.concurrency: 1500 }; required."),
}));

const threshold = z.union([
  text().describe("As in: checkout.throttles.rate < 0.1%"),
  fields("a threshold", () => ({
    that: text().describe("As in: checkout.throttles.rate < 0.1%. Required."),
    level: choice(["error", "warn"]).prefault("error").describe("Whether a miss fails the run; default error."),
    why: text().optional().describe("In your words, for the report."),
    ifEmpty: choice(["fail", "pass"]).prefault("fail").describe("Judgement without samples; default fail."),
  })),
]);

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
  region: singleRegion.prefault({}).describe("The AWS Region and its quota; default us-east-1 with 1000."),
  regions: z.record(z.string(), memberRegion).optional().describe("Several Regions by name, in place of region."),
  functions: z.record(z.string(), functionSchema).describe("Lambda functions by name; required."),
  sources: z.record(z.string(), sourceSchema).prefault({}).describe("What carries requests to functions, by name."),
  downstreams: z
    .record(z.string(), downstreamSchema)
    .prefault({})
    .describe("Limited services that functions call, by name."),
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

export type SimulateSpec = z.output<typeof simulate>;
export type ChangeSpec = z.output<typeof change>;
export type ThresholdSpec = z.output<typeof threshold>;

/** The parts of a scenario that are checked one by one, so that a mistake in one does not hide those in another. */
export const PARTS = {
  name: scenarioSchema.shape.name,
  description: scenarioSchema.shape.description,
  version: scenarioSchema.shape.version,
  simulate,
  singleRegion: scenarioSchema.shape.region,
  memberRegion,
  function: functionSchema,
  source: sourceSchema,
  downstream: downstreamSchema,
  traffic: trafficSchema,
  change,
  threshold,
  setting,
  tolerances: scenarioSchema.shape.tolerances,
  lesson: lessonSchema,
  cost: costSchema,
} as const;
