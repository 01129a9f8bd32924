/** What a metric is: whose it is, its family of statistics, where a result holds it, which way it gets worse. */

/** Whom a metric is about. */
export type SubjectKind =
  | "function"
  | "traffic"
  | "source"
  | "call"
  | "send"
  | "downstream"
  | "destination"
  | "region"
  | "cost";

/** Which limit a percentage of a gauge means. */
export type LimitName = "function" | "quota" | "pool";

/** Lists of a function that count by cause. */
type ListName = "throttles" | "refusals";

/** CloudWatch's units. That of a share of 0..1 is none: `Percent` would be off by a hundred. */
export type CloudWatchUnit = "Count" | "Milliseconds" | "Percent" | "None";

/**
 * Where a value comes from in a WindowResult. `field` and `of` are names there; `prefix` starts flattened names.
 * - `count`: its rate is a share of the sum of `of`, or per second without one. What `from` names is added up, and
 *   what `less` names is taken off; without them it is counted by itself.
 * - `sum`: of whole ms.
 * - `gauge`: over time; `limit` is what a percentage means.
 * - `time`: sampled, with a histogram.
 * - `money`: a field of a function, or of the bill.
 * - `ratio`: a share that is already one in the result, with a mean and a maximum.
 * - `listed`: what `list` of the subject counts of `cause`; its rate is a share of the sum of `of`.
 * - `peak`: no field, but CloudWatch's points alone, of which the highest is read. `sample` is what recorders call it.
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
  | { readonly family: "listed"; readonly list: ListName; readonly cause: string; readonly of: readonly string[] }
  | { readonly family: "peak"; readonly sample: string }
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

/** What is said of a metric that CloudWatch has, too. */
interface OfCloudWatch<Name extends string> {
  /** CloudWatch's name; empty where CloudWatch has no such metric. */
  readonly cloudWatch: Name;
  readonly namespace: string;
  readonly unit: CloudWatchUnit;
  /**
   * By field, or by what fields begin with: where one of these has happened, a period has a point, be it 0. Without
   * them, and beside them, a period has one where there is something to tell of the metric itself.
   */
  readonly pointWith: readonly string[];
  /** Its place among CloudWatch's metrics of its subject; those without one follow in the order of their rows. */
  readonly place: number;
  /** AWS has it of a Region as well, added up over its functions. */
  readonly regional: boolean;
}

export interface Metric extends OfCloudWatch<string> {
  readonly kind: SubjectKind;
  readonly name: string;
  readonly reading: Reading;
  readonly worse: Worse;
  /** Statistics that a reader wants first; the others tell the same story once more. */
  readonly first: readonly string[];
  /** Of what nodes count by themselves: whether charts have it by bucket. */
  readonly series: boolean;
  readonly meaning: string;
}

/** What only some metrics have. */
export interface Told extends Partial<OfCloudWatch<string>> {
  /** AWS/Lambda, if not said. */
  readonly namespace?: string;
  /** That of its family, if not said. */
  readonly unit?: CloudWatchUnit;
  readonly series?: true;
  readonly worse?: Exclude<Worse, null>;
  readonly first?: readonly string[];
}

/** CloudWatch's name as far as it is known where the row is written. */
type NameIn<Also extends Told> = Also extends { readonly cloudWatch: infer Name extends string }
  ? Name
  : "cloudWatch" extends keyof Also
    ? string
    : "";

const UNITS: Readonly<Record<Reading["family"], CloudWatchUnit>> = {
  count: "Count",
  listed: "Count",
  gauge: "Count",
  peak: "Count",
  time: "Milliseconds",
  sum: "Milliseconds",
  ratio: "None",
  money: "None",
  unsupported: "None",
};

/** Rows of one kind of subject. */
export const metricOf =
  <const Kind extends SubjectKind>(kind: Kind) =>
  <const Read extends Reading, const Also extends Told = Record<never, never>>(
    name: string,
    reading: Read,
    meaning: string,
    told?: Also,
  ) => {
    const also: Told = told ?? {};
    return {
      kind,
      name,
      reading,
      worse: also.worse ?? null,
      first: also.first ?? [],
      cloudWatch: (also.cloudWatch ?? "") as NameIn<Also>,
      namespace: also.namespace ?? "AWS/Lambda",
      unit: also.unit ?? UNITS[reading.family],
      pointWith: also.pointWith ?? [],
      place: also.place ?? Number.POSITIVE_INFINITY,
      regional: also.regional ?? false,
      series: also.series ?? false,
      meaning,
    };
  };

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
/** What a list counts of one cause; its rate is a share of the sum of these fields. */
export const listed = <const Cause extends string>(list: ListName, cause: Cause, ...of: readonly string[]) => ({
  family: "listed" as const,
  list,
  cause,
  of,
});
/** What CloudWatch alone has: its highest point. */
export const peak = <const Sample extends string>(sample: Sample) => ({ family: "peak" as const, sample });
export const money = <const Field extends MoneyField>(field: Field) => ({ family: "money" as const, field });
