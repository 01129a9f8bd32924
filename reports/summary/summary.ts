/** The summary in a terminal: verdict first, then the numbers, then why, and the command to try next. */
import type { Result } from "../../sim/index.ts";
import { tally } from "../judge/evaluate.ts";
import type { Verdict } from "../judge/verdict.ts";
import { count, duration } from "../words/numbers.ts";
import { flow, indented, painter, printable } from "../words/table.ts";
import { type AdviceOptions, nextCommand } from "./advice.ts";
import {
  asynchronous,
  callers,
  cost,
  downstreams,
  durable,
  functions,
  managedInstances,
  refusals,
  tenants,
  versions,
} from "./sections.ts";
import { thresholdLines } from "./thresholds.ts";

export interface SummaryOptions extends AdviceOptions {
  /** Width of the terminal; nothing but a command to paste is wider. */
  readonly columns: number;
  readonly color: boolean;
  /** Real time that the runs took together. */
  readonly elapsedSeconds?: number;
  /** Seeds behind the result, when it does not list them all. */
  readonly runs?: number;
}

const ASSUMPTION_LINES = 2;

/** Lines end with "\n", the last one too. */
export function summary(result: Result, verdicts: readonly Verdict[], options: SummaryOptions): string {
  const paint = painter(options.color);
  const page = { width: options.columns, paint };
  const blocks = [
    header(result, options),
    section("thresholds", thresholdLines(result, verdicts, page)),
    functions(result, page),
    section("versions behind aliases", versions(result, page)),
    section("why requests were refused", refusals(result, page)),
    section("what it costs", cost(result, page)),
    section("what became of the callers", callers(result, page)),
    section("asynchronous events", asynchronous(result, page)),
    section("durable executions", durable(result, page)),
    section("environments of tenants", tenants(result, page)),
    section("downstreams that held back", downstreams(result, page)),
    section("on Managed Instances", managedInstances(result, page)),
    restsOn(result, options),
    ending(result, verdicts, options),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${title}`, ...lines];
}

function header(result: Result, { columns, elapsedSeconds, runs = result.seeds.length }: SummaryOptions): string[] {
  const requests = Object.values(result.functions).reduce((sum, fn) => sum + fn.requestsCount, 0);
  const each = runs > 1 ? " a run" : "";
  const elapsed = elapsedSeconds === undefined ? "" : ` in ${duration(elapsedSeconds * 1000)}`;
  const ignored = result.ignoreMs === 0 ? "" : ` (first ${duration(result.ignoreMs)} left out)`;
  const pieces = [
    printable(result.scenario.name),
    printable(result.variant),
    `${seedText(result.seeds)}${runs > 1 ? ` (${count(runs)} runs)` : ""}`,
    `${duration(result.horizonMs)}${ignored}`,
    `${count(requests)} requests${each}${elapsed}`,
  ];
  return flow(pieces, "   ", columns);
}

/** "seed 42", "seed 42..46", "seeds 1, 7, 9". */
function seedText(seeds: readonly number[]): string {
  const [first, last] = [seeds[0] ?? 0, seeds.at(-1) ?? 0];
  if (seeds.length <= 1) return `seed ${first}`;
  return seeds.every((seed, i) => seed === first + i) ? `seed ${first}..${last}` : `seeds ${seeds.join(", ")}`;
}

function restsOn({ assumptions }: Result, { columns, color }: SummaryOptions): string[] {
  if (assumptions.length === 0) return [];
  const paint = painter(color);
  const pieces = assumptions.map(({ policy, value, rule }) => printable(`${policy} ${value} (${rule})`));
  const [first, ...rest] = shortened(pieces, columns - 11);
  return [`rests on: ${first ?? ""}`, ...indented(rest, 10)].map((line) => paint(line, "dim"));
}

/** As many pieces as two lines hold, and how many are left. */
function shortened(pieces: readonly string[], width: number): string[] {
  const tries = pieces.map((_, left) => {
    const more = left === 0 ? [] : [`and ${count(left)} more (in --json and the report)`];
    return flow([...pieces.slice(0, pieces.length - left), ...more], ", ", width);
  });
  return tries.find((lines) => lines.length <= ASSUMPTION_LINES) ?? tries.at(-1) ?? [];
}

function ending(result: Result, verdicts: readonly Verdict[], options: SummaryOptions): string[] {
  const paint = painter(options.color);
  const { judged, failed, warned } = tally(verdicts);
  const plural = (size: number, noun: string): string => `${count(size)} ${noun}${size === 1 ? "" : "s"}`;
  const news = [
    ...(judged === 0 ? ["No threshold was judged"] : []),
    ...(failed > 0 ? [`${plural(failed, "threshold")} failed`] : []),
    ...(judged > 0 && failed === 0 ? [`${warned > 0 ? "No threshold failed" : "Every threshold is met"}`] : []),
    ...(warned > 0 ? [plural(warned, "warning")] : []),
  ];
  const text = `${news.join(", ")}.`;
  const shown = paint(text, failed > 0 ? "red" : warned > 0 ? "yellow" : judged > 0 ? "green" : undefined);
  const command = nextCommand(result, verdicts, options);
  if (command === null) return [shown];
  const oneLine = text.length + 6 + command.length <= options.columns;
  return oneLine ? [`${shown} Try: ${command}`] : [`${shown} Try:`, `  ${command}`];
}
