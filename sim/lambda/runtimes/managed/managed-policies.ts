/** What a run on Managed Instances rests on beyond AWS's documents, as the result lists it. */
import type { FunctionConfig } from "../../../config.ts";
import { MICROS_PER_SECOND } from "../../../kernel/time.ts";
import { managedOf } from "../../../pricing/instances.ts";
import type { Assumption } from "../../../result.ts";
import type { CapacityProvider } from "./capacity-provider.ts";

const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`;
const inSeconds = (length: number): string => `${length / MICROS_PER_SECOND}s`;
const short = (value: number): string => String(Math.round(value * 100) / 100);

/** For each function with a version on Managed Instances; its versions share their settings. */
export const managedAssumptions = (
  functions: readonly FunctionConfig[],
  providerOf: (functionIndex: number) => CapacityProvider,
): Assumption[] => functions.flatMap((settings, index) => assumptionsOf(settings, () => providerOf(index)));

function assumptionsOf(settings: FunctionConfig, provider: () => CapacityProvider): Assumption[] {
  const { name } = settings;
  const managed = managedOf(settings);
  if (managed === null) return [];
  const { evaluationPeriod, scaleInWindow, launchTime, environmentTime, capacityProvider } = managed;
  const { targetConcurrency, cpuShare, cpuThrottlesAbove } = managed;
  const targets = `${percent(targetConcurrency)} of workers and ${percent(capacityProvider.targetCpu)} of CPU`;
  const scaling = `every ${inSeconds(evaluationPeriod)} to ${targets}, in after ${inSeconds(scaleInWindow)}`;
  const above = `from ${short(cpuThrottlesAbove)} busy runs for each vCPU on, all from ${short(2 * cpuThrottlesAbove)}`;
  const row = (policy: string, value: string, rule: string) => ({ policy: `${policy} (${name})`, value, rule });
  return [
    row("managedQuotas", "outside the account's concurrency and rates", "LMI-1"),
    row("managedRouting", "fewest requests first", "LMI-6"),
    row("managedScaling", scaling, "LMI-2"),
    row("managedLaunchTime", inSeconds(launchTime), "LMI-4"),
    row("managedEnvironmentTime", `${inSeconds(environmentTime)} on an instance with room`, "LMI-4"),
    row("managedPlacement", "as few instances as hold all, one in each of three zones first", "LMI-4"),
    row("managedCpuShare", percent(cpuShare), "LMI-8"),
    row("managedCpu", "shared evenly by the runs of an environment", "LMI-10"),
    row("managedCpuThrottles", above, "LMI-10"),
    row("instances", provider().instanceType, "LP-18"),
  ];
}
