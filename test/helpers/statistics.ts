/** Batch means: confidence intervals for runs whose single requests are not independent. */

const BATCHES = 20;
/** Two-sided 99 % point of Student's t with 19 degrees of freedom. */
const T99 = 2.861;

/** Sums over equal stretches, the remainder cut off at the front, where a run warms up. */
export function batchSums(column: readonly number[]): number[] {
  const width = Math.floor(column.length / BATCHES);
  const start = column.length - width * BATCHES;
  const batches = Array.from({ length: BATCHES }, (_, batch) => start + batch * width);
  return batches.map((from) => column.slice(from, from + width).reduce((sum, value) => sum + value, 0));
}

/** Mean of the batches and half the width of its 99 % interval. */
export function interval99(batches: readonly number[]): { mean: number; half: number } {
  const mean = batches.reduce((sum, value) => sum + value, 0) / batches.length;
  const squares = batches.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, half: T99 * Math.sqrt(squares / (batches.length - 1) / batches.length) };
}

/** The same for the mean of single looks. */
export function meanOfLooks(looks: readonly number[]): { mean: number; half: number } {
  const width = Math.floor(looks.length / BATCHES);
  return interval99(batchSums(looks).map((sum) => sum / width));
}
