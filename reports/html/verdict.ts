/** The head of the page: what was judged and how it ended, which thresholds failed, and why requests were refused. */
import type { Result } from "../../sim/index.ts";
import type { Comparison } from "../compare/comparison.ts";
import { tally } from "../judge/evaluate.ts";
import type { Verdict } from "../judge/verdict.ts";
import { commandWith, nextCommand } from "../summary/advice.ts";
import { intervalText, valueText } from "../summary/thresholds.ts";
import { count, duration, exact, seedRange } from "../words/numbers.ts";
import { whyRefused } from "../words/why-refused.ts";
import { type Content, code, codeBlock, joined, type Markup, markup, named } from "./markup.ts";
import { reason } from "./refusals.ts";
import type { ComparedWith, HtmlReport } from "./report.ts";

type Tone = "bad" | "warned" | "good" | "plain";

interface Outcome {
  readonly tone: Tone;
  /** After the name of the scenario. */
  readonly words: Content;
}

const MARKS: Readonly<Record<Tone, string>> = { bad: "✗", warned: "!", good: "✓", plain: "·" };
/** More are in their own section. */
const MOST_CAUSES = 3;

export function verdictHead(report: HtmlReport): Markup {
  const { result, verdicts, compared } = report;
  const judged = judgement(verdicts);
  const change = compared === undefined ? null : changed(compared);
  const main = change ?? judged;
  return markup`<header class="verdict ${main.tone}">
<p class="eyebrow">burstlab report${variantOf(result)}</p>
<h1>${badge(main.tone)}<span>${named(result.scenario.name)} ${main.words}</span></h1>
${change === null ? null : alone(judged)}
<p class="facts">${facts(result)}</p>
${compared === undefined ? null : changes(compared)}${failures(verdicts)}${causes(result)}${tryNext(report)}</header>`;
}

const alone = ({ tone, words }: Outcome): Markup =>
  markup`<p class="also">${badge(tone)}<span>On its own it ${words}.</span></p>`;

export const badge = (tone: Tone): Markup =>
  markup`<span class="badge ${tone}" aria-hidden="true">${MARKS[tone]}</span>`;

const variantOf = ({ variant }: Result): Content => (variant === "base" ? null : markup` · variant ${named(variant)}`);

/** "fails 1 of 7 thresholds, 1 warning". */
export function judgement(verdicts: readonly Verdict[]): Outcome {
  const { judged, failed, warned } = tally(verdicts);
  const warnings = warned === 0 ? "" : `, with ${count(warned)} ${warned === 1 ? "warning" : "warnings"}`;
  if (judged === 0) return { tone: "plain", words: "was run; no threshold judges it" };
  if (failed > 0) return { tone: "bad", words: `fails ${count(failed)} of ${thresholds(judged)}${warnings}` };
  const all = judged === 1 ? "its one threshold" : `all ${thresholds(judged)}`;
  return { tone: warned > 0 ? "warned" : "good", words: `meets ${warned > 0 ? "its thresholds" : all}${warnings}` };
}

const thresholds = (size: number): string => `${count(size)} ${size === 1 ? "threshold" : "thresholds"}`;

const CHANGES: Readonly<Record<Comparison["verdict"], (base: Content) => Outcome>> = {
  worse: (base) => ({ tone: "bad", words: markup`is worse than ${base}` }),
  better: (base) => ({ tone: "good", words: markup`is better than ${base}` }),
  differs: (base) => ({ tone: "warned", words: markup`differs from ${base}` }),
  "within tolerance": (base) => ({ tone: "good", words: markup`is within tolerance of ${base}` }),
  "no change": (base) => ({ tone: "good", words: markup`shows no change from ${base}` }),
  same: (base) => ({ tone: "good", words: markup`is the same as ${base}` }),
  new: (base) => ({ tone: "plain", words: markup`is new; ${base} does not have it` }),
  removed: (base) => ({ tone: "plain", words: markup`was removed; only ${base} has it` }),
};

function changed({ comparison, baseLabel }: ComparedWith): Outcome {
  return CHANGES[comparison.verdict](named(baseLabel));
}

