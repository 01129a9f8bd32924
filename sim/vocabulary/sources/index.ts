/** Every type of source, by the name that scenarios write. */
import { DIRECT } from "./direct.ts";
import { EVENTBRIDGE } from "./eventbridge.ts";
import { S3 } from "./s3.ts";
import { SNS } from "./sns.ts";
import type { SourceType } from "./source.ts";

export const SOURCE_TYPES = {
  direct: DIRECT,
  s3: S3,
  sns: SNS,
  eventbridge: EVENTBRIDGE,
} as const satisfies Readonly<Record<string, SourceType>>;

export type SourceTypeName = keyof typeof SOURCE_TYPES;

/** What is known of a type. */
export const sourceType = (name: SourceTypeName): SourceType => SOURCE_TYPES[name];
