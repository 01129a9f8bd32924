/** Durable executions that have begun and not ended: whose they are, how far they have come, and when time is up. */
import { doubled } from "../kernel/column.ts";
import { Pool } from "../kernel/pool.ts";
import type { Instant } from "../kernel/time.ts";
import { NOBODY } from "./environments.ts";

/** No execution. */
export const NONE = -1;

export class Executions {
  readonly #ids = new Pool();
  /** By request: the execution that it began or that it continues, or NONE. */
  #ofRequest = new Int32Array(64).fill(NONE);
  /** Who waits for the end: the request that began it, or NOBODY. */
  #caller = new Int32Array(64);
  /** The request that runs it or waits for an invocation; NOBODY while a wait lasts. */
  #runner = new Int32Array(64);
  #version = new Int32Array(64);
  #stretch = new Int32Array(64);
  #startedAt = new Float64Array(64);
  #deadline = new Float64Array(64);
  /** Part of the run in which it began: its end counts there. */
  #segment = new Int32Array(64);
  #synchronous = new Uint8Array(64);
  #open = new Uint8Array(64);

  /** It begins with the invocation of this request. */
  open(request: number, version: number, now: Instant, deadline: Instant): number {
    const id = this.#ids.take();
    if (this.#ids.size > this.#caller.length) this.#grow();
    this.#caller[id] = request;
    this.#runner[id] = request;
    this.#version[id] = version;
    this.#stretch[id] = 0;
    this.#startedAt[id] = now;
    this.#deadline[id] = deadline;
    this.#segment[id] = 0;
    this.#synchronous[id] = 0;
    this.#open[id] = 1;
    this.link(request, id);
    return id;
  }
  /** It has ended: nobody waits for it any more, and its number is used again. */
  close(id: number): void {
    const caller = this.#caller[id]!;
    if (caller !== NOBODY) this.unlink(caller);
    this.#open[id] = 0;
    this.#ids.give(id);
  }
  isOpen(id: number): boolean {
    return this.#open[id] === 1;
  }

  of(request: number): number {
    return request < this.#ofRequest.length ? this.#ofRequest[request]! : NONE;
  }
  link(request: number, id: number): void {
    while (request >= this.#ofRequest.length) this.#growLinks();
    this.#ofRequest[request] = id;
  }
  unlink(request: number): void {
    if (request < this.#ofRequest.length) this.#ofRequest[request] = NONE;
  }

  callerOf(id: number): number {
    return this.#caller[id]!;
  }
  /** Its caller has given up; it goes on. */
  orphan(id: number): void {
    this.unlink(this.#caller[id]!);
    this.#caller[id] = NOBODY;
  }
  runnerOf(id: number): number {
    return this.#runner[id]!;
  }
  setRunner(id: number, request: number): void {
    this.#runner[id] = request;
    if (request !== NOBODY) this.link(request, id);
  }
  versionOf(id: number): number {
    return this.#version[id]!;
  }
  stretchOf(id: number): number {
    return this.#stretch[id]!;
  }
  nextStretch(id: number): void {
    this.#stretch[id]!++;
  }
  startedAt(id: number): Instant {
    return this.#startedAt[id]! as Instant;
  }
  /** DUR-1: what has not ended by then times out. */
  deadlineOf(id: number): Instant {
    return this.#deadline[id]! as Instant;
  }
  segmentOf(id: number): number {
    return this.#segment[id]!;
  }
  setSegment(id: number, segment: number): void {
    this.#segment[id] = segment;
  }
  /** DUR-3: a client began it, and waits unless it has given up. */
  isSynchronous(id: number): boolean {
    return this.#synchronous[id] === 1;
  }
  markSynchronous(id: number): void {
    this.#synchronous[id] = 1;
  }

  #grow(): void {
    this.#caller = doubled(this.#caller, Int32Array);
    this.#runner = doubled(this.#runner, Int32Array);
    this.#version = doubled(this.#version, Int32Array);
    this.#stretch = doubled(this.#stretch, Int32Array);
    this.#startedAt = doubled(this.#startedAt, Float64Array);
    this.#deadline = doubled(this.#deadline, Float64Array);
    this.#segment = doubled(this.#segment, Int32Array);
    this.#synchronous = doubled(this.#synchronous, Uint8Array);
    this.#open = doubled(this.#open, Uint8Array);
  }

  #growLinks(): void {
    const known = this.#ofRequest.length;
    this.#ofRequest = doubled(this.#ofRequest, Int32Array).fill(NONE, known);
  }
}
