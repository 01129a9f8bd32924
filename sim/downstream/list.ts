/** Every type of downstream, by the name that scenarios write: one file for each, and one line here. */
import type { Capacity, CapacityOf } from "./capacity.ts";
import { pool } from "./pool.ts";
import { rate } from "./rate.ts";

const TYPES = { pool, rate } as const;

export type DownstreamTypeName = keyof typeof TYPES;

/** What limits a downstream: the settings of one of the types, which `kind` names. */
export type DownstreamLimit = Parameters<(typeof TYPES)[DownstreamTypeName]>[0];

/** What these settings come to. */
export function capacityOf(limit: DownstreamLimit): Capacity {
  const type = TYPES[limit.kind] as CapacityOf<DownstreamLimit>;
  return type(limit);
}
