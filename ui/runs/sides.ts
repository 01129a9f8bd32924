/** What a comparison is between: scenarios to run and results on file, side by side. */
import type { CompareSide } from "../../reports/index.ts";
import type { Planned } from "./opening.ts";

/** One scenario and variant of one side. */
export interface Entry {
  readonly name: string;
  readonly file: string;
  readonly variant: string;
  /** To run; null for what is on file. */
  readonly plan: Planned | null;
  readonly stored: CompareSide | null;
}

export interface Side {
  readonly label: string;
  /** Of a revision: what people call it, or null for the files as they lie there. */
  readonly revision: string | null;
  readonly entries: readonly Entry[];
}

/** What belongs together; one of the two may be missing. */
export interface Pair {
  readonly base: Entry | null;
  readonly head: Entry | null;
}
