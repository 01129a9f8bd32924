/** What a metric is: whose it is, its family of statistics, where a result holds it, which way it gets worse. */

/** Whom a metric is about. */
export type SubjectKind = "function" | "traffic" | "source" | "downstream" | "region" | "cost";

/** Which limit a percentage of a gauge means. */
export type LimitName = "function" | "quota" | "pool";

/**
 * Where a value comes from in a WindowResult. `field` and `of` are names there; `prefix` starts flattened names.
 * - `count`: its rate is a share of the sum of `of`, or per second without one.
 * - `gauge`: over time; `limit` is what a percentage means.
 * - `time`: sampled, with a histogram.
 * - `money`: a field of a function, or of the bill.
 * - `ratio`: a share that is already one in the result, with a mean and a maximum.
 */
export type Reading =
  | { readonly family: "count"; readonly field: string; readonly of: readonly string[] | "second" | null }
  | { readonly family: "gauge"; readonly prefix: string; readonly limit: LimitName | null }
  | { readonly family: "time"; readonly prefix: string; readonly usually: "p99" | "max" }
  | { readonly family: "ratio"; readonly prefix: string }
  /** In US dollars, one for the stretch that is looked at. */
  | { readonly family: "money"; readonly field: "costUsd" | "costMonthUsd" | "totalUsd" | "perMillionUsd" | "monthUsd" }
  /** Known, but nothing in this version produces it. */
  | { readonly family: "unsupported"; readonly why: string };

/** Which direction is worse; null: neither. */
export type Worse = "up" | "down" | null;

export interface Metric {
  readonly kind: SubjectKind;
  readonly name: string;
  readonly reading: Reading;
  readonly worse: Worse;
  /** Statistics that a reader wants first; the others tell the same story once more. */
  readonly first: readonly string[];
  /** CloudWatch's name in the namespace AWS/Lambda; empty where CloudWatch has no such metric. */
  readonly cloudWatch: string;
  readonly meaning: string;
}

/** What only some metrics have. */
interface Told {
  readonly cloudWatch?: string;
  readonly worse?: Exclude<Worse, null>;
  readonly first?: readonly string[];
}

/** Rows of one kind of subject. */
export const metricOf =
  (kind: SubjectKind) =>
  (name: string, reading: Reading, meaning: string, told: Told = {}): Metric => ({
    kind,
    name,
    reading,
    worse: told.worse ?? null,
    first: told.first ?? [],
    cloudWatch: told.cloudWatch ?? "",
    meaning,
  });

/** A count; its rate is a share of the sum of these fields. */
export const count = (field: string, ...of: readonly string[]): Reading => ({ family: "count", field, of });
/** A count with a rate per second. */
export const flow = (field: string): Reading => ({ family: "count", field, of: "second" });
/** A count that is a share of nothing. */
export const number = (field: string): Reading => ({ family: "count", field, of: null });
export const gauge = (prefix: string, limit: LimitName | null = null): Reading => ({ family: "gauge", prefix, limit });
export const time = (prefix: string, usually: "p99" | "max" = "p99"): Reading => ({ family: "time", prefix, usually });
export const ratio = (prefix: string): Reading => ({ family: "ratio", prefix });
export const money = (field: Extract<Reading, { readonly family: "money" }>["field"]): Reading => ({
  family: "money",
  field,
});
