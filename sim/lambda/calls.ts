/** The downstream calls of each request: drawn when it arrives, carried by its environment while it runs. */
import type { CallConfig, SimConfig } from "../config.ts";
import type { Downstreams } from "../downstream/downstreams.ts";
import { assert } from "../kernel/assert.ts";
import { doubled } from "../kernel/column.ts";
import type { Stream } from "../kernel/random.ts";
import type { Duration } from "../kernel/time.ts";
import type { Functions } from "./functions.ts";

/** What an environment is doing about its current call. */
export const CallState = { None: 0, InService: 1, Waiting: 2 } as const;
export type CallState = (typeof CallState)[keyof typeof CallState];

/** The calls of a function with names resolved; made anew when its settings change. */
interface Plan {
  readonly calls: readonly CallConfig[];
  readonly targets: readonly number[];
}

/** Rows of calls, one row for each owner, each `width` long: which downstream, and how long it takes to answer. */
class Rows {
  readonly #width: number;
  #count = new Int32Array(256);
  #target: Int32Array;
  #latency: Float64Array;

  constructor(width: number) {
    this.#width = width;
    this.#target = new Int32Array(256 * width);
    this.#latency = new Float64Array(256 * width);
  }

  clear(owner: number): void {
    while (owner >= this.#count.length) this.#grow();
    this.#count[owner] = 0;
  }
  add(owner: number, target: number, latency: Duration): void {
    const count = this.#count[owner]!;
    assert(count < this.#width, "a row of calls holds no more than any function makes");
    this.#count[owner] = count + 1;
    const place = owner * this.#width + count;
    this.#target[place] = target;
    this.#latency[place] = latency;
  }
  take(owner: number, from: Rows, row: number): void {
    this.clear(owner);
    for (let call = 0; call < from.count(row); call++) {
      this.add(owner, from.target(row, call), from.latency(row, call));
    }
  }
  count(owner: number): number {
    return this.#count[owner]!;
  }
  target(owner: number, call: number): number {
    return this.#target[owner * this.#width + call]!;
  }
  latency(owner: number, call: number): Duration {
    return this.#latency[owner * this.#width + call]! as Duration;
  }

  #grow(): void {
    this.#count = doubled(this.#count, Int32Array);
    this.#target = doubled(this.#target, Int32Array);
    this.#latency = doubled(this.#latency, Float64Array);
  }
}

export class Calls {
  readonly #downstreams: Downstreams;
  readonly #functions: Functions;
  /** Nobody calls anything: the whole class stays empty. */
  readonly #unused: boolean;
  readonly #plans: Plan[] = [];
  readonly #ofRequest: Rows;
  readonly #ofEnvironment: Rows;
  #state = new Uint8Array(256);
  #ticket = new Float64Array(256);
  #begunAt = new Float64Array(256);
  #endsAt = new Float64Array(256);

  constructor(config: SimConfig, functions: Functions, downstreams: Downstreams) {
    const settings = [...config.functions, ...config.changes.flatMap((change) => change.functions)];
    const width = Math.max(0, ...settings.map(({ calls }) => calls.length));
    this.#functions = functions;
    this.#downstreams = downstreams;
    this.#unused = width === 0;
    this.#ofRequest = new Rows(width);
    this.#ofEnvironment = new Rows(width);
  }

  /** Both numbers are drawn for every call, made or not, so that a changed share shifts nothing else. */
  draw(request: number, functionIndex: number, luck: Stream): void {
    if (this.#unused) return;
    const { calls, targets } = this.#planOf(functionIndex);
    this.#ofRequest.clear(request);
    for (let call = 0; call < calls.length; call++) {
      const made = luck.chance(calls[call]!.share);
      const latency = this.#downstreams.latencyOf(targets[call]!).draw(luck);
      if (made) this.#ofRequest.add(request, targets[call]!, latency);
    }
  }

  /** A duplicate makes the same calls as the request it repeats. */
  copy(from: number, to: number): void {
    if (!this.#unused) this.#ofRequest.take(to, this.#ofRequest, from);
  }

  /** The request calls nobody. */
  none(request: number): void {
    if (!this.#unused) this.#ofRequest.clear(request);
  }

  /** The environment takes over the calls of its request. */
  carry(request: number, environment: number): void {
    if (this.#unused) return;
    this.#ofEnvironment.take(environment, this.#ofRequest, request);
    while (environment >= this.#state.length) this.#grow();
    this.#state[environment] = CallState.None;
  }

  /** What one environment was to call, another one calls. */
  move(from: number, to: number): void {
    if (this.#unused) return;
    this.#ofEnvironment.take(to, this.#ofEnvironment, from);
    this.#state[to] = CallState.None;
  }

  /** Calls that the request makes which this environment serves. */
  countOf(environment: number): number {
    return this.#unused ? 0 : this.#ofEnvironment.count(environment);
  }
  /** Index of the downstream that its n-th call goes to, and the service time there. */
  targetOf(environment: number, call: number): number {
    return this.#ofEnvironment.target(environment, call);
  }
  latencyOf(environment: number, call: number): Duration {
    return this.#ofEnvironment.latency(environment, call);
  }

  stateOf(environment: number): CallState {
    return this.#state[environment]! as CallState;
  }
  setState(environment: number, state: CallState): void {
    this.#state[environment] = state;
  }
  /** A place in a line is good as long as its holder still waits for just this. */
  readonly stillWaits = (environment: number, ticket: number): boolean =>
    this.#state[environment] === CallState.Waiting && this.#ticket[environment] === ticket;
  setTicket(environment: number, ticket: number): void {
    this.#ticket[environment] = ticket;
  }
  begunAt(environment: number): number {
    return this.#begunAt[environment]!;
  }
  begin(environment: number, at: number): void {
    this.#begunAt[environment] = at;
  }
  /** When the service in progress would be done, whatever the function's timeout says. */
  endsAt(environment: number): number {
    return this.#endsAt[environment]!;
  }
  setEndsAt(environment: number, at: number): void {
    this.#endsAt[environment] = at;
  }

  #planOf(functionIndex: number): Plan {
    const { calls } = this.#functions.settings[functionIndex]!;
    const known = this.#plans[functionIndex];
    if (known !== undefined && known.calls === calls) return known;
    const plan = { calls, targets: calls.map(({ to }) => this.#downstreams.indexOf(to)) };
    this.#plans[functionIndex] = plan;
    return plan;
  }

  #grow(): void {
    this.#state = doubled(this.#state, Uint8Array);
    this.#ticket = doubled(this.#ticket, Float64Array);
    this.#begunAt = doubled(this.#begunAt, Float64Array);
    this.#endsAt = doubled(this.#endsAt, Float64Array);
  }
}
