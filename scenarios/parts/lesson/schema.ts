/** A lesson: steps through a run that ask for a guess, show what happens, and offer one change to try. */
import * as z from "zod";
import { choice, count, duration, fields, text } from "../../values/units.ts";

/** Notable events of a run at which a lesson can stop. */
const STOP_EVENTS = [
  "throttling",
  "refusing",
  "spillover",
  "async-dropped",
  "downstream-rejecting",
  "provisioned",
  "change",
] as const;
/** What can be at its highest where a lesson stops. */
const STOP_PEAKS = ["requests", "busy", "throttles", "coldStarts", "queue"] as const;

/** Letters of the answers to a question. */
export const ANSWERS = ["a", "b", "c", "d"] as const;

const stop = fields("a stop", () => ({
  at: duration().optional().describe("This moment of the run; or say first or highest."),
  first: choice(STOP_EVENTS).optional().describe("Where the first event of this kind begins."),
  highest: choice(STOP_PEAKS).optional().describe("Where this is at its highest."),
  of: text().optional().describe("The function, downstream or traffic concerned; needed with first and highest."),
  after: duration().prefault("0s").describe("So much later than that; default 0."),
}));

const question = fields("a question", () => ({
  that: text().describe("What happens next? Required."),
  answers: z.array(text()).min(2).max(ANSWERS.length).describe("Two to four answers to guess from; required."),
  right: choice(ANSWERS).describe("The letter of the right one: a is the first. Required."),
  reveal: text().describe("What happens and why; {metric} and {now metric} stand for numbers of the run; required."),
  rules: z.array(text()).min(1).describe("Ids of the rules behind it; required."),
  holds: z
    .array(text())
    .min(1)
    .describe("Thresholds that show the answer to be right, of a variant as in `name: threshold`; required."),
}));

const step = fields("a step", () => ({
  look: text().describe("What to look at; may hold numbers of the run as {metric}; required."),
  stop: stop.optional().describe("The moment to stop at; default where the step before stood."),
  panel: count({ min: 1, max: 6 }).optional().describe("The panel to look at, 1 to 6."),
  function: text().optional().describe("The function whose charts are shown."),
  beside: z.array(text()).prefault([]).describe("Variants to show side by side with the base."),
  ask: question.optional().describe("What to guess before it is shown."),
}));

const attempt = fields("a change to try", () => ({
  variant: text().describe("The variant that makes the change; required."),
  say: text().describe("What is changed, and what to expect; required."),
  outcome: text().describe("What came of it; {base: metric} is the number before; required."),
  holds: z.array(text()).min(1).describe("Thresholds that the variant meets and the base does not; required."),
}));

export const lessonSchema = fields("a lesson", () => ({
  number: count({ min: 1 }).describe("Its place in the course, from 1; required."),
  title: text().describe("What is learnt, in a few words; required."),
  steps: z.array(step).min(1).describe("One thing to look at after the other; required."),
  try: attempt.describe("The one change to try at the end; required."),
}));

export type LessonSpec = z.output<typeof lessonSchema>;
