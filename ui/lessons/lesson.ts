/** A lesson made ready to be shown: its stops found in the run, its numbers filled in, its claims checked. */

import { type BucketNumbers, type InForce, sceneOf } from "../../reports/explain/scene.ts";
import { evaluate } from "../../reports/judge/evaluate.ts";
import { resolveMeasured, type ThresholdScope } from "../../reports/judge/threshold-names.ts";
import { parseThresholds } from "../../reports/judge/thresholds.ts";
import { observe } from "../../reports/metrics/measure.ts";
import { unitOf } from "../../reports/metrics/metrics.ts";
import { count, moment, quantity, rate } from "../../reports/words/numbers.ts";
import type { Lesson, LessonStep, LessonStop, Problem, ThresholdText } from "../../scenarios/index.ts";
import type { FunctionSeries, Result } from "../../sim/index.ts";
import { plainProblem } from "../library/problems.ts";

/** What the lesson looks at: the runs of its scenario by variant, "base" for the file as it is. */
export type LessonRuns = ReadonlyMap<string, Result>;

/** One screen of a lesson. */
export interface LessonPage {
  readonly kind: "look" | "ask" | "reveal" | "try" | "outcome";
  /** Where the film stands. */
  readonly atMs: number;
  /** The run that is shown, and those shown beside it. */
  readonly variant: string;
  readonly beside: readonly string[];
  /** Null: as it was. */
  readonly panel: number | null;
  readonly function: string | null;
  readonly text: string;
  /** To choose from; empty where nothing is asked. */
  readonly answers: readonly string[];
  /** Index of the right answer, where it is told. */
  readonly right: number | null;
  readonly rules: readonly string[];
}

const BASE = "base";

/** The variants whose runs the lesson needs, the base first. */
export const variantsOf = (lesson: Lesson): string[] => [
  ...new Set([BASE, ...lesson.steps.flatMap(({ beside }) => beside), lesson.try.variant]),
];

/** Every page in order. @throws LessonError when a stop or a number is not to be found in the runs. */
export function lessonPages(lesson: Lesson, runs: LessonRuns): LessonPage[] {
  let atMs = 0;
  const pages = lesson.steps.flatMap((step) => {
    if (step.stop !== null) atMs = stopMoment(step.stop, runOf(runs, BASE));
    return stepPages(step, { runs, variant: BASE, atMs });
  });
  const { variant, say, outcome } = lesson.try;
  const last = { beside: [], panel: null, function: null, answers: [], right: null, rules: [], atMs };
  return [
    ...pages,
    { ...last, kind: "try", variant: BASE, text: filled(say, { runs, variant: BASE, atMs }) },
    {
      ...last,
      kind: "outcome",
      // The film runs on to the end, so that the difference is seen.
      atMs: runOf(runs, variant).horizonMs,
      variant,
      beside: [BASE],
      text: filled(outcome, { runs, variant, atMs }),
    },
  ];
}

function stepPages({ look, ask, panel, function: name, beside }: LessonStep, scene: Place): LessonPage[] {
  const { variant, atMs } = scene;
  const shown = { atMs, variant, beside, panel, function: name, answers: [], right: null, rules: [] };
  const text = filled(look, scene);
  if (ask === null) return [{ ...shown, kind: "look", text }];
  const answers = ask.answers.map((answer) => filled(answer, scene));
  return [
    { ...shown, kind: "ask", text: `${text} ${filled(ask.that, scene)}`, answers },
    { ...shown, kind: "reveal", text: filled(ask.reveal, scene), answers, right: ask.right, rules: ask.rules },
  ];
}

/** A lesson says what its runs do not show. */
export class LessonError extends Error {
  override readonly name = "LessonError";
}

/** The scenario has none. */
export const noLesson = (file: string): Problem =>
  plainProblem("no-lesson", file, "this scenario has no lesson", "give it a `lesson`, or watch it: burstlab watch");

/** What `lessonFlaws` found, as problems of the file. */
export const untrue = (file: string, flaws: readonly string[]): Problem[] =>
  flaws.map((text) =>
    plainProblem("lesson-untrue", file, text, "change the lesson's words, or what it says must hold"),
  );

