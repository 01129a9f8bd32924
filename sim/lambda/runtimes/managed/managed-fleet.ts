/** Environments of one version on Managed Instances: how many requests run in each, and which takes the next one. */
import type { Environment } from "../../../core/objects/requests.ts";
import type { ManagedConfig } from "../../../function-kinds.ts";
import { assert } from "../../../kernel/assert.ts";
import type { Instant } from "../../../kernel/time.ts";
import { SharedCpu } from "./shared-cpu.ts";

const DRAINING = -1;

/** An environment, its place in the heap, and the requests in it, runs that have outlived theirs included (LMI-6). */
interface Member {
  readonly environment: Environment;
  place: number;
  busy: number;
  /** Of those, the ones in their own time: the others wait for what they have called. */
  working: number;
  /** Null where its workers together cannot want more than its vCPUs: no run meets another then. */
  readonly cpu: SharedCpu | null;
}

/** What ran on average: requests, and vCPUs in use. */
interface Means {
  readonly running: number;
  readonly cpu: number;
}

/** Wide: everything that one version has on Managed Instances is counted here. */
export class Fleet {
  readonly version: number;
  readonly settings: ManagedConfig;
  /** Environments that have been launched and take no requests yet, and those of them that need no new instance. */
  coming = 0;
  arriving = 0;
  /** Those that take requests, as a heap: the fewest requests first, of equal ones the oldest. */
  readonly #heap: Member[] = [];
  #draining = 0;
  readonly #members = new Map<Environment, Member>();
  #running = 0;
  #active = 0;
  /** Runs that together want all vCPUs of an environment, or more. */
  readonly #full: number;
  /** Environments with so many runs at work, and the runs at work in the others. */
  #saturated = 0;
  #working = 0;
  /** Running x µs since `takeMeans`, and vCPUs in use x µs. */
  #area = 0;
  #cpuArea = 0;
  #since = 0;
  #begun = 0;

  constructor(version: number, settings: ManagedConfig) {
    const { vCpus, cpuShare } = settings;
    this.version = version;
    this.settings = settings;
    this.#full = cpuShare === 0 ? Number.POSITIVE_INFINITY : Math.ceil(vCpus / cpuShare - 1e-9);
  }

  /** Environments that take requests; those that only finish what they have; both. */
  get serving(): number {
    return this.#heap.length;
  }
  get count(): number {
    return this.#heap.length + this.#draining;
  }
  /** Workers at work in all of them, and environments with at least one. */
  get running(): number {
    return this.#running;
  }
  get active(): number {
    return this.#active;
  }
  busyIn(environment: Environment): number {
    return this.#members.get(environment)!.busy;
  }
  cpuOf(environment: Environment): SharedCpu | null {
    return this.#members.get(environment)!.cpu;
  }
  /** LMI-8: vCPUs in use in all of them. */
  get cpu(): number {
    const { cpuShare, vCpus } = this.settings;
    return this.#saturated * vCpus + this.#working * cpuShare;
  }
  /** LMI-10: what the environment that would take the next request would be asked for, of each of its vCPUs. */
  get nextLoad(): number {
    const { cpuShare, vCpus } = this.settings;
    return ((this.#heap[0]!.working + 1) * cpuShare) / vCpus;
  }

  /** Most requests in one environment that takes them. */
  get busiest(): number {
    return this.#heap.reduce((most, { busy }) => Math.max(most, busy), 0);
  }

  /** LMI-6: some environment has a worker free. */
  hasRoom(): boolean {
    return this.#heap.length > 0 && this.#heap[0]!.busy < this.settings.perEnvironment;
  }

  /** LMI-6, MOD: the next request goes where the fewest run; there must be room. @returns that environment. */
  take(now: Instant): Environment {
    this.#pass(now);
    const member = this.#heap[0]!;
    assert(this.hasRoom(), "LMI-1: an environment was given more requests than it has workers");
    if (member.busy++ === 0) this.#active++;
    this.#running++;
    this.#sink(0);
    return member.environment;
  }

  /** A worker is free again. @returns whether its environment was to go, and is empty now. */
  give(environment: Environment, now: Instant): boolean {
    this.#pass(now);
    const member = this.#members.get(environment)!;
    assert(member.busy > 0, "LMI-1: a worker was given back twice");
    this.#running--;
    member.busy--;
    if (member.busy === 0) this.#active--;
    if (member.place !== DRAINING) {
      this.#rise(member.place);
      return false;
    }
    if (member.busy === 0) this.#draining--;
    return member.busy === 0;
  }

  /** A run begins its own time, or has ended it. */
  works(environment: Environment, change: 1 | -1, now: Instant): void {
    this.#pass(now);
    const member = this.#members.get(environment)!;
    this.#count(member.working, -1);
    member.working += change;
    this.#count(member.working, 1);
  }

  #count(working: number, sign: 1 | -1): void {
    if (working >= this.#full) this.#saturated += sign;
    else this.#working += sign * working;
  }

  add(environment: Environment): void {
    const { vCpus, cpuShare, perEnvironment } = this.settings;
    const cpu = perEnvironment > this.#full ? new SharedCpu(vCpus, cpuShare) : null;
    const member = { environment, place: this.#heap.length, busy: 0, working: 0, cpu };
    this.#members.set(environment, member);
    this.#heap.push(member);
    this.#rise(member.place);
  }

  /** MOD: the one with the fewest requests takes no more; there must be one. @returns it: gone at once if empty. */
  drain(): Environment {
    const member = this.#heap[0]!;
    const last = this.#heap.pop()!;
    if (this.#heap.length > 0) {
      this.#put(0, last);
      this.#sink(0);
    }
    member.place = DRAINING;
    if (member.busy > 0) this.#draining++;
    return member.environment;
  }

  /** An environment has ended. */
  forget(environment: Environment): void {
    assert(this.busyIn(environment) === 0, "LMI-6: an environment ended that runs requests");
    this.#members.delete(environment);
  }

  /** Since it was last asked, at an earlier moment. */
  takeMeans(now: Instant): Means {
    this.#pass(now);
    const length = now - this.#begun;
    const means = { running: this.#area / length, cpu: this.#cpuArea / length };
    this.#area = 0;
    this.#cpuArea = 0;
    this.#begun = now;
    return means;
  }

  #pass(now: Instant): void {
    this.#area += this.#running * (now - this.#since);
    this.#cpuArea += this.cpu * (now - this.#since);
    this.#since = now;
  }

  #put(place: number, member: Member): void {
    this.#heap[place] = member;
    member.place = place;
  }

  #rise(from: number): void {
    const member = this.#heap[from]!;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!comesBefore(member, this.#heap[parent]!)) break;
      this.#put(place, this.#heap[parent]!);
      place = parent;
    }
    this.#put(place, member);
  }

  #sink(from: number): void {
    const member = this.#heap[from]!;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#heap.length) break;
      if (child + 1 < this.#heap.length && comesBefore(this.#heap[child + 1]!, this.#heap[child]!)) child++;
      if (!comesBefore(this.#heap[child]!, member)) break;
      this.#put(place, this.#heap[child]!);
      place = child;
    }
    this.#put(place, member);
  }
}

const comesBefore = (a: Member, b: Member): boolean =>
  a.busy < b.busy || (a.busy === b.busy && a.environment.number < b.environment.number);