export const toneOfChange = (verdict: Comparison["verdict"]): Tone => CHANGES[verdict]("").tone;

/** A verdict in the colour of its tone. */
export const stateOf = (verdict: Comparison["verdict"]): Markup =>
  markup`<span class="state ${toneOfChange(verdict)}">${verdict}</span>`;

function facts(result: Result): Content {
  const requests = Object.values(result.functions).reduce((sum, fn) => sum + fn.requestsCount, 0);
  const ignored = result.ignoreMs === 0 ? "" : `, the first ${duration(result.ignoreMs)} left out`;
  return [
    `${duration(result.horizonMs)} simulated${ignored}; `,
    `${count(requests)} ${requests === 1 ? "request" : "requests"}${result.seeds.length > 1 ? " in each run" : ""}; `,
    `${result.seeds.length === 1 ? "seed" : "seeds"} ${seedRange(result.seeds)}`,
  ];
}

/** The fields that changed, since they are what a reader can act on. */
function changes({ comparison }: ComparedWith): Content {
  const all = comparison.changes;
  if (all.length === 0) return null;
  const side = (text: string | null): Content => (text === null ? "not set" : code(text));
  const lines = all.slice(0, MOST_CAUSES).map((change) => {
    return markup`<p>${code(change.path)}: ${side(change.base)} → ${side(change.head)}${place(change)}</p>\n`;
  });
  return part("changed", "What changed", [lines, more(all.length, "changes")]);
}

const more = (all: number, section: string): Content =>
  all <= MOST_CAUSES ? null : markup`<p><a href="#${section}">${count(all - MOST_CAUSES)} more</a></p>\n`;

const part = (id: string, heading: string, content: Content): Markup =>
  markup`<section class="cause" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${heading}</h2>
${content}</section>
`;

/** Thresholds not met, errors before warnings. */
function failures(verdicts: readonly Verdict[]): Content {
  const bad = verdicts.filter(({ passed, state }) => !passed && state !== "compare-only");
  if (bad.length === 0) return null;
  const sorted = [...bad.filter(({ level }) => level === "error"), ...bad.filter(({ level }) => level === "warn")];
  return markup`<ul class="failures" aria-label="Thresholds not met">
${sorted.map((verdict) => markup`<li>${failure(verdict)}</li>\n`)}</ul>
`;
}

function failure(verdict: Verdict): Markup {
  const tone = verdict.level === "warn" ? "warned" : "bad";
  const state = markup`<span class="unseen">${tone === "bad" ? "Failed" : "Warning"}: </span>`;
  const why = verdict.why === "" ? null : markup`<span class="why">${named(verdict.why)}</span>`;
  const interval = intervalText(verdict);
  const range = interval === "" ? null : ` ${interval}`;
  const value = markup`<span class="value">is <strong>${valueText(verdict)}</strong>${range}</span>`;
  return markup`${badge(tone)}<div>${state}${code(verdict.that)} ${value}${why}${place(verdict)}</div>`;
}

function place({ file, line }: Pick<Verdict, "file" | "line">): Content {
  return file === "" ? null : markup` <span class="place">${code(`${file}:${exact(line)}`)}</span>`;
}

/** The chief causes, each with its rule. */
function causes(result: Result): Content {
  const all = whyRefused(result);
  if (all.length === 0) return null;
  const lines = all.slice(0, MOST_CAUSES).map(({ raw, limit, extent, circumstances }) => {
    return markup`<p>${named(raw)}: ${reason(limit)}, ${joined([extent, ...circumstances], "; ")}.</p>\n`;
  });
  return part("cause", "Why requests were refused", [lines, more(all.length, "throttles")]);
}

function tryNext(report: HtmlReport): Content {
  const right = report.compared?.comparison.suggestion ?? null;
  const next =
    right === null ? nextCommand(report.result, report.verdicts, report) : commandWith(report.result, [right], report);
  return next === null ? null : markup`<div class="next"><p>To try next:</p>${codeBlock([next])}</div>\n`;
}
