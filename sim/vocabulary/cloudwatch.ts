/** CloudWatch's metrics in AWS's words (§10): what a result calls each, its name and its unit. */

type CloudWatchUnit = "Count" | "Milliseconds" | "Percent" | "None";

interface CloudWatchMetric {
  /** AWS's name; of a second statistic of the same metric, with the statistic behind it. */
  readonly name: string;
  readonly unit: CloudWatchUnit;
}

export type CloudWatchTable = Readonly<Record<string, CloudWatchMetric>>;

const metric = <const Unit extends CloudWatchUnit>(name: string, unit: Unit) => ({ name, unit });

/** Of a function, every minute. The unit of a utilisation of 0..1 is none: `Percent` would be off by a hundred. */
export const FUNCTION_CLOUDWATCH = {
  Invocations: metric("Invocations", "Count"),
  Errors: metric("Errors", "Count"),
  Throttles: metric("Throttles", "Count"),
  DurationAverage: metric("Duration", "Milliseconds"),
  DurationMaximum: metric("DurationMaximum", "Milliseconds"),
  ConcurrentExecutions: metric("ConcurrentExecutions", "Count"),
  ProvisionedConcurrentExecutions: metric("ProvisionedConcurrentExecutions", "Count"),
  ProvisionedConcurrencyUtilization: metric("ProvisionedConcurrencyUtilization", "None"),
  ProvisionedConcurrencyInvocations: metric("ProvisionedConcurrencyInvocations", "Count"),
  ProvisionedConcurrencySpilloverInvocations: metric("ProvisionedConcurrencySpilloverInvocations", "Count"),
  AsyncEventsReceived: metric("AsyncEventsReceived", "Count"),
  AsyncEventAgeAverage: metric("AsyncEventAge", "Milliseconds"),
  AsyncEventAgeMaximum: metric("AsyncEventAgeMaximum", "Milliseconds"),
  AsyncEventsDropped: metric("AsyncEventsDropped", "Count"),
  DeadLetterErrors: metric("DeadLetterErrors", "Count"),
  DestinationDeliveryFailures: metric("DestinationDeliveryFailures", "Count"),
  RecursiveInvocationsDropped: metric("RecursiveInvocationsDropped", "Count"),
} as const satisfies CloudWatchTable;

/** Of a function with extensions, besides (MET-5). */
export const EXTENSION_CLOUDWATCH = {
  PostRuntimeExtensionsDurationAverage: metric("PostRuntimeExtensionsDuration", "Milliseconds"),
  PostRuntimeExtensionsDurationMaximum: metric("PostRuntimeExtensionsDurationMaximum", "Milliseconds"),
} as const satisfies CloudWatchTable;

/** Of a Region. */
export const REGION_CLOUDWATCH = {
  ConcurrentExecutions: metric("ConcurrentExecutions", "Count"),
  UnreservedConcurrentExecutions: metric("UnreservedConcurrentExecutions", "Count"),
  ClaimedAccountConcurrency: metric("ClaimedAccountConcurrency", "Count"),
} as const satisfies CloudWatchTable;

/**
 * LMI-8: of a function on Managed Instances, every five minutes. AWS also has the name of the capacity provider as a
 * dimension, which a result does not know.
 */
export const MANAGED_CLOUDWATCH = {
  ExecutionEnvironmentConcurrency: metric("ExecutionEnvironmentConcurrency", "Count"),
  ExecutionEnvironmentConcurrencyLimit: metric("ExecutionEnvironmentConcurrencyLimit", "Count"),
  ExecutionEnvironmentCPUUtilization: metric("ExecutionEnvironmentCPUUtilization", "Percent"),
  ConcurrencyThrottles: metric("ConcurrencyThrottles", "Count"),
  CPUThrottles: metric("CPUThrottles", "Count"),
} as const satisfies CloudWatchTable;
