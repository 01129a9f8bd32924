/** What the log of a run is read into: attempts, and the decisions to admit or to refuse them. */
import type { TraceEvent } from "../../../sim/index.ts";

/** One time that a request occupied an environment. */
export interface Attempt {
  readonly function: string;
  readonly request: number;
  environment: number;
  readonly kind: "cold" | "warm" | "provisioned";
  readonly start: number;
  /** LIFE-16: when it went on in another environment than the one it was started on. */
  moved: number | null;
  /** Place in the log of its start or, if it has moved, of that. */
  place: number;
  ready: number | null;
  end: number | null;
}

/** An admission or a refusal, with what was running on its limit just after it. */
export interface Decision {
  readonly event: TraceEvent;
  readonly reserved: number | null;
  /**
   * The limit on demand of this function or, without a reservation, of the shared pool; and what runs on it. Where
   * units ended at this very moment it was between `limitLeast` and `limit`, and there may have been `endedNow` more
   * READY units than afterwards.
   */
  readonly limit: number;
  readonly limitLeast: number;
  readonly inUse: number;
  /** READY units of all its versions, and the requests that they run. */
  readonly units: number;
  readonly endedNow: number;
  readonly unitsInUse: number;
  readonly quota: number;
  readonly busyInRegion: number;
  /** CONC-2: the model lets nothing serve above a limit. */
  readonly held: boolean;
}

export const isStart = (kind: TraceEvent["kind"]): kind is Attempt["kind"] =>
  kind === "cold" || kind === "warm" || kind === "provisioned";

/** Version that an event is about; null in a log that does not tell it. */
export const versionOf = (event: TraceEvent): string | null => ("qualifier" in event ? String(event.qualifier) : null);

/**
 * A log that names versions gives an environment one number for good, and tells its end. Of any other log, laws about
 * single environments can say less: the versions of a function share their numbers, and units end untold.
 */
export const namesEnvironments = ([first]: readonly TraceEvent[]): boolean =>
  first !== undefined && versionOf(first) !== null;
