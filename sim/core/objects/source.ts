/**
 * Who invokes. An entry of `traffic`: when its requests arrive, and how its clients meet a refusal, a timeout and an
 * answer. Or a node of the host, of which only what belongs to a request is used here.
 */
import { Entry } from "../base/agenda.ts";
import { Histogram } from "../base/histogram.ts";
import type { Law } from "../base/law.ts";
import { ARRIVES } from "../base/numbers.ts";
import { type Doubles, doubles, type f64, type i32, ints, Luck, ZERO } from "../base/prelude.ts";
import type { LambdaFunction, Route, Version } from "./functions.ts";

/** Who invokes, where it is no node of the host: clients, or runs that call. */
export const CLIENTS: i32 = -1;
export const CALLS: i32 = -2;

/** Why an attempt failed, as far as retries care (SDK-8); a server's answer is one of 5xx. */
export const BY_THROTTLING: i32 = 0;
export const BY_TIMEOUT: i32 = 1;
export const BY_SERVER: i32 = 2;

export class Source extends Entry {
  index: i32 = 0;
  fn: LambdaFunction;
  /** What it names: a version, or an alias that names its versions. */
  version: Version;
  route: Route | null = null;
  /** AWS's InvocationType `Event`: its requests go through the asynchronous queue. */
  event: boolean = false;
  /**
   * Of a node of the host its number: one that invokes by itself and hears the outcomes, or that takes the records of
   * this source, and then nothing is invoked here. Else CLIENTS or CALLS.
   */
  node: i32 = CLIENTS;
  // arrivals: the next few, and where the batch has got to
  times: Doubles;
  /** Recorded run times of the same requests, where there are any. */
  runs: Doubles;
  recorded: boolean = false;
  /** What its moments are: requests, or records for a node. */
  arrives: i32 = ARRIVES;
  place: i32 = 0;
  batch: i32 = 0;
  /** A rate that runs straight from one moment to another; else the host lists moments. */
  curve: boolean = false;
  poisson: boolean = false;
  /** A regular process starts with the first stretch that has any rate. */
  started: boolean = false;
  /** Area under the present stretch up to the last arrival, and under the whole of it. */
  area: f64 = ZERO;
  whole: f64 = ZERO;
  from: f64 = ZERO;
  rate: f64 = ZERO;
  slope: f64 = ZERO;
  // what belongs to a request: one stream for each use, so that a change of one thing shifts nobody's luck in another
  arrivalLuck: Luck = new Luck();
  runLuck: Luck = new Luck();
  errorLuck: Luck = new Luck();
  callLuck: Luck = new Luck();
  extensionLuck: Luck = new Luck();
  deliveryLuck: Luck = new Luck();
  /** Retries draw apart, so that more of them shift no other request's version. */
  versionLuck: Luck = new Luck();
  retryLuck: Luck = new Luck();
  tenantLuck: Luck = new Luck();
  backoffLuck: Luck = new Luck();
  delivery: Law;
  /** TEN-1: 0 where requests have no tenant; and their weights added up, where they differ. */
  tenants: i32 = 0;
  tenantWeights: Doubles = doubles(0);
  skewed: boolean = false;
  // clients, which take the requests in turn
  retries: boolean = false;
  attempts: i32 = 1;
  clients: i32 = 1;
  nextClient: i32 = 0;
  /** How long a caller waits for an answer; -1: for ever. */
  timeout: f64 = -1;
  quota: f64 = ZERO;
  longestSeconds: f64 = ZERO;
  /** By kind of failure: seconds before the first retry, and tokens that a retry costs. */
  baseSeconds: Doubles = doubles(3);
  costs: Doubles = doubles(3);
  givesBackCost: boolean = false;
  heedsRetryAfter: boolean = false;
  adaptive: boolean = false;
  /** By client: tokens of its retry quota, and the state of its limiter (`limiter.ts`). */
  tokens: Doubles = doubles(0);
  limiters: Doubles = doubles(0);
  // what is measured: counts by part of the run and kind, latencies of the present part
  counts: Doubles;
  /** No other source's clients call the function: what they are served in is counted there alone. */
  only: boolean = false;
  latency: Histogram = new Histogram(ints(0));
  /** ASY-20: Lambda sees no chain that passes through it. */
  forgets: boolean = false;
  /** How long a call takes that puts a record in. */
  accept: Law;

  constructor(fn: LambdaFunction, version: Version, delivery: Law, times: Doubles, counts: Doubles) {
    super();
    this.fn = fn;
    this.version = version;
    this.delivery = delivery;
    this.accept = delivery;
    this.times = times;
    this.runs = times;
    this.counts = counts;
  }
}
