/** Every type of source that a scenario may have: one file for each, and one line here. */
import * as z from "zod";
import { type SourceConfig, type SourceTypeName, sourceType } from "../../sim/index.ts";
import { direct } from "./direct.ts";
import { eventbridge } from "./eventbridge.ts";
import { s3 } from "./s3.ts";
import { sns } from "./sns.ts";
import type { SourceContext, SourcePart } from "./source.ts";

const PARTS = { direct, s3, sns, eventbridge } as const satisfies Record<SourceTypeName, unknown>;

type Schema = (typeof PARTS)[SourceTypeName]["schema"];
export type SourceSpec = z.output<Schema>;

const schemas: Schema[] = Object.values(PARTS).map(({ schema }) => schema);

export const sourceSchema = z.discriminatedUnion("type", schemas as [Schema, ...Schema[]]);

/** As the run has it. */
export function buildSource(spec: SourceSpec, context: SourceContext): SourceConfig {
  const part = PARTS[spec.type] as SourcePart<z.ZodType<SourceSpec>>;
  return part.build(spec, context);
}

/** How what goes into it invokes: a caller of a direct source says so itself (ASY-1), the others have their own way. */
export const invocationOf = (spec: SourceSpec): "RequestResponse" | "Event" =>
  "invocationType" in spec ? spec.invocationType : (sourceType(spec.type).invocation ?? "RequestResponse");

/** For hints: a type, and a type that a run can put records into. */
export const EXAMPLE_SOURCES = { any: "s3", takesRecords: "sns" } as const satisfies Record<string, SourceTypeName>;

/** Types that the format defines and this version does not simulate (INV-1, INV-3, INV-4). */
export const LATER_SOURCES: readonly string[] = [
  "sqs",
  "kinesis",
  "dynamodb",
  "dynamodb-streams",
  "http-api",
  "rest-api",
  "api-gateway",
  "websocket-api",
  "alb",
  "function-url",
  "scheduler",
  "schedule",
  "kafka",
  "msk",
  "mq",
  "amazon-mq",
  "documentdb",
  "step-functions",
  "pipes",
  "cognito",
  "firehose",
  "lex",
  "connect",
  "vpc-lattice",
  "s3-batch",
  "logs",
  "codecommit",
  "codepipeline",
  "config",
  "iot",
  "ses",
  "cloudformation",
];
