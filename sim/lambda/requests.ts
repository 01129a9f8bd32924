/** Requests on their way: what was drawn when each arrived, and how often it has been tried. */
import { assert } from "../kernel/assert.ts";
import { BYTE_MAX, doubled } from "../kernel/column.ts";
import { Pool } from "../kernel/pool.ts";
import type { Duration, Instant } from "../kernel/time.ts";

/** Who hears of a request's outcome. */
export const Caller = {
  /** An SDK client that waits for the answer. */
  Client: 0,
  /** Lambda's asynchronous queue. */
  AsyncQueue: 1,
} as const;
export type Caller = (typeof Caller)[keyof typeof Caller];

/** Traffic of a request that Lambda made itself: a duplicate, or an event sent to a destination. */
export const NO_TRAFFIC = -1;
/** Of a request to a function whose environments serve anybody. */
export const NO_TENANT = -1;

export class Requests {
  readonly #ids = new Pool();
  #caller = new Uint8Array(256);
  #traffic = new Int32Array(256);
  #version = new Int32Array(256);
  #tenant = new Int32Array(256);
  #segment = new Int32Array(256);
  #arrivedAt = new Float64Array(256);
  #run = new Float64Array(256);
  #fails = new Uint8Array(256);
  #attempts = new Int32Array(256);
  /** Environment that serves it now, or -1. */
  #environment = new Int32Array(256);
  /** Client: which one, and when it gives up the attempt. Cost of the retry that was paid last (SDK-5). */
  #client = new Int32Array(256);
  #timeoutAt = new Float64Array(256);
  #retryCost = new Uint8Array(256);
  /** Queue: when it was accepted, refusals and function errors so far, links of its chain (ASY-20). */
  #enqueuedAt = new Float64Array(256);
  #refusals = new Int32Array(256);
  #errors = new Uint8Array(256);
  #chain = new Uint8Array(256);
  #copy = new Uint8Array(256);

  get inUse(): number {
    return this.#ids.inUse;
  }

