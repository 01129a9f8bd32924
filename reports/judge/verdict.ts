/** The judgement of one threshold. */

/** One threshold as the user wrote it; `scenarios` finds it, this folder gives it meaning. */
export interface ThresholdSource {
  readonly that: string;
  readonly level: "error" | "warn";
  readonly why: string;
  readonly ifEmpty: "fail" | "pass";
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Verdict {
  that: string;
  level: "error" | "warn";
  passed: boolean;
  /** Mean over the seeds, in the metric's own unit (ms for times, 0..1 for shares); null without samples. */
  value: number | null;
  /** 95 % interval of that mean (Student's t over seeds); null with one seed. */
  interval: [number, number] | null;
  /** Samples behind the value, mean over seeds. */
  samples: number;
  /** "judged", "no samples", or "compare only" for a threshold on `base`. */
  state: "judged" | "empty" | "compare-only";
  unit: "ms" | "share" | "count" | "perSecond" | "usd";
  why: string;
  file: string;
  line: number;
  column: number;
}
