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
}

export const OBSERVED = JSON.parse(text("observed.json")) as Observed;

export interface MeasuredInit {
  readonly runtime: string;
  readonly pooled: {
    readonly n: number;
    readonly p50: number;
    readonly p99: number;
    /** 95 % interval of the p99, free of any law. */
    readonly p99Low: number;
    readonly p99High: number;
  };
  /** Rising. */
  readonly nextDay: readonly number[];
}

export const COLD_STARTS = (JSON.parse(text("cold-starts.json")) as { readonly runtimes: readonly MeasuredInit[] })
  .runtimes;

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
