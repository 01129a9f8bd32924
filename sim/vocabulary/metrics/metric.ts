/** What a metric is: whose it is, its family of statistics, where a result holds it, which way it gets worse. */

/** Whom a metric is about. */
export type SubjectKind = "function" | "traffic" | "source" | "call" | "send" | "downstream" | "region" | "cost";

/** Which limit a percentage of a gauge means. */
export type LimitName = "function" | "quota" | "pool";

/**
 * Where a value comes from in a WindowResult. `field` and `of` are names there; `prefix` starts flattened names.
 * - `count`: its rate is a share of the sum of `of`, or per second without one. What `from` names is added up, and
 *   what `less` names is taken off; without them it is counted by itself.
 * - `sum`: of whole ms.
 * - `gauge`: over time; `limit` is what a percentage means.
 * - `time`: sampled, with a histogram.
 * - `money`: a field of a function, or of the bill.
 * - `ratio`: a share that is already one in the result, with a mean and a maximum.
 */
export type Reading =
  | {
      readonly family: "count";
      readonly field: string;
      readonly of: readonly string[] | "second" | null;
      readonly from?: readonly string[];
      readonly less?: readonly string[];
    }
  | { readonly family: "sum"; readonly field: string }
  | { readonly family: "gauge"; readonly prefix: string; readonly limit: LimitName | null }
  | { readonly family: "time"; readonly prefix: string; readonly usually: "p99" | "max" }
  | { readonly family: "ratio"; readonly prefix: string }
  /** In US dollars, one for the stretch that is looked at. */
  | { readonly family: "money"; readonly field: MoneyField }
  /** Known, but nothing in this version produces it. */
  | { readonly family: "unsupported"; readonly why: string };

type MoneyField = "costUsd" | "costMonthUsd" | "totalUsd" | "perMillionUsd" | "monthUsd";

/** A measured time, flattened: `latencyMsP99` and so on; all but the number of samples null without any. */
export type Distributed<Name extends string> = Record<`${Name}Samples`, number> &
  Record<`${Name}${"Mean" | "Min" | "Max" | "P50" | "P95" | "P99"}`, number | null>;

/** A quantity over time, flattened: `busyMax` and so on. The mean is weighted by time; last is its value at the end. */
export type Gauged<Name extends string> = Record<`${Name}${"Mean" | "Min" | "Max" | "Last"}`, number>;

/** A share over time, flattened; null while there is nothing that it could be a share of. */
export type Shared<Name extends string> = Record<`${Name}${"Mean" | "Max"}`, number | null>;

type Named<Rows extends readonly Metric[], Family, Key extends string> =
  Extract<Rows[number]["reading"], { readonly family: Family }> extends infer Found
    ? Found extends Readonly<Record<Key, infer Name extends string>>
      ? Name
      : never
    : never;

/** Names of the times of these metrics, each with a histogram. */
export type TimeName<Rows extends readonly Metric[]> = Named<Rows, "time", "prefix">;

/** Names of the gauges of these metrics. */
export type GaugeName<Rows extends readonly Metric[]> = Named<Rows, "gauge", "prefix">;

/** The fields of a result that these metrics are read from, but for money. */
export type FieldsOf<Rows extends readonly Metric[]> = Record<Named<Rows, "count" | "sum", "field">, number> &
  Gauged<GaugeName<Rows>> &
  Distributed<TimeName<Rows>> &
  Shared<Named<Rows, "ratio", "prefix">>;

/** Which direction is worse; null: neither. */
export type Worse = "up" | "down" | null;

export interface Metric {
  readonly kind: SubjectKind;
  readonly name: string;
  readonly reading: Reading;
  readonly worse: Worse;
  /** Statistics that a reader wants first; the others tell the same story once more. */
  readonly first: readonly string[];
  /** CloudWatch's name; empty where CloudWatch has no such metric. */
  readonly cloudWatch: string;
  readonly namespace: string;
  /** Of what nodes count by themselves: whether charts have it by bucket. */
  readonly series: boolean;
  readonly meaning: string;
}

/** What only some metrics have. */
export interface Told {
  readonly cloudWatch?: string;
  /** AWS/Lambda, if not said. */
  readonly namespace?: string;
  readonly series?: true;
  readonly worse?: Exclude<Worse, null>;
  readonly first?: readonly string[];
}

/** Rows of one kind of subject. */
export const metricOf =
  <const Kind extends SubjectKind>(kind: Kind) =>
  <const Read extends Reading>(name: string, reading: Read, meaning: string, told: Told = {}) => ({
    kind,
    name,
    reading,
    worse: told.worse ?? null,
    first: told.first ?? [],
    cloudWatch: told.cloudWatch ?? "",
    namespace: told.namespace ?? "AWS/Lambda",
    series: told.series ?? false,
    meaning,
  });

/** A count; its rate is a share of the sum of these fields. */
export const count = <const Field extends string>(field: Field, ...of: readonly string[]) => ({
  family: "count" as const,
  field,
  of,
});
/** A count with a rate per second. */
export const flow = <const Field extends string>(field: Field) => ({
  family: "count" as const,
  field,
  of: "second" as const,
});
/** A count that is a share of nothing. */
export const number = <const Field extends string>(field: Field) => ({ family: "count" as const, field, of: null });
/** In whole ms, each rounded up before it is added. */
export const sum = <const Field extends string>(field: Field) => ({ family: "sum" as const, field });
export const gauge = <const Prefix extends string>(prefix: Prefix, limit: LimitName | null = null) => ({
  family: "gauge" as const,
  prefix,
  limit,
});
export const time = <const Prefix extends string>(prefix: Prefix, usually: "p99" | "max" = "p99") => ({
  family: "time" as const,
  prefix,
  usually,
});
export const ratio = <const Prefix extends string>(prefix: Prefix) => ({ family: "ratio" as const, prefix });
export const money = <const Field extends MoneyField>(field: Field) => ({ family: "money" as const, field });
