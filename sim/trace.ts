/** The event log: what happened to each request, for those who ask for it. */

export interface TraceEvent {
  readonly atUs: number;
  readonly kind:
    | "arrive"
    | "cold"
    | "warm"
    | "provisioned"
    | "ready"
    | "throttle"
    | "refuse"
    | "end"
    /** Extensions are done after the end; only where a function has some (LIFE-8). */
    | "release"
    /** A request that waited for its Init goes on in an environment that was freed (LIFE-16). */
    | "move"
    | "answer"
    | "enqueue"
    | "drop"
    | "expire";
  readonly function: string;
  /** Version that it is about: "$LATEST", or the alias that names the version; of an arrival, what was invoked. */
  readonly qualifier: string;
  /** Number of the request in order of arrival at this function, from 1; 0 where none is concerned. */
  readonly request: number;
  /** Number of the environment in order of appearance at this function, from 1, never given twice; 0 for none. */
  readonly environment: number;
  /** Cause of a throttle or refusal; outcome of an end, release or answer; reason of a drop; tenant; else "". */
  readonly detail: string;
}

export type Trace = (event: TraceEvent) => void;
