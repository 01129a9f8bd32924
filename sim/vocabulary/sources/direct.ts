/** Callers that name the function themselves, with AWS's SDK or a function URL of their own. */
import type { SourceType } from "./source.ts";

export const DIRECT = {
  type: "direct",
  invocation: null,
  acts: false,
  tenants: true,
  takesRecords: false,
  destinations: [],
  keepsChain: false,
  acceptMs: [0, 0],
  metrics: [],
  charges: [],
  dimension: "Source",
} as const satisfies SourceType;
