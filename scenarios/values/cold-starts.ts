/**
 * Default cold starts by what is deployed, measured on hello-world functions.
 *
 * Source: maxday/lambda-perf (Apache-2.0) at commit 6070b7947b5d. Init and Restore are Durations of the REPORT line:
 * placement and code download come before (OQ-18). Memory does not change Init (LIFE-24); it does change Restore and
 * the first run. A function with more code in its Init starts slower: say so with `framework` or `init`.
 */
import { type Distribution, milliseconds } from "../../sim/index.ts";
import {
  FIRST_RUN_COUNT,
  FIRST_RUN_MEMORY,
  IMAGE_FIRST_RUN,
  RESTORED_RUN,
  RESTORED_RUN_COUNT,
  WARM_RUN_MS,
  ZIP_FIRST_RUN,
} from "./measured/first-run.ts";
import { IMAGE_INIT } from "./measured/init-image.ts";
import { ZIP_INIT } from "./measured/init-zip.ts";
import { type Architecture, SHARES } from "./measured/quantiles.ts";
import { SNAPSTART_RESTORE } from "./measured/restore.ts";
import { atMemoryOf, ofProcessorAt } from "./memory-steps.ts";

/** What a function runs on when it says nothing: AWS has no default, so this is a measured, usual one. */
export const RUNTIME_DEFAULT = "nodejs24.x";

/** What a cold start depends on. */
export interface Deployed {
  readonly runtime: string;
  readonly packageType: "zip" | "image";
  readonly architecture: Architecture;
  readonly memoryMb: number;
}

/** A measured time, and what it was measured on. */
export interface Grounded {
  readonly time: Distribution;
  readonly basis: string;
}

/** All runtimes with a measured Init, in code-unit order; OS-only ones carry their language: "provided.al2023:rust". */
export const RUNTIMES: readonly string[] = Object.keys(ZIP_INIT).sort();

/** Extra time below this cannot be told from a warm run of hello world. */
const LEAST_MS = 1;
const TENTH_MS = 10;

/** What stands under a key that a user wrote, were it "constructor". */
const under = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const lawOf = (row: readonly number[]): Distribution => ({
  kind: "quantiles",
  points: row.map((value, index) => [SHARES[index]!, milliseconds(Math.round(value * 100) / 100)] as const),
});

const HELLO_WORLD = "hello world (lambda-perf 2026-08, n 1100): your framework adds to it, set framework or init";

/** Init of a cold start (LIFE-1, LIFE-19), or null if that runtime was not measured like this. */
export function initDefault({ runtime, packageType, architecture }: Deployed): Grounded | null {
  const row = under(packageType === "zip" ? ZIP_INIT : IMAGE_INIT, runtime)?.[architecture];
  return row === undefined ? null : { time: lawOf(row), basis: HELLO_WORLD };
}

/** How often a version restores its snapshot: some ten times a day, as measured, or many times at once. */
export type Restores = "daily" | "burst";

/**
 * How much of a daily Restore one of a burst takes. SNAP-11: a snapshot that is restored often is near.
 * Source: measurements told in issue 16 of this project; 23 % less at p50, 35 % less at p99, a line between.
 */
const BURST_P50 = 0.77;
const BURST_P99 = 0.65;
const ofBurst = (share: number): number => {
  const part = (Math.min(Math.max(share, 0.5), 0.99) - 0.5) / 0.49;
  return BURST_P50 + part * (BURST_P99 - BURST_P50);
};

/** Restore of a SnapStart cold start (SNAP-5, SNAP-13), or null if such a function was not measured with SnapStart. */
export function restoreDefault({ runtime, packageType, memoryMb }: Deployed, restores: Restores): Grounded | null {
  const rows = packageType === "zip" ? under(SNAPSTART_RESTORE, runtime) : undefined;
  if (rows === undefined) return null;
  const daily = SHARES.map((_, index) => {
    const steps = rows.map(([memory, row]) => [memory, row[index]!] as const);
    return atMemoryOf(steps, memoryMb);
  });
  const basis = `hello world of ${runtime}, zip, x86_64 at ${memoryMb}MB, ten a day (lambda-perf, 2025-10)`;
  if (restores === "daily") return { time: lawOf(daily), basis };
  return {
    time: lawOf(rising(daily.map((value, index) => value * ofBurst(SHARES[index]!)))),
    basis: `${basis}, less 23% to 35% in a burst`,
  };
}

/** A quantile is no less than those before it. */
const rising = (row: readonly number[]): number[] => row.map((_, index) => Math.max(...row.slice(0, index + 1)));

/** PC-14, LIFE-24: how much longer the first run after an Init takes; null where it cannot be told, or is unknown. */
export function firstRunDefault({ runtime, packageType, architecture, memoryMb }: Deployed): Grounded | null {
  const row = under(packageType === "zip" ? ZIP_FIRST_RUN : IMAGE_FIRST_RUN, runtime)?.[architecture];
  if (row === undefined) return null;
  const basis = `hello world of ${runtime}, ${packageType}, ${architecture} at ${memoryMb}MB`;
  return longerRun(row, memoryMb, `${basis}, mean of ${FIRST_RUN_COUNT} (lambda-perf, 2026-08)`);
}

/** The same after a Restore. */
export function restoredRunDefault({ runtime, packageType, memoryMb }: Deployed): Grounded | null {
  const row = packageType === "zip" ? under(RESTORED_RUN, runtime) : undefined;
  if (row === undefined) return null;
  const basis = `hello world of ${runtime}, zip, x86_64 at ${memoryMb}MB`;
  return longerRun(row, memoryMb, `${basis}, mean of ${RESTORED_RUN_COUNT} (lambda-perf, 2025-10)`);
}

function longerRun(row: readonly number[], memoryMb: number, basis: string): Grounded | null {
  const steps = row.map((mean, index) => [FIRST_RUN_MEMORY[index]!, Math.max(0, mean - WARM_RUN_MS)] as const);
  const longer = Math.round(ofProcessorAt(steps, memoryMb) * TENTH_MS) / TENTH_MS;
  return longer < LEAST_MS ? null : { time: { kind: "constant", value: milliseconds(longer) }, basis };
}
