/**
 * Nodes in ordinary TypeScript that invoke functions: one crossing into the core for an invocation, whatever it
 * carries, and one back with its outcome. What they do by themselves they do on timers.
 */
import { DRAWN } from "../core/base/numbers.ts";
import type { Parts } from "../core/host/parts.ts";
import { assert } from "../kernel/assert.ts";
import type { Duration, Instant } from "../kernel/time.ts";
import type { Outcome } from "../lambda/front/outcomes.ts";
import type { Admission } from "../vocabulary/throttles.ts";
import type { Traffic } from "./traffic.ts";

export interface Node {
  /** An invocation that it made is over. @param item  what it gave with the invocation. */
  onOutcome(now: Instant, item: number, outcome: Outcome): void;
}

/**
 * Tries once, now.
 * @param item  the node's own number for what it hands over: a record, a batch. Whole, of 32 bits.
 * @param run  how long the handler runs; left out: by the function's law. The steps of a durable function say so alone.
 * @throws InvariantError for another moment than the present one, and for numbers that are none.
 * @returns the admission, or the refusal from `ReservedZero` on: then nothing follows, and what to do is the node's
 *   business (ADM-1).
 */
export type Invoke = (now: Instant, item: number, run?: Duration) => Admission;

interface Owners {
  readonly parts: Parts;
  readonly traffic: Traffic;
}

export class Nodes {
  readonly #owners: Owners;
  readonly #all: Node[] = [];

  constructor(owners: Owners) {
    this.#owners = owners;
  }

  /** @param caller  its name, and what it invokes: a function by a version or an alias. */
  join(node: Node, caller: { name: string; function: string; qualifier: string }): Invoke {
    const { parts, traffic } = this.#owners;
    const { door, core } = parts;
    const source = traffic.join(caller, this.#all.push(node) - 1);
    return (now, item, run) => {
      assert(now === core.now, "a node invokes at another moment than now");
      assert(item === (item | 0), "what a node hands over is a number of 32 bits");
      assert(run === undefined || (Number.isSafeInteger(run) && run >= 0), "a run of no possible length");
      return door.invokeFrom(core, source, item, run ?? DRAWN, now) as Admission;
    };
  }

  hear(now: Instant, node: number, item: number, outcome: Outcome): void {
    this.#all[node]!.onOutcome(now, item, outcome);
  }
}
