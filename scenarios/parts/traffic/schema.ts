/** Fields of one entry of `traffic`: when requests arrive, and how the caller behaves. */
import * as z from "zod";
import {
  choice,
  count,
  duration,
  exponent,
  factor,
  fields,
  name,
  peakTime,
  positiveDuration,
  rate,
  text,
} from "../../values/units.ts";
import { client } from "../client/schema.ts";
import { trafficQuotas } from "../quotas/schema.ts";
import { invocationType, target } from "../source/target.ts";

const NAME = { what: "a name", pattern: /^[A-Za-z0-9_-]+$/, max: 128 };

const wave = fields("a wave", () => ({
  swing: rate().describe("The rate goes this far up and down; not above the lowest rate."),
  period: positiveDuration().describe("Time of one wave."),
}));

const phase = fields("a phase", () => ({
  name: name(NAME).optional().describe("Name for thresholds: `while peak`."),
  for: positiveDuration().describe("How long it lasts, above 0; required."),
  rate: rate().describe("Requests per time at its start, 0 or more; required."),
  rampTo: rate().optional().describe("The rate runs straight to this by the end; default: it stays."),
  wave: wave.optional().describe("A sine on top of the rate."),
}));

const daily = fields("a daily curve", () => ({
  low: rate().describe("Lowest rate of the sine, 0 or more; required."),
  high: rate().describe("Highest rate, not below low; required."),
  peakAt: peakTime().describe('When it is highest: a time of day in UTC ("08:05"), or a time in the run; required.'),
  period: positiveDuration().prefault("1d").describe("Time of one wave; default 1d."),
}));

const spikes = fields("spikes", () => ({
  at: z
    .union([duration(), z.array(duration())])
    .transform((at) => (Array.isArray(at) ? at : [at]))
    .describe("Moments of the run, one or a list; required."),
  count: count({ min: 1 }).describe("Requests at each moment, 1 or more; required."),
  within: duration().prefault("0s").describe("Spread over this time; default 0: all at once."),
}));

const trace = fields("a trace", () => ({
  file: text().describe("CSV file, relative to this one; required."),
  time: text().describe("Column with moments since the start of the run; required."),
  count: text().optional().describe("Column with the number of requests; default: each row is one request."),
  every: positiveDuration()
    .optional()
    .describe("With count: length of an interval; default the smallest step between rows."),
  scale: factor().optional().describe("With count: multiplies the counts, above 0; default 1."),
  duration: text().optional().describe("Column with the length of each request, in place of the function's run."),
  unit: choice(["us", "ms", "s", "m", "minute"])
    .optional()
    .describe("Unit of time and duration; default minute with count, else s."),
  where: z.record(z.string(), text()).optional().describe("Only rows whose columns have these values."),
  end: z.boolean().prefault(false).describe("With duration: time is when the request ended; default false."),
}));

const tenants = fields("tenants", () => ({
  count: count({ min: 1, max: 1_000_000 }).describe("Number of tenants, 1 to 1000000; required (TEN-1)."),
  skew: exponent({ min: 0, max: 10 })
    .prefault(0)
    .describe("Exponent of Zipf's law: tenant k sends 1/k^skew as much as the first; default 0, all alike."),
}));

export const trafficSchema = fields("a traffic entry", () => ({
  name: name(NAME).optional().describe("Name in results; default traffic-1, traffic-2 and so on."),
  into: name(NAME).optional().describe("Name of the source it goes into. Either this or invoke."),
  invoke: target().optional().describe("Function, or function:alias, invoked directly. Either this or into."),
  invocationType: invocationType()
    .optional()
    .describe("With invoke: RequestResponse waits for the answer, Event does not; default RequestResponse (ASY-1)."),
  arrivals: choice(["poisson", "regular"]).prefault("poisson").describe("At random or evenly spaced; default poisson."),
  phases: z.array(phase).optional().describe("Stretches of time, one after the other."),
  daily: daily.optional().describe("A sine with a period of a day."),
  spikes: spikes.optional().describe("Many requests at single moments."),
  trace: trace.optional().describe("A recorded trace."),
  tenants: tenants
    .optional()
    .describe("Whose requests these are; only to functions with tenancy, which share their numbering (TEN-1)."),
  ...trafficQuotas(),
  client: client.optional().describe("How a synchronous caller waits and retries (SDK-1 to SDK-11)."),
}));

export type TrafficSpec = z.output<typeof trafficSchema>;
export type PhaseSpec = z.output<typeof phase>;
export type TraceFields = z.output<typeof trace>;
