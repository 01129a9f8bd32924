/** What is common to everything in a run, and what is made anew or used again: environments, requests, deadlines. */
import { Agenda } from "../base/agenda.ts";
import type { Table } from "../base/law.ts";
import { assert, doubles, type f64, type i32, list, ZERO } from "../base/prelude.ts";
import type { Outside } from "./asked.ts";
import type { Call, Version } from "./functions.ts";
import {
  Calls,
  Deadline,
  Environment,
  IN_FULL,
  NO_CALL,
  NO_CHAIN,
  NO_EXTENSIONS,
  NO_TENANT,
  Request,
  Sending,
  SUCCESS,
} from "./requests.ts";
import type { Source } from "./source.ts";

/** Number of an environment that has ended, attempts of a request that is over: both wait to be used again. */
const GONE: f64 = -1;
const CLOSED: i32 = -1;

export class Core {
  agenda: Agenda = new Agenda();
  outside: Outside;
  horizon: f64 = ZERO;
  /** Quiet after which the same trouble counts as a new stretch of it. */
  quiet: f64 = ZERO;
  /** The minute that is counted now. */
  minuteStart: f64 = ZERO;
  minuteEnd: f64 = ZERO;
  /** The part of the run that is counted now. */
  segment: i32 = 0;
  /** Somebody hears of everything. */
  told: boolean = false;
  /** Some function may not be Active. */
  stateful: boolean = false;
  /** Some alias names its versions: they are counted apart. */
  byVersion: boolean = false;
  /** Some function has tenants. */
  tenanted: boolean = false;
  exponentials: Table;
  /** The moment of what happens, and how much has happened, timers included. */
  now: f64 = ZERO;
  events: f64 = ZERO;
  /** Environments made so far: the number of the next one. */
  made: f64 = ZERO;
  tickets: f64 = ZERO;
  requestsMade: i32 = 0;
  requestsOpen: i32 = 0;
  /** Most calls that a request may make; 1 at least where anything is handed on. */
  width: i32 = 0;
  noCalls: Calls;
  /** ASY-20: a chain, a function that ran in it, and the chain that this gave: the last that was asked for. */
  chainBefore: i32 = -1;
  chainRan: i32 = -1;
  chainAfter: i32 = 0;
  freeEnvironment: Environment | null = null;
  freeRequest: Request | null = null;
  freeDeadline: Deadline | null = null;
  freeSending: Sending | null = null;

  constructor(outside: Outside, exponentials: Table) {
    this.outside = outside;
    this.exponentials = exponentials;
    this.noCalls = new Calls(list<Call | null>(0, null), doubles(0));
  }
}

function callsOf(core: Core): Calls {
  if (core.width === 0) return core.noCalls;
  return new Calls(list<Call | null>(core.width, null), doubles(core.width));
}

/** An environment that begins to exist. What must hold of one that ends holds of a new one, and is not set again. */
export function createEnvironment(core: Core, version: Version, provisioned: boolean, now: f64): Environment {
  let environment = core.freeEnvironment;
  if (environment === null) environment = new Environment(version, callsOf(core));
  else core.freeEnvironment = environment.after;
  environment.after = null;
  environment.number = core.made;
  core.made += 1;
  environment.version = version;
  environment.tenant = NO_TENANT;
  environment.provisioned = provisioned;
  environment.worker = false;
  environment.spare = false;
  environment.createdAt = now;
  environment.init = 0;
  environment.extraRun = 0;
  environment.mustInit = false;
  environment.billedStart = IN_FULL;
  environment.outcome = SUCCESS;
  environment.afterRun = NO_EXTENSIONS;
  environment.spent = 0;
  environment.mark = 0;
  environment.servedMark = 0;
  return environment;
}

export function endEnvironment(core: Core, environment: Environment): void {
  assert(environment.number >= 0 && !environment.idle, "an environment ended twice, or while it is idle");
  assert(environment.kind === 0 && environment.before === null, "an environment ended that something is to happen to");
  assert(environment.request === null && environment.callState === NO_CALL, "an environment ended that runs something");
  environment.number = GONE;
  environment.after = core.freeEnvironment;
  core.freeEnvironment = environment;
}

/**
 * A request arrives. What must hold of one that is closed holds of a new one, and is not set again.
 * @param waits  a client waits for the answer; else Lambda's asynchronous queue does.
 */
export function openRequest(core: Core, source: Source | null, version: Version, waits: boolean, now: f64): Request {
  let request = core.freeRequest;
  if (request === null) {
    request = new Request(version, callsOf(core));
    request.id = core.requestsMade++;
  } else {
    core.freeRequest = request.free;
  }
  core.requestsOpen++;
  request.source = source;
  request.version = version;
  request.waits = waits;
  request.copy = false;
  request.fails = false;
  request.tenant = NO_TENANT;
  request.segment = core.segment;
  request.arrivedAt = now;
  request.attempts = 0;
  // A time-out of the request that was here before may still be under way.
  request.timeoutAt = -1;
  request.client = 0;
  request.retryCost = 0;
  request.enqueuedAt = now;
  request.refusals = 0;
  request.errors = 0;
  request.chain = NO_CHAIN;
  request.afterRun = NO_EXTENSIONS;
  if (core.width > 0) request.calls.count = 0;
  request.execution = -1;
  request.mark = 0;
  return request;
}

export function closeRequest(core: Core, request: Request): void {
  assert(request.kind === 0 && request.environment === null, "a request ended that something is to happen to");
  assert(request.attempts >= 0, "a request ended twice");
  request.attempts = CLOSED;
  core.requestsOpen--;
  request.free = core.freeRequest;
  core.freeRequest = request;
}

export function deadlineAt(core: Core, at: f64, rank: f64, kind: i32): Deadline {
  let deadline = core.freeDeadline;
  if (deadline === null) deadline = new Deadline();
  else core.freeDeadline = deadline.free;
  deadline.free = null;
  core.agenda.add(deadline, at, rank, kind);
  return deadline;
}

export function freeDeadline(core: Core, deadline: Deadline): void {
  assert(deadline.request !== null || deadline.environment !== null, "a deadline was freed twice");
  deadline.request = null;
  deadline.environment = null;
  deadline.free = core.freeDeadline;
  core.freeDeadline = deadline;
}

export function newSending(core: Core, link: Source): Sending {
  const sending = core.freeSending;
  if (sending === null) return new Sending(link);
  core.freeSending = sending.free;
  sending.free = null;
  sending.link = link;
  return sending;
}

export function freeSending(core: Core, sending: Sending): void {
  sending.free = core.freeSending;
  core.freeSending = sending;
}

/** The calls that another one was drawn. */
export function takeCalls(from: Calls, to: Calls): void {
  const count = from.count;
  to.count = count;
  to.chain = from.chain;
  for (let call = 0; call < count; call++) {
    to.made[call] = from.made[call]!;
    to.times[call] = from.times[call]!;
  }
}
