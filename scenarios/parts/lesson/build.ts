/** The lesson of a scenario as `burstlab teach` gets it. */
import { toMs } from "../../../sim/index.ts";
import type { Checked } from "../../checked.ts";
import type { ThresholdText } from "../../text/problem.ts";
import { type Path, spotOf } from "../../text/tree.ts";
import { ANSWERS, type LessonSpec } from "./schema.ts";

type StopSpec = NonNullable<LessonSpec["steps"][number]["stop"]>;

/** The moment to stop at: given, or found in the run. */
export type LessonStop =
  | { readonly kind: "at"; readonly atMs: number }
  | {
      readonly kind: "first" | "highest";
      /** Kind of event, or what is at its highest. */
      readonly what: string;
      /** Function, downstream or traffic concerned. */
      readonly of: string;
      readonly afterMs: number;
    };

export interface LessonQuestion {
  readonly that: string;
  readonly answers: readonly string[];
  /** Index of the right one. */
  readonly right: number;
  readonly reveal: string;
  readonly rules: readonly string[];
  readonly holds: readonly ThresholdText[];
}

export interface LessonStep {
  readonly look: string;
  /** Null: where the step before stood. */
  readonly stop: LessonStop | null;
  readonly panel: number | null;
  readonly function: string | null;
  readonly beside: readonly string[];
  readonly ask: LessonQuestion | null;
}

export interface Lesson {
  readonly number: number;
  readonly title: string;
  readonly steps: readonly LessonStep[];
  readonly try: {
    readonly variant: string;
    readonly say: string;
    readonly outcome: string;
    readonly holds: readonly ThresholdText[];
  };
}

/** As it is shown: moments in ms, answers by index, and every claim with the line that it stands on. */
export function lessonOf({ lesson, tree }: Checked): Lesson | null {
  if (lesson === null) return null;
  const claims = (texts: readonly string[], path: Path): ThresholdText[] =>
    texts.map((that, index) => {
      const { file, line, column } = spotOf(tree, [...path, index]).place;
      return { that, level: "error", why: "", ifEmpty: "fail", file, line, column };
    });
  return {
    number: lesson.number,
    title: lesson.title,
    steps: lesson.steps.map(({ look, stop, panel, function: name, beside, ask }, index) => ({
      look,
      stop: stop === undefined ? null : stopOf(stop),
      panel: panel ?? null,
      function: name ?? null,
      beside,
      ask:
        ask === undefined
          ? null
          : {
              ...ask,
              right: ANSWERS.indexOf(ask.right),
              holds: claims(ask.holds, ["lesson", "steps", index, "ask", "holds"]),
            },
    })),
    try: { ...lesson.try, holds: claims(lesson.try.holds, ["lesson", "try", "holds"]) },
  };
}

function stopOf({ at, first, highest, of = "", after }: StopSpec): LessonStop {
  if (at !== undefined) return { kind: "at", atMs: toMs(at) + toMs(after) };
  const kind = first === undefined ? "highest" : "first";
  return { kind, what: first ?? highest ?? "", of, afterMs: toMs(after) };
}
