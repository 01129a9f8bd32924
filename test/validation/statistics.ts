/** Percentiles of small samples, and how far the sample itself leaves them open. */

/** Between neighbours in a straight line (type 7). */
export function atShare(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)]!;
  return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below);
}

export const median = (values: readonly number[]): number => atShare(values, 0.5);

/** Larger side of the 95 % interval of a percentile by its ranks, free of any law, as a share of the percentile. */
export function spreadAt(values: readonly number[], share: number): number {
  const slack = shareSlack(values.length, share);
  const middle = atShare(values, share);
  const low = atShare(values, Math.max(0, share - slack));
  const high = atShare(values, Math.min(1, share + slack));
  return Math.max(high - middle, middle - low) / middle;
}

/** How far the true share below a percentile of `count` values may lie from the nominal one, at 95 %. */
export const shareSlack = (count: number, share: number): number => 1.96 * Math.sqrt((share * (1 - share)) / count);
