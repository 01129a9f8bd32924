/** Panel 5: the thresholds of the scenario, judged on this run as a whole. */

import type { Verdict } from "../../../reports/judge/verdict.ts";
import { quantity } from "../../../reports/words/numbers.ts";
import { plural } from "../../library/text.ts";
import { type Color, type Line, line, span, spread } from "../drawing/line.ts";
import type { Symbols } from "../drawing/symbols.ts";
import type { Recording } from "../recording.ts";
import { centred, firstRow, type PanelContent, type PanelInput, pointerSpan, rowRemark } from "./panel.ts";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly warned: number;
}

/** How many hold, fail and warn; thresholds that only `compare` can judge are not counted. */
export function tally({ verdicts }: Recording): Tally {
  const judged = verdicts.filter(({ state }) => state !== "compare-only");
  const broken = judged.filter(({ passed }) => !passed);
  const warned = broken.filter(({ level }) => level === "warn").length;
  return { passed: judged.length - broken.length, failed: broken.length - warned, warned };
}

export function thresholdsPanel({ recording, view, symbols, width, height }: PanelInput): PanelContent {
  const { verdicts } = recording;
  if (verdicts.length === 0) {
    return { title: "thresholds", remark: [], lines: centred("this scenario sets no thresholds", width, height) };
  }
  const at = Math.min(view.thresholdRow, verdicts.length - 1);
  const first = firstRow(at, verdicts.length, height);
  const marks = Math.max(symbols.passed.length, symbols.failed.length);
  return {
    title: "thresholds",
    remark: [
      ...rowRemark(at, verdicts.length, height).map((part) => span(`${part.text}  `)),
      ...outcome(tally(recording)),
    ],
    lines: verdicts.slice(first, first + height).map((verdict, i): Line => {
      const { sign, color } = markOf(verdict, symbols);
      const pointer = pointerSpan(view.panel === 5 && first + i === at, symbols);
      const warn = verdict.level === "warn" ? " (warn)" : "";
      const left = [...pointer, span(sign.padEnd(marks), { color }), span(` ${verdict.that}${warn}`)];
      return spread(left, [span("  "), valueSpan(verdict, color)], width);
    }),
  };
}

function outcome({ failed, warned }: Tally): Line {
  if (failed + warned === 0) return line("all hold in this run", { color: "green" });
  const parts = [
    ...(failed === 0 ? [] : [span(`${String(failed)} failed`, { color: "red" })]),
    ...(warned === 0 ? [] : [span(plural(warned, "warning"), { color: "yellow" })]),
  ];
  return parts.flatMap((part, i) => (i === 0 ? [part] : [span(", "), part]));
}

function markOf({ passed, level, state }: Verdict, symbols: Symbols): { sign: string; color: Color } {
  if (state === "compare-only") return { sign: symbols.dash, color: "gray" };
  if (passed) return { sign: symbols.passed, color: "green" };
  return level === "warn" ? { sign: symbols.warned, color: "yellow" } : { sign: symbols.failed, color: "red" };
}

function valueSpan({ state, value, unit, passed }: Verdict, color: Color) {
  if (state === "compare-only") return span("compare only", { dim: true });
  if (value === null) return span("no samples", { color });
  return span(quantity(value, unit), passed ? {} : { color, bold: true });
}
