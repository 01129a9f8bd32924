/** Fields of the run: its length, its seeds, its resolution, and when it takes place. */
import type * as z from "zod";
import { count, duration, fields, instant, positiveDuration } from "../../values/units.ts";

export const simulate = fields("simulate", () => ({
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

export type SimulateSpec = z.output<typeof simulate>;
