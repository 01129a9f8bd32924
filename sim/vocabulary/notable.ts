/** What a reader of a run would want to jump to. */
export const NOTABLE_KINDS = [
  "throttling",
  "refusing",
  "spillover",
  "async-dropped",
  "downstream-rejecting",
  "provisioned",
  "managed",
  "deployment",
  "change",
  "phase",
] as const;
export type NotableKind = (typeof NOTABLE_KINDS)[number];
