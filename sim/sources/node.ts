/**
 * The contract of a source that acts by itself, in ordinary TypeScript: it does things on timers, invokes functions by
 * one crossing into the core each, whatever it carries, and hears of each how it ended. Where its type takes records,
 * it is handed those of traffic, of destinations, of calls and of what functions send. What it counts, and all that
 * others ask of its type, it declares in `vocabulary/sources`.
 */
import type { Distribution } from "../kernel/distribution.ts";
import type { Stream } from "../kernel/random.ts";
import type { Duration, Instant } from "../kernel/time.ts";
import type { Outcome } from "../lambda/front/outcomes.ts";
import type { CountedField } from "../measure/tables/columns.ts";
import type { GaugeName, Metric, TimeName } from "../vocabulary/metrics/metric.ts";
import type { SourceType } from "../vocabulary/sources/source.ts";
import type { Admission } from "../vocabulary/throttles.ts";

export interface Node {
  /** The run begins: it schedules what it does by itself. */
  begin(): void;
  /** An invocation that it made is over. @param item  what it gave with the invocation. */
  onOutcome(now: Instant, item: number, outcome: Outcome): void;
  /**
   * A record is handed to it, as what else happens at this moment may still go on: it invokes nothing before a timer
   * of its own. Of a type that takes none, left out.
   * @param chain  the link that an invocation of it is (ASY-20); -1: of a chain that Lambda has stopped already.
   */
  accept?(now: Instant, chain: number): Accepted;
}

/** What becomes of a record for whoever hands it over. */
export const Accepted = {
  /** The node answers for it from now on. */
  Taken: 0,
  /** The sender is told: a call fails, a destination has not got it (ASY-15), traffic is throttled. */
  TurnedAway: 1,
  /** The sender believes that it is there. */
  Dropped: 2,
} as const;
export type Accepted = (typeof Accepted)[keyof typeof Accepted];

/**
 * Tries once, now.
 * @param item  the node's own number for what it hands over: a record, a batch. Whole, of 32 bits.
 * @param run  how long the handler runs; left out: by the function's law. The steps of a durable function say so alone.
 * @param chain  the link that the invocation is (ASY-20), as its records have it; left out: the first.
 * @throws InvariantError for another moment than the present one, for numbers that are none, and while a record is
 *   handed over.
 * @returns the admission, or the refusal from `ReservedZero` on: then nothing follows, and what to do is the node's
 *   business (ADM-1).
 */
export type Invoke = (now: Instant, item: number, run?: Duration, chain?: number) => Admission;

/** A function by a version or an alias. */
export interface Aim {
  readonly function: string;
  readonly qualifier: string;
}

/** What the source of a config has, whatever its type, and what its type has beside that. */
interface NodeConfig<Own> {
  readonly name: string;
  readonly delivery: Distribution;
  readonly invokes?: Aim;
  readonly own: Own;
}

/** What a node is given of the run in which it is. */
export interface World<Rows extends readonly Metric[] = readonly Metric[]> {
  /** Nothing comes of a moment at or after the end of the run. @throws InvariantError for one that is over. */
  at(moment: Instant, act: (now: Instant) => void): void;
  /** What it invokes: to be asked for once, before the run begins. */
  invokes(aim: Aim): Invoke;
  /** A stream of chance of its own for each use, so that a change of one thing shifts nothing else. */
  luck(use: string): Stream;
  /** Counts one more of what it has declared, or several. */
  count(now: Instant, field: CountedField<Rows>, amount?: number): void;
  change(now: Instant, gauge: GaugeName<Rows>, by: number): void;
  time(now: Instant, name: TimeName<Rows>, value: Duration): void;
}

/** A type of source that acts by itself. */
export interface NodeType {
  readonly is: SourceType;
  readonly open: Open;
}

/** Opens a source of such a type. */
export type Open<Own = never, Rows extends readonly Metric[] = readonly Metric[]> = (
  config: NodeConfig<Own>,
  world: World<Rows>,
) => Node;
