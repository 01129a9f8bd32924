/** A comparison in a terminal: what changed in the scenario, what got worse or better by how much, and why. */
import {
  changeInterval,
  changeText,
  isCalm,
  isNews,
  limitOf,
  MOVED,
  moved,
  notable,
  seedsText,
  sideText,
} from "../words/change-text.ts";
import { count, moment } from "../words/numbers.ts";
import { type Cell, type Colour, cut, flow, grid, indented, type Paint, painter, printable } from "../words/table.ts";
import { type ComparedMetric, type Comparison, type ComparisonDocument, newlyFails } from "./comparison.ts";

export interface CompareTextOptions {
  /** Width of the terminal. */
  readonly columns: number;
  readonly color: boolean;
  /** Every metric that moved, not only those that a reader needs. */
  readonly all?: boolean;
}

interface Page {
  readonly width: number;
  readonly paint: Paint;
  readonly all: boolean;
}

const LABEL = 12;
const LONGEST_VALUE = 44;
const COLOURS: Readonly<Partial<Record<ComparedMetric["verdict"], Colour>>> = { worse: "red", better: "green" };

/** Lines end with "\n", the last one too. */
export function compareText(document: ComparisonDocument, options: CompareTextOptions): string {
  const page = { width: options.columns, paint: painter(options.color), all: options.all === true };
  const quiet = document.scenarios.filter(isQuiet);
  const blocks = [
    ...document.scenarios.filter((one) => !isQuiet(one)).map((one) => blockOf(one, document, page)),
    ...(quiet.length === 0 ? [] : [quietLines(quiet, page)]),
    [verdictLine(document, page)],
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** Nothing to tell but the name. */
const isQuiet = (one: Comparison): boolean => isCalm(one) && one.changes.length === 0;

function quietLines(quiet: readonly Comparison[], { width }: Page): string[] {
  return (["same", "no change"] as const).flatMap((verdict) => {
    const names = quiet.filter((one) => one.verdict === verdict).map(nameOf);
    return names.length === 0 ? [] : labelled(verdict, flow(names, ", ", width - LABEL));
  });
}

const nameOf = ({ name, variant }: Comparison): string => printable(variant === "base" ? name : `${name} (${variant})`);

function blockOf(one: Comparison, { base, head }: ComparisonDocument, page: Page): string[] {
  const pieces = [nameOf(one), `${printable(base.label)} -> ${printable(head.label)}`, seedsText(one)];
  const sections = [
    flow(pieces, "   ", page.width),
    changeLines(one, page),
    one.verdict === "new" || one.verdict === "removed" ? [`  ${ONE_SIDED[one.verdict]}`] : [],
    metricLines(one, page),
    brokenLines(one, page),
    whyLines(one, page),
    rightLines(one, page),
  ];
  return sections.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

const ONE_SIDED = { new: "new: there is nothing to compare it with", removed: "removed" } as const;

/** The label on the first line, the rest below each other. */
const labelled = (label: string, lines: readonly string[]): string[] =>
  lines.map((line, index) => `  ${(index === 0 ? label : "").padEnd(LABEL - 2)}${line}`);

function changeLines(one: Comparison, { width, paint }: Page): string[] {
  const { changes } = one;
  if (changes.length === 0) return hiddenChange(one);
  const value = (text: string | null): string => (text === null ? "-" : cut(printable(text), LONGEST_VALUE));
  const rows = changes.map(({ path, base: before, head: after, file, line }): Cell[] => [
    { text: printable(path) },
    { text: `${value(before)} -> ${value(after)}` },
    { text: `${printable(file)}:${count(line)}`, colour: "dim" },
  ]);
  const lines = grid(rows, { align: "lll", gap: 3, paint });
  const plain = grid(rows, { align: "lll", gap: 3, paint: (text) => text });
  if (plain.every((line) => line.length <= width - LABEL)) return labelled("changed", lines);
  return labelled(
    "changed",
    rows.flatMap((cells) =>
      flow(
        cells.map(({ text }) => text),
        "  ",
        width - LABEL,
      ),
    ),
  );
}

/** Another configuration, though no setting tells it. */
function hiddenChange({ base, head, changesKnown }: Comparison): string[] {
  if (base === null || head === null || base.scenarioDigest === head.scenarioDigest) return [];
  const where = changesKnown
    ? "no setting, but a file that one names"
    : "the scenario; a result on file keeps no settings";
  return labelled("changed", [where]);
}

function metricLines(one: Comparison, page: Page): string[] {
  const all = moved(one);
  const shown = page.all ? all : notable(one);
  const lines = metricGrid(shown, one, page);
  const rest = all.filter((metric) => !shown.includes(metric));
  return [...lines, ...restLines(rest), ...calmLines(one, page)];
}

/** As many columns as the width bears: the limit goes first (what fails is told below), then the interval. */
function metricGrid(shown: readonly ComparedMetric[], one: Comparison, { width, paint }: Page): string[] {
  const rows = shown.map((metric) => metricCells(metric, one));
  const layouts = [rows, rows.map((cells) => cells.slice(0, 6)), rows.map((cells) => cells.slice(0, 5))];
  const draw = (cells: readonly (readonly Cell[])[], paintWith: Paint): string[] =>
    indented(grid(cells, { align: "llrlrll", gap: 2, paint: paintWith }), 2);
  const fits = (cells: readonly (readonly Cell[])[]): boolean =>
    draw(cells, (text) => text).every((line) => line.length <= width);
  return draw(layouts.find(fits) ?? layouts.at(-1)!, paint);
}

function metricCells(metric: ComparedMetric, one: Comparison): Cell[] {
  const colour = COLOURS[metric.verdict];
  const limit = limitOf(metric, one);
  const judged = limit === null ? "" : `limit ${limit.text}: ${limit.met ? "met" : limit.warn ? "warns" : "fails"}`;
  return [
    { text: metric.verdict.padEnd(8), ...(colour === undefined ? {} : { colour }) },
    { text: printable(metric.metric) },
    { text: sideText(metric.base, metric.unit) },
    { text: `-> ${sideText(metric.head, metric.unit)}` },
    { text: changeText(metric), ...(colour === undefined ? {} : { colour }) },
    { text: changeInterval(metric), colour: "dim" },
    { text: printable(judged), ...(limit === null || limit.met ? {} : { colour: limit.warn ? "yellow" : "red" }) },
  ];
}

/** What else moved, by its verdict. */
function restLines(rest: readonly ComparedMetric[]): string[] {
  if (rest.length === 0) return [];
  const counts = MOVED.flatMap((verdict) => {
    const some = rest.filter((metric) => metric.verdict === verdict).length;
    return some === 0 ? [] : [`${count(some)} ${verdict === "differs" ? "otherwise" : verdict}`];
  });
  return labelled("also", [`${counts.join(", ")} (all: --verbose or --json)`]);
}

/** Subjects of which nothing moved. */
function calmLines(one: Comparison, { width }: Page): string[] {
  const { metrics } = one;
  const subjects = [...new Set(metrics.map(({ subject }) => subject))];
  const loud = new Set(moved(one).map(({ subject }) => subject));
  const stirred = new Set(metrics.filter(({ verdict }) => verdict !== "same").map(({ subject }) => subject));
  const lines = (label: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : labelled(label, flow(names.map(printable), ", ", width - LABEL));
  return [
    ...lines(
      "same",
      subjects.filter((subject) => !stirred.has(subject)),
    ),
    ...lines(
      "unmoved",
      subjects.filter((subject) => stirred.has(subject) && !loud.has(subject)),
    ),
  ];
}

/** Thresholds that fail now and did not fail before. */
function brokenLines({ thresholds }: Comparison, { width, paint }: Page): string[] {
  const lines = thresholds.filter(newlyFails).flatMap(({ that, level, value, unit, file, line }) => {
    const mark = level === "error" ? paint("✗", "red") : paint("!", "yellow");
    const pieces = [printable(that), sideText(value, unit), `${printable(file)}:${count(line)}`];
    const [first = "", ...rest] = flow(pieces, "   ", width - LABEL - 2);
    return [`${mark} ${first}`, ...indented(rest, 2)];
  });
  return labelled("fails now", lines);
}

function whyLines(one: Comparison, { width }: Page): string[] {
  const lines = one.refusals
    .filter((refusal) => isNews(refusal, one))
    .flatMap(({ function: name, why, rule, count: refused, firstMs, unusedInRegionCount: unused }) => {
      const spare = unused > 0 ? [`${count(unused)} units of the Region unused then`] : [];
      const first = `${count(refused)} refused, first at ${moment(firstMs)}`;
      return flow([`${printable(name)}: ${why} (${rule})`, first, ...spare], ", ", width - LABEL);
    });
  return labelled("why", lines);
}

function rightLines({ suggestion }: Comparison, { width }: Page): string[] {
  if (suggestion === null) return [];
  const { path, value, from, to } = suggestion;
  const range = `(halving from ${count(from)} to ${count(to)})`;
  const pieces = [`${printable(path)}: ${count(value)}`, "meets every threshold that the base meets", range];
  return labelled("right", flow(pieces, " ", width - LABEL));
}

function verdictLine({ verdict, scenarios, worseCount, brokenCount }: ComparisonDocument, { paint }: Page): string {
  const betterCount = scenarios.flatMap(({ metrics }) => metrics.filter((one) => one.verdict === "better")).length;
  const many = scenarios.length === 1 ? "" : `${count(scenarios.length)} scenarios, the worst of them: `;
  const better = betterCount === 0 ? "" : `, ${count(betterCount)} better`;
  const worse = worseCount === 0 ? [] : [`${metricsText(worseCount)} beyond tolerance${better}`];
  const broken = [
    ...(brokenCount.error === 0 ? [] : [`${thresholdsText(brokenCount.error)} newly failed`]),
    ...(brokenCount.warn === 0 ? [] : [`${count(brokenCount.warn)} newly warning`]),
  ];
  const details = [...worse, ...broken];
  const text = `${many}${verdict}${details.length === 0 ? "" : `: ${details.join(", ")}`}`;
  return paint(text, verdict === "worse" ? "red" : verdict === "better" ? "green" : undefined);
}

const metricsText = (number: number): string => `${count(number)} ${number === 1 ? "metric" : "metrics"} worse`;
const thresholdsText = (number: number): string => `${count(number)} ${number === 1 ? "threshold" : "thresholds"}`;
