/** What there is to show: the run on the screen, those beside it, the one being simulated, mistakes in the file. */
import type { Field, Problem } from "../../scenarios/index.ts";
import type { LessonPage } from "../lessons/lesson.ts";
import type { Recording } from "./recording.ts";

/** One run of the scenario that can be looked at. */
export interface Take {
  /** "base", the name of a variant, or what was changed: "checkout.reserved=400". */
  readonly label: string;
  readonly recording: Recording;
}

/** A lesson whose runs are all there. */
export interface LessonShow {
  readonly number: number;
  readonly title: string;
  readonly pages: readonly LessonPage[];
}

export interface Show {
  readonly scenario: string;
  /** Of the recording; before the first one, of the run that is awaited. */
  readonly variant: string;
  /** Labels of all that `v` turns to, simulated yet or not. */
  readonly variants: readonly string[];
  /** Null as long as the file could not be read. */
  readonly seed: number | null;
  readonly recording: Recording | null;
  /** The run that was on the screen before a what-if, shown beside it; null when a run is looked at alone. */
  readonly beside: Take | null;
  /** Every run made of the file as it is, in the order of `variants`. */
  readonly takes: readonly Take[];
  /** How many functions the table will have, known before the first recording. */
  readonly functions: number;
  /** The run in the worker, and the share of its time that is done; null when none runs. */
  readonly computing: { readonly variant: string; readonly done: number } | null;
  /** Of the file as it is now; while there are any, the last good recording stays. */
  readonly problems: readonly Problem[];
  /** What a what-if can change. */
  readonly fields: readonly Field[];
  /** What a shell needs to show this run again. */
  readonly command: string;
  /** Null without a lesson, and as long as its runs are not all there. */
  readonly lesson: LessonShow | null;
  /** Our own bug, met while simulating: the dashboard ends with it. */
  readonly failure: Error | null;
}

/** What is known of a show before its file has been read. */
interface Announced {
  readonly file: string;
  readonly variant: string;
  readonly seed: number | null;
}

export const blankShow = ({ file, variant, seed }: Announced): Show => ({
  scenario: file.replace(/^.*[/\\]/, "").replace(/\.burst\.ya?ml$/, ""),
  variant,
  variants: [],
  seed,
  recording: null,
  beside: null,
  takes: [],
  functions: 1,
  computing: null,
  problems: [],
  fields: [],
  command: "",
  lesson: null,
  failure: null,
});
