/** `rate`: a service that takes so many calls over time, as an API with a request quota does. */
import type { CapacityOf } from "./capacity.ts";

export interface RateLimit {
  readonly kind: "rate";
  /** Calls per second at most, above 0. */
  readonly perSecond: number;
  /** Calls that may come at once, 1 or more. */
  readonly burst: number;
}

export const rate: CapacityOf<RateLimit> = ({ perSecond, burst }) => ({ places: null, tokens: { perSecond, burst } });
