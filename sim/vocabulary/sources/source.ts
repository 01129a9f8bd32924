/** What a type of source is, as far as others ask: plain data, one file for each type. */

import type { Metric } from "../metrics/metric.ts";
import type { CostKind } from "../prices/kinds.ts";

/** Fields of a function that name where its events go on. */
export type Destination = "onSuccess" | "onFailure" | "deadLetter";

interface Charge {
  readonly kind: CostKind;
  readonly field: string;
}

export interface SourceType {
  /** As a scenario writes it, and as a sentence names it: "the s3 source". */
  readonly type: string;
  /** INV-1, INV-2: AWS's InvocationType of what it invokes; null: each caller says it. */
  readonly invocation: "RequestResponse" | "Event" | null;
  /** Whether it does things by itself: it polls, it ticks (`sim/sources/list.ts`). */
  readonly acts: boolean;
  /** TEN-3: whether its requests may name a tenant. */
  readonly tenants: boolean;
  /** Whether a run may put a record into it, by a call or by what it sends. */
  readonly takesRecords: boolean;
  /** ASY-13, ASY-14: as which destination it may be named. */
  readonly destinations: readonly Destination[];
  /** ASY-20: whether Lambda knows, behind it, of which chain an invocation is. */
  readonly keepsChain: boolean;
  /** How many ms a call takes that puts a record in, from the least to the most, unless a scenario says otherwise. */
  readonly acceptMs: readonly [least: number, most: number];
  /** What it counts beside what every source does. */
  readonly metrics: readonly Metric[];
  /** What AWS charges for it: so many of a kind as stand in a field of its metrics. */
  readonly charges: readonly Charge[];
  /** CloudWatch's dimension that holds its name, as in QueueName. */
  readonly dimension: string;
}
