/** What a reader of a run would want to jump to. */
import type { SubjectKind } from "./metrics/metric.ts";

/** By kind, what such an event is about; null: the run as a whole. */
export const NOTABLE = {
  throttling: "function",
  refusing: "function",
  spillover: "function",
  "async-dropped": "function",
  "downstream-rejecting": "downstream",
  provisioned: "function",
  managed: "function",
  deployment: "function",
  change: null,
  phase: "phase",
} as const satisfies Record<string, SubjectKind | "phase" | null>;
export type NotableKind = keyof typeof NOTABLE;
