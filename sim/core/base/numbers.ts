/** AWS's numbers as the core counts with them, in µs where they are times; a test holds them to `facts.ts`. */
import type { f64, i32 } from "./prelude.ts";

/** In µs. */
export const SECOND: f64 = 1e6;
/** LIFE-2. */
export const INIT_LIMIT: f64 = 1e7;
/** ASY-4: waits after the first and the second function error. */
export const FIRST_ERROR_WAIT: f64 = 60;
export const SECOND_ERROR_WAIT: f64 = 120;
/** ASY-6: seconds after the first refusal, doubled with each, and the longest. */
export const FIRST_BACKOFF: f64 = 1;
export const LONGEST_BACKOFF: f64 = 300;
/** ASY-20: invocations of a chain. */
export const RECURSION_LIMIT: i32 = 16;
/** SDK-9: a Retry-After delays a retry by no more than this. */
export const LONGEST_HINT: f64 = 5e6;
/** Later than any moment of any run. */
export const NEVER: f64 = 9007199254740991;

/** More than runs at once in any run. */
export const NO_CEILING: i32 = 2147483647;

/** Of a run's length: by the function's law. */
export const DRAWN: f64 = -1;

/** Ranks of `vocabulary/ranks.ts`: what frees capacity comes before what takes it (ADM-3). */
export const COMPLETION: f64 = 1;
export const LIFECYCLE: f64 = 2;
export const TIMEOUT: f64 = 4;
export const RETRY: f64 = 5;
export const ARRIVAL: f64 = 6;

/** What happens to an entry of the agenda. */
export const RUN_END: i32 = 1;
export const ARRIVES: i32 = 2;
export const CALL_STEP: i32 = 3;
export const INIT_END: i32 = 4;
export const CLIENT_TIMEOUT: i32 = 5;
export const RETRY_DUE: i32 = 6;
export const ASYNC_DUE: i32 = 7;
export const DELIVERY: i32 = 8;
export const PATIENCE_END: i32 = 9;
export const EXTENSIONS_END: i32 = 10;
export const SEND_DUE: i32 = 11;
export const CALL_DUE: i32 = 12;
export const RECORD_ARRIVES: i32 = 13;

/** What a node of the host does with a record (`sources/node.ts`). */
export const TAKEN: i32 = 0;
export const TURNED_AWAY: i32 = 1;

/** ASY-20: not invoked, as Lambda stops the chain. */
export const STOPPED_CHAIN: i32 = 100;

/** Outcome of an admission (`throttles.ts`): where the request runs, or why it does not. */
export const PROVISIONED: i32 = 0;
export const WARM: i32 = 1;
export const COLD: i32 = 2;
/** From here on: refused. */
export const RESERVED_ZERO: i32 = 3;
export const RESERVED_FULL: i32 = 4;
export const POOL_FULL: i32 = 5;
export const RATE_RESERVED: i32 = 6;
export const RATE_ACCOUNT: i32 = 7;
export const RATE_GROWTH: i32 = 8;
export const SCALING_RATE: i32 = 9;
export const EXECUTIONS_FULL: i32 = 13;
export const TENANTS_FULL: i32 = 14;
/** From here on the state of the version refuses; the kind of `state-refusals.ts` is added. */
export const NOT_INVOKABLE: i32 = 15;
/** LIFE-20: the one that is answered with a 502. */
export const VPC_RECLAIMED: i32 = 18;

/** How a request ends for its caller, and what else is counted of it (`TrafficCount`). */
export const REQUESTS: i32 = 0;
export const ANSWERED: i32 = 1;
export const FAILED: i32 = 2;
export const THROTTLED: i32 = 3;
export const ABANDONED: i32 = 4;
export const LOST: i32 = 5;
export const ATTEMPTS: i32 = 6;
export const RETRIES: i32 = 7;
export const QUOTA_EXHAUSTED: i32 = 8;
export const REFUSED: i32 = 9;

/** What the event log tells (`trace.ts`). */
export const TOLD_ARRIVE: i32 = 0;
export const TOLD_ENQUEUE: i32 = 1;
export const TOLD_THROTTLE: i32 = 2;
export const TOLD_START: i32 = 3;
export const TOLD_READY: i32 = 4;
export const TOLD_END: i32 = 5;
export const TOLD_RELEASE: i32 = 6;
export const TOLD_MOVE: i32 = 7;
export const TOLD_ANSWER: i32 = 8;
export const TOLD_DROP: i32 = 9;
export const TOLD_EXPIRE: i32 = 10;
