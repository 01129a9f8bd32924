/** A comparison as the comment of a pull request: the verdict as its heading, one table, the cause, the rest folded. */
import { changeText, isCalm, isNews, limitOf, notable, sideText } from "../words/change-text.ts";
import { code, table } from "../words/markdown-text.ts";
import { count, moment } from "../words/numbers.ts";
import {
  type ComparedMetric,
  type ComparedRefusal,
  type Comparison,
  type ComparisonDocument,
  newlyFails,
} from "./comparison.ts";
import { type Folding, foldedParts } from "./pull-request-folds.ts";
import {
  type BothResults,
  changeSentence,
  metricText,
  nameText,
  type PullRequestOptions,
} from "./pull-request-text.ts";

/** GitHub takes no comment above 65,536 characters; what is added around it needs room too. */
const MOST_CHARACTERS = 60_000;
const ROOM_FOR_NOTE = 100;
const ROWS_OF_ONE = 6;
const CHANGES_SHOWN = 5;
const CAUSES_SHOWN = 3;

const commentMarker = (id: string): string => `<!-- burstlab:comment id=${id.replace(/[^A-Za-z0-9_-]/g, "_")} -->`;

/** Lines end with "\n", the last one too. Parts that tell details are left out when all would be too long. */
export function pullRequest(
  document: ComparisonDocument,
  results: readonly BothResults[],
  options: PullRequestOptions,
): string {
  const first = [commentMarker(options.id), `### burstlab: ${headline(document)}`];
  const causes = document.scenarios.flatMap((one) => causeLines(one, options));
  const known = [first, tableLines(document, Number.POSITIVE_INFINITY), causes];
  const room = MOST_CHARACTERS - joined(known).length;
  if (room < 0) return shortest(document, first, causes);
  return joined([...known, ...fitting(foldedParts(document, results, options), room)]);
}

/** As many parts as there is room for, the worthiest first, each where it belongs. */
function fitting(folds: readonly Folding[], room: number): string[][] {
  let left = room - ROOM_FOR_NOTE;
  const kept = [...folds]
    .sort((a, b) => a.rank - b.rank)
    .filter(({ lines }) => {
      const size = joined([lines]).length + 1;
      if (size > left) return false;
      left -= size;
      return true;
    });
  const missing = folds.length - kept.length;
  const shown = folds.filter((fold) => kept.includes(fold)).map(({ lines }) => [...lines]);
  if (missing === 0) return shown;
  return [
    ...shown,
    [`${count(missing)} ${missing === 1 ? "part is" : "parts are"} left out, since a comment has an end.`],
  ];
}

/** Without details, and with as much of the table and of the causes as there is room for. */
function shortest(document: ComparisonDocument, first: readonly string[], causes: readonly string[]): string {
  const note = ["The rest is left out, since a comment has an end: see the full report."];
  for (let rows = 200; rows > 0; rows = Math.floor(rows / 2)) {
    const text = joined([first, tableLines(document, rows), causes.slice(0, rows), note]);
    if (text.length <= MOST_CHARACTERS) return text;
  }
  return joined([first, note]);
}

