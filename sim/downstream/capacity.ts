/** How much a service that functions call can take: all that the core knows of it, whatever its type. */

/** Calls over time: a bucket of so many tokens, refilled at this rate. */
interface Tokens {
  /** Calls per second, above 0. */
  readonly perSecond: number;
  /** Calls that may come at once, 1 or more. */
  readonly burst: number;
}

/** At most so many calls at once, 1 or more; or so many over time. */
export type Capacity =
  | { readonly places: number; readonly tokens: null }
  | { readonly places: null; readonly tokens: Tokens };

/** A type of downstream: what its own settings, the `limit` of a config, come to. */
export type CapacityOf<Limit extends { readonly kind: string }> = (limit: Limit) => Capacity;
