/** The laws that every source keeps, whatever its type. Each finds nothing, or says what is wrong. */
import type { FunctionResult, Result, SourceResult, WindowResult } from "../../sim/index.ts";
import { type LawName, TARGET } from "../sim/sources/contracts.ts";
import { arrangedOf, type Case, configFor, cutAt, declaredBackwards, drained, ELSEWHERE } from "./cases.ts";
import { latencyAmiss } from "./latencies.ts";
import { played, resultOf, slicesOf } from "./play.ts";
import { NEIGHBOUR } from "./settings.ts";

export const ENDINGS = ["succeeded", "failed", "throttled", "refused", "abandoned", "dropped", "pending"] as const;

const countOf = (of: object, field: string): number => (of as Readonly<Record<string, number>>)[field] ?? 0;
export const endingOf = (counts: object, ending: string): number => countOf(counts, `${ending}Count`);

/** The sources of a case in a result: one, or two. */
const sourcesIn = (one: Case, { sources }: WindowResult): SourceResult[] =>
  arrangedOf(one).map(({ source }) => sources[source.name]!);

/** The first that is wrong. */
const firstAmiss = <T>(items: readonly T[], amiss: (item: T) => string): string => {
  for (const item of items) {
    const found = amiss(item);
    if (found !== "") return found;
  }
  return "";
};

function endsAmiss(source: SourceResult): string {
  const ended = ENDINGS.reduce((sum, ending) => sum + endingOf(source, ending), 0);
  const least = Math.min(...ENDINGS.map((ending) => endingOf(source, ending)));
  if (ended !== source.requestsCount || least < 0) return `${source.requestsCount} requests, ${ended} ends`;
  return source.retriesCount <= source.attemptsCount ? "" : `more retries than attempts`;
}

/** What is pending is what has not ended, so a request that is lost, or ends twice, shows when all should be over. */
function endsOnce(one: Case): string {
  const result = resultOf(one);
  const all = [result, ...Object.values(result.windows)].flatMap((window) => sourcesIn(one, window));
  const last = sourcesIn(one, played(one, drained(configFor(one))));
  return (
    firstAmiss(all, endsAmiss) ||
    firstAmiss(last, endsAmiss) ||
    firstAmiss(last, ({ pendingCount }) => (pendingCount === 0 ? "" : `${pendingCount} requests never end`))
  );
}

/** Refusals before a run begins: a Restore that takes too long is one that has begun (SNAP-5). */
const refusedBefore = ({ refusals = [] }: FunctionResult): number =>
  refusals.filter(({ cause }) => cause !== "restore-timeout").reduce((sum, { count }) => sum + count, 0);

/**
 * Each attempt of the source is an attempt at its function, and there are no others: what was counted of the one was
 * counted of the other. Not so in parts of a run, where requests belong to their arrival and attempts to their moment.
 */
function attemptsAmiss(one: Case): string {
  const { target, model, ignoreSeconds } = one.given;
  // What Lambda tries of its own accord is nobody's attempt: ASY-17, DUR-5.
  if (ignoreSeconds > 0 || model.asyncDuplicates > 0 || target.kind.alone) return "";
  const result = resultOf(one);
  const fn = result.functions[TARGET]!;
  const sources = sourcesIn(one, result);
  const [{ way }] = arrangedOf(one) as [ReturnType<typeof arrangedOf>[number]];
  // LIFE-25: an event that is turned away was never tried.
  const turnedAway = way === "events" ? sources.reduce((sum, source) => sum + endingOf(source, "refused"), 0) : 0;
  const tried = sources.reduce((sum, { attemptsCount }) => sum + attemptsCount, turnedAway);
  const met = fn.invocationsCount + fn.throttlesCount + refusedBefore(fn);
  return tried === met ? "" : `${tried} attempts, of which the function has seen ${met}`;
}

/** A horizon that cuts takes nothing back of what has ended before it. */
function cutAmiss(one: Case): string {
  const short = sourcesIn(one, played(one, cutAt(configFor(one), 0.6)));
  const long = sourcesIn(one, resultOf(one));
  return firstAmiss(
    ENDINGS.filter((ending) => ending !== "pending"),
    (ending) =>
      short.every((source, at) => endingOf(source, ending) <= endingOf(long[at]!, ending))
        ? ""
        : `${ending} fell as the run went on`,
  );
}

/** LIFE-25: once a state has refused anything, all are told that theirs refused nothing. */
const withoutNothing = (key: string, value: unknown): unknown =>
  ["refusedCount", "refusals", "refused"].includes(key) && [value].flat().every((one) => one === 0) ? undefined : value;

/** What is told of a function and its Region that have nothing to do with the source. */
function unrelated({ functions, traffic, regions, series, metrics, limits }: Result): string {
  const told = [
    ...[functions, series.functions, metrics.functions, limits.functions].map((of) => of[NEIGHBOUR]),
    traffic.neighbours,
    ...[regions, series.regions, metrics.regions, limits.regions].map((of) => of[ELSEWHERE]),
  ];
  return JSON.stringify(told, withoutNothing);
}

const same = (one: Case, other: Result, what: string): string => (other.digest === resultOf(one).digest ? "" : what);

/** @param built  the engine with the other compilation of the core. */
export const lawsWith = (
  built: (one: Case, config: ReturnType<typeof configFor>) => Result,
): Readonly<Record<LawName, (one: Case) => string>> => ({
  "ends once": endsOnce,
  attempts: attemptsAmiss,
  records: (one) => {
    const { given } = one;
    // Counts of a source belong to their moments: what began in the warm-up may end behind it.
    if (given.ignoreSeconds > 0) return "";
    const result = resultOf(one);
    return firstAmiss(arrangedOf(one), ({ source, amiss }) => amiss?.(result.sources[source.name]!) ?? "");
  },
  latencies: (one) => latencyAmiss(one, resultOf(one)),
  cut: cutAmiss,
  determinism: (one) =>
    same(one, played(one, declaredBackwards(configFor(one))), "a second run, declared backwards, differs"),
  slices: (one) => same(one, slicesOf(one, configFor(one)), "slices differ"),
  compilations: (one) => same(one, built(one, configFor(one)), "WebAssembly differs"),
  neighbour: (one) =>
    unrelated(resultOf(one)) === unrelated(played(one, configFor(one, false)))
      ? ""
      : "an unrelated function sees the source",
});
