/** The section on thresholds: each with its state in words, its value, the interval of that, and where it stands. */

import type { Verdict } from "../judge/verdict.ts";
import { intervalText, markOf, valueText } from "../summary/thresholds.ts";
import { exact } from "../words/numbers.ts";
import { type Content, code, type Markup, markup, named } from "./markup.ts";
import { dataTable } from "./table.ts";

export function thresholdsTable(verdicts: readonly Verdict[]): Markup {
  if (verdicts.length === 0) return markup`<p>The scenario states no threshold, or none was judged.</p>`;
  const rows = verdicts.map((verdict): Content[] => [
    markup`${code(verdict.that)}${verdict.level === "warn" ? " (warn)" : null}`,
    state(verdict),
    markup`<strong>${valueText(verdict)}</strong>`,
    intervalText(verdict),
    verdict.why === "" ? "" : named(verdict.why),
    verdict.file === "" ? "" : code(`${verdict.file.split("/").at(-1)}:${exact(verdict.line)}`),
  ]);
  return dataTable({
    caption: "Thresholds",
    heads: ["threshold", "state", "value", "95 % interval", "why", "where"],
    align: "llrrll",
    rows,
    marked: (row) => verdicts[row]?.passed === false,
  });
}

/** A mark and a word, so that colour says nothing alone. */
function state(verdict: Verdict): Markup {
  const { mark } = markOf(verdict);
  const [word, tone] = wordOf(verdict);
  return markup`<span class="state ${tone}"><span aria-hidden="true">${mark}</span> ${word}</span>`;
}

function wordOf({ state: how, passed, level }: Verdict): readonly [word: string, tone: string] {
  if (how === "compare-only") return ["for compare only", "plain"];
  if (passed) return ["met", "good"];
  return level === "warn" ? ["warning", "warned"] : ["failed", "bad"];
}
