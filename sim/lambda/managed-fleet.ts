/** Environments of one version on Managed Instances: how many requests run in each, and which takes the next one. */
import type { ManagedConfig } from "../function-kinds.ts";
import { assert } from "../kernel/assert.ts";
import { doubled } from "../kernel/column.ts";
import type { Instant } from "../kernel/time.ts";
import type { Environments } from "./environments.ts";

const DRAINING = -1;

export class Fleet {
  readonly version: number;
  readonly settings: ManagedConfig;
  /** Requests that one environment takes at once: its workers, or fewer where its CPU bears no more. */
  readonly room: number;
  readonly cpuBound: boolean;
  readonly #environments: Environments;
  /** Those that take requests, as a heap: the fewest requests first, of equal ones the oldest. */
  #heap = new Int32Array(16);
  #serving = 0;
  #draining = 0;
  /** By environment: its place in the heap, and the requests in it, runs that have outlived theirs included (LMI-6). */
  #place = new Int32Array(256);
  #busy = new Int32Array(256);
  #running = 0;
  #active = 0;
  /** Running x µs since `takeMean`. */
  #area = 0;
  #since = 0;
  #begun = 0;

  constructor(version: number, settings: ManagedConfig, environments: Environments) {
    const { perEnvironment, vCpus, cpuShare } = settings;
    // LMI-8, MOD: an environment is sent no request that would take its CPU above the whole of it.
    const bearable = cpuShare === 0 ? perEnvironment : Math.max(1, Math.floor(vCpus / cpuShare + 1e-9));
    this.version = version;
    this.settings = settings;
    this.room = Math.min(perEnvironment, bearable);
    this.cpuBound = bearable < perEnvironment;
    this.#environments = environments;
  }

  /** Environments that take requests; those that only finish what they have; both. */
  get serving(): number {
    return this.#serving;
  }
  get count(): number {
    return this.#serving + this.#draining;
  }
  /** Workers at work in all of them, and environments with at least one. */
  get running(): number {
    return this.#running;
  }
  get active(): number {
    return this.#active;
  }
  busyIn(environment: number): number {
    return this.#busy[environment]!;
  }

  /** Most requests in one environment that takes them. */
  get busiest(): number {
    let most = 0;
    for (let place = 0; place < this.#serving; place++) most = Math.max(most, this.#busy[this.#heap[place]!]!);
    return most;
  }

  /** LMI-6: some environment has a worker free and CPU for it. */
  hasRoom(): boolean {
    return this.#serving > 0 && this.#busy[this.#heap[0]!]! < this.room;
  }

  /** LMI-6, MOD: the next request goes where the fewest run; there must be room. @returns that environment. */
  take(now: Instant): number {
    this.#pass(now);
    const environment = this.#heap[0]!;
    assert(this.hasRoom(), "LMI-1: an environment was given more requests than it has workers");
    if (this.#busy[environment]!++ === 0) this.#active++;
    this.#running++;
    this.#sink(0);
    return environment;
  }

  /** A worker is free again. @returns whether its environment was to go, and is empty now. */
  give(environment: number, now: Instant): boolean {
    this.#pass(now);
    assert(this.#busy[environment]! > 0, "LMI-1: a worker was given back twice");
    this.#running--;
    const left = --this.#busy[environment]!;
    if (left === 0) this.#active--;
    const place = this.#place[environment]!;
    if (place !== DRAINING) {
      this.#rise(place);
      return false;
    }
    if (left === 0) this.#draining--;
    return left === 0;
  }

  add(environment: number): void {
    while (environment >= this.#place.length) {
      this.#place = doubled(this.#place, Int32Array);
      this.#busy = doubled(this.#busy, Int32Array);
    }
    if (this.#serving === this.#heap.length) this.#heap = doubled(this.#heap, Int32Array);
    this.#busy[environment] = 0;
    this.#put(this.#serving++, environment);
    this.#rise(this.#serving - 1);
  }

  /** MOD: the one with the fewest requests takes no more; there must be one. @returns it: gone at once if empty. */
  drain(): number {
    const environment = this.#heap[0]!;
    const last = this.#heap[--this.#serving]!;
    if (this.#serving > 0) {
      this.#put(0, last);
      this.#sink(0);
    }
    this.#place[environment] = DRAINING;
    if (this.#busy[environment]! > 0) this.#draining++;
    return environment;
  }

  /** Requests running at once on average since it was last asked. */
  takeMean(now: Instant): number {
    this.#pass(now);
    const length = now - this.#begun;
    const mean = length === 0 ? this.#running : this.#area / length;
    this.#area = 0;
    this.#begun = now;
    return mean;
  }

  #pass(now: Instant): void {
    this.#area += this.#running * (now - this.#since);
    this.#since = now;
  }

  #before(a: number, b: number): boolean {
    const fewer = this.#busy[a]! - this.#busy[b]!;
    return fewer < 0 || (fewer === 0 && this.#environments.numberOf(a) < this.#environments.numberOf(b));
  }

  #put(place: number, environment: number): void {
    this.#heap[place] = environment;
    this.#place[environment] = place;
  }

  #rise(from: number): void {
    const environment = this.#heap[from]!;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#before(environment, this.#heap[parent]!)) break;
      this.#put(place, this.#heap[parent]!);
      place = parent;
    }
    this.#put(place, environment);
  }

  #sink(from: number): void {
    const environment = this.#heap[from]!;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#serving) break;
      if (child + 1 < this.#serving && this.#before(this.#heap[child + 1]!, this.#heap[child]!)) child++;
      if (!this.#before(this.#heap[child]!, environment)) break;
      this.#put(place, this.#heap[child]!);
      place = child;
    }
    this.#put(place, environment);
  }
}
