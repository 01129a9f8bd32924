/**
 * How long answers take, by segment for the totals and by bucket for the charts: the latency of synchronous callers
 * where a function has any, else the duration of its runs. The core counts each once; here it goes to both.
 */
import type { LambdaFunction } from "../../core/objects/functions.ts";
import { Histogram } from "../tables/histogram.ts";
import { Time, type TimeTable } from "../tables/times.ts";

const SHARES = [0.5, 0.95, 0.99];

export class AnswerTimes {
  readonly #fns: readonly LambdaFunction[];
  readonly #times: TimeTable;
  /** By function, what of the present bucket was there before its last segment ended. */
  readonly #begun = new Map<number, Histogram>();
  readonly #scratch = new Histogram();

  constructor(fns: readonly LambdaFunction[], times: TimeTable) {
    this.#fns = fns;
    this.#times = times;
  }

  /** Takes what the core has counted before its bucket is over, all of it in this segment. */
  take(index: number, segment: number): void {
    const answers = this.#taken(index, segment);
    if (answers !== null) this.#ofBucket(index).merge(answers);
  }

  /** A request that arrived in an earlier segment has its answer now: it belongs there, but to the present bucket. */
  servedEarlier(index: number, latency: number): void {
    this.#ofBucket(index).add(latency);
  }

  /** The bucket is over. @returns p50, p95 and p99 in µs; null without an answer. */
  endBucket(index: number, segment: number): readonly number[] | null {
    const last = this.#taken(index, segment);
    const begun = this.#begun.get(index);
    if (begun === undefined) return last === null ? null : last.quantiles(SHARES);
    this.#begun.delete(index);
    if (last !== null) begun.merge(last);
    return begun.quantiles(SHARES);
  }

  /** What the core has counted since it was asked last, added to its segment; good until the next call. */
  #taken(index: number, segment: number): Histogram | null {
    const { synchronous, latency, duration } = this.#fns[index]!;
    const counted = synchronous ? latency : duration;
    if (counted.count === 0) return null;
    const answers = this.#scratch;
    answers.clear();
    answers.take(counted);
    this.#times.of(segment, index, synchronous ? Time.Latency : Time.Duration).merge(answers);
    return answers;
  }

  #ofBucket(index: number): Histogram {
    let answers = this.#begun.get(index);
    if (answers === undefined) {
      answers = new Histogram();
      this.#begun.set(index, answers);
    }
    return answers;
  }
}
