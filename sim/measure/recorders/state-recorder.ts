/** What is observed of the states of functions: refusals by kind, and what became of versions. */
import type { SimConfig } from "../../config.ts";
import { type Duration, type Instant, toMs } from "../../kernel/time.ts";
import type { Functions } from "../../lambda/front/functions.ts";
import type { StateRefusalResult } from "../../result.ts";
import { STATE_REFUSALS, type StateRefusal } from "../../vocabulary/state-refusals.ts";
import { CountTable } from "../tables/counts.ts";
import { blankEvent, Episodes } from "../tables/episodes.ts";
import { rounded } from "../tables/rounding.ts";
import type { Segment } from "../tables/segments.ts";

const KINDS = STATE_REFUSALS.length;

export class StateRecorder {
  readonly episodes: Episodes;
  readonly #functions: Functions;
  readonly #bucket: Duration;
  readonly #buckets: number;
  readonly #counts: CountTable;
  readonly #segments: readonly Segment[];
  /** First refusal by segment, function and kind. */
  readonly #first: (number | undefined)[] = [];
  /** Refusals by bucket, of functions that had one. */
  readonly #series: (number[] | undefined)[] = [];
  #used: boolean;

  constructor(config: SimConfig, functions: Functions, segments: readonly Segment[]) {
    this.#functions = functions;
    this.#bucket = config.bucket;
    this.#buckets = Math.ceil(config.horizon / config.bucket);
    this.#segments = segments;
    this.#counts = new CountTable(segments.length, functions.count, KINDS);
    this.episodes = new Episodes(config.horizon);
    this.#used = config.functions.some(({ lifecycle }) => lifecycle !== null);
  }

  /** A state may refuse or has refused something: results say how much, even if it is nothing. */
  get used(): boolean {
    return this.#used;
  }

  refused(now: Instant, segment: number, functionIndex: number, refusal: StateRefusal): void {
    this.#used = true;
    this.#counts.add(segment, functionIndex, refusal, 1);
    const cell = this.#cell(segment, functionIndex, refusal);
    this.#first[cell] ??= now;
    this.#series[functionIndex] ??= new Array<number>(this.#buckets).fill(0);
    this.#series[functionIndex][Math.min(this.#buckets - 1, Math.floor(now / this.#bucket))]!++;
    const trouble = functionIndex * KINDS + refusal;
    if (this.episodes.goesOn(trouble, now)) return;
    const { rule, status, error, cause } = STATE_REFUSALS[refusal]!;
    const event = blankEvent(toMs(now), "refusing", this.#nameOf(functionIndex), rule);
    this.episodes.begin(trouble, now, { ...event, detail: `${status} ${error}: ${cause}` });
  }

  /** A deployment, or another state. */
  note(now: Instant, functionIndex: number, detail: string, rule: string): void {
    this.episodes.note({ ...blankEvent(toMs(now), "deployment", this.#nameOf(functionIndex), rule), detail });
  }

  results(segments: readonly number[], functionIndex: number): StateRefusalResult[] {
    return STATE_REFUSALS.flatMap(({ cause, rule, error, status }, refusal) => {
      const count = this.#counts.total(segments, functionIndex, refusal);
      if (count === 0) return [];
      const moments = segments.flatMap((segment) => this.#first[this.#cell(segment, functionIndex, refusal)] ?? []);
      return [{ error, status, cause, rule, count, firstMs: rounded(toMs(Math.min(...moments) as Instant)) }];
    });
  }

  series(functionIndex: number): number[] {
    return this.#series[functionIndex] ?? new Array<number>(this.#buckets).fill(0);
  }

  #cell(segment: number, functionIndex: number, refusal: number): number {
    return (functionIndex * KINDS + refusal) * this.#segments.length + segment;
  }

  #nameOf(functionIndex: number): string {
    return this.#functions.settings[functionIndex]!.name;
  }
}
