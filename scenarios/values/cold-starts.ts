/**
 * Default cold starts by runtime, measured on hello-world functions.
 *
 * Source: maxday/lambda-perf (Apache-2.0) at commit 6070b7947b5d, Init of 2026-07-23 to 2026-08-21, Restore of
 * 2025-09-01 to 2025-10-18. They are Init Durations of the REPORT line: placement and code download come before
 * (OQ-18), and memory does not change them (LIFE-24). A function with more code in its Init starts slower: say so with
 * `init`.
 */
import { type Distribution, milliseconds } from "../../sim/index.ts";
import { IMAGE_INIT, type MeasuredQuantiles, SNAPSTART_RESTORE, ZIP_INIT } from "./cold-starts-data.ts";

/** What a function runs on when it says nothing: AWS has no default, so this is a measured, usual one. */
export const RUNTIME_DEFAULT = "nodejs24.x";

type PackageType = "zip" | "image";

/** The share of samples at or below each of the measured quantiles. */
const SHARES = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];

/** All runtimes with a measured Init, in code-unit order; OS-only ones carry their language: "provided.al2023:rust". */
export const RUNTIMES: readonly string[] = Object.keys(ZIP_INIT).sort();

/** Init of a cold start (LIFE-1, LIFE-19), or null if that runtime was not measured with that package type. */
export function initDefault(runtime: string, packageType: PackageType): Distribution | null {
  return measured(packageType === "zip" ? ZIP_INIT : IMAGE_INIT, runtime);
}

/** Restore of a SnapStart cold start (SNAP-5, SNAP-13), or null if that runtime was not measured with SnapStart. */
export function restoreDefault(runtime: string): Distribution | null {
  return measured(SNAPSTART_RESTORE, runtime);
}

function measured(table: Readonly<Record<string, MeasuredQuantiles>>, runtime: string): Distribution | null {
  const row = Object.hasOwn(table, runtime) ? table[runtime] : undefined;
  if (row === undefined) return null;
  return { kind: "quantiles", points: row.map((value, index) => [SHARES[index]!, milliseconds(value)] as const) };
}
