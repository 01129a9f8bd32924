/** Laws for lengths of time, as a config has them. */
import { type Duration, toMs } from "./time.ts";

/** A law for lengths of time. Sampled values are rounded to whole µs at once and are never negative. */
export type Distribution =
  | { readonly kind: "constant"; readonly value: Duration }
  /** Log-normal through its median and its 99th percentile; p99 >= p50 > 0. */
  | { readonly kind: "lognormal"; readonly p50: Duration; readonly p99: Duration }
  /** Gamma with a mean and a coefficient of variation (standard deviation / mean), both > 0. */
  | { readonly kind: "gamma"; readonly mean: Duration; readonly cv: number }
  | { readonly kind: "exponential"; readonly mean: Duration }
  | { readonly kind: "uniform"; readonly min: Duration; readonly max: Duration }
  /** Straight lines between (share, value) points, shares in 0..1 and both rising; flat outside the first and last. */
  | { readonly kind: "quantiles"; readonly points: readonly (readonly [share: number, value: Duration])[] }
  /** Draws one of the recorded values, each as likely as the others. */
  | { readonly kind: "empirical"; readonly values: readonly Duration[] };

/** As assumptions tell it: how long, if that is always the same, else by what law. */
export const lawTold = (law: Distribution): string => (law.kind === "constant" ? `${toMs(law.value)}ms` : law.kind);
