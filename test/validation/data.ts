/** Reads the measurements under test/data/validation. */
import { readFileSync } from "node:fs";

const text = (name: string): string => readFileSync(new URL(`../data/validation/${name}`, import.meta.url), "utf8");

/** Rows of a CSV file without quotes, by column name. */
function csv(name: string): Record<string, string>[] {
  const [head = "", ...lines] = text(name).trim().split("\n");
  const columns = head.trim().split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((value, at) => [columns[at]!, value.trim()])));
}

export interface BilledLine {
  readonly durationMs: number;
  readonly initMs: number;
  readonly restoreMs: number;
  readonly billedMs: number;
}

interface Observed {
  readonly asyncErrorGaps: readonly {
    readonly durationMs: number | null;
    readonly initMs: number;
    readonly timeoutMs: number | null;
    readonly gapsSeconds: readonly [number, number];
  }[];
  readonly asyncThrottledAges: readonly { readonly attempt: number; readonly seconds: number }[];
  readonly zeroReserved: Readonly<Record<string, number | string | null>>;
  readonly retriesExhausted: { readonly condition: string; readonly approximateInvokeCount: number };
  readonly spillover: Readonly<
    Record<
      | "provisioned"
      | "invocations"
      | "provisionedInvocations"
      | "spilloverInvocations"
      | "concurrentExecutions"
      | "provisionedConcurrentExecutions"
      | "utilisation",
      number
    >
  >;
  readonly billed: readonly BilledLine[];
  readonly clientColdStarts: readonly { readonly function: string; readonly n: number; readonly p50Ms: number }[];
}

export const OBSERVED = JSON.parse(text("observed.json")) as Observed;

export interface MeasuredInit {
  readonly runtime: string;
  readonly architecture: "x86_64" | "arm64";
  /** Rising. */
  readonly nextDay: readonly number[];
}

export const COLD_STARTS = (JSON.parse(text("cold-starts.json")) as { readonly runtimes: readonly MeasuredInit[] })
  .runtimes;

interface Stretch {
  readonly count: number;
  readonly p50: number;
  /** Null where there are too few starts for it. */
  readonly p99: number | null;
}

/** Init of one configuration in the days of the defaults, and in days that they have not seen. */
export interface HeldOut {
  readonly runtime: string;
  readonly packageType: string;
  readonly architecture: string;
  readonly memoryMb: number;
  readonly own: Stretch;
  readonly july: Stretch;
  readonly june: Stretch;
  readonly day: Stretch;
  /** Mean time of first handlers in July, in ms. */
  readonly firstRunMs: number;
}

export const heldOut = (): HeldOut[] =>
  csv("init-configurations.csv").map((row) => {
    const of = (days: string): Stretch => ({
      count: Number(row[`${days}_n`]),
      p50: Number(row[`${days}_p50_ms`]),
      p99: row[`${days}_p99_ms`] === undefined ? null : Number(row[`${days}_p99_ms`]),
    });
    return {
      runtime: row.runtime!,
      packageType: row.package!,
      architecture: row.architecture!,
      memoryMb: Number(row.memory_mb),
      own: of("own"),
      july: of("july"),
      june: of("june"),
      day: of("day"),
      firstRunMs: Number(row.july_first_run_ms),
    };
  });

/** Restores of hello world in July and August 2025, which the defaults have not seen. */
export const heldOutRestores = () =>
  csv("restore-held-out.csv").map((row) => ({
    runtime: row.runtime!,
    memoryMb: Number(row.memory_mb),
    p50: Number(row.p50_ms),
    p99: Number(row.p99_ms),
    firstRunMs: Number(row.first_run_ms),
  }));

/** Cold starts of hello world in 2021 as a client saw them, less its warm calls. */
export const CLIENT_COLD_STARTS = OBSERVED.clientColdStarts;

export interface BurstRow {
  readonly clientStart: number;
  readonly handlerStart: number;
  readonly handlerEnd: number;
  readonly clientEnd: number;
  readonly environment: string;
}

export const burst = (name: string): BurstRow[] =>
  csv(`bursts/danielbcn-${name}.csv`).map((row) => ({
    clientStart: Number(row.client_start_ms),
    handlerStart: Number(row.handler_start_ms),
    handlerEnd: Number(row.handler_end_ms),
    clientEnd: Number(row.client_end_ms),
    environment: row.environment ?? "",
  }));

/** Published percentiles of a load test, in ms. */
export interface LoadTest {
  readonly framework: string;
  readonly mode: string;
  /** Null where the source gives none. */
  readonly coldCount: number | null;
  readonly warmCount: number | null;
  readonly cold: Percentiles;
  readonly warm: Percentiles;
}

export type Percentiles = readonly [p50: number, p90: number, p99: number, max: number];

export const loadTests = (name: string): LoadTest[] =>
  csv(name).map((row) => ({
    framework: row.framework ?? "",
    mode: row.mode ?? "",
    coldCount: countOf(row.cold_count),
    warmCount: countOf(row.warm_count),
    cold: percentiles(row, "cold"),
    warm: percentiles(row, "warm"),
  }));

const countOf = (value: string | undefined): number | null => (value ? Number(value) : null);

function percentiles(row: Record<string, string>, of: string): Percentiles {
  const [p50, p90, p99, max] = ["p50", "p90", "p99", "max"].map((name) => Number(row[`${of}_${name}_ms`]));
  return [p50!, p90!, p99!, max!];
}
