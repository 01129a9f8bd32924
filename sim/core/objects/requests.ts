/** What is on its way: requests, environments that run them, services that those call, and who waits until when. */
import { Entry } from "../base/agenda.ts";
import { Gauge } from "../base/gauge.ts";
import { Histogram } from "../base/histogram.ts";
import type { Law } from "../base/law.ts";
import { NEVER } from "../base/numbers.ts";
import { type Doubles, type f64, type i32, ints, type List, ZERO } from "../base/prelude.ts";
import type { Bucket } from "../base/rates.ts";
import type { Call, Version } from "./functions.ts";
import type { Source } from "./source.ts";

/** How a run ends: as `Outcome`. */
export const SUCCESS: i32 = 0;
export const FUNCTION_ERROR: i32 = 1;
export const TIMED_OUT: i32 = 2;
export const SUSPENDED: i32 = 3;
export const RESTORE_TIMEOUT: i32 = 4;

/** What an environment is doing about its current call. */
export const NO_CALL: i32 = 0;
export const IN_SERVICE: i32 = 1;
export const IN_LINE: i32 = 2;
/** It waits for a function, whose answer is a success or not; for a source to accept a record. */
export const CALLING: i32 = 3;
export const CALL_ANSWERED: i32 = 4;
export const CALL_FAILED: i32 = 5;
export const PUTTING: i32 = 6;

/** Of a start that is billed like the run itself (LIFE-18). */
export const IN_FULL: f64 = -1;
export const NO_TENANT: i32 = -1;
/** Of a function without extensions. */
export const NO_EXTENSIONS: f64 = -1;
/**
 * ASY-20: chains of requests are numbers of the host's (`sources/chains.ts`): that in which nothing has run yet, and
 * that of what comes of an event that was stopped.
 */
export const NO_CHAIN: i32 = 0;
export const BROKEN: i32 = -1;

/** The calls of a request, as they were drawn when it arrived: where to, and how long a service or a source takes. */
export class Calls {
  count: i32 = 0;
  /** ASY-20: what has led to their run; that of a request itself is its own. */
  chain: i32 = NO_CHAIN;
  made: List<Call | null>;
  times: Doubles;

  constructor(made: List<Call | null>, times: Doubles) {
    this.made = made;
    this.times = times;
  }
}

/** An execution environment, or a worker of one that takes several requests at once. */
export class Environment extends Entry {
  // First what every run touches: an object is a few lines of the processor's cache.
  version: Version;
  request: Request | null = null;
  provisioned: boolean = false;
  worker: boolean = false;
  /** LIFE-16: its Init goes on for nobody. */
  spare: boolean = false;
  /** It is in the pool of those that are. */
  idle: boolean = false;
  /** LIFE-3, LIFE-9: its next run makes Init again, unseen, as part of its own time. */
  mustInit: boolean = false;
  outcome: i32 = 0;
  /** When its request was admitted, when its handler began, and Init or Restore between the two; 0 when warm. */
  admittedAt: f64 = ZERO;
  runStartedAt: f64 = ZERO;
  init: f64 = ZERO;
  createdAt: f64 = ZERO;
  /** In order of creation, never given twice; -1 when it has ended. */
  number: f64 = ZERO;
  idleSince: f64 = ZERO;
  expiresAt: f64 = ZERO;
  /** What the handler itself still has to run, and its last moment. */
  ownRun: f64 = ZERO;
  deadline: f64 = ZERO;
  /** When the run will end, as far as is known; NEVER with downstream calls. */
  expectedEnd: f64 = ZERO;
  /** PC-14: how much longer its next run takes, which is its first; with an Init that is made again, if it must be. */
  extraRun: f64 = ZERO;
  /** Time of extensions after the handler, and when they begin. */
  afterRun: f64 = NO_EXTENSIONS;
  afterBegunAt: f64 = ZERO;
  /** SNAP-7: what is billed of a Restore; IN_FULL for an Init, 0 for one that was aborted (LIFE-3). */
  billedStart: f64 = IN_FULL;
  tenant: i32 = NO_TENANT;
  // downstream calls
  call: i32 = 0;
  callState: i32 = 0;
  calls: Calls;
  callBegunAt: f64 = ZERO;
  callEndsAt: f64 = ZERO;
  /** Its place in the line of a service: neighbours, and a number that no other place and no other call has. */
  ticket: f64 = ZERO;
  before: Environment | null = null;
  after: Environment | null = null;
  /** For the event log: its number, 0 while it has none, and that of the request it served last. */
  mark: i32 = 0;
  servedMark: i32 = 0;
  /** The call of a function that it waits for; tokens that retries have taken from the quota of its SDK (SDK-5). */
  called: Request | null = null;
  spent: f64 = ZERO;

