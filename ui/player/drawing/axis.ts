/** Scales of a chart: which buckets a column shows, where the upper edge lies, which moments get a label. */

/** The highest value of the buckets that each column covers, so that no peak is lost; 0 where there are none yet. */
export function thin(values: readonly number[], columns: number, buckets = values.length): number[] {
  return Array.from({ length: columns }, (_, column) => {
    const { from, to } = bucketsOf(column, columns, buckets);
    let highest = 0;
    for (let i = from; i < to; i += 1) highest = Math.max(highest, values[i] ?? 0);
    return highest;
  });
}

/** The parts of the value that `thin` shows, in each column. */
export function thinLayers(
  values: readonly number[],
  layers: readonly (readonly number[])[],
  { columns, buckets }: { readonly columns: number; readonly buckets: number },
): number[][] {
  return Array.from({ length: columns }, (_, column) => {
    const { from, to } = bucketsOf(column, columns, buckets);
    let at = from;
    for (let i = from; i < to; i += 1) if ((values[i] ?? 0) > (values[at] ?? 0)) at = i;
    return layers.map((layer) => layer[at] ?? 0);
  });
}

/** The buckets `from` up to but without `to` that lie under a column; at least one. */
export function bucketsOf(column: number, columns: number, buckets: number): { from: number; to: number } {
  const from = Math.floor((column * buckets) / columns);
  return { from, to: Math.max(from + 1, Math.floor(((column + 1) * buckets) / columns)) };
}

/** How many columns are played when the film stands in a bucket: those whose first bucket has begun. */
export function playedColumns(bucket: number, columns: number, buckets: number): number {
  return Math.min(columns, Math.ceil(((bucket + 1) * columns) / buckets));
}

const STEPS = [1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10, 12] as const;
const HEADROOM = 1.05;

/** The upper edge of a chart: a round number with a little room above the highest value. */
export function roundTop(highest: number): number {
  if (highest <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  const step = STEPS.find((candidate) => candidate * power >= highest * HEADROOM) ?? 20;
  return Number((step * power).toPrecision(3));
}

/** As `roundTop`, for things that come in whole numbers: half of it is whole, too. */
export function roundTopWhole(highest: number): number {
  return highest < 10 ? Math.max(2, 2 * Math.ceil((highest + 0.1) / 2)) : roundTop(highest);
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TICKS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 30].map((count) => count * DAY),
];

/** Moments to label along `width` cells, at least `gap` cells apart, from 0 on. */
export function ticks(horizonMs: number, width: number, gap: number): number[] {
  const step = TICKS.find((candidate) => (candidate / horizonMs) * width >= gap) ?? horizonMs;
  return Array.from({ length: Math.floor(horizonMs / step) + 1 }, (_, i) => i * step);
}
