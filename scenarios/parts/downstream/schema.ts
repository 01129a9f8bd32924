/** Fields of downstreams: limited services that functions call. */
import * as z from "zod";
import { distribution } from "../../values/distribution.ts";
import { CHANGE, choice, count, duration, fields, positiveRate, WHOLE, WITHIN } from "../../values/units.ts";

const latency = () => distribution().describe("Time of one call once it has a place; a distribution; required.");
const whenFull = () => choice(["wait", "error"]);
const maxWait = () =>
  duration()
    .optional()
    .describe("With whenFull: wait, a call that waited this long fails; default 30s, as connection pools have it.");

export const downstreamSchema = z
  .discriminatedUnion("type", [
    fields("a pool", () => ({
      type: z.literal("pool"),
      size: count({ min: 1 }).describe("Calls at once at most, 1 or more; required.").register(CHANGE, WHOLE),
      latency: latency().register(CHANGE, WHOLE),
      whenFull: whenFull()
        .prefault("wait")
        .describe("What a call does when all places are taken; default wait.")
        .register(CHANGE, WHOLE),
      maxWait: maxWait().register(CHANGE, WHOLE),
    })),
    fields("a rate-limited downstream", () => ({
      type: z.literal("rate"),
      limit: positiveRate().describe("Calls per second at most, above 0; required.").register(CHANGE, WHOLE),
      burst: count({ min: 1 })
        .optional()
        .describe("Calls that may come at once; default one second of `limit`.")
        .register(CHANGE, WHOLE),
      latency: latency().register(CHANGE, WHOLE),
      whenFull: whenFull()
        .prefault("error")
        .describe("What a call above the limit does; default error.")
        .register(CHANGE, WHOLE),
      maxWait: maxWait().register(CHANGE, WHOLE),
    })),
  ])
  .register(CHANGE, WITHIN);

/** Downstreams that the format defines and this version does not simulate. */
export const LATER_DOWNSTREAMS: readonly string[] = ["dynamodb", "aurora", "rds-proxy"];

export type DownstreamSpec = z.output<typeof downstreamSchema>;
