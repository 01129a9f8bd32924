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
    | "answer"
    | "enqueue"
    | "drop"
    | "expire";
  readonly function: string;
  /** Number of the request in order of arrival at this function, from 1; 0 where none is concerned. */
  readonly request: number;
  /** Number of the environment among those of its version, from 1; 0 where none is concerned. */
  readonly environment: number;
  /** Cause of a throttle or refusal, outcome of an end or answer, reason of a drop; else "". */
  readonly detail: string;
}

export type Trace = (event: TraceEvent) => void;
