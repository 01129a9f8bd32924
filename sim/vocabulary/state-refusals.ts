/** Every way in which the state of a version refuses an invocation: AWS's error, our cause, and the rule (§8.1). */

/** Kinds of refusal, by index into STATE_REFUSALS. */
export const StateRefusal = {
  FunctionPending: 0,
  VersionPending: 1,
  FunctionInactive: 2,
  VpcReclaimed: 3,
  FunctionFailed: 4,
  SnapshotDeleted: 5,
  RestoreTimeout: 6,
} as const;
export type StateRefusal = (typeof StateRefusal)[keyof typeof StateRefusal];

/** No refusal: the version is Active. */
export const ACTIVE = -1;

interface Refusal<Cause extends string> {
  readonly cause: Cause;
  readonly rule: string;
  /** AWS's exception, and its HTTP status. */
  readonly error: string;
  readonly status: number;
}

const refusal = <Cause extends string>(cause: Cause, rule: string, error: string, status = 409): Refusal<Cause> => ({
  cause,
  rule,
  error,
  status,
});

const CONFLICT = "ResourceConflictException";

export const STATE_REFUSALS = [
  refusal("function-pending", "LIFE-25", CONFLICT),
  refusal("version-pending", "SNAP-4", CONFLICT),
  refusal("function-inactive", "LIFE-25", CONFLICT),
  // The API model ties this one to a VPC connection that is gone.
  refusal("vpc-reclaimed", "LIFE-20", "ResourceNotReadyException", 502),
  refusal("function-failed", "LIFE-25", CONFLICT),
  refusal("snapshot-deleted", "SNAP-8", "SnapStartNotReadyException"),
  // Not before admission: its Restore has begun, and holds a unit until it is aborted.
  refusal("restore-timeout", "SNAP-5", "SnapStartTimeoutException", 408),
] as const;

/** Why the state of a function refused a request, finer than AWS's error. */
export type StateCause = (typeof STATE_REFUSALS)[number]["cause"];
