/** The downstream calls of each request: drawn when it arrives, carried by its environment while it runs. */

import type { Downstreams } from "../downstream/downstreams.ts";
import { doubled } from "../kernel/event-queue.ts";
import type { Stream } from "../kernel/random.ts";
import type { Duration } from "../kernel/time.ts";
import type { Functions } from "./functions.ts";

/** A call that this request does not make. */
export const NO_CALL = -1;

/** What an environment is doing about its current call. */
export const CallState = { None: 0, InService: 1, Waiting: 2 } as const;
export type CallState = (typeof CallState)[keyof typeof CallState];

export class Calls {
  readonly #downstreams: Downstreams;
  readonly #functions: Functions;
  /** Most calls any function makes: the width of a row. */
  readonly #width: number;
  #ofRequest = new Float64Array(0);
  #ofEnvironment = new Float64Array(0);
  #state = new Uint8Array(0);
  #ticket = new Float64Array(0);
  #begunAt = new Float64Array(0);
  #endsAt = new Float64Array(0);

  constructor(functions: Functions, downstreams: Downstreams) {
    this.#functions = functions;
    this.#downstreams = downstreams;
    this.#width = Math.max(0, ...functions.settings.map((settings) => settings.calls.length));
    if (this.#width === 0) return;
    this.#ofRequest = new Float64Array(256 * this.#width);
    this.#ofEnvironment = new Float64Array(256 * this.#width);
    this.#state = new Uint8Array(256);
    this.#ticket = new Float64Array(256);
    this.#begunAt = new Float64Array(256);
    this.#endsAt = new Float64Array(256);
  }

  countOf(functionIndex: number): number {
    return this.#functions.settings[functionIndex]!.calls.length;
  }

  /** Index of the downstream that the n-th call of a function goes to. */
  targetOf(functionIndex: number, call: number): number {
    return this.#downstreams.indexOf(this.#functions.settings[functionIndex]!.calls[call]!.to);
  }

  /** Both numbers are drawn for every call, made or not, so that a changed share shifts nothing else. */
  draw(request: number, functionIndex: number, luck: Stream): void {
    const { calls } = this.#functions.settings[functionIndex]!;
    if (calls.length === 0) return;
    while ((request + 1) * this.#width > this.#ofRequest.length) {
      this.#ofRequest = doubled(this.#ofRequest, Float64Array);
    }
    for (let call = 0; call < calls.length; call++) {
      const made = luck.chance(calls[call]!.share);
      const latency = this.#downstreams.latencyOf(this.targetOf(functionIndex, call)).draw(luck);
      this.#ofRequest[request * this.#width + call] = made ? latency : NO_CALL;
    }
  }

  /** A duplicate makes the same calls as the request it repeats. */
  copy(from: number, to: number): void {
    if (this.#width === 0) return;
    while ((to + 1) * this.#width > this.#ofRequest.length) this.#ofRequest = doubled(this.#ofRequest, Float64Array);
    this.#ofRequest.copyWithin(to * this.#width, from * this.#width, (from + 1) * this.#width);
  }

  /** The environment takes over the calls of its request. */
  carry(request: number, environment: number): void {
    if (this.#width === 0) return;
    while ((environment + 1) * this.#width > this.#ofEnvironment.length) this.#grow();
    const row = request * this.#width;
    this.#ofEnvironment.set(this.#ofRequest.subarray(row, row + this.#width), environment * this.#width);
    this.#state[environment] = CallState.None;
  }

  /** Service time of the n-th call of the request it serves, or NO_CALL. */
  latencyOf(environment: number, call: number): Duration {
    return this.#ofEnvironment[environment * this.#width + call]! as Duration;
  }

  stateOf(environment: number): CallState {
    return this.#state[environment]! as CallState;
  }
  setState(environment: number, state: CallState): void {
    this.#state[environment] = state;
  }
  waitsWith(environment: number, ticket: number): boolean {
    return this.#state[environment] === CallState.Waiting && this.#ticket[environment] === ticket;
  }
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

  #grow(): void {
    this.#ofEnvironment = doubled(this.#ofEnvironment, Float64Array);
    this.#state = doubled(this.#state, Uint8Array);
    this.#ticket = doubled(this.#ticket, Float64Array);
    this.#begunAt = doubled(this.#begunAt, Float64Array);
    this.#endsAt = doubled(this.#endsAt, Float64Array);
  }
}
