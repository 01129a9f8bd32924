/**
 * Utilisation of provisioned units as target tracking sees it: the core samples it at each invocation; read minute by
 * minute (MET-10).
 */
import type { Version } from "../../core/objects/functions.ts";

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
  if (samples === 0) return busyShare(versions);
  return statistic === "maximum" ? highest : sum / samples;
}

export function restartUtilisation(versions: readonly Version[]): void {
  for (const version of versions) {
    version.usedSum = 0;
    version.usedSamples = 0;
    version.usedHighest = 0;
  }
}

/** Of these versions' units together; null while none is busy. */
function busyShare(versions: readonly Version[]): number | null {
  const { busy, ready } = unitsOf(versions);
  return busy === 0 ? null : busy / ready;
}

/** The highest share of all that have units among these versions of a function, as `Maximum` over them has it. */
export function busiestShare(versions: readonly Version[]): number | null {
  const shares = versions.flatMap((version) => busyShare(heldWith(version, versions)) ?? []);
  return shares.length === 0 ? null : Math.max(...shares);
}

/** Those of these versions that belong to the same alias with units as this one. */
export const heldWith = ({ holder }: Version, versions: readonly Version[]): Version[] =>
  versions.filter((other) => other.holder === holder);

/** Units of these versions together: READY ones, and of them those that serve a request. */
export function unitsOf(versions: readonly Version[]): { readonly busy: number; readonly ready: number } {
  let [busy, ready] = [0, 0];
  for (const version of versions) {
    busy += version.busyUnits;
    ready += version.ready;
  }
  return { busy, ready };
}
