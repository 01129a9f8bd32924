/** What must fit together in a lesson: names that exist, answers and moments that do not contradict each other. */
import { RULES } from "../../../sim/index.ts";
import type { Checked } from "../../checked.ts";
import type { Report } from "../../text/report.ts";
import type { Path } from "../../text/tree.ts";
import { didYouMean, shown } from "../../text/words.ts";
import type { PartRules } from "../part.ts";
import { ANSWERS, type LessonSpec } from "./schema.ts";

type StepSpec = LessonSpec["steps"][number];
type StopSpec = NonNullable<StepSpec["stop"]>;

function ofScenario(checked: Checked, report: Report): void {
  const { lesson } = checked;
  if (lesson === null) return;
  for (const [index, each] of lesson.steps.entries()) step(each, ["lesson", "steps", index], checked, report);
  lookup(report)("variant", lesson.try.variant, checked.variants, ["lesson", "try", "variant"]);
  if (lesson.steps.every(({ ask }) => ask === undefined)) noQuestion(report);
}

function step({ stop, function: name, beside, ask }: StepSpec, path: Path, checked: Checked, report: Report): void {
  const names = lookup(report);
  if (stop !== undefined) stopping(stop, [...path, "stop"], checked, report);
  if (name !== undefined) names("function", name, namesOf(checked.functions), [...path, "function"]);
  for (const [index, variant] of beside.entries())
    names("variant", variant, checked.variants, [...path, "beside", index]);
  if (ask === undefined) return;
  const answers = ANSWERS.slice(0, ask.answers.length);
  names("answer", ask.right, answers, [...path, "ask", "right"]);
  const ids = RULES.map(({ id }) => id);
  for (const [index, id] of ask.rules.entries()) names("rule", id, ids, [...path, "ask", "rules", index]);
}

function noQuestion(report: Report): void {
  const text = "the lesson asks nothing, so that nothing can be guessed";
  const spot = report.spot(["lesson", "steps"]);
  report.errorAt("missing-field", spot, { text, hint: "give one of its steps an `ask`" });
}

function stopping(stop: StopSpec, path: Path, checked: Checked, report: Report): void {
  const { functions, downstreams, traffic, simulate } = checked;
  const given = [stop.at, stop.first, stop.highest].filter((one) => one !== undefined);
  if (given.length !== 1) {
    const message = { text: "needs one of at, first and highest", hint: "say where in the run to stop" };
    report.error("pick-one", path, message);
    return;
  }
  if (stop.at !== undefined && simulate !== null && stop.at > simulate.for) {
    const hint = "use an earlier moment, or lengthen simulate.for";
    report.error("after-the-end", [...path, "at"], { text: "is when the run has ended", hint });
  }
  if (stop.at !== undefined) return;
  if (stop.of === undefined) {
    report.error("missing-field", path, { text: "does not say whose", hint: "name a function under `of`" });
    return;
  }
  const named = namesOf([...functions, ...downstreams]);
  const callers = traffic.flatMap(({ spec }) => (spec?.name === undefined ? [] : [spec.name]));
  const known = stop.highest === undefined ? [...named, ...callers] : namesOf(functions);
  lookup(report)(stop.highest === undefined ? "subject" : "function", stop.of, known, [...path, "of"]);
}

/** Tells of a name that is not among the known ones. */
const lookup =
  (report: Report) =>
  (what: string, name: string, known: readonly string[], path: Path): void => {
    if (known.includes(name)) return;
    const message = { text: `there is no ${what} '${shown(name)}'`, hint: didYouMean(name, known) };
    report.errorAt("unknown-name", report.spot(path), message);
  };

const namesOf = (parts: readonly { readonly name: string }[]): string[] => parts.map(({ name }) => name);

export const lessonRules: PartRules = { ofScenario };
