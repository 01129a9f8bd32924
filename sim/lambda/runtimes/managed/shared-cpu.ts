/** Runs that share the vCPUs of one environment on Managed Instances (LMI-10). */
import type { Environment } from "../../../core/objects/requests.ts";
import type { Duration, Instant } from "../../../kernel/time.ts";

/** A sum of parts of µs may miss a whole one by its last bits. */
const NEARLY = 1e-3;

interface Work {
  readonly environment: Environment;
  /** The common progress at which it is done. */
  readonly doneAt: number;
}

/**
 * All runs of an environment keep a vCPU busy for the same share of their time, so all go on at one pace: their own
 * while there are vCPUs for all, and slower in proportion when they want more. MOD: what each has had of its own time
 * is then one number that they share, and a run is done when that has grown by its length.
 */
export class SharedCpu {
  readonly #vCpus: number;
  readonly #share: number;
  /** The one that is done first last. */
  readonly #runs: Work[] = [];
  /** µs of its own time that a run has had that has been here from the start. */
  #progress = 0;
  #since = 0;

  /** @param share  of a run's own time in which it keeps one vCPU busy, above 0. */
  constructor(vCpus: number, share: number) {
    this.#vCpus = vCpus;
    this.#share = share;
  }

  begin(now: Instant, environment: Environment, length: Duration): void {
    this.#pass(now);
    const doneAt = this.#progress + length;
    let place = this.#runs.length;
    while (place > 0 && this.#runs[place - 1]!.doneAt <= doneAt) place--;
    this.#runs.splice(place, 0, { environment, doneAt });
  }

  /** Runs of which all are over by now, in the order of their ends. */
  takeDone(now: Instant): Environment[] {
    this.#pass(now);
    const done: Environment[] = [];
    while (this.#runs.length > 0 && this.#runs.at(-1)!.doneAt <= this.#progress + NEARLY) {
      done.push(this.#runs.pop()!.environment);
    }
    if (this.#runs.length === 0) this.#progress = 0;
    return done;
  }

  /** When the next one is over if no other begins; null when none is here. */
  nextEnd(now: Instant): Instant | null {
    const next = this.#runs.at(-1);
    if (next === undefined) return null;
    const left = Math.max(0, next.doneAt - this.#progress);
    return (now + Math.ceil(left / this.#pace() - NEARLY)) as Instant;
  }

  /** Own time that passes in a µs: 1, or less when more is wanted than there is. */
  #pace(): number {
    return Math.min(1, this.#vCpus / (this.#runs.length * this.#share));
  }

  #pass(now: Instant): void {
    if (this.#runs.length > 0) this.#progress += (now - this.#since) * this.#pace();
    this.#since = now;
  }
}
