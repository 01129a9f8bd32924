/** What may be invoked, and what is counted of it: Regions, functions, their versions, where those lead. */
import { Heap } from "../base/agenda.ts";
import { Gauge, ShareGauge } from "../base/gauge.ts";
import { Histogram } from "../base/histogram.ts";
import type { Law } from "../base/law.ts";
import { NEVER, NO_CEILING } from "../base/numbers.ts";
import {
  assert,
  type Doubles,
  doubles,
  type f64,
  type Ints,
  type i32,
  ints,
  type List,
  Luck,
  list,
  widerList,
  ZERO,
} from "../base/prelude.ts";
import type { Bucket, Growth, Scaling } from "../base/rates.ts";
import type { Environment, Service } from "./requests.ts";
import type { Source } from "./source.ts";

/** Kinds of trouble of a function: each refusal (`throttles.ts`), spill-over, each way in which an event is dropped. */
export const REFUSAL_KINDS: i32 = 12;
export const SPILLOVER: i32 = 12;
export const EXHAUSTED: i32 = 13;
export const EXPIRED: i32 = 14;
export const STOPPED: i32 = 15;
export const TROUBLES: i32 = 16;
/** DUR-1: the time of an execution is up: its event ends as one whose retries are used up. */
export const EXECUTION_TIMED_OUT: i32 = 16;
/** ASY-20: the function was not invoked any more, so no event of it was dropped. */
export const LOOPED: i32 = 17;

/** Counts of asynchronous events by the part of the run in which they were received. */
export const RECEIVED: i32 = 0;
export const SUCCEEDED: i32 = 1;
export const DROPPED: i32 = 2;
/** DROPPED, then by kind of trouble from EXHAUSTED on. */
export const ASYNC_COUNTS: i32 = 6;

/** Counts of the requests of a source by the part of the run in which they arrived: as `TrafficCount`. */
export const TRAFFIC_COUNTS: i32 = 10;

/** CONC-9, MET-6 to MET-8: what runs in a Region, on its unreserved pool and at all, and the limits there. */
export class Region {
  /** CONC-2, CONC-14: nothing starts while so many requests run. */
  ceiling: i32 = NO_CEILING;
  pool: i32 = 0;
  setAside: i32 = 0;
  unreserved: i32 = 0;
  running: i32 = 0;
  /** Highest samples since the host has settled, if there were any. */
  sampled: boolean = false;
  peakRunning: i32 = 0;
  peakUnreserved: i32 = 0;
  peakClaimed: i32 = 0;
  concurrencyGauge: Gauge = new Gauge();
  /** Some of it is reserved or provisioned at some time; else the other two gauges would say the same. */
  divided: boolean = false;
  unreservedGauge: Gauge = new Gauge();
  claimedGauge: Gauge = new Gauge();
}

/** Stretches of the same trouble: when each kind was met last, and how often since the host was told. */
class Troubles {
  lastAt: Doubles = doubles(TROUBLES);
  more: Doubles = doubles(TROUBLES);
  /** 1 where the host knows of one in this part of the run. */
  known: Ints = ints(TROUBLES);

  constructor() {
    for (let kind = 0; kind < TROUBLES; kind++) this.lastAt[kind] = -NEVER;
  }
}

/** What is counted of a function since the host has settled (`sim/measure/recorders/settling.ts`). */
export class Tally {
  invocations: i32 = 0;
  concurrent: i32 = 0;
  zeroWaits: i32 = 0;
  ended: i32 = 0;
  billedMs: f64 = ZERO;
  durationSum: f64 = ZERO;
  durationMax: f64 = ZERO;
  unitBilledMs: f64 = ZERO;
  coldStarts: i32 = 0;
  restores: i32 = 0;
  onUnits: i32 = 0;
  spilled: i32 = 0;
  /** Samples of the units, and the highest: busy ones, and their share. */
  unitSamples: i32 = 0;
  unitConcurrent: i32 = 0;
  unitUsed: f64 = ZERO;
  created: i32 = 0;
  gone: i32 = 0;
  errors: i32 = 0;
  /** Of them, those of invocations that began in this minute. */
  minuteErrors: i32 = 0;
  timeouts: i32 = 0;
  throttles: i32 = 0;
  refusals: Ints = ints(REFUSAL_KINDS);
  asyncReceived: i32 = 0;
  asyncDropped: i32 = 0;
  asyncRetries: i32 = 0;
  asyncAttempts: i32 = 0;
  asyncAgeSum: f64 = ZERO;
  asyncAgeMax: f64 = -1;
  deliveryFailures: i32 = 0;
  deadLetterErrors: i32 = 0;
  recursionsDropped: i32 = 0;
}

