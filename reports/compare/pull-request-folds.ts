/** The folded parts of a comment: charts, all settings that changed, all metrics, how to make it again. */
import { changeInterval, changeText, isCalm, moved, sideText } from "../words/change-text.ts";
import { code, folded, htmlCode, table } from "../words/markdown-text.ts";
import { SKETCH, sparkline, xyChart } from "../words/mermaid.ts";
import { count, seedRange } from "../words/numbers.ts";
import { printable } from "../words/table.ts";
import type { Comparison, ComparisonDocument } from "./comparison.ts";
import { type BothResults, changeSentence, metricText, type PullRequestOptions } from "./pull-request-text.ts";

/** A part, and how gladly it is left out: the highest rank goes first. */
export interface Folding {
  readonly rank: number;
  readonly lines: readonly string[];
}

const MOST_CHARTS = 3;
const BASE = { colour: "#888888", name: "grey" };
const HEAD = { colour: "#d62728", name: "red" };

export function foldedParts(
  document: ComparisonDocument,
  results: readonly BothResults[],
  options: PullRequestOptions,
): Folding[] {
  const charts = document.scenarios
    .flatMap((one, index) => chartOf(one, results[index] ?? { base: null, head: null }, { document, options }))
    .slice(0, MOST_CHARTS);
  return [
    ...charts.map((lines, index) => ({ rank: 1 + index, lines })),
    ...document.scenarios.flatMap((one) => settings(one, options)).map((lines) => ({ rank: 5, lines })),
    ...document.scenarios.flatMap(metrics).map((lines) => ({ rank: 6, lines })),
    { rank: 0, lines: reproduce(document, options) },
  ];
}

interface Setting {
  readonly document: ComparisonDocument;
  readonly options: PullRequestOptions;
}

/** Of the function that got worse and refuses most; none where nothing got worse. */
function chartOf(one: Comparison, { base, head }: BothResults, { document, options }: Setting): string[][] {
  const worse = new Set(moved(one).flatMap(({ subject, verdict }) => (verdict === "worse" ? [subject] : [])));
  const name = [...one.refusals.map((refusal) => refusal.function), ...worse].find(
    (each) => worse.has(each) && head?.series.functions[each] !== undefined,
  );
  if (name === undefined || head === null) return [];
  const of = `${htmlCode(name)} in ${htmlCode(one.name)}, ${SKETCH.what}`;
  if (!options.mermaid) {
    const top = Math.max(...SKETCH.of(head, name), ...(base === null ? [] : SKETCH.of(base, name)));
    const rows = [
      { label: document.base.label, result: base },
      { label: document.head.label, result: head },
    ].flatMap(({ label, result }) => (result === null ? [] : [[code(label), sparkline(result, name, top)]]));
    return [[`${of}, up to ${count(top)}:`, "", ...table(["side", "over the run"], "ll", rows)]];
  }
  const lines = [
    ...(base === null ? [] : [{ colour: BASE.colour, values: SKETCH.of(base, name) }]),
    { colour: HEAD.colour, values: SKETCH.of(head, name) },
  ];
  const before = base === null ? "" : `${BASE.name} ${htmlCode(document.base.label)}, `;
  const title = `Chart: ${of} (${before}${HEAD.name} ${htmlCode(document.head.label)})`;
  return [folded(title, xyChart(head.horizonMs / 60_000, SKETCH.unit, lines))];
}

/** Where one sentence does not hold them all. */
function settings(one: Comparison, options: PullRequestOptions): string[][] {
  if (one.changes.length <= 1 && one.verdict === "worse") return [];
  if (one.changes.length === 0) return [];
  const lines = one.changes.map((change) => `- ${changeSentence(change, options)}`);
  return [folded(`What changed in ${htmlCode(one.name)} (${count(lines.length)})`, lines)];
}

function metrics(one: Comparison): string[][] {
  const shown = one.metrics.filter((metric) => !isCalm(metric));
  if (shown.length === 0) return [];
  const rows = shown.map((metric) => [
    metricText(metric),
    sideText(metric.base, metric.unit),
    sideText(metric.head, metric.unit),
    changeText(metric),
    changeInterval(metric),
    metric.verdict,
  ]);
  const still = one.metrics.length - shown.length;
  const heads = ["metric", "base", "head", "change", "95 % interval", "verdict"];
  const title = `All metrics of ${nameInSummary(one)} that moved (${count(rows.length)}; ${count(still)} did not)`;
  return [folded(title, table(heads, "lrrrrl", rows))];
}

const nameInSummary = ({ name, variant }: Comparison): string =>
  variant === "base" ? htmlCode(name) : `${htmlCode(name)} (${htmlCode(variant)})`;

function reproduce({ base, head, scenarios }: ComparisonDocument, { command }: PullRequestOptions): string[] {
  const sides = scenarios.flatMap((one) => [one.base, one.head]).filter((side) => side !== null);
  const list = (values: readonly string[]): string => [...new Set(values)].map(code).join(", ");
  const seeds = [...new Set(scenarios.map((one) => seedRange(one.seeds)))].join("; ");
  const revisions = [base, head].flatMap(({ label, revision }) =>
    revision === null ? [] : [`${label} is ${revision}`],
  );
  const facts = [
    ...(sides.length === 0 ? [] : [`engine ${list(sides.map(({ engine }) => engine))}`]),
    ...(seeds === "" ? [] : [`seeds ${seeds}`]),
    ...(sides.length === 0 ? [] : [`prices ${list(sides.map(({ prices }) => prices))}`]),
    ...revisions.map(code),
  ];
  return folded("Reproduce", [...(command === null ? [] : [`    ${printable(command)}`, ""]), `${facts.join(", ")}.`]);
}
