/** The problems of the file in place of the panels, until the file is right again. */
import type { Problem } from "../../../scenarios/index.ts";
import { frame } from "../../library/problems.ts";
import { plural } from "../../library/text.ts";
import { type Line, line, wrapped } from "../drawing/line.ts";

interface Place {
  readonly width: number;
  readonly height: number;
}

/** The line of the file itself: cut at the border, since the marks below it must stay in place. */
const SOURCE = /^\s*\d+│/;

export function problemLines(problems: readonly Problem[], { width, height }: Place): Line[] {
  const all = problems.flatMap((problem): Line[] => {
    const [head = "", ...rest] = frame(problem, (_style, text) => text).split("\n");
    const color = problem.severity === "error" ? "red" : "yellow";
    return [
      ...wrapped(head, width).map((text) => line(text, { bold: true, color })),
      ...rest.flatMap((text) => (SOURCE.test(text) ? [text] : wrapped(text, width))).map((text) => line(text)),
      [],
    ];
  });
  if (all.length <= height) return all;
  const more = line(`... ${plural(problems.length, "problem")} in all: 'burstlab check' lists them`, { dim: true });
  return [...all.slice(0, height - 1), more];
}
