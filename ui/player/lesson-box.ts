/** The box of a lesson: what to look at, what to guess, what came of it, what to try. */
import type { LessonPage } from "../lessons/lesson.ts";
import { LETTERS, meaningOf } from "../lessons/lesson-text.ts";
import { key, type Line, line, type Span, span, wrapped } from "./drawing/line.ts";
import type { Symbols } from "./drawing/symbols.ts";
import { pageOf } from "./film.ts";
import type { FrameInput } from "./frame-input.ts";
import { type PanelContent, pointerSpan } from "./panels/panel.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

type Input = Pick<FrameInput, "show" | "view" | "symbols">;

export function lessonLines({ show, view, symbols }: Input, { width, height }: Size): PanelContent {
  const { lesson } = show;
  const at = view.lesson?.page ?? 0;
  const page = pageOf(show, view);
  if (lesson === null || page === null) return { title: "lesson", remark: [], lines: [] };
  const guess = view.lesson?.guess ?? null;
  const below = [[], keysOf(page, guess)];
  const body = bodyOf(page, { guess, width, symbols }).slice(0, height - below.length);
  return {
    title: `lesson ${String(lesson.number)}: ${lesson.title}`,
    remark: line(`step ${String(at + 1)} of ${String(lesson.pages.length)}`),
    lines: [...body, ...Array.from({ length: height - below.length - body.length }, () => []), ...below],
  };
}

interface Body {
  readonly guess: number | null;
  readonly width: number;
  readonly symbols: Symbols;
}

function bodyOf(page: LessonPage, { guess, width, symbols }: Body): Line[] {
  const { kind, text, answers, right, rules } = page;
  if (kind === "ask") {
    return [
      ...wrapped(text, width).map((part) => line(part)),
      [],
      ...answers.map((answer, i) => answerLine(answer, i, { chosen: guess === i, symbols })),
    ];
  }
  const verdict =
    right === null ? [] : [line(`${LETTERS[right] ?? ""}. ${answers[right] ?? ""}`, { bold: true, color: "green" })];
  return [
    ...verdict,
    ...wrapped(text, width).map((part) => line(part)),
    ...(rules.length === 0 ? [] : [[]]),
    ...rules.flatMap((id) => wrapped(`${id}: ${meaningOf(id)}`, width).map((part) => line(part, { dim: true }))),
  ];
}

function answerLine(
  answer: string,
  i: number,
  { chosen, symbols }: { readonly chosen: boolean; readonly symbols: Symbols },
): Line {
  const style: Omit<Span, "text"> = chosen ? { bold: true, color: "cyan" } : {};
  return [...pointerSpan(chosen, symbols), span(" "), span(`${LETTERS[i] ?? ""}  ${answer}`, style)];
}

const gap = span("   ");

function keysOf({ kind, answers }: LessonPage, guess: number | null): Line {
  const letters = LETTERS.slice(0, answers.length);
  const leave = key("esc", "leave the lesson");
  if (kind === "ask" && guess === null) {
    const asked = `Your guess: ${letters.slice(0, -1).join(", ")} or ${letters.at(-1) ?? ""}.`;
    return [span(asked, { color: "yellow" }), gap, ...key("s", "skip"), gap, ...leave];
  }
  if (kind === "try") return [...key("enter", "make the change and replay the same requests"), gap, ...leave];
  if (kind === "outcome") return [...key("enter", "end the lesson and play with the run"), gap, ...key("q", "quit")];
  return [
    ...key("enter", kind === "ask" ? "see what happens" : "go on"),
    gap,
    ...key("backspace", "back"),
    gap,
    ...leave,
  ];
}
