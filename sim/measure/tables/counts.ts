/** What is counted, and a table of counts by segment and entity. */

import { assert } from "../../kernel/assert.ts";
import { DOWNSTREAM_METRICS } from "../../vocabulary/metrics/downstream.ts";
import { COUNTED_METRICS } from "../../vocabulary/metrics/function.ts";
import { columnsOf, widthOf } from "./columns.ts";

/** Of a function. Beside what a result shows: of the billed ms, those on provisioned units; cold starts that restore a
 * snapshot; Init of provisioned units that became READY, in whole ms each. */
export const Count = columnsOf(COUNTED_METRICS, ["provisionedBilledMs", "restores", "unitInitMs"]);
export const COUNTS = widthOf(Count);

/** Of an entry of `traffic`, by the segment in which the request arrived: in the order of the core's `numbers.ts`. */
export const TrafficCount = {
  requestsCount: 0,
  succeededCount: 1,
  failedCount: 2,
  throttledCount: 3,
  abandonedCount: 4,
  droppedCount: 5,
  attemptsCount: 6,
  retriesCount: 7,
  quotaExhaustedCount: 8,
  refusedCount: 9,
} as const;

export const DownstreamCount = columnsOf(DOWNSTREAM_METRICS);

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
