/** How a run ends, as the core numbers it. */
import { FUNCTION_ERROR, RESTORE_TIMEOUT, SUCCESS, SUSPENDED, TIMED_OUT } from "../../core/objects/requests.ts";

export const Outcome = {
  Success: SUCCESS as 0,
  /** The handler answered with an error: the environment stays as it is (LIFE-10). */
  FunctionError: FUNCTION_ERROR as 1,
  /** LIFE-7: the function timeout; the environment is reset (LIFE-9). */
  Timeout: TIMED_OUT as 2,
  /** DUR-2: a durable function has reached a wait; no failure. */
  Suspended: SUSPENDED as 3,
  /** SNAP-5: Restore was aborted, so no handler ran; the environment ends. */
  RestoreTimeout: RESTORE_TIMEOUT as 4,
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];
