/** `type: rate`: a service that takes so many calls over time. */
import { CHANGE, count, positiveRate, WHOLE } from "../values/units.ts";
import { downstreamFields, downstreamPart } from "./downstream.ts";

export const rate = downstreamPart({
  schema: downstreamFields({
    type: "rate",
    what: "a rate-limited downstream",
    own: () => ({
      limit: positiveRate().describe("Calls per second at most, above 0; required.").register(CHANGE, WHOLE),
      burst: count({ min: 1 })
        .optional()
        .describe("Calls that may come at once; default one second of `limit`.")
        .register(CHANGE, WHOLE),
    }),
    whenFull: "error",
    doc: "What a call above the limit does",
  }),
  limit: ({ type, limit, burst }) => ({
    kind: type,
    perSecond: limit,
    burst: burst ?? Math.max(1, Math.ceil(limit)),
  }),
});
