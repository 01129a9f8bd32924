/** A bucket that tells a function of its objects. */
import type { SourceType } from "./source.ts";

export const S3 = {
  type: "s3",
  invocation: "Event",
  acts: false,
  tenants: false,
  takesRecords: true,
  destinations: ["onFailure"],
  keepsChain: true,
  // S3R-2.
  acceptMs: [100, 200],
  metrics: [],
  charges: [],
  dimension: "BucketName",
} as const satisfies SourceType;
