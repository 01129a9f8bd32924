/** What the core has timed is taken into the tables of the run's segments: as each ends, and before a count is full. */
import type { Parts } from "../../core/host/parts.ts";
import type { LambdaFunction } from "../../core/objects/functions.ts";
import type { Source } from "../../core/objects/source.ts";
import { Time, type TimeTable } from "../tables/times.ts";
import type { AnswerTimes } from "./answers.ts";

/** The core counts times in 31 bits: long before they are full they are taken. */
const PLENTY = 2 ** 29;

interface Tables {
  readonly times: TimeTable;
  readonly trafficTimes: TimeTable;
  readonly answers: AnswerTimes;
}

export class Taking {
  readonly #tables: Tables;
  readonly #parts: Parts;

  constructor(tables: Tables, parts: Parts) {
    this.#tables = tables;
    this.#parts = parts;
  }

  /** A minute is over. @param segment  part of the run that what was timed belongs to. */
  turn(segment: number): void {
    for (const fn of this.#parts.fns) if (fn.wait.count + fn.duration.count > PLENTY) this.#takeTimes(fn, segment);
  }

  /** A segment is over: times that belong to it as a whole. */
  endSegment(segment: number, sources: readonly Source[]): void {
    const { times, trafficTimes } = this.#tables;
    for (const fn of this.#parts.fns) this.#takeTimes(fn, segment);
    for (const { index, latency, only, fn } of sources) {
      trafficTimes.take(segment, index, 0, latency);
      if (!only) continue;
      const served = times.merged([segment], [fn.index], Time.Latency);
      if (served.count > 0) trafficTimes.of(segment, index, 0).merge(served);
    }
  }

  #takeTimes({ index, synchronous, duration, init, wait, age }: LambdaFunction, segment: number): void {
    const { times, answers } = this.#tables;
    answers.take(index, segment);
    if (synchronous) times.take(segment, index, Time.Duration, duration);
    times.take(segment, index, Time.Init, init);
    times.take(segment, index, Time.Wait, wait);
    times.take(segment, index, Time.AsyncAge, age);
  }
}
