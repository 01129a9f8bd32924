/** A type of downstream in a scenario: its own fields beside those of all downstreams, and what limits it. */
import * as z from "zod";
import type { DownstreamConfig } from "../../sim/index.ts";
import { distribution } from "../values/distribution.ts";
import { CHANGE, choice, duration, fields, WHOLE } from "../values/units.ts";

export interface DownstreamPart<Schema extends z.ZodType> {
  readonly schema: Schema;
  limit(spec: z.output<Schema>): DownstreamConfig["limit"];
}

/** Infers the schema, so that `limit` has its fields. */
export const downstreamPart = <Schema extends z.ZodType>(part: DownstreamPart<Schema>): DownstreamPart<Schema> => part;

interface Of<Type extends string, Own extends z.ZodRawShape> {
  readonly type: Type;
  /** As a sentence names it: "a pool". */
  readonly what: string;
  /** Its own fields. */
  readonly own: () => Own;
  readonly whenFull: "wait" | "error";
  /** What is done when it is full: a sentence for the documentation, without the default. */
  readonly doc: string;
}

/** Its own fields, then those of all. */
export const downstreamFields = <const Type extends string, Own extends z.ZodRawShape>(of: Of<Type, Own>) =>
  fields(of.what, () => ({
    type: z.literal(of.type),
    ...of.own(),
    latency: distribution()
      .describe("Time of one call once it has a place; a distribution; required.")
      .register(CHANGE, WHOLE),
    whenFull: choice(["wait", "error"])
      .prefault(of.whenFull)
      .describe(`${of.doc}; default ${of.whenFull}.`)
      .register(CHANGE, WHOLE),
    maxWait: duration()
      .optional()
      .describe("With whenFull: wait, a call that waited this long fails; default 30s, as connection pools have it.")
      .register(CHANGE, WHOLE),
  }));
