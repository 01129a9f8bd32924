/** The words for refusals by a function's state: what it was, and what avoids it. */
import type { NotableEvent, StateCause, StateRefusalResult } from "../../sim/index.ts";

interface CauseText {
  /** After the function's name and "because": "its version was Pending". */
  readonly why: string;
  readonly remedy: string;
}

const DURING = "let something invoke it more often, or invoke it before it is needed and try again";

export const STATE_CAUSES: Readonly<Record<StateCause, CauseText>> = {
  "function-pending": { why: "it was Pending", remedy: "invoke it only once its state is Active" },
  "version-pending": {
    why: "its alias pointed to a version that was Pending",
    remedy: "let the alias wait until the version is Active: waits: true",
  },
  "function-inactive": { why: "it was Inactive", remedy: DURING },
  "vpc-reclaimed": { why: "it was Inactive, its network interfaces were gone", remedy: DURING },
  "function-failed": { why: "its state was Failed", remedy: "deploy it again" },
  "snapshot-deleted": { why: "its snapshot was deleted after no use, and is made anew", remedy: DURING },
  "restore-timeout": {
    why: "runtime load and after-restore hooks took longer than 10 s",
    remedy: "shorten what runs after a Restore",
  },
};

/** "409 ResourceConflictException". */
export const errorOf = ({ status, error }: StateRefusalResult): string => `${status} ${error}`;

/** The cause of an episode of refusals, which ends its detail. */
export function causeOf({ detail }: NotableEvent): StateCause {
  return detail.slice(detail.lastIndexOf(" ") + 1) as StateCause;
}
