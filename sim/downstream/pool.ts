/** `pool`: a service that takes so many calls at once, as a database takes connections. */
import type { CapacityOf } from "./capacity.ts";

export interface PoolLimit {
  readonly kind: "pool";
  /** Calls at once at most, 1 or more. */
  readonly size: number;
}

export const pool: CapacityOf<PoolLimit> = ({ size }) => ({ places: size, tokens: null });
