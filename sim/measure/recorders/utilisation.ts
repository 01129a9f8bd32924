/**
 * Utilisation of provisioned units as target tracking sees it: the core samples it at each invocation; read minute by
 * minute (MET-10).
 */
import type { LambdaFunction, Version } from "../../core/objects/functions.ts";

/**
 * The data point of these versions together since `restartUtilisation`, at the end of a minute. EX-48, MOD: where
 * nothing was invoked, of the units that were busy all through it, as CloudWatch has it; null of silence (AAS-9).
 */
export function utilisationOf(versions: readonly Version[], statistic: "average" | "maximum"): number | null {
  let [sum, samples, highest] = [0, 0, 0];
  for (const { usedSum, usedSamples, usedHighest } of versions) {
    sum += usedSum;
    samples += usedSamples;
    highest = Math.max(highest, usedHighest);
  }
  if (samples === 0) return busyShare(versions[0]!.fn);
  return statistic === "maximum" ? highest : sum / samples;
}

export function restartUtilisation(versions: readonly Version[]): void {
  for (const version of versions) {
    version.usedSum = 0;
    version.usedSamples = 0;
    version.usedHighest = 0;
  }
}

/** Of a function's units; null while none is busy. */
export const busyShare = ({ provisioned, ready }: LambdaFunction): number | null =>
  provisioned === 0 ? null : provisioned / ready;
