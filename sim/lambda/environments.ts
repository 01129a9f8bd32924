/** Execution environments: who each belongs to, what it is doing, and when it would end (LIFE). */
import { doubled } from "../kernel/column.ts";
import { Pool } from "../kernel/pool.ts";
import type { Duration, Instant } from "../kernel/time.ts";
import { NO_TENANT } from "./requests.ts";

/** How a run ends. */
export const Outcome = {
  Success: 0,
  /** The handler answered with an error: the environment stays as it is (LIFE-10). */
  FunctionError: 1,
  /** LIFE-7: the function timeout; the environment is reset (LIFE-9). */
  Timeout: 2,
  /** DUR-2: a durable function has reached a wait; no failure. */
  Suspended: 3,
  /** SNAP-5: Restore was aborted, so no handler ran; the environment ends. */
  RestoreTimeout: 4,
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

/** No request: the caller gave up, or the environment was made ahead of need. */
export const NOBODY = -1;
/** Of a start that is billed like the run itself (LIFE-18). */
export const IN_FULL = -1;

export class Environments {
  readonly #ids = new Pool();
  #made = 0;
  #number = new Float64Array(256);
  #version = new Int32Array(256);
  #tenant = new Int32Array(256);
  #provisioned = new Uint8Array(256);
  #createdAt = new Float64Array(256);
  #idleSince = new Float64Array(256);
  #expiresAt = new Float64Array(256);
  #request = new Int32Array(256);
  /** When the request was admitted, when its handler began, and Init or Restore between the two. */
  #admittedAt = new Float64Array(256);
  #runStartedAt = new Float64Array(256);
  #init = new Float64Array(256);
  /** What the handler itself still has to run, how it will end, and its last moment. */
  #ownRun = new Float64Array(256);
  #outcome = new Uint8Array(256);
  #deadline = new Float64Array(256);
  /** Next call to make, and the moment of the call's next step. */
  #call = new Int32Array(256);
  #stepAt = new Float64Array(256);
  /** LIFE-3, LIFE-9: Init that the next run makes again, unseen, as part of its own time. */
  #hiddenInit = new Float64Array(256);
  /** SNAP-7: what is billed of a Restore; IN_FULL for an Init. */
  #billedStart = new Float64Array(256);
  /** When the run will end, as far as is known at its start; NEVER with downstream calls. */
  #expectedEnd = new Float64Array(256);

  create(version: number, provisioned: boolean, now: Instant): number {
    const id = this.#ids.take();
    if (this.#ids.size > this.#version.length) this.#grow();
    this.#number[id] = this.#made++;
    this.#version[id] = version;
    this.#tenant[id] = NO_TENANT;
    this.#provisioned[id] = provisioned ? 1 : 0;
    this.#createdAt[id] = now;
    this.#request[id] = NOBODY;
    this.#init[id] = 0;
    this.#hiddenInit[id] = 0;
    this.#billedStart[id] = IN_FULL;
    return id;
  }

  end(id: number): void {
    this.#ids.give(id);
  }

  /** Environments made so far: the number of the next one. */
  get made(): number {
    return this.#made;
  }

  /** In order of creation, never given twice: ids are, and depend on what other functions do. */
  numberOf(id: number): number {
    return this.#number[id]!;
  }
  versionOf(id: number): number {
    return this.#version[id]!;
  }
  /** TEN-1: the tenant it was made for, and serves to its end; NO_TENANT where environments serve anybody. */
  tenantOf(id: number): number {
    return this.#tenant[id]!;
  }
  setTenant(id: number, tenant: number): void {
    this.#tenant[id] = tenant;
  }
  isProvisioned(id: number): boolean {
    return this.#provisioned[id] === 1;
  }
  createdAt(id: number): Instant {
    return this.#createdAt[id]! as Instant;
  }
  idleSince(id: number): Instant {
    return this.#idleSince[id]! as Instant;
  }
  /** LIFE-13, LIFE-14: the moment an idle environment ends. */
  expiresAt(id: number): Instant {
    return this.#expiresAt[id]! as Instant;
  }
  becomeIdle(id: number, now: Instant, expiresAt: Instant): void {
    this.#idleSince[id] = now;
    this.#expiresAt[id] = expiresAt;
  }

  /** The request it serves, or NOBODY. */
  requestOf(id: number): number {
    return this.#request[id]!;
  }
  assign(id: number, request: number, now: Instant): void {
    this.#request[id] = request;
    this.#admittedAt[id] = now;
  }
  /** ADM-2: from here on it holds its unit; CloudWatch stamps everything about the invocation with this moment. */
  admittedAt(id: number): Instant {
    return this.#admittedAt[id]! as Instant;
  }
  /** The caller has gone; the run goes on for nobody. */
  abandon(id: number): void {
    this.#request[id] = NOBODY;
  }

  /** The run goes on for another request. */
  handOver(id: number, request: number): void {
    this.#request[id] = request;
  }
  /** LIFE-16: the invocation that waits here for its Init goes on in another environment, warm. */
  moveInvocation(id: number, to: number): void {
    this.#request[to] = this.#request[id]!;
    this.#admittedAt[to] = this.#admittedAt[id]!;
    this.#ownRun[to] = this.#ownRun[id]!;
    this.#outcome[to] = this.#outcome[id]!;
    this.#init[to] = 0;
    this.#request[id] = NOBODY;
  }

  /** Init or Restore that the request it serves has waited for; 0 when warm. */
  initOf(id: number): Duration {
    return this.#init[id]! as Duration;
  }
  setInit(id: number, init: Duration): void {
    this.#init[id] = init;
  }
  hiddenInitOf(id: number): Duration {
    return this.#hiddenInit[id]! as Duration;
  }
  setHiddenInit(id: number, init: Duration): void {
    this.#hiddenInit[id] = init;
  }

  billedStartOf(id: number): number {
    return this.#billedStart[id]!;
  }
  setBilledStart(id: number, billed: Duration): void {
    this.#billedStart[id] = billed;
  }

  expectedEnd(id: number): Instant {
    return this.#expectedEnd[id]! as Instant;
  }
  expectEnd(id: number, at: Instant): void {
    this.#expectedEnd[id] = at;
  }

  /** The handler is about to run for this long of its own; `deadline` comes from `beginRun`. */
  planRun(id: number, ownRun: Duration, outcome: Outcome): void {
    this.#ownRun[id] = ownRun;
    this.#outcome[id] = outcome;
  }
  beginRun(id: number, now: Instant, deadline: Instant): void {
    this.#runStartedAt[id] = now;
    this.#deadline[id] = deadline;
    this.#call[id] = 0;
  }
  ownRunOf(id: number): Duration {
    return this.#ownRun[id]! as Duration;
  }
  outcomeOf(id: number): Outcome {
    return this.#outcome[id]! as Outcome;
  }
  setOutcome(id: number, outcome: Outcome): void {
    this.#outcome[id] = outcome;
  }
  runStartedAt(id: number): Instant {
    return this.#runStartedAt[id]! as Instant;
  }
  deadlineOf(id: number): Instant {
    return this.#deadline[id]! as Instant;
  }

  callOf(id: number): number {
    return this.#call[id]!;
  }
  nextCall(id: number): void {
    this.#call[id]!++;
  }
  stepAt(id: number): number {
    return this.#stepAt[id]!;
  }
  expectStep(id: number, at: number): void {
    this.#stepAt[id] = at;
  }

  #grow(): void {
    this.#number = doubled(this.#number, Float64Array);
    this.#version = doubled(this.#version, Int32Array);
    this.#tenant = doubled(this.#tenant, Int32Array);
    this.#provisioned = doubled(this.#provisioned, Uint8Array);
    this.#createdAt = doubled(this.#createdAt, Float64Array);
    this.#idleSince = doubled(this.#idleSince, Float64Array);
    this.#expiresAt = doubled(this.#expiresAt, Float64Array);
    this.#request = doubled(this.#request, Int32Array);
    this.#admittedAt = doubled(this.#admittedAt, Float64Array);
    this.#runStartedAt = doubled(this.#runStartedAt, Float64Array);
    this.#init = doubled(this.#init, Float64Array);
    this.#ownRun = doubled(this.#ownRun, Float64Array);
    this.#outcome = doubled(this.#outcome, Uint8Array);
    this.#deadline = doubled(this.#deadline, Float64Array);
    this.#call = doubled(this.#call, Int32Array);
    this.#stepAt = doubled(this.#stepAt, Float64Array);
    this.#hiddenInit = doubled(this.#hiddenInit, Float64Array);
    this.#billedStart = doubled(this.#billedStart, Float64Array);
    this.#expectedEnd = doubled(this.#expectedEnd, Float64Array);
  }
}
