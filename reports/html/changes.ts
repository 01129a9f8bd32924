/** The section on what changed against another side: fields of the scenario, then the metrics that moved. */

import type { ComparedMetric, ComparedThreshold, Comparison } from "../compare/comparison.ts";
import { valueText } from "../summary/thresholds.ts";
import { changeInterval, changeText, isCalm, notable, sideText } from "../words/change-text.ts";
import { count, exact } from "../words/numbers.ts";
import { type Content, code, type Markup, markup, named } from "./markup.ts";
import type { ComparedWith } from "./report.ts";
import { dataTable, folded } from "./table.ts";
import { badge, stateOf } from "./verdict.ts";

export function changesSection({ comparison, baseLabel, headLabel }: ComparedWith): Markup {
  const labels: Labels = [baseLabel, headLabel];
  const first = notable(comparison);
  const rest = comparison.metrics.filter((metric) => !first.includes(metric));
  const more = rest.filter((metric) => !isCalm(metric));
  const quiet = rest.filter(isCalm);
  return markup`<p>${named(baseLabel)} → ${named(headLabel)}; ${pairing(comparison)}.</p>
${fields(comparison, labels)}
${first.length === 0 ? markup`<p>No metric moved beyond its tolerance.</p>` : metrics("What moved", first, labels)}
${foldedMetrics("Other metrics that moved", more, labels)}${foldedMetrics("Metrics that did not move", quiet, labels)}
${broken(comparison.thresholds, labels)}${refusals(comparison)}`;
}

function foldedMetrics(title: string, compared: readonly ComparedMetric[], labels: Labels): Content {
  if (compared.length === 0) return null;
  return folded(`${title} (${count(compared.length)})`, metrics(title, compared, labels));
}

type Labels = readonly [base: string, head: string];

function pairing({ seeds, paired }: Comparison): string {
  const size = `${count(seeds.length)} ${seeds.length === 1 ? "seed" : "seeds"}`;
  return paired ? `the same requests on both sides, compared seed by seed (${size})` : `${size}, not paired`;
}

function fields({ changes, changesKnown }: Comparison, [base, head]: Labels): Markup {
  if (!changesKnown)
    return markup`<p>A result on file keeps no settings, so that what changed in them is not known.</p>`;
  if (changes.length === 0) return markup`<p>The scenario itself did not change.</p>`;
  const rows = changes.map((change): Content[] => [
    code(change.path),
    value(change.base),
    value(change.head),
    change.file === "" ? "" : code(`${change.file}:${exact(change.line)}`),
  ]);
  return dataTable({
    caption: "Fields of the scenario that changed",
    captioned: true,
    heads: ["field", base, head, "where"],
    align: "llll",
    rows,
  });
}

const value = (text: string | null): Content =>
  text === null ? markup`<span class="quiet">not set</span>` : code(text);

function metrics(caption: string, compared: readonly ComparedMetric[], [base, head]: Labels): Markup {
  const rows = compared.map((metric): Content[] => [
    code(metric.metric),
    stateOf(metric.verdict),
    sideText(metric.base, metric.unit),
    sideText(metric.head, metric.unit),
    changeText(metric),
    changeInterval(metric),
  ]);
  return dataTable({
    caption,
    captioned: true,
    heads: ["metric", "verdict", base, head, "change", "95 % interval"],
    align: "llrrrr",
    rows,
    marked: (row) => compared[row]?.verdict === "worse",
  });
}

/** Thresholds that one side meets and the other does not. */
function broken(thresholds: readonly ComparedThreshold[], [base, head]: Labels): Content {
  const turned = thresholds.filter(({ basePassed, passed }) => basePassed !== null && basePassed !== passed);
  if (turned.length === 0) return null;
  const lines = turned.map((one) => {
    const [now, before] = one.passed ? ["is met", "was not"] : ["fails", "was met"];
    const mark = badge(one.passed ? "good" : one.level === "warn" ? "warned" : "bad");
    const then = markup`${now} on ${named(head)} with <strong>${valueText(one)}</strong>; it ${before}`;
    return markup`<li>${mark}<div>${code(one.that)} ${then} on ${named(base)}.</div></li>\n`;
  });
  return markup`<h3>Thresholds that turned</h3>
<ul class="failures">
${lines}</ul>
`;
}

function refusals({ refusals: all }: Comparison): Content {
  if (all.length === 0) return null;
  const lines = all.map(
    ({ function: name, why, rule, count: size }) =>
      markup`<li>${named(name)}: ${named(why)} (${rule}), ${count(size)} refused</li>\n`,
  );
  return markup`<h3>What refuses requests now</h3>
<ul>
${lines}</ul>
`;
}
