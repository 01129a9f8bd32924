/** What there is to show: the run on the screen, the one being simulated, and what is wrong with the file. */
import type { Problem } from "../../scenarios/index.ts";
import type { Recording } from "./recording.ts";

export interface Show {
  readonly scenario: string;
  /** Of the recording; before the first one, of the run that is awaited. */
  readonly variant: string;
  readonly variants: readonly string[];
  /** Null as long as the file could not be read. */
  readonly seed: number | null;
  readonly recording: Recording | null;
  /** How many functions the table will have, known before the first recording. */
  readonly functions: number;
  /** The run in the worker, and the share of its time that is done; null when none runs. */
  readonly computing: { readonly variant: string; readonly done: number } | null;
  /** Of the file as it is now; while there are any, the last good recording stays. */
  readonly problems: readonly Problem[];
  /** Our own bug, met while simulating: the dashboard ends with it. */
  readonly failure: Error | null;
}