/** What the runs do not bear out, in words; nothing for a good lesson. */
export function lessonFlaws(lesson: Lesson, runs: LessonRuns): string[] {
  const base = runOf(runs, BASE);
  const changed = runOf(runs, lesson.try.variant);
  const claims = lesson.steps.flatMap(({ ask }) => ask?.holds ?? []);
  const changes = lesson.try.holds.filter((claim) => faults([claim], base).length === 0);
  return [
    ...claims.flatMap((claim) => faultsIn(claim, runs)),
    ...faults(lesson.try.holds, changed),
    ...changes.map((claim) => `${placeOf(claim)} '${claim.that}' holds without the change, too`),
    ...textFlaws(lesson, runs),
  ];
}

function textFlaws(lesson: Lesson, runs: LessonRuns): string[] {
  try {
    lessonPages(lesson, runs);
    return [];
  } catch (error) {
    if (error instanceof LessonError) return [error.message];
    throw error;
  }
}

const placeOf = ({ file, line }: ThresholdText): string => `${file}:${line}`;

const OF_VARIANT = /^(?<variant>[\w-]+):\s+(?<that>.+)$/;

/** "more: f.throttles.count == 0" is a claim about the variant `more`; without a name it is about the base. */
function faultsIn(claim: ThresholdText, runs: LessonRuns): string[] {
  const { variant = BASE, that = claim.that } = OF_VARIANT.exec(claim.that)?.groups ?? {};
  const run = runs.get(variant);
  return run === undefined ? [`${placeOf(claim)} there is no run of '${variant}'`] : faults([{ ...claim, that }], run);
}

function faults(claims: readonly ThresholdText[], run: Result): string[] {
  const { thresholds, problems } = parseThresholds(claims, scopeOf(run));
  return [
    ...problems.map(({ index, text, hint }) => `${placeOf(claims[index]!)} ${text}: ${hint}`),
    ...evaluate(thresholds, run)
      .filter(({ passed }) => !passed)
      .map(({ that, value, unit, file, line }) => {
        const found = value === null ? "there are no samples" : `it is ${quantity(value, unit)}`;
        return `${file}:${line} '${that}' does not hold in the run of ${run.variant}: ${found}`;
      }),
  ];
}

function scopeOf(run: Result): ThresholdScope {
  const { functions, traffic, sources, calls = {}, sends = {}, downstreams, destinations, regions, windows } = run;
  return {
    functions: Object.keys(functions),
    traffic: Object.keys(traffic),
    sources: Object.keys(sources),
    calls: Object.keys(calls),
    sends: Object.keys(sends),
    downstreams: Object.keys(downstreams),
    destinations: Object.keys(destinations),
    regions: Object.keys(regions),
    phases: Object.keys(windows),
  };
}

function runOf(runs: LessonRuns, variant: string): Result {
  const run = runs.get(variant);
  if (run === undefined) throw new LessonError(`there is no run of '${variant}'`);
  return run;
}

// --- stops

const COLUMNS: Readonly<Record<string, (series: FunctionSeries) => readonly number[]>> = {
  requests: ({ requests }) => requests,
  busy: ({ busyMax }) => busyMax,
  throttles: ({ throttles }) => throttles,
  coldStarts: ({ coldStarts }) => coldStarts,
  queue: ({ asyncDepthMax }) => asyncDepthMax,
};

function stopMoment(stop: LessonStop, run: Result): number {
  const found = stop.kind === "at" ? stop.atMs : stop.kind === "first" ? firstOf(stop, run) : highestOf(stop, run);
  return Math.min(run.horizonMs, found + (stop.kind === "at" ? 0 : stop.afterMs));
}

type Found = Exclude<LessonStop, { readonly kind: "at" }>;

function firstOf({ what, of }: Found, { events }: Result): number {
  const event = events.find(({ kind, subject }) => kind === what && subject === of);
  if (event !== undefined) return event.atMs;
  throw new LessonError(`the run has no ${what} of ${of} to stop at`);
}