  constructor(version: Version, calls: Calls) {
    super();
    this.version = version;
    this.calls = calls;
  }
}

/** A request on its way: what was drawn when it arrived, and how often it has been tried. */
export class Request extends Entry {
  // First what every request touches at its end.
  version: Version;
  /** Null for one that Lambda made itself: a duplicate, an event for a destination, a continuation. */
  source: Source | null = null;
  environment: Environment | null = null;
  /** A client waits for the answer; else Lambda's asynchronous queue does. */
  waits: boolean = false;
  fails: boolean = false;
  /** ASY-17: a second delivery of an event that is counted already. */
  copy: boolean = false;
  /** Part of the run in which it arrived: its outcome counts there. */
  segment: i32 = 0;
  /** -1 when it is over. */
  attempts: i32 = 0;
  arrivedAt: f64 = ZERO;
  /** Client: which one, when it gives up the attempt (-1: not waiting), cost of the retry paid last (SDK-5). */
  client: i32 = 0;
  free: Request | null = null;
  retryCost: f64 = ZERO;
  timeoutAt: f64 = -1;
  run: f64 = ZERO;
  afterRun: f64 = NO_EXTENSIONS;
  /** Queue: when it was accepted, refusals and function errors so far, its chain (ASY-20). */
  enqueuedAt: f64 = ZERO;
  refusals: i32 = 0;
  errors: i32 = 0;
  chain: i32 = NO_CHAIN;
  tenant: i32 = NO_TENANT;
  calls: Calls;
  /** Execution that it began or goes on with, for the host; -1 for none. */
  execution: i32 = -1;
  /** Its slot: used again when it has ended. */
  id: i32 = 0;
  /** For the event log: its number. */
  mark: i32 = 0;
  /** Of a run that waits for the answer: its environment; null when its time is over, and for all other callers. */
  caller: Environment | null = null;

  constructor(version: Version, calls: Calls) {
    super();
    this.version = version;
    this.calls = calls;
  }
}

/** A moment at which somebody's patience ends: of a caller, or of an environment in a line. */
export class Deadline extends Entry {
  request: Request | null = null;
  environment: Environment | null = null;
  ticket: f64 = ZERO;
  free: Deadline | null = null;
}

/** Something that a run has sent and that is not there yet. */
export class Sending extends Entry {
  link: Source;
  chain: i32 = NO_CHAIN;
  free: Sending | null = null;

  constructor(link: Source) {
    super();
    this.link = link;
  }
}

/** A service with limited capacity that runs call: it has so many places, or gives out tokens over time. */
export class Service {
  index: i32 = 0;
  hasPlaces: boolean = true;
  waits: boolean = false;
  size: f64 = ZERO;
  maxWait: f64 = ZERO;
  latency: Law;
  tokens: Bucket;
  inUse: f64 = ZERO;
  firstInLine: Environment | null = null;
  lastInLine: Environment | null = null;
  // counted since the host has settled
  callCount: i32 = 0;
  rejectedCount: i32 = 0;
  waitedCount: i32 = 0;
  rejectedAt: f64 = -NEVER;
  rejectedMore: f64 = ZERO;
  use: Gauge = new Gauge();
  times: Histogram = new Histogram(ints(0));

  constructor(latency: Law, tokens: Bucket) {
    this.latency = latency;
    this.tokens = tokens;
  }
}