/** Where records of a function's events go: a function, a source, a name outside the scenario, or nowhere. */
export class Target {
  fn: LambdaFunction | null = null;
  source: Source | null = null;
  /** Records that a name outside the scenario has got. */
  records: f64 = ZERO;
  exists: boolean = false;
}

export class LambdaFunction {
  index: i32 = 0;
  region: Region;
  /** Units reserved, -1 for none; the most that may run on demand of them; READY units of all versions. */
  reserved: i32 = -1;
  onDemandLimit: i32 = 0;
  ready: i32 = 0;
  /** RES-1, RES-9: nothing starts, on units or not, while so many of its requests run. */
  ceiling: i32 = NO_CEILING;
  /** Running on demand, on provisioned units, served by a runtime of the host. */
  onDemand: i32 = 0;
  provisioned: i32 = 0;
  served: i32 = 0;
  /** RPS-2, RPS-1: null where the function does not count in the rate. */
  reservedRate: Bucket | null = null;
  accountRate: Bucket | null = null;
  growth: Growth;
  scaling: Scaling;
  timeout: f64 = ZERO;
  errors: f64 = ZERO;
  run: Law;
  afterRun: Law | null = null;
  /** Executions may outlast the invocation that began them: the host is asked at each turn (`lasting…`). */
  lasting: boolean = false;
  /** Called by clients that wait: charts show their latency, else that of the handler. */
  synchronous: boolean = false;
  /** TEN-2: environments for all tenants together. */
  tenantLimit: f64 = ZERO;
  firstVersion: Version | null = null;
  calls: List<Call | null> = list<Call | null>(0, null);
  callCount: i32 = 0;
  sendCount: i32 = 0;
  // asynchronous invocation
  maxAge: f64 = ZERO;
  retries: i32 = 0;
  jitter: f64 = ZERO;
  pollDelay: f64 = ZERO;
  duplicates: f64 = ZERO;
  systemErrors: f64 = ZERO;
  slowdown: f64 = ZERO;
  deliveryFailures: f64 = ZERO;
  retryAfter: f64 = ZERO;
  onSuccess: Target = new Target();
  onFailure: Target = new Target();
  deadLetter: Target = new Target();
  jitterLuck: Luck = new Luck();
  duplicateLuck: Luck = new Luck();
  systemLuck: Luck = new Luck();
  deliveryLuck: Luck = new Luck();
  runLuck: Luck = new Luck();
  errorLuck: Luck = new Luck();
  callLuck: Luck = new Luck();
  extensionLuck: Luck = new Luck();
  asyncCounts: Doubles;
  // what is measured
  tally: Tally = new Tally();
  troubles: Troubles = new Troubles();
  /** RES-7, CONC-9: when the host was last told who held the pool. */
  lookedAt: f64 = -NEVER;
  busy: Gauge = new Gauge();
  starting: Gauge = new Gauge();
  idle: Gauge = new Gauge();
  unitIdle: Gauge = new Gauge();
  utilisation: ShareGauge = new ShareGauge();
  environments: Gauge = new Gauge();
  /** Idle, provisioned or not; counted where there are provisioned units at some time: else `idle` says the same. */
  warm: Gauge = new Gauge();
  hasUnits: boolean = false;
  depth: Gauge = new Gauge();
  units: Gauge = new Gauge();
  spare: Gauge = new Gauge();
  latency: Histogram = new Histogram(ints(0));
  duration: Histogram = new Histogram(ints(0));
  init: Histogram = new Histogram(ints(0));
  wait: Histogram = new Histogram(ints(0));
  age: Histogram = new Histogram(ints(0));
  // what it hands on
  sends: List<Send | null> = list<Send | null>(0, null);
  sendLuck: Luck = new Luck();
  /** ASY-20: false where its `RecursiveLoop` is `Allow`. */
  stopsLoops: boolean = true;

  constructor(region: Region, growth: Growth, scaling: Scaling, run: Law, asyncCounts: Doubles) {
    this.region = region;
    this.growth = growth;
    this.scaling = scaling;
    this.run = run;
    this.asyncCounts = asyncCounts;
  }
}

/** What runs of a function call, a downstream or a function or source through its link; and the share that do. */
export class Call {
  service: Service | null;
  link: Source | null;
  share: f64 = ZERO;

  constructor(service: Service | null, link: Source | null, share: f64) {
    this.service = service;
    this.link = link;
    this.share = share;
  }
}

/** What runs of a function send on when they have ended well: the share that do, when, and how many may at most. */
export class Send {
  link: Source;
  delay: Law;
  share: f64 = ZERO;
  most: f64 = NEVER;
  sent: f64 = ZERO;

  constructor(link: Source, delay: Law) {
    this.link = link;
    this.delay = delay;
  }
}