function highestOf({ what, of }: Found, { series }: Result): number {
  const column = COLUMNS[what]!(series.functions[of]!);
  const highest = column.reduce((most, value) => Math.max(most, value), 0);
  if (highest === 0) throw new LessonError(`${what} of ${of} are 0 in the whole run, so there is no highest`);
  return column.indexOf(highest) * series.bucketMs;
}

// --- numbers in texts

interface Place {
  readonly runs: LessonRuns;
  /** Whose numbers are meant where none is named. */
  readonly variant: string;
  readonly atMs: number;
}

const BRACES = /\{(?:(?<variant>[\w-]+):\s*)?(?<what>[^{}]+)\}/g;
const NOW = /^now (?<subject>[\w-]+)\.(?<field>\w+)$/;
const WHILE = /^(?<metric>\S+) while (?<phase>.+)$/;

function filled(text: string, place: Place): string {
  return text.trim().replaceAll(BRACES, (...found: unknown[]) => {
    const groups = found.at(-1) as { readonly variant?: string; readonly what: string };
    return numberText(groups.what.trim(), { ...place, variant: groups.variant ?? place.variant });
  });
}

function numberText(what: string, { runs, variant, atMs }: Place): string {
  if (what === "moment") return moment(atMs);
  const run = runOf(runs, variant);
  const now = NOW.exec(what)?.groups;
  if (now !== undefined) return nowText(run, now as { subject: string; field: string }, atMs);
  const { metric = what, phase = null } = WHILE.exec(what)?.groups ?? {};
  const measured = resolveMeasured({ text: metric, offset: 0 }, scopeOf(run));
  if ("flaw" in measured) throw new LessonError(`{${what}}: ${measured.flaw.text}: ${measured.flaw.hint}`);
  const { value } = observe(run, measured.value, phase);
  if (value === null) throw new LessonError(`{${what}}: there is no such number in the run of ${run.variant}`);
  return quantity(value, unitOf(measured.value.metric, measured.value.statistic));
}

interface Scene {
  readonly now: BucketNumbers;
  readonly inForce: InForce;
}

const perSecond = (value: number, { fromMs, toMs }: BucketNumbers): string => rate((value * 1000) / (toMs - fromMs));

const OF_FUNCTION: Readonly<Record<string, (scene: Scene) => string>> = {
  requests: ({ now }) => perSecond(now.requests, now),
  throttles: ({ now }) => perSecond(now.refused, now),
  busy: ({ now }) => count(now.busyMax),
  starting: ({ now }) => count(now.starting),
  idle: ({ now }) => count(now.idle + now.provisionedIdle),
  coldStarts: ({ now }) => count(now.cold),
  queue: ({ now }) => count(now.asyncDepthMax),
  limit: ({ inForce }) => count(inForce.onDemand + inForce.provisioned),
  provisioned: ({ inForce }) => count(inForce.provisioned),
};

const OF_REGION: Readonly<Record<string, (scene: Scene) => string>> = {
  quota: ({ inForce }) => count(inForce.quota),
  busy: ({ inForce }) => count(inForce.quotaInUse),
  unused: ({ inForce }) => count(Math.max(0, inForce.quota - inForce.quotaInUse)),
  pool: ({ inForce }) => count(inForce.pool),
  poolBusy: ({ inForce }) => count(inForce.poolInUse),
};

/** What was so at the stop: of a function, or of the Region of the first one. */
function nowText(run: Result, { subject, field }: { subject: string; field: string }, atMs: number): string {
  const isRegion = subject === "region";
  const name = isRegion ? Object.keys(run.functions)[0]! : subject;
  if (!Object.hasOwn(run.functions, name))
    throw new LessonError(`{now ${subject}.${field}}: there is no such function`);
  const known = isRegion ? OF_REGION : OF_FUNCTION;
  const write = known[field];
  if (write !== undefined) return write(sceneOf(run, name, atMs));
  throw new LessonError(`{now ${subject}.${field}}: write one of ${Object.keys(known).join(", ")}`);
}
