/** Every way in which Lambda refuses a request: AWS's reason, our finer cause, and the rule (§8.1). */

/** Outcome of an admission: where the request runs, or why it does not. */
export const Admission = {
  /** On an idle provisioned environment. */
  Provisioned: 0,
  /** On an idle on-demand environment. */
  Warm: 1,
  /** On an environment made for it. */
  Cold: 2,
  ReservedZero: 3,
  ReservedFull: 4,
  PoolFull: 5,
  RateReserved: 6,
  RateAccount: 7,
  RateGrowth: 8,
  ScalingRate: 9,
  /** On Managed Instances: all workers busy, no CPU left, or no environment there. */
  ManagedConcurrency: 10,
  ManagedCpu: 11,
  ManagedInactive: 12,
  /** DUR-4: the Region runs as many durable executions as it may. */
  ExecutionsFull: 13,
  TenantsFull: 14,
  /** Step 1: the state of the version allows no invocation; no throttle. The kind of `StateRefusal` is added. */
  NotInvokable: 15,
  /** ASY-20: Lambda stops the chain that a node goes on with; no throttle. */
  Stopped: 100,
} as const;
export type Admission = (typeof Admission)[keyof typeof Admission];

interface Refusal<Cause extends string> {
  readonly cause: Cause;
  readonly rule: string;
  /** AWS's `Reason` for a function without and with reserved concurrency. */
  readonly reason: string;
  readonly reasonReserved: string;
}

const POOL = "ConcurrentInvocationLimitExceeded";
const RESERVED = "ReservedFunctionConcurrentInvocationLimitExceeded";
const RATE = "FunctionInvocationRateLimitExceeded";
const RATE_RESERVED = "ReservedFunctionInvocationRateLimitExceeded";

const refusal = <Cause extends string>(
  cause: Cause,
  rule: string,
  reason: string,
  reasonReserved = reason,
): Refusal<Cause> => ({ cause, rule, reason, reasonReserved });

/** By Admission code less the first refusal. */
export const REFUSALS = [
  refusal("reserved-zero", "RES-5", RESERVED),
  refusal("reserved-full", "RES-7", RESERVED),
  refusal("unreserved-pool-full", "CONC-9", POOL),
  refusal("request-rate-reserved", "RPS-2", RATE_RESERVED),
  refusal("request-rate-account", "RPS-1", RATE),
  refusal("request-rate-growth", "SCALE-6", RATE, RATE_RESERVED),
  // OQ-2: AWS names no reason for this one; the cause keeps it apart.
  refusal("scaling-rate", "SCALE-1", POOL, RESERVED),
  // LMI-8: AWS's names for what was short; of a version without environments it names the state only (LMI-4).
  refusal("managed-concurrency", "LMI-6", "ConcurrencyThrottles"),
  refusal("managed-cpu", "LMI-8", "CPUThrottles"),
  refusal("managed-inactive", "LMI-4", "Deactivated"),
  // DUR-4, MOD: nor for this one, which may not even be a 429.
  refusal("executions-full", "DUR-4", POOL),
  // TooManyRequestsException, "Rate exceeded": no reason is named here either.
  refusal("tenant-environments", "TEN-2", POOL, RESERVED),
] as const;

/** Why Lambda refused a request, finer than AWS's reason. */
export type ThrottleCause = (typeof REFUSALS)[number]["cause"];

export const refusalIndex = (admission: Admission): number => admission - Admission.ReservedZero;
