/** The first page of a comparison of several scenarios: one row each, with the way to its own page. */

import type { Comparison, ComparisonDocument } from "../compare/comparison.ts";
import { changeText, notable, sideText } from "../words/change-text.ts";
import { count } from "../words/numbers.ts";
import { type Content, code, type Markup, markup, named } from "./markup.ts";
import { htmlDocument } from "./shell.ts";
import { dataTable } from "./table.ts";
import { badge, stateOf, toneOfChange } from "./verdict.ts";

/** A scenario, and the page of its own if it has one, relative to this one. */
export interface Overviewed {
  readonly comparison: Comparison;
  readonly path: string | null;
}

/** A name, spelt as an address within a folder. */
const address = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

export function overview({ base, head, verdict, worseCount }: ComparisonDocument, all: readonly Overviewed[]): string {
  const worse = worseCount === 0 ? "" : `, ${count(worseCount)} metrics worse`;
  const sides = markup`${named(head.label)} against ${named(base.label)}`;
  const body = markup`<header class="verdict ${toneOfChange(verdict)}">
<p class="eyebrow">burstlab comparison</p>
<h1>${badge(toneOfChange(verdict))}<span>${sides}: ${verdict}${worse}</span></h1>
</header>
<main id="content" tabindex="-1">
<h2>Scenarios</h2>
${dataTable({
  caption: "Scenarios, and what moved most in each",
  heads: ["scenario", "verdict", "what moved", base.label, head.label, "change"],
  align: "lllrrr",
  rows: all.map(row),
  marked: (index) => all[index]?.comparison.verdict === "worse",
})}
</main>`;
  return htmlDocument({ title: `${head.label} against ${base.label}: ${verdict}`, body });
}

function row({ comparison, path }: Overviewed): Content[] {
  const { name, variant, verdict } = comparison;
  const title: Markup = variant === "base" ? named(name) : markup`${named(name)} (${named(variant)})`;
  const link = path === null ? title : markup`<a href="${address(path)}">${title}</a>`;
  const [first] = notable(comparison);
  const state = stateOf(verdict);
  if (first === undefined) return [link, state, "", "", "", ""];
  const { metric, base, head, unit } = first;
  return [link, state, code(metric), sideText(base, unit), sideText(head, unit), changeText(first)];
}
