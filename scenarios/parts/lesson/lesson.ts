/** The lesson of a scenario: what must fit together in it, and what `burstlab teach` gets of it. */
import { RULES, toMs } from "../../../sim/index.ts";
import type { Checked } from "../../checked.ts";
import type { Findings } from "../../text/findings.ts";
import type { ThresholdText } from "../../text/problem.ts";
import { type Path, spotOf } from "../../text/tree.ts";
import { didYouMean, shown } from "../../text/words.ts";
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

/** Names that do not exist, answers and moments that contradict each other. */
export function examineLesson(checked: Checked, findings: Findings): void {
  const { lesson } = checked;
  if (lesson === null) return;
  const examiner = new LessonExaminer(checked, findings);
  for (const [index, step] of lesson.steps.entries()) examiner.step(step, ["lesson", "steps", index]);
  examiner.variant(lesson.try.variant, ["lesson", "try", "variant"]);
  if (lesson.steps.every(({ ask }) => ask === undefined)) examiner.noQuestion();
}

class LessonExaminer {
  readonly #checked: Checked;
  readonly #findings: Findings;

  constructor(checked: Checked, findings: Findings) {
    this.#checked = checked;
    this.#findings = findings;
  }

  step({ stop, function: name, beside, ask }: LessonSpec["steps"][number], path: Path): void {
    if (stop !== undefined) this.#stop(stop, [...path, "stop"]);
    if (name !== undefined) this.#known("function", name, namesOf(this.#checked.functions), [...path, "function"]);
    for (const [index, variant] of beside.entries()) this.variant(variant, [...path, "beside", index]);
    if (ask === undefined) return;
    const answers = ANSWERS.slice(0, ask.answers.length);
    this.#known("answer", ask.right, answers, [...path, "ask", "right"]);
    const ids = RULES.map(({ id }) => id);
    for (const [index, id] of ask.rules.entries()) this.#known("rule", id, ids, [...path, "ask", "rules", index]);
  }

  variant(name: string, path: Path): void {
    this.#known("variant", name, this.#checked.variants, path);
  }

  noQuestion(): void {
    const text = "the lesson asks nothing, so that nothing can be guessed";
    this.#error("missing-field", ["lesson", "steps"], text, "give one of its steps an `ask`");
  }

  #stop(stop: StopSpec, path: Path): void {
    const { functions, downstreams, traffic, simulate } = this.#checked;
    const given = [stop.at, stop.first, stop.highest].filter((one) => one !== undefined);
    const { path: where } = spotOf(this.#checked.tree, path);
    if (given.length !== 1) {
      this.#error("pick-one", path, `${where} needs one of at, first and highest`, "say where in the run to stop");
      return;
    }
    if (stop.at !== undefined && simulate !== null && stop.at > simulate.for) {
      const hint = "use an earlier moment, or lengthen simulate.for";
      this.#error("after-the-end", [...path, "at"], `${where}.at is when the run has ended`, hint);
    }
    if (stop.at !== undefined) return;
    if (stop.of === undefined) {
      this.#error("missing-field", path, `${where} does not say whose`, "name a function under `of`");
      return;
    }
    const named = namesOf([...functions, ...downstreams]);
    const callers = traffic.flatMap(({ spec }) => (spec?.name === undefined ? [] : [spec.name]));
    const names = stop.highest === undefined ? [...named, ...callers] : namesOf(functions);
    this.#known(stop.highest === undefined ? "subject" : "function", stop.of, names, [...path, "of"]);
  }

  #known(what: string, name: string, known: readonly string[], path: Path): void {
    if (known.includes(name)) return;
    this.#error("unknown-name", path, `there is no ${what} '${shown(name)}'`, didYouMean(name, known));
  }

  #error(id: Parameters<Findings["error"]>[0], path: Path, text: string, hint: string): void {
    this.#findings.error(id, spotOf(this.#checked.tree, path), { text, hint });
  }
}

const namesOf = (parts: readonly { readonly name: string }[]): string[] => parts.map(({ name }) => name);

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
