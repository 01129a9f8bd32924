/**
 * Default cold starts by what is deployed, measured on hello-world functions.
 *
 * Source: maxday/lambda-perf (Apache-2.0) at commit 6070b7947b5d, Init of 2026-07-23 to 2026-08-21, Restore of
 * 2025-09-01 to 2025-10-18. They are Durations of the REPORT line: placement and code download come before (OQ-18).
 * Memory does not change Init (LIFE-24); it does change Restore. A function with more code in its Init starts slower:
 * say so with `framework` or `init`.
 */
import { type Distribution, milliseconds } from "../../sim/index.ts";
import { IMAGE_INIT } from "./measured/init-image.ts";
import { ZIP_INIT } from "./measured/init-zip.ts";
import { type Architecture, type MeasuredQuantiles, SHARES } from "./measured/quantiles.ts";
import { SNAPSTART_RESTORE } from "./measured/restore.ts";
import { atMemoryOf } from "./memory-steps.ts";

/** What a function runs on when it says nothing: AWS has no default, so this is a measured, usual one. */
export const RUNTIME_DEFAULT = "nodejs24.x";

/** What a cold start depends on. */
export interface Deployed {
  readonly runtime: string;
  readonly packageType: "zip" | "image";
  readonly architecture: Architecture;
  readonly memoryMb: number;
}

/** All runtimes with a measured Init, in code-unit order; OS-only ones carry their language: "provided.al2023:rust". */
export const RUNTIMES: readonly string[] = Object.keys(ZIP_INIT).sort();

/** What stands under a key that a user wrote, were it "constructor". */
const under = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const lawOf = (row: MeasuredQuantiles): Distribution => ({
  kind: "quantiles",
  points: row.map((value, index) => [SHARES[index]!, milliseconds(value)] as const),
});

/** Init of a cold start (LIFE-1, LIFE-19), or null if that runtime was not measured like this. */
export function initDefault({ runtime, packageType, architecture }: Deployed): Distribution | null {
  const row = under(packageType === "zip" ? ZIP_INIT : IMAGE_INIT, runtime)?.[architecture];
  return row === undefined ? null : lawOf(row);
}

/** Restore of a SnapStart cold start (SNAP-5, SNAP-13), or null if that runtime was not measured with SnapStart. */
export function restoreDefault({ runtime, memoryMb }: Deployed): Distribution | null {
  const rows = under(SNAPSTART_RESTORE, runtime);
  if (rows === undefined) return null;
  const at = (index: number): number =>
    atMemoryOf(
      rows.map(([memory, row]) => [memory, row[index]!]),
      memoryMb,
    );
  return lawOf(SHARES.map((_, index) => Math.round(at(index) * 100) / 100) as unknown as MeasuredQuantiles);
}