  /** A request arrives. `run` and `fails` are drawn by the caller now and kept through all attempts. */
  open(caller: Caller, traffic: number, version: number, now: Instant): number {
    const id = this.#ids.take();
    if (this.#ids.size > this.#caller.length) this.#grow();
    this.#caller[id] = caller;
    this.#traffic[id] = traffic;
    this.#version[id] = version;
    this.#tenant[id] = NO_TENANT;
    this.#segment[id] = 0;
    this.#arrivedAt[id] = now;
    this.#attempts[id] = 0;
    this.#environment[id] = -1;
    // A time-out of the request that had this id before may still be under way.
    this.#timeoutAt[id] = -1;
    if (caller === Caller.Client) this.#forClient(id);
    else this.#forQueue(id, now);
    return id;
  }
  #forClient(id: number): void {
    this.#client[id] = 0;
    this.#retryCost[id] = 0;
  }
  #forQueue(id: number, now: Instant): void {
    this.#enqueuedAt[id] = now;
    this.#refusals[id] = 0;
    this.#errors[id] = 0;
    this.#chain[id] = 1;
    this.#copy[id] = 0;
  }
  setDraws(id: number, run: Duration, fails: boolean): void {
    this.#run[id] = run;
    this.#fails[id] = fails ? 1 : 0;
  }
  close(id: number): void {
    this.#ids.give(id);
  }

  callerOf(id: number): Caller {
    return this.#caller[id]! as Caller;
  }
  trafficOf(id: number): number {
    return this.#traffic[id]!;
  }
  versionOf(id: number): number {
    return this.#version[id]!;
  }
  setVersion(id: number, version: number): void {
    this.#version[id] = version;
  }
  /** TEN-1: number of the tenant whose request it is, from 0, or NO_TENANT. */
  tenantOf(id: number): number {
    return this.#tenant[id]!;
  }
  setTenant(id: number, tenant: number): void {
    this.#tenant[id] = tenant;
  }
  /** Part of the run in which it arrived: its outcome counts there. */
  segmentOf(id: number): number {
    return this.#segment[id]!;
  }
  setSegment(id: number, segment: number): void {
    this.#segment[id] = segment;
  }
  arrivedAt(id: number): Instant {
    return this.#arrivedAt[id]! as Instant;
  }
  runOf(id: number): Duration {
    return this.#run[id]! as Duration;
  }
  fails(id: number): boolean {
    return this.#fails[id] === 1;
  }
  attemptsOf(id: number): number {
    return this.#attempts[id]!;
  }
  countAttempt(id: number): void {
    this.#attempts[id]!++;
  }
  environmentOf(id: number): number {
    return this.#environment[id]!;
  }
  setEnvironment(id: number, environment: number): void {
    this.#environment[id] = environment;
  }

  clientOf(id: number): number {
    return this.#client[id]!;
  }
  setClient(id: number, client: number): void {
    this.#client[id] = client;
  }
  /** -1 while no attempt is being waited for. */
  timeoutAt(id: number): number {
    return this.#timeoutAt[id]!;
  }
  setTimeoutAt(id: number, at: number): void {
    this.#timeoutAt[id] = at;
  }
  retryCostOf(id: number): number {
    return this.#retryCost[id]!;
  }
  setRetryCost(id: number, cost: number): void {
    assert(cost <= BYTE_MAX, "the cost of a retry does not fit its column");
    this.#retryCost[id] = cost;
  }

  /** ASY-7: event age counts from here. */
  enqueuedAt(id: number): Instant {
    return this.#enqueuedAt[id]! as Instant;
  }
  setEnqueuedAt(id: number, at: Instant): void {
    this.#enqueuedAt[id] = at;
  }
  refusalsOf(id: number): number {
    return this.#refusals[id]!;
  }
  countRefusal(id: number): void {
    this.#refusals[id]!++;
  }
  errorsOf(id: number): number {
    return this.#errors[id]!;
  }
  countError(id: number): void {
    assert(this.#errors[id]! < BYTE_MAX, "the errors of an event do not fit their column");
    this.#errors[id]!++;
  }
  /** ASY-20: this is the n-th invocation of its chain, from 1. */
  chainOf(id: number): number {
    return this.#chain[id]!;
  }
  setChain(id: number, links: number): void {
    assert(links <= BYTE_MAX, "the links of a chain do not fit their column");
    this.#chain[id] = links;
  }
  /** ASY-17: a second delivery of an event that is counted already. */
  isCopy(id: number): boolean {
    return this.#copy[id] === 1;
  }
  markCopy(id: number): void {
    this.#copy[id] = 1;
  }

  #grow(): void {
    this.#caller = doubled(this.#caller, Uint8Array);
    this.#traffic = doubled(this.#traffic, Int32Array);
    this.#version = doubled(this.#version, Int32Array);
    this.#tenant = doubled(this.#tenant, Int32Array);
    this.#segment = doubled(this.#segment, Int32Array);
    this.#arrivedAt = doubled(this.#arrivedAt, Float64Array);
    this.#run = doubled(this.#run, Float64Array);
    this.#fails = doubled(this.#fails, Uint8Array);
    this.#attempts = doubled(this.#attempts, Int32Array);
    this.#environment = doubled(this.#environment, Int32Array);
    this.#client = doubled(this.#client, Int32Array);
    this.#timeoutAt = doubled(this.#timeoutAt, Float64Array);
    this.#retryCost = doubled(this.#retryCost, Uint8Array);
    this.#enqueuedAt = doubled(this.#enqueuedAt, Float64Array);
    this.#refusals = doubled(this.#refusals, Int32Array);
    this.#errors = doubled(this.#errors, Uint8Array);
    this.#chain = doubled(this.#chain, Uint8Array);
    this.#copy = doubled(this.#copy, Uint8Array);
  }
}
