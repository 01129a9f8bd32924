/** A report in Markdown: the verdict as its heading, the cause above the tables, the rest folded. */
import type { Result } from "../../sim/index.ts";
import { tally } from "../judge/evaluate.ts";
import type { Verdict } from "../judge/verdict.ts";
import { costReport } from "../words/cost-text.ts";
import { hasCallers, partText, percentileTexts } from "../words/function-cells.ts";
import { code, folded, htmlCode, table } from "../words/markdown-text.ts";
import { SKETCH, xyChart } from "../words/mermaid.ts";
import { count, duration, exact } from "../words/numbers.ts";
import { printable } from "../words/table.ts";
import { whyRefused } from "../words/why-refused.ts";
import { type AdviceOptions, nextCommand, reproduction } from "./advice.ts";
import { byTrouble, executionPieces } from "./sections.ts";
import { intervalText, markOf, valueText } from "./thresholds.ts";

export interface MarkdownImage {
  readonly title: string;
  /** Relative to the report. */
  readonly path: string;
}

export interface MarkdownOptions extends AdviceOptions {
  readonly images?: readonly MarkdownImage[];
}

const BUSY = { colour: "#1f77b4", name: "blue" };
const LIMIT = { colour: "#d62728", name: "red" };

/** Lines end with "\n", the last one too. */
export function markdown(result: Result, verdicts: readonly Verdict[], options: MarkdownOptions = {}): string {
  const parts = [
    heading(result, verdicts),
    run(result),
    thresholds(verdicts),
    refusals(result),
    functions(result),
    executions(result),
    costReport(result),
    chart(result),
    images(options.images ?? []),
    assumptions(result),
    reproduce(result, verdicts, options),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function heading({ scenario, variant }: Result, verdicts: readonly Verdict[]): string[] {
  const name = `${code(scenario.name)}${variant === "base" ? "" : `, variant ${code(variant)}`}`;
  const { judged, failed, warned } = tally(verdicts);
  const warnings = warned === 0 ? "" : `, ${count(warned)} ${warned === 1 ? "warning" : "warnings"}`;
  if (judged === 0) return [`### burstlab: ${name}, no threshold judged`];
  if (failed === 0) return [`### ✓ burstlab: ${name} meets its thresholds${warnings}`];
  const of = `${count(failed)} of ${count(judged)} thresholds`;
  return [`### ✗ burstlab: ${name} fails ${of}${warnings}`];
}

function run(result: Result): string[] {
  const requests = Object.values(result.functions).reduce((sum, fn) => sum + fn.requestsCount, 0);
  const ignored = result.ignoreMs === 0 ? "" : `, the first ${duration(result.ignoreMs)} left out`;
  const each = result.seeds.length > 1 ? " in each run" : "";
  return [`${duration(result.horizonMs)} simulated${ignored}; ${count(requests)} requests${each}.`];
}

function thresholds(verdicts: readonly Verdict[]): string[] {
  if (verdicts.length === 0) return [];
  const rows = verdicts.map((verdict) => {
    const words = wordOf(verdict);
    const value = verdict.passed ? valueText(verdict) : `**${valueText(verdict)}**`;
    const why = verdict.why === "" ? "" : code(verdict.why);
    const place = verdict.file === "" ? "" : code(`${verdict.file}:${exact(verdict.line)}`);
    return [`${markOf(verdict).mark} ${words}`, code(verdict.that), value, intervalText(verdict), why, place];
  });
  return table(["", "threshold", "value", "95 % interval", "why", "where"], "llrrll", rows);
}

function wordOf({ state, passed, level }: Verdict): string {
  if (state === "compare-only") return "for compare only";
  if (passed) return "met";
  return level === "warn" ? "warning" : "failed";
}

function refusals(result: Result): string[] {
  const lines = whyRefused(result).map(({ raw, limit, extent, circumstances }) => {
    const more = circumstances.length === 0 ? "" : `; ${circumstances.join(", ")}`;
    return `- ${code(raw)}: ${limit}, ${extent}${more}`;
  });
  return lines.length === 0 ? ["No request was refused."] : ["**Why requests were refused**", "", ...lines];
}

function functions(result: Result): string[] {
  const rows = Object.entries(result.functions)
    .sort(byTrouble)
    .map(([name, fn]) => [
      code(name),
      count(fn.requestsCount),
      partText(fn.throttlesCount, fn.requestsCount),
      partText(fn.coldStartsCount, fn.invocationsCount),
      ...percentileTexts(fn),
      count(Math.ceil(fn.busyMax)),
      hasCallers(fn) ? "callers" : "runs",
    ]);
  const heads = ["function", "requests", "throttled", "cold", "p50", "p95", "p99", "busy max", "times of"];
  return rows.length === 0 ? [] : table(heads, "lrrrrrrrl", rows);
}

/** Of durable functions. */
function executions(result: Result): string[] {
  const told = Object.entries(result.functions).map(([name, fn]) => ({ name, pieces: executionPieces(fn) }));
  const lines = told.filter(({ pieces }) => pieces.length > 0);
  if (lines.length === 0) return [];
  return ["**Durable executions**", "", ...lines.map(({ name, pieces }) => `- ${code(name)}: ${pieces.join(", ")}`)];
}

/** The function with most refusals against its limit, as a Mermaid chart. */
function chart(result: Result): string[] {
  const [name, fn] = Object.entries(result.functions).sort(byTrouble)[0] ?? [];
  if (name === undefined || fn === undefined || fn.throttlesCount === 0) return [];
  const title = `Chart: ${htmlCode(name)}, ${SKETCH.what} (${BUSY.name}) and the limit (${LIMIT.name})`;
  const lines = [
    { colour: BUSY.colour, values: SKETCH.of(result, name) },
    { colour: LIMIT.colour, values: SKETCH.limits(result, name) },
  ];
  return folded(title, xyChart(result.horizonMs / 60_000, SKETCH.unit, lines));
}

function images(list: readonly MarkdownImage[]): string[] {
  return list.map(({ title, path }) => {
    const source = encodeURI(path).replaceAll('"', "%22");
    return `<p>${htmlCode(title)}<br><img alt="" src="${source}"></p>`;
  });
}

function assumptions(result: Result): string[] {
  if (result.assumptions.length === 0) return [];
  const rows = result.assumptions.map(({ policy, value, rule }) => [code(policy), code(value), code(rule)]);
  const text = "AWS leaves these open; the result rests on them.";
  return folded(`Assumptions (${count(rows.length)})`, [text, "", ...table(["policy", "value", "rule"], "lll", rows)]);
}

function reproduce(result: Result, verdicts: readonly Verdict[], options: MarkdownOptions): string[] {
  const { engine, seeds, scenario, digest } = result;
  const rerun = reproduction(result, options);
  const next = nextCommand(result, verdicts, options);
  const facts = [`engine ${code(engine)}`, `seeds ${seeds.map(exact).join(", ")}`, `scenario ${code(scenario.digest)}`];
  return folded("Reproduce", [
    ...(rerun === null ? [] : [indentedCode(rerun), ""]),
    `${facts.join(", ")}; the run is the same when its digest is ${code(digest)}.`,
    ...(next === null ? [] : ["", "To try next:", "", indentedCode(next)]),
  ]);
}

/** Not fenced, since a command may hold backticks. */
const indentedCode = (command: string): string => `    ${printable(command)}`;
