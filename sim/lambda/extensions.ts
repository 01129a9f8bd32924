/** Time of extensions after the handler: drawn when a request arrives, spent by the environment that serves it. */
import type { SimConfig } from "../config.ts";
import { doubled } from "../kernel/column.ts";
import type { Stream } from "../kernel/random.ts";
import type { Instant } from "../kernel/time.ts";
import type { Functions } from "./functions.ts";

/** For the environment of a function without extensions. */
export const NO_EXTENSIONS = -1;

export class Extensions {
  readonly #functions: Functions;
  /** No function has any, now or later: the whole class stays empty. */
  readonly #unused: boolean;
  #ofRequest = new Float64Array(256);
  #ofEnvironment = new Float64Array(256);
  #begunAt = new Float64Array(256);

  constructor(config: SimConfig, functions: Functions) {
    const settings = [...config.functions, ...config.changes.flatMap((change) => change.functions)];
    this.#functions = functions;
    this.#unused = settings.every(({ afterRun }) => afterRun === null);
  }

  /** LIFE-8: how long extensions go on after the handler of this request. */
  draw(request: number, functionIndex: number, luck: Stream): void {
    if (this.#unused) return;
    while (request >= this.#ofRequest.length) this.#ofRequest = doubled(this.#ofRequest, Float64Array);
    this.#ofRequest[request] = this.#functions.afterRunOf(functionIndex)?.draw(luck) ?? NO_EXTENSIONS;
  }

  /** A request that Lambda makes itself, for a function that has none. */
  none(request: number): void {
    if (this.#unused) return;
    while (request >= this.#ofRequest.length) this.#ofRequest = doubled(this.#ofRequest, Float64Array);
    this.#ofRequest[request] = NO_EXTENSIONS;
  }

  /** A duplicate takes as long as the request it repeats. */
  copy(from: number, to: number): void {
    if (this.#unused) return;
    while (to >= this.#ofRequest.length) this.#ofRequest = doubled(this.#ofRequest, Float64Array);
    this.#ofRequest[to] = this.#ofRequest[from]!;
  }

  /** The environment takes over what its request needs. */
  carry(request: number, environment: number): void {
    if (!this.#unused) this.#put(environment, this.#ofRequest[request]!);
  }

  /** The invocation of one environment goes on in another. */
  move(from: number, to: number): void {
    if (!this.#unused) this.#put(to, this.#ofEnvironment[from]!);
  }

  /** NO_EXTENSIONS, or how long they go on after the handler of this environment. */
  timeOf(environment: number): number {
    return this.#unused ? NO_EXTENSIONS : this.#ofEnvironment[environment]!;
  }
  /** When its handler ended, and they went on. */
  begunAt(environment: number): Instant {
    return this.#begunAt[environment]! as Instant;
  }
  begin(environment: number, now: Instant): void {
    this.#begunAt[environment] = now;
  }

  #put(environment: number, time: number): void {
    while (environment >= this.#ofEnvironment.length) {
      this.#ofEnvironment = doubled(this.#ofEnvironment, Float64Array);
      this.#begunAt = doubled(this.#begunAt, Float64Array);
    }
    this.#ofEnvironment[environment] = time;
  }
}
