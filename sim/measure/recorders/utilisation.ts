/**
 * Utilisation of provisioned units as target tracking sees it: the core samples it at each invocation; read minute by
 * minute (MET-10).
 */
import type { Version } from "../../core/objects/functions.ts";

/** Adds a sample of a version's units: busy / READY. */
export function sampleUtilisation(version: Version, used: number): void {
  version.usedSum += used;
  version.usedSamples++;
  if (used > version.usedHighest) version.usedHighest = used;
}

/** The data point of these versions together since `restartUtilisation`; null when nothing was invoked (AAS-9). */
export function utilisationOf(versions: readonly Version[], statistic: "average" | "maximum"): number | null {
  let [sum, samples, highest] = [0, 0, 0];
  for (const { usedSum, usedSamples, usedHighest } of versions) {
    sum += usedSum;
    samples += usedSamples;
    highest = Math.max(highest, usedHighest);
  }
  if (samples === 0) return null;
  return statistic === "maximum" ? highest : sum / samples;
}

export function restartUtilisation(versions: readonly Version[]): void {
  for (const version of versions) {
    version.usedSum = 0;
    version.usedSamples = 0;
    version.usedHighest = 0;
  }
}
