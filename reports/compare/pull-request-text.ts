/** Pieces of a comment that several of its parts share: names, metrics and settings in words. */
import type { Result } from "../../sim/index.ts";
import { code } from "../words/markdown-text.ts";
import { exact } from "../words/numbers.ts";
import { printable } from "../words/table.ts";
import type { ComparedMetric, Comparison, ScenarioChange } from "./comparison.ts";

export interface PullRequestOptions {
  /** One comment for each id; letters, digits, "-" and "_". */
  readonly id: string;
  /** Draw charts with Mermaid, or as words where the host has none. */
  readonly mermaid: boolean;
  /** Where files can be seen at the head: "https://github.com/o/r/blob/8be2d10/"; without it lines are not linked. */
  readonly linkBase?: string;
  /** Makes the comparison again. */
  readonly command: string | null;
}

/** The results behind a comparison, for charts; null where there is none. */
export interface BothResults {
  readonly base: Result | null;
  readonly head: Result | null;
}

export const nameText = ({ name, variant }: Comparison): string =>
  variant === "base" ? code(name) : `${code(name)} (${code(variant)})`;

const WORDS: Readonly<Record<string, string>> = {
  "throttles.rate": "throttled",
  "refusals.rate": "refused by state",
  "errors.rate": "errors",
  "timeouts.rate": "timeouts",
  "coldStarts.rate": "cold starts",
  "latency.p99": "latency p99",
  "async.dropped.rate": "events dropped",
  "async.age.max": "oldest event",
  "abandoned.rate": "callers gave up",
  "dropped.rate": "dropped",
  "rejected.rate": "calls rejected",
};

/** "`checkout` throttled", "cost of the run". */
export function metricText({ metric, subject }: Pick<ComparedMetric, "metric" | "subject">): string {
  if (metric === "cost.total") return "cost of the run";
  const tail = metric.startsWith(`${subject}.`) ? metric.slice(subject.length + 1) : metric;
  const words = WORDS[tail];
  return words === undefined ? code(metric) : `${code(subject)} ${words}`;
}

const LONGEST_SETTING = 80;
const short = (text: string | null): string => {
  if (text === null) return "nothing";
  const signs = [...printable(text)];
  return code(signs.length <= LONGEST_SETTING ? signs.join("") : `${signs.slice(0, LONGEST_SETTING).join("")}…`);
};

export function changeSentence({ path, base, head, file, line }: ScenarioChange, options: PullRequestOptions): string {
  return `${short(path)} ${short(base)} → ${short(head)} (${placeText(file, line, options)}).`;
}

/** "scenarios/x.burst.yaml:34", as a link where files can be seen. */
function placeText(file: string, line: number, { linkBase }: PullRequestOptions): string {
  const text = code(`${file}:${exact(line)}`);
  if (linkBase === undefined || file.startsWith("--")) return text;
  const path = file
    .split("/")
    .map(encodeURIComponent)
    .join("/")
    .replace(/[()']/g, (sign) => PERCENT[sign] ?? sign);
  return `[${text}](${linkBase}${path}#L${exact(line)})`;
}

const PERCENT: Readonly<Record<string, string>> = { "(": "%28", ")": "%29", "'": "%27" };
