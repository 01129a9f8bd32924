/** Why a request at a moment was refused, cold, slow or served: the rule, the numbers in force, what would help. */
import type { Result, ThrottleCause, ThrottleResult } from "../../sim/index.ts";
import { isTrouble, type Trouble } from "../words/events.ts";
import { nearest } from "../words/nearest.ts";
import { clock, count, duration, moment } from "../words/numbers.ts";
import { printable } from "../words/table.ts";
import { answerOf } from "./answer.ts";
import { droppedInMinute, type Fate, judge, wholeRun } from "./fate.ts";
import { type Remedy, remediesFor } from "./remedies.ts";
import { type BucketNumbers, bucketAt, type InForce, type Scene, sceneOf } from "./scene.ts";

export interface Question {
  readonly atMs: number;
  /** Without: the function with most refusals then, else most cold starts, else the busiest. */
  readonly function?: string;
}

export interface Explanation {
  scenario: string;
  variant: string;
  /** The moment's numbers are this seed's; the whole run's are means over `runs` seeds. */
  seed: number;
  runs: number;
  atMs: number;
  function: string;
  /** All its requests are events of the asynchronous queue. */
  asynchronous: boolean;
  fate: Fate;
  /** For refusals, and for what they delayed. */
  cause: ThrottleCause | null;
  rule: string;
  /** One sentence. */
  answer: string;
  inForce: InForce;
  inBucket: BucketNumbers;
  wholeRun: { latencyMsP50: number | null; latencyMsP99: number | null };
  /** CloudWatch's count of the minute that holds the moment. */
  asyncDroppedInMinute: number;
  /** The refusals of this cause in the whole run, with who held the capacity; null when there were none. */
  refusals: ThrottleResult | null;
  episodes: Episode[];
  remedies: Remedy[];
  /** Functions that were refused, cold or spilled over in the same bucket. */
  others: Affected[];
  /** Every rule cited, the decisive one first. */
  rules: string[];
}

/** A stretch of trouble of this function, or of a downstream, that covers the bucket. */
export interface Episode {
  kind: Trouble;
  /** The function, or the downstream. */
  subject: string;
  cause: ThrottleCause | null;
  rule: string;
  fromMs: number;
  untilMs: number | null;
  count: number;
}

export interface Affected {
  function: string;
  refused: number;
  cold: number;
  spilled: number;
  /** Events lost in the minute. */
  dropped: number;
}

/** What cannot be asked of this result: which of the question's parts is wrong, why, and what to ask instead. */
export interface QuestionProblem {
  readonly part: "at" | "function";
  readonly text: string;
  readonly hint: string;
}

const NAMES_SHOWN = 8;

/** Null when `explain` has an answer. */
export function questionProblem(result: Result, { atMs, function: name }: Question): QuestionProblem | null {
  const at = (text: string, hint: string): QuestionProblem => ({ part: "at", text, hint });
  const when = moment(atMs);
  if (name !== undefined && !Object.hasOwn(result.functions, name)) return unknownFunction(result, name);
  if (Object.keys(result.functions).length === 0) return at("the result has no function", "add one to the scenario");
  if (atMs > result.horizonMs)
    return at(`${when} is beyond the end of the run, which is ${clock(result.horizonMs)}`, "name an earlier moment");
  if (atMs < result.ignoreMs)
    return at(
      `${when} lies in the warm-up, the first ${duration(result.ignoreMs)} that are left out of every total`,
      `name a moment from ${clock(result.ignoreMs)} on, or shorten simulate.ignore`,
    );
  const first = firstBucket(result, name === undefined ? Object.keys(result.functions) : [name]);
  const whose = name === undefined ? "request" : `request of ${printable(name)}`;
  if (first === null) return at(`the run has no ${whose} at all`, name === undefined ? "add traffic" : others(result));
  const from = first * result.series.bucketMs;
  if (bucketAt(result, atMs) < first)
    return at(`${when} is before the first ${whose}`, `it comes in the ${span(result)} from ${moment(from)}`);
  return null;
}

function unknownFunction(result: Result, name: string): QuestionProblem {
  const near = nearest(name, Object.keys(result.functions));
  const hint = near === null ? others(result) : `did you mean '${printable(near)}'?`;
  return { part: "function", text: `'${printable(name)}' is not a function of this run`, hint };
}

function others({ functions }: Result): string {
  const names = Object.keys(functions).map(printable);
  const more = names.length > NAMES_SHOWN ? `, and ${count(names.length - NAMES_SHOWN)} more` : "";
  return `functions here: ${names.slice(0, NAMES_SHOWN).join(", ")}${more}`;
}

