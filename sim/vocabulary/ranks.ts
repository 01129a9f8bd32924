/** In which order things of the same moment happen. */

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
