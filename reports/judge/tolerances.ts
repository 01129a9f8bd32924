/** Which changes are too small to matter: the `tolerances` of a scenario, given meaning. */

import type { SubjectKind } from "../../sim/vocabulary/index.ts";
import { comparedMetrics } from "../compare/metrics.ts";
import { nearest } from "../words/nearest.ts";
import type { ThresholdScope } from "./threshold-names.ts";
import { type Flaw, flaw, type Piece, parseAmount } from "./threshold-value.ts";
import type { Verdict } from "./verdict.ts";

/** One entry as the user wrote it; `scenarios` finds it. */
export interface ToleranceSource {
  readonly metric: string;
  readonly value: string;
}

/** In the metric's own unit; or a percentage: points of a share, else of the base's value. */
export interface Tolerance {
  readonly value: number;
  readonly percent: boolean;
}

/** By what a scenario names: "checkout.latency.p99", "checkout.latency", "latency.p99", "latency". */
export type Tolerances = Readonly<Record<string, Tolerance>>;

export interface ParsedTolerances {
  readonly tolerances: Tolerances;
  /** `index` into the sources; offset and length within the metric's name. */
  readonly problems: readonly (Flaw & { readonly index: number })[];
}

export function parseTolerances(sources: readonly ToleranceSource[], scope: ThresholdScope): ParsedTolerances {
  const known = namesIn(scope);
  const read = sources.map(({ metric, value }) => parseOne({ text: metric, offset: 0 }, value, known));
  return {
    tolerances: Object.fromEntries(
      read.flatMap((one, index) => ("flaw" in one ? [] : [[sources[index]!.metric, one.value]])),
    ),
    problems: read.flatMap((one, index) => ("flaw" in one ? [{ index, ...one.flaw }] : [])),
  };
}

/** The most exact name counts. */
export function toleranceFor(
  tolerances: Tolerances,
  { kind, subject, tail }: { readonly kind: SubjectKind; readonly subject: string; readonly tail: string },
): Tolerance | null {
  const name = namesOf(subject, tail, kind).find((each) => Object.hasOwn(tolerances, each));
  return name === undefined ? null : tolerances[name]!;
}

/** From the most exact on. A Region may also be called "region"; "cost" is all that costs. */
function namesOf(subject: string, tail: string, kind: SubjectKind): string[] {
  const dot = tail.lastIndexOf(".");
  const short = dot < 0 || kind === "cost" ? [tail] : [tail, tail.slice(0, dot)];
  const subjects = kind === "region" ? [subject, "region"] : [subject];
  const own = subjects.flatMap((each) => short.map((name) => `${each}.${name}`));
  return kind === "cost" ? [...own, "cost"] : [...own, ...short];
}

/** Every name that a tolerance may have here, and the unit behind it. */
function namesIn(scope: ThresholdScope): ReadonlyMap<string, Verdict["unit"]> {
  const subjects: Readonly<Record<SubjectKind, readonly string[]>> = {
    function: scope.functions,
    traffic: scope.traffic,
    source: scope.sources,
    call: scope.calls ?? [],
    send: scope.sends ?? [],
    downstream: scope.downstreams,
    destination: scope.destinations ?? [],
    region: scope.regions,
    cost: ["cost"],
  };
  const names = comparedMetrics().flatMap(({ kind, tail, unit }) =>
    subjects[kind].flatMap((subject) => namesOf(subject, tail, kind).map((name) => [name, unit] as const)),
  );
  return new Map(names.toReversed());
}

function parseOne(metric: Piece, value: string, known: ReadonlyMap<string, Verdict["unit"]>) {
  const unit = known.get(metric.text);
  if (unit !== undefined) return parseAmount({ ...metric, text: value }, metric.text, unit);
  const near = nearest(metric.text, [...known.keys()]);
  const hint =
    near === null ? "write subject.metric, as in checkout.latency.p99, or metric" : `did you mean '${near}'?`;
  return { flaw: flaw("unknown-metric", metric, `'${metric.text}' is not a metric that is compared`, hint) };
}