const span = ({ series }: Result): string => (series.bucketMs === 1000 ? "second" : duration(series.bucketMs));

/** A stopped function has events, but no attempt: they are dropped at once (ASY-9). */
function firstBucket({ series, events }: Result, names: readonly string[]): number | null {
  const firsts = names
    .flatMap((name) => {
      const { requests, asyncDepthMax, refused = [] } = series.functions[name]!;
      const dropped = events.find(({ kind, subject }) => kind === "async-dropped" && subject === name);
      const lost = dropped === undefined ? -1 : Math.floor(dropped.atMs / series.bucketMs);
      return [lost, ...[requests, asyncDepthMax, refused].map((column) => column.findIndex((value) => value > 0))];
    })
    .filter((bucket) => bucket >= 0);
  return firsts.length === 0 ? null : Math.min(...firsts);
}

/** @throws RangeError for a question that `questionProblem` refuses. */
export function explain(result: Result, question: Question): Explanation {
  const problem = questionProblem(result, question);
  if (problem !== null) throw new RangeError(problem.text);
  const { atMs } = question;
  const name = question.function ?? mostAffected(result, atMs);
  const scene = sceneOf(result, name, atMs);
  const judgement = judge(scene);
  const { fate, cause, rule } = judgement;
  const remedies = remediesFor(scene, judgement);
  const episodes = episodesOf(scene);
  const usual = wholeRun(scene);
  return {
    scenario: result.scenario.name,
    variant: result.variant,
    seed: result.seeds[0] ?? 0,
    runs: result.seeds.length,
    atMs,
    function: name,
    asynchronous: scene.queued,
    fate,
    cause,
    rule,
    answer: answerOf(scene, judgement),
    inForce: scene.inForce,
    inBucket: scene.now,
    wholeRun: { latencyMsP50: usual.p50, latencyMsP99: usual.p99 },
    asyncDroppedInMinute: droppedInMinute(scene),
    refusals: result.functions[name]!.throttles.find((throttle) => throttle.cause === cause) ?? null,
    episodes,
    remedies,
    others: othersAffected(result, name, atMs),
    rules: rulesOf(scene, rule, [...remedies, ...episodes]),
  };
}

/** Most refusals, else most cold starts, else the busiest, else the first by name. */
function mostAffected(result: Result, atMs: number): string {
  const bucket = bucketAt(result, atMs);
  const ranked = Object.entries(result.series.functions).map(([name, series]) => ({
    name,
    by: [
      series.throttles[bucket]! + (series.refused?.[bucket] ?? 0),
      ...[series.coldStarts, series.busyMax, series.requests].map((column) => column[bucket]!),
    ],
  }));
  return ranked.reduce((most, one) => (isAbove(one.by, most.by) ? one : most)).name;
}

function isAbove(one: readonly number[], other: readonly number[]): boolean {
  const i = one.findIndex((value, at) => value !== other[at]);
  return i >= 0 && one[i]! > other[i]!;
}

function episodesOf({ episodes }: Scene): Episode[] {
  return episodes.flatMap(({ kind, subject, cause, rule, atMs, untilMs, count: requests }) =>
    isTrouble(kind) ? [{ kind, subject, cause, rule, fromMs: atMs, untilMs, count: requests }] : [],
  );
}

function othersAffected(result: Result, name: string, atMs: number): Affected[] {
  const bucket = bucketAt(result, atMs);
  return Object.entries(result.series.functions)
    .filter(([other]) => other !== name)
    .map(([other, { throttles, refused, coldStarts, spillover }]) => ({
      function: other,
      dropped: droppedInMinute({ result, name: other, atMs }),
      refused: throttles[bucket]! + (refused?.[bucket] ?? 0),
      cold: coldStarts[bucket]!,
      spilled: spillover[bucket]!,
    }))
    .filter(({ refused, cold, spilled, dropped }) => refused + cold + spilled + dropped > 0)
    .sort((a, b) => b.refused - a.refused || b.cold - a.cold || b.spilled - a.spilled);
}

/** The decisive rule, then those of the remedies and episodes, then those of the numbers shown. */
function rulesOf({ inForce, queued }: Scene, rule: string, cited: readonly { readonly rule: string }[]): string[] {
  const shown = [...(inForce.reserved === null ? ["CONC-9"] : ["RES-3"]), ...(queued ? ["ASY-5", "RPS-4"] : [])];
  return [...new Set([rule, ...cited.map((one) => one.rule), ...shown])].filter((id) => id !== "");
}
