/** A type of source in a scenario: its fields, and what becomes of them. */
import * as z from "zod";
import type { SourceConfig, SourceTypeName } from "../../sim/index.ts";
import { target } from "../parts/source/target.ts";
import { type DistributionSpec, distribution } from "../values/distribution.ts";
import { fields } from "../values/units.ts";

/** What is known where a source is built. */
export interface SourceContext {
  readonly name: string;
  /** A law of time that the source has under this field. */
  law(field: string, of: DistributionSpec): SourceConfig["delivery"];
}

export interface SourcePart<Schema extends z.ZodType> {
  readonly schema: Schema;
  build(spec: z.output<Schema>, context: SourceContext): SourceConfig;
}

/** Infers the schema, so that `build` has its fields. */
export const sourcePart = <Schema extends z.ZodType>(part: SourcePart<Schema>): SourcePart<Schema> => part;

export const invokes = () => target().describe("Function, or function:alias, that it invokes.");

interface Push {
  readonly delivery: unknown;
  /** Its default in words, with the rule. */
  readonly rule: string;
  readonly accepts: string;
}

const pushSchema = <const Type extends SourceTypeName>(type: Type, what: string, { delivery, rule, accepts }: Push) =>
  fields(what, () => ({
    type: z.literal(type),
    invokes: invokes(),
    delivery: distribution()
      .prefault(delivery as never)
      .describe(`From the event to the accepted asynchronous invocation; a distribution; ${rule}.`),
    accept: distribution()
      .optional()
      .describe(`How long a call takes that puts a record in; a distribution; default ${accepts} (OQS-13).`),
  }));

/** INV-2: what pushes its events into the asynchronous queue. */
export const push = <const Type extends SourceTypeName>(of: Type, what: string, how: Push) =>
  sourcePart({
    schema: pushSchema(of, what, how),
    build: ({ type, invokes, delivery, accept }, { name, law }) => {
      const accepting = accept === undefined ? {} : { accept: law("accept", accept) };
      return { name, type, delivery: law("delivery", delivery), invokes, ...accepting };
    },
  });
