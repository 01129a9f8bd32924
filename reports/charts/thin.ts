/** Thinning: which points of long series are drawn, so that every peak and every trough stays. */

/** Points a line has at most. */
const MOST_POINTS = 600;

type Column = readonly (number | null)[];

/**
 * Indexes to keep, rising: the first, the last, and of each stretch the lowest and highest value of every column.
 * Columns that are drawn over the same axis are thinned together, so that they keep the same moments. A stretch without
 * any value keeps one point, so that a gap stays a gap.
 */
export function thin(columns: readonly Column[], most = MOST_POINTS): number[] {
  const length = columns[0]?.length ?? 0;
  if (length <= most) return Array.from({ length }, (_, i) => i);
  let stretches = Math.floor(most / 2);
  let kept = keep(columns, stretches);
  // Columns often agree on their extremes, so more stretches fit than one pair of points for each column would allow.
  while (kept.length > most && stretches > 1) {
    stretches = Math.floor(stretches * 0.9);
    kept = keep(columns, stretches);
  }
  return kept;
}

function keep(columns: readonly Column[], stretches: number): number[] {
  const length = columns[0]?.length ?? 0;
  const kept = new Set<number>([0, length - 1]);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * length) / stretches);
    const to = Math.floor(((stretch + 1) * length) / stretches);
    for (const column of columns) for (const index of extremes(column, from, to)) kept.add(index);
  }
  return [...kept].sort((a, b) => a - b);
}

function extremes(column: Column, from: number, to: number): number[] {
  let lowest = from;
  let highest = from;
  for (let i = from + 1; i < to; i++) {
    const value = column[i] ?? null;
    if (value === null) continue;
    if ((column[lowest] ?? null) === null || value < column[lowest]!) lowest = i;
    if ((column[highest] ?? null) === null || value > column[highest]!) highest = i;
  }
  return [lowest, highest];
}