const joined = (blocks: readonly (readonly string[])[]): string =>
  `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;

/** "1 scenario worse, 3 unchanged". */
function headline({ scenarios }: ComparisonDocument): string {
  const counts = (["worse", "better", "new", "removed", "differs", "within tolerance"] as const).flatMap((verdict) => {
    const some = scenarios.filter((one) => one.verdict === verdict).length;
    return some === 0 ? [] : [{ some, text: verdict === "differs" ? "different" : verdict }];
  });
  const calm = scenarios.filter(isCalm).length;
  const all = calm === 0 ? counts : [...counts, { some: calm, text: "unchanged" }];
  const words = all.map(({ some, text }, index) => {
    const noun = index === 0 ? ` ${some === 1 ? "scenario" : "scenarios"}` : "";
    return `${count(some)}${noun} ${text}`;
  });
  return words.length === 0 ? "no scenario" : words.join(", ");
}

const MARKS: Readonly<Record<Comparison["verdict"], string>> = {
  worse: "✗",
  better: "✓",
  new: "+",
  removed: "−",
  differs: "~",
  "within tolerance": "✓",
  "no change": "✓",
  same: "✓",
};

/** At most so many rows; unchanged scenarios share one. */
function tableLines(document: ComparisonDocument, most: number): string[] {
  const { base, head, scenarios } = document;
  const rows = scenarios.filter((one) => !isCalm(one)).flatMap(scenarioRows);
  const calm = scenarios.filter(isCalm).map(nameText);
  const quiet = calm.length === 0 ? [] : [[`✓ ${calm.join(", ")}`, "", "", "", "unchanged", ""]];
  const heads = ["scenario", "metric", code(base.label), code(head.label), "change", "limit"];
  const kept = rows.slice(0, most);
  const more =
    rows.length > kept.length ? [[`and ${count(rows.length - kept.length)} more rows`, "", "", "", "", ""]] : [];
  return table(heads, "llrrrl", [...kept, ...more, ...quiet]);
}

function scenarioRows(one: Comparison): string[][] {
  const label = `${MARKS[one.verdict]} **${nameText(one)}**`;
  const shown = notable(one).slice(0, ROWS_OF_ONE);
  const broken = brokenElsewhere(one, shown);
  const rows = [...shown.map((metric) => metricRow(metric, one)), ...broken];
  if (rows.length === 0) return [[label, "", "", "", one.verdict, ""]];
  return rows.map((cells, index) => [index === 0 ? label : "", ...cells]);
}

function metricRow(metric: ComparedMetric, one: Comparison): string[] {
  const limit = limitOf(metric, one);
  const head = sideText(metric.head, metric.unit);
  const mark = limit === null ? "" : `${code(limit.text)} ${limit.met ? "✓" : limit.warn ? "! warns" : "✗ fails"}`;
  return [
    metricText(metric),
    sideText(metric.base, metric.unit),
    metric.verdict === "worse" ? `**${head}**` : head,
    `${changeText(metric)} ${metric.verdict === "differs" ? "" : metric.verdict}`.trim(),
    mark,
  ];
}

/** Thresholds that fail now and did not before, of metrics that have no row. */
function brokenElsewhere({ thresholds }: Comparison, shown: readonly ComparedMetric[]): string[][] {
  return thresholds
    .filter(newlyFails)
    .filter(({ that }) => !shown.some(({ metric }) => that.startsWith(metric)))
    .map(({ that, value, unit, level }) => {
      const mark = level === "warn" ? "! warns now" : "✗ fails now";
      return ["threshold", "", `**${sideText(value, unit)}**`, "", `${code(that)} ${mark}`];
    });
}

/** What changed in the file and what came of it, where something got worse. */
function causeLines(one: Comparison, options: PullRequestOptions): string[] {
  if (one.verdict !== "worse" && one.verdict !== "new") return [];
  const changes = one.changes.slice(0, CHANGES_SHOWN).map((change) => changeSentence(change, options));
  const rest = one.changes.length - changes.length;
  const more = rest > 0 ? [`and ${count(rest)} more settings.`] : [];
  const causes = one.refusals.filter((refusal) => isNews(refusal, one)).slice(0, CAUSES_SHOWN);
  const sentences = [...changes, ...more, ...causes.map(causeSentence), ...rightSentence(one)];
  return sentences.length === 0 ? [] : [`- **Why ${nameText(one)}:** ${sentences.join(" ")}`];
}

function rightSentence({ suggestion }: Comparison): string[] {
  if (suggestion === null) return [];
  const { path, value } = suggestion;
  return [`**Nearest value that meets every threshold again:** ${code(path)} ${count(value)}.`];
}

function causeSentence({
  function: name,
  why,
  rule,
  count: refused,
  firstMs,
  unusedInRegionCount: unused,
}: ComparedRefusal) {
  const spare = unused > 0 ? `, while ${count(unused)} units of the Region were unused` : "";
  const refusals = `${count(refused)} attempts got 429 (${code(rule)})`;
  return `From ${moment(firstMs)} on ${code(name)}: ${why}; ${refusals}${spare}.`;
}
