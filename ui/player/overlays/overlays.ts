/** What is shown in place of the panels: help, problems, explanations, what is on the screen, runs side by side. */
import { explain, questionProblem } from "../../../reports/explain/explain.ts";
import { explanationText } from "../../../reports/explain/text.ts";
import { clock, duration } from "../../../reports/words/numbers.ts";
import { RULES } from "../../../sim/index.ts";
import { plural } from "../../library/text.ts";
import { type Line, line, wrapped } from "../drawing/line.ts";
import type { FrameInput } from "../frame-input.ts";
import { besidePanel } from "../panels/beside.ts";
import type { PanelContent } from "../panels/panel.ts";
import { selectedFunction } from "../selection.ts";
import { helpLines } from "./help.ts";
import { problemLines } from "./problem-lines.ts";
import { teachLines } from "./teach-lines.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

export function overlayContent(input: FrameInput, size: Size): PanelContent {
  const { show, view, symbols } = input;
  switch (view.overlay) {
    case "help": {
      const bucket = duration(show.recording?.bucketMs ?? 1000);
      return scrolled(
        { title: "help", remark: [], lines: helpLines({ width: size.width, symbols, bucket }) },
        input,
        size,
      );
    }
    case "explain":
      return scrolled(explained(input, size), input, size);
    case "teach":
      return scrolled(taught(input, size), input, size);
    case "beside":
      return besidePanel({ ...input, ahead: true }, show.variants, size);
    default: {
      const kept = show.recording === null ? "" : "; the last good run is kept";
      return {
        title: plural(show.problems.length, "problem"),
        remark: line(`reread as soon as the file changes${kept}`),
        lines: problemLines(show.problems, size),
      };
    }
  }
}

/** The part of a long text that the viewer has moved to. */
function scrolled(content: PanelContent, { view, symbols }: FrameInput, { height }: Size): PanelContent {
  const { lines, remark } = content;
  if (lines.length <= height) return content;
  const first = Math.min(view.scroll, lines.length - height);
  const range = `lines ${String(first + 1)} to ${String(first + height)} of ${String(lines.length)}`;
  const more = `${symbols.up} ${symbols.down}: ${range}`;
  return { ...content, remark: [...remark, ...line(more)], lines: lines.slice(first, first + height) };
}

const MEANINGS = Object.fromEntries(RULES.map(({ id, meaning }) => [id, meaning]));

/** The selected function at this moment, as `burstlab explain` tells it. */
function explained({ show, view }: FrameInput, { width }: Size): PanelContent {
  const { recording } = show;
  const name = recording === null ? undefined : selectedFunction(recording, view)?.name;
  const title = `explain: ${name ?? ""} at ${clock(view.momentMs)}`;
  if (recording === null || name === undefined) return { title, remark: [], lines: [line("there is no run yet")] };
  const question = { atMs: view.momentMs, function: name };
  const problem = questionProblem(recording.result, question);
  const text =
    problem === null
      ? explanationText(explain(recording.result, question), { columns: width, color: false, meanings: MEANINGS })
      : `${problem.text}: ${problem.hint}`;
  return { title, remark: [], lines: paragraphs(text, width) };
}

const paragraphs = (text: string, width: number): Line[] =>
  text
    .trimEnd()
    .split("\n")
    .flatMap((part) => wrapped(part, width))
    .map((part) => line(part));

function taught(input: FrameInput, { width }: Size): PanelContent {
  return { title: "what is on the screen", remark: [], lines: teachLines(input, width) };
}
