/** A bus whose rules push events. */
import type { SourceType } from "./source.ts";

export const EVENTBRIDGE = {
  type: "eventbridge",
  invocation: "Event",
  acts: false,
  tenants: false,
  takesRecords: true,
  destinations: ["onSuccess", "onFailure"],
  keepsChain: false,
  // OQS-13, MOD: AWS says nothing.
  acceptMs: [10, 10],
  metrics: [],
  charges: [],
  dimension: "EventBusName",
} as const satisfies SourceType;
