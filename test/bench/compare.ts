/** Which workloads became slower than in an earlier table, beyond what the repeats of both already differ by. */
import type { Row } from "./measure.ts";

const TOLERANCE = 0.1;

/**
 * One line for each workload whose median grew by more than 10 % and past the slowest repeat of the base. With a
 * yardstick in both tables the ratios to it are compared, so that a slower machine is not taken for slower code.
 */
export function slower(base: readonly Row[], rows: readonly Row[]): string[] {
  return rows.flatMap((row) => {
    const before = base.find(({ workload }) => workload === row.workload);
    if (before === undefined) return [];
    const scale = yardstick(before, row);
    const growth = row.nsPerAttempt.median / (before.nsPerAttempt.median * scale) - 1;
    const beyondSpread = row.nsPerAttempt.min > before.nsPerAttempt.max * scale;
    if (growth <= TOLERANCE || !beyondSpread) return [];
    const [was, is] = [before.nsPerAttempt.median * scale, row.nsPerAttempt.median].map((ns) => ns.toFixed(1));
    return [`${row.workload}: ${is} ns per attempt, ${was} before: ${Math.round(100 * growth)} % slower`];
  });
}

/** How much slower the machine itself is than it was for the base. */
function yardstick(before: Row, row: Row): number {
  if (before.referenceNs === null || row.referenceNs === null) return 1;
  return row.referenceNs.median / before.referenceNs.median;
}
