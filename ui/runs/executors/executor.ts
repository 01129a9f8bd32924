/** What a place to run is asked, and what it must give: the same results in the same order, wherever they are made. */
import type { Result, SimConfig, TraceEvent } from "../../../sim/index.ts";
import { plainProblem } from "../../library/problems.ts";

/** How far the runs are. */
export interface Ahead {
  /** How many have ended. */
  readonly ended: number;
  /** Simulated time of the next one that is done; null where several run at once. */
  readonly doneMs: number | null;
}

/** What is asked beside the results. */
export interface Work {
  /** Real time, on `performance.now()`'s clock, after which the runs are given up. */
  readonly deadline?: number;
  /** Gives them up as well, with its reason. */
  readonly signal?: AbortSignal;
  /** The caller's own thread has to stay free. */
  readonly apart?: boolean;
  /** Called as a run begins; hears its events. */
  readonly listener?: (config: SimConfig) => (event: TraceEvent) => void;
  /** Called now and then. A run that is made here waits until it is done. */
  readonly onProgress?: (ahead: Ahead) => Promise<void> | void;
}

export interface Executor {
  /** The most runs that it takes in one go. */
  readonly atOnce: number;
  /** Results in the order of the configurations. @throws ProblemError when the deadline has passed. */
  simulate(configs: readonly SimConfig[], work: Work): Promise<Result[]>;
  close(): Promise<void>;
}

/** What the user has said about where runs are made. */
export interface Wanted {
  /** 0: as many as there are cores. */
  readonly threads?: number | undefined;
}

/** The runs that are left of some work. */
export interface Left {
  readonly count: number;
  /** Real time that each run took so far; 0 before the first one has ended. */
  readonly eachMs: number;
  readonly work: Work;
}

/** A place where runs can be made. */
export interface Place {
  readonly takes: (left: Left, wanted: Wanted) => boolean;
  readonly open: (wanted: Wanted) => Executor;
}

export const TIME_LIMIT = plainProblem(
  "time-limit",
  "--time-limit",
  "the simulation takes longer than the time limit allows, and was given up",
  "raise the limit, or make the scenario shorter: fewer requests, fewer seeds, fewer variants",
);
