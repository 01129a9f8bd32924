/**
 * Chains of requests (ASY-20): how often each function has run on the way to a request. Equal ones have one number, so
 * that a run has as many as differ, however long it is.
 */
import { BROKEN, NO_CHAIN as NONE } from "../core/objects/requests.ts";
import { assert } from "../kernel/assert.ts";
import { FACTS } from "../vocabulary/facts.ts";

/** Nothing has run yet. */
export const NO_CHAIN: number = NONE;

/** Runs by function; no more than make Lambda stop a chain, since one that it does not stop may never end. */
type Runs = ReadonlyMap<number, number>;

const MOST = FACTS.recursionLimit.value;

export class Chains {
  /** By number of the chain. */
  readonly #runs: Runs[] = [new Map()];
  /** By number of the chain and function that has run. */
  readonly #after: Map<number, number>[] = [new Map()];
  readonly #numbers = new Map<string, number>([["", NO_CHAIN]]);

  /** The chain in which this function has run once more. */
  after(chain: number, fn: number): number {
    const known = this.#after[chain]?.get(fn);
    if (known !== undefined) return known;
    const next = this.#numberOf(new Map(this.#of(chain)).set(fn, this.runsIn(chain, fn) + 1));
    this.#after[chain]!.set(fn, next);
    return next;
  }

  /** 0 to 16. */
  runsIn(chain: number, fn: number): number {
    return this.#of(chain).get(fn) ?? 0;
  }

  /** MOD: of what carries requests of several: each function has run as often as in that in which it ran most. */
  joined(chains: readonly number[]): number {
    if (chains.includes(BROKEN)) return BROKEN;
    const most = new Map<number, number>();
    for (const chain of chains) {
      for (const [fn, runs] of this.#of(chain)) most.set(fn, Math.max(runs, most.get(fn) ?? 0));
    }
    return this.#numberOf(most);
  }

  #of(chain: number): Runs {
    const runs = this.#runs[chain];
    assert(runs !== undefined, "ASY-20: a request is of a chain that nobody has begun");
    return runs;
  }

  #numberOf(runs: Runs): number {
    const counted = [...runs].map(([fn, times]) => [fn, Math.min(times, MOST)] as const).sort(([a], [b]) => a - b);
    const key = counted.map((one) => one.join(":")).join(" ");
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#runs.length);
    this.#after.push(new Map());
    return this.#runs.push(new Map(counted)) - 1;
  }
}
