/** The left-hand side of a threshold: whose metric, which one, and which statistic of it. */

import type { Metric, SubjectKind } from "../../sim/vocabulary/index.ts";
import { defaultStatistic, hasStatistic, metricsOf, percentile, statisticsOf } from "../metrics/metrics.ts";
import { nearest } from "../words/nearest.ts";
import { type Checked, type Flaw, flaw, type Piece } from "./threshold-value.ts";

/** The names that a scenario gives to things. */
export interface ThresholdScope {
  readonly functions: readonly string[];
  readonly traffic: readonly string[];
  readonly sources: readonly string[];
  /** As a result has them: "checkout/calls/tax", "checkout/sends/log"; absent: none. */
  readonly calls?: readonly string[];
  readonly sends?: readonly string[];
  readonly downstreams: readonly string[];
  /** Those that are declared nowhere else; absent: none. */
  readonly destinations?: readonly string[];
  readonly regions: readonly string[];
  readonly phases: readonly string[];
}

/** What is measured. */
export interface Measured {
  readonly metric: Metric;
  /** Its key in the result: for `region`, the only Region's name. */
  readonly subject: string;
  readonly statistic: string;
}

interface Subject {
  readonly kind: SubjectKind;
  /** As a threshold writes it. */
  readonly name: string;
  readonly key: string;
}

/** "checkout.latency.p99" to its parts. A name shared by a function and a caller means the function's metric first. */
export function resolveMeasured(piece: Piece, scope: ThresholdScope): Checked<Measured> {
  const subjects = subjectsOf(scope);
  const fitting = subjects.filter(({ name }) => piece.text === name || piece.text.startsWith(`${name}.`));
  const longest = Math.max(...fitting.map(({ name }) => name.length));
  const named = fitting.filter(({ name }) => name.length === longest);
  if (named.length === 0) return { flaw: unknownSubject(piece, scope, subjects) };
  const rest = part(piece, longest + 1);
  for (const subject of named) {
    const metric = metricNamed(subject.kind, rest.text);
    if (metric !== undefined) return withStatistic(subject, metric, rest);
  }
  return { flaw: rest.text === "" ? missingMetric(named, piece) : unknownMetric(named, rest) };
}

function withStatistic(subject: Subject, metric: Metric, rest: Piece): Checked<Measured> {
  if (metric.reading.family === "unsupported") {
    const text = `${subject.name}.${metric.name}: ${metric.reading.why}`;
    return { flaw: flaw("unsupported", rest, text, "remove this threshold for now") };
  }
  const written = part(rest, metric.name.length + 1);
  const statistic = written.text === "" ? defaultStatistic(metric) : written.text;
  if (!hasStatistic(metric, statistic)) return { flaw: unknownStatistic(metric, written) };
  return { value: { metric, subject: subject.key, statistic } };
}

function subjectsOf(scope: ThresholdScope): Subject[] {
  const named = (kind: SubjectKind, names: readonly string[]): Subject[] =>
    names.map((name) => ({ kind, name, key: name }));
  const only = scope.regions.length === 1 ? [{ kind: "region" as const, name: "region", key: scope.regions[0]! }] : [];
  return [
    ...named("function", scope.functions),
    ...named("traffic", scope.traffic),
    ...named("source", scope.sources),
    ...named("call", scope.calls ?? []),
    ...named("send", scope.sends ?? []),
    ...named("downstream", scope.downstreams),
    ...named("destination", scope.destinations ?? []),
    ...named("region", scope.regions),
    ...only,
    ...named("cost", ["cost"]),
  ];
}