/** Idle environments that serve the same requests, longest idle first (LIFE-15). */
export class Pool {
  count: i32 = 0;
  room: i32 = 16;
  items: List<Environment | null> = list<Environment | null>(16, null);

  /** Equal moments of release put the lower number last, so that it serves first (LIFE-15). */
  push(environment: Environment): void {
    assert(!environment.idle, "an environment became idle that is idle");
    assert(environment.kind === 0 && environment.request === null, "an environment became idle that runs something");
    environment.idle = true;
    if (this.count === this.room) {
      this.items = widerList<Environment | null>(this.items, this.room, 2 * this.room, null);
      this.room = 2 * this.room;
    }
    let place = this.count++;
    while (place > 0) {
      const before = this.items[place - 1]!;
      if (before.idleSince !== environment.idleSince || before.number > environment.number) break;
      this.items[place] = before;
      place--;
    }
    this.items[place] = environment;
  }

  take(place: i32): Environment {
    const taken = this.items[place]!;
    const last = --this.count;
    for (let at = place; at < last; at++) this.items[at] = this.items[at + 1]!;
    this.items[last] = null;
    taken.idle = false;
    return taken;
  }
}

export const MOST_RECENT: i32 = 0;
export const LEAST_RECENT: i32 = 1;
export const AT_RANDOM: i32 = 2;

/** Idle environments of the tenants of a version (TEN-1), and when each that has become idle ends. */
export class Tenants {
  pools: List<Pool | null>;
  ends: Heap = new Heap();

  constructor(pools: List<Pool | null>) {
    this.pools = pools;
  }
}

/** What can be invoked: `$LATEST` or a published version, with environments of its own (ADM-4). */
export class Version {
  index: i32 = 0;
  fn: LambdaFunction;
  /** The next version of its function. */
  next: Version | null = null;
  /** A runtime of the host serves its requests (`serving…`). */
  served: boolean = false;
  restores: boolean = false;
  /** Start times that the host knows: SnapStart, VPC. */
  special: boolean = false;
  start: Law;
  platform: Law;
  /** PC-14: what the first run of each of its environments takes longer; null: nothing. */
  firstRun: Law | null = null;
  initLuck: Luck = new Luck();
  platformLuck: Luck = new Luck();
  firstRunLuck: Luck = new Luck();
  // idle environments
  onDemand: Pool = new Pool();
  /** Idle on demand, of all tenants. */
  idleCount: i32 = 0;
  tenants: Tenants | null = null;
  pick: i32 = 0;
  pickLuck: Luck = new Luck();
  lifetime: Law;
  lifetimeLuck: Luck = new Luck();
  versionLifetime: f64 = NEVER;
  maxAge: f64 = NEVER;
  /** LIFE-13: its requests that have an environment, and when the last of them was over; the start counts as one. */
  running: i32 = 0;
  lastUse: f64 = ZERO;
  /** LIFE-20, SNAP-8: when it was invoked last. */
  lastStart: f64 = ZERO;
  /** When the pending look at idle environments is due; NEVER when none is. */
  lookAt: f64 = NEVER;
  /** ADM-4: environments with lower numbers run code that has been replaced. */
  firstNumber: f64 = ZERO;
  // provisioned units: the host's, but for those that are idle
  provisioned: Pool = new Pool();
  unitRate: Bucket;
  ready: i32 = 0;
  /** Of them, those that serve a request. */
  busyUnits: i32 = 0;
  surplus: i32 = 0;
  replaced: i32 = 0;
  /** Whose its units are: a number that the versions of an alias share, of which the host knows the meaning. */
  holder: i32 = 0;
  /** PC-15: an alias with units routes here, be its own share of them 0. */
  shared: boolean = false;
  usedSum: f64 = ZERO;
  usedSamples: f64 = ZERO;
  usedHighest: f64 = ZERO;
  // LIFE-16: environments whose Init a request waits for, that which waits longest first
  moves: boolean = false;
  firstCold: Environment | null = null;
  lastCold: Environment | null = null;
  // counted since the host has settled, where an alias names versions
  invocations: i32 = 0;
  throttles: i32 = 0;
  errors: i32 = 0;
  coldStarts: i32 = 0;
  onUnits: i32 = 0;

  constructor(fn: LambdaFunction, unitRate: Bucket, start: Law, platform: Law, lifetime: Law) {
    this.fn = fn;
    this.unitRate = unitRate;
    this.start = start;
    this.platform = platform;
    this.lifetime = lifetime;
  }
}

/** An alias that names its versions: the first, and the second with its share of the requests. */
export class Route {
  first: Version;
  second: Version;
  weight: f64 = ZERO;

  constructor(first: Version, second: Version) {
    this.first = first;
    this.second = second;
  }
}
