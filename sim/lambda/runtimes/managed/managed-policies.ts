/** What a run on Managed Instances rests on beyond AWS's documents, as the result lists it. */
import type { FunctionConfig } from "../../../config.ts";
import type { ManagedConfig } from "../../../function-kinds.ts";
import { MICROS_PER_SECOND } from "../../../kernel/time.ts";
import type { Assumption } from "../../../result.ts";

const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`;
const inSeconds = (length: number): string => `${length / MICROS_PER_SECOND}s`;

function assumptionsOf(name: string, managed: ManagedConfig): Assumption[] {
  const { evaluationPeriod, scaleInWindow, launchTime, targetConcurrency, targetCpu, cpuShare } = managed;
  const targets = `${percent(targetConcurrency)} of workers and ${percent(targetCpu)} of CPU`;
  const scaling = `every ${inSeconds(evaluationPeriod)} to ${targets}, in after ${inSeconds(scaleInWindow)}`;
  return [
    { policy: `managedQuotas (${name})`, value: "outside the account's concurrency and rates", rule: "LMI-1" },
    { policy: `managedRouting (${name})`, value: "fewest requests first", rule: "LMI-6" },
    { policy: `managedScaling (${name})`, value: scaling, rule: "LMI-2" },
    { policy: `managedLaunchTime (${name})`, value: inSeconds(launchTime), rule: "LMI-2" },
    { policy: `managedCpuShare (${name})`, value: percent(cpuShare), rule: "LMI-8" },
  ];
}

/** For each function with a version on Managed Instances; its versions share their settings. */
export const managedAssumptions = (functions: readonly FunctionConfig[]): Assumption[] =>
  functions.flatMap(({ name, versions }) => {
    const managed = versions.find((version) => version.managed !== undefined)?.managed;
    return managed === undefined ? [] : assumptionsOf(name, managed);
  });
