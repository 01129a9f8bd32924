/** What a chart shows: one function of a run, beside the same function of another run when the two are compared. */
import type { FunctionResult, Result } from "../../sim/index.ts";
import { shownName } from "./names.ts";
import { type ChartOptions, type Names, type Subject, subjectOf } from "./subject.ts";
import { type Timeline, timeline, warmUp } from "./timeline.ts";

/** The other run of a comparison. */
export interface Base {
  readonly result: Result;
  readonly subject: Subject;
  /** As charts write them. */
  readonly names: Names;
  /** For titles: "before", or "in reserved-300". */
  readonly when: string;
}

export interface View {
  readonly result: Result;
  readonly subject: Subject;
  /** Null when nothing is compared, or the other run has no such function. */
  readonly base: Base | null;
  /** Of the longer run: both lie on the same axis. */
  readonly horizonMs: number;
  readonly around: Timeline;
  /** Ends every subtitle: which run is grey, and why the beginning is pale. */
  readonly aside: string;
}

/** One run of a view, with what its columns and labels add to their own words. */
export interface Side {
  readonly result: Result;
  readonly subject: Subject;
  /** " (base)"; nothing when there is only one. */
  readonly suffix: string;
}

/** @throws RangeError when the result has no such function. */
export function viewOf(result: Result, options: ChartOptions, weight: (total: FunctionResult) => number): View {
  const subject = subjectOf(result, options, weight);
  const base = baseOf(result, subject, options);
  const horizonMs = Math.max(result.horizonMs, base?.result.horizonMs ?? 0);
  const around = timeline(result, horizonMs);
  return { result, subject, base, horizonMs, around, aside: aside(result, options, base) };
}

function baseOf(result: Result, { name }: Subject, options: ChartOptions): Base | null {
  const { against } = options;
  if (against?.functions[name] === undefined) return null;
  const names = namesOf(result, against, options.names);
  return { result: against, subject: subjectOf(against, { function: name }, () => 0), names, when: whenOf(names) };
}

const UNNAMED: Names = { base: "base", head: "this run" };

/** Given, or those of the variants, or plain ones when both runs are of the same variant. */
export function namesOf(result: Result, against: Result, given: Names | undefined): Names {
  const variants = { base: against.variant, head: result.variant };
  const names = given ?? (result.variant === against.variant ? UNNAMED : variants);
  return { base: shownName(names.base), head: shownName(names.head) };
}

/** A run without a name of its own was simply earlier. */
export const whenOf = ({ base, head }: Names): string =>
  base === UNNAMED.base && head === UNNAMED.head ? "before" : `in ${base}`;

function aside(result: Result, { against, names }: ChartOptions, base: Base | null): string {
  if (against === undefined) return warmUp(result);
  const known = namesOf(result, against, names);
  return `; ${base === null ? `${known.base} has no such function` : `grey: ${known.base}`}${warmUp(result)}`;
}

/** The base first. */
export function sidesOf({ result, subject, base }: View): Side[] {
  if (base === null) return [{ result, subject, suffix: "" }];
  const { names } = base;
  return [
    { result: base.result, subject: base.subject, suffix: ` (${names.base})` },
    { result, subject, suffix: ` (${names.head})` },
  ];
}

/** "30 before", "as before". */
export const before = (now: string, was: string, when: string): string => `${now === was ? "as" : was} ${when}`;

/** "12 environments (30 before)"; "12 (as before)". */
export function changed(now: string, was: string, when: string, unit = ""): string {
  return `${now}${unit} (${before(now, was, when)})`;
}
