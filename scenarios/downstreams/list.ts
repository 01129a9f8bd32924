/** Every type of downstream that a scenario may have: one file for each, and one line here. */
import * as z from "zod";
import type { DownstreamConfig } from "../../sim/index.ts";
import { CHANGE, WITHIN } from "../values/units.ts";
import type { DownstreamPart } from "./downstream.ts";
import { pool } from "./pool.ts";
import { rate } from "./rate.ts";

type TypeName = DownstreamConfig["limit"]["kind"];

const PARTS = { pool, rate } as const satisfies Record<TypeName, unknown>;

type Schema = (typeof PARTS)[TypeName]["schema"];
export type DownstreamSpec = z.output<Schema>;

const schemas: Schema[] = Object.values(PARTS).map(({ schema }) => schema);

export const downstreamSchema = z.discriminatedUnion("type", schemas as [Schema, ...Schema[]]).register(CHANGE, WITHIN);

/** What limits it, as the run has it. */
export function limitOf(spec: DownstreamSpec): DownstreamConfig["limit"] {
  const part = PARTS[spec.type] as DownstreamPart<z.ZodType<DownstreamSpec>>;
  return part.limit(spec);
}

/** For hints: a type that anybody may take. */
export const EXAMPLE_DOWNSTREAM: TypeName = "pool";

/** Downstreams that the format defines and this version does not simulate. */
export const LATER_DOWNSTREAMS: readonly string[] = ["dynamodb", "aurora", "rds-proxy"];
