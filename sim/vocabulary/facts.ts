/** Every number of AWS that the simulator uses: value, unit, rule, source, and the day it was last checked. */

export interface Fact {
  readonly value: number;
  readonly unit: string;
  /** Rule of the specification. */
  readonly rule: string;
  /** Page of the Lambda developer guide, or another source of AWS. */
  readonly source: string;
  /** Year and month. */
  readonly checked: string;
}

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg/";

const guide = (value: number, unit: string, rule: string, page: string): Fact => ({
  value,
  unit,
  rule,
  source: `${GUIDE}${page}.html`,
  checked: "2026-09",
});

const api = (value: number, unit: string, rule: string): Fact => ({
  value,
  unit,
  rule,
  source: "Lambda API model 2015-03-31 (botocore, 2026-08-07)",
  checked: "2026-09",
});

/** Seen by others on AWS, not said by AWS. */
const measured = (value: number, unit: string, rule: string): Fact => ({
  value,
  unit,
  rule,
  source: "o-lmi-2026, a public measurement of 2026-04-06",
  checked: "2026-11",
});

export const FACTS = {
  accountConcurrency: guide(1_000, "units", "CONC-2", "lambda-concurrency"),
  unreservedFloor: guide(100, "units", "CONC-7", "configuration-concurrency"),
  scalingAllowance: guide(1_000, "environments", "SCALE-1", "scaling-behavior"),
  scalingPeriodSeconds: guide(10, "s", "SCALE-1", "scaling-behavior"),
  requestsPerUnit: guide(10, "requests/s per unit", "RPS-1", "lambda-concurrency"),
  legacyBurst: guide(3_000, "environments", "SCALE-10", "scaling-behavior"),
  legacyGrowthPerMinute: guide(500, "environments", "SCALE-10", "scaling-behavior"),
  provisionedPerMinute: guide(6_000, "environments/min", "PC-4", "lambda-concurrency"),
  provisionedInitLimitSeconds: guide(130, "s", "PC-8", "lambda-runtime-environment"),
  initLimitSeconds: guide(10, "s", "LIFE-2", "lambda-runtime-environment"),
  restoreLimitSeconds: guide(10, "s", "SNAP-5", "lambda-runtime-environment"),
  snapshotIdleDays: guide(14, "days", "SNAP-8", "snapstart-activate"),
  vpcIdleDays: guide(14, "days", "LIFE-20", "configuration-vpc"),
  timeoutDefaultSeconds: guide(3, "s", "LIFE-7", "gettingstarted-limits"),
  timeoutMinSeconds: guide(1, "s", "LIM-2", "gettingstarted-limits"),
  timeoutMaxSeconds: guide(900, "s", "LIM-2", "gettingstarted-limits"),
  memoryDefaultMb: guide(128, "MB", "LIM-1", "gettingstarted-limits"),
  memoryMinMb: guide(128, "MB", "LIM-1", "gettingstarted-limits"),
  memoryMaxMb: guide(10_240, "MB", "LIM-1", "gettingstarted-limits"),
  memoryPerCpuMb: guide(1_769, "MB per vCPU", "LIFE-21", "configuration-memory"),
  storageMinMb: guide(512, "MB", "LIM-3", "gettingstarted-limits"),
  storageMaxMb: guide(10_240, "MB", "LIM-3", "gettingstarted-limits"),
  environmentVariablesMaxKb: guide(4, "KB", "LIM-4", "gettingstarted-limits"),
  layersMax: guide(5, "layers", "LIM-5", "gettingstarted-limits"),
  zippedMaxMb: guide(50, "MB", "LIM-6", "gettingstarted-limits"),
  unzippedMaxMb: guide(250, "MB", "LIM-6", "gettingstarted-limits"),
  imageMaxGb: guide(10, "GB", "LIM-6", "gettingstarted-limits"),
  payloadMaxMb: guide(6, "MB", "LIM-8", "gettingstarted-limits"),
  eventPayloadMaxMb: guide(1, "MB", "LIM-8", "gettingstarted-limits"),
  clientContextMaxBytes: api(3_583, "bytes", "LIM-9"),
  functionNameMax: api(64, "characters", "LIM-11"),
  subnetsMax: api(16, "subnets", "LIM-18"),
  securityGroupsMax: api(5, "security groups", "LIM-18"),
  asyncRetriesMax: api(2, "retries", "LIM-17"),
  asyncRetriesDefault: guide(2, "retries", "ASY-3", "invocation-async-error-handling"),
  asyncFirstRetrySeconds: guide(60, "s", "ASY-3", "invocation-async-error-handling"),
  asyncSecondRetrySeconds: guide(120, "s", "ASY-3", "invocation-async-error-handling"),
  asyncAgeMinSeconds: api(60, "s", "ASY-7"),
  asyncAgeMaxSeconds: api(21_600, "s", "ASY-7"),
  asyncBackoffFirstSeconds: guide(1, "s", "ASY-5", "invocation-async-error-handling"),
  asyncBackoffMaxSeconds: guide(300, "s", "ASY-5", "invocation-async-error-handling"),
  managedWorkersMax: api(1_600, "requests at once in an environment", "LMI-1"),
  managedWorkersPerVCpu: guide(64, "requests at once per vCPU", "LMI-1", "lambda-managed-instances-scaling"),
  managedEnvironmentsDefault: guide(3, "environments", "LMI-4", "lambda-managed-instances-scaling"),
  managedZones: guide(3, "zones with an instance each", "LMI-4", "lambda-managed-instances-scaling"),
  managedLaunchX86Seconds: measured(67, "s", "LMI-4"),
  managedLaunchArmSeconds: measured(100, "s", "LMI-4"),
  managedEnvironmentsMax: api(15_000, "environments", "LMI-4"),
  managedMemoryMinMb: guide(2_048, "MB", "LMI-5", "lambda-managed-instances-scaling"),
  managedVCpusMax: guide(15_000, "vCPUs", "LMI-5", "lambda-managed-instances-quotas"),
  executionMaxSeconds: guide(31_622_400, "s", "DUR-1", "durable-configuration"),
  historyMaxDays: guide(90, "days", "DUR-1", "durable-configuration"),
  durableSyncSeconds: guide(900, "s", "DUR-3", "durable-invoking"),
  durableExecutions: guide(1_000_000, "executions", "DUR-4", "gettingstarted-limits"),
  durableOperations: guide(3_000, "operations", "DUR-4", "gettingstarted-limits"),
  tenantEnvironments: guide(2_500, "environments per 1,000 units", "TEN-2", "tenant-isolation"),
  recursionLimit: guide(16, "invocations of a function in a chain", "ASY-20", "invocation-recursion"),
} as const satisfies Record<string, Fact>;
