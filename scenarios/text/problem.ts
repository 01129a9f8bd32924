/** A mistake in what the user wrote: where it stands, what is wrong, what to do. */

export interface Problem {
  /** Stable and searchable, for instance "unknown-key". */
  readonly id: string;
  readonly severity: "error" | "warning";
  /** What is wrong, with the value found and the rule if there is one. */
  readonly text: string;
  /** What to do about it; may be empty. */
  readonly hint: string;
  /** As the user named it; "--set" or "--var" for a flag. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** Characters to underline, at least 1. */
  readonly length: number;
  /** `functions.checkout.reserved`, or "" for the whole file. */
  readonly path: string;
  /** The line itself, for showing; "" when there is none. */
  readonly source: string;
  /** For a mistake in a parent: the `extends` line that pulled it in, as "file:line". */
  readonly pulledInBy?: string;
  /** Further lines worth showing: the fields allowed here and the like. */
  readonly notes?: readonly string[];
}

/** One threshold as the user wrote it. `reports` gives it meaning. */
export interface ThresholdText {
  /** "checkout.throttles.rate < 0.1%". */
  readonly that: string;
  readonly level: "error" | "warn";
  readonly why: string;
  readonly ifEmpty: "fail" | "pass";
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A change too small to matter, as the user wrote it: "checkout.latency.p99: 5%". `reports` gives it meaning. */
export interface ToleranceText {
  readonly metric: string;
  readonly value: string;
  /** Where the metric stands. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
