/** A topic that pushes its messages. */
import type { SourceType } from "./source.ts";

export const SNS = {
  type: "sns",
  invocation: "Event",
  acts: false,
  tenants: false,
  takesRecords: true,
  destinations: ["onSuccess", "onFailure", "deadLetter"],
  keepsChain: true,
  // OQS-13, MOD: AWS says nothing.
  acceptMs: [10, 10],
  metrics: [],
  charges: [],
  dimension: "TopicName",
} as const satisfies SourceType;
