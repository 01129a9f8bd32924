/** What can happen to a request or an environment, and in which order things of the same moment happen. */

/** Kinds of per-invocation events; the item of each is named. */
export const EventKind = {
  /** Environment: its handler has ended. */
  RunEnd: 0,
  /** Environment: its call to a downstream has ended, or its time is over. */
  CallStep: 1,
  /** Environment: Init or Restore has ended. */
  InitEnd: 2,
  /** Request: its caller gives up waiting. */
  ClientTimeout: 3,
  /** Request: an asynchronous event is due for an attempt, or has reached its maximum age. */
  AsyncDue: 4,
  /** Request: a push source hands its event to Lambda's asynchronous queue. */
  Delivery: 5,
  /** Request: a client sends it again. */
  RetryDue: 6,
  /** Traffic: the next request arrives. */
  Arrival: 7,
  /** Environment: the request that a worker of a managed environment serves has reached its timeout (LMI-6). */
  WorkerTimeout: 8,
  /** Execution: a wait is over. */
  Resume: 9,
  /** Execution: its time is up. */
  ExecutionTimeout: 10,
  /** Environment: its extensions are done too. */
  ExtensionsEnd: 11,
  /** Environment: a run of `WarmPath` has ended. */
  WarmRunEnd: 12,
} as const;
export type EventKind = (typeof EventKind)[keyof typeof EventKind];

/** ADM-3: what frees capacity comes before what takes it. Lower ranks first. */
export const Rank = {
  /** Closing a bucket, a minute or a window: what happens at its end belongs to the next one. */
  Measure: 0,
  /** A request leaves its environment. */
  Completion: 1,
  /** Init ends; idle environments expire. */
  Lifecycle: 2,
  /** Settings change. */
  Change: 3,
  /** A caller gives up. */
  Timeout: 4,
  /** Attempts of requests that are already known. */
  Retry: 5,
  Arrival: 6,
} as const;
