/** `type: pool`: a service that takes so many calls at once. */
import { CHANGE, count, WHOLE } from "../values/units.ts";
import { downstreamFields, downstreamPart } from "./downstream.ts";

export const pool = downstreamPart({
  schema: downstreamFields({
    type: "pool",
    what: "a pool",
    own: () => ({
      size: count({ min: 1 }).describe("Calls at once at most, 1 or more; required.").register(CHANGE, WHOLE),
    }),
    whenFull: "wait",
    doc: "What a call does when all places are taken",
  }),
  limit: ({ type, size }) => ({ kind: type, size }),
});
