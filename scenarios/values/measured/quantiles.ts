/** The shape of measured tables: quantiles by runtime and architecture. */

/** Of the samples at or below each quantile, the share. */
export const SHARES = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1] as const;

/** min, p1, p5, p10, p25, p50, p75, p90, p95, p99, max, in ms. */
export type MeasuredQuantiles = readonly [
  min: number,
  p1: number,
  p5: number,
  p10: number,
  p25: number,
  p50: number,
  p75: number,
  p90: number,
  p95: number,
  p99: number,
  max: number,
];

export type Architecture = "x86_64" | "arm64";

/** Some were measured on one architecture only. */
export type Measured = Readonly<Record<string, Readonly<Partial<Record<Architecture, MeasuredQuantiles>>>>>;