/** The metric with the longest name that the text starts with: "async.age.p99" is `async.age`. */
function metricNamed(kind: SubjectKind, text: string): Metric | undefined {
  return metricsOf(kind)
    .filter(({ name }) => text === name || text.startsWith(`${name}.`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

function unknownSubject(piece: Piece, scope: ThresholdScope, subjects: readonly Subject[]): Flaw {
  const word = { text: piece.text.split(".")[0] ?? "", offset: piece.offset };
  if (word.text === "region" && scope.regions.length > 1) {
    const hint = `name one of them: ${scope.regions.join(", ")}`;
    return flaw("ambiguous-region", word, "'region' is not clear with several Regions", hint);
  }
  const names = [...new Set(subjects.map(({ name }) => name))];
  const text = `'${word.text}' is not a function, traffic, source, downstream, destination or Region of this scenario`;
  return flaw("unknown-subject", word, text, subjectHint(word.text, piece.text, names));
}

function subjectHint(word: string, whole: string, names: readonly string[]): string {
  const base = word.split(":")[0] ?? "";
  if (word !== base && names.includes(base)) return `a threshold judges the whole function: write '${base}'`;
  const near = nearest(word, names);
  if (near !== null) return `did you mean '${near}'?`;
  if (metricNamed("function", whole) !== undefined) return `say whose, for instance ${names[0] ?? "region"}.${whole}`;
  return `names here: ${names.join(", ")}`;
}

const metricNames = (subjects: readonly Subject[]): string[] => [
  ...new Set(subjects.flatMap(({ kind }) => metricsOf(kind).map(({ name }) => name))),
];

/** Without those of single causes, which are many: `burstlab schema --metrics` has them. */
const shortList = (subjects: readonly Subject[]): string =>
  [
    ...new Set(
      subjects.flatMap(({ kind }) =>
        metricsOf(kind).flatMap(({ name, reading }) => (reading.family === "listed" ? [] : [name])),
      ),
    ),
  ].join(", ");

function missingMetric(subjects: readonly Subject[], piece: Piece): Flaw {
  const hint = `it has ${shortList(subjects)}`;
  return flaw("unknown-metric", piece, `a metric is missing after '${piece.text}'`, hint);
}

function unknownMetric(subjects: readonly Subject[], rest: Piece): Flaw {
  const known = metricNames(subjects);
  const name = subjects[0]?.name ?? "";
  const list = `'${name}' has ${shortList(subjects)}`;
  const segments = rest.text.split(".");
  const attempts = segments.map((_, index) => segments.slice(0, segments.length - index).join("."));
  const near = attempts.map((attempt) => nearest(attempt, known)).find((found) => found !== null) ?? null;
  const text = `'${rest.text}' is not a metric of the ${subjects.map(({ kind }) => kind).join(" or ")} '${name}'`;
  return flaw("unknown-metric", rest, text, near === null ? list : `did you mean '${near}'?`);
}

/** As of "throttles", which has causes: what is written may be one. */
const longerName = ({ kind, name }: Metric, written: string): string | null => {
  const longer = metricsOf(kind).filter((one) => one.name.startsWith(`${name}.`));
  return nearest(
    `${name}.${written}`,
    longer.map((one) => one.name),
  );
};

function unknownStatistic(metric: Metric, written: Piece): Flaw {
  const known = statisticsOf(metric);
  const common = metric.reading.family === "time" ? [...known.slice(0, 3), "p50", "p90", "p95", "p99"] : known;
  const near = nearest(written.text, common.length === 1 ? [] : common);
  const text = `'${written.text}' is not a statistic of ${metric.name}`;
  const looksLikePercentile = /^p[0-9]/.test(written.text) && percentile(written.text) === null;
  const list = `${metric.name} has ${known.join(", ")}`;
  const guess = near ?? longerName(metric, written.text);
  const hint = guess === null || looksLikePercentile ? list : `did you mean '${guess}'? ${list}`;
  return flaw("unknown-statistic", written, text, hint);
}

/** What is left of a piece from a character on; empty at its end. */
function part(piece: Piece, from: number): Piece {
  return { text: piece.text.slice(from), offset: piece.offset + Math.min(from, piece.text.length) };
}
