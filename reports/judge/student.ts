/** Intervals for a mean over seeds: Student's t. */

/** 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom (any table of the distribution). */
const QUANTILES = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788, 2.1604, 2.1448, 2.1314,
  2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
];
const NORMAL = 1.959964;

/** Exactly the common value when all values are equal. */
export function mean(values: readonly number[]): number {
  const first = values[0] ?? 0;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
}

/** 95 % interval of the mean; null for fewer than two values. */
export function interval95(values: readonly number[]): [low: number, high: number] | null {
  const n = values.length;
  if (n < 2) return null;
  const centre = mean(values);
  const reach = quantile975(n - 1) * Math.sqrt(varianceOf(values) / n);
  return [centre - reach, centre + reach];
}

/** 95 % interval of the difference of two means that have nothing in common but their distribution (Welch). */
export function independent95(base: readonly number[], head: readonly number[]): [low: number, high: number] | null {
  if (base.length < 2 || head.length < 2) return null;
  const [a, b] = [base, head].map((values) => varianceOf(values) / values.length) as [number, number];
  const change = mean(head) - mean(base);
  if (a + b === 0) return [change, change];
  const degrees = (a + b) ** 2 / (a ** 2 / (base.length - 1) + b ** 2 / (head.length - 1));
  const reach = quantile975(Math.floor(degrees)) * Math.sqrt(a + b);
  return [change - reach, change + reach];
}

function varianceOf(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

/** Beyond the table: the expansion around the normal quantile (Abramowitz and Stegun 26.7.5), right to four digits. */
function quantile975(degrees: number): number {
  const known = QUANTILES[degrees - 1];
  if (known !== undefined) return known;
  const z = NORMAL;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  return z + first / degrees + second / degrees ** 2;
}
