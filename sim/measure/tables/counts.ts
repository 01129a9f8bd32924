/** What is counted, and a table of counts by segment and entity. */

import { assert } from "../../kernel/assert.ts";

/** Of a function. */
export const Count = {
  Invocations: 0,
  Throttles: 1,
  Errors: 2,
  Timeouts: 3,
  ColdStarts: 4,
  Spillover: 5,
  Provisioned: 6,
  Created: 7,
  Ended: 8,
  AsyncReceived: 9,
  AsyncSucceeded: 10,
  AsyncDropped: 11,
  AsyncRetries: 12,
  AsyncExhausted: 13,
  AsyncExpired: 14,
  AsyncStopped: 15,
  BilledMs: 16,
  /** Of them, on provisioned units. */
  ProvisionedBilledMs: 17,
  /** Cold starts that restore a snapshot. */
  Restores: 18,
  /** Init of provisioned units that became READY, in whole ms each. */
  UnitInitMs: 19,
} as const;
export type Count = (typeof Count)[keyof typeof Count];
export const COUNTS = 20;

/** Of an entry of `traffic`, by the segment in which the request arrived. */
export const TrafficCount = {
  Requests: 0,
  Succeeded: 1,
  Failed: 2,
  Throttled: 3,
  Abandoned: 4,
  Dropped: 5,
  Attempts: 6,
  Retries: 7,
  QuotaExhausted: 8,
  Refused: 9,
} as const;
export type TrafficCount = (typeof TrafficCount)[keyof typeof TrafficCount];

export const DownstreamCount = { Calls: 0, Rejected: 1, Waited: 2 } as const;
export type DownstreamCount = (typeof DownstreamCount)[keyof typeof DownstreamCount];
export const DOWNSTREAM_COUNTS = 3;

export class CountTable {
  readonly #entities: number;
  readonly #kinds: number;
  readonly #cells: Float64Array;

  constructor(segments: number, entities: number, kinds: number) {
    this.#entities = entities;
    this.#kinds = kinds;
    this.#cells = new Float64Array(segments * entities * kinds);
  }

  add(segment: number, entity: number, kind: number, amount: number): void {
    assert(entity >= 0 && entity < this.#entities && kind < this.#kinds, "something was counted that has no column");
    assert(amount >= 0, "a count fell");
    this.#cells[(segment * this.#entities + entity) * this.#kinds + kind]! += amount;
  }

  total(segments: readonly number[], entity: number, kind: number): number {
    let sum = 0;
    for (const segment of segments) sum += this.#cells[(segment * this.#entities + entity) * this.#kinds + kind]!;
    return sum;
  }
}

/** Counts that the core keeps of each source, by segment and kind. */
export class TrafficTable {
  readonly #sources: readonly { readonly counts: Float64Array }[];
  readonly #kinds: number;

  constructor(sources: readonly { readonly counts: Float64Array }[], kinds: number) {
    this.#sources = sources;
    this.#kinds = kinds;
  }

  total(segments: readonly number[], source: number, kind: number): number {
    const { counts } = this.#sources[source]!;
    let sum = 0;
    for (const segment of segments) sum += counts[segment * this.#kinds + kind]!;
    return sum;
  }
}
