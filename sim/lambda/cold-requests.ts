/**
 * Requests that wait for an Init begun for them, and environments in an Init that nobody waits for any more (LIFE-16).
 */
import { doubled } from "../kernel/column.ts";
import { NOBODY } from "./environments.ts";
import type { Functions } from "./functions.ts";

/** One doubly linked list of environments for each version, the longest waiting first. */
export class ColdRequests {
  /**
   * By version: LIFE-16, OQ-17; a Restore (SNAP-5) is waited out, and so is the Init of a tenant (TEN-1). All false:
   * the whole class stays empty.
   */
  readonly #moves: boolean[] = [];
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  /** By environment: its neighbours, NOBODY at both ends, and whether its Init goes on for nobody. */
  #before = new Int32Array(256);
  #after = new Int32Array(256);
  #spare = new Uint8Array(256);

  constructor(functions: Functions) {
    this.#first = new Int32Array(functions.versionCount).fill(NOBODY);
    this.#last = new Int32Array(functions.versionCount).fill(NOBODY);
    for (let version = 0; version < functions.versionCount; version++) {
      const { proactiveInit } = functions.modelOf(functions.ofVersion(version));
      const { tenancy } = functions.settings[functions.ofVersion(version)]!;
      this.#moves.push(proactiveInit && tenancy === null && !functions.restores(version));
    }
  }

  /** A request begins to wait for this environment. */
  add(version: number, environment: number): void {
    if (!this.#moves[version]) return;
    while (environment >= this.#spare.length) this.#grow();
    const last = this.#last[version]!;
    this.#before[environment] = last;
    this.#after[environment] = NOBODY;
    if (last === NOBODY) this.#first[version] = environment;
    else this.#after[last] = environment;
    this.#last[version] = environment;
  }

  /** The environment whose request has waited longest; NOBODY when none waits, or none may move. */
  firstOf(version: number): number {
    return this.#first[version]!;
  }

  /** The request of this environment has moved to another one: its Init goes on for nobody. */
  leave(version: number, environment: number): void {
    this.#unlink(version, environment);
    this.#spare[environment] = 1;
  }

  /** Its Init has ended. @returns whether it did so for nobody. */
  endInit(version: number, environment: number): boolean {
    if (!this.#moves[version]) return false;
    const spare = this.#spare[environment] === 1;
    if (!spare) this.#unlink(version, environment);
    this.#spare[environment] = 0;
    return spare;
  }

  #unlink(version: number, environment: number): void {
    const before = this.#before[environment]!;
    const after = this.#after[environment]!;
    if (before === NOBODY) this.#first[version] = after;
    else this.#after[before] = after;
    if (after === NOBODY) this.#last[version] = before;
    else this.#before[after] = before;
  }

  #grow(): void {
    this.#before = doubled(this.#before, Int32Array);
    this.#after = doubled(this.#after, Int32Array);
    this.#spare = doubled(this.#spare, Uint8Array);
  }
}
