/** `type: direct`: callers that invoke the function themselves. */
import * as z from "zod";
import { invocationType } from "../parts/source/target.ts";
import { NO_TIME } from "../values/distribution.ts";
import { fields } from "../values/units.ts";
import { invokes, sourcePart } from "./source.ts";

export const direct = sourcePart({
  schema: fields("a direct source", () => ({
    type: z.literal("direct"),
    invokes: invokes(),
    invocationType: invocationType()
      .prefault("RequestResponse")
      .describe("RequestResponse waits for the answer, Event does not; default RequestResponse (ASY-1)."),
  })),
  build: ({ type }, { name }) => ({ name, type, delivery: NO_TIME }),
});
