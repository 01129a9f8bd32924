/** A lesson on paper: what it looks at, asks and answers, for a class or a screen reader. */

import { clock } from "../../reports/words/numbers.ts";
import { flow } from "../../reports/words/table.ts";
import type { Lesson } from "../../scenarios/index.ts";
import { RULES } from "../../sim/index.ts";
import type { Paint } from "../library/text.ts";
import { printable } from "../library/text.ts";
import type { LessonPage } from "./lesson.ts";

export const LETTERS = ["a", "b", "c", "d"] as const;

interface Paper {
  readonly width: number;
  readonly paint: Paint;
}

/** Lines end with "\n", the last one too. */
export function lessonText(lesson: Lesson, pages: readonly LessonPage[], { width, paint }: Paper): string {
  const title = paint("bold", `Lesson ${lesson.number}: ${lesson.title}`);
  const blocks = pages.map((page) => pageLines(page, { width, paint }).join("\n"));
  return `${[title, ...blocks].join("\n\n")}\n`;
}

const HEADS: Readonly<Record<LessonPage["kind"], string>> = {
  look: "Look",
  ask: "Guess",
  reveal: "Answer",
  try: "Try",
  outcome: "Outcome",
};

function pageLines({ kind, atMs, text, answers, right, rules }: LessonPage, { width, paint }: Paper): string[] {
  const at = kind === "look" || kind === "ask" ? ` (at ${clock(atMs)})` : "";
  const letter = right === null ? "" : `${LETTERS[right]}. ${answers[right]}. `;
  return [
    paint("bold", `${HEADS[kind]}${at}`),
    ...wrap(letter + text, width),
    ...(right === null ? answers.map((answer, i) => indent(`${LETTERS[i]}  ${printable(answer)}`)) : []),
    ...rules.flatMap((id) => wrap(`${id}: ${meaningOf(id)}`, width - 2).map((line) => paint("dim", indent(line)))),
  ];
}

/** A paragraph, broken between words. */
const wrap = (text: string, width: number): string[] => flow(printable(text).split(/\s+/), " ", width);

const indent = (line: string): string => `  ${line}`;

/** The one-line meaning of a rule. */
export const meaningOf = (id: string): string => RULES.find((rule) => rule.id === id)?.meaning ?? "";
