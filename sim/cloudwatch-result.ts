/** The part of a Result that CloudWatch would show: AWS's metrics under AWS's names. */

/** CloudWatch's metrics, one value a minute, null where CloudWatch would have no data point (§10). */
export interface CloudWatchFunction {
  Invocations: (number | null)[];
  Errors: (number | null)[];
  Throttles: (number | null)[];
  DurationAverage: (number | null)[];
  DurationMaximum: (number | null)[];
  /** MET-5; only of functions with extensions. */
  PostRuntimeExtensionsDurationAverage?: (number | null)[];
  PostRuntimeExtensionsDurationMaximum?: (number | null)[];
  ConcurrentExecutions: (number | null)[];
  ProvisionedConcurrentExecutions: (number | null)[];
  ProvisionedConcurrencyUtilization: (number | null)[];
  ProvisionedConcurrencyInvocations: (number | null)[];
  ProvisionedConcurrencySpilloverInvocations: (number | null)[];
  AsyncEventsReceived: (number | null)[];
  AsyncEventAgeAverage: (number | null)[];
  AsyncEventAgeMaximum: (number | null)[];
  AsyncEventsDropped: (number | null)[];
  DeadLetterErrors: (number | null)[];
  DestinationDeliveryFailures: (number | null)[];
  RecursiveInvocationsDropped: (number | null)[];
}

export interface CloudWatchRegion {
  ConcurrentExecutions: (number | null)[];
  UnreservedConcurrentExecutions: (number | null)[];
  ClaimedAccountConcurrency: (number | null)[];
}

/** LMI-8: AWS's metrics of functions on Managed Instances, null while there is no environment. */
export interface ManagedMetrics {
  periodMs: number;
  functions: Record<
    string,
    {
      /** Most requests at once in one environment. */
      ExecutionEnvironmentConcurrency: (number | null)[];
      ExecutionEnvironmentConcurrencyLimit: (number | null)[];
      /** Mean share of the vCPUs of all environments, 0..1. */
      ExecutionEnvironmentCPUUtilization: (number | null)[];
      ConcurrencyThrottles: (number | null)[];
      CPUThrottles: (number | null)[];
    }
  >;
}

export interface CloudWatch {
  periodMs: number;
  functions: Record<string, CloudWatchFunction>;
  regions: Record<string, CloudWatchRegion>;
  /** Absent where no function runs on Managed Instances. */
  managedInstances?: ManagedMetrics;
}
